//! Settings as JSON by key. What a key means is not known here: keys of newer programs stay.

use std::collections::BTreeMap;

use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use serde_json::Value;

use crate::entity::setting::{Column, Entity, Model};
use crate::write::Kind;
use crate::{Store, StoreError};

impl Store {
    /// Every setting that somebody chose, unknown keys included.
    ///
    /// # Errors
    /// [`StoreError`] as the database says.
    pub async fn settings(&self) -> Result<BTreeMap<String, Value>, StoreError> {
        let rows = Entity::find().filter(Column::DeletedAt.is_null()).all(&self.reader).await?;
        rows.into_iter().map(|row| Ok((row.key.clone(), value(&row)?))).collect()
    }

    /// One setting; none where nobody chose.
    ///
    /// # Errors
    /// [`StoreError`] as the database says.
    pub async fn setting(&self, key: &str) -> Result<Option<Value>, StoreError> {
        let row = Entity::find_by_id(key).filter(Column::DeletedAt.is_null()).one(&self.reader).await?;
        row.as_ref().map(value).transpose()
    }

    /// Chooses a setting; none returns to the default.
    ///
    /// # Errors
    /// [`StoreError`] as the database says.
    pub async fn set_setting(&self, key: &str, value: Option<&Value>) -> Result<(), StoreError> {
        let write = self.write().await?;
        let old = Entity::find_by_id(key).one(&write.db).await?;
        if old.is_none() && value.is_none() {
            return Ok(());
        }
        let now = write.now().0;
        let new = Model {
            key: key.to_owned(),
            updated_at: now,
            actor: write.actor().0,
            hybrid_time: write.change(Kind::Setting, key).await?.0,
            deleted_at: value.is_none().then_some(now),
            value: value.unwrap_or(&Value::Null).to_string(),
        };
        if old.is_some() {
            new.into_active_model().reset_all().update(&write.db).await?;
        } else {
            Entity::insert(new.into_active_model()).exec_without_returning(&write.db).await?;
        }
        write.commit().await
    }
}

fn value(row: &Model) -> Result<Value, StoreError> {
    serde_json::from_str(&row.value)
        .map_err(|error| StoreError::Corrupt { detail: format!("setting {}: {error}", row.key) })
}
