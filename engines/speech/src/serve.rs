//! The model's thread: takes requests one after the other.

use std::sync::mpsc::Receiver;
use std::time::Instant;

use attune_models::child::Board;
use attune_models::protocol::speech::{FromSpeech, SpeechFault, Transcribe};

use crate::fault::Fault;
use crate::hear;
use crate::inbox::Command;
use crate::model::Model;
use crate::outbox::Outbox;

/// What this thread has in memory.
enum Stage {
    Empty,
    Ready(Box<Model>),
}

/// Serves until the channel closes.
pub(crate) fn serve(inbox: &Receiver<Command>, board: &Board, out: &Outbox) {
    let mut stage = Stage::Empty;
    while let Ok(command) = inbox.recv() {
        match command {
            Command::Load { path, threads } => stage = load(stage, &path, threads, out),
            Command::Unload => {
                stage = Stage::Empty;
                out.send(&FromSpeech::Unloaded);
            }
            Command::Transcribe(request) => {
                board.start(request.id);
                let answered = transcribe(&mut stage, &request, board, out);
                board.finish(request.id);
                if let Err(fault) = answered {
                    out.failed(Some(request.id), &fault);
                }
            }
        }
    }
}

/// The old model goes first: two at once may be more than there is memory for.
fn load(old: Stage, path: &str, threads: u32, out: &Outbox) -> Stage {
    drop(old);
    let start = Instant::now();
    match Model::open(path, threads) {
        Ok(model) => {
            out.send(&FromSpeech::Loaded {
                multilingual: model.context.is_multilingual(),
                load_ms: start.elapsed().as_secs_f64() * 1e3,
            });
            Stage::Ready(Box::new(model))
        }
        Err(fault) => {
            out.failed(None, &fault);
            Stage::Empty
        }
    }
}

fn transcribe(stage: &mut Stage, request: &Transcribe, board: &Board, out: &Outbox) -> Result<(), Fault> {
    let Stage::Ready(model) = stage else {
        return Err(Fault::new(SpeechFault::NoModel, "no model is loaded"));
    };
    let start = Instant::now();
    let id = request.id;
    // A request that was cancelled while it waited need not begin.
    if board.stopped() {
        let language = request.language.clone().unwrap_or_default();
        out.send(&FromSpeech::Done { id, language, cancelled: true, wall_ms: 0.0 });
        return Ok(());
    }
    let heard = hear::hear(model, request, board, out)?;
    for segment in heard.segments {
        out.send(&FromSpeech::Segment { id, segment });
    }
    out.send(&FromSpeech::Done {
        id,
        language: heard.language,
        cancelled: heard.cancelled,
        wall_ms: start.elapsed().as_secs_f64() * 1e3,
    });
    Ok(())
}
