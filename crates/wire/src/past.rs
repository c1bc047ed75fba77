//! What was said before, where an answer took it into account.

use attune_domain::{ConversationId, MessageId, PastUse, PromptShares};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{AuthorView, MemoryReasonView};

/// What became of a message of the past for one answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct PastUseView {
    /// Which message.
    #[ts(as = "String")]
    pub message: MessageId,
    /// Where it was said.
    #[ts(as = "String")]
    pub conversation: ConversationId,
    /// How much it has in common with the question, 0 to 1.
    pub score: f32,
    /// Why it was taken or left out.
    pub reason: MemoryReasonView,
}

/// Estimated tokens of each part of a prompt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PromptSharesView {
    /// The role.
    pub role: u32,
    /// What the person said of themselves.
    pub person: u32,
    /// Memories.
    pub memories: u32,
    /// Messages of the past.
    pub past: u32,
    /// Earlier turns of the conversation.
    pub history: u32,
    /// The question with the reminder of the form.
    pub question: u32,
    /// What the answer may take.
    pub answer: u32,
}

/// Looks up messages of the past.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ReadPast {
    /// Which messages, at most 64.
    #[ts(as = "Vec<String>")]
    pub messages: Vec<MessageId>,
}

/// A message of the past as it stands now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PastMessageView {
    /// Which message.
    #[ts(as = "String")]
    pub message: MessageId,
    /// Its conversation.
    #[ts(as = "String")]
    pub conversation: ConversationId,
    /// Its conversation's title.
    pub title: String,
    /// Whether its conversation is kept out of the answers of others.
    pub apart: bool,
    /// Who wrote it.
    pub author: AuthorView,
    /// The beginning of the text.
    pub text: String,
    /// When it was begun, in milliseconds since 1970.
    pub at: i64,
}

impl From<PastUse> for PastUseView {
    fn from(used: PastUse) -> Self {
        let PastUse { message, conversation, score, reason } = used;
        Self { message, conversation, score, reason: reason.into() }
    }
}

impl From<PromptShares> for PromptSharesView {
    fn from(shares: PromptShares) -> Self {
        let PromptShares { role, person, memories, past, history, question, answer } = shares;
        Self { role, person, memories, past, history, question, answer }
    }
}
