//! Events: what happened, kept for ever in the form in which it was seen.

use std::collections::HashMap;

use attune_domain::{
    ActorId, Event, EventId, EventKind, HybridTime, MessageId, Rating, RatingReason, Timestamp,
};
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect};
use serde_json::Value;

use crate::entity::event::{Column, Entity, Model};
use crate::write::{Kind, Write};
use crate::{Store, StoreError, memories};

/// Something that happens now.
#[derive(Debug, Clone, PartialEq)]
pub struct NewEvent {
    /// The answer it is about, where it is about one.
    pub message: Option<MessageId>,
    /// What happens.
    pub kind: EventKind,
}

impl Store {
    /// Keeps events, all or none.
    ///
    /// # Errors
    /// [`StoreError`] as the database says.
    pub async fn append_events(&self, events: Vec<NewEvent>) -> Result<Vec<Event>, StoreError> {
        let write = self.write().await?;
        let events = append(&write, events).await?;
        write.commit().await?;
        Ok(events)
    }

    /// Events after a reading, in the order of all events, at most `limit`.
    ///
    /// # Errors
    /// [`StoreError`] as the database says.
    pub async fn events_since(&self, after: HybridTime, limit: u32) -> Result<Vec<Event>, StoreError> {
        let rows = Entity::find()
            .filter(Column::HybridTime.gt(after.0))
            .order_by_asc(Column::HybridTime)
            .order_by_asc(Column::Actor)
            .limit(u64::from(limit))
            .all(&self.reader)
            .await?;
        rows.into_iter().map(Event::try_from).collect()
    }

    /// All events of some kinds, by the names under which they are stored, in the order of all events.
    ///
    /// # Errors
    /// [`StoreError`] as the database says.
    pub async fn events_of_kinds(&self, kinds: &[&str]) -> Result<Vec<Event>, StoreError> {
        let rows = Entity::find()
            .filter(Column::Kind.is_in(kinds.iter().copied()))
            .order_by_asc(Column::HybridTime)
            .order_by_asc(Column::Actor)
            .all(&self.reader)
            .await?;
        rows.into_iter().map(Event::try_from).collect()
    }

    /// The ratings in force of some answers.
    ///
    /// # Errors
    /// [`StoreError`] as the database says.
    pub async fn ratings(
        &self,
        answers: impl IntoIterator<Item = MessageId>,
    ) -> Result<HashMap<MessageId, (Rating, Vec<RatingReason>)>, StoreError> {
        let rows = Entity::find()
            .filter(Column::Message.is_in(answers.into_iter().map(|id| id.0)))
            .filter(Column::Kind.is_in(["answer_rated", "rating_withdrawn"]))
            .order_by_asc(Column::HybridTime)
            .order_by_asc(Column::Actor)
            .all(&self.reader)
            .await?;
        let mut ratings = HashMap::new();
        for row in rows {
            let event = Event::try_from(row)?;
            match (event.message, event.kind) {
                (Some(message), EventKind::AnswerRated { rating, reasons }) => {
                    ratings.insert(message, (rating, reasons));
                }
                (Some(message), EventKind::RatingWithdrawn) => {
                    ratings.remove(&message);
                }
                _ => {}
            }
        }
        Ok(ratings)
    }

    /// The events about a message, in their order.
    ///
    /// # Errors
    /// [`StoreError`] as the database says.
    pub async fn events_of(&self, message: MessageId) -> Result<Vec<Event>, StoreError> {
        let rows = Entity::find()
            .filter(Column::Message.eq(message.0))
            .order_by_asc(Column::HybridTime)
            .order_by_asc(Column::Actor)
            .all(&self.reader)
            .await?;
        rows.into_iter().map(Event::try_from).collect()
    }
}

/// Writes events into a transaction, and brings the memories that they are about up to date.
pub(crate) async fn append(write: &Write<'_>, events: Vec<NewEvent>) -> Result<Vec<Event>, StoreError> {
    let mut written = Vec::with_capacity(events.len());
    for NewEvent { message, kind } in events {
        let id = write.new_id();
        let event = Event {
            id: EventId(id),
            actor: write.actor(),
            hybrid_time: write.change(Kind::Event, id).await?,
            at: write.now(),
            message,
            kind,
        };
        let row = Model::try_from(&event)?;
        Entity::insert(row.into_active_model()).exec_without_returning(&write.db).await?;
        written.push(event);
    }
    memories::apply(write, &written).await?;
    Ok(written)
}

impl TryFrom<&Event> for Model {
    type Error = StoreError;

    fn try_from(event: &Event) -> Result<Self, StoreError> {
        let payload = crate::messages::to_json(&event.kind)?;
        let name = match &event.kind {
            EventKind::Unknown(value) => value.get("kind").and_then(Value::as_str).map(str::to_owned),
            known => serde_json::to_value(known)
                .ok()
                .and_then(|value| value.get("kind").and_then(Value::as_str).map(str::to_owned)),
        };
        Ok(Self {
            id: event.id.0,
            at: event.at.0,
            actor: event.actor.0,
            hybrid_time: event.hybrid_time.0,
            message: event.message.map(|id| id.0),
            kind: name.unwrap_or_default(),
            payload,
        })
    }
}

impl TryFrom<Model> for Event {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        let kind = serde_json::from_str(&row.payload)
            .map_err(|error| StoreError::Corrupt { detail: format!("event {}: {error}", row.id) })?;
        Ok(Self {
            id: EventId(row.id),
            actor: ActorId(row.actor),
            hybrid_time: HybridTime(row.hybrid_time),
            at: Timestamp(row.at),
            message: row.message.map(MessageId),
            kind,
        })
    }
}
