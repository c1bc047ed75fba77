//! Answers that are read aloud with the voice of the system.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Reads a text aloud, in Markdown, until it ends or [`StopReading`]. What was being read before is stopped.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ReadAloud {
    /// What to read.
    pub text: String,
}

/// Stops what is being read, at once.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct StopReading {}

/// Asks whether the system offers a voice.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct FindVoice {}

/// The voice of the system.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct VoiceView {
    /// Whether answers can be read aloud: it is switched on, and the system offers a voice.
    pub offered: bool,
}
