use attune_domain::{AnswerOrigin, EventKind, MessageId, MessageStatus};
use attune_store::{NewEvent, Store, StoreError};

use crate::profile::{Profile, begin, origin, texts, turn};

fn edited(of: MessageId) -> (AnswerOrigin, Vec<NewEvent>) {
    let origin = AnswerOrigin { edited_from: Some(of), ..origin("smollm2-135m-instruct", 20.0) };
    let kind = EventKind::AnswerEdited { wishes: Vec::new() };
    (origin, vec![NewEvent { message: Some(of), kind }])
}

async fn found(store: &Store, words: &str) -> usize {
    store.search(words, 10).await.unwrap().len()
}

#[tokio::test]
async fn a_text_of_ones_own_stands_beside_the_answer_and_is_shown() {
    let profile = Profile::new();
    let store = profile.open().await;
    let id = begin(&store, "Plan").await.id;
    let (_, answer) = turn(&store, id, "one", "wait").await;
    turn(&store, id, "two", "2").await;
    profile.pass(5);
    let (origin, events) = edited(answer);
    let kept = store.edit_answer(id, answer, "decide".to_owned(), &origin, events).await.unwrap();
    let version = kept.answer.message.id;
    assert_eq!(kept.answer.siblings, [answer, version]);
    assert_eq!((kept.conversation.tip, kept.answer.index), (Some(version), 1));
    assert_eq!(kept.answer.message.status, MessageStatus::Complete);
    assert_eq!(kept.conversation.updated_at.0, profile.now());
    drop(store);

    let store = profile.open().await;
    assert_eq!(texts(&store, id).await, ["one", "decide"]);
    assert_eq!(store.message(version).await.unwrap().message.origin, Some(origin));
    assert_eq!(store.events_of(answer).await.unwrap().len(), 1);
    assert_eq!((found(&store, "decide").await, found(&store, "wait").await), (1, 1));
    store.switch_branch(id, answer).await.unwrap();
    assert_eq!(texts(&store, id).await, ["one", "wait", "two", "2"]);
}

#[tokio::test]
async fn what_was_replaced_is_known() {
    let profile = Profile::new();
    let store = profile.open().await;
    let id = begin(&store, "Plan").await.id;
    let (question, answer) = turn(&store, id, "one", "1").await;
    let (_, other) = turn(&store, id, "two", "2").await;
    let mut versions = Vec::new();
    for text in ["I", "i"] {
        let (origin, events) = edited(answer);
        let kept = store.edit_answer(id, answer, text.to_owned(), &origin, events).await.unwrap();
        versions.push(kept.answer.message.id);
    }
    let replaced =
        store.replaced_by_hand(&[question, answer, other, versions[0], versions[1]]).await.unwrap();
    assert_eq!(replaced, [answer, versions[0]].into());
    assert!(store.replaced_by_hand(&[]).await.unwrap().is_empty());
}

#[tokio::test]
async fn only_answers_of_the_conversation_are_changed() {
    let profile = Profile::new();
    let store = profile.open().await;
    let id = begin(&store, "Plan").await.id;
    let (question, answer) = turn(&store, id, "one", "1").await;
    let elsewhere = begin(&store, "Other").await.id;
    for (conversation, message) in [(id, question), (elsewhere, answer)] {
        let (origin, events) = edited(message);
        let refused = store.edit_answer(conversation, message, "x".to_owned(), &origin, events).await;
        assert!(matches!(refused, Err(StoreError::NotFound { .. })), "{refused:?}");
    }
    assert_eq!(texts(&store, id).await, ["one", "1"]);
    assert_eq!(store.events_of(answer).await.unwrap().len(), 0, "all or nothing");
}
