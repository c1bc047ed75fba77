//! What was said of late: the ends of conversations that are not deleted, and the person's own messages.

use std::collections::HashMap;

use attune_domain::{Conversation, ConversationId, Message, MessageId, Timestamp};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QueryResult, QuerySelect};
use uuid::Uuid;

use super::MessageNumber;

use crate::entity::conversation;
use crate::entity::message::Entity;
use crate::write::query;
use crate::{Store, StoreError};

/// A conversation with its last messages on the branch that is shown, oldest first.
#[derive(Debug, Clone, PartialEq)]
pub struct RecentEnd {
    /// The conversation.
    pub conversation: Conversation,
    /// Its last messages. Never empty.
    pub messages: Vec<Message>,
}

/// Something that the person said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saying {
    /// The message.
    pub message: MessageId,
    /// Its conversation.
    pub conversation: ConversationId,
    /// When it was said.
    pub at: Timestamp,
    /// The text.
    pub text: String,
}

impl Store {
    /// The last `turns` messages of the conversations that were written to since a time, the newest conversation
    /// first, of at most `limit` conversations.
    ///
    /// # Errors
    /// [`StoreError`] as the database says.
    pub async fn recent_ends(
        &self,
        since: Timestamp,
        limit: u32,
        turns: u32,
    ) -> Result<Vec<RecentEnd>, StoreError> {
        let rows = conversation::Entity::find()
            .filter(conversation::Column::DeletedAt.is_null())
            .filter(conversation::Column::UpdatedAt.gte(since.0))
            .order_by_desc(conversation::Column::UpdatedAt)
            .order_by_desc(conversation::Column::Id)
            .limit(u64::from(limit))
            .all(&self.reader)
            .await?;
        let sql = "WITH RECURSIVE path (id, parent, depth, tip) AS ( \
                SELECT m.id, m.parent, m.depth, m.depth FROM ( \
                    SELECT tip FROM conversations WHERE deleted_at IS NULL AND updated_at >= ?1 \
                    ORDER BY updated_at DESC, id DESC LIMIT ?2 \
                ) c CROSS JOIN messages m ON m.id = c.tip \
                UNION ALL \
                SELECT m.id, m.parent, m.depth, p.tip FROM path p CROSS JOIN messages m ON m.id = p.parent \
                WHERE m.depth < p.depth AND m.depth > p.tip - ?3 \
            ) \
            SELECT m.* FROM path CROSS JOIN messages m ON m.id = path.id \
            WHERE m.deleted_at IS NULL ORDER BY m.depth";
        let values = [since.0.into(), limit.into(), turns.into()];
        let messages = Entity::find().from_raw_sql(query(sql, values)).all(&self.reader).await?;
        let mut ends: HashMap<ConversationId, Vec<Message>> = HashMap::new();
        for message in messages.into_iter().map(Message::from) {
            ends.entry(message.conversation).or_default().push(message);
        }
        let with_end = |row: conversation::Model| {
            let conversation = Conversation::try_from(row)?;
            let messages = ends.remove(&conversation.id);
            Ok(messages.map(|messages| RecentEnd { conversation, messages }))
        };
        rows.into_iter().map(with_end).filter_map(Result::transpose).collect()
    }

    /// What the person said since a time and after `after`, the newest first, at most `limit`, and where to read on.
    /// [`MessageNumber::default`] stands before all. What was said in conversations that are deleted is among it,
    /// because they can be restored.
    ///
    /// # Errors
    /// [`StoreError`] as the database says.
    pub async fn said_since(
        &self,
        since: Timestamp,
        after: MessageNumber,
        limit: u32,
    ) -> Result<(Vec<Saying>, MessageNumber), StoreError> {
        let sql = "SELECT id, conversation, created_at, text, local FROM messages \
            WHERE local > ?1 AND author = 'person' AND created_at >= ?2 AND deleted_at IS NULL \
            ORDER BY local DESC LIMIT ?3";
        let values = [after.0.into(), since.0.into(), limit.into()];
        let rows = self.reader.query_all_raw(query(sql, values)).await?;
        let newest = rows.first().map(|row| row.try_get_by_index(4)).transpose()?;
        let said = rows.iter().map(saying).collect::<Result<_, _>>()?;
        Ok((said, newest.map_or(after, MessageNumber)))
    }
}

fn saying(row: &QueryResult) -> Result<Saying, StoreError> {
    Ok(Saying {
        message: MessageId(row.try_get_by_index::<Uuid>(0)?),
        conversation: ConversationId(row.try_get_by_index::<Uuid>(1)?),
        at: Timestamp(row.try_get_by_index(2)?),
        text: row.try_get_by_index(3)?,
    })
}
