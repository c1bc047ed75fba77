//! The owner of the models: order, files that come later, giving up.

use std::sync::Mutex;
use std::time::Duration;

use attune_models::embed::{EmbedError, EmbedderConfig, EmbedderHandle, ModelFiles};

use super::{EMBEDDER, THREADS, files};

fn config() -> EmbedderConfig {
    EmbedderConfig {
        embedder: files("bge-small-en"),
        reranker: files("ms-marco-minilm-l12"),
        threads: THREADS,
        idle_unload: Duration::from_secs(60),
    }
}

#[tokio::test]
async fn a_question_goes_before_passages_that_wait() {
    let handle = EmbedderHandle::spawn(config());
    let order = Mutex::new(Vec::new());
    let passages: Vec<String> = (0..100).map(|number| format!("passage number {number}")).collect();
    let background = async {
        let embeddings = handle.embed_passages(passages.clone()).await.unwrap();
        order.lock().unwrap().push("passages");
        embeddings
    };
    let question = async {
        let embedding = handle.embed_query("Which passage?").await.unwrap();
        order.lock().unwrap().push("question");
        embedding
    };
    let (embeddings, question) = tokio::join!(background, question);
    assert_eq!(*order.lock().unwrap(), ["question", "passages"]);
    assert_eq!(question, EMBEDDER.embed_query("Which passage?").unwrap());
    assert_eq!(embeddings.len(), passages.len());
    assert_eq!(embeddings[41], EMBEDDER.embed_passage(&passages[41]).unwrap());
}

#[tokio::test]
async fn passages_that_nobody_waits_for_hold_nothing_up() {
    let handle = EmbedderHandle::spawn(config());
    let many = (0..1_000_000).map(|number| format!("passage number {number}")).collect();
    drop(futures_util::poll!(Box::pin(handle.embed_passages(many))));
    // Would take hours behind the million.
    assert_eq!(handle.embed_passages(vec!["one".to_owned()]).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_model_may_come_later_and_go_again() {
    let folder = tempfile::tempdir().unwrap();
    let later = ModelFiles::of_installed(&folder.path().join("later.onnx"));
    let handle = EmbedderHandle::spawn(EmbedderConfig {
        embedder: later.clone(),
        idle_unload: Duration::ZERO,
        ..config()
    });
    assert!(matches!(handle.embed_query("a").await, Err(EmbedError::Missing(_))));
    assert!(matches!(handle.embed_passages(vec!["a".into()]).await, Err(EmbedError::Missing(_))));
    assert!(handle.embed_passages(Vec::new()).await.unwrap().is_empty());

    std::fs::copy(files("bge-small-en").tokenizer, &later.tokenizer).unwrap();
    std::fs::copy(files("bge-small-en").network, &later.network).unwrap();
    let first = handle.embed_query("a").await.unwrap();
    // Unloaded and loaded again in between, because it may not idle at all.
    assert_eq!(handle.embed_query("a").await.unwrap(), first);
    let scores = handle.judge("a", vec!["a".into(), "b".into()]).await.unwrap();
    assert_eq!(scores.len(), 2);
}
