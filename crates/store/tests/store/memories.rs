//! Memories: the rows are what the events say, and what is erased is in no file.

use attune_domain::memory::{Fingerprint, Learned, MemoryKind, MemoryScope, MemorySource, MemoryState};
use attune_domain::{EventKind, HybridTime, MemoryHistory, MemoryId, Timestamp};
use attune_store::{NewEvent, Store, StoreError};

use crate::profile::{Profile, begin, id, turn};

/// Learns something under a numbered id.
pub(crate) async fn learn(store: &Store, number: u64, text: &str) -> MemoryId {
    let memory = MemoryId(id(1_000, number));
    record(
        store,
        EventKind::MemoryLearned(Box::new(Learned {
            memory,
            text: text.to_owned(),
            kind: MemoryKind::Fact,
            slot: Some(format!("uses:{}", text.to_lowercase())),
            scope: MemoryScope::Project { name: format!("about {text}") },
            source: MemorySource::Told,
            confidence: 0.9,
            fingerprint: Fingerprint(format!("print-{number}")),
        })),
    )
    .await;
    memory
}

async fn record(store: &Store, kind: EventKind) {
    store.record_memories(vec![NewEvent { message: None, kind }]).await.unwrap();
}

async fn edit(store: &Store, memory: MemoryId, text: &str) {
    let fingerprint = Fingerprint(format!("print of {}", text.len()));
    record(store, EventKind::MemoryEdited { memory, text: text.to_owned(), fingerprint }).await;
}

/// A life of several memories, of which one is erased.
async fn live(store: &Store) {
    let (vim, emacs) = (learn(store, 1, "Uses Vim").await, learn(store, 2, "Uses Emacs").await);
    let tea = learn(store, 3, "Likes tea").await;
    record(store, EventKind::MemorySuperseded { memory: vim, by: Some(emacs) }).await;
    record(store, EventKind::MemoryPinned { memory: emacs, pinned: true }).await;
    record(store, EventKind::MemoriesUsed { memories: vec![emacs, tea] }).await;
    record(store, EventKind::MemoryConfirmed { memory: tea, source: MemorySource::Told }).await;
    edit(store, emacs, "Uses Emacs at home").await;
    record(store, EventKind::MemoryForgotten { memory: tea }).await;
    store.erase_memories(&[tea]).await.unwrap();
}

#[tokio::test]
async fn a_memory_is_read_as_its_events_left_it() {
    let profile = Profile::new();
    let store = profile.open().await;
    live(&store).await;
    let current = store.current_memories().await.unwrap();
    assert_eq!(current.iter().map(|memory| memory.text.as_str()).collect::<Vec<_>>(), ["Uses Emacs at home"]);
    assert!(current[0].pinned && current[0].uses == 1);
    let history = store.memory_history().await.unwrap();
    assert_eq!((history.memories.len(), history.tombstones.len()), (2, 1));
    let vim = store.memory(MemoryId(id(1_000, 1))).await.unwrap();
    assert_eq!((vim.state(), vim.superseded_by), (MemoryState::Superseded, Some(current[0].id)));
    assert!(matches!(store.memory(MemoryId(id(1_000, 3))).await, Err(StoreError::NotFound { .. })));
}

#[tokio::test]
async fn the_rows_are_a_cache_that_a_replay_makes_again() {
    let profile = Profile::new();
    let store = profile.open().await;
    live(&store).await;
    let before = store.memory_history().await.unwrap();
    let events = store.events_since(HybridTime(0), 10_000).await.unwrap();
    assert_eq!(MemoryHistory::fold(&events), before);
    assert_eq!(store.rebuild_memories().await.unwrap(), 0);

    let raw = profile.raw().await;
    raw.run("DELETE FROM memories WHERE state = 'superseded'").await;
    raw.run(
        "UPDATE memories SET state = 'current', body = replace(body, 'home', 'sea') WHERE state = 'current'",
    )
    .await;
    raw.run(
        "INSERT INTO memories (id, state, actor, hybrid_time, body) \
             SELECT zeroblob(16), state, actor, hybrid_time, body FROM memories WHERE state = 'current'",
    )
    .await;
    assert_eq!(store.rebuild_memories().await.unwrap(), 3);
    assert_eq!(store.memory_history().await.unwrap(), before);
}

