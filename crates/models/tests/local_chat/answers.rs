//! Questions and answers.

use std::time::Duration;

use attune_models::chat::local::{Activity, LocalChat, LocalChatConfig, LocalModel};
use attune_models::chat::{ChatError, ChatEvent, ChatRole, FinishReason, Preparing};

use crate::support::*;

#[tokio::test]
async fn an_answer_streams() {
    let chat = chat();
    assert_eq!(chat.status().borrow().activity, Activity::Stopped);
    let mut events = 0;
    let answer = watch(chat.chat(model(), question("Name three fruits.", 30)), |_, _| events += 1).await;
    assert!(answer.is_whole(), "{answer:?}");
    assert_eq!(answer.preparing, [Preparing::LoadingModel]);
    assert!(events > 5);
    let status = chat.status().borrow().clone();
    assert_eq!((status.activity, status.model), (Activity::Idle, Some(model().id)));

    let again = finish(chat.chat(model(), question("Name three fruits.", 30))).await;
    assert_eq!(again.preparing, []);
    assert_same_start(&again.text, &answer.text);
}

#[tokio::test]
async fn questions_are_answered_one_after_the_other() {
    let chat = chat();
    let streams: Vec<_> = (0..4)
        .map(|number| chat.chat(model(), question(&format!("Say a word about the number {number}."), 8)))
        .collect();
    for stream in streams {
        let answer = finish(stream).await;
        assert!(answer.is_whole(), "{answer:?}");
    }
}

#[tokio::test]
async fn a_cancel_ends_the_answer_where_it_is() {
    let chat = chat();
    let mut stream = chat.chat(model(), endless());
    let begun = first_token(&mut stream).await;
    stream.canceller().cancel();
    let rest = finish(stream).await;
    assert_eq!(rest.end, Some(Ok(FinishReason::Cancelled)));
    let next = finish(chat.chat(model(), question("Hello", 8))).await;
    assert!(next.is_whole(), "{next:?}");
    assert_eq!(next.preparing, [], "the same engine goes on");
    assert!(!begun.is_empty());
}

#[tokio::test]
async fn a_cancel_works_before_the_answer_begins() {
    let chat = chat();
    // While the process starts and loads, and while another question is answered.
    let first = chat.chat(model(), endless());
    first.canceller().cancel();
    let mut second = chat.chat(model(), endless());
    let third = chat.chat(model(), endless());
    third.canceller().cancel();
    assert_eq!(finish(first).await.end, Some(Ok(FinishReason::Cancelled)));
    first_token(&mut second).await;
    assert_eq!(finish(third).await.end, Some(Ok(FinishReason::Cancelled)));
    second.canceller().cancel();
    assert_eq!(finish(second).await.end, Some(Ok(FinishReason::Cancelled)));
}

#[tokio::test]
async fn dropping_a_stream_frees_the_engine() {
    let chat = chat();
    let mut stream = chat.chat(model(), endless());
    first_token(&mut stream).await;
    drop(stream);
    assert!(finish(chat.chat(model(), question("Hello", 8))).await.is_whole());
}

#[tokio::test]
async fn a_warm_role_need_not_be_read() {
    let chat = chat();
    chat.warm(model(), vec![role("leader")]).await;
    assert_eq!(chat.status().borrow().activity, Activity::Idle);
    let turns = vec![role("leader"), turn(ChatRole::User, "What is risk?")];
    let answer = finish(chat.chat(model(), request(turns, 8))).await;
    assert!(answer.is_whole(), "{answer:?}");
    assert_eq!(answer.preparing, []);
    assert!(answer.reused_tokens > 200, "{answer:?}");
}

#[tokio::test]
async fn a_warm_conversation_need_not_be_read() {
    let chat = chat();
    let told = |reminder: &str| {
        let question = format!("What is risk?{reminder}");
        vec![role("leader"), turn(ChatRole::User, &question)]
    };
    let first = finish(chat.chat(model(), request(told("\n\nAnswer in bullet points."), 60))).await;
    assert!(first.is_whole(), "{first:?}");

    // In what is told later the question stands by itself, so that the answer to it has to be read again.
    let mut so_far = told("");
    so_far.push(turn(ChatRole::Assistant, &first.text));
    chat.warm(model(), so_far.clone()).await;
    so_far.push(turn(ChatRole::User, "And why?"));
    let second = finish(chat.chat(model(), request(so_far, 8))).await;
    assert!(second.is_whole(), "{second:?}");
    let left = second.prompt_tokens - second.reused_tokens;
    assert!(left < 15, "{left} tokens were read: {second:?}");
}

