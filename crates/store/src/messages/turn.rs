//! Beginning a turn: question and empty answer are on the disk before any model is asked.

use attune_domain::{Attachment, Author, Conversation, ConversationId, Message, MessageId, MessageStatus};
use sea_orm::{EntityTrait, IntoActiveModel, Set};

use super::branch::siblings_of;
use super::{PlacedMessage, find, find_in, index_of, name, to_json};
use crate::conversations::{self, NewConversation};
use crate::entity::conversation::Model as ConversationRow;
use crate::entity::message::{Entity, Model};
use crate::events::{self, NewEvent};
use crate::ideographs::ideographs;
use crate::images::{self, NewAttachment};
use crate::write::{Kind, Write};
use crate::{Store, StoreError};

/// Where a question is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// In a conversation that begins with it.
    New(NewConversation),
    /// At the end of the branch that a conversation shows.
    Tip(ConversationId),
    /// In place of another question, as its sibling: an edit.
    InsteadOf {
        /// The conversation.
        conversation: ConversationId,
        /// The question that was edited.
        question: MessageId,
    },
}

/// A question that is asked.
#[derive(Debug, Clone, PartialEq)]
pub struct NewTurn {
    /// Where.
    pub place: Place,
    /// What is asked, as Markdown.
    pub question: String,
    /// The images and recordings beside it. None leaves an edited question those that it had.
    pub attached: Option<Vec<NewAttachment>>,
    /// What happens with it, for example [`attune_domain::EventKind::QuestionEdited`].
    pub events: Vec<NewEvent>,
}

/// A turn that is on the disk: its answer is empty and [`MessageStatus::Streaming`].
#[derive(Debug, Clone, PartialEq)]
pub struct BegunTurn {
    /// The conversation, perhaps a new one; its tip is the answer.
    pub conversation: Conversation,
    /// The question.
    pub question: PlacedMessage,
    /// The answer, to be written.
    pub answer: PlacedMessage,
    /// How many messages the branch has, both included.
    pub total: u32,
}

impl Store {
    /// Begins a turn in one transaction.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when the conversation or the edited question is not there.
    pub async fn begin_turn(&self, turn: NewTurn) -> Result<BegunTurn, StoreError> {
        let write = self.write().await?;
        let (conversation, parent, before) = match turn.place {
            Place::New(new) => (conversations::insert(&write, new).await?, None, None),
            Place::Tip(id) => {
                let row = conversations::find(&write.db, id).await?;
                let tip = row.tip.map(MessageId);
                (row, tip, None)
            }
            Place::InsteadOf { conversation, question } => {
                let row = conversations::find(&write.db, conversation).await?;
                let edited = find_in(&write.db, conversation, question).await?;
                (row, edited.parent.map(MessageId), Some(edited))
            }
        };
        let above = match parent {
            Some(parent) => Some(find(&write.db, parent).await?),
            None => None,
        };
        let (attached, attachments) = match (&turn.attached, before) {
            (None, Some(before)) => (before.attached, before.attachments),
            (attached, _) => beside(attached.as_deref().unwrap_or_default())?,
        };
        let question = Model {
            status: name(MessageStatus::Complete),
            ideographs: ideographs(&format!("{}\n{attached}", turn.question)),
            text: turn.question,
            attached,
            attachments,
            ..empty(&write, conversation.id, above.as_ref(), Author::Person).await?
        };
        insert(&write, &question).await?;
        images::insert(&write, MessageId(question.id), turn.attached.unwrap_or_default()).await?;
        events::append(&write, turn.events).await?;
        let begun = begin_answer_to(&write, conversation, question).await?;
        write.commit().await?;
        Ok(begun)
    }

    /// Begins another answer to a question, beside those that it has.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when the question is not there.
    pub async fn begin_answer(
        &self,
        question: MessageId,
        events: Vec<NewEvent>,
    ) -> Result<BegunTurn, StoreError> {
        let write = self.write().await?;
        let question = find(&write.db, question).await?;
        if question.author != name(Author::Person) {
            return Err(StoreError::not_found("question", &question.id));
        }
        let conversation = conversations::find(&write.db, ConversationId(question.conversation)).await?;
        events::append(&write, events).await?;
        let begun = begin_answer_to(&write, conversation, question).await?;
        write.commit().await?;
        Ok(begun)
    }
}

/// What a search finds of images and recordings, and what is stored of them with their question.
fn beside(attached: &[NewAttachment]) -> Result<(String, Option<String>), StoreError> {
    if attached.is_empty() {
        return Ok((String::new(), None));
    }
    let attachments: Vec<&Attachment> = attached.iter().map(NewAttachment::attachment).collect();
    let words: Vec<String> = attachments.iter().map(|attachment| attachment.words()).collect();
    Ok((words.join("\n"), Some(to_json(&attachments)?)))
}

async fn begin_answer_to(
    write: &Write<'_>,
    conversation: ConversationRow,
    question: Model,
) -> Result<BegunTurn, StoreError> {
    let answer = Model {
        status: name(MessageStatus::Streaming),
        writer: Some(write.writer()),
        ..empty(write, conversation.id, Some(&question), Author::Assistant).await?
    };
    insert(write, &answer).await?;
    let now = write.now();
    let conversation = conversations::update(write, conversation, |row| {
        row.tip = Set(Some(answer.id));
        row.updated_at = Set(now.0);
    })
    .await?;
    let total = index_of(&answer) + 1;
    Ok(BegunTurn {
        conversation: conversation.try_into()?,
        question: placed(write, question).await?,
        answer: placed(write, answer).await?,
        total,
    })
}

async fn placed(write: &Write<'_>, row: Model) -> Result<PlacedMessage, StoreError> {
    let siblings = siblings_of(&write.db, &row).await?;
    Ok(PlacedMessage { index: index_of(&row), siblings, message: Message::from(row) })
}

pub(super) async fn empty(
    write: &Write<'_>,
    conversation: uuid::Uuid,
    parent: Option<&Model>,
    author: Author,
) -> Result<Model, StoreError> {
    let id = write.new_id();
    Ok(Model {
        id,
        conversation,
        parent: parent.map(|parent| parent.id),
        depth: parent.map_or(0, |parent| parent.depth + 1),
        author: name(author),
        status: String::new(),
        created_at: write.now().0,
        actor: write.actor().0,
        hybrid_time: write.change(Kind::Message, id).await?.0,
        deleted_at: None,
        writer: None,
        failure: None,
        failure_code: None,
        text: String::new(),
        ideographs: String::new(),
        origin: None,
        adherence: None,
        attached: String::new(),
        attachments: None,
    })
}

pub(super) async fn insert(write: &Write<'_>, row: &Model) -> Result<(), StoreError> {
    Entity::insert(row.clone().into_active_model()).exec_without_returning(&write.db).await?;
    Ok(())
}
