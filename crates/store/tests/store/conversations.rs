use attune_domain::{ConversationId, EventKind};
use attune_store::{Place, Store, StoreError};
use uuid::Uuid;

use crate::profile::{Profile, ask, begin, finish, role, titled};

async fn titles(store: &Store) -> Vec<String> {
    store.conversations().await.unwrap().into_iter().map(|conversation| conversation.title).collect()
}

#[tokio::test]
async fn pinned_ones_come_first_and_then_the_newest() {
    let profile = Profile::new();
    let store = profile.open().await;
    let mut ids = Vec::new();
    for title in ["first", "second", "third"] {
        profile.pass(1_000);
        ids.push(begin(&store, title).await.id);
    }
    assert_eq!(titles(&store).await, ["third", "second", "first"]);
    store.pin_conversation(ids[0], true).await.unwrap();
    assert_eq!(titles(&store).await, ["first", "third", "second"]);
    profile.pass(1_000);
    let touched = store.touch_conversation(ids[1]).await.unwrap();
    assert_eq!(touched.updated_at.0, profile.now());
    assert_eq!(titles(&store).await, ["first", "second", "third"]);
}

#[tokio::test]
async fn what_is_changed_is_there_after_reopening() {
    let profile = Profile::new();
    let store = profile.open().await;
    let id = begin(&store, "Budgt").await.id;
    store.rename_conversation(id, "Budget").await.unwrap();
    store.set_conversation_role(id, role("intern")).await.unwrap();
    let changed = store.pin_conversation(id, true).await.unwrap();
    store.close().await.unwrap();

    let kept = profile.open().await.conversation(id).await.unwrap();
    assert_eq!(kept, changed);
    assert_eq!((kept.title.as_str(), kept.role.as_str(), kept.pinned), ("Budget", "intern", true));
    assert!(!kept.temporary);
}

#[tokio::test]
async fn keeping_one_apart_is_an_event_and_can_be_taken_back() {
    let profile = Profile::new();
    let store = profile.open().await;
    let id = begin(&store, "Salaries").await.id;
    begin(&store, "Parking").await;
    assert!(store.keep_conversation_apart(id, true).await.unwrap().apart);
    // Once is enough.
    store.keep_conversation_apart(id, true).await.unwrap();
    store.close().await.unwrap();

    let store = profile.open().await;
    assert!(store.conversation(id).await.unwrap().apart);
    assert_eq!(store.conversations_apart().await.unwrap(), [id].into());
    store.keep_conversation_apart(id, false).await.unwrap();
    assert!(store.conversations_apart().await.unwrap().is_empty());
    let events = store.events_of_kinds(&["conversation_kept_apart"]).await.unwrap();
    let said: Vec<EventKind> = events.into_iter().map(|event| event.kind).collect();
    let kept = |apart| EventKind::ConversationKeptApart { conversation: id, apart };
    assert_eq!(said, [kept(true), kept(false)]);
    let gone = store.keep_conversation_apart(ConversationId(Uuid::nil()), true).await;
    assert!(matches!(gone, Err(StoreError::NotFound { .. })));
}

#[tokio::test]
async fn writing_a_turn_counts_as_a_change() {
    let profile = Profile::new();
    let store = profile.open().await;
    let older = begin(&store, "older").await.id;
    profile.pass(1_000);
    begin(&store, "newer").await;
    profile.pass(1_000);
    let begun = ask(&store, Place::Tip(older), "Still there?").await;
    assert_eq!(titles(&store).await, ["older", "newer"]);
    profile.pass(1_000);
    let finished = finish(&store, begun.answer.message.id, "Yes.").await;
    assert_eq!(finished.conversation.updated_at.0, profile.now());
}

#[tokio::test]
async fn a_deleted_conversation_is_gone_until_it_is_restored() {
    let profile = Profile::new();
    let store = profile.open().await;
    let begun = ask(&store, Place::New(titled("Offsite")), "Where do we meet in June?").await;
    let id = begun.conversation.id;
    finish(&store, begun.answer.message.id, "In Lisbon.").await;
    store.delete_conversation(id).await.unwrap();

    assert!(titles(&store).await.is_empty());
    assert!(store.search("lisbon", 10).await.unwrap().is_empty());
    assert!(store.search("offsite", 10).await.unwrap().is_empty());
    assert_eq!(store.counts().await.unwrap().messages, 0);
    assert!(matches!(store.conversation(id).await, Err(StoreError::NotFound { .. })));
    assert!(matches!(store.stretch(id, 0, 10).await, Err(StoreError::NotFound { .. })));
    assert!(matches!(store.rename_conversation(id, "x").await, Err(StoreError::NotFound { .. })));

    store.restore_conversation(id).await.unwrap();
    assert_eq!(titles(&store).await, ["Offsite"]);
    assert_eq!(store.search("lisbon", 10).await.unwrap().len(), 1);
    assert_eq!(store.counts().await.unwrap().messages, 2);
}

#[tokio::test]
async fn what_never_was_is_not_found_and_says_so() {
    let profile = Profile::new();
    let store = profile.open().await;
    let nowhere = ConversationId(Uuid::from_u128(7));
    let error = store.restore_conversation(nowhere).await.unwrap_err();
    assert!(error.to_string().contains("There is no conversation 00000000"), "{error}");
    assert!(matches!(store.delete_conversation(nowhere).await, Err(StoreError::NotFound { .. })));
}
