//! Events: what happened, kept for ever in the form in which it was seen. Every learned number is a fold
//! over them, so they are stored before anything is derived from them.

use serde::{Deserialize, Serialize};

use crate::clock::{HybridTime, Timestamp};
use crate::feedback::{Learner, Rating, RatingReason};
use crate::id::{ActorId, ConversationId, EventId, MemoryId, MessageId, RoleId};
use crate::memory::{Fingerprint, Learned, MemorySource};
use crate::situation::Situation;
use crate::style::{Style, StyleWish};
use crate::suggestion::{Subject, SuggestionAnswer};

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
    /// A style was chosen for an answer.
    StyleChosen {
        /// The role it is for.
        role: RoleId,
        /// The style.
        style: Style,
        /// With what probability it was chosen among all that were allowed, above 0 to 1. Estimates of what
        /// other choices would have earned rest on it.
        probability: f64,
        /// What the question was like.
        situation: Situation,
    },
    /// The person rated an answer. A later rating of the same answer replaces it.
    AnswerRated {
        /// The thumb.
        rating: Rating,
        /// Why; for thumbs down.
        #[serde(default)]
        reasons: Vec<RatingReason>,
    },
    /// The person took their rating back.
    RatingWithdrawn,
    /// The person changed an answer by hand. A later change of the same answer replaces it.
    AnswerEdited {
        /// What the change shows of how it should have been.
        #[serde(default)]
        wishes: Vec<StyleWish>,
    },
    /// The person said how they want to be answered; the answer it is about is the one that does so.
    StyleRequested {
        /// The style that they would have got, or got before.
        instead_of: Style,
        /// What they asked for.
        wishes: Vec<StyleWish>,
        /// Whether it was meant for good ("from now on").
        #[serde(default)]
        standing: bool,
    },
    /// The person went on after an answer in words that tell how it was received.
    FollowedUp {
        /// How dissatisfied the words sound, 0 to 1.
        dissatisfaction: f32,
        /// Which way to learn from it: 1 liked, -1 disliked, 0 neither.
        update: i8,
    },
    /// The person read an answer for so long while nothing else happened.
    AnswerDwelt {
        /// Seconds in view.
        seconds: u32,
    },
    /// What a learner had learned so far no longer counts.
    LearningReset {
        /// Which one.
        learner: Learner,
    },
    /// Something was learned of the person.
    MemoryLearned(Box<Learned>),
    /// Something that is remembered was said again.
    MemoryConfirmed {
        /// Which memory.
        memory: MemoryId,
        /// Where it was said.
        source: MemorySource,
    },
    /// The person gave a memory another text.
    MemoryEdited {
        /// Which memory.
        memory: MemoryId,
        /// The text; empty once it was erased.
        text: String,
        /// What the text is recognised by after it was erased.
        fingerprint: Fingerprint,
    },
    /// A memory no longer holds.
    MemorySuperseded {
        /// Which memory.
        memory: MemoryId,
        /// What holds instead; none where nothing does.
        by: Option<MemoryId>,
    },
    /// The person keeps a memory from fading, or lets it fade again.
    MemoryPinned {
        /// Which memory.
        memory: MemoryId,
        /// Whether it is kept.
        pinned: bool,
    },
    /// The person wants a memory forgotten: it is hidden from here on, and erased a little later.
    MemoryForgotten {
        /// Which memory.
        memory: MemoryId,
    },
    /// The person took back that a memory was forgotten or superseded.
    MemoryRestored {
        /// Which memory.
        memory: MemoryId,
    },
    /// Memories went into the prompt of an answer.
    MemoriesUsed {
        /// Which memories.
        memories: Vec<MemoryId>,
    },
    /// The texts of memories were erased, here and in every earlier event. Nothing undoes this.
    MemoriesErased {
        /// Which memories.
        memories: Vec<MemoryId>,
        /// Whether the person began anew: what they say from then on may be learned again.
        anew: bool,
    },
    /// A message tells something of the person that rules did not understand; the local model is to read it.
    MessageSetAside,
    /// The local model has read a message that was set aside.
    MessageReadAside,
    /// Suggestions stood before the person's eyes.
    SuggestionsShown {
        /// What each was about.
        subjects: Vec<Subject>,
    },
    /// The person said something of a suggestion.
    SuggestionAnswered {
        /// What it was about.
        subject: Subject,
        /// What they said.
        answer: SuggestionAnswer,
    },
    /// The person wants nothing of a conversation in answers of other ones, or takes that back.
    ConversationKeptApart {
        /// Which conversation.
        conversation: ConversationId,
        /// Whether it is kept apart from then on.
        apart: bool,
    },
    /// A kind from a newer version.
    #[serde(untagged)]
    Unknown(serde_json::Value),
}

impl EventKind {
    /// The names under which events about memories are stored.
    pub const ABOUT_MEMORIES: [&'static str; 9] = [
        "memory_learned",
        "memory_confirmed",
        "memory_edited",
        "memory_superseded",
        "memory_pinned",
        "memory_forgotten",
        "memory_restored",
        "memories_used",
        "memories_erased",
    ];

    /// The names under which events that suggestions are learned from are stored.
    pub const ABOUT_SUGGESTIONS: [&'static str; 3] =
        ["suggestions_shown", "suggestion_answered", "learning_reset"];
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
    fn a_suggestion_about_something_new_survives_whole() {
        for text in [
            r#"{"kind":"suggestion_answered","data":{"subject":{"meeting":"m1"},"answer":"accepted"}}"#,
            r#"{"kind":"suggestion_answered","data":{"subject":{"step":"first-day"},"answer":"snoozed"}}"#,
            r#"{"kind":"suggestions_shown","data":{"subjects":[{"step":"first-day"},{"meeting":"m1"}]}}"#,
        ] {
            let kind: EventKind = serde_json::from_str(text).unwrap();
            assert!(matches!(kind, EventKind::Unknown(_)), "{text}");
            let back: serde_json::Value = serde_json::to_value(&kind).unwrap();
            assert_eq!(back, serde_json::from_str::<serde_json::Value>(text).unwrap());
        }
    }

    #[test]
    fn known_kinds_are_read_as_themselves() {
        let kind: EventKind =
            serde_json::from_str(r#"{"kind":"answer_stopped","data":{"tokens":3}}"#).unwrap();
        assert_eq!(kind, EventKind::AnswerStopped { tokens: 3 });
    }
}
