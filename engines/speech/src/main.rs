//! The speech engine: a child process around whisper.cpp that turns speech into text, asked on its standard
//! input and answering on its standard output in the frames of `attune_models::protocol::speech`.
//!
//! It must never know a role, a person or a database, and it opens no network connection. A native
//! abort here takes down nothing but this process.
//!
//! Two threads: this one reads requests and raises the stop flag, the other owns the model.
#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a test fails by panicking"))]

mod fault;
mod hear;
mod inbox;
mod logs;
mod model;
mod outbox;
mod poll;
mod processor;
mod segments;
mod serve;

use std::io;
use std::process::ExitCode;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use attune_models::child::{Board, process};
use attune_models::protocol::speech::{FromSpeech, PROTOCOL};

use crate::outbox::Outbox;

/// How long native code may take to notice that the process ends, before it is ended anyway.
const LAST_BREATH: Duration = Duration::from_secs(3);

fn main() -> ExitCode {
    process::be_modest();
    let board: &'static Board = Box::leak(Box::default());
    logs::install(board);
    let Ok(frames) = process::take_standard_output() else {
        eprintln!("the engine has no standard output to answer on");
        return ExitCode::FAILURE;
    };
    let out = Outbox::new(frames);
    let (commands, inbox) = mpsc::channel();
    let (ended, end) = mpsc::channel::<()>();

    out.send(&FromSpeech::Ready { protocol: PROTOCOL });
    let worker = thread::Builder::new().name("model".into()).spawn({
        let out = out.clone();
        move || {
            // Held, so that the channel closes when this thread ends in whatever way.
            let _ended = ended;
            serve::serve(&inbox, board, &out);
        }
    });
    if let Err(error) = worker {
        eprintln!("the engine cannot start its thread: {error}");
        return ExitCode::FAILURE;
    }

    inbox::read(io::stdin().lock(), &commands, board, &out);

    // The program asked to quit, or is gone and nobody wants the text any more.
    board.close();
    drop(commands);
    if end.recv_timeout(LAST_BREATH) == Err(mpsc::RecvTimeoutError::Timeout) {
        process::end_now();
    }
    ExitCode::SUCCESS
}
