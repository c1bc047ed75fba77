//! Speech to text on this machine: files and what a microphone hears, by Whisper in a supervised child process,
//! with Silero's network to tell speech from everything else.
//!
//! This module must never know a window, or what the text is for.

mod agreement;
pub mod audio;
mod cut;
mod dictation;
mod engine;
mod error;
mod guard;
pub mod microphone;
mod transcriber;
mod vad;

use std::env;
use std::path::{Path, PathBuf};

use attune_domain::ModelId;

pub use crate::protocol::speech::{SAMPLE_RATE, Search};
pub use cut::{Cutter, Piece, Rules};
pub use dictation::{Dictated, Feed};
pub use engine::{Heard, Request, SpeechConfig, SpeechEngine, SpeechStatus, Stage};
pub use error::SpeechError;
pub use guard::{Doubt, doubt};
pub use transcriber::{Listening, Progress, Transcriber};
pub use vad::{FRAME, Vad};

/// A model on this machine that hears.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpeechModel {
    /// Its name.
    pub id: ModelId,
    /// A whisper.cpp file (ggml).
    pub path: PathBuf,
    /// Silero's network beside it (ONNX).
    pub vad: PathBuf,
}

impl SpeechModel {
    /// The model in this file, with its companion where the installer puts it.
    #[must_use]
    pub fn at(id: ModelId, path: PathBuf) -> Self {
        let vad = path.with_file_name(format!("{id}.vad"));
        Self { id, path, vad }
    }
}

/// Finds the engine's program: what `ATTUNE_SPEECH_ENGINE` names, or the one beside the program in this
/// folder. A bundle puts it there under its plain name.
#[must_use]
pub fn find_engine(program_folder: &Path) -> Option<PathBuf> {
    if let Some(named) = env::var_os("ATTUNE_SPEECH_ENGINE") {
        return Some(PathBuf::from(named));
    }
    let beside = program_folder.join(format!("attune-speech-engine{}", env::consts::EXE_SUFFIX));
    beside.is_file().then_some(beside)
}
