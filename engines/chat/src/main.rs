//! The chat engine: a child process around llama.cpp that answers requests from its standard input on its
//! standard output, in the frames of `attune_models::protocol`.
//!
//! It must never know a role, a person or a database, and it opens no network connection. A native
//! abort here takes down nothing but this process.
//!
//! Two threads: this one reads requests and raises the stop flag, the other owns the model.
#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a test fails by panicking"))]

mod abort;
mod adapters;
mod context;
mod fault;
mod fit;
mod inbox;
mod logs;
mod model;
mod outbox;
mod prefix;
mod sampling;
mod script;
mod serve;
mod session;
mod text;

use std::io;
use std::process::ExitCode;
use std::sync::mpsc;
use std::thread;

use attune_models::child::{self, Board, process};
use attune_models::protocol::{FromEngine, PROTOCOL};

use crate::outbox::Outbox;

/// Grammar code recurses with the nesting of a schema, so the stack is larger than Rust's default.
const STACK_BYTES: usize = 16 * 1024 * 1024;

fn main() -> ExitCode {
    process::be_modest();
    let board: &'static Board = Box::leak(Box::default());
    let errors = logs::install(board);
    let Ok(frames) = process::take_standard_output() else {
        eprintln!("the engine has no standard output to answer on");
        return ExitCode::FAILURE;
    };
    let out = Outbox::new(frames);
    let (commands, inbox) = mpsc::channel();
    out.send(&FromEngine::Ready { protocol: PROTOCOL });
    let work = {
        let out = out.clone();
        move || serve::serve(&inbox, board, &out, &errors)
    };
    child::run(board, thread::Builder::new().stack_size(STACK_BYTES), work, || {
        inbox::read(io::stdin().lock(), &commands, board, &out);
        commands
    })
}
