//! What was said in all conversations: read on in order, never before it is finished, and looked up again.

use attune_domain::{Embedding, MessageId, ModelId};
use attune_store::{MessageNumber, PastMessage, Place, Store};

use crate::profile::{Profile, ask, begin, finish, turn};

async fn since(store: &Store, number: MessageNumber, limit: u32) -> (Vec<String>, MessageNumber) {
    let (messages, next) = store.messages_since(number, limit).await.unwrap();
    (messages.into_iter().map(|message| message.text).collect(), next)
}

#[tokio::test]
async fn messages_are_read_on_in_the_order_in_which_they_were_begun() {
    let profile = Profile::new();
    let store = profile.open().await;
    assert!(since(&store, MessageNumber::default(), 10).await.0.is_empty());
    let (one, other) = (begin(&store, "One").await.id, begin(&store, "Other").await.id);
    turn(&store, one, "Where?", "Here.").await;
    turn(&store, other, "When?", "Now.").await;
    let (first, next) = since(&store, MessageNumber::default(), 3).await;
    assert_eq!(first, ["Where?", "Here.", "When?"]);
    let (rest, next) = since(&store, next, 3).await;
    assert_eq!(rest, ["Now."]);
    assert!(since(&store, next, 3).await.0.is_empty());
    turn(&store, one, "Why?", "Because.").await;
    assert_eq!(since(&store, next, 3).await.0, ["Why?", "Because."]);
}

#[tokio::test]
async fn an_answer_that_is_being_written_is_read_when_it_is_finished() {
    let profile = Profile::new();
    let store = profile.open().await;
    let (one, other) = (begin(&store, "One").await.id, begin(&store, "Other").await.id);
    let begun = ask(&store, Place::Tip(one), "Where?").await;
    turn(&store, other, "When?", "Now.").await;
    let (first, next) = since(&store, MessageNumber::default(), 10).await;
    assert_eq!(first, ["Where?"], "what comes after it waits for it");
    assert!(since(&store, next, 10).await.0.is_empty());
    finish(&store, begun.answer.message.id, "Here.").await;
    assert_eq!(since(&store, next, 10).await.0, ["Here.", "When?", "Now."]);
}

#[tokio::test]
async fn what_is_deleted_or_not_finished_is_not_looked_up() {
    let profile = Profile::new();
    let store = profile.open().await;
    let (one, other) = (begin(&store, "One").await.id, begin(&store, "Other").await.id);
    let (question, answer) = turn(&store, one, "Where?", "Here.").await;
    let (gone, _) = turn(&store, other, "When?", "Now.").await;
    let begun = ask(&store, Place::Tip(one), "Why?").await;
    let writing = begun.answer.message.id;
    store.delete_conversation(other).await.unwrap();
    let mut found = store.past_messages(&[answer, gone, writing, question]).await.unwrap();
    found.sort_by_key(|message| message.message);
    let told = |past: &PastMessage| (past.message, past.parent, past.title.clone(), past.text.clone());
    let expect = [
        (question, None, "One".to_owned(), "Where?".to_owned()),
        (answer, Some(question), "One".to_owned(), "Here.".to_owned()),
    ];
    assert_eq!(found.iter().map(told).collect::<Vec<_>>(), expect);
    assert!(store.past_messages(&[]).await.unwrap().is_empty());
    let read: Vec<String> = since(&store, MessageNumber::default(), 10).await.0;
    assert_eq!(read, ["Where?", "Here.", "Why?"], "deleted conversations are passed over");
}

#[tokio::test]
async fn the_newest_vectors_are_of_the_persons_messages_and_of_those_that_are_named() {
    let profile = Profile::new();
    let store = profile.open().await;
    let id = begin(&store, "Plan").await.id;
    let (model, other) = (ModelId::new("a").unwrap(), ModelId::new("b").unwrap());
    let vector = Embedding::normalised(vec![1.0, 2.0]).unwrap().quantised();
    let mut messages: Vec<MessageId> = Vec::new();
    for number in 0..3 {
        profile.pass(1_000);
        let (question, answer) = turn(&store, id, &format!("Question {number}"), "Answer").await;
        messages.extend([question, answer]);
    }
    let all: Vec<_> = messages.iter().map(|message| (*message, vector.clone())).collect();
    store.keep_vectors(&model, &all).await.unwrap();
    store.keep_vectors(&other, &all).await.unwrap();
    let newest = async |also: &[MessageId], limit: u32| -> Vec<MessageId> {
        let vectors = store.newest_vectors(&model, also, limit).await.unwrap();
        vectors.into_iter().map(|vector| vector.message).collect()
    };
    assert_eq!(newest(&[], 9).await, [messages[4], messages[2], messages[0]]);
    assert_eq!(newest(&[], 2).await, [messages[4], messages[2]]);
    assert_eq!(newest(&[messages[3]], 3).await, [messages[4], messages[3], messages[2]]);
    assert!(store.newest_vectors(&ModelId::new("c").unwrap(), &[], 9).await.unwrap().is_empty());
}
