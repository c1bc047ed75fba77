//! The owner of the engine's process. It runs one request at a time and listens to everything else meanwhile: further
//! requests, cancels, the engine's frames, and the clock.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::time::Duration;

use tokio::sync::{mpsc, oneshot, watch};
use tokio::time::{Instant, sleep_until};
use tokio_util::sync::CancellationToken;

use super::attempt::{Trouble, crash_error};
use super::{Heard, Request, SpeechConfig, SpeechError, SpeechStatus, Stage};
use crate::process::{self, End};
use crate::protocol::speech::{FromSpeech, ToSpeech};

/// The speech engine's process.
pub(super) type Engine = process::Engine<FromSpeech>;

const A_DAY: Duration = Duration::from_secs(24 * 3600);
const FIRST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(5);

/// What the actor is told.
#[derive(Debug)]
pub(super) enum Command {
    Ask(Box<Ask>),
    Unload(oneshot::Sender<()>),
}

/// A request, and where its text goes.
#[derive(Debug)]
pub(super) struct Ask {
    pub(super) model: PathBuf,
    /// None only loads the model.
    pub(super) request: Option<Request>,
    pub(super) cancel: CancellationToken,
    pub(super) reply: oneshot::Sender<Result<Heard, SpeechError>>,
}

/// See the module.
pub(super) struct Actor {
    pub(super) config: SpeechConfig,
    commands: mpsc::UnboundedReceiver<Command>,
    status: watch::Sender<SpeechStatus>,
    waiting: VecDeque<Box<Ask>>,
    pub(super) engine: Option<Engine>,
    /// The model that the process has in memory.
    pub(super) model: Option<PathBuf>,
    /// Requests that this process was sent.
    pub(super) asked: u64,
    /// Unexpected ends in a row.
    crashes: u32,
    unload_wanted: Vec<oneshot::Sender<()>>,
}

/// What happened while the actor listened.
pub(super) enum Event {
    Frame(FromSpeech),
    /// The engine closed its end: it is dead or dying.
    Closed,
    /// Nothing, until the time that was given.
    Silence,
    /// The running request is not wanted any more.
    Cancelled,
    /// Something was put aside that an idle actor looks at.
    Noted,
    /// Nobody can ask any more.
    Deserted,
}

impl Actor {
    pub(super) fn new(
        config: SpeechConfig,
        commands: mpsc::UnboundedReceiver<Command>,
        status: watch::Sender<SpeechStatus>,
    ) -> Self {
        Self {
            config,
            commands,
            status,
            waiting: VecDeque::new(),
            engine: None,
            model: None,
            asked: 0,
            crashes: 0,
            unload_wanted: Vec::new(),
        }
    }

    /// Runs until nobody can ask any more.
    pub(super) async fn run(mut self) {
        loop {
            if !self.unload_wanted.is_empty() {
                self.dismiss().await;
                for done in self.unload_wanted.drain(..) {
                    let _ = done.send(());
                }
            }
            match self.waiting.pop_front() {
                Some(ask) => self.answer(*ask).await,
                None if !self.idle().await => break,
                None => {}
            }
        }
        self.dismiss().await;
    }

    /// Waits for something to do, and ends an engine that nobody uses. False when nobody can ask any more.
    async fn idle(&mut self) -> bool {
        let since = Instant::now();
        while self.waiting.is_empty() && self.unload_wanted.is_empty() {
            // Without an engine there is nothing to wait for but a command.
            let patience = self.engine.as_ref().map_or(A_DAY, |_| self.config.idle_unload);
            match self.listen(None, since + patience).await {
                Event::Frame(_) | Event::Noted | Event::Cancelled => {}
                Event::Silence => {
                    self.dismiss().await;
                    return true;
                }
                Event::Closed => {
                    let end = self.take_crashed().await;
                    tracing::warn!(end = end.map(|end| end.describe()), "the engine ended while it was idle");
                    return true;
                }
                Event::Deserted => return false,
            }
        }
        true
    }

