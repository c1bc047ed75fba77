//! Messages as the window shows them: who wrote what, what shaped an answer, how well it kept to its role.

use attune_domain::conversation::{Adherence, AnswerOrigin, Author, Failure, Finding, MessageStatus};
use attune_domain::{Covered, Message, MessageId, ModelId, ProviderId, RoleId, SensitiveKind};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::MemoryUseView;
use crate::attachment::AttachmentView;
use crate::error::{ErrorBody, ErrorCode};
use crate::feedback::{RatingView, StyleTraceView};
use crate::past::{PastUseView, PromptSharesView};

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
    /// Images and recordings beside it; for questions.
    #[serde(default)]
    pub attachments: Vec<AttachmentView>,
    /// Milliseconds since 1970.
    pub created_at: i64,
    /// All branches at this place, itself included, oldest first.
    #[ts(as = "Vec<String>")]
    pub siblings: Vec<MessageId>,
    /// What shaped and measured it; for answers.
    pub origin: Option<OriginView>,
    /// How well it follows its role; for whole answers.
    pub adherence: Option<AdherenceView>,
    /// For failed answers: what happened.
    pub failure: Option<ErrorBody>,
    /// What the person said of it; for answers.
    #[serde(default)]
    pub rating: Option<RatingView>,
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
    /// How its style was chosen.
    #[serde(default)]
    pub style: Option<StyleTraceView>,
    /// Memories that went into the prompt, in their order there.
    pub memories: Vec<MemoryUseView>,
    /// Memories that belonged to the question and were left out.
    pub left_out: Vec<MemoryUseView>,
    /// Messages of the past that were quoted beside the question, best first.
    #[serde(default)]
    pub past: Vec<PastUseView>,
    /// Messages of the past that matter to the question and were left out, best first.
    #[serde(default)]
    pub past_left_out: Vec<PastUseView>,
    /// What the room in the prompt went to.
    #[serde(default)]
    pub shares: Option<PromptSharesView>,
    /// What was covered before the prompt left the machine.
    #[serde(default)]
    pub covered: Vec<CoveredView>,
    /// What was sensitive and left as it is, because the person chose so.
    #[serde(default)]
    pub uncovered: Vec<CoveredView>,
    /// How many images went along as they look; of others only what was read in them did.
    #[serde(default)]
    pub pixels: u32,
    /// Where the person changed it by hand: the answer as the model wrote it.
    #[serde(default)]
    #[ts(as = "Option<String>")]
    pub edited_from: Option<MessageId>,
}

/// How much of a kind was covered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CoveredView {
    /// What.
    #[ts(
        type = "'private_key' | 'token' | 'password' | 'card' | 'iban' | 'national_id' | 'email' | 'phone' | 'name' | 'address'"
    )]
    pub kind: SensitiveKind,
    /// How many different ones.
    pub count: u32,
}

impl From<Covered> for CoveredView {
    fn from(Covered { kind, count }: Covered) -> Self {
        Self { kind, count }
    }
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
    /// Whether it was met.
    pub met: bool,
    /// What was looked at, and what was found.
    pub finding: FindingView,
}

/// What a check looked at, and what it found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "check", rename_all = "snake_case")]
pub enum FindingView {
    /// Its length.
    Length {
        /// Words outside code blocks.
        words: u32,
        /// The most that the role allows.
        limit: u32,
    },
    /// Whether it opens with the label of its role.
    Opening {
        /// The label.
        label: String,
    },
    /// Whether a section is there.
    Section {
        /// Its label.
        label: String,
    },
    /// Whether it is laid out in a few points, without code.
    Brief {
        /// List items.
        points: u32,
        /// Whether there is a code block.
        code: bool,
    },
    /// Whether it is laid out in numbered steps.
    Steps {
        /// Numbered items.
        steps: u32,
    },
    /// Whether it is laid out in paragraphs.
    Prose {
        /// List items.
        listed: u32,
        /// Lines that are not empty.
        lines: u32,
    },
    /// Whether it avoids what the role forbids.
    Forbidden {
        /// The forbidden phrases that occur.
        phrases: Vec<String>,
    },
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
            attachments: message.attachments.into_iter().map(AttachmentView::from).collect(),
            created_at: message.created_at.0,
            siblings,
            origin: message.origin.map(OriginView::from),
            adherence: message.adherence.map(AdherenceView::from),
            failure: message.failure.map(ErrorBody::from),
            rating: None,
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
            style: origin.style.map(StyleTraceView::from),
            memories: origin.memories.into_iter().map(MemoryUseView::from).collect(),
            left_out: origin.left_out.into_iter().map(MemoryUseView::from).collect(),
            past: origin.past.into_iter().map(PastUseView::from).collect(),
            past_left_out: origin.past_left_out.into_iter().map(PastUseView::from).collect(),
            shares: origin.shares.map(PromptSharesView::from),
            covered: origin.covered.into_iter().map(CoveredView::from).collect(),
            uncovered: origin.uncovered.into_iter().map(CoveredView::from).collect(),
            pixels: origin.pixels,
            edited_from: origin.edited_from,
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
                .map(|check| AdherenceCheckView { met: check.met, finding: check.finding.into() })
                .collect(),
        }
    }
}

impl From<Finding> for FindingView {
    fn from(finding: Finding) -> Self {
        match finding {
            Finding::Length { words, limit } => Self::Length { words, limit },
            Finding::Opening { label } => Self::Opening { label },
            Finding::Section { label } => Self::Section { label },
            Finding::Brief { points, code } => Self::Brief { points, code },
            Finding::Steps { steps } => Self::Steps { steps },
            Finding::Prose { listed, lines } => Self::Prose { listed, lines },
            Finding::Forbidden { phrases } => Self::Forbidden { phrases },
        }
    }
}

impl From<Failure> for ErrorBody {
    fn from(failure: Failure) -> Self {
        Self { code: ErrorCode::from_name(&failure.code), message: failure.sentence }
    }
}
