//! Reads requests. It never waits for the model, so that a cancel is heard whatever the model does.

use std::io::BufRead;
use std::sync::mpsc::Sender;

use attune_models::child::Board;
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
            Ok(ToSpeech::Load { path, threads }) => Command::Load { path, threads },
            Ok(ToSpeech::Transcribe(transcribe)) => {
                board.enter(transcribe.id);
                Command::Transcribe(transcribe)
            }
            Ok(ToSpeech::Cancel { id }) => {
                board.cancel(id);
                continue;
            }
            Ok(ToSpeech::Unload) => Command::Unload,
            Ok(ToSpeech::Quit) => return,
            Err(error) => {
                let message = format!("a request was not understood: {error}");
                out.failed(None, &Fault::new(SpeechFault::Internal, message));
                continue;
            }
        };
        if commands.send(command).is_err() {
            return;
        }
    }
}
