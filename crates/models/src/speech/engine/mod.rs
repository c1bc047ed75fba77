//! The speech engine: a child process that is started when it is needed, ended when it idles, and started again when
//! it dies. One request after the other; each brings its sound, so that a try can be made again without anybody
//! noticing.

mod actor;
mod attempt;

use std::path::PathBuf;
use std::thread;
use std::time::Duration;

use tokio::sync::{mpsc, oneshot, watch};
use tokio_util::sync::CancellationToken;

use self::actor::{Actor, Ask, Command};
use super::SpeechError;
use crate::protocol::speech::{Pcm, Search, Segment};

/// How the engine is run.
#[derive(Debug, Clone)]
pub struct SpeechConfig {
    /// The engine's program; see [`super::find_engine`].
    pub engine: PathBuf,
    /// How long the engine may do nothing before it is ended and its memory is free again.
    pub idle_unload: Duration,
    /// Threads that compute.
    pub threads: u32,
    /// How long a busy engine may give no sign of life before it counts as hung.
    pub hang_after: Duration,
}

impl SpeechConfig {
    /// An engine with all cores, because somebody waits while it works; but not more than pay.
    #[must_use]
    pub fn new(engine: PathBuf) -> Self {
        const MOST_THREADS: usize = 8;
        let cores = thread::available_parallelism().map_or(1, |cores| cores.get());
        Self {
            engine,
            idle_unload: Duration::from_secs(5 * 60),
            threads: u32::try_from(cores.min(MOST_THREADS)).unwrap_or(1),
            hang_after: Duration::from_secs(60),
        }
    }
}

/// What the engine does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SpeechStatus {
    /// In one word.
    pub stage: Stage,
    /// The engine's process id, while there is one.
    pub process: Option<u32>,
}

/// What the engine does, in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// There is no process.
    Stopped,
    /// The process starts, or a model is read into memory.
    Loading,
    /// It waits for something to hear.
    Ready,
    /// It turns speech into text.
    Transcribing,
    /// It ended unexpectedly and is started again.
    Restarting,
}

/// What to turn into text, and how.
#[derive(Debug, Clone)]
pub struct Request {
    /// The model's file.
    pub model: PathBuf,
    /// The sound.
    pub pcm: Pcm,
    /// The language as Whisper names it, or none to find out.
    pub language: Option<String>,
    /// Text that is taken to come before.
    pub prompt: String,
    /// Names and words that are likelier than the model knows.
    pub terms: Vec<String>,
    /// How the likeliest text is searched.
    pub search: Search,
    /// Whether segments have times.
    pub timestamps: bool,
    /// Whether a text that looks wrong is tried again.
    pub retry: bool,
    /// Whether to look at the recording's length only.
    pub fitted: bool,
    /// Whether somebody waits for it: then it goes before what nobody waits for.
    pub urgent: bool,
}

/// What was heard.
#[derive(Debug, Clone, PartialEq)]
pub struct Heard {
    /// The text, in parts.
    pub segments: Vec<Segment>,
    /// The language that was spoken.
    pub language: String,
    /// How long the engine took, in milliseconds.
    pub wall_ms: f64,
}

/// The engine. Clones talk to the same one; when the last is gone, the engine ends.
#[derive(Debug, Clone)]
pub struct SpeechEngine {
    commands: mpsc::UnboundedSender<Command>,
    status: watch::Receiver<SpeechStatus>,
}

impl SpeechEngine {
    /// Prepares an engine. No process is started before the first request.
    ///
    /// # Panics
    /// Outside a tokio runtime.
    #[must_use]
    pub fn spawn(config: SpeechConfig) -> Self {
        let (commands, inbox) = mpsc::unbounded_channel();
        let (sender, status) = watch::channel(SpeechStatus { stage: Stage::Stopped, process: None });
        tokio::spawn(Actor::new(config, inbox, sender).run());
        Self { commands, status }
    }

    /// Turns sound into text. Dropping the future cancels.
    ///
    /// # Errors
    /// [`SpeechError`]; [`SpeechError::Cancelled`] after `cancel`.
    pub async fn hear(&self, request: Request, cancel: &CancellationToken) -> Result<Heard, SpeechError> {
        self.ask(Some(request), None, cancel).await
    }

    /// Loads a model, so that the first word is heard sooner.
    ///
    /// # Errors
    /// [`SpeechError`]
    pub async fn warm(&self, model: PathBuf) -> Result<(), SpeechError> {
        self.ask(None, Some(model), &CancellationToken::new()).await.map(|_| ())
    }

    /// Ends the engine's process after what it does now. The next request starts it again.
    pub async fn unload(&self) {
        let (done, when_done) = oneshot::channel();
        if self.commands.send(Command::Unload(done)).is_ok() {
            let _ = when_done.await;
        }
    }

    /// What the engine does, and every change of it.
    #[must_use]
    pub fn status(&self) -> watch::Receiver<SpeechStatus> {
        self.status.clone()
    }

    async fn ask(
        &self,
        request: Option<Request>,
        model: Option<PathBuf>,
        cancel: &CancellationToken,
    ) -> Result<Heard, SpeechError> {
        let cancel = cancel.child_token();
        // A future that is dropped in the middle must not leave the engine working.
        let _drop = cancel.clone().drop_guard();
        let Some(model) = request.as_ref().map(|request| request.model.clone()).or(model) else {
            return Err(closing());
        };
        let (reply, answer) = oneshot::channel();
        let ask = Box::new(Ask { model, request, cancel, reply });
        self.commands.send(Command::Ask(ask)).map_err(|_| closing())?;
        answer.await.map_err(|_| closing())?
    }
}

fn closing() -> SpeechError {
    SpeechError::EngineMissing("the program is closing".to_owned())
}
