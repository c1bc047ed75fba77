//! The speech engine: a child process around whisper.cpp that turns speech into text, asked on its standard
//! input and answering on its standard output in the frames of `attune_models::protocol::speech`.
//!
//! It must never know a role, a person or a database, and it opens no network connection. A native
//! abort here takes down nothing but this process.
//!
//! Two threads: this one reads requests and raises the stop flag, the other owns the model.
#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a test fails by panicking"))]

mod bias;
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

use attune_models::child::{self, Board, process};
use attune_models::protocol::speech::{FromSpeech, PROTOCOL};

use crate::outbox::Outbox;

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
    out.send(&FromSpeech::Ready { protocol: PROTOCOL });
    let work = {
        let out = out.clone();
        move || serve::serve(&inbox, board, &out)
    };
    child::run(board, thread::Builder::new(), work, || {
        inbox::read(io::stdin().lock(), &commands, board, &out);
        commands
    })
}
