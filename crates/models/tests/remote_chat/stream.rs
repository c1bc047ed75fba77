//! Answers that arrive, in all the shapes that providers give them.

use std::sync::Arc;

use attune_domain::provider::{ProviderConfig, ProviderKind};
use attune_models::chat::remote::RemoteChat;
use attune_models::chat::{ChatError, ChatImage, FinishReason};
use attune_models::egress::Purpose;
use serde_json::json;

use crate::server::{
    Server, Step, chunk, chunked_head, event, finish, good_answer, piece, reply, send, stream_head,
};
use crate::{KEY, TestGate, key, listen, patient, provider, question, remote};

#[tokio::test]
async fn an_answer_streams_and_the_request_says_what_was_asked() {
    let usage = event(&json!({ "choices": [], "usage": { "prompt_tokens": 11, "completion_tokens": 5 } }));
    let thinking = event(&json!({ "choices": [{ "delta": { "reasoning_content": "hmm" } }] }));
    let body = [
        ": hello\n\n",
        &thinking,
        &piece("Grüße, "),
        &piece("🌍"),
        &finish("stop"),
        &usage,
        "data: [DONE]\n\n",
    ];
    let steps =
        [vec![chunked_head()], body.iter().map(|text| chunk(text)).collect(), vec![send("0\r\n\r\n")]];
    let mut server = Server::start(vec![steps.concat()]).await;
    let gate = Arc::new(TestGate::default());
    let remote = RemoteChat::new(gate.clone(), patient());

    let told = listen(remote.chat(&provider(server.url()), key(), question("Say hello"))).await;
    assert_eq!((told.text.as_str(), told.pieces), ("Grüße, 🌍", 2));
    assert_eq!(told.done(), (FinishReason::Stop, 5));

    let request = server.request().await;
    assert!(request.head.starts_with("POST /v1/chat/completions HTTP/1.1\r\n"), "{}", request.head);
    assert_eq!(request.header("authorization"), Some(format!("Bearer {KEY}").as_str()));
    let body = request.json();
    assert_eq!(
        (&body["model"], &body["stream"], &body["max_tokens"]),
        (&json!("test-model"), &json!(true), &json!(32))
    );
    assert_eq!(body["messages"][1], json!({ "role": "user", "content": "Say hello" }));

    let departures = gate.departures();
    assert_eq!(departures.len(), 1);
    assert_eq!(departures[0].purpose, Purpose::Ask);
    assert_eq!(departures[0].destination.as_str(), format!("{}/chat/completions", server.url()));
    assert_eq!(departures[0].personal_bytes, ("Be brief.".len() + "Say hello".len()) as u64);
    assert_eq!(departures[0].subject, "test");
}

#[tokio::test]
async fn images_stand_in_the_last_question_after_its_text_and_count_as_personal() {
    let mut server = Server::start(vec![good_answer("A dog.")]).await;
    let gate = Arc::new(TestGate::default());
    let remote = RemoteChat::new(gate.clone(), patient());
    let image = |media: &str, file: &[u8]| ChatImage { media: media.to_owned(), file: file.to_vec() };
    let mut request = question("What is this?");
    request.images = vec![image("image/png", b"one"), image("image/jpeg", b"other")];
    listen(remote.chat(&provider(server.url()), key(), request)).await.done();

    let body = server.request().await.json();
    assert_eq!(body["messages"][0]["content"], json!("Be brief."));
    let expected = json!([
        { "type": "text", "text": "What is this?" },
        { "type": "image_url", "image_url": { "url": "data:image/png;base64,b25l" } },
        { "type": "image_url", "image_url": { "url": "data:image/jpeg;base64,b3RoZXI=" } },
    ]);
    assert_eq!(body["messages"][1]["content"], expected);
    let texts = "Be brief.".len() + "What is this?".len();
    assert_eq!(gate.departures()[0].personal_bytes, (texts + 3 + 5) as u64);
}

/// What an answer's bytes become, sent at once and singly.
async fn check(body: &str, text: &str, reason: FinishReason) {
    let bytes = body.as_bytes().to_vec();
    for step in [Step::Send(bytes.clone()), Step::SendSingly(bytes)] {
        let server = Server::start(vec![vec![stream_head(), step]]).await;
        let told = listen(remote(patient()).chat(&provider(server.url()), None, question("q"))).await;
        assert_eq!((told.text.as_str(), told.done().0), (text, reason), "{body:?}");
    }
}

