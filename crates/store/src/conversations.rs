//! Conversations: the list in the sidebar.

use std::collections::HashSet;

use attune_domain::{Conversation, ConversationId, EventKind, MessageId, RoleId, Timestamp};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, Set,
};
use uuid::Uuid;

use crate::entity::conversation::{self, Column, Entity, Model};
use crate::ideographs::ideographs;
use crate::write::{Kind, Write};
use crate::{NewEvent, Store, StoreError, events};

/// A conversation that begins. Temporary ones never come here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewConversation {
    /// What the sidebar shows.
    pub title: String,
    /// The role in which it is led.
    pub role: RoleId,
}

impl Store {
    /// All conversations that are not deleted: pinned ones first, then by their last change, newest first.
    ///
    /// # Errors
    /// [`StoreError`] as the database says.
    pub async fn conversations(&self) -> Result<Vec<Conversation>, StoreError> {
        let rows = Entity::find()
            .filter(Column::DeletedAt.is_null())
            .order_by_desc(Column::Pinned)
            .order_by_desc(Column::UpdatedAt)
            .order_by_desc(Column::Id)
            .all(&self.reader)
            .await?;
        rows.into_iter().map(Conversation::try_from).collect()
    }

    /// One conversation that is not deleted.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is none.
    pub async fn conversation(&self, id: ConversationId) -> Result<Conversation, StoreError> {
        find(&self.reader, id).await?.try_into()
    }

    /// Begins a conversation without messages.
    ///
    /// # Errors
    /// [`StoreError`] as the database says.
    pub async fn create_conversation(&self, new: NewConversation) -> Result<Conversation, StoreError> {
        let write = self.write().await?;
        let row = insert(&write, new).await?;
        write.commit().await?;
        row.try_into()
    }

    /// Gives a conversation another title.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is none.
    pub async fn rename_conversation(
        &self,
        id: ConversationId,
        title: &str,
    ) -> Result<Conversation, StoreError> {
        self.change_conversation(id, |row| {
            row.ideographs = Set(ideographs(title));
            row.title = Set(title.to_owned());
        })
        .await
    }

    /// Puts a conversation above the date groups, or back.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is none.
    pub async fn pin_conversation(
        &self,
        id: ConversationId,
        pinned: bool,
    ) -> Result<Conversation, StoreError> {
        self.change_conversation(id, |row| row.pinned = Set(pinned)).await
    }

    /// Keeps a conversation out of the answers of others, or lets it be used again. Where it stands so already,
    /// nothing happens.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is none.
    pub async fn keep_conversation_apart(
        &self,
        id: ConversationId,
        apart: bool,
    ) -> Result<Conversation, StoreError> {
        let write = self.write().await?;
        let mut row = find(&write.db, id).await?;
        if row.apart != apart {
            row = update(&write, row, |row| row.apart = Set(apart)).await?;
            let kind = EventKind::ConversationKeptApart { conversation: id, apart };
            events::append(&write, vec![NewEvent { message: None, kind }]).await?;
        }
        write.commit().await?;
        row.try_into()
    }

    /// The conversations that are kept out of the answers of others, deleted ones with them.
    ///
    /// # Errors
    /// [`StoreError`] as the database says.
    pub async fn conversations_apart(&self) -> Result<HashSet<ConversationId>, StoreError> {
        let ids = Entity::find().select_only().column(Column::Id).filter(Column::Apart.eq(true));
        let ids: Vec<Uuid> = ids.into_tuple().all(&self.reader).await?;
        Ok(ids.into_iter().map(ConversationId).collect())
    }

    /// Leads a conversation in another role from now on.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is none.
    pub async fn set_conversation_role(
        &self,
        id: ConversationId,
        role: RoleId,
    ) -> Result<Conversation, StoreError> {
        self.change_conversation(id, |row| row.role = Set(role.into())).await
    }

    /// Notes that something was written to a conversation now.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is none.
    pub async fn touch_conversation(&self, id: ConversationId) -> Result<Conversation, StoreError> {
        let now = self.now();
        self.change_conversation(id, |row| row.updated_at = Set(now.0)).await
    }

    /// Takes a conversation out of every list and out of the search. Its messages stay, so that it can be
    /// restored.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is none.
    pub async fn delete_conversation(&self, id: ConversationId) -> Result<(), StoreError> {
        let now = self.now();
        self.change_conversation(id, |row| row.deleted_at = Set(Some(now.0))).await?;
        Ok(())
    }

    /// Undoes a deletion. A conversation that is not deleted stays as it is.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there never was one.
    pub async fn restore_conversation(&self, id: ConversationId) -> Result<Conversation, StoreError> {
        let write = self.write().await?;
        let row = Entity::find_by_id(id.0).one(&write.db).await?;
        let row = row.ok_or_else(|| StoreError::not_found("conversation", &id))?;
        let row = update(&write, row, |row| row.deleted_at = Set(None)).await?;
        write.commit().await?;
        row.try_into()
    }

    async fn change_conversation(
        &self,
        id: ConversationId,
        change: impl FnOnce(&mut conversation::ActiveModel),
    ) -> Result<Conversation, StoreError> {
        let write = self.write().await?;
        let row = find(&write.db, id).await?;
        let row = update(&write, row, change).await?;
        write.commit().await?;
        row.try_into()
    }
}

/// Finds a conversation that is not deleted.
pub(crate) async fn find(
    db: &impl sea_orm::ConnectionTrait,
    id: ConversationId,
) -> Result<Model, StoreError> {
    let row = Entity::find_by_id(id.0).filter(Column::DeletedAt.is_null()).one(db).await?;
    row.ok_or_else(|| StoreError::not_found("conversation", &id))
}

/// Writes a new conversation.
pub(crate) async fn insert(write: &Write<'_>, new: NewConversation) -> Result<Model, StoreError> {
    let id = write.new_id();
    let now = write.now().0;
    let row = Model {
        id,
        role: new.role.into(),
        pinned: false,
        apart: false,
        tip: None,
        created_at: now,
        updated_at: now,
        actor: write.actor().0,
        hybrid_time: write.change(Kind::Conversation, id).await?.0,
        deleted_at: None,
        ideographs: ideographs(&new.title),
        title: new.title,
    };
    Entity::insert(row.clone().into_active_model()).exec_without_returning(&write.db).await?;
    Ok(row)
}

/// Changes a conversation. Columns that the change does not name stay as they are.
pub(crate) async fn update(
    write: &Write<'_>,
    row: Model,
    change: impl FnOnce(&mut conversation::ActiveModel),
) -> Result<Model, StoreError> {
    let hybrid_time = write.change(Kind::Conversation, row.id).await?;
    let mut row = row.into_active_model();
    change(&mut row);
    row.actor = Set(write.actor().0);
    row.hybrid_time = Set(hybrid_time.0);
    Ok(row.update(&write.db).await?)
}

impl TryFrom<Model> for Conversation {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        let role =
            RoleId::new(row.role).map_err(|error| StoreError::Corrupt { detail: error.to_string() })?;
        Ok(Self {
            id: ConversationId(row.id),
            title: row.title,
            role,
            pinned: row.pinned,
            apart: row.apart,
            temporary: false,
            tip: row.tip.map(MessageId),
            created_at: Timestamp(row.created_at),
            updated_at: Timestamp(row.updated_at),
        })
    }
}
