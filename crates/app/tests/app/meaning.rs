//! What was said is embedded while it is quiet, and nothing that must not be.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use attune_app::commands;
use attune_domain::{MessageStatus, RoleId, Timestamp};
use attune_store::{Ending, NewConversation, NewTurn, Place, Store, StoreOptions};
use attune_wire::{CheckStatus, DeleteConversation, RestoreConversation, RunDoctor};
use serde_json::json;
use uuid::Uuid;

use crate::support::{Profile, question};

/// A turn as if it had been asked and answered; gives its conversation.
async fn said(profile: &Profile, asked: &str, answered: &str) -> Uuid {
    let clock = AtomicI64::new(1_700_000_000_000);
    let now = move || Timestamp(clock.fetch_add(1, Ordering::Relaxed));
    let options = StoreOptions { now: Arc::new(now), ids: Arc::new(Uuid::now_v7), actor: None };
    let store = Store::open(profile.home().database(), options).await.unwrap();
    let new = NewConversation { title: asked.to_owned(), role: RoleId::new("leader").unwrap() };
    let turn =
        NewTurn { place: Place::New(new), question: asked.to_owned(), attached: None, events: Vec::new() };
    let begun = store.begin_turn(turn).await.unwrap();
    let answer = begun.answer.message.id;
    let ending = Ending {
        status: MessageStatus::Complete,
        text: answered.to_owned(),
        origin: None,
        adherence: None,
        failure: None,
        events: Vec::new(),
    };
    store.finish(answer, ending).await.unwrap();
    store.close().await.unwrap();
    begun.conversation.id.0
}

#[tokio::test]
async fn what_was_said_is_embedded_once_and_again_only_after_it_was_deleted_and_restored() {
    let profile = Profile::open().await;
    let food = said(&profile, "I gave up meat and fish.", "Noted.").await;
    said(&profile, "Move the budget to March.", "The budget is moved.").await;
    assert_eq!(profile.app.embed_waiting().await.unwrap(), 4);
    assert_eq!(profile.app.embed_waiting().await.unwrap(), 0);

    let id = attune_domain::ConversationId(food);
    commands::delete_conversation(&profile.app, DeleteConversation { id }).await.unwrap();
    assert_eq!(profile.app.embed_waiting().await.unwrap(), 0);
    commands::restore_conversation(&profile.app, RestoreConversation { id }).await.unwrap();
    assert_eq!(profile.app.embed_waiting().await.unwrap(), 2);

    let profile = profile.reopen().await;
    assert_eq!(profile.app.embed_waiting().await.unwrap(), 0, "the vectors are on the disk");
}

#[tokio::test]
async fn temporary_chats_are_never_embedded_and_the_switch_is_obeyed() {
    let profile = Profile::open().await;
    let temporary = attune_wire::Ask { temporary: true, ..question("Say hello.") };
    profile.ask(temporary).await.unwrap();
    assert_eq!(profile.app.embed_waiting().await.unwrap(), 0);

    said(&profile, "I gave up meat and fish.", "Noted.").await;
    profile.set("memory.by_meaning", json!(false)).await;
    assert_eq!(profile.app.embed_waiting().await.unwrap(), 0);
    profile.set("memory.by_meaning", json!(true)).await;
    assert_eq!(profile.app.embed_waiting().await.unwrap(), 2);
}

#[tokio::test]
async fn without_the_model_everything_else_works_and_the_doctor_says_so() {
    let profile = Profile::without_models().await;
    said(&profile, "I gave up meat and fish.", "Noted.").await;
    assert_eq!(profile.app.embed_waiting().await.unwrap(), 0);
    let checks = commands::run_doctor(&profile.app, RunDoctor {}).await.unwrap();
    let embedder = checks.iter().find(|check| check.name == "embedder").unwrap();
    assert_eq!(embedder.status, CheckStatus::Warn);
    assert!(embedder.fix.contains("models install bge-small-en"), "{}", embedder.fix);
}
