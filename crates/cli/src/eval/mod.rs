//! `attunectl eval`: the product's own learners behind plain JSON lines, open to any outside judge.

use std::process::ExitCode;

use crate::output::{Failure, Output};

mod sentiment;
mod style;

#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Choose styles and learn from feedback, line by line.
    #[command(
        after_help = "Example:\n  printf '%s\\n' '{\"seed\":1}' '{\"choose\":{\"user\":\"u1\",\"role\":\"leader\",\"task\":\"summarise\",\"context\":{}}}' \\\n    '{\"feedback\":{\"choice\":1,\"signal\":\"up\"}}' | attunectl eval style"
    )]
    Style,
    /// Read how dissatisfied messages are, line by line.
    #[command(
        after_help = "Example:\n  echo '{\"id\":1,\"text\":\"That is not what I asked\"}' | attunectl eval sentiment"
    )]
    Sentiment,
}

pub(crate) fn run(command: &Command, output: Output) -> Result<ExitCode, Failure> {
    match command {
        Command::Style => style::run(output),
        Command::Sentiment => sentiment::run(output),
    }
}
