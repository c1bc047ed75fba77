//! Unsent text, kept for each conversation and for the one that is not begun.

use attune_domain::ConversationId;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, Set};
use uuid::Uuid;

use crate::entity::draft::{Column, Entity, Model};
use crate::write::Kind;
use crate::{Store, StoreError};

impl Store {
    /// The unsent text of a conversation, or of the one that is not begun; empty if there is none.
    ///
    /// # Errors
    /// [`StoreError`] as the database says.
    pub async fn draft(&self, conversation: Option<ConversationId>) -> Result<String, StoreError> {
        let row = Entity::find()
            .filter(Column::Conversation.eq(key(conversation)))
            .filter(Column::DeletedAt.is_null())
            .one(&self.reader)
            .await?;
        Ok(row.map(|row| row.text).unwrap_or_default())
    }

    /// Keeps unsent text. An empty text forgets the draft.
    ///
    /// # Errors
    /// [`StoreError`] as the database says.
    pub async fn save_draft(
        &self,
        conversation: Option<ConversationId>,
        text: &str,
    ) -> Result<(), StoreError> {
        let write = self.write().await?;
        let row = Entity::find().filter(Column::Conversation.eq(key(conversation))).one(&write.db).await?;
        let (is_new, old) = match row {
            Some(row) if row.text == text && row.deleted_at.is_none() => return Ok(()),
            Some(row) => (false, row),
            None if text.is_empty() => return Ok(()),
            None => (true, empty(write.new_id(), key(conversation))),
        };
        let now = write.now().0;
        let hybrid_time = write.change(Kind::Draft, old.id).await?.0;
        let mut row = old.into_active_model();
        row.updated_at = Set(now);
        row.actor = Set(write.actor().0);
        row.hybrid_time = Set(hybrid_time);
        // What was forgotten leaves no text behind.
        row.deleted_at = Set(text.is_empty().then_some(now));
        row.text = Set(text.to_owned());
        if is_new {
            Entity::insert(row.reset_all()).exec_without_returning(&write.db).await?;
        } else {
            row.update(&write.db).await?;
        }
        write.commit().await
    }
}

fn key(conversation: Option<ConversationId>) -> Uuid {
    conversation.map_or(Uuid::nil(), |id| id.0)
}

fn empty(id: Uuid, conversation: Uuid) -> Model {
    Model {
        id,
        conversation,
        updated_at: 0,
        actor: Uuid::nil(),
        hybrid_time: 0,
        deleted_at: None,
        text: String::new(),
    }
}
