//! One try to answer a question: a process, the model in it, the answer from it, and what can go wrong on
//! the way.

use std::time::Duration;

use attune_domain::ModelId;
use tokio::time::Instant;

use super::{Actor, Heard, Memory, ModelState};
use crate::chat::local::ask::{self, Ask, Running};
use crate::chat::local::{Activity, Engine, LocalModel};
use crate::chat::{ChatError, ChatEvent, Preparing};
use crate::process::End;
use crate::protocol::{FromEngine, Load, PROTOCOL, ToEngine};

/// How long the engine may take to confirm a cancel before it is ended. The person is told at once.
const CANCEL_GRACE: Duration = Duration::from_secs(2);

/// How long the process may take from its start to its first word.
const START_PATIENCE: Duration = Duration::from_secs(30);

/// Why a question was not answered.
pub(super) enum Trouble {
    /// The question is at fault, or its model. The engine lives.
    Refused(ChatError),
    Cancelled,
    Shutdown,
    Hung,
    /// The program is missing or not ours. Trying again will not help.
    NoEngine(String),
    /// The engine ended by itself.
    Crashed(End, Stage),
}

/// How far a question had come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    Starting,
    Loading,
    Answering,
}

impl Actor {
    /// One try: a process, the model in it, the answer from it.
    pub(super) async fn attempt(&mut self, ask: &mut Ask) -> Result<(), Trouble> {
        self.start(ask.running(), &ask.model.id).await?;
        self.load(ask).await?;
        self.show(Activity::Busy, Some(&ask.model.id));
        self.send(&ToEngine::Generate(ask.generate()));
        loop {
            match self.listen(ask.running(), self.config.hang_after, Stage::Answering).await {
                Ok(frame) => {
                    // First, so that whoever sees the end of the answer sees an idle engine.
                    if ask::ends(&frame, ask.id) {
                        self.show(Activity::Idle, None);
                    }
                    if ask.take(frame) {
                        return Ok(());
                    }
                }
                Err(Trouble::Cancelled) => {
                    self.send(&ToEngine::Cancel { id: ask.id });
                    ask.cancelled();
                    return self.confirm(ask.id).await;
                }
                Err(trouble) => return Err(trouble),
            }
        }
    }

    /// Makes sure that there is a process, and that it is the engine.
    async fn start(&mut self, running: Running, model: &ModelId) -> Result<(), Trouble> {
        if self.engine.is_some() {
            return Ok(());
        }
        let program = &self.config.engine;
        let engine = Engine::start(program)
            .map_err(|error| Trouble::NoEngine(format!("{}: {error}", program.display())))?;
        self.engine = Some(engine);
        self.model = ModelState::None;
        self.show(Activity::Loading, Some(model));
        loop {
            match self.listen(running, START_PATIENCE, Stage::Starting).await {
                Ok(FromEngine::Ready { protocol: PROTOCOL }) => return Ok(()),
                Ok(FromEngine::Ready { protocol }) => {
                    return Err(Trouble::NoEngine(format!(
                        "{} speaks version {protocol} of the protocol and this program {PROTOCOL}; reinstall both",
                        self.config.engine.display()
                    )));
                }
                Ok(_) => {}
                Err(Trouble::Hung) => {
                    return Err(Trouble::NoEngine(format!("{} says nothing", self.config.engine.display())));
                }
                // The next question would find a process that may not be ready.
                Err(trouble) => {
                    self.end_engine().await;
                    return Err(trouble);
                }
            }
        }
    }

    /// Makes sure that the question's model is loaded.
    async fn load(&mut self, ask: &mut Ask) -> Result<(), Trouble> {
        let LocalModel { id, path, context_tokens } = ask.model.clone();
        let memory = Memory { path: path.clone(), context_tokens };
        if self.model == ModelState::Loaded(memory.clone()) {
            return Ok(());
        }
        ask.tell(ChatEvent::Preparing(Preparing::LoadingModel));
        self.show(Activity::Loading, Some(&id));
        // It may be loading already, for a question that was cancelled.
        if self.model != ModelState::Loading(memory.clone()) {
            let Some(file) = path.to_str() else {
                return Err(Trouble::Refused(ChatError::BadModel(format!(
                    "{} is not a readable name",
                    path.display()
                ))));
            };
            // What loads now would answer first; its answer is not for this question.
            if matches!(self.model, ModelState::Loading(_)) {
                self.end_engine().await;
                self.start(ask.running(), &id).await?;
                self.show(Activity::Loading, Some(&id));
            }
            self.model = ModelState::Loading(memory.clone());
            self.send(&ToEngine::Load(Load {
                path: file.to_owned(),
                context_tokens,
                threads: self.config.threads,
                prefix_dir: self.config.prefix_dir.as_ref().and_then(|dir| dir.to_str()).map(str::to_owned),
            }));
        }
        while self.model != ModelState::Loaded(memory.clone()) {
            if let FromEngine::Failed { id: None, code, message } =
                self.listen(ask.running(), self.config.hang_after, Stage::Loading).await?
            {
                return Err(Trouble::Refused(ask::error_of(code, message)));
            }
        }
        Ok(())
    }

    /// Waits until the engine has stopped answering, and ends it if it does not.
    async fn confirm(&mut self, ask: u64) -> Result<(), Trouble> {
        let until = Instant::now() + CANCEL_GRACE;
        loop {
            match self.hear(None, until).await {
                Heard::Frame(frame) if ask::ends(&frame, ask) => return Ok(()),
                Heard::Frame(_) | Heard::Noted | Heard::Cancelled => {}
                Heard::Silence => {
                    tracing::warn!("the engine did not stop within {CANCEL_GRACE:?} and is ended");
                    self.end_engine().await;
                    return Ok(());
                }
                Heard::Closed => {
                    self.take_crashed().await;
                    return Ok(());
                }
                Heard::Shutdown => return Err(Trouble::Shutdown),
            }
        }
    }

    /// The next frame of a busy engine.
    async fn listen(
        &mut self,
        ask: Running,
        patience: Duration,
        stage: Stage,
    ) -> Result<FromEngine, Trouble> {
        let until = Instant::now() + patience;
        loop {
            match self.hear(Some(ask), until).await {
                Heard::Frame(frame) => return Ok(frame),
                Heard::Noted => {}
                Heard::Closed => {
                    return Err(match self.take_crashed().await {
                        Some(end) => Trouble::Crashed(end, stage),
                        None => Trouble::NoEngine("its process is gone".to_owned()),
                    });
                }
                Heard::Silence => return Err(Trouble::Hung),
                Heard::Cancelled => return Err(Trouble::Cancelled),
                Heard::Shutdown => return Err(Trouble::Shutdown),
            }
        }
    }
}

/// What to tell after the last try. While a model is loaded, the way the engine died says what is wrong:
/// code that trips over the file, or a system that ran out of memory.
pub(super) fn crash_error(end: &End, stage: Stage) -> ChatError {
    match stage {
        Stage::Starting => ChatError::EngineMissing(end.describe()),
        Stage::Loading if end.was_killed() => ChatError::OutOfMemory,
        Stage::Loading if end.was_native_crash() => {
            ChatError::BadModel(format!("the engine failed while it read the file ({})", end.describe()))
        }
        Stage::Loading | Stage::Answering => ChatError::EngineCrashed(end.describe()),
    }
}
