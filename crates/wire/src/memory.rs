//! Memories as the window shows them, and what a person can do with them.

use attune_domain::memory::{MemoryKind, MemoryReason, MemoryScope, MemorySource, MemoryState, MemoryUse};
use attune_domain::{ConversationId, Memory, MemoryId, MessageId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Memories: those that hold, the strongest first; or those that belong to a text, best first.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
pub struct ListMemories {
    /// What they are to belong to.
    #[ts(optional)]
    pub query: Option<String>,
    /// Whether superseded and forgotten ones are wanted too, as long as their text is there.
    #[serde(default)]
    pub all: bool,
}

/// A memory.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct MemoryView {
    /// Its id.
    #[ts(as = "String")]
    pub id: MemoryId,
    /// What is remembered.
    pub text: String,
    /// What kind of thing it is.
    pub kind: MemoryKindView,
    /// What it is about, for example `employer`.
    pub slot: Option<String>,
    /// Where it may be used.
    pub scope: MemoryScopeView,
    /// Where it comes from.
    pub source: MemorySourceView,
    /// How sure it is, 0 to 1.
    pub confidence: f32,
    /// How present it is now, 0 to 1.
    pub strength: f32,
    /// Whether it has faded so far that it enters no prompt by itself.
    pub asleep: bool,
    /// Whether it never fades.
    pub pinned: bool,
    /// How it stands.
    pub state: MemoryStateView,
    /// What holds instead.
    #[ts(as = "Option<String>")]
    pub superseded_by: Option<MemoryId>,
    /// When it was learned, in milliseconds since 1970.
    pub created_at: i64,
    /// When it last went into a prompt.
    pub last_used_at: Option<i64>,
    /// How often it went into a prompt.
    pub uses: u32,
    /// For forgotten ones: when it is erased for good, in milliseconds since 1970.
    pub erased_at: Option<i64>,
    /// Where a text was given: how much it belongs to it, 0 to 1.
    pub score: Option<f32>,
}

/// What kind of thing a memory is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum MemoryKindView {
    /// What the person likes.
    Preference,
    /// What is so.
    Fact,
    /// What they want to reach.
    Goal,
    /// What must, or must never, be.
    Constraint,
    /// Who somebody is to them.
    Relation,
    /// What happens at a time.
    Event,
}

/// How a memory stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum MemoryStateView {
    /// It holds.
    Current,
    /// It held once.
    Superseded,
    /// It is hidden and will be erased; until then it can be restored.
    Forgotten,
}

/// Where a memory may be used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "scope", rename_all = "snake_case")]
pub enum MemoryScopeView {
    /// Everywhere.
    Person {},
    /// In one conversation.
    Conversation {
        /// Which.
        #[ts(as = "String")]
        id: ConversationId,
    },
    /// In one project.
    Project {
        /// Its name.
        name: String,
    },
}

/// Where a memory comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "from", rename_all = "snake_case")]
pub enum MemorySourceView {
    /// The person entered it.
    Told {},
    /// The person said it in a conversation.
    Message {
        /// The conversation.
        #[ts(as = "String")]
        conversation: ConversationId,
        /// Their message.
        #[ts(as = "String")]
        message: MessageId,
    },
}

/// What became of a memory for an answer.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, TS)]
pub struct MemoryUseView {
    /// Which memory.
    #[ts(as = "String")]
    pub id: MemoryId,
    /// How much it belongs to the question, 0 to 1.
    pub score: f32,
    /// Why it was taken or left out.
    pub reason: MemoryReasonView,
}

/// Why a memory was taken into a prompt, or left out of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum MemoryReasonView {
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
    Other,
}

/// Enters a memory.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct AddMemory {
    /// What to remember, 1 to 400 characters.
    pub text: String,
}

/// Gives a memory another text.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct EditMemory {
    /// Which.
    #[ts(as = "String")]
    pub id: MemoryId,
    /// The text, 1 to 400 characters.
    pub text: String,
}

