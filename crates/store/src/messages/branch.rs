//! Reading the branch that is shown, by index: a message's index is how many messages stand above it, so
//! nothing has to be loaded to know how long a branch is or where a message stands in it.

use std::collections::HashMap;

use attune_domain::{Conversation, ConversationId, Message, MessageId};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, FromQueryResult, QueryFilter, QueryOrder,
    QuerySelect, Set,
};
use uuid::Uuid;

use super::{PlacedMessage, find, find_in, index_of, tip_of, total};
use crate::entity::message::{Column, Entity, Model};
use crate::write::query;
use crate::{Store, StoreError, conversations};

/// The branch that a conversation shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Branch {
    /// The conversation, with the branch's tip.
    pub conversation: Conversation,
    /// How many messages the branch has.
    pub total: u32,
}

/// Walks from `?1` towards the first message, as far as the index `?2`. Indexes fall at every step, so that
/// even a damaged tree ends the walk.
const WALK_UP: &str = "WITH RECURSIVE path (id, parent, depth) AS ( \
        SELECT id, parent, depth FROM messages WHERE id = ?1 \
        UNION ALL \
        SELECT m.id, m.parent, m.depth FROM path p CROSS JOIN messages m ON m.id = p.parent \
        WHERE p.depth > ?2 AND m.depth < p.depth \
    )";

impl Store {
    /// The branch that a conversation shows.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is no such conversation.
    pub async fn branch(&self, conversation: ConversationId) -> Result<Branch, StoreError> {
        let conversation: Conversation = conversations::find(&self.reader, conversation).await?.try_into()?;
        let tip = tip_of(&self.reader, &conversation).await?;
        Ok(Branch { conversation, total: total(tip.as_ref()) })
    }

    /// The ids of the branch that a conversation shows, first message first.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is no such conversation.
    pub async fn branch_ids(&self, conversation: ConversationId) -> Result<Vec<MessageId>, StoreError> {
        let conversation: Conversation = conversations::find(&self.reader, conversation).await?.try_into()?;
        let Some(tip) = conversation.tip else { return Ok(Vec::new()) };
        // One text instead of a row each: a row costs more on its way here than in the database.
        let sql = format!("{WALK_UP} SELECT group_concat(hex(id), '' ORDER BY depth) FROM path");
        let row = self.reader.query_one_raw(query(&sql, [tip.0.into(), 0.into()])).await?;
        let ids: Option<String> = row.map(|row| row.try_get_by_index(0)).transpose()?.flatten();
        let ids = ids.unwrap_or_default();
        let ids = ids.as_bytes().chunks_exact(32).map(|hex| Uuid::try_parse_ascii(hex).map(MessageId));
        ids.collect::<Result<_, _>>().map_err(|error| StoreError::Corrupt { detail: error.to_string() })
    }

    /// A stretch of the branch that a conversation shows: at most `count` messages from index `from`.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is no such conversation.
    pub async fn stretch(
        &self,
        conversation: ConversationId,
        from: u32,
        count: u32,
    ) -> Result<Vec<PlacedMessage>, StoreError> {
        let shown = conversations::find(&self.reader, conversation).await?;
        let Some(tip) = shown.tip else { return Ok(Vec::new()) };
        let end = from.saturating_add(count);
        let sql = format!(
            "{WALK_UP} SELECT m.* FROM path CROSS JOIN messages m ON m.id = path.id \
             WHERE path.depth >= ?2 AND path.depth < ?3 ORDER BY path.depth"
        );
        let values = [tip.into(), from.into(), end.into()];
        let rows = Entity::find().from_raw_sql(query(&sql, values)).all(&self.reader).await?;
        place(&self.reader, conversation, rows).await
    }

    /// One message with its place.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is none.
    pub async fn message(&self, id: MessageId) -> Result<PlacedMessage, StoreError> {
        let row = find(&self.reader, id).await?;
        let siblings = siblings_of(&self.reader, &row).await?;
        Ok(PlacedMessage { index: index_of(&row), siblings, message: Message::from(row) })
    }

    /// All messages with the same parent as this one, itself included, oldest first.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is no such message.
    pub async fn siblings(&self, id: MessageId) -> Result<Vec<MessageId>, StoreError> {
        let row = find(&self.reader, id).await?;
        siblings_of(&self.reader, &row).await
    }

