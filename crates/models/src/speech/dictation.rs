//! Somebody speaks, and the text comes while they do.
//!
//! The sound since the last pause is decoded again and again as it grows; words that two texts in a row agree on are
//! settled (see `agreement`). At a pause the piece is decoded once more, carefully, and its text stays. That begins as
//! soon as a pause only seems to begin: whoever is done has their text sooner, and nobody else loses any.

use std::collections::VecDeque;

use attune_domain::transcript::{Spoken, Transcript};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use super::agreement::Agreement;
use super::audio::seconds_of;
use super::cut::{Cutter, Piece, Rules};
use super::engine::{Heard, Request, SpeechEngine};
use super::guard::doubt;
use super::transcriber::{Listening, final_request, spoken_in};
use super::vad::{FRAME, Vad};
use super::{SAMPLE_RATE, Search, SpeechError};

/// New sound that is worth another look: half a second.
const WORTH_A_LOOK: usize = SAMPLE_RATE as usize / 2;

/// Characters of what was said that are taken as the beginning of what follows.
const REMEMBERED: usize = 160;

/// Where sound goes. Dropping it without [`Feed::finish`] cancels.
#[derive(Debug)]
pub struct Feed {
    inputs: mpsc::UnboundedSender<Input>,
}

/// What comes out. The last one is `Done` or `Failed`, but after a cancel.
#[derive(Debug)]
pub enum Dictated {
    /// The whole text so far.
    Text {
        /// What stays, but for signs and case until the next pause.
        settled: String,
        /// What may still change.
        open: String,
    },
    /// All of it.
    Done(Transcript),
    /// It failed, and this is what was heard until then.
    Failed {
        /// Why.
        error: SpeechError,
        /// What was heard.
        heard: Transcript,
    },
}

#[derive(Debug)]
enum Input {
    Sound(Vec<f32>),
    Finish,
}

impl Feed {
    /// Adds sound: samples between -1 and 1, [`SAMPLE_RATE`] a second, one channel.
    pub fn push(&self, samples: Vec<f32>) {
        // Whoever listened is gone; the receiver knows.
        let _ = self.inputs.send(Input::Sound(samples));
    }

    /// There is no more. The rest of the text follows.
    pub fn finish(self) {
        let _ = self.inputs.send(Input::Finish);
    }
}

/// Starts to listen.
pub(super) fn begin(
    engine: SpeechEngine,
    how: Listening,
) -> Result<(Feed, mpsc::UnboundedReceiver<Dictated>), SpeechError> {
    let vad = Vad::load(&how.model.vad)?;
    let (inputs, inbox) = mpsc::unbounded_channel();
    let (events, receiver) = mpsc::unbounded_channel();
    let ear = Ear {
        cutter: Cutter::new(Rules::DICTATION),
        vad,
        waiting: Vec::new(),
        heard: 0,
        cut: VecDeque::new(),
    };
    let dictation = Dictation {
        language: how.language.clone(),
        engine,
        how,
        ear,
        inbox,
        events,
        is_finished: false,
        spoken: Vec::new(),
        agreement: Agreement::default(),
        looked: (0, 0),
        ahead: None,
    };
    tokio::spawn(dictation.run());
    Ok((Feed { inputs }, receiver))
}

/// Hears sound and cuts it.
struct Ear {
    cutter: Cutter,
    vad: Vad,
    /// Less than a frame.
    waiting: Vec<f32>,
    /// Samples that came.
    heard: usize,
    /// Pieces that are over.
    cut: VecDeque<Piece>,
}

impl Ear {
    fn take(&mut self, samples: &[f32]) -> Result<(), SpeechError> {
        self.heard += samples.len();
        self.waiting.extend_from_slice(samples);
        let (frames, rest) = self.waiting.as_chunks::<FRAME>();
        let taken = self.waiting.len() - rest.len();
        for frame in frames {
            let probability = self.vad.probability(frame)?;
            self.cut.extend(self.cutter.push(frame, probability));
        }
        self.waiting.drain(..taken);
        Ok(())
    }

    fn finish(&mut self) -> Result<(), SpeechError> {
        let rest = self.waiting.len();
        if rest > 0 {
            self.take(&vec![0.0; FRAME - rest])?;
            self.heard -= FRAME - rest;
        }
        self.cut.extend(self.cutter.finish());
        Ok(())
    }
}

