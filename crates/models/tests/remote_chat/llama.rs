//! Against a server that is not ours: llama.cpp's own, from the Python package `xllamacpp`, with a real model.

use std::path::PathBuf;
use std::process::Stdio;

use attune_models::chat::{ChatError, ChatEvent, ChatRequest, FinishReason, Sampling};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

use crate::{listen, patient, provider, question, remote};

const SCRIPT: &str = "
import sys, xllamacpp
params = xllamacpp.CommonParams()
params.model.path = sys.argv[1]
params.n_ctx = 1024
params.n_parallel = 1
params.warmup = False
params.cpuparams.n_threads = 1
params.hostnames = ['127.0.0.1']
params.port = 0
server = xllamacpp.Server(params)
print('LISTENING', server.listening_address, flush=True)
sys.stdin.read()
";

struct LlamaServer {
    url: String,
    /// Ends with the test: it is killed on drop, and ends by itself when its input is closed.
    _child: Child,
}

fn from_environment(name: &str) -> PathBuf {
    std::env::var_os(name).map(PathBuf::from).unwrap_or_else(|| {
        panic!("{name} is not set. Run `make test`: it installs llama.cpp's server and the test model, and sets it.")
    })
}

async fn start() -> LlamaServer {
    let python = from_environment("ATTUNE_TEST_PYTHON");
    let model = from_environment("ATTUNE_TEST_MODELS").join("smollm2-135m.gguf");
    assert!(model.exists(), "{} is missing. Run `make test`, which fetches it.", model.display());
    #[expect(clippy::disallowed_methods, reason = "the test starts a server that is not ours")]
    let mut child = Command::new(python)
        .args(["-c", SCRIPT])
        .arg(model)
        .envs(attune_models::child::WAITING)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let address = loop {
        let line = lines.next_line().await.unwrap().expect("the server ended before it listened");
        if let Some(address) = line.strip_prefix("LISTENING ") {
            break address.trim_end_matches('/').to_owned();
        }
    };
    LlamaServer { url: format!("{address}/v1"), _child: child }
}

#[tokio::test]
async fn a_real_server_answers_in_a_stream() {
    let server = start().await;
    let remote = remote(patient());
    let provider = provider(&server.url);

    let models = remote.list_models(&provider, None).await.unwrap();
    assert_eq!(models.len(), 1, "{models:?}");

    let told = listen(remote.chat(&provider, None, question("What is the capital of France?"))).await;
    assert!(told.text.contains("Paris"), "{told:?}");
    assert!(told.pieces > 3, "{told:?}");
    assert!(told.done().1 >= 4, "{told:?}");

    let endless = ChatRequest { max_tokens: 8, ..question("Tell me a very long story about a ship.") };
    let told = listen(remote.chat(&provider, None, endless)).await;
    assert_eq!(told.done(), (FinishReason::Length, 8));

    // The server's grammar holds the answer to the schema.
    let schema = json!({
        "type": "object",
        "properties": { "city": { "type": "string", "maxLength": 20 }, "capital": { "type": "boolean" } },
        "required": ["city", "capital"],
        "additionalProperties": false,
    });
    let request = ChatRequest {
        max_tokens: 64,
        schema: Some(schema),
        ..question("Is Paris a capital? Answer as JSON.")
    };
    let told = listen(remote.chat(&provider, None, request)).await;
    let answer: Value = serde_json::from_str(&told.text).unwrap_or_else(|error| panic!("{error}: {told:?}"));
    assert!(answer["city"].is_string() && answer["capital"].is_boolean(), "{answer}");
}

#[tokio::test]
async fn a_real_server_is_cancelled_and_refuses_what_is_too_long() {
    let server = start().await;
    let remote = remote(patient());
    let provider = provider(&server.url);

    let sampling = Sampling { temperature: 0.9, seed: 1, ..Sampling::default() };
    let request =
        ChatRequest { max_tokens: 900, sampling, ..question("Tell me a very long story about a ship.") };
    let mut stream = remote.chat(&provider, None, request);
    let mut tokens = 0;
    while tokens < 3 {
        match stream.events.recv().await.unwrap() {
            ChatEvent::Token(_) => tokens += 1,
            ChatEvent::Started { .. } => {}
            other => panic!("{other:?}"),
        }
    }
    stream.canceller().cancel();
    assert_eq!(listen(stream).await.done().0, FinishReason::Cancelled);

    // The one slot is free again at once, which it is only if the server saw the connection close.
    let told = listen(remote.chat(&provider, None, question("What is the capital of France?"))).await;
    assert!(told.text.contains("Paris"), "{told:?}");

    let told = listen(remote.chat(&provider, None, question(&"ship ".repeat(2000)))).await;
    assert_eq!(told.failed(), &ChatError::PromptTooLong);
}
