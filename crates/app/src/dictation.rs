//! Dictation: from the microphone to a text that grows while somebody speaks. Sound stays in memory, and is gone
//! when the text is there.

use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

use attune_domain::SettingKey;
use attune_domain::transcript::Transcript;
use attune_models::speech::microphone::{self, Capture, Captured, MicrophoneError};
use attune_models::speech::{Dictated, Feed, SAMPLE_RATE, SpeechError};
use attune_wire::{
    CancelDictation, Dictate, DictationEvent, DictationOutcome, ListMicrophones, MicrophoneView, Nothing,
    StopDictation,
};
use tokio::sync::mpsc::UnboundedReceiver;
use tokio_util::sync::CancellationToken;

use crate::transcribe::Ears;
use crate::{App, Error};

/// Sound that is still heard after somebody let go of the key, so that their last word is whole: half a second.
const TAIL: usize = SAMPLE_RATE as usize / 2;

/// Sound between two reports of how loud it is: a twentieth of a second.
const LEVEL: usize = SAMPLE_RATE as usize / 20;

/// The longest dictation: ten minutes. A forgotten microphone must not listen all day.
const LONGEST: usize = SAMPLE_RATE as usize * 600;

/// What is quieter than this, in decibels below the loudest, is silence to the eye.
const QUIETEST_DB: f32 = 60.0;

/// The one dictation that can be at a time.
#[derive(Debug, Default)]
pub(crate) struct Dictations {
    current: Mutex<Option<Keys>>,
}

/// How a dictation is ended from elsewhere.
#[derive(Debug, Clone, Default)]
struct Keys {
    stop: CancellationToken,
    cancel: CancellationToken,
}

impl Dictations {
    /// Begins one. The one before is cancelled: its window is gone, or the person thought better of it.
    fn begin(&self) -> Keys {
        let keys = Keys::default();
        let before = self.current().replace(keys.clone());
        if let Some(before) = before {
            before.cancel.cancel();
        }
        keys
    }

    /// Closes the microphone without keeping anything, where one is open.
    pub(crate) fn cancel(&self) {
        if let Some(keys) = self.current().take() {
            keys.cancel.cancel();
        }
    }

    fn stop(&self) {
        if let Some(keys) = &*self.current() {
            keys.stop.cancel();
        }
    }

    fn current(&self) -> MutexGuard<'_, Option<Keys>> {
        self.current.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Listens until it is told to stop, and tells what it understands meanwhile. A microphone that is lost ends it with
/// what was heard, and says so in the outcome.
///
/// # Errors
/// [`Error::Invalid`] where voice is off, [`Error::PolicyForbids`] where policy switched it off, [`Error::SpeechModelMissing`],
/// [`Error::Microphone`] when it cannot be opened, [`Error::Speech`] with [`SpeechError::Cancelled`] after a cancel.
pub async fn dictate(
    app: &App,
    request: Dictate,
    send: impl Fn(DictationEvent) + Send + Sync + 'static,
) -> Result<DictationOutcome, Error> {
    needs_voice(app, "speak")?;
    // A voice of ours would be heard too.
    app.stop_aloud();
    let keys = app.dictations().begin();
    let ears = Ears::of(app, spoken_language(app), request.role.as_ref(), &[]).await?;
    warm(app, ears.how.model.path.clone());
    let capture = open(app).await?;
    let (feed, heard) = app.transcriber().dictate(ears.how.clone())?;
    let session = Session { keys, send: &send, taken: 0, level: Level::default() };
    let (transcript, error) = session.run(capture, feed, heard).await?;
    let seconds = transcript.audio_s;
    let text = ears.corrected(&transcript.text());
    let error = error.map(|error| error.body());
    Ok(DictationOutcome { text, language: transcript.language, seconds, error })
}

/// Closes the microphone; the outcome follows where it was asked for.
///
/// # Errors
/// None.
pub async fn stop_dictation(app: &App, _request: StopDictation) -> Result<Nothing, Error> {
    app.dictations().stop();
    Ok(Nothing {})
}

/// Closes the microphone and throws away what was said.
///
/// # Errors
/// None.
pub async fn cancel_dictation(app: &App, _request: CancelDictation) -> Result<Nothing, Error> {
    app.dictations().cancel();
    Ok(Nothing {})
}

/// The microphones that there are, the system's choice first.
///
/// # Errors
/// [`Error::Microphone`] when the sound system does not say.
pub async fn list_microphones(_app: &App, _request: ListMicrophones) -> Result<Vec<MicrophoneView>, Error> {
    let found = blocking(microphone::microphones).await?;
    let view = |microphone: microphone::Microphone| MicrophoneView {
        id: microphone.id,
        name: microphone.name,
        is_default: microphone.is_default,
    };
    Ok(found.into_iter().map(view).collect())
}

/// Whether voice is on, for whoever would like to do this with it.
///
/// # Errors
/// [`Error::Invalid`] where the person switched it off, [`Error::PolicyForbids`] where policy did.
pub(crate) fn needs_voice(app: &App, to: &str) -> Result<(), Error> {
    if app.switch(SettingKey::VoiceUse) {
        return Ok(());
    }
    let policy = app.policy();
    if policy.setting(SettingKey::VoiceUse).is_some() {
        return Err(Error::PolicyForbids(format!("Voice is switched off by {}.", policy.authority())));
    }
    Err(Error::Invalid(format!("Voice is switched off. Switch it on in the settings to {to}.")))
}

/// The language of the settings; none to find out.
fn spoken_language(app: &App) -> Option<String> {
    Some(app.setting_text(SettingKey::VoiceLanguage)).filter(|language| language != "auto")
}

/// Reads the model while the microphone opens and the first words are said.
fn warm(app: &App, model: PathBuf) {
    let engine = app.transcriber().engine().clone();
    tokio::spawn(async move {
        if let Err(error) = engine.warm(model).await {
            // The first words ask again, and tell it then.
            tracing::debug!(%error, "the model that hears is not ready beforehand");
        }
    });
}

/// Opens the microphone of the settings. One that is not plugged in today gives way to the system's choice.
async fn open(app: &App) -> Result<Capture, Error> {
    let chosen = Some(app.setting_text(SettingKey::VoiceMicrophone)).filter(|id| !id.is_empty());
    let opened = blocking(move || match microphone::open(chosen.as_deref()) {
        Err(MicrophoneError::Gone) if chosen.is_some() => microphone::open(None),
        opened => opened,
    });
    Ok(opened.await?)
}

/// Sound systems are asked where waiting holds up nobody.
async fn blocking<T: Send + 'static>(
    ask: impl FnOnce() -> Result<T, MicrophoneError> + Send + 'static,
) -> Result<T, MicrophoneError> {
    let asked = tokio::task::spawn_blocking(ask).await;
    asked.unwrap_or_else(|error| Err(MicrophoneError::Unusable(error.to_string())))
}

