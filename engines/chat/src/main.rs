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
use std::time::Duration;

use attune_models::child::{Board, process};
use attune_models::protocol::{FromEngine, PROTOCOL};

use crate::outbox::Outbox;

/// Grammar code recurses with the nesting of a schema, so the stack is larger than Rust's default.
const STACK_BYTES: usize = 16 * 1024 * 1024;

/// How long native code may take to notice that the process ends, and a state to be saved, before it is ended
/// anyway.
const LAST_BREATH: Duration = Duration::from_secs(3);

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
    let (ended, end) = mpsc::channel::<()>();

    out.send(&FromEngine::Ready { protocol: PROTOCOL });
    let worker = thread::Builder::new().name("model".into()).stack_size(STACK_BYTES).spawn({
        let out = out.clone();
        move || {
            // Held, so that the channel closes when this thread ends in whatever way.
            let _ended = ended;
            serve::serve(&inbox, board, &out, &errors);
        }
    });
    if let Err(error) = worker {
        eprintln!("the engine cannot start its thread: {error}");
        return ExitCode::FAILURE;
    }

    inbox::read(io::stdin().lock(), &commands, board, &out);

    // The program asked to quit, or is gone and nobody wants the answer any more.
    board.close();
    drop(commands);
    if end.recv_timeout(LAST_BREATH) == Err(mpsc::RecvTimeoutError::Timeout) {
        process::end_now();
    }
    ExitCode::SUCCESS
}