    /// Answers a request, with one more try if the engine dies.
    async fn answer(&mut self, ask: Ask) {
        if ask.cancel.is_cancelled() {
            let _ = ask.reply.send(Err(SpeechError::Cancelled));
            return;
        }
        let mut outcome = self.attempt(&ask).await;
        if let Err(Trouble::Crashed(end, _)) = &outcome {
            tracing::warn!(end = end.describe(), "the speech engine ended unexpectedly and is started again");
            self.crashes += 1;
            self.show(Stage::Restarting);
            outcome = match self.pause(&ask.cancel).await {
                Ok(()) => self.attempt(&ask).await,
                Err(trouble) => Err(trouble),
            };
        }
        let result = match outcome {
            Ok(heard) => {
                self.crashes = 0;
                Ok(heard)
            }
            Err(Trouble::Refused(error)) => Err(error),
            Err(Trouble::Cancelled) => Err(SpeechError::Cancelled),
            Err(Trouble::NoEngine(why)) => {
                self.end().await;
                Err(SpeechError::EngineMissing(why))
            }
            Err(Trouble::Hung) => {
                self.end().await;
                Err(SpeechError::EngineHung)
            }
            Err(Trouble::Crashed(end, while_loading)) => {
                self.crashes += 1;
                Err(crash_error(&end, while_loading))
            }
        };
        // First, so that whoever sees the answer sees an idle engine.
        self.show(Stage::Ready);
        let _ = ask.reply.send(result);
    }

    /// Waits before a restart, longer with each crash in a row.
    async fn pause(&mut self, cancel: &CancellationToken) -> Result<(), Trouble> {
        let doublings = self.crashes.saturating_sub(1).min(16);
        let until = Instant::now() + LONGEST_PAUSE.min(FIRST_PAUSE * 2u32.pow(doublings));
        loop {
            match self.listen(Some(cancel), until).await {
                Event::Silence => return Ok(()),
                Event::Cancelled | Event::Deserted => return Err(Trouble::Cancelled),
                Event::Frame(_) | Event::Noted | Event::Closed => {}
            }
        }
    }

    /// Waits for anything to happen, and puts aside what is not about the running request.
    pub(super) async fn listen(&mut self, running: Option<&CancellationToken>, until: Instant) -> Event {
        tokio::select! {
            command = self.commands.recv() => match command {
                None => Event::Deserted,
                Some(Command::Unload(done)) => {
                    self.unload_wanted.push(done);
                    Event::Noted
                }
                Some(Command::Ask(ask)) => {
                    self.put_aside(ask);
                    Event::Noted
                }
            },
            () = cancelled(running) => Event::Cancelled,
            frame = next_frame(self.engine.as_mut()) => match frame {
                Some(frame) => Event::Frame(frame),
                None => Event::Closed,
            },
            () = sleep_until(until) => Event::Silence,
        }
    }

    /// Before everything that nobody waits for, and after everything that somebody does.
    fn put_aside(&mut self, ask: Box<Ask>) {
        let is_urgent = |ask: &Ask| ask.request.as_ref().is_some_and(|request| request.urgent);
        let at = if is_urgent(&ask) {
            self.waiting.iter().take_while(|waiting| is_urgent(waiting)).count()
        } else {
            self.waiting.len()
        };
        self.waiting.insert(at, ask);
    }

    pub(super) fn send(&self, request: &ToSpeech) {
        if let Some(engine) = &self.engine {
            engine.send(request);
        }
    }

    /// Ends the process, if there is one.
    pub(super) async fn end(&mut self) {
        if let Some(engine) = self.engine.take() {
            engine.end().await;
        }
        self.model = None;
        self.show(Stage::Stopped);
    }

    /// Asks the process to end.
    async fn dismiss(&mut self) {
        if let Some(engine) = self.engine.take() {
            engine.quit(&ToSpeech::Quit).await;
        }
        self.model = None;
        self.show(Stage::Stopped);
    }

    /// Takes leave of a process that ended by itself.
    pub(super) async fn take_crashed(&mut self) -> Option<End> {
        let engine = self.engine.take()?;
        self.model = None;
        let end = engine.ended().await;
        self.show(Stage::Stopped);
        Some(end)
    }

    /// Publishes what the engine does. Ready without a process is stopped.
    pub(super) fn show(&self, stage: Stage) {
        let process = self.engine.as_ref().and_then(Engine::id);
        let stage = if stage == Stage::Ready && self.engine.is_none() { Stage::Stopped } else { stage };
        self.status.send_if_modified(|status| {
            let new = SpeechStatus { stage, process };
            let changed = *status != new;
            *status = new;
            changed
        });
    }
}

/// Never, where there is no engine.
async fn next_frame(engine: Option<&mut Engine>) -> Option<FromSpeech> {
    match engine {
        Some(engine) => engine.next().await,
        None => std::future::pending().await,
    }
}

/// Never, where nothing runs.
async fn cancelled(running: Option<&CancellationToken>) {
    match running {
        Some(cancel) => cancel.cancelled().await,
        None => std::future::pending().await,
    }
}
