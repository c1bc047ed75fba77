//! `attunectl eval sentiment`: one answer line for each line.

use std::io::BufRead as _;
use std::process::ExitCode;

use attune_app::eval::sentiment::{Answer, answer};
use attune_wire::{ErrorBody, ErrorCode};

use crate::output::{Failure, Output};

pub(crate) fn run(output: Output) -> Result<ExitCode, Failure> {
    let mut code = ExitCode::SUCCESS;
    for line in std::io::stdin().lock().lines() {
        let line = line.map_err(|error| {
            let message = format!("The input cannot be read: {error}. It must be lines of UTF-8 text.");
            Failure(ErrorBody { code: ErrorCode::Invalid, message })
        })?;
        let answer = answer(&line);
        if matches!(answer, Answer::Refused { .. }) {
            code = ExitCode::FAILURE;
        }
        output.document(&answer);
    }
    Ok(code)
}
