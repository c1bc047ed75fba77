//! Asking: what goes in, what comes back while it is written, and how it ended.

use attune_domain::{AttachmentId, ConversationId, MessageId, ModelId, ProviderId, RoleId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{ConversationView, Cover, FoundToLeave, MessageView, OriginView};

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
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
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
    /// Whether any of the question was spoken rather than written.
    #[serde(default)]
    pub spoken: bool,
    /// Images and recordings beside it, in order, that were attached with [`crate::AttachImage`] or heard with
    /// [`crate::HearRecording`]; at most [`crate::MOST_ATTACHMENTS`]. A question that edits another one keeps that
    /// one's where this is left out.
    #[ts(as = "Option<Vec<String>>", optional)]
    pub attachments: Option<Vec<AttachmentId>>,
    /// The question that this one is an edit of: it becomes its sibling.
    #[ts(as = "Option<String>", optional)]
    pub instead_of: Option<MessageId>,
    /// Where the answer is to be written.
    #[ts(optional)]
    pub model: Option<ModelChoiceView>,
    /// What is covered in this question if it goes to a provider. Left out, the setting decides; where that covers
    /// nothing and something sensitive is found, [`AnswerEvent::Undecided`] comes and nothing is asked.
    #[serde(default)]
    #[ts(optional)]
    pub cover: Option<Cover>,
}

/// The longest question, in characters. More belongs in a file: a window would stand still over it, and no
/// model of a usual machine reads it.
pub const QUESTION_CHARS: usize = 100_000;

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
    /// As [`Ask::cover`].
    #[serde(default)]
    #[ts(optional)]
    pub cover: Option<Cover>,
}

/// What happens while an answer is written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum AnswerEvent {
    /// Something sensitive would go to a provider, and nobody said whether it may. Nothing was stored and nothing left;
    /// the error [`crate::ErrorCode::Undecided`] follows.
    Undecided {
        /// What it is, each once: at most some dozens.
        found: Vec<FoundToLeave>,
    },
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
        origin: Box<OriginView>,
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
