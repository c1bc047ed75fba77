//! `attunectl eval style`: one answer line for each line.

use std::io::BufRead as _;
use std::process::ExitCode;

use attune_app::eval::style::{Answer, StyleTrial};
use attune_wire::{ErrorBody, ErrorCode};

use crate::output::{Failure, Output};

pub(crate) fn run(output: Output) -> Result<ExitCode, Failure> {
    let mut trial = StyleTrial::default();
    let mut code = ExitCode::SUCCESS;
    for line in std::io::stdin().lock().lines() {
        let line = line.map_err(|error| {
            let message = format!("The input cannot be read: {error}. It must be lines of UTF-8 text.");
            Failure(ErrorBody { code: ErrorCode::Invalid, message })
        })?;
        let answer = trial.answer(&line);
        if matches!(answer, Answer::Refused { .. }) {
            code = ExitCode::FAILURE;
        }
        output.document(&answer);
    }
    Ok(code)
}