    /// Shows the branch of a message, down to the newest message under it.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when the conversation or the message is not there.
    pub async fn switch_branch(
        &self,
        conversation: ConversationId,
        to: MessageId,
    ) -> Result<Branch, StoreError> {
        let write = self.write().await?;
        let row = conversations::find(&write.db, conversation).await?;
        let to = find_in(&write.db, conversation, to).await?;
        let tip = newest_leaf(&write.db, to).await?;
        let row = if row.tip == Some(tip.id) {
            row
        } else {
            let row = conversations::update(&write, row, |row| row.tip = Set(Some(tip.id))).await?;
            write.commit().await?;
            row
        };
        Ok(Branch { conversation: row.try_into()?, total: total(Some(&tip)) })
    }

    /// Shows a message: where the branch that is shown holds it, nothing changes; otherwise its own branch
    /// is shown.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when the conversation or the message is not there.
    pub async fn show_message(
        &self,
        conversation: ConversationId,
        message: MessageId,
    ) -> Result<Branch, StoreError> {
        let shown = self.branch(conversation).await?;
        let row = find_in(&self.reader, conversation, message).await?;
        if let Some(tip) = shown.conversation.tip {
            let sql = format!("{WALK_UP} SELECT count(*) FROM path WHERE id = ?3");
            let values = [tip.0.into(), row.depth.into(), message.0.into()];
            let found = self.reader.query_one_raw(query(&sql, values)).await?;
            if found.map(|row| row.try_get_by_index::<i64>(0)).transpose()? == Some(1) {
                return Ok(shown);
            }
        }
        self.switch_branch(conversation, message).await
    }
}

/// All messages with the same parent, oldest first.
pub(super) async fn siblings_of(
    db: &impl ConnectionTrait,
    row: &Model,
) -> Result<Vec<MessageId>, StoreError> {
    let mut children = children_of(db, ConversationId(row.conversation), &[row.parent]).await?;
    Ok(children.remove(&row.parent).unwrap_or_else(|| vec![MessageId(row.id)]))
}

/// The newest message without children under `top`, `top` included.
async fn newest_leaf(db: &impl ConnectionTrait, top: Model) -> Result<Model, StoreError> {
    let sql = "WITH RECURSIVE below (id, depth, created_at) AS ( \
            SELECT id, depth, created_at FROM messages WHERE id = ?1 \
            UNION ALL \
            SELECT m.id, m.depth, m.created_at FROM below b \
            CROSS JOIN messages m ON m.conversation = ?2 AND m.parent = b.id \
            WHERE m.depth > b.depth AND m.deleted_at IS NULL \
        ) \
        SELECT id FROM below WHERE NOT EXISTS ( \
            SELECT 1 FROM messages c WHERE c.conversation = ?2 AND c.parent = below.id AND c.deleted_at IS NULL \
        ) ORDER BY created_at DESC, id DESC LIMIT 1";
    let row = db.query_one_raw(query(sql, [top.id.into(), top.conversation.into()])).await?;
    match row.map(|row| row.try_get_by_index::<Uuid>(0)).transpose()? {
        Some(id) if id != top.id => find(db, MessageId(id)).await,
        _ => Ok(top),
    }
}

async fn place(
    db: &impl ConnectionTrait,
    conversation: ConversationId,
    rows: Vec<Model>,
) -> Result<Vec<PlacedMessage>, StoreError> {
    let parents: Vec<Option<Uuid>> = rows.iter().map(|row| row.parent).collect();
    let mut children = children_of(db, conversation, &parents).await?;
    let placed = rows.into_iter().map(|row| PlacedMessage {
        index: index_of(&row),
        siblings: children.remove(&row.parent).unwrap_or_else(|| vec![MessageId(row.id)]),
        message: Message::from(row),
    });
    Ok(placed.collect())
}

#[derive(FromQueryResult)]
struct Child {
    id: Uuid,
    parent: Option<Uuid>,
}

async fn children_of(
    db: &impl ConnectionTrait,
    conversation: ConversationId,
    parents: &[Option<Uuid>],
) -> Result<HashMap<Option<Uuid>, Vec<MessageId>>, StoreError> {
    let mut children: HashMap<Option<Uuid>, Vec<MessageId>> = HashMap::new();
    // A statement takes some 32,000 values.
    for parents in parents.chunks(10_000) {
        let mut parent_is = Column::Parent.is_in(parents.iter().flatten().copied());
        if parents.contains(&None) {
            parent_is = parent_is.or(Column::Parent.is_null());
        }
        let rows: Vec<Child> = Entity::find()
            .select_only()
            .columns([Column::Id, Column::Parent])
            .filter(Column::Conversation.eq(conversation.0))
            .filter(parent_is)
            .filter(Column::DeletedAt.is_null())
            .order_by_asc(Column::CreatedAt)
            .order_by_asc(Column::Id)
            .into_model()
            .all(db)
            .await?;
        for child in rows {
            children.entry(child.parent).or_default().push(MessageId(child.id));
        }
    }
    Ok(children)
}
