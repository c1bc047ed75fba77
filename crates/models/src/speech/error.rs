//! Why speech did not become text.

use super::audio::AudioError;

/// Variants are what a caller treats differently.
#[derive(Debug, thiserror::Error)]
pub enum SpeechError {
    /// The engine program is missing or does not start.
    #[error("the speech engine does not start: {0}")]
    EngineMissing(String),
    /// The engine ended while it worked, more often than it is restarted.
    #[error("the speech engine stopped unexpectedly: {0}")]
    EngineCrashed(String),
    /// The engine gave no sign of life for too long and was ended.
    #[error("the speech engine stopped answering")]
    EngineHung,
    /// A model file is missing, not a model, or damaged.
    #[error("the speech model cannot be used: {0}")]
    BadModel(String),
    /// There is not enough memory for this model.
    #[error("there is not enough memory for this speech model")]
    OutOfMemory,
    /// The model does not know this language.
    #[error("{0}")]
    BadLanguage(String),
    /// This processor lacks instructions that the engine needs.
    #[error("speech cannot be recognised on this computer: {0}")]
    OldProcessor(String),
    /// The recording cannot be read.
    #[error("{0}")]
    Audio(#[from] AudioError),
    /// It was cancelled.
    #[error("it was cancelled")]
    Cancelled,
    /// Anything else.
    #[error("{0}")]
    Internal(String),
}
