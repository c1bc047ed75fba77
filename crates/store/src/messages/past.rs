//! What was said in all conversations: read once and then read on, for a search in memory, and looked up again
//! before anything of it is told.

use attune_domain::{Author, ConversationId, MessageId, RoleId, Timestamp};
use sea_orm::{ConnectionTrait, QueryResult, Value};
use uuid::Uuid;

use super::{SAID, named};
use crate::write::{marks, query};
use crate::{Store, StoreError};

/// A message's place in the order in which messages were begun on this machine.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct MessageNumber(pub i64);

/// A finished message of a conversation that is not deleted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastMessage {
    /// Which.
    pub message: MessageId,
    /// Where it was said.
    pub conversation: ConversationId,
    /// What it follows.
    pub parent: Option<MessageId>,
    /// By whom.
    pub author: Author,
    /// When it was begun.
    pub at: Timestamp,
    /// The conversation's title.
    pub title: String,
    /// The conversation's role.
    pub role: RoleId,
    /// Whether the conversation is kept out of the answers of others.
    pub apart: bool,
    /// The text, as Markdown, and what was read in the images beside it.
    pub text: String,
}

/// What a query for them begins with.
fn columns() -> String {
    format!(
        "SELECT m.id, m.conversation, m.parent, m.author, m.created_at, c.title, c.apart, {SAID}, c.role, m.local \
         FROM messages m JOIN conversations c ON c.id = m.conversation \
         WHERE m.deleted_at IS NULL AND c.deleted_at IS NULL AND m.text <> ''"
    )
}

impl Store {
    /// The finished messages that were begun after `since`, in that order, at most `limit`, and where to read on.
    /// A message that is being written ends the stretch: it is read when it is finished.
    /// [`MessageNumber::default`] stands before all of them.
    ///
    /// # Errors
    /// [`StoreError`] as the database says.
    pub async fn messages_since(
        &self,
        since: MessageNumber,
        limit: u32,
    ) -> Result<(Vec<PastMessage>, MessageNumber), StoreError> {
        // The bound is read first: whatever is finished between the two readings only makes it come later.
        let bound = "SELECT coalesce((SELECT min(local) FROM messages WHERE local > ?1 AND status = 'streaming'), \
                     (SELECT coalesce(max(local), 0) + 1 FROM messages))";
        let Some(row) = self.reader.query_one_raw(query(bound, [since.0.into()])).await? else {
            return Ok((Vec::new(), since));
        };
        let bound: i64 = row.try_get_by_index(0)?;
        let sql = format!("{} AND m.local > ? AND m.local < ? ORDER BY m.local LIMIT ?", columns());
        let values = [since.0.into(), bound.into(), limit.into()];
        let rows = self.reader.query_all_raw(query(&sql, values)).await?;
        let is_full = rows.len() == limit as usize;
        let next = match rows.last() {
            Some(last) if is_full => last.try_get_by_index(9)?,
            _ => since.0.max(bound - 1),
        };
        let messages = rows.iter().map(read).collect::<Result<_, _>>()?;
        Ok((messages, MessageNumber(next)))
    }

    /// Those of the messages that are still there, in no order.
    ///
    /// # Errors
    /// [`StoreError`] as the database says.
    pub async fn past_messages(&self, ids: &[MessageId]) -> Result<Vec<PastMessage>, StoreError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let marks = marks(ids.len());
        let sql = format!("{} AND m.status <> 'streaming' AND m.id IN ({marks})", columns());
        let values: Vec<Value> = ids.iter().map(|id| id.0.into()).collect();
        let rows = self.reader.query_all_raw(query(&sql, values)).await?;
        rows.iter().map(read).collect()
    }
}

fn read(row: &QueryResult) -> Result<PastMessage, StoreError> {
    let role = RoleId::new(row.try_get_by_index::<String>(8)?);
    Ok(PastMessage {
        message: MessageId(row.try_get_by_index::<Uuid>(0)?),
        conversation: ConversationId(row.try_get_by_index::<Uuid>(1)?),
        parent: row.try_get_by_index::<Option<Uuid>>(2)?.map(MessageId),
        author: named(&row.try_get_by_index::<String>(3)?, Author::Assistant),
        at: Timestamp(row.try_get_by_index(4)?),
        title: row.try_get_by_index(5)?,
        role: role.map_err(|error| StoreError::Corrupt { detail: error.to_string() })?,
        apart: row.try_get_by_index(6)?,
        text: row.try_get_by_index(7)?,
    })
}
