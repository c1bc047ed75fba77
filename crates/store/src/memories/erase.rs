//! Erasing memories: their texts leave the rows, every event that held them, the write-ahead log, and the pages
//! that the database no longer uses.

use attune_domain::memory::without_texts;
use attune_domain::{Event, EventKind, MemoryId};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, Set,
};

use super::{Column, Entity, events_about_memories};
use crate::entity::{event, meta};
use crate::events::{self, NewEvent};
use crate::messages::to_json;
use crate::write::Write;
use crate::{Store, StoreError};

/// Says that pages may still hold what was erased.
const TO_SCRUB: &str = "to_scrub";

impl Store {
    /// Erases memories for good, whatever their state. When this returns, no file of the database holds their
    /// texts; messages in which they were said stay as they are.
    ///
    /// Erasing is done in two steps: first nothing that is read holds the texts, durably; then the file is
    /// written anew without what lay in unused pages. When the second step fails, because the disk is full or
    /// another program holds the file, it is made up for by [`Store::scrub`].
    ///
    /// # Errors
    /// [`StoreError`] as the database says.
    pub async fn erase_memories(&self, ids: &[MemoryId]) -> Result<(), StoreError> {
        if ids.is_empty() {
            return Ok(());
        }
        let write = self.write().await?;
        erase(&write, ids, false).await?;
        write.commit().await?;
        self.scrub().await
    }

    /// Erases all memories and begins anew: what is said from now on may be learned again. Returns how many
    /// there were.
    ///
    /// # Errors
    /// As [`Store::erase_memories`].
    pub async fn erase_all_memories(&self) -> Result<usize, StoreError> {
        let write = self.write().await?;
        let rows = Entity::find().all(&write.db).await?;
        let ids: Vec<MemoryId> = rows.iter().map(|row| MemoryId(row.id)).collect();
        let there = rows.iter().filter(|row| row.state != super::ERASED).count();
        erase(&write, &ids, true).await?;
        erase_unknown(&write).await?;
        write.commit().await?;
        self.scrub().await?;
        Ok(there)
    }

    /// Writes the file anew if something was erased since it last was. Another program may read meanwhile.
    ///
    /// # Errors
    /// [`StoreError::Busy`], [`StoreError::DiskFull`]; it can be tried again.
    pub async fn scrub(&self) -> Result<(), StoreError> {
        if meta::Entity::find_by_id(TO_SCRUB.to_owned()).one(&self.reader).await?.is_none() {
            return Ok(());
        }
        // Pages that were merged or freed may hold what they held before, and so may the unused part of pages
        // in use: only a new file holds nothing but what is there.
        self.writer.execute_unprepared("VACUUM").await?;
        self.writer.execute_unprepared("PRAGMA wal_checkpoint(TRUNCATE)").await?;
        meta::Entity::delete_by_id(TO_SCRUB.to_owned()).exec(&self.writer).await?;
        Ok(())
    }
}

async fn erase(write: &Write<'_>, ids: &[MemoryId], anew: bool) -> Result<(), StoreError> {
    let kind = EventKind::MemoriesErased { memories: ids.to_vec(), anew };
    events::append(write, vec![NewEvent { message: None, kind }]).await?;
    for event in events_about_memories(&write.db).await? {
        if let Some(kind) = without_texts(&event.kind, ids) {
            rewrite(write, &event, to_json(&kind)?).await?;
        }
    }
    let due = meta::ActiveModel { key: Set(TO_SCRUB.to_owned()), value: Set(write.now().0.to_string()) };
    if meta::Entity::find_by_id(TO_SCRUB.to_owned()).one(&write.db).await?.is_none() {
        meta::Entity::insert(due).exec_without_returning(&write.db).await?;
    }
    Ok(())
}

/// Events of newer programs about memories hold texts that nobody here can tell apart.
async fn erase_unknown(write: &Write<'_>) -> Result<(), StoreError> {
    for event in events_about_memories(&write.db).await? {
        if let EventKind::Unknown(value) = &event.kind {
            let name = value.get("kind").cloned().unwrap_or_default();
            rewrite(write, &event, serde_json::json!({ "kind": name, "erased": true }).to_string()).await?;
        }
    }
    Ok(())
}

/// Gives an event another payload in its old place: it happened when it happened.
async fn rewrite(write: &Write<'_>, event: &Event, payload: String) -> Result<(), StoreError> {
    let row = event::Entity::find_by_id(event.id.0).one(&write.db).await?;
    let Some(row) = row else { return Ok(()) };
    let mut row = row.into_active_model();
    row.payload = Set(payload);
    row.update(&write.db).await?;
    Ok(())
}

impl Store {
    /// The memories that were forgotten before a time and are to be erased now.
    ///
    /// # Errors
    /// [`StoreError`] as the database says.
    pub async fn forgotten_before(
        &self,
        before: attune_domain::Timestamp,
    ) -> Result<Vec<MemoryId>, StoreError> {
        let rows = Entity::find().filter(Column::State.eq("forgotten")).all(&self.reader).await?;
        let mut due = Vec::new();
        for row in &rows {
            if super::read(row)?.forgotten_at.is_some_and(|at| at <= before) {
                due.push(MemoryId(row.id));
            }
        }
        Ok(due)
    }
}