/// One dictation while it runs.
struct Session<'s, S> {
    keys: Keys,
    send: &'s S,
    /// Samples that came.
    taken: usize,
    level: Level,
}

impl<S: Fn(DictationEvent) + Sync> Session<'_, S> {
    /// Hands the sound on until it is told to stop, and waits for the last words.
    async fn run(
        mut self,
        mut capture: Capture,
        feed: Feed,
        mut heard: UnboundedReceiver<Dictated>,
    ) -> Result<(Transcript, Option<Error>), Error> {
        let mut lost = None;
        let mut end = LONGEST;
        while self.taken < end {
            tokio::select! {
                () = self.keys.cancel.cancelled() => return Err(SpeechError::Cancelled.into()),
                () = self.keys.stop.cancelled(), if end == LONGEST => end = self.taken + TAIL,
                captured = capture.next() => match captured {
                    Some(Captured::Sound(sound)) => self.pass_on(sound, &feed),
                    Some(Captured::Lost(error)) => {
                        lost = Some(Error::Microphone(error));
                        break;
                    }
                    None => break,
                },
                said = heard.recv() => if let Some(ended) = self.tell(said) {
                    return ended.map(|(transcript, error)| (transcript, lost.or(error)));
                },
            }
        }
        drop(capture);
        (self.send)(DictationEvent::Finishing);
        feed.finish();
        loop {
            tokio::select! {
                () = self.keys.cancel.cancelled() => return Err(SpeechError::Cancelled.into()),
                said = heard.recv() => if let Some(ended) = self.tell(said) {
                    return ended.map(|(transcript, error)| (transcript, lost.or(error)));
                },
            }
        }
    }

    fn pass_on(&mut self, sound: Vec<f32>, feed: &Feed) {
        if sound.is_empty() {
            return;
        }
        if self.taken == 0 {
            (self.send)(DictationEvent::Live);
        }
        self.taken += sound.len();
        if let Some(loudness) = self.level.of(&sound) {
            (self.send)(DictationEvent::Level { loudness });
        }
        feed.push(sound);
    }

    /// Tells what was understood; the end of it, where it is one.
    fn tell(&self, said: Option<Dictated>) -> Option<Result<(Transcript, Option<Error>), Error>> {
        match said {
            Some(Dictated::Text { settled, open }) => {
                (self.send)(DictationEvent::Text { settled, open });
                None
            }
            Some(Dictated::Done(transcript)) => Some(Ok((transcript, None))),
            Some(Dictated::Failed { error, heard }) if heard.segments.is_empty() => Some(Err(error.into())),
            Some(Dictated::Failed { error, heard }) => Some(Ok((heard, Some(error.into())))),
            None => Some(Err(SpeechError::Cancelled.into())),
        }
    }
}

/// How loud it is, over a twentieth of a second.
#[derive(Debug, Default)]
struct Level {
    energy: f32,
    samples: usize,
}

impl Level {
    /// From 0, silence, to 1, once enough sound came to say.
    fn of(&mut self, sound: &[f32]) -> Option<f32> {
        self.energy += sound.iter().map(|sample| sample * sample).sum::<f32>();
        self.samples += sound.len();
        if self.samples < LEVEL {
            return None;
        }
        #[expect(clippy::cast_precision_loss, reason = "a part of a second has few samples")]
        let mean = self.energy / self.samples as f32;
        *self = Self::default();
        // Of the mean square, so half the factor of an amplitude.
        let decibels = 10.0 * mean.max(f32::MIN_POSITIVE).log10();
        Some((1.0 + decibels / QUIETEST_DB).clamp(0.0, 1.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loudness_goes_from_silence_to_as_loud_as_can_be() {
        let loudness = |amplitude: f32| Level::default().of(&vec![amplitude; LEVEL]);
        assert_eq!(loudness(0.0), Some(0.0));
        assert_eq!(loudness(1.0), Some(1.0));
        assert!((loudness(0.1).unwrap() - 2.0 / 3.0).abs() < 1e-3);
        assert_eq!(Level::default().of(&[1.0]), None);
    }

    #[test]
    fn a_new_dictation_ends_the_one_before() {
        let dictations = Dictations::default();
        let first = dictations.begin();
        let second = dictations.begin();
        assert!(first.cancel.is_cancelled() && !second.cancel.is_cancelled());
        dictations.stop();
        assert!(second.stop.is_cancelled() && !second.cancel.is_cancelled());
    }
}