#[tokio::test]
async fn every_dialect_of_a_stream_is_understood() {
    let (one, two, stop) = (piece("Äh "), piece("🌍"), finish("stop"));
    check(&format!("{one}{two}{stop}data: [DONE]\n\n"), "Äh 🌍", FinishReason::Stop).await;
    check(&format!("{one}{two}{stop}").replace('\n', "\r\n"), "Äh 🌍", FinishReason::Stop).await;
    // No [DONE], no finish, no last empty line.
    check(&format!("{one}{stop}"), "Äh ", FinishReason::Stop).await;
    check(&format!("{one}data: [DONE]\n\n"), "Äh ", FinishReason::Stop).await;
    check(&format!("{one}data: [DONE]"), "Äh ", FinishReason::Stop).await;
    check(&format!("{one}{}", stop.trim_end()), "Äh ", FinishReason::Stop).await;
    check(&format!("{one}{}", finish("length")), "Äh ", FinishReason::Length).await;
    // An event over several lines, comments, pings and an Azure preamble.
    check(
        &format!(
            ": ping\n\nevent: ping\ndata: {{\"type\":\"ping\"}}\n\n{}data: {{\"choices\":\ndata: [{{\"delta\":{{\"content\":\"x\"}}}}]}}\n\n{stop}",
            event(&json!({ "choices": [], "prompt_filter_results": [] }))
        ),
        "x",
        FinishReason::Stop,
    )
    .await;
    check(&format!("{stop}data: [DONE]\n\n"), "", FinishReason::Stop).await;
}

#[tokio::test]
async fn a_server_that_does_not_stream_is_understood() {
    let body = json!({
        "choices": [{ "index": 0, "message": { "role": "assistant", "content": "All at once" }, "finish_reason": "stop" }],
        "usage": { "prompt_tokens": 4, "completion_tokens": 3 },
    });
    for headers in ["content-type: application/json\r\n", ""] {
        let server = Server::start(vec![vec![reply("200 OK", headers, &format!("\n{body}"))]]).await;
        let told = listen(remote(patient()).chat(&provider(server.url()), key(), question("q"))).await;
        assert_eq!((told.text.as_str(), told.pieces), ("All at once", 1));
        assert_eq!(told.done(), (FinishReason::Stop, 3));
    }
}

#[tokio::test]
async fn azure_gets_its_key_header_and_version() {
    let mut server = Server::start(vec![good_answer("ok")]).await;
    let azure = ProviderConfig {
        kind: ProviderKind::Azure { deployment: "my-gpt".into(), api_version: "2024-10-21".into() },
        ..provider(format!("http://{}", server.address))
    };
    let gate = Arc::new(TestGate::default());
    let told = listen(RemoteChat::new(gate.clone(), patient()).chat(&azure, key(), question("q"))).await;
    assert_eq!(told.text, "ok");
    let request = server.request().await;
    let path = "POST /openai/deployments/my-gpt/chat/completions?api-version=2024-10-21 ";
    assert!(request.head.starts_with(path), "{}", request.head);
    assert_eq!((request.header("api-key"), request.header("authorization")), (Some(KEY), None));
    assert_eq!(gate.departures()[0].destination.query(), None);
}

#[tokio::test]
async fn a_refused_field_is_left_out_and_remembered() {
    let refusal = json!({ "error": {
        "message": "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
        "type": "invalid_request_error", "param": "max_tokens", "code": "unsupported_parameter",
    } });
    let refused = vec![reply("400 Bad Request", "", &refusal.to_string())];
    let mut server = Server::start(vec![refused, good_answer("first"), good_answer("second")]).await;
    let remote = remote(patient());
    for expect in ["first", "second"] {
        let told = listen(remote.chat(&provider(server.url()), key(), question("q"))).await;
        assert_eq!((told.text.as_str(), told.retries.len()), (expect, 0));
    }
    assert_eq!(server.request().await.json()["max_tokens"], 32);
    for _ in 0..2 {
        let body = server.request().await.json();
        assert_eq!((body.get("max_tokens"), &body["max_completion_tokens"]), (None, &json!(32)));
    }
    server.assert_no_other_request().await;
}

#[tokio::test]
async fn the_models_of_a_provider_are_listed() {
    let list =
        json!({ "object": "list", "data": [{ "id": "zeta" }, { "id": "alpha", "max_model_len": 4096 }] });
    let replies = [
        vec![reply("200 OK", "", &list.to_string())],
        vec![reply("401 Unauthorized", "", "{}")],
        vec![reply("200 OK", "", "<html>Welcome</html>")],
        vec![reply("404 Not Found", "", "")],
    ];
    let mut server = Server::start(replies.to_vec()).await;
    let gate = Arc::new(TestGate::default());
    let remote = RemoteChat::new(gate.clone(), patient());
    let provider = provider(server.url());
    let secret = key();
    let models = remote.list_models(&provider, secret.as_ref()).await.unwrap();
    let found: Vec<_> = models.iter().map(|model| (model.name.as_str(), model.context_tokens)).collect();
    assert_eq!(found, [("alpha", Some(4096)), ("zeta", None)]);
    assert!(server.request().await.head.starts_with("GET /v1/models "));
    assert_eq!(
        (gate.departures()[0].purpose, gate.departures()[0].personal_bytes),
        (Purpose::ProbeProvider, 0)
    );

    assert_eq!(remote.list_models(&provider, secret.as_ref()).await, Err(ChatError::Unauthorised));
    let error = remote.list_models(&provider, secret.as_ref()).await.unwrap_err();
    assert!(error.to_string().contains("not with a list of models"), "{error}");
    let error = remote.list_models(&provider, secret.as_ref()).await.unwrap_err();
    assert!(error.to_string().contains("check the provider's address"), "{error}");
}
