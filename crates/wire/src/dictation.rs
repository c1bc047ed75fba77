//! Speaking instead of writing: what a window hears while somebody speaks, and what it gets in the end.

use attune_domain::RoleId;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::ErrorBody;

/// Listens to the microphone that the settings name, until [`StopDictation`] or [`CancelDictation`].
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Dictate {
    /// The role that is asked in: its names and words are known beforehand.
    #[ts(as = "Option<String>", optional)]
    pub role: Option<RoleId>,
}

/// What happens while somebody speaks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum DictationEvent {
    /// Sound comes: what is said from now on is heard.
    Live,
    /// How loud it is, about twenty times a second.
    Level {
        /// From 0, silence, to 1, as loud as can be.
        loudness: f32,
    },
    /// What was understood so far, as a whole.
    Text {
        /// What stays, but for signs and case.
        settled: String,
        /// What may still change.
        open: String,
    },
    /// The microphone is closed; the last words are being understood.
    Finishing,
}

/// What was said.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct DictationOutcome {
    /// The text; empty where nothing was said.
    pub text: String,
    /// The language as ISO 639-1 names it; empty where nothing was said.
    pub language: String,
    /// How long the microphone was open, in seconds.
    pub seconds: f64,
    /// Why it ended before it was to. What was heard until then is in the text.
    pub error: Option<ErrorBody>,
}

/// Closes the microphone. What was said is understood to its end.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct StopDictation {}

/// Closes the microphone and throws away what was said.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CancelDictation {}

/// Asks for the microphones that there are.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ListMicrophones {}

/// A microphone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct MicrophoneView {
    /// What the settings name it by.
    pub id: String,
    /// As the system calls it.
    pub name: String,
    /// Whether it is the one that the system would take.
    pub is_default: bool,
}
