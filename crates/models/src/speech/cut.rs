//! Cuts sound into pieces at pauses, by how probable speech is in each frame. What is not speech is left out.
//!
//! Whisper looks at thirty seconds at once, whatever there is to hear. Pieces that end in pauses and fill that look keep words
//! whole and silence away from a model that is known to make sentences of it. This is the "cut and merge" of Bain,
//! Huh, Han and Zisserman: "`WhisperX`: Time-Accurate Speech Transcription of Long-Form Audio", Interspeech 2023.

use std::collections::VecDeque;
use std::ops::Range;

use super::vad::FRAME;

/// Above this, a frame is speech; below [`SILENCE`], it is none; between, it is what the last one was. Both are
/// Silero's own.
const SPEECH: f32 = 0.5;
const SILENCE: f32 = 0.35;

/// Fewer frames of speech (0.19 s) are a click or a cough.
const LEAST_SPEECH: usize = 6;

/// Where to cut. Everything is in frames of 32 ms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rules {
    /// What is kept of the time before speech, so that no word is cut.
    pub lead: usize,
    /// What is kept of the time after speech.
    pub tail: usize,
    /// A pause after which a piece is worth decoding as if it were over: often it is.
    pub hint: usize,
    /// A pause that ends a piece that is long enough.
    pub pause: usize,
    /// A pause that ends any piece.
    pub long_pause: usize,
    /// When a piece is long enough.
    pub enough: usize,
    /// The longest piece.
    pub most: usize,
}

impl Rules {
    /// For recordings: pieces that fill Whisper's look.
    pub const RECORDING: Self =
        Self { lead: 10, tail: 10, hint: 10, pause: 10, long_pause: 63, enough: 470, most: 900 };

    /// For dictation: shorter ones, because each is decoded again and again while it grows.
    pub const DICTATION: Self =
        Self { lead: 12, tail: 10, hint: 4, pause: 12, long_pause: 47, enough: 250, most: 780 };
}

/// A piece with speech in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Piece {
    /// Its first sample in the whole sound.
    pub start: u64,
    /// The sound.
    pub samples: Vec<f32>,
    /// The share of its frames that are speech, 0 to 1.
    pub speech: f32,
    /// Where the last of its speech ends, in samples of the whole sound.
    pub spoken_until: u64,
}

impl Piece {
    /// Where it begins and where its speech ends: the same for what was said, however long the pause after it is.
    #[must_use]
    pub fn extent(&self) -> (u64, u64) {
        (self.start, self.spoken_until)
    }
}

/// Cuts what comes, frame by frame.
#[derive(Debug)]
pub struct Cutter {
    rules: Rules,
    /// The last samples before speech.
    lead: VecDeque<f32>,
    open: Option<Open>,
    /// Samples that came.
    heard: u64,
}

/// A piece that grows.
#[derive(Debug, Clone)]
struct Open {
    start: u64,
    samples: Vec<f32>,
    probabilities: Vec<f32>,
    /// Frames since the last speech.
    silent: usize,
}

impl Cutter {
    /// Nothing was heard yet.
    #[must_use]
    pub fn new(rules: Rules) -> Self {
        Self { rules, lead: VecDeque::new(), open: None, heard: 0 }
    }

    /// Takes a frame, and gives the piece that it ends.
    pub fn push(&mut self, frame: &[f32], probability: f32) -> Option<Piece> {
        self.heard += frame.len() as u64;
        let Some(open) = &mut self.open else {
            self.keep_lead(frame);
            if probability >= SPEECH {
                let samples: Vec<f32> = self.lead.drain(..).collect();
                let before = (samples.len() - frame.len()).div_ceil(FRAME);
                let mut probabilities = vec![0.0; before];
                probabilities.push(probability);
                let start = self.heard - samples.len() as u64;
                self.open = Some(Open { start, samples, probabilities, silent: 0 });
            }
            return None;
        };
        open.samples.extend_from_slice(frame);
        open.probabilities.push(probability);
        open.silent = match probability {
            p if p >= SPEECH => 0,
            p if p < SILENCE || open.silent > 0 => open.silent + 1,
            _ => 0,
        };
        let frames = open.probabilities.len();
        let is_over = open.silent >= self.rules.long_pause
            || (open.silent >= self.rules.pause && frames >= self.rules.enough);
        if is_over {
            self.close()
        } else if frames >= self.rules.most {
            self.divide()
        } else {
            None
        }
    }

