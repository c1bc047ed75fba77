//! The fold: from events about memories to memories as they stand. The same events give the same memories,
//! whatever order they arrive in.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Fingerprint, Learned, Memory};
use crate::clock::Timestamp;
use crate::event::{Event, EventKind};
use crate::id::{MemoryId, MessageId};

/// All memories of a person.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct MemoryHistory {
    /// The memories whose text is still there, hidden ones included.
    pub memories: BTreeMap<MemoryId, Memory>,
    /// What is left of those that were erased.
    pub tombstones: BTreeMap<MemoryId, Tombstone>,
}

/// What is left of a memory that was erased: enough to recognise it, nothing that could be read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tombstone {
    /// The message that it was learned from; nothing is learned from it again.
    pub message: Option<MessageId>,
    /// What its texts are recognised by: none of them is learned again unless the person asks for it.
    pub fingerprints: Vec<Fingerprint>,
    /// Whether the person began anew, so that its texts may be learned from what they say from then on.
    pub anew: bool,
}

/// What each memory adds to its confidence when it is said again: half of what is missing.
const CONFIRMED: f32 = 0.5;

impl MemoryHistory {
    /// Folds events, in the order of their hybrid times; ties are broken by actor, then by id.
    #[must_use]
    pub fn fold<'e>(events: impl IntoIterator<Item = &'e Event>) -> Self {
        let mut events: Vec<&Event> = events.into_iter().collect();
        events.sort_by_key(|event| (event.hybrid_time, event.actor, event.id));
        events.dedup_by_key(|event| event.id);
        let mut history = Self::default();
        for event in events {
            history.apply(event);
        }
        history
    }

    /// Applies one event that follows all that were applied before. An event about a memory that is not
    /// there, or about one that was erased, changes nothing.
    pub fn apply(&mut self, event: &Event) {
        let at = event.at;
        match &event.kind {
            EventKind::MemoryLearned(learned) => self.learn(learned, at),
            EventKind::MemoryConfirmed { memory, .. } => self.change(*memory, |memory| {
                memory.confidence += (1.0 - memory.confidence) * CONFIRMED;
                memory.affirmed_at = at;
            }),
            EventKind::MemoryEdited { memory, text, fingerprint } => {
                if let Some(tombstone) = self.tombstones.get_mut(memory) {
                    tombstone.recognise(fingerprint);
                }
                self.change(*memory, |memory| {
                    text.clone_into(&mut memory.text);
                    memory.affirmed_at = at;
                    // The person's own words are as sure as it gets.
                    memory.confidence = 1.0;
                    add(&mut memory.fingerprints, fingerprint);
                });
            }
            EventKind::MemorySuperseded { memory, by } => self.change(*memory, |memory| {
                memory.ended_at = Some(at);
                memory.superseded_by = *by;
            }),
            EventKind::MemoryPinned { memory, pinned } => {
                self.change(*memory, |memory| memory.pinned = *pinned);
            }
            EventKind::MemoryForgotten { memory } => {
                self.change(*memory, |memory| memory.forgotten_at = Some(at));
            }
            EventKind::MemoryRestored { memory } => self.change(*memory, |memory| {
                if memory.forgotten_at.take().is_none() {
                    memory.ended_at = None;
                    memory.superseded_by = None;
                }
            }),
            EventKind::MemoriesUsed { memories } => {
                for memory in memories {
                    self.change(*memory, |memory| {
                        memory.uses = memory.uses.saturating_add(1);
                        memory.last_used_at = Some(at);
                    });
                }
            }
            EventKind::MemoriesErased { memories, anew } => {
                for memory in memories {
                    self.erase(*memory, *anew);
                }
            }
            _ => {}
        }
    }

    /// The memories that hold.
    pub fn current(&self) -> impl Iterator<Item = &Memory> {
        self.memories.values().filter(|memory| memory.is_current())
    }

    fn learn(&mut self, learned: &Learned, at: Timestamp) {
        if let Some(tombstone) = self.tombstones.get_mut(&learned.memory) {
            tombstone.message = tombstone.message.or(learned.source.message());
            tombstone.recognise(&learned.fingerprint);
            return;
        }
        self.memories.entry(learned.memory).or_insert_with(|| Memory {
            id: learned.memory,
            text: learned.text.clone(),
            kind: learned.kind,
            slot: learned.slot.clone(),
            scope: learned.scope.clone(),
            source: learned.source,
            confidence: learned.confidence.clamp(0.0, 1.0),
            pinned: false,
            created_at: at,
            affirmed_at: at,
            last_used_at: None,
            uses: 0,
            ended_at: None,
            superseded_by: None,
            forgotten_at: None,
            fingerprints: vec![learned.fingerprint.clone()],
        });
    }

    fn erase(&mut self, id: MemoryId, anew: bool) {
        let erased = self.memories.remove(&id);
        let tombstone = self.tombstones.entry(id).or_default();
        tombstone.anew |= anew;
        if let Some(memory) = erased {
            tombstone.message = memory.source.message();
            tombstone.fingerprints = memory.fingerprints;
        }
    }

    fn change(&mut self, id: MemoryId, change: impl FnOnce(&mut Memory)) {
        if let Some(memory) = self.memories.get_mut(&id) {
            change(memory);
        }
    }
}

impl Tombstone {
    fn recognise(&mut self, fingerprint: &Fingerprint) {
        add(&mut self.fingerprints, fingerprint);
    }
}

fn add(fingerprints: &mut Vec<Fingerprint>, fingerprint: &Fingerprint) {
    if !fingerprints.contains(fingerprint) {
        fingerprints.push(fingerprint.clone());
    }
}

/// The memories that an event is about.
#[must_use]
pub fn touched(kind: &EventKind) -> Vec<MemoryId> {
    match kind {
        EventKind::MemoryLearned(learned) => vec![learned.memory],
        EventKind::MemoryConfirmed { memory, .. }
        | EventKind::MemoryEdited { memory, .. }
        | EventKind::MemorySuperseded { memory, .. }
        | EventKind::MemoryPinned { memory, .. }
        | EventKind::MemoryForgotten { memory }
        | EventKind::MemoryRestored { memory } => vec![*memory],
        EventKind::MemoriesUsed { memories } | EventKind::MemoriesErased { memories, .. } => memories.clone(),
        _ => Vec::new(),
    }
}
