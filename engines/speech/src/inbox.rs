//! Reads requests. It never waits for the model, so that a cancel is heard whatever the model does.

use std::io::BufRead;
use std::sync::mpsc::Sender;

use attune_models::child::Board;
use attune_models::child::inbox::{self, Heard};
use attune_models::protocol::speech::{SpeechFault, ToSpeech, Transcribe};

use crate::fault::Fault;
use crate::outbox::Outbox;

/// What the model's thread is asked to do.
#[derive(Debug)]
pub(crate) enum Command {
    Load { path: String, threads: u32 },
    Transcribe(Transcribe),
    Unload,
}

/// Reads until the program asks to quit, closes the pipe or is gone.
pub(crate) fn read(lines: impl BufRead, commands: &Sender<Command>, board: &Board, out: &Outbox) {
    let hear = |request| match request {
        ToSpeech::Load { path, threads } => Heard::Command(Command::Load { path, threads }),
        ToSpeech::Transcribe(transcribe) => {
            board.enter(transcribe.id);
            Heard::Command(Command::Transcribe(transcribe))
        }
        ToSpeech::Cancel { id } => {
            board.cancel(id);
            Heard::Done
        }
        ToSpeech::Unload => Heard::Command(Command::Unload),
        ToSpeech::Quit => Heard::Quit,
    };
    inbox::read(lines, commands, hear, |message| {
        out.failed(None, &Fault::new(SpeechFault::Internal, message));
    });
}
