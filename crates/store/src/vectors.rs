//! What messages mean, as vectors of an embedding model. They are computed from the texts and belong to this
//! machine alone: no outbox row, and gone with their message.

use attune_domain::{Author, ConversationId, MessageId, ModelId, QuantisedEmbedding};
use sea_orm::{ConnectionTrait, QueryResult, Value};
use uuid::Uuid;

use crate::messages::{SAID, named};
use crate::write::{marks, query};
use crate::{Store, StoreError};

/// A vector's place in the order in which vectors were kept. Numbers are never used again.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct VectorNumber(pub i64);

/// A vector that is kept, with what a search has to know about its message.
#[derive(Debug, Clone, PartialEq)]
pub struct KeptVector {
    /// Its place in the order.
    pub number: VectorNumber,
    /// Whose text it stands for.
    pub message: MessageId,
    /// The message's conversation.
    pub conversation: ConversationId,
    /// Who wrote the message.
    pub author: Author,
    /// The vector.
    pub embedding: QuantisedEmbedding,
}

/// A message that a model has not embedded yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotEmbedded {
    /// Which.
    pub message: MessageId,
    /// What it says.
    pub text: String,
}

const COLUMNS: &str = "v.number, v.message, m.conversation, m.author, v.scale, v.components \
                       FROM message_vectors v JOIN messages m ON m.id = v.message";

impl Store {
    /// Keeps the vectors of messages, in one transaction. A vector of a message that was deleted meanwhile, or
    /// that is being written, is passed over; one that is there is replaced.
    ///
    /// # Errors
    /// [`StoreError`] as the database says.
    pub async fn keep_vectors(
        &self,
        model: &ModelId,
        vectors: &[(MessageId, QuantisedEmbedding)],
    ) -> Result<(), StoreError> {
        let write = self.write().await?;
        // Replaced by deleting, so that the new one gets a new number.
        let sql = "INSERT OR REPLACE INTO message_vectors (message, model, scale, components) \
                   SELECT m.id, ?, ?, ? FROM messages m JOIN conversations c ON c.id = m.conversation \
                   WHERE m.id = ? AND m.deleted_at IS NULL AND c.deleted_at IS NULL \
                   AND m.status <> 'streaming'";
        for (message, vector) in vectors {
            let components: Vec<u8> = vector.values().iter().map(|value| value.cast_unsigned()).collect();
            let values = [model.as_str().into(), vector.scale().into(), components.into(), message.0.into()];
            write.db.execute_raw(query(sql, values)).await?;
        }
        write.commit().await
    }

    /// The vectors of a model that were kept after `since`, in the order of their numbers, at most `limit`.
    /// [`VectorNumber::default`] stands before all of them. A damaged one is passed over.
    ///
    /// # Errors
    /// [`StoreError`] as the database says.
    pub async fn vectors_since(
        &self,
        model: &ModelId,
        since: VectorNumber,
        limit: u32,
    ) -> Result<Vec<KeptVector>, StoreError> {
        let sql = format!("SELECT {COLUMNS} WHERE v.number > ? AND v.model = ? ORDER BY v.number LIMIT ?");
        let values = [since.0.into(), model.as_str().into(), limit.into()];
        let rows = self.reader.query_all_raw(query(&sql, values)).await?;
        rows.iter().filter_map(|row| read(row).transpose()).collect()
    }

    /// The vectors of the person's newest messages, and of those of `also` that are as new, newest first, at most
    /// `limit`. A damaged one is passed over.
    ///
    /// # Errors
    /// [`StoreError`] as the database says.
    pub async fn newest_vectors(
        &self,
        model: &ModelId,
        also: &[MessageId],
        limit: u32,
    ) -> Result<Vec<KeptVector>, StoreError> {
        // Ids of version 7 are in the order in which they were made.
        let sql = format!(
            "SELECT {COLUMNS} WHERE v.model = ? AND (m.author = 'person' OR v.message IN ({})) \
             ORDER BY v.message DESC LIMIT ?",
            marks(also.len())
        );
        let mut values: Vec<Value> = vec![model.as_str().into()];
        values.extend(also.iter().map(|id| Value::from(id.0)));
        values.push(limit.into());
        let rows = self.reader.query_all_raw(query(&sql, values)).await?;
        rows.iter().filter_map(|row| read(row).transpose()).collect()
    }

