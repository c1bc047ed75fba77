//! Recordings to text: read, cut at pauses, heard piece by piece. However long a recording is, no more than a few
//! pieces are in memory.

use std::path::Path;

use attune_domain::transcript::{Spoken, Transcript};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use super::audio::{AudioFile, Sound, seconds_of};
use super::cut::{Cutter, Piece, Rules};
use super::dictation::{self, Dictated, Feed};
use super::engine::{Heard, Request, SpeechEngine};
use super::guard::doubt;
use super::vad::{FRAME, Vad};
use super::{Search, SpeechError, SpeechModel};
use crate::protocol::speech::Pcm;

/// Pieces that are read ahead of the one that is heard.
const AHEAD: usize = 2;

/// A piece must be this long, in seconds, for its language to be believed for the rest.
const TELLING_S: f64 = 3.0;

/// How to listen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listening {
    /// The model.
    pub model: SpeechModel,
    /// The language as Whisper names it (`en`, `de`), or none to find out.
    pub language: Option<String>,
    /// Names and words as they are spelt, to be taken as said before.
    pub prompt: String,
    /// Names and words as they are spelt, which are likelier than the model knows.
    pub terms: Vec<String>,
    /// How the likeliest text is searched.
    pub search: Search,
}

/// How far a recording is.
#[derive(Debug, Clone, PartialEq)]
pub struct Progress {
    /// Seconds that are text, or are known to hold none.
    pub done_s: f64,
    /// Seconds that there are, as the file says.
    pub of_s: Option<f64>,
    /// What came since the last time.
    pub spoken: Vec<Spoken>,
}

/// Turns recordings and dictation into text. Clones share the engine.
#[derive(Debug, Clone)]
pub struct Transcriber {
    engine: SpeechEngine,
}

/// What the reading thread says.
enum Read {
    Opened { claimed_s: Option<f64> },
    Piece(Piece),
    End { audio_s: f64, missing: Option<String> },
}

impl Transcriber {
    /// Asks this engine.
    #[must_use]
    pub fn new(engine: SpeechEngine) -> Self {
        Self { engine }
    }

    /// The engine.
    #[must_use]
    pub fn engine(&self) -> &SpeechEngine {
        &self.engine
    }

    /// Turns a recording into text. A recording without speech gives an empty one. Where the file ends too early,
    /// there is the text until there, and [`Transcript::missing`] says why.
    ///
    /// # Errors
    /// [`SpeechError`]; [`SpeechError::Cancelled`] after `cancel`.
    pub async fn transcribe(
        &self,
        sound: impl Into<Sound>,
        how: &Listening,
        cancel: &CancellationToken,
        mut tell: impl FnMut(Progress),
    ) -> Result<Transcript, SpeechError> {
        let (sender, mut pieces) = mpsc::channel(AHEAD);
        let (sound, vad) = (sound.into(), how.model.vad.clone());
        tokio::task::spawn_blocking(move || {
            if let Err(error) = read(sound, &vad, &sender) {
                // Nobody listens any more after a cancel.
                let _ = sender.blocking_send(Err(error));
            }
        });
        let mut language = how.language.clone();
        let mut transcript = Transcript::default();
        let mut of_s = None;
        loop {
            let next = tokio::select! {
                next = pieces.recv() => next,
                () = cancel.cancelled() => return Err(SpeechError::Cancelled),
            };
            match next {
                None => return Err(SpeechError::Internal("the reading thread is gone".into())),
                Some(Err(error)) => return Err(error),
                Some(Ok(Read::Opened { claimed_s })) => {
                    of_s = claimed_s;
                    tell(Progress { done_s: 0.0, of_s, spoken: Vec::new() });
                }
                Some(Ok(Read::Piece(piece))) => {
                    let request = final_request(how, language.clone(), how.prompt.clone(), &piece.samples);
                    let heard = self.engine.hear(request, cancel).await?;
                    if language.is_none() && seconds_of(piece.samples.len()) >= TELLING_S {
                        language = Some(heard.language.clone());
                    }
                    if transcript.language.is_empty() {
                        transcript.language.clone_from(&heard.language);
                    }
                    let spoken = spoken_in(&piece, &heard);
                    transcript.segments.extend(spoken.iter().cloned());
                    let done_s = start_s(&piece) + seconds_of(piece.samples.len());
                    tell(Progress { done_s, of_s, spoken });
                }
                Some(Ok(Read::End { audio_s, missing })) => {
                    transcript.audio_s = audio_s;
                    transcript.missing = missing;
                    tell(Progress { done_s: audio_s, of_s: Some(audio_s), spoken: Vec::new() });
                    return Ok(transcript);
                }
            }
        }
    }

