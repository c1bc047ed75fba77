//! Asking for an answer, wherever the model runs: one request in, a stream of [`ChatEvent`]s out.

pub mod local;
pub mod remote;

use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

pub use crate::protocol::{ChatRole, FinishReason, Sampling, Turn};

/// A request for an answer.
#[derive(Debug, Clone)]
pub struct ChatRequest {
    /// The prompt: leading system turns (the role), earlier turns, the question last.
    pub turns: Vec<Turn>,
    /// The most tokens to write.
    pub max_tokens: u32,
    /// How tokens are drawn.
    pub sampling: Sampling,
    /// A JSON schema that the answer must satisfy.
    pub schema: Option<serde_json::Value>,
    /// Images that the last turn of the person shows, for a model that sees. Local models take none.
    pub images: Vec<ChatImage>,
    /// What the record of departures says besides the provider; never content.
    pub note: Option<String>,
}

/// An image for a model that sees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChatImage {
    /// Its form, as the web names it: `image/png`, `image/jpeg` or `image/webp`.
    pub media: String,
    /// The file.
    pub file: Vec<u8>,
}

/// What happens while an answer is written. The stream ends with `Done` or `Failed`, always.
#[derive(Debug)]
pub enum ChatEvent {
    /// The model has to be loaded first, or the engine restarted.
    Preparing(Preparing),
    /// The prompt was read. Remote providers that do not say how long it was give zeros.
    Started { prompt_tokens: u32, reused_tokens: u32, dropped_turns: u32 },
    /// A piece of the answer.
    Token(String),
    /// The answer ended.
    Done { reason: FinishReason, tokens: u32, ttft_ms: f64, tokens_per_s: f64 },
    /// The answer failed. Tokens that came before stand.
    Failed(ChatError),
}

/// Why an answer does not start at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Preparing {
    /// The model is read into memory.
    LoadingModel,
    /// The engine ended unexpectedly and is started again.
    RestartingEngine,
    /// The provider asked to wait, or failed in a way that passes; another try follows.
    Retrying { attempt: u32 },
}

/// Why an answer failed. Variants are what a caller treats differently.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChatError {
    /// The engine program is missing or does not start.
    #[error("the local model engine does not start: {0}")]
    EngineMissing(String),
    /// The engine ended while it wrote, more often than it is restarted.
    #[error("the local model engine stopped unexpectedly: {0}")]
    EngineCrashed(String),
    /// The engine gave no sign of life for too long and was ended.
    #[error("the local model engine stopped answering")]
    EngineHung,
    /// The model file is not a model, or is damaged.
    #[error("the model file cannot be used: {0}")]
    BadModel(String),
    /// There is not enough memory for this model.
    #[error("there is not enough memory for this model")]
    OutOfMemory,
    /// The role and the question alone do not fit.
    #[error("the question is longer than the model can read")]
    PromptTooLong,
    /// The gate refused: policy forbids it, or the address is not allowed.
    #[error("{0}")]
    Refused(String),
    /// The provider's key is missing or was rejected.
    #[error("the provider rejected the key")]
    Unauthorised,
    /// The provider could not be reached.
    #[error("the provider cannot be reached: {0}")]
    Unreachable(String),
    /// The provider's certificate is not trusted.
    #[error("the provider's certificate is not trusted: {0}")]
    BadCertificate(String),
    /// The provider is busy or over its limit, after all tries.
    #[error("the provider is busy: {0}")]
    Busy(String),
    /// No byte came for too long.
    #[error("the provider did not answer in time")]
    TimedOut,
    /// The provider answered with an error or with something that is not an answer.
    #[error("the provider answered with an error: {0}")]
    Provider(String),
    /// The stream broke off in the middle of the answer.
    #[error("the connection broke off in the middle of the answer")]
    BrokenOff,
    /// Anything else.
    #[error("{0}")]
    Internal(String),
}

/// A running request. Dropping it cancels.
#[derive(Debug)]
pub struct ChatStream {
    /// What happens, ending with `Done` or `Failed`.
    pub events: mpsc::Receiver<ChatEvent>,
    cancel: CancellationToken,
}

impl ChatStream {
    /// Joins the two ends that an implementation made.
    #[must_use]
    pub fn new(events: mpsc::Receiver<ChatEvent>, cancel: CancellationToken) -> Self {
        Self { events, cancel }
    }

    /// A handle that stops the answer from elsewhere. `Done { reason: Cancelled }` still comes.
    #[must_use]
    pub fn canceller(&self) -> CancellationToken {
        self.cancel.clone()
    }
}

impl Drop for ChatStream {
    fn drop(&mut self) {
        self.cancel.cancel();
    }
}
