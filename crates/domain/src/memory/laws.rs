//! What holds for every history of memories, whatever happened.

use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::clock::HybridTime;
use crate::event::{Event, EventKind};
use crate::id::{ActorId, EventId};

fn memory(number: u8) -> MemoryId {
    MemoryId(Uuid::from_u128(u128::from(number)))
}

fn source(number: u8) -> MemorySource {
    let uuid = Uuid::from_u128(u128::from(number) + 100);
    MemorySource::Message { conversation: ConversationId(uuid), message: MessageId(uuid) }
}

fn learned(number: u8, text: &str) -> EventKind {
    EventKind::MemoryLearned(Box::new(Learned {
        memory: memory(number),
        text: text.to_owned(),
        kind: MemoryKind::Preference,
        slot: Some("favourite:editor".to_owned()),
        scope: MemoryScope::Project { name: text.to_owned() },
        source: source(number),
        confidence: 0.8,
        fingerprint: Fingerprint(format!("print {number}")),
    }))
}

fn kinds() -> impl Strategy<Value = EventKind> {
    let id = 0_u8..5;
    prop_oneof![
        3 => (id.clone(), "[a-z]{4,8}").prop_map(|(id, text)| learned(id, &text)),
        1 => id.clone().prop_map(|id| EventKind::MemoryConfirmed { memory: memory(id), source: source(id) }),
        1 => (id.clone(), "[a-z]{4,8}").prop_map(|(id, text)| EventKind::MemoryEdited {
            memory: memory(id),
            fingerprint: Fingerprint(text.clone()),
            text,
        }),
        1 => (id.clone(), id.clone()).prop_map(|(old, new)| EventKind::MemorySuperseded {
            memory: memory(old),
            by: Some(memory(new)),
        }),
        1 => (id.clone(), any::<bool>())
            .prop_map(|(id, pinned)| EventKind::MemoryPinned { memory: memory(id), pinned }),
        1 => id.clone().prop_map(|id| EventKind::MemoryForgotten { memory: memory(id) }),
        1 => id.clone().prop_map(|id| EventKind::MemoryRestored { memory: memory(id) }),
        1 => prop::collection::vec(id.clone(), 1..4)
            .prop_map(|ids| EventKind::MemoriesUsed { memories: ids.into_iter().map(memory).collect() }),
        1 => (prop::collection::vec(id, 1..3), any::<bool>()).prop_map(|(ids, anew)| {
            EventKind::MemoriesErased { memories: ids.into_iter().map(memory).collect(), anew }
        }),
    ]
}

fn event(number: usize, kind: EventKind) -> Event {
    let number = i64::try_from(number).unwrap();
    Event {
        id: EventId(Uuid::from_u128(number as u128 + 1_000)),
        actor: ActorId(Uuid::nil()),
        hybrid_time: HybridTime(number),
        at: Timestamp(number * 1_000),
        message: None,
        kind,
    }
}

fn events() -> impl Strategy<Value = Vec<Event>> {
    prop::collection::vec(kinds(), 0..40)
        .prop_map(|kinds| kinds.into_iter().enumerate().map(|(number, kind)| event(number, kind)).collect())
}

