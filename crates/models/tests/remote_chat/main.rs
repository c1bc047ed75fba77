//! Remote models: against scripted servers for everything that goes wrong, and against llama.cpp's own
//! server for what goes right.
#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a test fails by panicking"))]
#![cfg(feature = "client")]

mod faults;
mod llama;
mod network;
mod server;
mod stream;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use attune_domain::ProviderId;
use attune_domain::provider::{ProviderConfig, ProviderKind};
use attune_models::chat::remote::{RemoteChat, RemoteOptions, RetryRules};
use attune_models::chat::{
    ChatError, ChatEvent, ChatRequest, ChatRole, ChatStream, FinishReason, Preparing, Sampling, Turn,
};
use attune_models::egress::{Departure, Gate, Refused};
use attune_models::keys::Secret;

const KEY: &str = "sk-test-key";

/// A gate that remembers who asked, and refuses when it was given a reason.
#[derive(Debug, Default)]
struct TestGate {
    reason: Option<&'static str>,
    departures: Mutex<Vec<Departure>>,
}

impl TestGate {
    fn departures(&self) -> Vec<Departure> {
        self.departures.lock().unwrap().clone()
    }
}

#[async_trait]
impl Gate for TestGate {
    async fn ask(&self, departure: &Departure) -> Result<(), Refused> {
        self.departures.lock().unwrap().push(departure.clone());
        self.reason.map_or(Ok(()), |reason| Err(Refused(reason.into())))
    }
}

/// Time-outs that no test should reach, and pauses that no test should notice.
fn patient() -> RemoteOptions {
    RemoteOptions {
        first_byte: Duration::from_secs(120),
        between_bytes: Duration::from_secs(120),
        retry: RetryRules { tries: 3, first_pause: Duration::from_millis(1), ..RetryRules::default() },
        ..RemoteOptions::default()
    }
}

fn remote(options: RemoteOptions) -> RemoteChat {
    RemoteChat::new(Arc::new(TestGate::default()), options)
}

fn provider(base_url: impl Into<String>) -> ProviderConfig {
    ProviderConfig {
        id: ProviderId::new("test").unwrap(),
        name: "Test".into(),
        kind: ProviderKind::OpenAi,
        base_url: base_url.into(),
        model: "test-model".into(),
        context_tokens: 8192,
        enabled: true,
        memories: false,
        images: false,
    }
}

fn key() -> Option<Secret> {
    Some(Secret::new(KEY.into()))
}

fn question(text: &str) -> ChatRequest {
    ChatRequest {
        turns: vec![
            Turn { role: ChatRole::System, text: "Be brief.".into() },
            Turn { role: ChatRole::User, text: text.into() },
        ],
        max_tokens: 32,
        // The likeliest word each time, so that the same question has the same answer.
        sampling: Sampling { temperature: 0.0, ..Sampling::default() },
        schema: None,
        images: Vec::new(),
        note: None,
    }
}

/// All that happened in one answer.
#[derive(Debug, Default)]
struct Told {
    text: String,
    pieces: usize,
    retries: Vec<u32>,
    started: usize,
    end: Option<Result<(FinishReason, u32), ChatError>>,
}

impl Told {
    fn done(&self) -> (FinishReason, u32) {
        match &self.end {
            Some(Ok(done)) => *done,
            other => panic!("not done: {other:?} after {:?}", self.text),
        }
    }

    fn failed(&self) -> &ChatError {
        match &self.end {
            Some(Err(error)) => error,
            other => panic!("not failed: {other:?} after {:?}", self.text),
        }
    }
}

/// Shorter than the time-outs of [`patient`], so that one of them taking the place of another is a failure.
const HANGS: Duration = Duration::from_secs(100);

/// Reads a stream to its end, and checks that nothing follows the end.
async fn listen(mut stream: ChatStream) -> Told {
    let mut told = Told::default();
    let next = async |stream: &mut ChatStream| tokio::time::timeout(HANGS, stream.events.recv()).await;
    while let Some(event) = next(&mut stream).await.expect("the stream neither goes on nor ends") {
        assert!(told.end.is_none(), "{event:?} came after the end");
        match event {
            ChatEvent::Preparing(Preparing::Retrying { attempt }) => told.retries.push(attempt),
            ChatEvent::Preparing(other) => panic!("a remote model never says {other:?}"),
            ChatEvent::Started { .. } => {
                assert_eq!(told.pieces, 0, "tokens came before the start");
                told.started += 1;
            }
            ChatEvent::Token(text) => {
                assert_eq!(told.started, 1, "tokens came without a start");
                told.pieces += 1;
                told.text.push_str(&text);
            }
            ChatEvent::Done { reason, tokens, ttft_ms, tokens_per_s } => {
                assert!(ttft_ms >= 0.0 && tokens_per_s.is_finite());
                told.end = Some(Ok((reason, tokens)));
            }
            ChatEvent::Failed(error) => told.end = Some(Err(error)),
        }
    }
    assert!(told.end.is_some(), "the stream ended without saying how");
    told
}
