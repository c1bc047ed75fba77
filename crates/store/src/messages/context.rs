//! What of a branch is told to a model: the newest messages, as far as they fit.

use attune_domain::{Message, MessageId};
use sea_orm::EntityTrait;

use super::{find, index_of};
use crate::entity::message::Entity;
use crate::write::query;
use crate::{Store, StoreError};

/// The newest messages of a branch.
#[derive(Debug, Clone, PartialEq)]
pub struct RecentTurns {
    /// The messages, oldest first.
    pub messages: Vec<Message>,
    /// How many messages of the branch stand above them and were left out.
    pub left_out: u32,
}

impl Store {
    /// The branch that ends in `last`, newest messages first in line, as long as their texts together stay
    /// within `most_chars`. `last` itself is always there.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is no such message.
    pub async fn recent_turns(&self, last: MessageId, most_chars: u32) -> Result<RecentTurns, StoreError> {
        find(&self.reader, last).await?;
        let sql = "WITH RECURSIVE path (id, parent, depth, chars) AS ( \
                SELECT id, parent, depth, 0 FROM messages WHERE id = ?1 \
                UNION ALL \
                SELECT m.id, m.parent, m.depth, p.chars + length(m.text) + length(m.attached) \
                FROM path p CROSS JOIN messages m ON m.id = p.parent \
                WHERE m.depth < p.depth AND p.chars + length(m.text) + length(m.attached) <= ?2 - \
                    (SELECT length(text) + length(attached) FROM messages WHERE id = ?1) \
            ) \
            SELECT m.* FROM path CROSS JOIN messages m ON m.id = path.id ORDER BY path.depth";
        let values = [last.0.into(), most_chars.into()];
        let rows = Entity::find().from_raw_sql(query(sql, values)).all(&self.reader).await?;
        let left_out = rows.first().map_or(0, index_of);
        Ok(RecentTurns { messages: rows.into_iter().map(Message::from).collect(), left_out })
    }
}
