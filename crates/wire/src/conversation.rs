//! Conversations, branches, search, drafts.

use attune_domain::{ConversationId, MessageId, RoleId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{AuthorView, MessageView};

/// An empty answer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Nothing {}

/// All conversations that are not deleted, newest first.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
pub struct ListConversations {}

/// A conversation as the sidebar shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ConversationView {
    /// Its id.
    #[ts(as = "String")]
    pub id: ConversationId,
    /// Its title.
    pub title: String,
    /// Its role.
    #[ts(as = "String")]
    pub role: RoleId,
    /// Whether it is pinned.
    pub pinned: bool,
    /// Whether nothing of it goes into answers of other conversations.
    pub apart: bool,
    /// Whether it vanishes with the window.
    pub temporary: bool,
    /// Milliseconds since 1970.
    pub created_at: i64,
    /// Milliseconds since 1970.
    pub updated_at: i64,
}

impl From<attune_domain::Conversation> for ConversationView {
    fn from(conversation: attune_domain::Conversation) -> Self {
        Self {
            id: conversation.id,
            title: conversation.title,
            role: conversation.role,
            pinned: conversation.pinned,
            apart: conversation.apart,
            temporary: conversation.temporary,
            created_at: conversation.created_at.0,
            updated_at: conversation.updated_at.0,
        }
    }
}

/// Opens a conversation at its end, or around a message.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct OpenConversation {
    /// Which.
    #[ts(as = "String")]
    pub id: ConversationId,
    /// The message to open it at; its branch becomes the one that is shown.
    #[ts(as = "Option<String>", optional)]
    pub at: Option<MessageId>,
}

/// A conversation with the part of its branch that is looked at first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct OpenedConversation {
    /// The conversation.
    pub conversation: ConversationView,
    /// How many messages the branch has.
    pub total: u32,
    /// The index in the branch of the first of `messages`.
    pub first_index: u32,
    /// A stretch of the branch.
    pub messages: Vec<MessageView>,
    /// The index in the branch of the message that was asked for.
    pub at_index: Option<u32>,
}

/// A stretch of the branch that is shown.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct LoadMessages {
    /// Which conversation.
    #[ts(as = "String")]
    pub conversation: ConversationId,
    /// The index of the first message.
    pub from: u32,
    /// How many, at most 500.
    pub count: u32,
}

/// Gives a conversation another title.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct RenameConversation {
    /// Which.
    #[ts(as = "String")]
    pub id: ConversationId,
    /// The title, 1 to 200 characters.
    pub title: String,
}

/// Puts a conversation above the date groups, or back.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PinConversation {
    /// Which.
    #[ts(as = "String")]
    pub id: ConversationId,
    /// Whether it is pinned.
    pub pinned: bool,
}

/// Keeps a conversation out of the answers of others, or lets it be used again.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct KeepConversationApart {
    /// Which; not a temporary one, of which nothing is used anyway.
    #[ts(as = "String")]
    pub id: ConversationId,
    /// Whether it is kept apart.
    pub apart: bool,
}

/// Leads a conversation in another role from now on.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SetConversationRole {
    /// Which.
    #[ts(as = "String")]
    pub id: ConversationId,
    /// The role.
    #[ts(as = "String")]
    pub role: RoleId,
}

/// Takes a conversation out of every list. It can be restored.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct DeleteConversation {
    /// Which.
    #[ts(as = "String")]
    pub id: ConversationId,
}

/// Undoes a deletion.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct RestoreConversation {
    /// Which.
    #[ts(as = "String")]
    pub id: ConversationId,
}

/// Shows the branch that a message belongs to, at its newest tip.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SwitchBranch {
    /// Which conversation.
    #[ts(as = "String")]
    pub conversation: ConversationId,
    /// A sibling of a message that is shown.
    #[ts(as = "String")]
    pub to: MessageId,
}

/// Keeps an answer as the person changed it, as another version beside the model's.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct EditAnswer {
    /// Which conversation.
    #[ts(as = "String")]
    pub conversation: ConversationId,
    /// The answer that was changed.
    #[ts(as = "String")]
    pub answer: MessageId,
    /// The text as it is now, as Markdown; at most [`QUESTION_CHARS`](crate::QUESTION_CHARS) characters.
    pub text: String,
}

/// Searches the text of all messages and titles.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SearchMessages {
    /// Words; the last may be unfinished.
    pub query: String,
    /// The most hits, at most 200.
    pub limit: u32,
}

/// A message that was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SearchHit {
    /// Its conversation.
    #[ts(as = "String")]
    pub conversation: ConversationId,
    /// Its conversation's title.
    pub title: String,
    /// Its conversation's role.
    #[ts(as = "String")]
    pub role: RoleId,
    /// The message; none if only the title fits.
    #[ts(as = "Option<String>")]
    pub message: Option<MessageId>,
    /// Who wrote it.
    pub author: Option<AuthorView>,
    /// A piece of the text around what was found.
    pub snippet: Vec<SnippetPart>,
    /// Milliseconds since 1970.
    pub at: i64,
}

/// A piece of a snippet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SnippetPart {
    /// The text.
    pub text: String,
    /// Whether it is what was searched for.
    pub hit: bool,
}

/// The unsent text of a conversation.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct GetDraft {
    /// The conversation; none for the one that is not begun.
    #[ts(as = "Option<String>", optional)]
    pub conversation: Option<ConversationId>,
}

/// Keeps unsent text.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SaveDraft {
    /// The conversation; none for the one that is not begun.
    #[ts(as = "Option<String>", optional)]
    pub conversation: Option<ConversationId>,
    /// The text; empty forgets the draft.
    pub text: String,
}

/// Unsent text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Draft {
    /// The text; empty if there is none.
    pub text: String,
}
