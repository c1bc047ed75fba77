//! The record of what left the machine, and of what was refused.

use attune_domain::Timestamp;
use sea_orm::{EntityTrait, IntoActiveModel, QueryOrder, QuerySelect};

use crate::entity::departure::{Column, Entity, Model};
use crate::write::Kind;
use crate::{Store, StoreError};

/// One request that left the machine or was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Departure {
    /// When.
    pub at: Timestamp,
    /// `ask`, `probe_provider` or `fetch_model`.
    pub purpose: String,
    /// Where to, without secrets.
    pub destination: String,
    /// Which provider or model.
    pub subject: String,
    /// How many bytes of a person's text were in it.
    pub personal_bytes: u64,
    /// Whether it was permitted.
    pub permitted: bool,
    /// Who decided.
    pub decided_by: String,
}

impl Store {
    /// Keeps a record. It is on the disk when this returns, so that a request can wait for it.
    ///
    /// # Errors
    /// [`StoreError`] as the database says; then nothing may leave.
    pub async fn record_departure(&self, departure: &Departure) -> Result<(), StoreError> {
        let write = self.write().await?;
        let id = write.new_id();
        let row = Model {
            id,
            at: departure.at.0,
            actor: write.actor().0,
            hybrid_time: write.change(Kind::Departure, id).await?.0,
            permitted: departure.permitted,
            personal_bytes: i64::try_from(departure.personal_bytes).unwrap_or(i64::MAX),
            purpose: departure.purpose.clone(),
            destination: departure.destination.clone(),
            subject: departure.subject.clone(),
            decided_by: departure.decided_by.clone(),
        };
        Entity::insert(row.into_active_model()).exec_without_returning(&write.db).await?;
        write.commit().await
    }

    /// The newest records, newest first.
    ///
    /// # Errors
    /// [`StoreError`] as the database says.
    pub async fn departures(&self, limit: u32) -> Result<Vec<Departure>, StoreError> {
        let rows = Entity::find()
            .order_by_desc(Column::At)
            .order_by_desc(Column::HybridTime)
            .limit(u64::from(limit))
            .all(&self.reader)
            .await?;
        Ok(rows.into_iter().map(Departure::from).collect())
    }
}

impl From<Model> for Departure {
    fn from(row: Model) -> Self {
        Self {
            at: Timestamp(row.at),
            purpose: row.purpose,
            destination: row.destination,
            subject: row.subject,
            personal_bytes: u64::try_from(row.personal_bytes).unwrap_or(0),
            permitted: row.permitted,
            decided_by: row.decided_by,
        }
    }
}
