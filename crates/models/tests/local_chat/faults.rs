//! Engines that fail, and models that cannot be used.

use std::time::Duration;

use attune_models::chat::local::{Activity, LocalChat, LocalChatConfig, find_engine};
use attune_models::chat::{ChatError, FinishReason, Preparing};
use rustix::process::Signal;

use crate::support::*;

#[tokio::test]
async fn a_stopped_engine_counts_as_hung() {
    let chat = LocalChat::spawn(LocalChatConfig { hang_after: Duration::from_secs(8), ..config() });
    let mut stream = chat.chat(model(), endless());
    let begun = first_token(&mut stream).await;
    signal(&chat, Signal::STOP);
    let answer = finish(stream).await;
    assert_eq!(answer.end, Some(Err(ChatError::EngineHung)));
    assert!(!begun.is_empty());
    assert!(finish(chat.chat(model(), question("Hello", 8))).await.is_whole());
}

#[tokio::test]
async fn a_cancel_reaches_even_a_stopped_engine() {
    let chat = chat();
    let mut stream = chat.chat(model(), endless());
    first_token(&mut stream).await;
    signal(&chat, Signal::STOP);
    stream.canceller().cancel();
    assert_eq!(finish(stream).await.end, Some(Ok(FinishReason::Cancelled)));
    let next = finish(chat.chat(model(), question("Hello", 8))).await;
    assert!(next.is_whole(), "{next:?}");
    assert_eq!(next.preparing, [Preparing::LoadingModel], "it was ended and started again");
}

#[tokio::test]
async fn a_bad_model_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let bad = dir.path().join("bad.gguf");
    std::fs::write(&bad, "This is not a model.").unwrap();
    let chat = chat();
    for path in [bad, dir.path().join("missing.gguf")] {
        let answer = finish(chat.chat(model_at(&path), question("Hello", 4))).await;
        match answer.end {
            Some(Err(ChatError::BadModel(why))) => assert!(why.contains(path.to_str().unwrap()), "{why}"),
            other => panic!("{other:?}"),
        }
        assert_eq!(chat.status().borrow().model, None);
    }
    assert!(finish(chat.chat(model(), question("Hello", 4))).await.is_whole());
}

#[tokio::test]
async fn a_question_that_is_too_long_is_refused() {
    let chat = chat();
    let answer = finish(chat.chat(model(), question(&"word ".repeat(5000), 4))).await;
    assert_eq!(answer.end, Some(Err(ChatError::PromptTooLong)));
    assert!(finish(chat.chat(model(), question("Hello", 4))).await.is_whole());
}

#[tokio::test]
async fn too_little_memory_is_said() {
    let script = Script::new(&format!("ulimit -v 250000; exec '{}'", engine().display()));
    let answer = finish(script.chat().chat(model(), question("Hello", 4))).await;
    assert_eq!(answer.end, Some(Err(ChatError::OutOfMemory)));
}

#[tokio::test]
async fn an_engine_that_is_none_is_reported() {
    let missing = LocalChat::spawn(LocalChatConfig { engine: "/nowhere/engine".into(), ..config() });
    expect_missing(&missing, "/nowhere/engine").await;
    // Another try gives the same answer, not a hang.
    expect_missing(&missing, "/nowhere/engine").await;
    expect_missing(&Script::new("echo 'a library is missing' >&2; exit 127").chat(), "a library is missing")
        .await;
    expect_missing(&Script::new(r#"echo '{"event":"ready","protocol":999}'; cat"#).chat(), "999").await;
}

async fn expect_missing(chat: &LocalChat, words: &str) {
    match finish(chat.chat(model(), question("Hello", 4))).await.end {
        Some(Err(ChatError::EngineMissing(why))) => assert!(why.contains(words), "{why}"),
        other => panic!("{other:?}"),
    }
    assert_eq!(chat.status().borrow().activity, Activity::Stopped);
}

#[tokio::test]
async fn an_engine_that_dies_over_a_file_blames_the_file() {
    let ready = r#"echo '{"event":"ready","protocol":1}'; read load; "#;
    let check = async |end: &str| {
        finish(Script::new(&format!("{ready}{end}")).chat().chat(model(), question("Hello", 4))).await
    };
    let aborted = check("echo 'assertion failed' >&2; kill -ABRT $$").await;
    assert_eq!(
        aborted.preparing,
        [Preparing::LoadingModel, Preparing::RestartingEngine, Preparing::LoadingModel]
    );
    match aborted.end {
        Some(Err(ChatError::BadModel(why))) => assert!(why.contains("assertion failed"), "{why}"),
        other => panic!("{other:?}"),
    }
    assert_eq!(check("kill -KILL $$").await.end, Some(Err(ChatError::OutOfMemory)));
    assert!(matches!(check("exit 3").await.end, Some(Err(ChatError::EngineCrashed(_)))));
}

#[tokio::test]
async fn noise_is_no_frame() {
    // Whatever else an engine prints, the answer comes through.
    let script = Script::new(
        r#"echo 'hello'; echo '{"event":"ready","protocol":1}'; read load
echo '{"event":"dancing"}'; echo '{"event":"loaded","context_tokens":512,"load_ms":1.0}'
read ask; id=$(printf '%s' "$ask" | sed 's/.*"id":\([0-9]*\).*/\1/')
echo '{"event":"token","id":99999,"text":"not yours"}'
printf '{"event":"token","id":%s,"text":"yours"}\n\377\n' "$id"
printf '{"event":"done","id":%s,"reason":"stop","tokens":1,"ttft_ms":1.0,"tokens_per_s":1.0}\n' "$id"
cat"#,
    );
    let answer = finish(script.chat().chat(model(), question("Hello", 4))).await;
    assert_eq!((answer.text.as_str(), answer.end), ("yours", Some(Ok(FinishReason::Stop))));
}

#[test]
fn the_engine_is_found() {
    // `make test` names it in the environment, which comes first.
    assert_eq!(find_engine(std::path::Path::new("/nowhere")), Some(engine()));
}