struct Dictation {
    engine: SpeechEngine,
    how: Listening,
    language: Option<String>,
    ear: Ear,
    inbox: mpsc::UnboundedReceiver<Input>,
    events: mpsc::UnboundedSender<Dictated>,
    is_finished: bool,
    spoken: Vec<Spoken>,
    agreement: Agreement,
    /// Where the piece began that was looked at last, and how long it was then.
    looked: (u64, usize),
    /// What was decoded ahead, at what seemed to be a pause.
    ahead: Option<Ahead>,
}

/// The text of a piece that seemed to be over.
struct Ahead {
    extent: (u64, u64),
    heard: Heard,
}

impl Dictation {
    async fn run(mut self) {
        let ended = self.listen().await;
        let heard = self.transcript();
        // Nobody listens any more after a cancel.
        let _ = match ended {
            Ok(()) => self.events.send(Dictated::Done(heard)),
            Err(SpeechError::Cancelled) => return,
            Err(error) => self.events.send(Dictated::Failed { error, heard }),
        };
    }

    async fn listen(&mut self) -> Result<(), SpeechError> {
        loop {
            self.catch_up()?;
            if let Some(piece) = self.ear.cut.pop_front() {
                self.settle(&piece).await?;
            } else if self.is_finished {
                return Ok(());
            } else if let Some(piece) = self.worth_deciding() {
                self.decide_ahead(piece).await?;
            } else if let Some(samples) = self.worth_a_look() {
                self.look(samples).await?;
            } else {
                let input = tokio::select! {
                    input = self.inbox.recv() => input,
                    () = self.events.closed() => None,
                };
                self.take(input.ok_or(SpeechError::Cancelled)?)?;
            }
        }
    }

    /// Takes what came meanwhile.
    fn catch_up(&mut self) -> Result<(), SpeechError> {
        while !self.is_finished {
            match self.inbox.try_recv() {
                Ok(input) => self.take(input)?,
                Err(mpsc::error::TryRecvError::Empty) => break,
                Err(mpsc::error::TryRecvError::Disconnected) => return Err(SpeechError::Cancelled),
            }
        }
        Ok(())
    }

    fn take(&mut self, input: Input) -> Result<(), SpeechError> {
        match input {
            Input::Sound(samples) => self.ear.take(&samples),
            Input::Finish => {
                self.is_finished = true;
                self.ear.finish()
            }
        }
    }

    /// The piece that grows, if it grew enough since the last look.
    fn worth_a_look(&mut self) -> Option<Vec<f32>> {
        if self.ear.cutter.pausing().is_some() {
            return None;
        }
        let since = self.ear.cutter.growing_since()?;
        let samples = self.ear.cutter.growing()?;
        let looked = if self.looked.0 == since { self.looked.1 } else { 0 };
        if samples.len() < looked + WORTH_A_LOOK {
            return None;
        }
        self.looked = (since, samples.len());
        Some(samples.to_vec())
    }

    /// The piece that seems to be over, if it was not decoded as such.
    fn worth_deciding(&self) -> Option<Piece> {
        let piece = self.ear.cutter.pausing()?;
        let is_known = self.ahead.as_ref().is_some_and(|ahead| ahead.extent == piece.extent());
        (!is_known).then_some(piece)
    }

    /// Decodes what is still growing. A pause cuts it short: what follows is the final text.
    async fn look(&mut self, samples: Vec<f32>) -> Result<(), SpeechError> {
        let request = Request {
            timestamps: false,
            retry: false,
            search: Search::Greedy,
            fitted: true,
            urgent: true,
            ..final_request(&self.how, self.language.clone(), self.prompt(), &samples)
        };
        let ends =
            |this: &Self| this.is_finished || !this.ear.cut.is_empty() || this.worth_deciding().is_some();
        let Some(heard) = self.ask(request, ends).await? else { return Ok(()) };
        self.learn_language(&heard, samples.len());
        self.show(&heard);
        Ok(())
    }

