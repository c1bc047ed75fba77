//! Everything that goes wrong between a question and its answer.

use std::sync::Arc;
use std::time::Duration;

use attune_models::chat::remote::{RemoteChat, RemoteOptions};
use attune_models::chat::{ChatError, ChatEvent, FinishReason};

use crate::server::{
    FLOOD, Saw, Server, Step, chunk, chunked_head, finish, good_answer, piece, reply, send, stream_head,
};
use crate::{TestGate, Told, key, listen, patient, provider, question, remote};

async fn ask(server: &Server) -> Told {
    listen(remote(patient()).chat(&provider(server.url()), key(), question("q"))).await
}

#[tokio::test]
async fn a_busy_provider_is_asked_again_as_it_wishes() {
    let at_once = "date: Sun, 06 Nov 1994 08:49:37 GMT\r\nretry-after: Sun, 06 Nov 1994 08:49:37 GMT\r\n";
    let busy =
        |headers| vec![reply("429 Too Many Requests", headers, r#"{"error":{"message":"slow down"}}"#)];
    let mut server =
        Server::start(vec![busy("retry-after: 0\r\n"), busy(at_once), good_answer("at last")]).await;
    let gate = Arc::new(TestGate::default());
    let remote = RemoteChat::new(gate.clone(), patient());
    let told = listen(remote.chat(&provider(server.url()), key(), question("q"))).await;
    assert_eq!((told.text.as_str(), told.retries.as_slice()), ("at last", &[1, 2][..]));
    for _ in 0..3 {
        server.request().await;
    }
    server.assert_no_other_request().await;
    assert_eq!(gate.departures().len(), 3, "each request leaves the machine, so each is asked for");
}

#[tokio::test]
async fn a_provider_that_asks_to_wait_long_is_not_waited_for() {
    let busy =
        reply("429 Too Many Requests", "retry-after: 86400\r\n", r#"{"error":{"message":"slow down"}}"#);
    let mut server = Server::start(vec![vec![busy]]).await;
    let told = ask(&server).await;
    assert!(
        matches!(told.failed(), ChatError::Busy(said) if said.contains("slow down") && said.contains("86400 seconds"))
    );
    server.request().await;
    server.assert_no_other_request().await;
}

#[tokio::test]
async fn a_failing_provider_is_given_up_in_the_end() {
    for (status, busy) in
        [("500 Internal Server Error", false), ("502 Bad Gateway", false), ("503 Service Unavailable", true)]
    {
        let mut server = Server::start(vec![vec![reply(status, "", "<html>oops</html>")]]).await;
        let told = ask(&server).await;
        assert_eq!(told.retries, [1, 2]);
        assert_eq!(matches!(told.failed(), ChatError::Busy(_)), busy, "{status}: {:?}", told.failed());
        assert!(told.failed().to_string().contains(&status[..3]));
        for _ in 0..3 {
            server.request().await;
        }
        server.assert_no_other_request().await;
    }
}

#[tokio::test]
async fn half_an_answer_is_kept_and_not_begun_anew() {
    let halves: [Vec<Step>; 4] = [
        vec![chunked_head(), chunk(&piece("half an ")), Step::Reset],
        vec![chunked_head(), chunk(&piece("half an "))],
        vec![stream_head(), send(&piece("half an "))],
        vec![stream_head(), send(&format!("{}data: {{\"choices\":[{{\"del", piece("half an ")))],
    ];
    for half in halves {
        let mut server = Server::start(vec![half.clone()]).await;
        let mut stream = remote(patient()).chat(&provider(server.url()), key(), question("q"));
        // A reset may overtake what was sent before it; what was read stays.
        assert!(matches!(stream.events.recv().await, Some(ChatEvent::Started { .. })), "{half:?}");
        assert!(matches!(stream.events.recv().await, Some(ChatEvent::Token(text)) if text == "half an "));
        assert_eq!(listen(stream).await.failed(), &ChatError::BrokenOff, "{half:?}");
        server.request().await;
        server.assert_no_other_request().await;
    }
}

#[tokio::test]
async fn a_connection_that_breaks_before_the_first_token_is_tried_again() {
    let server =
        Server::start(vec![vec![Step::Reset], vec![chunked_head(), Step::Reset], good_answer("third time")])
            .await;
    let told = ask(&server).await;
    assert_eq!((told.text.as_str(), told.retries.as_slice()), ("third time", &[1, 2][..]));
}

#[tokio::test]
async fn silence_ends_in_a_time_out() {
    let silent: [(Vec<Step>, &str); 3] = [
        (vec![Step::Hold], ""),
        (vec![stream_head(), Step::Hold], ""),
        (vec![stream_head(), send(&piece("one")), Step::Hold], "one"),
    ];
    for (steps, text) in silent {
        let mut server = Server::start(vec![steps.clone()]).await;
        // Only the time-out that is meant is short.
        let short = Duration::from_millis(100);
        let options = if text.is_empty() {
            RemoteOptions { first_byte: short, ..patient() }
        } else {
            RemoteOptions { between_bytes: short, ..patient() }
        };
        let told = listen(remote(options).chat(&provider(server.url()), key(), question("q"))).await;
        assert_eq!((told.text.as_str(), told.failed()), (text, &ChatError::TimedOut), "{steps:?}");
        server.request().await;
        assert!(matches!(server.saw().await, Saw::ClientClosed));
        server.assert_no_other_request().await;
    }
}

#[tokio::test]
async fn an_answer_that_is_whole_does_not_wait_for_its_length() {
    let steps = vec![stream_head(), send(&format!("{}{}", piece("whole"), finish("stop"))), Step::Hold];
    let server = Server::start(vec![steps]).await;
    let options = RemoteOptions { between_bytes: Duration::from_millis(100), ..patient() };
    let told = listen(remote(options).chat(&provider(server.url()), key(), question("q"))).await;
    assert_eq!((told.text.as_str(), told.done().0), ("whole", FinishReason::Stop));
}

#[tokio::test]
async fn a_rejected_key_is_said_at_once() {
    for status in ["401 Unauthorized", "403 Forbidden"] {
        let mut server =
            Server::start(vec![vec![reply(status, "", r#"{"error":{"message":"bad key"}}"#)]]).await;
        assert_eq!(ask(&server).await.failed(), &ChatError::Unauthorised);
        server.request().await;
        server.assert_no_other_request().await;
    }
}

/// How an answer fails whose bytes follow a good head, and what was shown before.
async fn check(body: &str, text: &str, expect: &str) {
    let server = Server::start(vec![vec![stream_head(), send(body)]]).await;
    let told = ask(&server).await;
    assert_eq!(told.text, text, "{body:?}");
    let error = told.failed().to_string();
    assert!(error.contains(expect), "{body:?}: {error}");
}

#[tokio::test]
async fn errors_and_garbage_inside_a_stream_end_it_with_a_reason() {
    let one = piece("one ");
    check(
        &format!("{one}data: {{\"error\":{{\"message\":\"the GPU is gone\",\"code\":500}}}}\n\n"),
        "one ",
        "the GPU is gone",
    )
    .await;
    check(&format!("{one}error: {{\"code\":500,\"message\":\"slot failed\"}}\n\n"), "one ", "slot failed")
        .await;
    check(&format!("{one}event: error\ndata: {{\"message\":\"cut short\"}}\n\n"), "one ", "cut short").await;
    check(
        "data: {\"error\":{\"message\":\"x\",\"code\":\"context_length_exceeded\"}}\n\n",
        "",
        "longer than the model can read",
    )
    .await;
    check(&format!("{one}{}", finish("content_filter")), "one ", "content filter").await;
    check(&format!("{one}data: not json\n\n"), "one ", "not an answer").await;
    check("data: {\"hello\":1}\n\ndata: [DONE]\n\n", "", "not an answer").await;
    check("\u{1}\u{2}\u{3} garbage \u{4}\n\n", "", "not an answer").await;
    check("<!doctype html><title>Welcome</title>", "", "web page").await;
    let deep = "[".repeat(200_000);
    check(&format!("{one}data: {deep}\n\n"), "one ", "not an answer").await;
    check(&deep, "", "not an answer").await;
    check("", "", "empty reply").await;
    check("{\"choices\": [", "", "not an answer").await;
}

#[tokio::test]
async fn a_line_without_an_end_takes_no_memory() {
    for opening in ["data: ", "{\"choices\": \""] {
        let steps = vec![stream_head(), send(opening), Step::Flood(vec![b'x'; 64 << 10])];
        let mut server = Server::start(vec![steps]).await;
        assert!(matches!(ask(&server).await.failed(), ChatError::Provider(_)));
        server.request().await;
        // The limit of ours, and what the sockets hold in between.
        assert!(matches!(server.saw().await, Saw::Flooded(taken) if taken < FLOOD));
    }
}

#[tokio::test]
async fn a_redirect_is_not_followed_with_the_key() {
    let mut other = Server::start(vec![good_answer("stolen")]).await;
    for status in ["301 Moved Permanently", "302 Found", "307 Temporary Redirect", "308 Permanent Redirect"] {
        let headers = format!("location: {}/chat/completions?token=abc\r\n", other.url());
        let server = Server::start(vec![vec![reply(status, &headers, "")]]).await;
        let told = ask(&server).await;
        let error = told.failed().to_string();
        assert!(
            error.contains(&other.url()) && error.contains("settings") && !error.contains("abc"),
            "{error}"
        );
    }
    other.assert_no_other_request().await;
}

#[tokio::test]
async fn cancelling_closes_the_connection() {
    let held = vec![stream_head(), send(&piece("one")), Step::Hold];
    let mut server = Server::start(vec![held]).await;
    let mut stream = remote(patient()).chat(&provider(server.url()), key(), question("q"));
    while !matches!(stream.events.recv().await, Some(ChatEvent::Token(_))) {}
    stream.canceller().cancel();
    server.request().await;
    assert!(matches!(server.saw().await, Saw::ClientClosed));
    assert_eq!(listen(stream).await.done(), (FinishReason::Cancelled, 1));
}

#[tokio::test]
async fn forgetting_an_answer_closes_the_connection() {
    for steps in [vec![Step::Hold], vec![stream_head(), send(&piece("one")), Step::Hold]] {
        let mut server = Server::start(vec![steps]).await;
        let stream = remote(patient()).chat(&provider(server.url()), key(), question("q"));
        server.request().await;
        drop(stream);
        assert!(matches!(server.saw().await, Saw::ClientClosed));
    }
}

#[tokio::test]
async fn cancelling_ends_the_wait_for_another_try() {
    let busy = vec![reply("503 Service Unavailable", "retry-after: 29\r\n", "")];
    let server = Server::start(vec![busy]).await;
    let mut stream = remote(patient()).chat(&provider(server.url()), key(), question("q"));
    assert!(matches!(stream.events.recv().await, Some(ChatEvent::Preparing(_))));
    stream.canceller().cancel();
    assert_eq!(listen(stream).await.done(), (FinishReason::Cancelled, 0));
}

#[tokio::test]
async fn what_the_gate_refuses_never_reaches_the_network() {
    let mut server = Server::start(vec![good_answer("leaked")]).await;
    let gate = Arc::new(TestGate {
        reason: Some("Your company keeps questions on this machine."),
        ..TestGate::default()
    });
    let remote = RemoteChat::new(gate, patient());
    let refused = ChatError::Refused("Your company keeps questions on this machine.".into());
    let told = listen(remote.chat(&provider(server.url()), key(), question("q"))).await;
    assert_eq!(told.failed(), &refused);
    assert_eq!(remote.list_models(&provider(server.url()), None).await, Err(refused));
    server.assert_no_other_request().await;
}