#[tokio::test]
async fn a_shorter_idle_time_holds_for_an_engine_that_idles_already() {
    let chat = chat();
    assert!(finish(chat.chat(model(), question("Hello", 4))).await.is_whole());
    let mut status = chat.status();
    status.wait_for(|status| status.activity == Activity::Idle).await.unwrap();
    chat.set_idle_unload(Duration::from_millis(1));
    status.wait_for(|status| status.activity == Activity::Stopped).await.unwrap();
}

#[tokio::test]
async fn a_question_goes_before_warming() {
    let prefixes = tempfile::tempdir().unwrap();
    let chat = LocalChat::spawn(LocalChatConfig { prefix_dir: Some(prefixes.path().to_owned()), ..config() });
    let model = || LocalModel { context_tokens: 8192, ..model() };
    // So long that its state would take more than 100 MB.
    let long = turn(ChatRole::System, &"Answer shortly and plainly. ".repeat(1000));
    let question = || chat.chat(model(), request(vec![role("intern"), turn(ChatRole::User, "Hello")], 8));
    assert!(finish(question()).await.is_whole());
    let (warmed, answer) = tokio::join!(chat.warm(model(), vec![long]), async {
        let mut status = chat.status();
        status.wait_for(|status| status.activity == Activity::Busy).await.unwrap();
        finish(question()).await
    });
    assert_eq!(warmed, ());
    assert!(answer.is_whole(), "{answer:?}");
    chat.shutdown().await;
    let bytes: u64 = std::fs::read_dir(prefixes.path())
        .unwrap()
        .map(|entry| entry.unwrap().metadata().unwrap().len())
        .sum();
    assert!(bytes < 50_000_000, "the long role was read to its end: {bytes} bytes");
}

#[tokio::test]
async fn an_idle_engine_is_ended() {
    let chat = LocalChat::spawn(LocalChatConfig { idle_unload: Duration::from_millis(1), ..config() });
    let mut status = chat.status();
    for _ in 0..2 {
        assert!(finish(chat.chat(model(), question("Hello", 4))).await.is_whole());
        let stopped = status.wait_for(|status| status.activity == Activity::Stopped).await.unwrap().clone();
        assert_eq!((stopped.model, stopped.process), (None, None));
    }
}

#[tokio::test]
async fn models_are_changed() {
    let dir = tempfile::tempdir().unwrap();
    let other = dir.path().join("other.gguf");
    std::os::unix::fs::symlink(model_file(), &other).unwrap();
    let mut other = model_at(&other);
    other.id = "other".parse().unwrap();
    let chat = chat();
    for model in [model(), other.clone(), model()] {
        let answer = finish(chat.chat(model.clone(), question("Hello", 4))).await;
        assert!(answer.is_whole(), "{answer:?}");
        assert_eq!(answer.preparing, [Preparing::LoadingModel]);
        assert_eq!(chat.status().borrow().model, Some(model.id));
    }
    // One question is cancelled while its model loads, the next wants the other one.
    chat.unload().await;
    let cancelled = watch(chat.chat(model(), question("Hello", 4)), |stream, event| {
        if matches!(event, ChatEvent::Preparing(_)) {
            stream.canceller().cancel();
        }
    })
    .await;
    assert_eq!(cancelled.end, Some(Ok(FinishReason::Cancelled)));
    assert!(finish(chat.chat(other, question("Hello", 4))).await.is_whole());
}

#[tokio::test]
async fn unloading_and_closing() {
    let chat = chat();
    chat.unload().await;
    let mut running = chat.chat(model(), endless());
    first_token(&mut running).await;
    let pid = chat.status().borrow().process.expect("it runs");
    let (unloaded, answer) = tokio::join!(chat.unload(), async {
        running.canceller().cancel();
        finish(running).await
    });
    assert_eq!(unloaded, ());
    assert_eq!(answer.end, Some(Ok(FinishReason::Cancelled)));
    assert!(!is_running(pid));

    let mut running = chat.chat(model(), endless());
    first_token(&mut running).await;
    let pid = chat.status().borrow().process.expect("it runs");
    chat.shutdown().await;
    assert!(!is_running(pid));
    assert!(matches!(finish(running).await.end, Some(Err(ChatError::EngineMissing(_)))));
    let late = finish(chat.chat(model(), question("Hello", 4))).await;
    assert!(matches!(late.end, Some(Err(ChatError::EngineMissing(_)))), "{late:?}");
}

#[tokio::test]
async fn the_engine_goes_with_its_last_owner() {
    let chat = chat();
    assert!(finish(chat.chat(model(), question("Hello", 4))).await.is_whole());
    let mut status = chat.status();
    let pid = status.borrow().process.expect("it runs");
    drop(chat);
    while status.changed().await.is_ok() {}
    assert!(!is_running(pid));
}
