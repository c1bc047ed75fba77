//! Vectors of messages: kept, read on, and gone with what they were made from.

use attune_domain::{Embedding, MessageId, ModelId, QuantisedEmbedding};
use attune_store::{NotEmbedded, Place, Store, VectorNumber};

use crate::profile::{Profile, ask, begin, complete, finish, turn};

fn model(name: &str) -> ModelId {
    ModelId::new(name).unwrap()
}

fn vector(x: f32, y: f32) -> QuantisedEmbedding {
    Embedding::normalised(vec![x, y]).unwrap().quantised()
}

async fn kept(store: &Store, of: &str) -> Vec<MessageId> {
    let vectors = store.vectors_since(&model(of), VectorNumber::default(), 1000).await.unwrap();
    vectors.into_iter().map(|vector| vector.message).collect()
}

async fn waiting(store: &Store, of: &str) -> Vec<String> {
    let waiting = store.not_embedded(&model(of), 1000).await.unwrap();
    waiting.into_iter().map(|message| message.text).collect()
}

#[tokio::test]
async fn vectors_are_kept_for_each_model_and_read_on_from_a_number() {
    let profile = Profile::new();
    let store = profile.open().await;
    let id = begin(&store, "Plan").await.id;
    let (question, answer) = turn(&store, id, "Where?", "Here.").await;
    assert_eq!(waiting(&store, "a").await, ["Here.", "Where?"]);
    assert_eq!(store.embedded_messages(&model("a")).await.unwrap(), (0, 2));

    store.keep_vectors(&model("a"), &[(question, vector(1.0, -2.0))]).await.unwrap();
    assert_eq!(waiting(&store, "a").await, ["Here."]);
    assert_eq!(store.embedded_messages(&model("a")).await.unwrap(), (1, 2));
    assert_eq!(waiting(&store, "b").await.len(), 2);
    let first = store.vectors_since(&model("a"), VectorNumber::default(), 10).await.unwrap().remove(0);
    assert_eq!((first.message, first.conversation), (question, id));
    assert_eq!(first.author, attune_domain::Author::Person);
    assert_eq!(first.embedding, vector(1.0, -2.0));

    store.keep_vectors(&model("a"), &[(answer, vector(0.0, 1.0))]).await.unwrap();
    store.keep_vectors(&model("a"), &[(question, vector(3.0, 1.0))]).await.unwrap();
    let later = store.vectors_since(&model("a"), first.number, 10).await.unwrap();
    let later: Vec<_> = later.into_iter().map(|vector| (vector.message, vector.embedding)).collect();
    assert_eq!(later, [(answer, vector(0.0, 1.0)), (question, vector(3.0, 1.0))]);
    assert_eq!(store.vectors_since(&model("a"), first.number, 1).await.unwrap().len(), 1);

    store.keep_vectors(&model("b"), &[(question, vector(1.0, 0.0))]).await.unwrap();
    store.forget_vectors(Some(&model("b"))).await.unwrap();
    assert_eq!((kept(&store, "a").await.len(), kept(&store, "b").await.len()), (0, 1));
    store.forget_vectors(None).await.unwrap();
    assert!(kept(&store, "b").await.is_empty());
}

#[tokio::test]
async fn a_vector_goes_with_its_text() {
    let profile = Profile::new();
    let store = profile.open().await;
    let id = begin(&store, "Plan").await.id;
    let other = begin(&store, "Other").await.id;
    let (question, answer) = turn(&store, id, "Where?", "Here.").await;
    let (stays, _) = turn(&store, other, "When?", "").await;
    let of = model("a");
    let all = [(question, vector(1.0, 0.0)), (answer, vector(1.0, 0.0)), (stays, vector(1.0, 0.0))];
    store.keep_vectors(&of, &all).await.unwrap();
    assert_eq!(kept(&store, "a").await.len(), 3);

    store.delete_conversation(id).await.unwrap();
    let raw = profile.raw().await;
    assert_eq!(raw.number("SELECT count(*) FROM message_vectors").await, 1);
    assert_eq!(kept(&store, "a").await, [stays]);
    // Whoever was still computing comes too late.
    store.keep_vectors(&of, &all[..2]).await.unwrap();
    assert_eq!(kept(&store, "a").await, [stays]);
    assert!(waiting(&store, "a").await.is_empty());

    store.restore_conversation(id).await.unwrap();
    assert_eq!(waiting(&store, "a").await, ["Here.", "Where?"]);
    store.keep_vectors(&of, &all).await.unwrap();
    raw.run("PRAGMA foreign_keys = 0").await;
    raw.run("UPDATE messages SET text = 'There.' WHERE text = 'Here.'").await;
    assert_eq!(kept(&store, "a").await.len(), 2);
    raw.run("UPDATE messages SET deleted_at = 1 WHERE text = 'Where?'").await;
    assert_eq!(kept(&store, "a").await, [stays]);
    raw.run("DELETE FROM messages WHERE text = 'When?'").await;
    assert_eq!(raw.number("SELECT count(*) FROM message_vectors").await, 0);
}

#[tokio::test]
async fn an_answer_that_is_being_written_has_no_vector_yet() {
    let profile = Profile::new();
    let store = profile.open().await;
    let id = begin(&store, "Plan").await.id;
    let begun = ask(&store, Place::Tip(id), "Where?").await;
    let answer = begun.answer.message.id;
    store.append(answer, "He").await.unwrap();
    assert_eq!(waiting(&store, "a").await, ["Where?"]);
    store.keep_vectors(&model("a"), &[(answer, vector(1.0, 0.0))]).await.unwrap();
    assert!(kept(&store, "a").await.is_empty());
    finish(&store, answer, "Here.").await;
    let newest = store.not_embedded(&model("a"), 1).await.unwrap();
    assert_eq!(newest, [NotEmbedded { message: answer, text: complete("Here.").text }]);
}

#[tokio::test]
async fn a_damaged_vector_is_passed_over() {
    let profile = Profile::new();
    let store = profile.open().await;
    let id = begin(&store, "Plan").await.id;
    let (question, answer) = turn(&store, id, "Where?", "Here.").await;
    let vectors = [(question, vector(1.0, 0.0)), (answer, vector(1.0, 0.0))];
    store.keep_vectors(&model("a"), &vectors).await.unwrap();
    profile.raw().await.run("UPDATE message_vectors SET components = x'01' WHERE number = 1").await;
    assert_eq!(kept(&store, "a").await, [answer]);
}
