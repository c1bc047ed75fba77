//! `attunectl eval`: the product's own learners behind plain JSON lines, open to any outside judge.

use std::process::ExitCode;

use crate::output::{Failure, Output};

mod sentiment;

#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Read how dissatisfied messages are, line by line.
    #[command(
        after_help = "Example:\n  echo '{\"id\":1,\"text\":\"That is not what I asked\"}' | attunectl eval sentiment"
    )]
    Sentiment,
}

pub(crate) fn run(command: &Command, output: Output) -> Result<ExitCode, Failure> {
    match command {
        Command::Sentiment => sentiment::run(output),
    }
}
