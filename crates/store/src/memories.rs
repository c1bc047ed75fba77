//! Memories. What is written are events; the rows of the memories' own table follow in the same transaction
//! and are what is read. Split off: [`erase`], which takes texts out of every place that held them.

use std::collections::BTreeMap;

use attune_domain::memory::{MemoryHistory, MemoryState, Tombstone, touched};
use attune_domain::{Event, EventKind, Memory, MemoryId};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
};

use crate::entity::event;
use crate::entity::memory::{Column, Entity, Model};
use crate::events::{self, NewEvent};
use crate::messages::to_json;
use crate::write::{Kind, Write};
use crate::{Store, StoreError};

mod erase;

/// The state of a row of which only a tombstone is left.
const ERASED: &str = "erased";

impl Store {
    /// The memories that hold.
    ///
    /// # Errors
    /// [`StoreError`] as the database says.
    pub async fn current_memories(&self) -> Result<Vec<Memory>, StoreError> {
        let rows = Entity::find()
            .filter(Column::State.eq(state_name(MemoryState::Current)))
            .order_by_asc(Column::Id)
            .all(&self.reader)
            .await?;
        rows.iter().map(read).collect()
    }

    /// All memories and what is left of those that were erased.
    ///
    /// # Errors
    /// [`StoreError`] as the database says.
    pub async fn memory_history(&self) -> Result<MemoryHistory, StoreError> {
        history(Entity::find().all(&self.reader).await?)
    }

    /// One memory, superseded and hidden ones included.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is none, or when it was erased.
    pub async fn memory(&self, id: MemoryId) -> Result<Memory, StoreError> {
        let row = Entity::find_by_id(id.0).filter(Column::State.ne(ERASED)).one(&self.reader).await?;
        row.as_ref().map(read).transpose()?.ok_or_else(|| StoreError::not_found("memory", &id))
    }

    /// Keeps events about memories, all or none, and gives the memories that they changed as they are now.
    ///
    /// # Errors
    /// [`StoreError`] as the database says.
    pub async fn record_memories(&self, events: Vec<NewEvent>) -> Result<Vec<Memory>, StoreError> {
        let write = self.write().await?;
        let events = events::append(&write, events).await?;
        let changed = rows_of(&write.db, &touched_by(&events)).await?;
        write.commit().await?;
        Ok(history(changed)?.memories.into_values().collect())
    }

    /// Folds all events about memories anew and makes the rows so. Returns how many rows were otherwise.
    ///
    /// # Errors
    /// [`StoreError`] as the database says.
    pub async fn rebuild_memories(&self) -> Result<usize, StoreError> {
        let write = self.write().await?;
        let folded = MemoryHistory::fold(&events_about_memories(&write.db).await?);
        let stored = history(Entity::find().all(&write.db).await?)?;
        let mut otherwise = 0;
        let ids = folded.memories.keys().chain(folded.tombstones.keys());
        for id in ids.filter(|id| !same(&folded, &stored, **id)) {
            save(&write, &folded, *id).await?;
            otherwise += 1;
        }
        let of_no_event =
            |id: &&MemoryId| !folded.memories.contains_key(*id) && !folded.tombstones.contains_key(*id);
        for id in stored.memories.keys().chain(stored.tombstones.keys()).filter(of_no_event) {
            Entity::delete_by_id(id.0).exec(&write.db).await?;
            otherwise += 1;
        }
        write.commit().await?;
        Ok(otherwise)
    }
}

/// Brings the rows that events are about up to date. The events are the newest of all.
pub(crate) async fn apply(write: &Write<'_>, events: &[Event]) -> Result<(), StoreError> {
    let ids = touched_by(events);
    if ids.is_empty() {
        return Ok(());
    }
    let mut changed = history(rows_of(&write.db, &ids).await?)?;
    events.iter().for_each(|event| changed.apply(event));
    for id in ids {
        save(write, &changed, id).await?;
    }
    Ok(())
}

fn touched_by(events: &[Event]) -> Vec<MemoryId> {
    let mut ids: Vec<MemoryId> = events.iter().flat_map(|event| touched(&event.kind)).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// The rows under these ids; there may be more of them than one statement takes parameters.
async fn rows_of(db: &impl ConnectionTrait, ids: &[MemoryId]) -> Result<Vec<Model>, StoreError> {
    const AT_ONCE: usize = 500;
    let mut rows = Vec::new();
    for ids in ids.chunks(AT_ONCE) {
        rows.extend(Entity::find().filter(Column::Id.is_in(ids.iter().map(|id| id.0))).all(db).await?);
    }
    Ok(rows)
}

async fn events_about_memories(db: &impl ConnectionTrait) -> Result<Vec<Event>, StoreError> {
    let rows = event::Entity::find()
        .filter(event::Column::Kind.is_in(EventKind::ABOUT_MEMORIES))
        .order_by_asc(event::Column::HybridTime)
        .order_by_asc(event::Column::Actor)
        .all(db)
        .await?;
    rows.into_iter().map(Event::try_from).collect()
}

/// Writes the row of a memory as it stands in a history. One that is in neither part has no row.
async fn save(write: &Write<'_>, history: &MemoryHistory, id: MemoryId) -> Result<(), StoreError> {
    let (state, body) = match (history.memories.get(&id), history.tombstones.get(&id)) {
        (Some(memory), _) => (state_name(memory.state()), to_json(memory)?),
        (None, Some(tombstone)) => (ERASED.to_owned(), to_json(tombstone)?),
        (None, None) => return Ok(()),
    };
    let erased = (state == ERASED).then(|| write.now().0);
    let row = Model {
        id: id.0,
        actor: write.actor().0,
        hybrid_time: write.change(Kind::Memory, id).await?.0,
        deleted_at: erased,
        state,
        body,
    };
    if Entity::find_by_id(id.0).one(&write.db).await?.is_some() {
        row.into_active_model().reset_all().update(&write.db).await?;
    } else {
        Entity::insert(row.into_active_model()).exec_without_returning(&write.db).await?;
    }
    Ok(())
}

fn same(one: &MemoryHistory, other: &MemoryHistory, id: MemoryId) -> bool {
    one.memories.get(&id) == other.memories.get(&id) && one.tombstones.get(&id) == other.tombstones.get(&id)
}

fn history(rows: Vec<Model>) -> Result<MemoryHistory, StoreError> {
    let mut history = MemoryHistory { memories: BTreeMap::new(), tombstones: BTreeMap::new() };
    for row in rows {
        if row.state == ERASED {
            history.tombstones.insert(MemoryId(row.id), parse::<Tombstone>(&row)?);
        } else {
            history.memories.insert(MemoryId(row.id), read(&row)?);
        }
    }
    Ok(history)
}

fn read(row: &Model) -> Result<Memory, StoreError> {
    parse(row)
}

fn parse<T: serde::de::DeserializeOwned>(row: &Model) -> Result<T, StoreError> {
    serde_json::from_str(&row.body)
        .map_err(|error| StoreError::Corrupt { detail: format!("memory {}: {error}", row.id) })
}

fn state_name(state: MemoryState) -> String {
    match state {
        MemoryState::Current => "current",
        MemoryState::Superseded => "superseded",
        MemoryState::Forgotten => "forgotten",
    }
    .to_owned()
}
