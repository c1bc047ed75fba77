//! Reads requests. It never waits for the model, so that a cancel is heard whatever the model does.

use std::io::BufRead;
use std::sync::mpsc::Sender;
use std::time::Instant;

use attune_models::child::Board;
use attune_models::child::inbox::{self, Heard};
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
pub(crate) fn read(lines: impl BufRead, commands: &Sender<Command>, board: &Board, out: &Outbox) {
    let hear = |request| match request {
        ToEngine::Load(load) => Heard::Command(Command::Load(load)),
        ToEngine::Generate(generate) => {
            board.enter(generate.id);
            Heard::Command(Command::Generate(Ask { generate, arrived: Instant::now() }))
        }
        ToEngine::Cancel { id } => {
            board.cancel(id);
            Heard::Done
        }
        ToEngine::Unload => Heard::Command(Command::Unload),
        ToEngine::Quit => Heard::Quit,
    };
    inbox::read(lines, commands, hear, |message| {
        out.failed(None, &Fault::new(EngineFault::Internal, message));
    });
}
