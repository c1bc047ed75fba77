//! Text that nobody said: Whisper writes some into silence, noise and music.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::ZlibEncoder;

use crate::protocol::speech::Segment;

/// Whisper's own marks, from Radford et al.: "Robust Speech Recognition via Large-Scale Weak Supervision", 2022,
/// section 4.5: silence where both are met, and a text that repeats itself.
const NO_SPEECH: f32 = 0.6;
const IMPROBABLE: f32 = -1.0;
const COMPRESSION: f64 = 2.4;

/// Nobody speaks faster, in characters a second. Auctioneers reach 30.
const FASTEST: f64 = 45.0;

/// With less speech than this in a piece, its text has to be probable.
const LITTLE_SPEECH: f32 = 0.3;
const DOUBTFUL: f32 = -0.7;

/// What Whisper learnt from subtitles, where it stands at the end without being said.
const CREDITS: &[&str] = &[
    "thanks for watching",
    "thank you for watching",
    "please subscribe",
    "like and subscribe",
    "subtitles by",
    "untertitel der amara.org-community",
    "untertitel im auftrag des zdf",
    "untertitelung des zdf",
    "sous-titres réalisés",
    "subtítulos realizados por",
    "amara.org",
];

/// Why a segment is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// There are no words in it: a note about sounds, or signs alone.
    NoWords,
    /// The model itself holds it for silence.
    Silence,
    /// It says the same again and again.
    Repetition,
    /// It has more words than can be said in its time.
    TooFast,
    /// There was hardly any speech, and the text is improbable or a subtitle's end.
    HardlySpeech,
}

/// Why a segment should be left out, if it should. `speech` is the share of its piece that is speech, 0 to 1.
#[must_use]
pub fn doubt(segment: &Segment, speech: f32) -> Option<Doubt> {
    let text = segment.text();
    if !has_words(&text) {
        return Some(Doubt::NoWords);
    }
    if segment.no_speech > NO_SPEECH && segment.mean_log_probability < IMPROBABLE {
        return Some(Doubt::Silence);
    }
    if compression(&text) > COMPRESSION {
        return Some(Doubt::Repetition);
    }
    let seconds = segment.end_s - segment.start_s;
    #[expect(clippy::cast_precision_loss, reason = "a segment has some hundred characters")]
    let characters = text.chars().count() as f64;
    // Times are rounded, and a single word may get none.
    if characters > FASTEST * (seconds + 1.0) {
        return Some(Doubt::TooFast);
    }
    let lower = text.to_lowercase();
    let is_credit = CREDITS.iter().any(|credit| lower.contains(credit));
    if speech < LITTLE_SPEECH && (segment.mean_log_probability < DOUBTFUL || is_credit)
        || is_credit && segment.no_speech > NO_SPEECH
    {
        return Some(Doubt::HardlySpeech);
    }
    None
}

/// Whether something is left without notes in brackets, as `[BLANK_AUDIO]` and `(music)`, and signs.
fn has_words(text: &str) -> bool {
    let mut depth = 0_usize;
    text.chars().any(|char| {
        match char {
            '[' | '(' | '*' if depth == 0 => depth = 1,
            ']' | ')' | '*' => depth = 0,
            _ => return depth == 0 && char.is_alphanumeric(),
        }
        false
    })
}

/// How much shorter a text becomes when it is compressed. Short texts repeat nothing: they are 1.
fn compression(text: &str) -> f64 {
    const SHORT: usize = 80;
    if text.len() < SHORT {
        return 1.0;
    }
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    // Into memory, which does not fail.
    let _ = encoder.write_all(text.as_bytes());
    let compressed = encoder.finish().unwrap_or_default().len().max(1);
    #[expect(clippy::cast_precision_loss, reason = "a segment has some hundred characters")]
    let ratio = text.len() as f64 / compressed as f64;
    ratio
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::speech::Piece;

    fn segment(text: &str) -> Segment {
        Segment {
            start_s: 0.0,
            end_s: 4.0,
            pieces: vec![Piece { text: text.to_owned(), probability: 0.9 }],
            no_speech: 0.01,
            mean_log_probability: -0.2,
        }
    }

    fn check(segment: &Segment, speech: f32, expect: Option<Doubt>) {
        assert_eq!(doubt(segment, speech), expect, "{}", segment.text());
    }

    #[test]
    fn what_was_said_is_believed() {
        for text in [
            " Yes.",
            " 42",
            " (laughs) Well, send it.",
            " \u{4f60}\u{597d}",
            " Thank you for watching over it.",
        ] {
            check(&segment(text), 0.9, None);
        }
        let list =
            " We meet on Monday, on Tuesday, on Wednesday and on Thursday, and then we meet again on Friday.";
        check(&segment(list), 0.9, None);
    }

    #[test]
    fn notes_and_signs_are_no_words() {
        for text in
            ["", " ", " ...", " [BLANK_AUDIO]", " (music)", " *sighs*", " \u{266a} \u{266a}", " [Music] ..."]
        {
            check(&segment(text), 0.9, Some(Doubt::NoWords));
        }
    }

    #[test]
    fn silence_and_repetition_and_speed_are_seen() {
        let silence = Segment { no_speech: 0.8, mean_log_probability: -1.2, ..segment(" So.") };
        check(&silence, 0.5, Some(Doubt::Silence));
        check(&segment(&" and so on".repeat(30)), 0.9, Some(Doubt::Repetition));
        let fast = Segment {
            end_s: 0.5,
            ..segment(" The quick brown fox jumps over the lazy dog, and it does so quietly.")
        };
        check(&fast, 0.9, Some(Doubt::TooFast));
    }

    #[test]
    fn where_hardly_anybody_spoke_a_text_has_to_be_probable() {
        let guess = Segment { mean_log_probability: -0.9, ..segment(" I see.") };
        check(&guess, 0.9, None);
        check(&guess, 0.1, Some(Doubt::HardlySpeech));
        check(&segment(" Thanks for watching!"), 0.1, Some(Doubt::HardlySpeech));
    }
}
