//! Memories: what is remembered of a person, where it comes from and how far it holds. The current state is
//! never the truth: it is a fold over the events about it, see [`MemoryHistory`].

use serde::{Deserialize, Serialize};

use crate::clock::Timestamp;
use crate::id::{ConversationId, MemoryId, MessageId};

mod history;
#[cfg(test)]
mod laws;
mod redact;

pub use history::{MemoryHistory, Tombstone, touched};
pub use redact::without_texts;

/// The longest memory, in characters.
pub const MEMORY_CHARS: usize = 400;

/// What kind of thing is remembered. How fast it fades hangs on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MemoryKind {
    /// What the person likes, or how they want things done.
    Preference,
    /// What is so: where they live, what they use.
    Fact,
    /// What they want to reach.
    Goal,
    /// What must, or must never, be.
    Constraint,
    /// Who somebody is to them.
    Relation,
    /// What happens at a time: a deadline, a journey.
    Event,
}

/// Where a memory may be used.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "scope", rename_all = "snake_case")]
pub enum MemoryScope {
    /// Everywhere: it is about the person.
    #[default]
    Person,
    /// In one conversation.
    Conversation {
        /// Which.
        id: ConversationId,
    },
    /// In one project.
    Project {
        /// Its name.
        name: String,
    },
}

/// Where a memory comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "from", rename_all = "snake_case")]
pub enum MemorySource {
    /// The person entered it as a memory.
    Told,
    /// The person said it in a conversation.
    Message {
        /// The conversation.
        conversation: ConversationId,
        /// Their message.
        message: MessageId,
    },
}

impl MemorySource {
    /// The message that it was said in.
    #[must_use]
    pub fn message(self) -> Option<MessageId> {
        match self {
            Self::Told => None,
            Self::Message { message, .. } => Some(message),
        }
    }
}

/// What a text is recognised by after it was erased: a salted hash, from which nobody reads the text. It is
/// made where texts are compared; here it is only carried.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Fingerprint(pub String);

/// What an event says of a memory that is new.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Learned {
    /// The memory's id.
    pub memory: MemoryId,
    /// What is remembered, in a sentence of its own; empty once it was erased.
    pub text: String,
    /// What kind of thing it is.
    pub kind: MemoryKind,
    /// What it is about, for example `employer` or `favourite:editor`: of two memories about the same thing
    /// the newer one holds. None where nothing can supersede it by itself.
    pub slot: Option<String>,
    /// Where it may be used.
    pub scope: MemoryScope,
    /// Where it comes from.
    pub source: MemorySource,
    /// How sure it is that the person meant it so, 0 to 1.
    pub confidence: f32,
    /// What its text is recognised by after it was erased.
    pub fingerprint: Fingerprint,
}

/// A memory as it stands after all events.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Memory {
    /// Its id.
    pub id: MemoryId,
    /// What is remembered.
    pub text: String,
    /// What kind of thing it is.
    pub kind: MemoryKind,
    /// What it is about: see [`Learned::slot`].
    pub slot: Option<String>,
    /// Where it may be used.
    pub scope: MemoryScope,
    /// Where it comes from.
    pub source: MemorySource,
    /// How sure it is, 0 to 1.
    pub confidence: f32,
    /// Whether the person keeps it from fading.
    pub pinned: bool,
    /// When it was learned.
    pub created_at: Timestamp,
    /// When its text was last learned, said again or changed.
    pub affirmed_at: Timestamp,
    /// When it last went into a prompt.
    pub last_used_at: Option<Timestamp>,
    /// How often it went into a prompt.
    pub uses: u32,
    /// Since when it no longer holds.
    pub ended_at: Option<Timestamp>,
    /// What holds instead.
    pub superseded_by: Option<MemoryId>,
    /// Since when it is hidden, to be erased.
    pub forgotten_at: Option<Timestamp>,
    /// What each text that it ever had is recognised by.
    pub fingerprints: Vec<Fingerprint>,
}

/// How a memory stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MemoryState {
    /// It holds.
    Current,
    /// It held once.
    Superseded,
    /// It is hidden and will be erased.
    Forgotten,
}

impl Memory {
    /// How it stands.
    #[must_use]
    pub fn state(&self) -> MemoryState {
        match (self.forgotten_at, self.ended_at) {
            (Some(_), _) => MemoryState::Forgotten,
            (None, Some(_)) => MemoryState::Superseded,
            (None, None) => MemoryState::Current,
        }
    }

    /// Whether it holds.
    #[must_use]
    pub fn is_current(&self) -> bool {
        self.state() == MemoryState::Current
    }
}

/// What became of a memory for one answer.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct MemoryUse {
    /// Which memory.
    pub id: MemoryId,
    /// How much it belongs to the question, 0 to 1.
    pub score: f32,
    /// Why it was taken or left out.
    pub reason: MemoryReason,
}

/// Why a memory was taken into a prompt, or left out of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MemoryReason {
    /// Taken: the person pinned it.
    Pinned,
    /// Taken: it shares words with the question.
    Words,
    /// Taken: it is about what the question is about.
    Topic,
    /// Taken: it means something close to the question.
    Meaning,
    /// Taken: it says how the person wants to be answered.
    Manner,
    /// Taken: it is among the strongest.
    Strength,
    /// Left out: others belong to the question more.
    Weaker,
    /// Left out: it did not fit.
    NoRoom,
    /// Left out: memories do not go to this provider.
    Withheld,
    /// A reason of a newer version.
    #[serde(other)]
    Other,
}
