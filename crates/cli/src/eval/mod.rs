//! `attunectl eval`: the product's own learners behind plain JSON lines, open to any outside judge.

use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::ExitCode;

use attune_app::App;
use attune_wire::{ErrorBody, ErrorCode};
use serde::de::DeserializeOwned;

use crate::output::{Failure, Output};

mod retrieve;
mod sentiment;
mod style;
mod users;

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
    /// Rank what was said for each question.
    Retrieve(retrieve::Arguments),
    /// Tell people apart by what they say.
    Users(users::Arguments),
}

/// Runs what needs neither a profile nor models; none for anything else.
pub(crate) fn run_alone(command: &Command, output: Output) -> Option<Result<ExitCode, Failure>> {
    match command {
        Command::Style => Some(style::run(output)),
        Command::Sentiment => Some(sentiment::run(output)),
        Command::Retrieve(_) | Command::Users(_) => None,
    }
}

/// Runs what needs models.
pub(crate) async fn run(app: &App, command: Command, output: &Output) -> Result<ExitCode, Failure> {
    match command {
        Command::Style => style::run(*output),
        Command::Sentiment => sentiment::run(*output),
        Command::Retrieve(arguments) => retrieve::run(app, arguments, output).await,
        Command::Users(arguments) => users::run(app, arguments, output).await,
    }
}

/// One value for each line of a file that is not empty.
fn read_lines<T: DeserializeOwned>(path: &Path) -> Result<Vec<T>, Failure> {
    let refuse = |why: String| Failure(ErrorBody { code: ErrorCode::Invalid, message: why });
    let file = File::open(path)
        .map_err(|error| refuse(format!("The file {} could not be opened: {error}.", path.display())))?;
    let mut values = Vec::new();
    for (number, line) in (1..).zip(BufReader::new(file).lines()) {
        let at =
            |error: String| refuse(format!("Line {number} of {} cannot be read: {error}.", path.display()));
        let line = line.map_err(|error| at(error.to_string()))?;
        if !line.trim().is_empty() {
            values.push(serde_json::from_str(&line).map_err(|error| at(error.to_string()))?);
        }
    }
    Ok(values)
}
