//! Remote providers as people configured them. Keys are not here.

use attune_domain::{ProviderConfig, ProviderId};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, Set};
use serde_json::Value;

use crate::entity::provider::{Column, Entity, Model};
use crate::messages::to_json;
use crate::write::Kind;
use crate::{Store, StoreError};

impl Store {
    /// All providers, by id. One of a kind that only a newer program knows is left out, but stays stored.
    ///
    /// # Errors
    /// [`StoreError`] as the database says.
    pub async fn providers(&self) -> Result<Vec<ProviderConfig>, StoreError> {
        let rows = Entity::find()
            .filter(Column::DeletedAt.is_null())
            .order_by_asc(Column::Id)
            .all(&self.reader)
            .await?;
        Ok(rows.iter().filter_map(read).collect())
    }

    /// One provider.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is none.
    pub async fn provider(&self, id: &ProviderId) -> Result<ProviderConfig, StoreError> {
        let row =
            Entity::find_by_id(id.as_str()).filter(Column::DeletedAt.is_null()).one(&self.reader).await?;
        row.as_ref().and_then(read).ok_or_else(|| StoreError::not_found("provider", id))
    }

    /// Adds a provider, or changes the one with its id. What a newer program added to it stays.
    ///
    /// # Errors
    /// [`StoreError`] as the database says.
    pub async fn save_provider(&self, provider: &ProviderConfig) -> Result<(), StoreError> {
        let write = self.write().await?;
        let id = provider.id.as_str();
        let old = Entity::find_by_id(id).one(&write.db).await?;
        let body = match old.as_ref().filter(|row| row.deleted_at.is_none()) {
            Some(row) => merge(&row.body, &to_json(provider)?),
            None => to_json(provider)?,
        };
        let new = Model {
            id: id.to_owned(),
            updated_at: write.now().0,
            actor: write.actor().0,
            hybrid_time: write.change(Kind::Provider, id).await?.0,
            deleted_at: None,
            body,
        };
        if old.is_some() {
            new.into_active_model().reset_all().update(&write.db).await?;
        } else {
            Entity::insert(new.into_active_model()).exec_without_returning(&write.db).await?;
        }
        write.commit().await
    }

    /// Removes a provider. Answers that it wrote still name it.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is none.
    pub async fn remove_provider(&self, id: &ProviderId) -> Result<(), StoreError> {
        let write = self.write().await?;
        let row = Entity::find_by_id(id.as_str()).filter(Column::DeletedAt.is_null()).one(&write.db).await?;
        let mut row = row.ok_or_else(|| StoreError::not_found("provider", id))?.into_active_model();
        let now = write.now().0;
        row.deleted_at = Set(Some(now));
        row.updated_at = Set(now);
        row.actor = Set(write.actor().0);
        row.hybrid_time = Set(write.change(Kind::Provider, id).await?.0);
        row.update(&write.db).await?;
        write.commit().await
    }
}

fn read(row: &Model) -> Option<ProviderConfig> {
    serde_json::from_str(&row.body)
        .inspect_err(
            |error| tracing::warn!(provider = row.id, %error, "a provider cannot be read, and stays"),
        )
        .ok()
}

/// Lays the known fields over what was stored, so that unknown ones stay.
fn merge(stored: &str, known: &str) -> String {
    match (serde_json::from_str(stored), serde_json::from_str(known)) {
        (Ok(Value::Object(mut stored)), Ok(Value::Object(known))) => {
            stored.extend(known);
            Value::Object(stored).to_string()
        }
        _ => known.to_owned(),
    }
}
