//! Errors as the window sees them: a code that it branches on, and a sentence for the person.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What went wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ErrorBody {
    /// What kind of thing, for the window to offer a remedy.
    pub code: ErrorCode,
    /// What happened, to what, and what can be done.
    pub message: String,
}

/// Kinds of errors. One stands here only where the window does something about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    /// The request made no sense; the message says why.
    Invalid,
    /// What was asked for is not there (any more).
    NotFound,
    /// No model is installed that could answer: offer the models page.
    ModelMissing,
    /// The model file is damaged: offer to verify or to install it again.
    ModelBroken,
    /// The local engine failed; the message is kept: offer to try again.
    EngineFailed,
    /// The question is too long for the model: offer to shorten it or to choose another model.
    TooLong,
    /// Policy forbids it: say who set the policy.
    PolicyForbids,
    /// The provider's key is missing or wrong: offer the provider's settings.
    KeyRejected,
    /// The provider cannot be reached or is busy: offer to try again or to answer on this device.
    ProviderFailed,
    /// The microphone is not there, not allowed or silent: offer to try again.
    Microphone,
    /// The screen cannot be taken: the desktop does not offer it, or does not allow it.
    Screen,
    /// The system offers no voice, or it does not speak.
    Voice,
    /// The network is not there or a download failed: offer to try again.
    Network,
    /// The disk is full or may not be written: nothing was lost.
    Disk,
    /// The database is newer than this program, or damaged: nothing was touched.
    Database,
    /// Another answer is being written in this conversation: offer to stop it.
    Busy,
    /// Something sensitive would leave, and nobody said whether it may: ask the person.
    Undecided,
    /// The person cancelled it.
    Cancelled,
    /// Anything else; the log has details.
    Internal,
}

impl ErrorCode {
    /// Its name, as it is stored with a failed answer.
    #[must_use]
    pub fn name(self) -> String {
        match serde_json::to_value(self) {
            Ok(serde_json::Value::String(name)) => name,
            _ => "internal".to_owned(),
        }
    }

    /// The code of a name. One that a newer program stored is read as the general one.
    #[must_use]
    pub fn from_name(name: &str) -> Self {
        serde_json::from_value(name.into()).unwrap_or(Self::Internal)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stored_name_is_read_again() {
        assert_eq!(ErrorCode::EngineFailed.name(), "engine_failed");
        assert_eq!(ErrorCode::from_name("engine_failed"), ErrorCode::EngineFailed);
        assert_eq!(ErrorCode::from_name("from_the_future"), ErrorCode::Internal);
    }
}
