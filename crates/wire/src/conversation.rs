//! Conversations, messages, branches, search, drafts.

use attune_domain::conversation::{Adherence, AnswerOrigin, Author, MessageStatus};
use attune_domain::{ConversationId, Message, MessageId, ModelId, ProviderId, RoleId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

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

/// Who wrote a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum AuthorView {
    /// The person.
    Person,
    /// The assistant.
    Assistant,
}

/// How far a message has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum StatusOfMessage {
    /// It is being written.
    Streaming,
    /// It is whole.
    Complete,
    /// The person stopped it.
    Stopped,
    /// The model failed.
    Failed,
    /// The program ended while it was written.
    Interrupted,
}

/// A message with its place among its siblings.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct MessageView {
    /// Its id.
    #[ts(as = "String")]
    pub id: MessageId,
    /// What it follows.
    #[ts(as = "Option<String>")]
    pub parent: Option<MessageId>,
    /// Who wrote it.
    pub author: AuthorView,
    /// How far it has come.
    pub status: StatusOfMessage,
    /// The text, as Markdown.
    pub text: String,
    /// Milliseconds since 1970.
    pub created_at: i64,
    /// All branches at this place, itself included, oldest first.
    #[ts(as = "Vec<String>")]
    pub siblings: Vec<MessageId>,
    /// What shaped and measured it; for answers.
    pub origin: Option<OriginView>,
    /// How well it follows its role; for whole answers.
    pub adherence: Option<AdherenceView>,
    /// A sentence on what failed and what to do.
    pub failure: Option<String>,
}

/// What made an answer.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
pub struct OriginView {
    /// The role.
    #[ts(as = "Option<String>")]
    pub role: Option<RoleId>,
    /// The version of its template.
    pub role_version: u32,
    /// The local model, where it was written on this machine.
    #[ts(as = "Option<String>")]
    pub model: Option<ModelId>,
    /// The provider, where it was not.
    #[ts(as = "Option<String>")]
    pub provider: Option<ProviderId>,
    /// The provider's name of the model.
    pub remote_model: Option<String>,
    /// Tokens of the prompt.
    pub prompt_tokens: u32,
    /// Tokens that were not computed again.
    pub reused_tokens: u32,
    /// Earlier messages that were left out because they did not fit.
    pub dropped_messages: u32,
    /// Tokens of the answer.
    pub tokens: u32,
    /// Milliseconds to the first token.
    pub ttft_ms: f64,
    /// Tokens a second after the first.
    pub tokens_per_s: f64,
    /// Milliseconds that Attune itself needed.
    pub personalisation_ms: f64,
}

/// How well an answer follows its role.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct AdherenceView {
    /// 0 to 1.
    pub score: f32,
    /// Each check.
    pub checks: Vec<AdherenceCheckView>,
}

/// One check of an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AdherenceCheckView {
    /// `length`, `opening`, `section:<label>`, `format` or `forbidden`.
    pub name: String,
    /// Whether it was met.
    pub met: bool,
    /// What was found.
    pub detail: String,
}

impl MessageView {
    /// Shows a message whose siblings are known.
    #[must_use]
    pub fn new(message: Message, siblings: Vec<MessageId>) -> Self {
        Self {
            id: message.id,
            parent: message.parent,
            author: message.author.into(),
            status: message.status.into(),
            text: message.text,
            created_at: message.created_at.0,
            siblings,
            origin: message.origin.map(OriginView::from),
            adherence: message.adherence.map(AdherenceView::from),
            failure: message.failure,
        }
    }
}

impl From<Author> for AuthorView {
    fn from(author: Author) -> Self {
        match author {
            Author::Person => Self::Person,
            Author::Assistant => Self::Assistant,
        }
    }
}

impl From<MessageStatus> for StatusOfMessage {
    fn from(status: MessageStatus) -> Self {
        match status {
            MessageStatus::Streaming => Self::Streaming,
            MessageStatus::Complete => Self::Complete,
            MessageStatus::Stopped => Self::Stopped,
            MessageStatus::Failed => Self::Failed,
            MessageStatus::Interrupted => Self::Interrupted,
        }
    }
}

