//! `attunectl eval`: the product's learners behind JSON lines.

mod retrieve;

use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::ExitCode;

use attune_app::App;
use attune_wire::{ErrorBody, ErrorCode};
use serde::de::DeserializeOwned;

use crate::output::{Failure, Output};

#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Find what was said before and matters to a question.
    Retrieve(retrieve::Arguments),
}

pub(crate) async fn run(app: &App, command: Command, output: &Output) -> Result<ExitCode, Failure> {
    match command {
        Command::Retrieve(arguments) => retrieve::run(app, arguments, output).await,
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
