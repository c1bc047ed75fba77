//! The owner of the engine's process. It runs one question at a time and listens to everything else
//! meanwhile: further questions, cancels, the engine's frames, and the clock.

mod attempt;

use std::collections::VecDeque;
use std::path::PathBuf;
use std::time::Duration;

use attune_domain::ModelId;
use tokio::sync::{mpsc, oneshot, watch};
use tokio::time::{Instant, sleep_until};

use self::attempt::{Trouble, crash_error};
use super::ask::{Ask, Kind, Running};
use super::{Activity, Engine, EngineStatus, LocalChatConfig};
use crate::chat::{ChatError, ChatEvent, Preparing};
use crate::process::End;
use crate::protocol::{FromEngine, ToEngine};

const A_DAY: Duration = Duration::from_secs(24 * 3600);
const FIRST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(5);

/// What the actor is told.
#[derive(Debug)]
pub(super) enum Command {
    Ask(Box<Ask>),
    Cancel(u64),
    SetIdleUnload(Duration),
    Unload(oneshot::Sender<()>),
    Shutdown(oneshot::Sender<()>),
}

/// See the module.
pub(super) struct Actor {
    config: LocalChatConfig,
    commands: mpsc::UnboundedReceiver<Command>,
    status: watch::Sender<EngineStatus>,
    waiting: VecDeque<Box<Ask>>,
    engine: Option<Engine>,
    model: ModelState,
    /// Unexpected ends in a row.
    crashes: u32,
    unload_wanted: Vec<oneshot::Sender<()>>,
    shutdown_wanted: Option<oneshot::Sender<()>>,
}

/// What the engine's process has in memory.
#[derive(Debug, Clone, PartialEq, Eq)]
enum ModelState {
    None,
    Loading(Memory),
    Loaded(Memory),
}

/// A model with the room it has for prompt and answer, in tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Memory {
    path: PathBuf,
    context_tokens: u32,
}

/// What happened while the actor listened.
enum Heard {
    Frame(FromEngine),
    /// The engine closed its end: it is dead or dying.
    Closed,
    /// Nothing, until the time that was given.
    Silence,
    /// The running question is not wanted any more.
    Cancelled,
    /// Something was put aside that an idle actor looks at.
    Noted,
    Shutdown,
}

impl Actor {
    pub(super) fn new(
        config: LocalChatConfig,
        commands: mpsc::UnboundedReceiver<Command>,
        status: watch::Sender<EngineStatus>,
    ) -> Self {
        Self {
            config,
            commands,
            status,
            waiting: VecDeque::new(),
            engine: None,
            model: ModelState::None,
            crashes: 0,
            unload_wanted: Vec::new(),
            shutdown_wanted: None,
        }
    }

    /// Runs until it is told to shut down or nobody can ask any more.
    pub(super) async fn run(mut self) {
        loop {
            if !self.unload_wanted.is_empty() {
                self.dismiss_engine().await;
                for done in self.unload_wanted.drain(..) {
                    let _ = done.send(());
                }
            }
            let go_on = match self.waiting.pop_front() {
                Some(ask) => self.answer(ask).await,
                None => self.idle().await,
            };
            if !go_on {
                break;
            }
        }
        self.dismiss_engine().await;
        for mut ask in self.waiting.drain(..) {
            ask.fail(closing());
        }
        if let Some(done) = self.shutdown_wanted.take() {
            let _ = done.send(());
        }
    }

    /// Waits for something to do, and ends an engine that nobody uses. False when the actor shall end.
    async fn idle(&mut self) -> bool {
        let since = Instant::now();
        while self.waiting.is_empty() && self.unload_wanted.is_empty() {
            // Without an engine there is nothing to wait for but a command.
            let patience = self.engine.as_ref().map_or(A_DAY, |_| self.config.idle_unload);
            match self.hear(None, since + patience).await {
                Heard::Frame(_) => self.show(Activity::Idle, None),
                Heard::Noted | Heard::Cancelled => {}
                Heard::Silence => {
                    self.dismiss_engine().await;
                    return true;
                }
                Heard::Closed => {
                    let end = self.take_crashed().await;
                    tracing::warn!(end = end.map(|end| end.describe()), "the engine ended while it was idle");
                    return true;
                }
                Heard::Shutdown => return false,
            }
        }
        true
    }

    /// Answers a question, with one more try if the engine dies before it has said anything. False when the
    /// actor shall end.
    async fn answer(&mut self, mut ask: Box<Ask>) -> bool {
        let mut outcome = self.attempt(&mut ask).await;
        if let Err(Trouble::Crashed(end, stage)) = &outcome
            && !ask.has_begun()
        {
            tracing::warn!(
                end = end.describe(),
                ?stage,
                "the engine ended unexpectedly and is started again"
            );
            self.crashes += 1;
            ask.tell(ChatEvent::Preparing(Preparing::RestartingEngine));
            self.show(Activity::Restarting, Some(&ask.model.id));
            outcome = match self.pause(ask.running()).await {
                Ok(()) => self.attempt(&mut ask).await,
                Err(trouble) => Err(trouble),
            };
        }
        match outcome {
            Ok(()) => self.crashes = 0,
            Err(Trouble::Refused(error)) => ask.fail(error),
            Err(Trouble::Cancelled) => ask.cancelled(),
            Err(Trouble::NoEngine(why)) => {
                self.end_engine().await;
                ask.fail(ChatError::EngineMissing(why));
            }
            Err(Trouble::Hung) => {
                self.end_engine().await;
                ask.fail(ChatError::EngineHung);
            }
            Err(Trouble::Crashed(end, stage)) => {
                tracing::warn!(end = end.describe(), ?stage, "the engine ended unexpectedly");
                self.crashes += 1;
                ask.fail(crash_error(&end, stage));
            }
            Err(Trouble::Shutdown) => {
                ask.fail(closing());
                return false;
            }
        }
        self.show(Activity::Idle, None);
        true
    }

