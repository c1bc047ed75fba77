//! Writing an answer: piece by piece while it comes, then whole, or as far as it came.

use std::collections::HashMap;

use attune_domain::{
    Adherence, AnswerOrigin, Conversation, ConversationId, Failure, Message, MessageId, MessageStatus,
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, Set,
};

use super::branch::siblings_of;
use super::{PlacedMessage, find, index_of, name, to_json};
use crate::entity::message::{Column, Entity, Model};
use crate::events::{self, NewEvent};
use crate::ideographs::ideographs;
use crate::write::{Kind, query};
use crate::{Store, StoreError, conversations, lease};

/// How an answer ends.
#[derive(Debug, Clone, PartialEq)]
pub struct Ending {
    /// [`Complete`](MessageStatus::Complete), [`Stopped`](MessageStatus::Stopped),
    /// [`Failed`](MessageStatus::Failed) or [`Interrupted`](MessageStatus::Interrupted).
    pub status: MessageStatus,
    /// All of the text, as far as it came.
    pub text: String,
    /// What shaped and measured it.
    pub origin: Option<AnswerOrigin>,
    /// How well it follows its role.
    pub adherence: Option<Adherence>,
    /// For failed answers: what happened.
    pub failure: Option<Failure>,
    /// What happened with it.
    pub events: Vec<NewEvent>,
}

/// An answer that is on the disk as it ended.
#[derive(Debug, Clone, PartialEq)]
pub struct Finished {
    /// Its conversation.
    pub conversation: Conversation,
    /// The answer.
    pub answer: PlacedMessage,
}

impl Store {
    /// Keeps what has come of an answer so far: all of it, not only what is new. The search finds it when
    /// it is finished.
    ///
    /// # Errors
    /// [`StoreError::Finished`] when it is not being written any more.
    pub async fn append(&self, answer: MessageId, text_so_far: &str) -> Result<(), StoreError> {
        let write = self.write().await?;
        let hybrid_time = write.change(Kind::Message, answer).await?;
        let sql = "UPDATE messages SET text = ?, hybrid_time = ? WHERE id = ? AND status = 'streaming'";
        let values = [text_so_far.into(), hybrid_time.0.into(), answer.0.into()];
        let result = write.db.execute_raw(query(sql, values)).await?;
        if result.rows_affected() == 0 {
            find(&write.db, answer).await?;
            return Err(StoreError::Finished(answer));
        }
        write.commit().await
    }

    /// Ends an answer: text, measurements and events in one transaction.
    ///
    /// # Errors
    /// [`StoreError::Finished`] when it ended before. One that was given up as interrupted can still end.
    pub async fn finish(&self, answer: MessageId, ending: Ending) -> Result<Finished, StoreError> {
        let write = self.write().await?;
        let row = find(&write.db, answer).await?;
        if row.status != name(MessageStatus::Streaming) && row.status != name(MessageStatus::Interrupted) {
            return Err(StoreError::Finished(answer));
        }
        let hybrid_time = write.change(Kind::Message, answer).await?;
        let mut row = row.into_active_model();
        row.status = Set(name(ending.status));
        row.writer = Set(None);
        row.ideographs = Set(ideographs(&ending.text));
        row.text = Set(ending.text);
        row.origin = Set(ending.origin.as_ref().map(to_json).transpose()?);
        row.adherence = Set(ending.adherence.as_ref().map(to_json).transpose()?);
        let (code, sentence) = ending.failure.map(|failure| (failure.code, failure.sentence)).unzip();
        row.failure_code = Set(code);
        row.failure = Set(sentence);
        row.hybrid_time = Set(hybrid_time.0);
        let row: Model = row.update(&write.db).await?;
        events::append(&write, ending.events).await?;

        let id = ConversationId(row.conversation);
        // A conversation that was deleted meanwhile stays deleted, and its answer is kept with it.
        let conversation = crate::entity::conversation::Entity::find_by_id(id.0).one(&write.db).await?;
        let conversation = conversation.ok_or_else(|| StoreError::not_found("conversation", &id))?;
        let now = write.now();
        let conversation =
            conversations::update(&write, conversation, |row| row.updated_at = Set(now.0)).await?;
        let siblings = siblings_of(&write.db, &row).await?;
        write.commit().await?;
        Ok(Finished {
            conversation: conversation.try_into()?,
            answer: PlacedMessage { index: index_of(&row), siblings, message: Message::from(row) },
        })
    }

    /// Marks answers whose program has ended as interrupted, and says which. Opening does this; a window
    /// that stays open can ask again, because a terminal beside it may have been killed.
    ///
    /// # Errors
    /// [`StoreError`] as the database says.
    pub async fn interrupt_abandoned(&self) -> Result<Vec<MessageId>, StoreError> {
        interrupt_abandoned(self).await
    }
}

pub(crate) async fn interrupt_abandoned(store: &Store) -> Result<Vec<MessageId>, StoreError> {
    let streaming = Column::Status.eq(name(MessageStatus::Streaming));
    if Entity::find().filter(streaming.clone()).one(&store.reader).await?.is_none() {
        return Ok(Vec::new());
    }
    let write = store.write().await?;
    let rows = Entity::find().filter(streaming).all(&write.db).await?;
    let mut lives: HashMap<Option<uuid::Uuid>, bool> =
        HashMap::from([(Some(write.writer()), true), (None, false)]);
    let mut interrupted = Vec::new();
    for row in rows {
        let writer = row.writer;
        let lives = lives
            .entry(writer)
            .or_insert_with(|| writer.is_some_and(|writer| lease::lives(&store.path, writer)));
        if *lives {
            continue;
        }
        let id = MessageId(row.id);
        let hybrid_time = write.change(Kind::Message, id).await?;
        let words = ideographs(&row.text);
        let mut row = row.into_active_model();
        row.status = Set(name(MessageStatus::Interrupted));
        row.writer = Set(None);
        row.ideographs = Set(words);
        row.hybrid_time = Set(hybrid_time.0);
        row.update(&write.db).await?;
        interrupted.push(id);
    }
    write.commit().await?;
    Ok(interrupted)
}
