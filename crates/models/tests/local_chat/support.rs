//! What these tests share.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use attune_domain::ModelId;
use attune_models::chat::local::{LocalChat, LocalChatConfig, LocalModel};
use attune_models::chat::{
    ChatError, ChatEvent, ChatRequest, ChatRole, ChatStream, FinishReason, Preparing, Sampling, Turn,
};
use rustix::process::{Pid, Signal, kill_process};

fn from_environment(name: &str, what: &str) -> PathBuf {
    let Some(value) = std::env::var_os(name) else {
        panic!("{name} does not say where {what}: run these tests with `make test`");
    };
    let path = PathBuf::from(value);
    assert!(path.exists(), "{} is missing: run these tests with `make test`", path.display());
    path
}

pub(crate) fn engine() -> PathBuf {
    from_environment("ATTUNE_CHAT_ENGINE", "the chat engine is")
}

pub(crate) fn model_file() -> PathBuf {
    let path = from_environment("ATTUNE_TEST_MODELS", "the test models are").join("smollm2-135m.gguf");
    assert!(path.is_file(), "{} is missing: `make test` fetches it", path.display());
    path
}

pub(crate) fn model() -> LocalModel {
    model_at(&model_file())
}

pub(crate) fn model_at(path: &Path) -> LocalModel {
    let id = "smollm2-135m".parse::<ModelId>().unwrap();
    LocalModel { id, path: path.to_owned(), context_tokens: 2048 }
}

pub(crate) fn config() -> LocalChatConfig {
    LocalChatConfig::new(engine())
}

pub(crate) fn chat() -> LocalChat {
    LocalChat::spawn(config())
}

pub(crate) fn turn(role: ChatRole, text: &str) -> Turn {
    Turn { role, text: text.to_owned() }
}

/// A role of about 250 tokens.
pub(crate) fn role(name: &str) -> Turn {
    let mut text = format!("You answer a {name}.\n");
    for number in 1..=20 {
        writeln!(text, "Rule {number}: be short, plain and honest with the {name}.").unwrap();
    }
    turn(ChatRole::System, &text)
}

/// A greedy request.
pub(crate) fn request(turns: Vec<Turn>, max_tokens: u32) -> ChatRequest {
    let sampling = Sampling { temperature: 0.0, repeat_penalty: 1.0, ..Sampling::default() };
    ChatRequest { turns, max_tokens, sampling, schema: None, images: Vec::new(), note: None }
}

pub(crate) fn question(text: &str, max_tokens: u32) -> ChatRequest {
    request(vec![turn(ChatRole::User, text)], max_tokens)
}

/// A question whose answer is far longer than a test waits for.
pub(crate) fn endless() -> ChatRequest {
    question("Write a very long story about a dragon, a ship and a lighthouse.", 1500)
}

/// All that came of a request.
#[derive(Debug, Default)]
pub(crate) struct Answer {
    pub(crate) preparing: Vec<Preparing>,
    pub(crate) prompt_tokens: u32,
    pub(crate) reused_tokens: u32,
    pub(crate) text: String,
    pub(crate) end: Option<Result<FinishReason, ChatError>>,
}

impl Answer {
    fn take(&mut self, event: ChatEvent) {
        assert!(self.end.is_none(), "nothing comes after the end, but {event:?} did");
        match event {
            ChatEvent::Preparing(preparing) => self.preparing.push(preparing),
            ChatEvent::Started { prompt_tokens, reused_tokens, .. } => {
                (self.prompt_tokens, self.reused_tokens) = (prompt_tokens, reused_tokens);
            }
            ChatEvent::Token(text) => self.text.push_str(&text),
            ChatEvent::Done { reason, .. } => self.end = Some(Ok(reason)),
            ChatEvent::Failed(error) => self.end = Some(Err(error)),
        }
    }

    pub(crate) fn is_whole(&self) -> bool {
        matches!(self.end, Some(Ok(FinishReason::Stop | FinishReason::Length)))
    }
}

/// Waits for the end of an answer.
pub(crate) async fn finish(stream: ChatStream) -> Answer {
    watch(stream, |_, _| {}).await
}

/// Waits for the end of an answer and shows each event first.
pub(crate) async fn watch(mut stream: ChatStream, mut look: impl FnMut(&ChatStream, &ChatEvent)) -> Answer {
    let mut answer = Answer::default();
    while let Some(event) = stream.events.recv().await {
        look(&stream, &event);
        answer.take(event);
    }
    assert!(answer.end.is_some(), "a stream ends with an end: {answer:?}");
    answer
}

/// Waits for the first token.
pub(crate) async fn first_token(stream: &mut ChatStream) -> String {
    loop {
        match stream.events.recv().await.expect("the answer begins") {
            ChatEvent::Token(text) => return text,
            end @ (ChatEvent::Done { .. } | ChatEvent::Failed(_)) => panic!("it ended: {end:?}"),
            _ => {}
        }
    }
}

pub(crate) fn signal(chat: &LocalChat, signal: Signal) {
    let process = chat.status().borrow().process;
    if let Some(pid) = process.and_then(|pid| Pid::from_raw(pid.cast_signed())) {
        let _ = kill_process(pid, signal);
    }
}

pub(crate) fn is_running(pid: u32) -> bool {
    Path::new(&format!("/proc/{pid}")).exists()
}

/// A script that stands in for the engine.
pub(crate) struct Script {
    dir: tempfile::TempDir,
}

impl Script {
    pub(crate) fn new(body: &str) -> Self {
        use std::os::unix::fs::PermissionsExt as _;
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("engine.sh");
        std::fs::write(&path, format!("#!/bin/sh\n{body}\n")).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
        Self { dir }
    }

    pub(crate) fn chat(&self) -> LocalChat {
        LocalChat::spawn(LocalChatConfig { engine: self.dir.path().join("engine.sh"), ..config() })
    }
}

/// Two answers that must come from the same state. Reading the same tokens in other portions rounds differently,
/// and a near tie late in an answer may then fall the other way; a wrong state is wrong from the first word.
pub(crate) fn assert_same_start(left: &str, right: &str) {
    const COMPARED: usize = 8;
    let start = |text: &str| text.chars().take(COMPARED).collect::<String>();
    assert_eq!(start(left), start(right), "{left:?} is not {right:?}");
}
