//! Changing an answer by hand: what the person made of it becomes a version of its own beside it.

use std::collections::HashSet;

use attune_domain::{AnswerOrigin, Author, ConversationId, Message, MessageId, MessageStatus};
use sea_orm::{ConnectionTrait, Set, Value};
use uuid::Uuid;

use super::branch::siblings_of;
use super::turn::{empty, insert};
use super::{Finished, PlacedMessage, find, find_in, index_of, name, to_json};
use crate::entity::message::Model;
use crate::events::{self, NewEvent};
use crate::ideographs::ideographs;
use crate::write::{marks, query};
use crate::{Store, StoreError, conversations};

impl Store {
    /// Keeps another text of an answer as a new version beside it, shows that one, and keeps what happened, all in
    /// one transaction. The answer itself stays as it was.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when the conversation has no such answer.
    pub async fn edit_answer(
        &self,
        conversation: ConversationId,
        answer: MessageId,
        text: String,
        origin: &AnswerOrigin,
        events: Vec<NewEvent>,
    ) -> Result<Finished, StoreError> {
        let write = self.write().await?;
        let shown = conversations::find(&write.db, conversation).await?;
        let before = find_in(&write.db, conversation, answer).await?;
        if before.author != name(Author::Assistant) {
            return Err(StoreError::not_found("answer", &answer));
        }
        let question = match before.parent {
            Some(parent) => Some(find(&write.db, MessageId(parent)).await?),
            None => None,
        };
        let edited = Model {
            status: name(MessageStatus::Complete),
            ideographs: ideographs(&text),
            text,
            origin: Some(to_json(origin)?),
            ..empty(&write, conversation.0, question.as_ref(), Author::Assistant).await?
        };
        insert(&write, &edited).await?;
        events::append(&write, events).await?;
        let now = write.now();
        let shown = conversations::update(&write, shown, |row| {
            row.tip = Set(Some(edited.id));
            row.updated_at = Set(now.0);
        })
        .await?;
        let siblings = siblings_of(&write.db, &edited).await?;
        write.commit().await?;
        let (index, message) = (index_of(&edited), Message::from(edited));
        Ok(Finished { conversation: shown.try_into()?, answer: PlacedMessage { index, siblings, message } })
    }

    /// Those of the messages of which the person has made a newer version by hand: what stands there is not what
    /// they want to hear again.
    ///
    /// # Errors
    /// [`StoreError`] as the database says.
    pub async fn replaced_by_hand(&self, messages: &[MessageId]) -> Result<HashSet<MessageId>, StoreError> {
        if messages.is_empty() {
            return Ok(HashSet::new());
        }
        let marks = marks(messages.len());
        let sql = format!(
            "SELECT m.id FROM messages m WHERE m.id IN ({marks}) AND m.author = 'assistant' AND EXISTS ( \
                SELECT 1 FROM messages e WHERE e.conversation = m.conversation AND e.parent = m.parent \
                AND e.local > m.local AND e.deleted_at IS NULL AND e.origin ->> 'edited_from' \
                IN (m.origin ->> 'edited_from', {HYPHENATED}) \
            )"
        );
        let values: Vec<Value> = messages.iter().map(|id| id.0.into()).collect();
        let rows = self.reader.query_all_raw(query(&sql, values)).await?;
        let ids = rows.iter().map(|row| Ok(MessageId(row.try_get_by_index::<Uuid>(0)?)));
        ids.collect()
    }
}

/// The id of `m` as JSON names it.
const HYPHENATED: &str = "lower(substr(hex(m.id), 1, 8) || '-' || substr(hex(m.id), 9, 4) || '-' || \
                          substr(hex(m.id), 13, 4) || '-' || substr(hex(m.id), 17, 4) || '-' || substr(hex(m.id), 21))";
