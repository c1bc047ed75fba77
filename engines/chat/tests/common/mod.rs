//! Talks to a real engine process with the real small model.

#![allow(dead_code, unreachable_pub, reason = "each test program uses a part of it")]
#![allow(clippy::disallowed_methods, reason = "these tests start the engine themselves")]

use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Duration;

use attune_models::protocol::{
    ChatRole, EngineFault, FinishReason, FromEngine, Generate, Load, Sampling, ToEngine, Turn,
};

/// Longer than any step takes, so that a hang fails the test and a busy machine does not.
const PATIENCE: Duration = Duration::from_secs(120);

/// The real small model.
pub fn model() -> PathBuf {
    let Some(dir) = std::env::var_os("ATTUNE_TEST_MODELS") else {
        panic!("ATTUNE_TEST_MODELS does not say where the test models are: run these tests with `make test`");
    };
    let path = PathBuf::from(dir).join("smollm2-135m.gguf");
    assert!(path.is_file(), "{} is missing: `make test` fetches it", path.display());
    path
}

/// Two answers that must come from the same state. Reading the same tokens in other portions rounds differently,
/// and a near tie late in an answer may then fall the other way; a wrong state is wrong from the first word.
pub fn assert_same_start(left: &str, right: &str) {
    const COMPARED: usize = 8;
    let start = |text: &str| text.chars().take(COMPARED).collect::<String>();
    assert_eq!(start(left), start(right), "{left:?} is not {right:?}");
}

/// A running engine.
pub struct Engine {
    pub child: Child,
    stdin: Option<ChildStdin>,
    events: Receiver<FromEngine>,
    next_id: u64,
}

impl Engine {
    pub fn start() -> Self {
        Self::run(Command::new(env!("CARGO_BIN_EXE_attune-chat-engine")))
    }

    pub fn run(mut command: Command) -> Self {
        let mut child = command
            .envs(attune_models::child::WAITING)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the engine starts");
        let stdin = child.stdin.take();
        let lines = BufReader::new(child.stdout.take().expect("it is piped")).lines();
        let (sender, events) = mpsc::channel();
        thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                let event = serde_json::from_str(&line).unwrap_or_else(|_| panic!("not a frame: {line}"));
                if sender.send(event).is_err() {
                    return;
                }
            }
        });
        let mut engine = Self { child, stdin, events, next_id: 1 };
        assert!(matches!(engine.next(), Some(FromEngine::Ready { .. })));
        engine
    }

    /// Starts and loads the small model.
    pub fn with_model(load: Load) -> Self {
        let mut engine = Self::start();
        engine.send(&ToEngine::Load(load));
        let event = engine.skip(|event| matches!(event, FromEngine::Loading { .. }));
        assert!(matches!(event, FromEngine::Loaded { .. }), "{event:?}");
        engine
    }

    pub fn send(&mut self, request: &ToEngine) {
        let mut line = serde_json::to_vec(request).expect("it serialises");
        line.push(b'\n');
        self.send_raw(&line);
    }

    pub fn send_raw(&mut self, bytes: &[u8]) {
        let stdin = self.stdin.as_mut().expect("it is open");
        stdin.write_all(bytes).and_then(|()| stdin.flush()).expect("the engine reads");
    }

    pub fn close_stdin(&mut self) {
        self.stdin = None;
    }

    /// The next event; None when the engine closed its end.
    pub fn next(&mut self) -> Option<FromEngine> {
        match self.events.recv_timeout(PATIENCE) {
            Ok(event) => Some(event),
            Err(mpsc::RecvTimeoutError::Disconnected) => None,
            Err(mpsc::RecvTimeoutError::Timeout) => panic!("the engine says nothing"),
        }
    }

    /// The first event that is not to be skipped.
    pub fn skip(&mut self, skipped: impl Fn(&FromEngine) -> bool) -> FromEngine {
        loop {
            let event = self.next().expect("the engine lives");
            if !skipped(&event) {
                return event;
            }
        }
    }

    /// Sends a request under a new id.
    pub fn ask(&mut self, mut generate: Generate) -> u64 {
        generate.id = self.next_id;
        self.next_id += 1;
        let id = generate.id;
        self.send(&ToEngine::Generate(generate));
        id
    }

    /// Sends a request and waits for its end.
    pub fn answer(&mut self, generate: Generate) -> Answer {
        let id = self.ask(generate);
        self.finish(id)
    }

    /// Waits for the end of a request.
    pub fn finish(&mut self, wanted: u64) -> Answer {
        let mut answer = Answer::default();
        loop {
            match self.next().expect("the engine lives") {
                FromEngine::Started { id, prompt_tokens, reused_tokens, dropped_turns } if id == wanted => {
                    answer.prompt_tokens = prompt_tokens;
                    answer.reused_tokens = reused_tokens;
                    answer.dropped_turns = dropped_turns;
                }
                FromEngine::Token { id, text } if id == wanted => {
                    answer.text.push_str(&text);
                    answer.pieces += 1;
                }
                FromEngine::Done { id, reason, tokens, ttft_ms, .. } if id == wanted => {
                    answer.end = Some(Ok(reason));
                    answer.tokens = tokens;
                    answer.ttft_ms = ttft_ms;
                    return answer;
                }
                FromEngine::Failed { id, code, message } if id == Some(wanted) => {
                    answer.end = Some(Err(code));
                    answer.message = message;
                    return answer;
                }
                FromEngine::Reading { id, .. } if id == wanted => {}
                other => panic!("unexpected: {other:?}"),
            }
        }
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What came of a request.
#[derive(Debug, Default)]
pub struct Answer {
    pub text: String,
    pub pieces: usize,
    pub tokens: u32,
    pub prompt_tokens: u32,
    pub reused_tokens: u32,
    pub dropped_turns: u32,
    pub ttft_ms: f64,
    pub end: Option<Result<FinishReason, EngineFault>>,
    pub message: String,
}

impl Answer {
    pub fn read_tokens(&self) -> u32 {
        self.prompt_tokens - self.reused_tokens
    }
}

pub fn load() -> Load {
    Load {
        path: model().to_str().expect("a plain path").to_owned(),
        context_tokens: 2048,
        threads: 2,
        prefix_dir: None,
    }
}

/// A greedy request.
pub fn generate(turns: Vec<Turn>, max_tokens: u32) -> Generate {
    let sampling = Sampling { temperature: 0.0, repeat_penalty: 1.0, ..Sampling::default() };
    Generate { id: 0, turns, max_tokens, sampling, schema: None, adapter: None }
}

pub fn turn(role: ChatRole, text: impl Into<String>) -> Turn {
    Turn { role, text: text.into() }
}

pub fn user(text: impl Into<String>) -> Turn {
    turn(ChatRole::User, text)
}

pub fn assistant(text: impl Into<String>) -> Turn {
    turn(ChatRole::Assistant, text)
}

/// A role of about 250 tokens.
pub fn role(name: &str) -> Turn {
    let rules: String = (1..=20)
        .map(|number| format!("Rule {number}: be short, plain and honest with the {name}.\n"))
        .collect();
    turn(ChatRole::System, format!("You answer a {name}.\n{rules}"))
}

/// Text of about this many tokens.
pub fn long_text(tokens: usize) -> String {
    "The quick brown fox jumps over the lazy dog. ".repeat(tokens / 10)
}