#[tokio::test]
async fn what_is_forgotten_is_due_when_its_time_has_passed() {
    let profile = Profile::new();
    let store = profile.open().await;
    let tea = learn(&store, 1, "Likes tea").await;
    record(&store, EventKind::MemoryForgotten { memory: tea }).await;
    let at = profile.now();
    assert!(store.forgotten_before(Timestamp(at - 1)).await.unwrap().is_empty());
    assert_eq!(store.forgotten_before(Timestamp(at)).await.unwrap(), [tea]);
    assert!(store.current_memories().await.unwrap().is_empty());
}

const MARKER: &str = "zanzibarquartz";

/// Which files of the profile hold the marker.
fn found_in(profile: &Profile) -> Vec<String> {
    let files = std::fs::read_dir(profile.folder.path()).unwrap().map(|entry| entry.unwrap().path());
    let holds = |path: &std::path::PathBuf| {
        let bytes = if path.is_file() { std::fs::read(path).unwrap() } else { Vec::new() };
        bytes.to_ascii_lowercase().windows(MARKER.len()).any(|window| window == MARKER.as_bytes())
    };
    files.filter(holds).map(|path| path.display().to_string()).collect()
}

#[tokio::test]
async fn what_is_erased_is_in_no_file() {
    let profile = Profile::new();
    let store = profile.open().await;
    let conversation = begin(&store, "Plan").await.id;
    let mut gone = Vec::new();
    for number in 0..60 {
        // Pages fill, split and free up between, so that old copies lie in many places.
        turn(&store, conversation, &format!("question {number}"), &"answer ".repeat(50)).await;
        let memory = learn(&store, number, &format!("Uses {MARKER} {number} {}", "x".repeat(200))).await;
        edit(&store, memory, &format!("Knows {MARKER} {number} {}", "y".repeat(number as usize * 5))).await;
        record(&store, EventKind::MemoriesUsed { memories: vec![memory] }).await;
        gone.push(memory);
        let kept = learn(&store, 1_000 + number, &format!("Keeps bees {number}")).await;
        edit(&store, kept, &format!("Keeps goats {number} {}", "z".repeat(300))).await;
    }
    assert!(!found_in(&profile).is_empty());
    store.erase_memories(&gone[..30]).await.unwrap();
    store.erase_memories(&gone[30..]).await.unwrap();
    assert_eq!(found_in(&profile), Vec::<String>::new());
    assert_eq!(store.current_memories().await.unwrap().len(), 60);
    assert!(store.integrity_check().await.unwrap().is_empty());
    assert_eq!(store.search("question 7", 10).await.unwrap().len(), 1);
    store.close().await.unwrap();
    assert_eq!(found_in(&profile), Vec::<String>::new());
}

#[tokio::test]
async fn erasing_all_takes_what_only_newer_programs_read_too() {
    let profile = Profile::new();
    let store = profile.open().await;
    learn(&store, 1, "Likes tea").await;
    let newer = serde_json::json!({
        "kind": "memory_learned",
        "data": { "memory": "0", "text": MARKER, "kind": "dream" }
    });
    store.append_events(vec![NewEvent { message: None, kind: EventKind::Unknown(newer) }]).await.unwrap();
    assert_eq!(store.erase_all_memories().await.unwrap(), 1);
    assert_eq!(found_in(&profile), Vec::<String>::new());
    let history = store.memory_history().await.unwrap();
    assert!(history.memories.is_empty() && history.tombstones.values().all(|tombstone| tombstone.anew));
    assert_eq!(store.rebuild_memories().await.unwrap(), 0);
}

#[tokio::test]
async fn a_file_that_could_not_be_cleaned_is_cleaned_later() {
    let profile = Profile::new();
    let (store, other) = (profile.open().await, profile.open().await);
    let memory = learn(&store, 1, &format!("Likes {MARKER}")).await;
    store.erase_memories(&[memory]).await.unwrap();
    assert_eq!(found_in(&profile), Vec::<String>::new());
    assert!(other.current_memories().await.unwrap().is_empty());
    let raw = profile.raw().await;
    raw.run("INSERT INTO meta (key, value) VALUES ('to_scrub', '1')").await;
    other.scrub().await.unwrap();
    assert_eq!(raw.number("SELECT count(*) FROM meta WHERE key = 'to_scrub'").await, 0);
}
