//! Reads requests. It never waits for the model, so that a cancel is heard whatever the model does.

use std::io::BufRead;
use std::sync::mpsc::Sender;
use std::time::Instant;

use attune_models::child::Board;
use attune_models::protocol::{EngineFault, Generate, Load, ToEngine};

use crate::fault::Fault;
use crate::outbox::Outbox;

/// What the model's thread is asked to do.
#[derive(Debug)]
pub(crate) enum Command {
    Load(Load),
    Generate(Ask),
    Unload,
}

/// A request for an answer, and when it arrived.
#[derive(Debug)]
pub(crate) struct Ask {
    pub(crate) generate: Generate,
    pub(crate) arrived: Instant,
}

/// Reads until the program asks to quit, closes the pipe or is gone.
pub(crate) fn read(mut lines: impl BufRead, commands: &Sender<Command>, board: &Board, out: &Outbox) {
    let mut line = Vec::new();
    loop {
        line.clear();
        match lines.read_until(b'\n', &mut line) {
            Ok(0) | Err(_) => return,
            Ok(_) => {}
        }
        if line.trim_ascii().is_empty() {
            continue;
        }
        let command = match serde_json::from_slice(&line) {
            Ok(ToEngine::Load(load)) => Command::Load(load),
            Ok(ToEngine::Generate(generate)) => {
                board.enter(generate.id);
                Command::Generate(Ask { generate, arrived: Instant::now() })
            }
            Ok(ToEngine::Cancel { id }) => {
                board.cancel(id);
                continue;
            }
            Ok(ToEngine::Unload) => Command::Unload,
            Ok(ToEngine::Quit) => return,
            Err(error) => {
                let message = format!("a request was not understood: {error}");
                out.failed(None, &Fault::new(EngineFault::Internal, message));
                continue;
            }
        };
        if commands.send(command).is_err() {
            return;
        }
    }
}
