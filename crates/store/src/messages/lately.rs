//! What was said of late: the ends of conversations, and the person's own messages. Deleted conversations are in
//! neither.

use std::collections::HashMap;

use attune_domain::{Conversation, ConversationId, Message, Timestamp};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

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

    /// What the person said since a time, the newest first, at most `limit` messages.
    ///
    /// # Errors
    /// [`StoreError`] as the database says.
    pub async fn said_since(&self, since: Timestamp, limit: u32) -> Result<Vec<Message>, StoreError> {
        let sql = "SELECT m.* FROM conversations c CROSS JOIN messages m ON m.conversation = c.id \
            WHERE c.deleted_at IS NULL AND c.updated_at >= ?1 AND m.created_at >= ?1 \
            AND m.author = 'person' AND m.deleted_at IS NULL \
            ORDER BY m.created_at DESC, m.id DESC LIMIT ?2";
        let rows =
            Entity::find().from_raw_sql(query(sql, [since.0.into(), limit.into()])).all(&self.reader).await?;
        Ok(rows.into_iter().map(Message::from).collect())
    }
}
