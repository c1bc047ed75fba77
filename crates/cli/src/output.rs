//! What is printed: text for people, JSON for programs, errors as a sentence.

use std::io::{IsTerminal as _, Write as _};

use attune_wire::ErrorBody;
use serde::Serialize;

/// How to print.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Output {
    pub(crate) json: bool,
    pub(crate) progress: bool,
}

/// Why a command failed, in a sentence.
#[derive(Debug)]
pub(crate) struct Failure(pub(crate) ErrorBody);

impl From<attune_app::Error> for Failure {
    fn from(error: attune_app::Error) -> Self {
        Self(error.body())
    }
}

impl From<ErrorBody> for Failure {
    fn from(body: ErrorBody) -> Self {
        Self(body)
    }
}

impl Output {
    pub(crate) fn new(json: bool) -> Self {
        Self { json, progress: std::io::stderr().is_terminal() }
    }

    /// One JSON document, on one line.
    pub(crate) fn document(self, value: &impl Serialize) {
        match serde_json::to_string(value) {
            Ok(text) => println!("{text}"),
            Err(error) => eprintln!("the answer could not be written as JSON: {error}"),
        }
    }

    /// A piece of text without an end of line, at once.
    pub(crate) fn piece(self, text: &str) {
        print!("{text}");
        // A closed pipe is the reader's choice.
        let _ = std::io::stdout().flush();
    }

    pub(crate) fn failure(self, failure: &Failure) {
        if self.json {
            self.document(&serde_json::json!({ "error": failure.0 }));
        }
        eprintln!("{}", failure.0.message);
    }
}
