//! Role templates: every version that was published here, unchanged.

use attune_domain::{RoleId, RoleTemplate, Timestamp};
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};

use crate::entity::role::{Column, Entity, Model};
use crate::messages::to_json;
use crate::write::query;
use crate::{Store, StoreError};

/// A version of a role template, and since when it is here.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredRole {
    /// The template.
    pub template: RoleTemplate,
    /// When this version was stored.
    pub stored_at: Timestamp,
}

impl Store {
    /// Makes sure that these versions are stored, in this order. A version that is there stays as it is.
    ///
    /// # Errors
    /// [`StoreError`] as the database says.
    pub async fn ensure_built_in(&self, templates: Vec<RoleTemplate>) -> Result<(), StoreError> {
        let write = self.write().await?;
        for (place, template) in (0..).zip(templates) {
            let body = to_json(&template)?;
            let key = (template.id.as_str().to_owned(), as_column(template.version));
            match Entity::find_by_id(key.clone()).one(&write.db).await? {
                Some(row) => {
                    if row.body != body {
                        let (role, version) = &key;
                        tracing::warn!(role, version, "the stored role template differs and is kept");
                    }
                    if row.place != place {
                        let sql = "UPDATE roles SET place = ? WHERE id = ? AND version = ?";
                        let values = [place.into(), key.0.into(), key.1.into()];
                        sea_orm::ConnectionTrait::execute_raw(&write.db, query(sql, values)).await?;
                    }
                }
                None => {
                    let row = Model { id: key.0, version: key.1, place, stored_at: write.now().0, body };
                    Entity::insert(row.into_active_model()).exec_without_returning(&write.db).await?;
                }
            }
        }
        write.commit().await
    }

    /// Keeps a role that is new here, after all others. None, and nothing changes, where there is a role of that id.
    ///
    /// # Errors
    /// [`StoreError`] as the database says.
    pub async fn add_role(&self, template: RoleTemplate) -> Result<Option<StoredRole>, StoreError> {
        let write = self.write().await?;
        let rows = Entity::find().all(&write.db).await?;
        if rows.iter().any(|row| row.id == template.id.as_str()) {
            return Ok(None);
        }
        let stored_at = write.now();
        let row = Model {
            id: template.id.as_str().to_owned(),
            version: as_column(template.version),
            place: rows.iter().map(|row| row.place + 1).max().unwrap_or_default(),
            stored_at: stored_at.0,
            body: to_json(&template)?,
        };
        Entity::insert(row.into_active_model()).exec_without_returning(&write.db).await?;
        write.commit().await?;
        Ok(Some(StoredRole { template, stored_at }))
    }

    /// The current version of every role, in the order of the role selector.
    ///
    /// # Errors
    /// [`StoreError`] as the database says.
    pub async fn roles(&self) -> Result<Vec<StoredRole>, StoreError> {
        let rows =
            Entity::find().order_by_asc(Column::Id).order_by_desc(Column::Version).all(&self.reader).await?;
        let mut current: Vec<(i32, StoredRole)> = Vec::new();
        for row in rows {
            let is_older = current.last().is_some_and(|(_, role)| role.template.id.as_str() == row.id);
            if !is_older && let Some(role) = read(&row) {
                current.push((row.place, role));
            }
        }
        current.sort_by_key(|(place, _)| *place);
        Ok(current.into_iter().map(|(_, role)| role).collect())
    }

    /// The current version of one role.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is none.
    pub async fn role(&self, id: &RoleId) -> Result<StoredRole, StoreError> {
        let rows = Entity::find()
            .filter(Column::Id.eq(id.as_str()))
            .order_by_desc(Column::Version)
            .all(&self.reader)
            .await?;
        rows.iter().find_map(read).ok_or_else(|| StoreError::not_found("role", id))
    }

    /// One version of a role, as answers name it.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is none.
    pub async fn role_version(&self, id: &RoleId, version: u32) -> Result<StoredRole, StoreError> {
        let row = Entity::find_by_id((id.as_str().to_owned(), as_column(version))).one(&self.reader).await?;
        row.as_ref()
            .and_then(read)
            .ok_or_else(|| StoreError::not_found("role", &format!("{id} version {version}")))
    }
}

/// Reads a template. One that only a newer program can read is passed over, but stays stored.
fn read(row: &Model) -> Option<StoredRole> {
    let template = serde_json::from_str(&row.body)
        .inspect_err(|error| {
            tracing::warn!(role = row.id, version = row.version, %error, "a role template cannot be read");
        })
        .ok()?;
    Some(StoredRole { template, stored_at: Timestamp(row.stored_at) })
}

/// Versions are counted by hand, so the limit of the column is never met.
fn as_column(version: u32) -> i32 {
    i32::try_from(version).unwrap_or(i32::MAX)
}