    /// Decodes a piece that seems to be over, as if it were. It gives way when more was said and that is over.
    async fn decide_ahead(&mut self, piece: Piece) -> Result<(), SpeechError> {
        let extent = piece.extent();
        let is_late = move |this: &Self| this.ear.cut.front().is_some_and(|cut| cut.extent() != extent);
        let Some(heard) = self.decide(&piece, is_late).await? else { return Ok(()) };
        self.show(&heard);
        self.looked = (piece.start, piece.samples.len());
        self.ahead = Some(Ahead { extent, heard });
        Ok(())
    }

    /// Keeps the text of a piece that is over.
    async fn settle(&mut self, piece: &Piece) -> Result<(), SpeechError> {
        let heard = match self.ahead.take() {
            Some(ahead) if ahead.extent == piece.extent() => Some(ahead.heard),
            _ => self.decide(piece, |_| false).await?,
        };
        self.spoken.extend(heard.iter().flat_map(|heard| spoken_in(piece, heard)));
        self.agreement.clear();
        self.tell("", String::new());
        Ok(())
    }

    /// The text of a piece that stays.
    async fn decide(
        &mut self,
        piece: &Piece,
        gives_way: impl Fn(&Self) -> bool,
    ) -> Result<Option<Heard>, SpeechError> {
        let request = Request {
            fitted: true,
            urgent: true,
            ..final_request(&self.how, self.language.clone(), self.prompt(), &piece.samples)
        };
        let heard = self.ask(request, gives_way).await?;
        if let Some(heard) = &heard {
            self.learn_language(heard, piece.samples.len());
        }
        Ok(heard)
    }

    /// Shows a text that may change.
    fn show(&mut self, heard: &Heard) {
        let believed = heard.segments.iter().filter(|segment| doubt(segment, 1.0).is_none());
        let pieces: Vec<_> = believed.flat_map(|segment| segment.pieces.iter().cloned()).collect();
        let (agreed, open) = self.agreement.hear(&pieces);
        self.tell(&agreed, open);
    }

    /// Asks the engine, and listens meanwhile. None where the request gave way; when nobody wants the text any more,
    /// it is over.
    async fn ask(
        &mut self,
        request: Request,
        gives_way: impl Fn(&Self) -> bool,
    ) -> Result<Option<Heard>, SpeechError> {
        let cancel = CancellationToken::new();
        let engine = self.engine.clone();
        let hearing = engine.hear(request, &cancel);
        tokio::pin!(hearing);
        loop {
            tokio::select! {
                result = &mut hearing => return match result {
                    Err(SpeechError::Cancelled) if cancel.is_cancelled() => Ok(None),
                    result => result.map(Some),
                },
                () = self.events.closed() => return Err(SpeechError::Cancelled),
                input = self.inbox.recv(), if !self.is_finished => {
                    self.take(input.ok_or(SpeechError::Cancelled)?)?;
                    if gives_way(self) {
                        cancel.cancel();
                    }
                }
            }
        }
    }

    fn learn_language(&mut self, heard: &Heard, samples: usize) {
        const TELLING_S: f64 = 2.0;
        if self.language.is_none() && seconds_of(samples) >= TELLING_S && !heard.segments.is_empty() {
            self.language = Some(heard.language.clone());
        }
    }

    /// Names and words, then the last of what was said.
    fn prompt(&self) -> String {
        let said = Transcript::joined(&self.spoken);
        let from = said.char_indices().rev().nth(REMEMBERED).map_or(0, |(index, _)| index);
        let tail = said[from..].trim_start();
        format!("{} {tail}", self.how.prompt).trim().to_owned()
    }

    fn tell(&self, agreed: &str, open: String) {
        let said = Transcript::joined(&self.spoken);
        let settled = match (said.is_empty(), agreed.is_empty()) {
            (true, _) => agreed.to_owned(),
            (_, true) => said,
            _ => format!("{said} {agreed}"),
        };
        let open = if settled.is_empty() { open.trim_start().to_owned() } else { open };
        let _ = self.events.send(Dictated::Text { settled, open });
    }

    fn transcript(&self) -> Transcript {
        Transcript {
            segments: self.spoken.clone(),
            language: self.language.clone().unwrap_or_default(),
            audio_s: seconds_of(self.ear.heard),
            missing: None,
        }
    }
}