/// Hides a memory at once, and erases it for good a little later.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ForgetMemory {
    /// Which.
    #[ts(as = "String")]
    pub id: MemoryId,
}

/// A memory that is hidden.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ForgottenMemory {
    /// Which.
    #[ts(as = "String")]
    pub id: MemoryId,
    /// When it is erased for good, in milliseconds since 1970; until then it can be restored. It is erased
    /// sooner when the program is closed.
    pub erased_at: i64,
}

/// Takes back that a memory was forgotten, or that it was superseded.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct RestoreMemory {
    /// Which.
    #[ts(as = "String")]
    pub id: MemoryId,
}

/// Keeps a memory from fading, or lets it fade again.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PinMemory {
    /// Which.
    #[ts(as = "String")]
    pub id: MemoryId,
    /// Whether it is kept.
    pub pinned: bool,
}

/// Erases all memories for good, at once.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
pub struct EraseMemories {}

/// How many memories were erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ErasedMemories {
    /// How many.
    pub erased: u32,
}

impl MemoryView {
    /// Shows a memory with its strength now.
    #[must_use]
    pub fn new(memory: Memory, strength: f32, asleep: bool, erased_at: Option<i64>) -> Self {
        let state = memory.state().into();
        Self {
            id: memory.id,
            text: memory.text,
            kind: memory.kind.into(),
            slot: memory.slot,
            scope: memory.scope.into(),
            source: memory.source.into(),
            confidence: memory.confidence,
            strength,
            asleep,
            pinned: memory.pinned,
            state,
            superseded_by: memory.superseded_by,
            created_at: memory.created_at.0,
            last_used_at: memory.last_used_at.map(|at| at.0),
            uses: memory.uses,
            erased_at,
            score: None,
        }
    }
}

impl From<MemoryKind> for MemoryKindView {
    fn from(kind: MemoryKind) -> Self {
        match kind {
            MemoryKind::Preference => Self::Preference,
            MemoryKind::Fact => Self::Fact,
            MemoryKind::Goal => Self::Goal,
            MemoryKind::Constraint => Self::Constraint,
            MemoryKind::Relation => Self::Relation,
            MemoryKind::Event => Self::Event,
        }
    }
}

impl From<MemoryState> for MemoryStateView {
    fn from(state: MemoryState) -> Self {
        match state {
            MemoryState::Current => Self::Current,
            MemoryState::Superseded => Self::Superseded,
            MemoryState::Forgotten => Self::Forgotten,
        }
    }
}

impl From<MemoryScope> for MemoryScopeView {
    fn from(scope: MemoryScope) -> Self {
        match scope {
            MemoryScope::Person => Self::Person {},
            MemoryScope::Conversation { id } => Self::Conversation { id },
            MemoryScope::Project { name } => Self::Project { name },
        }
    }
}

impl From<MemorySource> for MemorySourceView {
    fn from(source: MemorySource) -> Self {
        match source {
            MemorySource::Told => Self::Told {},
            MemorySource::Message { conversation, message } => Self::Message { conversation, message },
        }
    }
}

impl From<MemoryUse> for MemoryUseView {
    fn from(used: MemoryUse) -> Self {
        Self { id: used.id, score: used.score, reason: used.reason.into() }
    }
}

impl From<MemoryReason> for MemoryReasonView {
    fn from(reason: MemoryReason) -> Self {
        match reason {
            MemoryReason::Pinned => Self::Pinned,
            MemoryReason::Words => Self::Words,
            MemoryReason::Topic => Self::Topic,
            MemoryReason::Meaning => Self::Meaning,
            MemoryReason::Manner => Self::Manner,
            MemoryReason::Strength => Self::Strength,
            MemoryReason::Weaker => Self::Weaker,
            MemoryReason::NoRoom => Self::NoRoom,
            MemoryReason::Withheld => Self::Withheld,
            MemoryReason::Other => Self::Other,
        }
    }
}