    /// Listens to somebody who speaks. Sound goes into the feed; the text comes out while it grows.
    ///
    /// # Errors
    /// [`SpeechError::BadModel`] when the network that finds speech cannot be read.
    pub fn dictate(&self, how: Listening) -> Result<(Feed, mpsc::UnboundedReceiver<Dictated>), SpeechError> {
        dictation::begin(self.engine.clone(), how)
    }
}

/// A request whose text stays.
pub(super) fn final_request(
    how: &Listening,
    language: Option<String>,
    prompt: String,
    samples: &[f32],
) -> Request {
    Request {
        model: how.model.path.clone(),
        pcm: Pcm::from_floats(samples),
        language,
        prompt,
        terms: how.terms.clone(),
        search: how.search,
        timestamps: true,
        retry: true,
        // Nobody waits for a word of a recording: it gets the look that Whisper was trained with.
        fitted: false,
        urgent: false,
    }
}

/// What is believed of a piece, with times of the whole sound.
pub(super) fn spoken_in(piece: &Piece, heard: &Heard) -> Vec<Spoken> {
    let (start, length) = (start_s(piece), seconds_of(piece.samples.len()));
    let believed = heard.segments.iter().filter(|segment| match doubt(segment, piece.speech) {
        None => true,
        Some(doubt) => {
            tracing::debug!(?doubt, "a part of what was heard is not believed");
            false
        }
    });
    believed
        .map(|segment| Spoken {
            start_s: start + segment.start_s.min(length),
            end_s: start + segment.end_s.clamp(segment.start_s, length.max(segment.start_s)),
            text: segment.text(),
        })
        .collect()
}

/// Where a piece begins, in seconds of the whole sound.
fn start_s(piece: &Piece) -> f64 {
    seconds_of(usize::try_from(piece.start).unwrap_or(usize::MAX))
}

/// Reads a file to its end and sends its pieces, as long as somebody takes them.
fn read(sound: Sound, vad: &Path, out: &mpsc::Sender<Result<Read, SpeechError>>) -> Result<(), SpeechError> {
    let send = |read| out.blocking_send(Ok(read)).map_err(|_| SpeechError::Cancelled);
    let mut file = AudioFile::from_sound(sound)?;
    let mut vad = Vad::load(vad)?;
    send(Read::Opened { claimed_s: file.claimed_s() })?;
    let mut cutter = Cutter::new(Rules::RECORDING);
    let mut waiting = Vec::new();
    let mut heard = 0;
    loop {
        let is_more = file.next(&mut waiting)?;
        if out.is_closed() {
            return Err(SpeechError::Cancelled);
        }
        if !is_more && !waiting.is_empty() {
            waiting.resize(waiting.len().next_multiple_of(FRAME), 0.0);
        }
        let (frames, rest) = waiting.as_chunks::<FRAME>();
        let taken = waiting.len() - rest.len();
        heard += taken;
        for frame in frames {
            let probability = vad.probability(frame)?;
            if let Some(piece) = cutter.push(frame, probability) {
                send(Read::Piece(piece))?;
            }
        }
        waiting.drain(..taken);
        if !is_more {
            break;
        }
    }
    if let Some(piece) = cutter.finish() {
        send(Read::Piece(piece))?;
    }
    send(Read::End { audio_s: seconds_of(heard).min(file.read_s()), missing: file.missing() })
}
