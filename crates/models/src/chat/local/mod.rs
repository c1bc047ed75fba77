//! The local model: a child process that is started when it is needed, ended when it idles, and started
//! again when it dies. What is asked goes through one actor, one question after the other.
//!
//! This module must never know what a question is about, and holds no answer longer than it takes to pass
//! its pieces on.

mod actor;
mod ask;

use std::env;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

use attune_domain::ModelId;
use tokio::runtime::Handle;
use tokio::sync::{mpsc, oneshot, watch};
use tokio_util::sync::CancellationToken;

use self::actor::{Actor, Command};
use self::ask::{Ask, Kind};
use super::{ChatError, ChatEvent, ChatRequest, ChatStream, Sampling, Turn};
use crate::process;
use crate::protocol::{Adapter, FromEngine};

/// The chat engine's process.
type Engine = process::Engine<FromEngine>;

/// How the engine is run.
#[derive(Debug, Clone)]
pub struct LocalChatConfig {
    /// The engine's program; see [`find_engine`].
    pub engine: PathBuf,
    /// A private folder for the saved states of role prefixes. None keeps them in memory only. The states
    /// are as private as the roles' texts: a person's erasure has to empty it.
    pub prefix_dir: Option<PathBuf>,
    /// How long the engine may do nothing before it is ended and its memory is free again.
    pub idle_unload: Duration,
    /// Threads that compute.
    pub threads: u32,
    /// How long a busy engine may give no sign of life before it counts as hung.
    pub hang_after: Duration,
}

impl LocalChatConfig {
    /// An engine that leaves one core to the window.
    #[must_use]
    pub fn new(engine: PathBuf) -> Self {
        let cores = thread::available_parallelism().map_or(1, |cores| cores.get());
        Self {
            engine,
            prefix_dir: None,
            idle_unload: Duration::from_secs(10 * 60),
            threads: u32::try_from(cores - 1).unwrap_or(u32::MAX).max(1),
            hang_after: Duration::from_secs(60),
        }
    }
}

/// A model file on this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocalModel {
    /// Its name, for [`EngineStatus`].
    pub id: ModelId,
    /// A GGUF file.
    pub path: PathBuf,
    /// Tokens that prompt and answer may take together. A model that is loaded with another number is
    /// loaded anew.
    pub context_tokens: u32,
}

/// What the engine does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EngineStatus {
    /// In one word.
    pub activity: Activity,
    /// The model that is loaded or being loaded.
    pub model: Option<ModelId>,
    /// The engine's process id, while there is one.
    pub process: Option<u32>,
}

/// What the engine does, in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Activity {
    /// There is no process.
    Stopped,
    /// A model is read into memory.
    Loading,
    /// It waits for a question.
    Idle,
    /// It reads or answers.
    Busy,
    /// It ended unexpectedly and is started again.
    Restarting,
}

/// The local model. Clones talk to the same engine; when the last one is gone, the engine ends.
#[derive(Debug, Clone)]
pub struct LocalChat {
    commands: mpsc::UnboundedSender<Command>,
    status: watch::Receiver<EngineStatus>,
    runtime: Handle,
    asked: Arc<AtomicU64>,
}

impl LocalChat {
    /// Prepares an engine. No process is started before the first request.
    ///
    /// # Panics
    /// Outside a tokio runtime.
    #[must_use]
    pub fn spawn(config: LocalChatConfig) -> Self {
        let (commands, inbox) = mpsc::unbounded_channel();
        let (sender, status) =
            watch::channel(EngineStatus { activity: Activity::Stopped, model: None, process: None });
        let runtime = Handle::current();
        runtime.spawn(Actor::new(config, inbox, sender).run());
        Self { commands, status, runtime, asked: Arc::default() }
    }

    /// Asks for an answer. Questions are answered one after the other.
    #[must_use]
    pub fn chat(&self, model: LocalModel, request: ChatRequest) -> ChatStream {
        self.ask(Kind::Question, model, None, request)
    }

