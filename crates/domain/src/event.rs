//! Events: what happened, kept for ever in the form in which it was seen. Every learned number is a fold
//! over them, so they are stored before anything is derived from them.

use serde::{Deserialize, Serialize};

use crate::clock::{HybridTime, Timestamp};
use crate::id::{ActorId, EventId, MessageId};

/// One stored event.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// Its id, unique across devices.
    pub id: EventId,
    /// Who caused it.
    pub actor: ActorId,
    /// Its place in the order of all events.
    pub hybrid_time: HybridTime,
    /// When it happened, by the device's clock.
    pub at: Timestamp,
    /// The answer it is about, where it is about one.
    pub message: Option<MessageId>,
    /// What happened.
    pub kind: EventKind,
}

/// What happened. A kind that this version does not know is kept as it came, so that a newer version can
/// still read it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "data", rename_all = "snake_case")]
pub enum EventKind {
    /// The person asked for the same answer again.
    AnswerRegenerated,
    /// The person stopped an answer while it was written.
    AnswerStopped {
        /// Tokens that had been written.
        tokens: u32,
    },
    /// The person copied an answer.
    AnswerCopied,
    /// The person edited a question and ran it again.
    QuestionEdited,
    /// An answer was checked against its role template.
    AdherenceMeasured {
        /// The share of the template's checks that the answer met, 0 to 1.
        score: f32,
    },
    /// A kind from a newer version.
    #[serde(untagged)]
    Unknown(serde_json::Value),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_from_a_newer_version_survives() {
        let text = r#"{"kind":"answer_sung","data":{"key":"c"}}"#;
        let kind: EventKind = serde_json::from_str(text).unwrap();
        assert!(matches!(kind, EventKind::Unknown(_)));
        assert_eq!(
            serde_json::to_value(&kind).unwrap(),
            serde_json::from_str::<serde_json::Value>(text).unwrap()
        );
    }

    #[test]
    fn known_kinds_are_read_as_themselves() {
        let kind: EventKind =
            serde_json::from_str(r#"{"kind":"answer_stopped","data":{"tokens":3}}"#).unwrap();
        assert_eq!(kind, EventKind::AnswerStopped { tokens: 3 });
    }
}
