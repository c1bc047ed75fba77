//! What Attune is about, as types and rules: roles and their templates, conversations and their
//! branches, styles of answering and what people say of them, policy, ids and clocks.
//!
//! This crate must never know a database, a network, a model, a window, a file or the current time.
//! Time, ids and randomness come in as arguments, so that every rule here can be replayed.
#![warn(missing_docs)]
#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a test fails by panicking"))]

pub mod attachment;
pub mod clock;
pub mod conversation;
pub mod embedding;
pub mod event;
pub mod feedback;
pub mod id;
pub mod language;
pub mod late;
pub mod memory;
pub mod model;
pub mod policy;
pub mod provider;
mod quoting;
pub mod reading;
pub mod role;
pub mod sensitive;
pub mod settings;
pub mod situation;
pub mod steps;
pub mod style;
pub mod suggestion;
pub mod title;
pub mod transcript;

pub use attachment::Attachment;
pub use clock::{HybridClock, HybridTime, Timestamp};
pub use conversation::{
    Adherence, AnswerOrigin, Author, Conversation, Failure, Message, MessageStatus, PastUse, PromptShares,
};
pub use embedding::{Embedding, NotAnEmbedding, QuantisedEmbedding};
pub use event::{Event, EventKind};
pub use feedback::{Learner, Rating, RatingReason};
pub use id::{
    ActorId, AttachmentId, ConversationId, EventId, MemoryId, MessageId, ModelId, ProviderId, RoleId,
};
pub use language::{Language, Localised};
pub use late::{AskedTokens, TokenVectors};
pub use memory::{Memory, MemoryHistory, MemoryKind, MemoryScope, MemorySource, MemoryState, MemoryUse};
pub use model::ModelChoice;
pub use policy::Policy;
pub use provider::{ProviderConfig, ProviderKind};
pub use reading::{ReadCode, ReadLine, ReadTable, Reading, Tag};
pub use role::RoleTemplate;
pub use sensitive::{Covered, Sensitive, SensitiveKind};
pub use settings::SettingKey;
pub use situation::{Sign, Situation, TaskKind};
pub use steps::{dot_wide_rows, widen_into};
pub use style::{Style, StyleBounds, StyleDimension, StyleWish, Toward};
pub use suggestion::{Subject, SuggestionAnswer, SuggestionKind};