    /// Asks for an answer through a role adapter.
    #[must_use]
    pub fn chat_adapted(&self, model: LocalModel, adapter: Adapter, request: ChatRequest) -> ChatStream {
        self.ask(Kind::Question, model, Some(adapter), request)
    }

    /// Asks for an answer that nobody waits for: whatever is asked next goes first, and ends it.
    #[must_use]
    pub fn chat_aside(&self, model: LocalModel, request: ChatRequest) -> ChatStream {
        self.ask(Kind::Warming, model, None, request)
    }

    /// Loads a model and reads what stands before the next question, the role's leading system turns and then the
    /// conversation so far, so that the question is answered sooner. A question that comes in the meantime goes
    /// first, and what was read until then need not be read again. Failures are left for the question to tell.
    pub async fn warm(&self, model: LocalModel, turns: Vec<Turn>) {
        let request = ChatRequest {
            turns,
            max_tokens: 0,
            sampling: Sampling::default(),
            schema: None,
            images: Vec::new(),
            note: None,
        };
        let mut stream = self.ask(Kind::Warming, model, None, request);
        while let Some(event) = stream.events.recv().await {
            if matches!(event, ChatEvent::Done { .. } | ChatEvent::Failed(_)) {
                return;
            }
        }
    }

    /// Changes how long the engine may do nothing before it is ended.
    pub fn set_idle_unload(&self, idle_unload: Duration) {
        // An actor that has ended needs no settings.
        let _ = self.commands.send(Command::SetIdleUnload(idle_unload));
    }

    /// Ends the engine's process after what it does now. The next request starts it again.
    pub async fn unload(&self) {
        self.wait_for(Command::Unload).await;
    }

    /// Ends the engine's process now, and everything with it. Later requests fail.
    pub async fn shutdown(&self) {
        self.wait_for(Command::Shutdown).await;
    }

    /// What the engine does, and every change of it.
    #[must_use]
    pub fn status(&self) -> watch::Receiver<EngineStatus> {
        self.status.clone()
    }

    fn ask(
        &self,
        kind: Kind,
        model: LocalModel,
        adapter: Option<Adapter>,
        request: ChatRequest,
    ) -> ChatStream {
        let id = self.asked.fetch_add(1, Ordering::Relaxed);
        // An answer has at most as many pieces as the context has tokens; a few other events come on top.
        // With room for all of them a slow reader never holds up the actor.
        let (events, receiver) = mpsc::channel(model.context_tokens as usize + 64);
        let cancel = CancellationToken::new();
        let stream = ChatStream::new(receiver, cancel.clone());
        let ask = Box::new(Ask::new(id, kind, model, adapter, request, events));
        if let Err(mpsc::error::SendError(Command::Ask(mut ask))) = self.commands.send(Command::Ask(ask)) {
            ask.fail(ChatError::EngineMissing("the program is closing".to_owned()));
            return stream;
        }
        // Ends with the stream at the latest: dropping it cancels.
        let commands = self.commands.clone();
        self.runtime.spawn(async move {
            cancel.cancelled().await;
            let _ = commands.send(Command::Cancel(id));
        });
        stream
    }

    async fn wait_for(&self, command: impl FnOnce(oneshot::Sender<()>) -> Command) {
        let (done, when_done) = oneshot::channel();
        if self.commands.send(command(done)).is_ok() {
            let _ = when_done.await;
        }
    }
}

/// Finds the engine's program: what `ATTUNE_CHAT_ENGINE` names, or the one beside the program in this
/// folder. A bundle puts it there under its plain name.
#[must_use]
pub fn find_engine(program_folder: &Path) -> Option<PathBuf> {
    if let Some(named) = env::var_os("ATTUNE_CHAT_ENGINE") {
        return Some(PathBuf::from(named));
    }
    let beside = program_folder.join(format!("attune-chat-engine{}", env::consts::EXE_SUFFIX));
    beside.is_file().then_some(beside)
}
