//! A model in memory.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use attune_models::protocol::speech::SpeechFault;
use whisper_rs::{WhisperContext, WhisperContextParameters, WhisperState};

use crate::fault::Fault;
use crate::processor;

/// What a whisper.cpp file begins with: `ggml`, as a little-endian number.
const MAGIC: [u8; 4] = *b"lmgg";

/// A model, and the memory that it computes in.
pub(crate) struct Model {
    pub(crate) context: WhisperContext,
    pub(crate) state: WhisperState,
    pub(crate) threads: i32,
}

impl Model {
    /// Reads a file.
    ///
    /// # Errors
    /// [`SpeechFault::BadModel`] when it is none, [`SpeechFault::OldProcessor`].
    pub(crate) fn open(path: &str, threads: u32) -> Result<Self, Fault> {
        processor::check()?;
        look_at(Path::new(path))?;
        let bad = |error| Fault::new(SpeechFault::BadModel, format!("{path} could not be read: {error}"));
        let mut parameters = WhisperContextParameters::default();
        // As whisper.cpp's own program does: a tenth faster on a processor, with the same text.
        parameters.use_gpu(false).flash_attn(true);
        let context = WhisperContext::new_with_params(path, parameters).map_err(bad)?;
        let state = context.create_state().map_err(bad)?;
        Ok(Self { context, state, threads: i32::try_from(threads.clamp(1, 64)).unwrap_or(1) })
    }

    /// Tokens of silence and sound that the model can look at together, fifty a second.
    pub(crate) fn audio_frames(&self) -> usize {
        usize::try_from(self.context.n_audio_ctx()).unwrap_or(0)
    }
}

/// Native code trusts what it reads. What is obviously something else does not get there.
fn look_at(path: &Path) -> Result<(), Fault> {
    let bad = |what: String| Fault::new(SpeechFault::BadModel, format!("{}: {what}", path.display()));
    let mut file = File::open(path).map_err(|error| bad(error.to_string()))?;
    let mut start = [0; 4];
    file.read_exact(&mut start).map_err(|error| bad(error.to_string()))?;
    if start == MAGIC { Ok(()) } else { Err(bad("it is not a file of whisper.cpp".into())) }
}