    /// The piece that was not over. Nothing comes after it.
    pub fn finish(&mut self) -> Option<Piece> {
        self.close()
    }

    /// What was heard of the piece that grows, without what it is too early to call speech.
    #[must_use]
    pub fn growing(&self) -> Option<&[f32]> {
        let open = self.open.as_ref()?;
        has_speech(&open.probabilities).then_some(open.samples.as_slice())
    }

    /// The piece that grows, as it is if nothing more is said: once a short pause hints at that.
    #[must_use]
    pub fn pausing(&self) -> Option<Piece> {
        let open = self.open.as_ref()?;
        if open.silent < self.rules.hint {
            return None;
        }
        Some(open.clone().ended(self.rules.tail).0).and_then(Open::into_piece)
    }

    /// Where the piece that grows begins, in samples of the whole.
    #[must_use]
    pub fn growing_since(&self) -> Option<u64> {
        self.open.as_ref().map(|open| open.start)
    }

    /// Ends the open piece after its speech, and keeps the end of the pause for the next one.
    fn close(&mut self) -> Option<Piece> {
        let (open, after) = self.open.take()?.ended(self.rules.tail);
        self.keep_lead(&after);
        open.into_piece()
    }

    /// Cuts the open piece where it is quietest, because it would not fit.
    fn divide(&mut self) -> Option<Piece> {
        let mut open = self.open.take()?;
        let frames = open.probabilities.len();
        let cut = quietest(&open.probabilities, frames * 2 / 3..frames - 1);
        let samples = open.samples.split_off((cut * FRAME).min(open.samples.len()));
        let probabilities = open.probabilities.split_off(cut);
        let start = open.start + open.samples.len() as u64;
        self.open = Some(Open { start, samples, silent: silent_at_end(&probabilities), probabilities });
        open.silent = silent_at_end(&open.probabilities);
        open.into_piece()
    }

    fn keep_lead(&mut self, samples: &[f32]) {
        self.lead.extend(samples);
        let most = (self.rules.lead + 1) * FRAME;
        self.lead.drain(..self.lead.len().saturating_sub(most));
    }
}

impl Open {
    /// Itself with at most so many frames after its speech, and the sound that was behind them.
    fn ended(mut self, tail: usize) -> (Self, Vec<f32>) {
        let rest = self.silent.saturating_sub(tail);
        let cut = self.probabilities.len() - rest;
        let after = self.samples.split_off((cut * FRAME).min(self.samples.len()));
        self.probabilities.truncate(cut);
        self.silent -= rest;
        (self, after)
    }

    fn into_piece(self) -> Option<Piece> {
        if !has_speech(&self.probabilities) {
            return None;
        }
        let frames = self.probabilities.len();
        #[expect(clippy::cast_precision_loss, reason = "a piece has under a thousand frames")]
        let speech = speech_frames(&self.probabilities) as f32 / frames as f32;
        let spoken_until = self.start + ((frames - self.silent) * FRAME) as u64;
        Some(Piece { start: self.start, samples: self.samples, speech, spoken_until })
    }
}

fn silent_at_end(probabilities: &[f32]) -> usize {
    probabilities.iter().rev().take_while(|p| **p < SPEECH).count()
}

fn speech_frames(probabilities: &[f32]) -> usize {
    probabilities.iter().filter(|p| **p >= SPEECH).count()
}

fn has_speech(probabilities: &[f32]) -> bool {
    speech_frames(probabilities) >= LEAST_SPEECH
}