impl From<AnswerOrigin> for OriginView {
    fn from(origin: AnswerOrigin) -> Self {
        Self {
            role: origin.role,
            role_version: origin.role_version,
            model: origin.model,
            provider: origin.provider,
            remote_model: origin.remote_model,
            prompt_tokens: origin.prompt_tokens,
            reused_tokens: origin.reused_tokens,
            dropped_messages: origin.dropped_messages,
            tokens: origin.tokens,
            ttft_ms: origin.ttft_ms,
            tokens_per_s: origin.tokens_per_s,
            personalisation_ms: origin.personalisation_ms,
        }
    }
}

impl From<Adherence> for AdherenceView {
    fn from(adherence: Adherence) -> Self {
        Self {
            score: adherence.score,
            checks: adherence
                .checks
                .into_iter()
                .map(|check| AdherenceCheckView { name: check.name, met: check.met, detail: check.detail })
                .collect(),
        }
    }
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

/// Where the next answer is to be written; leaving it out means: as the settings say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "at", rename_all = "snake_case")]
pub enum ModelChoiceView {
    /// On this machine.
    Local {
        /// The model.
        #[ts(as = "String")]
        model: ModelId,
    },
    /// By a remote provider.
    Remote {
        /// The provider.
        #[ts(as = "String")]
        provider: ProviderId,
    },
}

/// Asks a question.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Ask {
    /// The conversation; none begins one.
    #[ts(as = "Option<String>", optional)]
    pub conversation: Option<ConversationId>,
    /// Whether a conversation that begins here is temporary.
    #[serde(default)]
    pub temporary: bool,
    /// The role of a conversation that begins here.
    #[ts(as = "Option<String>", optional)]
    pub role: Option<RoleId>,
    /// The question.
    pub text: String,
    /// The question that this one is an edit of: it becomes its sibling.
    #[ts(as = "Option<String>", optional)]
    pub instead_of: Option<MessageId>,
    /// Where the answer is to be written.
    #[ts(optional)]
    pub model: Option<ModelChoiceView>,
}

/// Asks for another answer to the same question: it becomes a sibling.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Regenerate {
    /// The conversation.
    #[ts(as = "String")]
    pub conversation: ConversationId,
    /// The answer.
    #[ts(as = "String")]
    pub answer: MessageId,
    /// Where the answer is to be written.
    #[ts(optional)]
    pub model: Option<ModelChoiceView>,
}

/// What happens while an answer is written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum AnswerEvent {
    /// Question and answer are stored; the answer is empty still.
    Accepted {
        /// The conversation, perhaps a new one.
        conversation: ConversationView,
        /// The question.
        question: Box<MessageView>,
        /// The answer.
        answer: Box<MessageView>,
        /// How many messages the branch has, both included.
        total: u32,
    },
    /// It takes a moment, and why.
    Preparing {
        /// Why.
        reason: PreparingReason,
    },
    /// The prompt was read; what shaped the answer is known.
    Started {
        /// What is known so far.
        origin: OriginView,
    },
    /// A piece of the answer.
    Token {
        /// The piece.
        text: String,
    },
}

/// Why an answer does not start at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PreparingReason {
    /// The model is read into memory.
    LoadingModel,
    /// The engine is started again.
    RestartingEngine,
    /// The provider asked to wait; another try follows.
    Retrying,
}

/// How an answer ended: stopped and failed answers too end this way, with what had come.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct AnswerOutcome {
    /// The conversation.
    pub conversation: ConversationView,
    /// The answer as it is stored.
    pub answer: MessageView,
    /// What failed, if it did.
    pub error: Option<crate::ErrorBody>,
}

/// Stops an answer.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct StopAnswer {
    /// The answer.
    #[ts(as = "String")]
    pub answer: MessageId,
}

/// Notes that a person copied an answer.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct NoteCopy {
    /// The answer.
    #[ts(as = "String")]
    pub answer: MessageId,
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

impl From<ModelChoiceView> for attune_domain::ModelChoice {
    fn from(choice: ModelChoiceView) -> Self {
        match choice {
            ModelChoiceView::Local { model } => Self::Local { model },
            ModelChoiceView::Remote { provider } => Self::Remote { provider },
        }
    }
}

impl From<attune_domain::ModelChoice> for ModelChoiceView {
    fn from(choice: attune_domain::ModelChoice) -> Self {
        match choice {
            attune_domain::ModelChoice::Local { model } => Self::Local { model },
            attune_domain::ModelChoice::Remote { provider } => Self::Remote { provider },
        }
    }
}