    /// Waits before a restart, longer with each crash in a row.
    async fn pause(&mut self, running: Running) -> Result<(), Trouble> {
        let doublings = self.crashes.saturating_sub(1).min(16);
        let until = Instant::now() + LONGEST_PAUSE.min(FIRST_PAUSE * 2u32.pow(doublings));
        loop {
            match self.hear(Some(running), until).await {
                Heard::Silence => return Ok(()),
                Heard::Cancelled => return Err(Trouble::Cancelled),
                Heard::Shutdown => return Err(Trouble::Shutdown),
                Heard::Frame(_) | Heard::Noted | Heard::Closed => {}
            }
        }
    }

    /// Waits for anything to happen, and puts aside what is not about the running question.
    async fn hear(&mut self, running: Option<Running>, until: Instant) -> Heard {
        tokio::select! {
            command = self.commands.recv() => match command {
                None => Heard::Shutdown,
                Some(Command::Shutdown(done)) => {
                    self.shutdown_wanted = Some(done);
                    Heard::Shutdown
                }
                Some(Command::SetIdleUnload(idle_unload)) => {
                    self.config.idle_unload = idle_unload;
                    Heard::Noted
                }
                Some(Command::Unload(done)) => {
                    self.unload_wanted.push(done);
                    Heard::Noted
                }
                Some(Command::Ask(ask)) => {
                    self.forget(|waiting| waiting.kind == Kind::Warming);
                    self.waiting.push_back(ask);
                    match running {
                        Some(running) if running.kind == Kind::Warming => Heard::Cancelled,
                        _ => Heard::Noted,
                    }
                }
                Some(Command::Cancel(id)) if running.is_some_and(|running| running.id == id) => {
                    Heard::Cancelled
                }
                Some(Command::Cancel(id)) => {
                    self.forget(|waiting| waiting.id == id);
                    Heard::Noted
                }
            },
            frame = next_frame(self.engine.as_mut()) => match frame {
                Some(frame) => {
                    self.note(&frame);
                    Heard::Frame(frame)
                }
                None => Heard::Closed,
            },
            () = sleep_until(until) => Heard::Silence,
        }
    }

    /// Drops questions that still wait.
    fn forget(&mut self, unwanted: impl Fn(&Ask) -> bool) {
        self.waiting.retain_mut(|ask| {
            let keep = !unwanted(ask);
            if !keep {
                ask.cancelled();
            }
            keep
        });
    }

    /// Follows what the engine has in memory.
    fn note(&mut self, frame: &FromEngine) {
        match frame {
            FromEngine::Loaded { .. } => {
                if let ModelState::Loading(memory) = &self.model {
                    self.model = ModelState::Loaded(memory.clone());
                }
            }
            FromEngine::Unloaded | FromEngine::Failed { id: None, .. } => self.model = ModelState::None,
            _ => {}
        }
    }

    fn send(&self, request: &ToEngine) {
        if let Some(engine) = &self.engine {
            engine.send(request);
        }
    }

    /// Ends the process, if there is one.
    async fn end_engine(&mut self) {
        if let Some(engine) = self.engine.take() {
            engine.end().await;
        }
        self.model = ModelState::None;
        self.show(Activity::Stopped, None);
    }

    /// Lets the process finish what it does between answers, and end.
    async fn dismiss_engine(&mut self) {
        if let Some(engine) = self.engine.take() {
            engine.quit(&ToEngine::Quit).await;
        }
        self.model = ModelState::None;
        self.show(Activity::Stopped, None);
    }

    /// Takes leave of a process that ended by itself.
    async fn take_crashed(&mut self) -> Option<End> {
        let engine = self.engine.take()?;
        self.model = ModelState::None;
        let end = engine.ended().await;
        self.show(Activity::Stopped, None);
        Some(end)
    }

    /// Publishes what the engine does. Idle without a process is stopped, and with a model on its way it is
    /// still loading.
    fn show(&self, activity: Activity, model: Option<&ModelId>) {
        let process = self.engine.as_ref().and_then(Engine::id);
        self.status.send_if_modified(|status| {
            let activity = match (activity, &self.engine, &self.model) {
                (Activity::Idle, None, _) => Activity::Stopped,
                (Activity::Idle, Some(_), ModelState::Loading(_)) => Activity::Loading,
                _ => activity,
            };
            let model = match activity {
                Activity::Stopped => None,
                Activity::Idle if self.model == ModelState::None => None,
                _ => model.cloned().or_else(|| status.model.clone()),
            };
            let new = EngineStatus { activity, model, process };
            let changed = *status != new;
            *status = new;
            changed
        });
    }
}

/// Never, where there is no engine.
async fn next_frame(engine: Option<&mut Engine>) -> Option<FromEngine> {
    match engine {
        Some(engine) => engine.next().await,
        None => std::future::pending().await,
    }
}

fn closing() -> ChatError {
    ChatError::EngineMissing("the program is closing".to_owned())
}
