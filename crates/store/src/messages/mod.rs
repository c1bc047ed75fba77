//! Messages: a tree in each conversation, of which one branch is shown. Split by what is done with them:
//! a turn begins ([`turn`]), an answer is written ([`answer`]) or changed by hand ([`edit`]), a branch is read
//! ([`branch`]) or told to a model ([`context`]); what was said anywhere is searched ([`past`]), and ends are
//! looked at later ([`lately`]).

use attune_domain::{
    Author, Conversation, ConversationId, Failure, Message, MessageId, MessageStatus, Timestamp,
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::StoreError;
use crate::entity::message::{Column, Entity, Model};

mod answer;
mod branch;
mod context;
mod edit;
mod lately;
mod past;
mod turn;

pub(crate) use answer::interrupt_abandoned;
pub use answer::{Ending, Finished};
pub use branch::Branch;
pub use context::RecentTurns;
pub use lately::{RecentEnd, Saying};
pub use past::{MessageNumber, PastMessage};
pub use turn::{BegunTurn, NewTurn, Place};

/// A message with its place in the tree.
#[derive(Debug, Clone, PartialEq)]
pub struct PlacedMessage {
    /// The message.
    pub message: Message,
    /// Its index in every branch that it belongs to.
    pub index: u32,
    /// All messages with the same parent, itself included, oldest first.
    pub siblings: Vec<MessageId>,
}

/// What a message says and what was read in the images beside it, in a query that calls messages `m`.
pub(crate) const SAID: &str = "CASE m.attached WHEN '' THEN m.text ELSE m.text || char(10) || m.attached END";

/// Finds a message.
pub(crate) async fn find(db: &impl ConnectionTrait, id: MessageId) -> Result<Model, StoreError> {
    let row = Entity::find_by_id(id.0).filter(Column::DeletedAt.is_null()).one(db).await?;
    row.ok_or_else(|| StoreError::not_found("message", &id))
}

/// Finds a message of a conversation.
pub(crate) async fn find_in(
    db: &impl ConnectionTrait,
    conversation: ConversationId,
    id: MessageId,
) -> Result<Model, StoreError> {
    let row = find(db, id).await?;
    if row.conversation == conversation.0 { Ok(row) } else { Err(StoreError::not_found("message", &id)) }
}

pub(crate) fn to_json(value: &impl Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError::Database(error.to_string()))
}

/// The name under which a plain enum is stored.
fn name(value: impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(Value::String(name)) => name,
        other => unreachable!("only plain enums are stored by name, not {other:?}"),
    }
}

/// Reads a plain enum. A name from a newer program is read as `otherwise`; the stored name stays.
pub(crate) fn named<T: DeserializeOwned>(name: &str, otherwise: T) -> T {
    serde_json::from_value(Value::String(name.to_owned())).unwrap_or(otherwise)
}

/// Reads a stored measurement. One that only a newer program can read is passed over, but stays stored.
fn measured<T: DeserializeOwned>(row: &Model, column: Option<&str>) -> Option<T> {
    serde_json::from_str(column?)
        .inspect_err(|error| tracing::warn!(message = %row.id, %error, "a measurement cannot be read"))
        .ok()
}

fn index_of(row: &Model) -> u32 {
    u32::try_from(row.depth).unwrap_or(0)
}

impl From<Model> for Message {
    fn from(row: Model) -> Self {
        Self {
            id: MessageId(row.id),
            conversation: ConversationId(row.conversation),
            parent: row.parent.map(MessageId),
            author: named(&row.author, Author::Assistant),
            status: named(&row.status, MessageStatus::Complete),
            created_at: Timestamp(row.created_at),
            origin: measured(&row, row.origin.as_deref()),
            adherence: measured(&row, row.adherence.as_deref()),
            attachments: measured(&row, row.attachments.as_deref()).unwrap_or_default(),
            text: row.text,
            failure: row
                .failure
                .map(|sentence| Failure { code: row.failure_code.unwrap_or_default(), sentence }),
        }
    }
}

/// The total of a branch that ends in `tip`.
fn total(tip: Option<&Model>) -> u32 {
    tip.map_or(0, |tip| index_of(tip) + 1)
}

/// The tip of the branch that is shown.
async fn tip_of(db: &impl ConnectionTrait, conversation: &Conversation) -> Result<Option<Model>, StoreError> {
    match conversation.tip {
        Some(tip) => Ok(Some(find_in(db, conversation.id, tip).await?)),
        None => Ok(None),
    }
}