/// The middle of the longest pause in a range, or the frame that is least like speech.
fn quietest(probabilities: &[f32], within: Range<usize>) -> usize {
    let (mut best, mut run) = (0..0, 0..0);
    for index in within.clone() {
        if probabilities[index] >= SILENCE {
            run = index + 1..index + 1;
            continue;
        }
        run = if run.is_empty() { index..index + 1 } else { run.start..index + 1 };
        if run.len() > best.len() {
            best = run.clone();
        }
    }
    if !best.is_empty() {
        return best.start + best.len() / 2;
    }
    let end = within.end;
    within.min_by(|a, b| probabilities[*a].total_cmp(&probabilities[*b])).unwrap_or(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULES: Rules = Rules { lead: 2, tail: 2, hint: 3, pause: 4, long_pause: 20, enough: 30, most: 60 };

    /// Pieces as frames: (start, length), from runs of (frames, probability).
    fn cut(runs: &[(usize, f32)]) -> Vec<(usize, usize)> {
        let mut cutter = Cutter::new(RULES);
        let mut pieces = Vec::new();
        for (count, probability) in runs {
            for _ in 0..*count {
                pieces.extend(cutter.push(&[0.1; FRAME], *probability));
            }
        }
        pieces.extend(cutter.finish());
        pieces.iter().map(|piece| (piece.start as usize / FRAME, piece.samples.len() / FRAME)).collect()
    }

    #[test]
    fn silence_and_clicks_give_nothing() {
        assert_eq!(cut(&[]), []);
        assert_eq!(cut(&[(500, 0.1)]), []);
        assert_eq!(cut(&[(50, 0.1), (3, 0.9), (50, 0.1)]), []);
    }

    #[test]
    fn speech_comes_with_a_little_of_what_surrounds_it() {
        assert_eq!(cut(&[(50, 0.1), (10, 0.9), (50, 0.1)]), [(48, 14)]);
        assert_eq!(cut(&[(1, 0.1), (10, 0.9)]), [(0, 11)], "there is no more of it");
    }

    #[test]
    fn a_short_pause_is_part_of_a_piece_and_a_long_one_ends_it() {
        assert_eq!(cut(&[(10, 0.9), (10, 0.1), (10, 0.9)]), [(0, 30)]);
        assert_eq!(cut(&[(10, 0.9), (30, 0.1), (10, 0.9)]), [(0, 12), (38, 12)]);
    }

    #[test]
    fn a_piece_that_is_long_enough_ends_at_the_next_pause() {
        assert_eq!(cut(&[(35, 0.9), (5, 0.1), (10, 0.9)]), [(0, 37), (38, 12)]);
    }

    #[test]
    fn speech_without_a_pause_is_cut_where_it_is_quietest_and_nothing_is_lost() {
        assert_eq!(cut(&[(40, 0.9), (2, 0.2), (40, 0.9)]), [(0, 41), (41, 41)]);
        let pieces = cut(&[(200, 0.9)]);
        assert!(pieces.iter().all(|(_, length)| *length <= RULES.most));
        assert_eq!(pieces.iter().map(|(_, length)| length).sum::<usize>(), 200);
    }

    #[test]
    fn what_is_between_speech_and_silence_is_what_came_before() {
        assert_eq!(cut(&[(10, 0.9), (25, 0.4), (10, 0.9)]), [(0, 45)]);
        assert_eq!(cut(&[(100, 0.4)]), []);
    }

    #[test]
    fn a_short_pause_hints_at_the_piece_that_a_long_one_makes() {
        let mut cutter = Cutter::new(RULES);
        let mut push = |count: usize, probability| {
            let cut = (0..count).find_map(|_| cutter.push(&[0.1; FRAME], probability));
            (cut, cutter.pausing())
        };
        assert_eq!(push(40, 0.9), (None, None), "somebody speaks");
        assert_eq!(push(2, 0.1), (None, None), "between two words");
        let (_, hint) = push(1, 0.1);
        let hint = hint.expect("a pause");
        assert_eq!((hint.start, hint.spoken_until), (0, 40 * FRAME as u64));
        let (piece, none) = push(1, 0.1);
        assert_eq!((piece.as_ref(), none), (Some(&hint), None));
        assert_eq!(push(10, 0.9), (None, None), "the next piece");
    }

    #[test]
    fn what_grows_can_be_seen_once_it_is_speech() {
        let mut cutter = Cutter::new(RULES);
        for _ in 0..5 {
            cutter.push(&[0.1; FRAME], 0.9);
        }
        assert!(cutter.growing().is_none());
        cutter.push(&[0.1; FRAME], 0.9);
        assert_eq!(cutter.growing().map(<[f32]>::len), Some(6 * FRAME));
        assert_eq!(cutter.growing_since(), Some(0));
    }
}
