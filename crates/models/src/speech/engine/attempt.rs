//! One try: a process, the model in it, the text from it, and what can go wrong on the way.

use std::path::Path;
use std::time::Duration;

use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::actor::{Actor, Ask, Engine, Event};
use super::{Heard, Request, SpeechError, Stage};
use crate::process::End;
use crate::protocol::speech::{FromSpeech, PROTOCOL, SpeechFault, ToSpeech, Transcribe};

/// How long the engine may take to confirm a cancel before it is ended.
const CANCEL_GRACE: Duration = Duration::from_secs(2);

/// How long the process may take from its start to its first word.
const START_PATIENCE: Duration = Duration::from_secs(30);

/// Why a request was not answered.
pub(super) enum Trouble {
    /// The request is at fault, or its model. The engine lives.
    Refused(SpeechError),
    Cancelled,
    Hung,
    /// The program is missing or not ours. Trying again will not help.
    NoEngine(String),
    /// The engine ended by itself; whether that was while it loaded.
    Crashed(End, bool),
}

impl Actor {
    /// One try.
    pub(super) async fn attempt(&mut self, ask: &Ask) -> Result<Heard, Trouble> {
        self.start(&ask.cancel).await?;
        self.load(&ask.model, &ask.cancel).await?;
        let nothing = Heard { segments: Vec::new(), language: String::new(), wall_ms: 0.0 };
        let Some(request) = &ask.request else { return Ok(nothing) };
        self.show(Stage::Transcribing);
        self.asked += 1;
        let id = self.asked;
        self.send(&ToSpeech::Transcribe(transcribe(id, request)));
        let mut segments = Vec::new();
        loop {
            match self.hear(&ask.cancel, self.config.hang_after, false).await {
                Ok(FromSpeech::Segment { id: of, segment }) if of == id => segments.push(segment),
                Ok(FromSpeech::Done { id: of, language, cancelled, wall_ms }) if of == id => {
                    let heard = Heard { segments, language, wall_ms };
                    return if cancelled { Err(Trouble::Cancelled) } else { Ok(heard) };
                }
                Ok(FromSpeech::Failed { id: Some(of), code, message }) if of == id => {
                    return Err(Trouble::Refused(error_of(code, message)));
                }
                Ok(_) => {}
                Err(Trouble::Cancelled) => {
                    self.send(&ToSpeech::Cancel { id });
                    self.confirm(id).await;
                    return Err(Trouble::Cancelled);
                }
                Err(trouble) => return Err(trouble),
            }
        }
    }

    /// Makes sure that there is a process, and that it is the engine.
    async fn start(&mut self, cancel: &CancellationToken) -> Result<(), Trouble> {
        if self.engine.is_some() {
            return Ok(());
        }
        let program = self.config.engine.clone();
        let engine = Engine::start(&program)
            .map_err(|error| Trouble::NoEngine(format!("{}: {error}", program.display())))?;
        self.engine = Some(engine);
        (self.model, self.asked) = (None, 0);
        self.show(Stage::Loading);
        loop {
            match self.hear(cancel, START_PATIENCE, true).await {
                Ok(FromSpeech::Ready { protocol: PROTOCOL }) => return Ok(()),
                Ok(FromSpeech::Ready { protocol }) => {
                    return Err(Trouble::NoEngine(format!(
                        "{} speaks version {protocol} of the protocol and this program {PROTOCOL}; reinstall both",
                        program.display()
                    )));
                }
                Ok(_) => {}
                Err(Trouble::Hung) => {
                    return Err(Trouble::NoEngine(format!("{} says nothing", program.display())));
                }
                // The next request would find a process that may not be ready.
                Err(trouble) => {
                    self.end().await;
                    return Err(trouble);
                }
            }
        }
    }

    /// Makes sure that this model is loaded.
    async fn load(&mut self, model: &Path, cancel: &CancellationToken) -> Result<(), Trouble> {
        if self.model.as_deref() == Some(model) {
            return Ok(());
        }
        let Some(path) = model.to_str() else {
            let error = SpeechError::BadModel(format!("{} is not a readable name", model.display()));
            return Err(Trouble::Refused(error));
        };
        self.show(Stage::Loading);
        self.model = None;
        self.send(&ToSpeech::Load { path: path.to_owned(), threads: self.config.threads });
        loop {
            match self.hear(cancel, self.config.hang_after, true).await {
                Ok(FromSpeech::Loaded { .. }) => {
                    self.model = Some(model.to_owned());
                    return Ok(());
                }
                Ok(FromSpeech::Failed { id: None, code, message }) => {
                    return Err(Trouble::Refused(error_of(code, message)));
                }
                Ok(_) => {}
                // What loads now would answer the next request's load.
                Err(Trouble::Cancelled) => {
                    self.end().await;
                    return Err(Trouble::Cancelled);
                }
                Err(trouble) => return Err(trouble),
            }
        }
    }

    /// Waits until the engine has stopped, and ends it if it does not.
    async fn confirm(&mut self, id: u64) {
        let until = Instant::now() + CANCEL_GRACE;
        loop {
            match self.listen(None, until).await {
                Event::Frame(FromSpeech::Done { id: of, .. }) if of == id => return,
                Event::Frame(FromSpeech::Failed { id: Some(of), .. }) if of == id => return,
                Event::Frame(_) | Event::Noted | Event::Cancelled => {}
                Event::Silence | Event::Deserted => return self.end().await,
                Event::Closed => {
                    self.take_crashed().await;
                    return;
                }
            }
        }
    }

    /// The next frame of a busy engine.
    async fn hear(
        &mut self,
        cancel: &CancellationToken,
        patience: Duration,
        is_loading: bool,
    ) -> Result<FromSpeech, Trouble> {
        let until = Instant::now() + patience;
        loop {
            match self.listen(Some(cancel), until).await {
                Event::Frame(frame) => return Ok(frame),
                Event::Noted => {}
                Event::Closed => {
                    return Err(match self.take_crashed().await {
                        Some(end) => Trouble::Crashed(end, is_loading),
                        None => Trouble::NoEngine("its process is gone".to_owned()),
                    });
                }
                Event::Silence => return Err(Trouble::Hung),
                Event::Cancelled | Event::Deserted => return Err(Trouble::Cancelled),
            }
        }
    }
}

/// What to tell after the last try. While a model is loaded, the way the engine died says what is wrong.
pub(super) fn crash_error(end: &End, while_loading: bool) -> SpeechError {
    if while_loading && end.was_killed() {
        SpeechError::OutOfMemory
    } else if while_loading && end.was_native_crash() {
        SpeechError::BadModel(format!("the engine failed while it read the file ({})", end.describe()))
    } else {
        SpeechError::EngineCrashed(end.describe())
    }
}

fn transcribe(id: u64, request: &Request) -> Transcribe {
    Transcribe {
        id,
        pcm: request.pcm.clone(),
        language: request.language.clone(),
        prompt: request.prompt.clone(),
        terms: request.terms.clone(),
        search: request.search,
        timestamps: request.timestamps,
        retry: request.retry,
        fitted: request.fitted,
    }
}

/// The engine's fault in the terms of those who ask.
fn error_of(code: SpeechFault, message: String) -> SpeechError {
    match code {
        SpeechFault::BadModel => SpeechError::BadModel(message),
        SpeechFault::BadLanguage => SpeechError::BadLanguage(message),
        SpeechFault::OldProcessor => SpeechError::OldProcessor(message),
        SpeechFault::NoModel | SpeechFault::TooLong | SpeechFault::Internal => SpeechError::Internal(message),
    }
}
