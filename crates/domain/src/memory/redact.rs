//! Erasing: an event about a memory without anything that could be read of it. What stays are ids and
//! salted hashes, from which the fold still gives the same state.

use super::{Learned, MemoryKind, MemoryScope};
use crate::event::EventKind;
use crate::id::MemoryId;

/// The event without the texts of these memories; none where it holds none of them.
#[must_use]
pub fn without_texts(kind: &EventKind, erased: &[MemoryId]) -> Option<EventKind> {
    match kind {
        EventKind::MemoryLearned(learned) if erased.contains(&learned.memory) => {
            Some(EventKind::MemoryLearned(Box::new(Learned {
                memory: learned.memory,
                text: String::new(),
                kind: MemoryKind::Fact,
                // What it was about says as much as the text: `allergy:nuts`.
                slot: None,
                scope: MemoryScope::Person,
                source: learned.source,
                confidence: 0.0,
                fingerprint: learned.fingerprint.clone(),
            })))
        }
        EventKind::MemoryEdited { memory, fingerprint, .. } if erased.contains(memory) => {
            Some(EventKind::MemoryEdited {
                memory: *memory,
                text: String::new(),
                fingerprint: fingerprint.clone(),
            })
        }
        _ => None,
    }
}