proptest! {
    #[test]
    fn the_order_of_arrival_and_repeats_do_not_matter(
        (events, shuffled) in events().prop_flat_map(|events| {
            let twice: Vec<Event> = events.iter().chain(&events).cloned().collect();
            (Just(events), Just(twice).prop_shuffle())
        }),
    ) {
        prop_assert_eq!(MemoryHistory::fold(&events), MemoryHistory::fold(&shuffled));
    }

    #[test]
    fn one_event_after_the_other_is_the_fold(events in events()) {
        let mut history = MemoryHistory::default();
        events.iter().for_each(|event| history.apply(event));
        prop_assert_eq!(history, MemoryHistory::fold(&events));
    }

    #[test]
    fn what_was_erased_stays_erased_and_its_events_say_nothing(events in events()) {
        let history = MemoryHistory::fold(&events);
        let erased: Vec<MemoryId> = history.tombstones.keys().copied().collect();
        for id in &erased {
            prop_assert!(!history.memories.contains_key(id));
        }
        let redacted: Vec<Event> = events
            .iter()
            .cloned()
            .map(|event| Event { kind: without_texts(&event.kind, &erased).unwrap_or(event.kind), ..event })
            .collect();
        for event in &redacted {
            match &event.kind {
                EventKind::MemoryLearned(learned) if erased.contains(&learned.memory) => {
                    prop_assert!(learned.text.is_empty() && learned.slot.is_none());
                    prop_assert_eq!(&learned.scope, &MemoryScope::Person);
                }
                EventKind::MemoryEdited { memory, text, .. } if erased.contains(memory) => {
                    prop_assert!(text.is_empty());
                }
                _ => {}
            }
        }
        prop_assert_eq!(history, MemoryHistory::fold(&redacted));
    }

    #[test]
    fn nothing_but_the_person_brings_back_what_they_forgot(
        before in events(),
        after in prop::collection::vec(kinds(), 0..20),
    ) {
        let mut history = MemoryHistory::fold(&before);
        let start = before.len();
        history.apply(&event(start, EventKind::MemoryForgotten { memory: memory(1) }));
        for (number, kind) in after.into_iter().enumerate() {
            let restored = kind == EventKind::MemoryRestored { memory: memory(1) };
            let was_there = history.memories.get(&memory(1)).map(Memory::state);
            history.apply(&event(start + 1 + number, kind.clone()));
            let is_there = history.memories.get(&memory(1)).map(Memory::state);
            // A memory that was not there yet may still be learned for the first time.
            if was_there == Some(MemoryState::Forgotten) && !restored {
                prop_assert!(is_there.is_none_or(|state| state == MemoryState::Forgotten), "{kind:?}");
            }
            if history.tombstones.contains_key(&memory(1)) {
                prop_assert_eq!(is_there, None);
            }
        }
    }
}

#[test]
fn a_memory_goes_through_its_life() {
    let kinds = [
        learned(1, "Uses Vim"),
        learned(2, "Uses Helix"),
        EventKind::MemorySuperseded { memory: memory(1), by: Some(memory(2)) },
        EventKind::MemoriesUsed { memories: vec![memory(2)] },
        EventKind::MemoryForgotten { memory: memory(2) },
        EventKind::MemoryRestored { memory: memory(2) },
        EventKind::MemoryRestored { memory: memory(1) },
    ];
    let events: Vec<Event> =
        kinds.into_iter().enumerate().map(|(number, kind)| event(number, kind)).collect();
    let states = |upto: usize| -> Vec<MemoryState> {
        MemoryHistory::fold(&events[..upto]).memories.values().map(Memory::state).collect()
    };
    use MemoryState::{Current, Forgotten, Superseded};
    assert_eq!(states(3), [Superseded, Current]);
    assert_eq!(states(5), [Superseded, Forgotten]);
    assert_eq!(states(6), [Superseded, Current]);
    assert_eq!(states(7), [Current, Current]);
    let used = &MemoryHistory::fold(&events).memories[&memory(2)];
    assert_eq!((used.uses, used.last_used_at), (1, Some(Timestamp(3_000))));
}

#[test]
fn every_kind_of_event_is_stored_under_its_name() {
    let kinds = [
        learned(1, "x"),
        EventKind::MemoryConfirmed { memory: memory(1), source: MemorySource::Told },
        EventKind::MemoryEdited {
            memory: memory(1),
            text: String::new(),
            fingerprint: Fingerprint::default(),
        },
        EventKind::MemorySuperseded { memory: memory(1), by: None },
        EventKind::MemoryPinned { memory: memory(1), pinned: true },
        EventKind::MemoryForgotten { memory: memory(1) },
        EventKind::MemoryRestored { memory: memory(1) },
        EventKind::MemoriesUsed { memories: Vec::new() },
        EventKind::MemoriesErased { memories: Vec::new(), anew: false },
    ];
    for (kind, name) in kinds.iter().zip(EventKind::ABOUT_MEMORIES) {
        let stored = serde_json::to_value(kind).unwrap();
        assert_eq!(stored["kind"], name);
        assert_eq!(&serde_json::from_value::<EventKind>(stored).unwrap(), kind);
    }
}

#[test]
fn a_memory_of_a_kind_from_a_newer_version_stays_stored() {
    let mut stored = serde_json::to_value(learned(1, "x")).unwrap();
    stored["data"]["kind"] = "dream".into();
    let kind: EventKind = serde_json::from_value(stored.clone()).unwrap();
    assert!(matches!(kind, EventKind::Unknown(_)));
    assert_eq!(serde_json::to_value(&kind).unwrap(), stored);
}