    /// How many messages a model has embedded, and how many could be: all that are finished and have a text,
    /// in conversations that are not deleted.
    ///
    /// # Errors
    /// [`StoreError`] as the database says.
    pub async fn embedded_messages(&self, model: &ModelId) -> Result<(u64, u64), StoreError> {
        let sql = "SELECT (SELECT count(*) FROM message_vectors WHERE model = ?), \
                   (SELECT count(*) FROM conversations c CROSS JOIN messages m ON m.conversation = c.id \
                    WHERE c.deleted_at IS NULL AND m.deleted_at IS NULL AND m.status <> 'streaming' \
                    AND m.text <> '')";
        let Some(row) = self.reader.query_one_raw(query(sql, [model.as_str().into()])).await? else {
            return Ok((0, 0));
        };
        let count = |at| row.try_get_by_index::<i64>(at).map(|count| u64::try_from(count).unwrap_or(0));
        Ok((count(0)?, count(1)?))
    }

    /// Messages that a model has not embedded yet, newest first, at most `limit`: finished, with a text, in
    /// conversations that are not deleted.
    ///
    /// # Errors
    /// [`StoreError`] as the database says.
    pub async fn not_embedded(&self, model: &ModelId, limit: u32) -> Result<Vec<NotEmbedded>, StoreError> {
        let sql = format!(
            "SELECT m.id, {SAID} FROM messages m JOIN conversations c ON c.id = m.conversation \
                   WHERE m.deleted_at IS NULL AND c.deleted_at IS NULL AND m.status <> 'streaming' \
                   AND m.text <> '' \
                   AND NOT EXISTS (SELECT 1 FROM message_vectors v WHERE v.message = m.id AND v.model = ?) \
                   ORDER BY m.local DESC LIMIT ?"
        );
        let rows = self.reader.query_all_raw(query(&sql, [model.as_str().into(), limit.into()])).await?;
        let read = |row: &QueryResult| -> Result<NotEmbedded, StoreError> {
            let message = MessageId(row.try_get_by_index::<Uuid>(0)?);
            Ok(NotEmbedded { message, text: row.try_get_by_index(1)? })
        };
        rows.iter().map(read).collect()
    }

    /// Forgets the vectors of all models but one, or of all.
    ///
    /// # Errors
    /// [`StoreError`] as the database says.
    pub async fn forget_vectors(&self, but: Option<&ModelId>) -> Result<(), StoreError> {
        let write = self.write().await?;
        let kept = but.map_or("", |model| model.as_str());
        let sql = "DELETE FROM message_vectors WHERE model <> ?";
        write.db.execute_raw(query(sql, [kept.into()])).await?;
        write.commit().await
    }
}

fn read(row: &QueryResult) -> Result<Option<KeptVector>, StoreError> {
    let number = VectorNumber(row.try_get_by_index(0)?);
    let components: Vec<u8> = row.try_get_by_index(5)?;
    let components: Vec<i8> = components.into_iter().map(u8::cast_signed).collect();
    let Ok(embedding) = QuantisedEmbedding::new(row.try_get_by_index(4)?, components) else {
        tracing::warn!(number = number.0, "a damaged vector is passed over");
        return Ok(None);
    };
    Ok(Some(KeptVector {
        number,
        message: MessageId(row.try_get_by_index::<Uuid>(1)?),
        conversation: ConversationId(row.try_get_by_index::<Uuid>(2)?),
        author: named(&row.try_get_by_index::<String>(3)?, Author::Assistant),
        embedding,
    }))
}
