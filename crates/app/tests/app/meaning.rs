//! What was said is found by its meaning, and by nothing that it must not be found by.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use attune_app::commands;
use attune_domain::{Author, MessageId, MessageStatus, RoleId, Timestamp};
use attune_store::{Ending, NewConversation, NewTurn, Place, Store, StoreOptions};
use attune_wire::{CheckStatus, DeleteConversation, RestoreConversation, RunDoctor};
use serde_json::json;
use uuid::Uuid;

use crate::support::{Profile, question};

/// A turn as if it had been asked and answered; gives its conversation, question and answer.
async fn said(profile: &Profile, asked: &str, answered: &str) -> (Uuid, MessageId, MessageId) {
    let clock = AtomicI64::new(1_700_000_000_000);
    let now = move || Timestamp(clock.fetch_add(1, Ordering::Relaxed));
    let options = StoreOptions { now: Arc::new(now), ids: Arc::new(Uuid::now_v7), actor: None };
    let store = Store::open(profile.home().database(), options).await.unwrap();
    let new = NewConversation { title: asked.to_owned(), role: RoleId::new("leader").unwrap() };
    let turn = NewTurn { place: Place::New(new), question: asked.to_owned(), events: Vec::new() };
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
    (begun.conversation.id.0, begun.question.message.id, answer)
}

async fn nearest(profile: &Profile, asked: &str, by: Option<Author>) -> Vec<MessageId> {
    let near = profile.app.messages_near(asked, 2, by).await.unwrap();
    near.into_iter().map(|(message, _)| message).collect()
}

#[tokio::test]
async fn what_was_said_is_found_without_a_shared_word_and_gone_when_deleted() {
    let profile = Profile::open().await;
    let (food, no_meat, noted) = said(&profile, "I gave up meat and fish.", "Noted.").await;
    let (_, budget, booked) = said(&profile, "Move the budget to March.", "The budget is moved.").await;
    assert_eq!(profile.app.embed_waiting().await.unwrap(), 4);
    assert_eq!(profile.app.embed_waiting().await.unwrap(), 0);
    let dinner = "Where shall we eat tonight?";
    assert_eq!(nearest(&profile, dinner, Some(Author::Person)).await, [no_meat, budget]);
    assert_eq!(nearest(&profile, "money", Some(Author::Assistant)).await[0], booked);

    let id = attune_domain::ConversationId(food);
    commands::delete_conversation(&profile.app, DeleteConversation { id }).await.unwrap();
    assert_eq!(
        nearest(&profile, dinner, None).await.iter().filter(|one| [no_meat, noted].contains(one)).count(),
        0
    );
    commands::restore_conversation(&profile.app, RestoreConversation { id }).await.unwrap();
    assert_eq!(profile.app.embed_waiting().await.unwrap(), 2);
    assert_eq!(nearest(&profile, dinner, Some(Author::Person)).await[0], no_meat);

    // The vectors are on the disk, and what came meanwhile is added.
    let profile = profile.reopen().await;
    assert_eq!(nearest(&profile, dinner, Some(Author::Person)).await[0], no_meat);
    let (_, sushi, _) = said(&profile, "Dinner on Friday is at the sushi place.", "Fine.").await;
    assert_eq!(profile.app.embed_waiting().await.unwrap(), 2);
    assert_eq!(nearest(&profile, "dinner on Friday", Some(Author::Person)).await[0], sushi);
}

#[tokio::test]
async fn temporary_chats_are_never_embedded_and_the_switch_is_obeyed() {
    let profile = Profile::open().await;
    let temporary = attune_wire::Ask { temporary: true, ..question("Say hello.") };
    profile.ask(temporary).await.unwrap();
    assert_eq!(profile.app.embed_waiting().await.unwrap(), 0);

    let (_, kept, _) = said(&profile, "I gave up meat and fish.", "Noted.").await;
    profile.set("memory.by_meaning", json!(false)).await;
    assert_eq!(profile.app.embed_waiting().await.unwrap(), 0);
    assert!(nearest(&profile, "food", None).await.is_empty());
    profile.set("memory.by_meaning", json!(true)).await;
    assert_eq!(profile.app.embed_waiting().await.unwrap(), 2);
    assert_eq!(nearest(&profile, "food", None).await[0], kept);
}

#[tokio::test]
async fn without_the_model_everything_else_works_and_the_doctor_says_so() {
    let profile = Profile::without_models().await;
    said(&profile, "I gave up meat and fish.", "Noted.").await;
    assert_eq!(profile.app.embed_waiting().await.unwrap(), 0);
    assert!(nearest(&profile, "food", None).await.is_empty());
    let checks = commands::run_doctor(&profile.app, RunDoctor {}).await.unwrap();
    let embedder = checks.iter().find(|check| check.name == "embedder").unwrap();
    assert_eq!(embedder.status, CheckStatus::Warn);
    assert!(embedder.fix.contains("models install bge-small-en"), "{}", embedder.fix);
}
