//! What was said, and when; and the forms in which it is given away.

use serde::{Deserialize, Serialize};

/// Languages that can be spoken to it, as ISO 639-1 names them: those that Whisper hears best, by the word error rates
/// of its makers (Radford et al., 2022, appendix D), and `auto` to find out.
pub const SPOKEN_LANGUAGES: &[&str] = &[
    "auto", "en", "de", "fr", "es", "it", "pt", "nl", "pl", "cs", "da", "sv", "no", "fi", "tr", "uk", "ru",
    "ro", "hu", "el", "ja", "ko", "zh", "ar", "hi", "id", "vi",
];

/// The text of a recording.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Transcript {
    /// The text in parts, in the order in which they were said.
    pub segments: Vec<Spoken>,
    /// The language that was spoken, as Whisper names it (`en`); empty where nothing was said.
    pub language: String,
    /// How long the recording is, in seconds.
    pub audio_s: f64,
    /// Why the recording is shorter than it should be, if it is.
    pub missing: Option<String>,
}

/// A part of what was said: a sentence or some of them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Spoken {
    /// When it begins, in seconds.
    pub start_s: f64,
    /// When it ends, not before it begins.
    pub end_s: f64,
    /// What was said.
    pub text: String,
}

/// A form of a transcript.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TranscriptForm {
    /// The text alone.
    Plain,
    /// Subtitles as `SubRip` writes them.
    Srt,
    /// Subtitles of the web (`WebVTT`).
    Vtt,
}

impl Transcript {
    /// The whole text in one line.
    #[must_use]
    pub fn text(&self) -> String {
        Self::joined(&self.segments)
    }

    /// Parts in one line. Where two parts meet in a script without spaces, there is none.
    #[must_use]
    pub fn joined(segments: &[Spoken]) -> String {
        let mut text = String::new();
        for part in segments.iter().map(|segment| segment.text.trim()).filter(|part| !part.is_empty()) {
            let meets = text.chars().last().zip(part.chars().next());
            if meets.is_some_and(|(left, right)| !(is_spaceless(left) && is_spaceless(right))) {
                text.push(' ');
            }
            text.push_str(part);
        }
        text
    }

    /// In a form.
    #[must_use]
    pub fn to_form(&self, form: TranscriptForm) -> String {
        match form {
            TranscriptForm::Plain => self.plain(),
            TranscriptForm::Srt => self.srt(),
            TranscriptForm::Vtt => self.vtt(),
        }
    }

    /// A line for each part.
    fn plain(&self) -> String {
        self.spoken().map(|part| format!("{}\n", one_line(&part.text))).collect()
    }

    fn srt(&self) -> String {
        let cue = |(index, part): (usize, &Spoken)| {
            let (start, end) = (time(part.start_s, ','), time(part.end_s, ','));
            format!("{}\n{start} --> {end}\n{}\n\n", index + 1, one_line(&part.text))
        };
        self.spoken().enumerate().map(cue).collect()
    }

    fn vtt(&self) -> String {
        let cue = |part: &Spoken| {
            let (start, end) = (time(part.start_s, '.'), time(part.end_s, '.'));
            let text = one_line(&part.text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
            format!("\n{start} --> {end}\n{text}\n")
        };
        format!("WEBVTT\n{}", self.spoken().map(cue).collect::<String>())
    }

    fn spoken(&self) -> impl Iterator<Item = &Spoken> {
        self.segments.iter().filter(|part| !part.text.trim().is_empty())
    }
}

/// A line within a cue would end it.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Hours, minutes, seconds and thousandths. What is no time is zero.
fn time(seconds: f64, before_thousandths: char) -> String {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a cast of a float keeps within the integer's range"
    )]
    let thousandths = (seconds.max(0.0) * 1000.0).round() as u64;
    let (seconds, thousandths) = (thousandths / 1000, thousandths % 1000);
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    format!("{hours:02}:{minutes:02}:{seconds:02}{before_thousandths}{thousandths:03}")
}

/// Chinese, Japanese, Thai, Lao, Khmer and Burmese, and their signs.
fn is_spaceless(char: char) -> bool {
    matches!(char, '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
        | '\u{3000}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn transcript(parts: &[(f64, f64, &str)]) -> Transcript {
        let spoken = |(start_s, end_s, text): &(f64, f64, &str)| Spoken {
            start_s: *start_s,
            end_s: *end_s,
            text: (*text).to_owned(),
        };
        Transcript { segments: parts.iter().map(spoken).collect(), ..Transcript::default() }
    }

    fn check(parts: &[(f64, f64, &str)], form: TranscriptForm, expect: &str) {
        assert_eq!(transcript(parts).to_form(form), expect);
    }

    const TWO: &[(f64, f64, &str)] =
        &[(0.0, 1.5, "Yes & <b>no</b>."), (3661.0, 3662.0004, "And\nthen --> more.")];

    #[test]
    fn plain_text_has_a_line_a_part() {
        check(TWO, TranscriptForm::Plain, "Yes & <b>no</b>.\nAnd then --> more.\n");
        check(&[(0.0, 1.0, " ")], TranscriptForm::Plain, "");
    }

    #[test]
    fn subtitles_have_numbers_and_times() {
        let expect = "1\n00:00:00,000 --> 00:00:01,500\nYes & <b>no</b>.\n\n\
                      2\n01:01:01,000 --> 01:01:02,000\nAnd then --> more.\n\n";
        check(TWO, TranscriptForm::Srt, expect);
    }

    #[test]
    fn nothing_said_can_become_markup_or_a_time() {
        let expect = "WEBVTT\n\n00:00:00.000 --> 00:00:01.500\nYes &amp; &lt;b&gt;no&lt;/b&gt;.\n\
                      \n01:01:01.000 --> 01:01:02.000\nAnd then --&gt; more.\n";
        check(TWO, TranscriptForm::Vtt, expect);
        check(&[], TranscriptForm::Vtt, "WEBVTT\n");
    }

    #[test]
    fn what_is_no_time_is_zero() {
        check(&[(f64::NAN, -1.0, "x")], TranscriptForm::Srt, "1\n00:00:00,000 --> 00:00:00,000\nx\n\n");
    }

    #[test]
    fn parts_are_joined_as_their_script_is_written() {
        let joined = |parts: &[&str]| {
            let parts: Vec<_> = parts.iter().map(|text| (0.0, 0.0, *text)).collect();
            transcript(&parts).text()
        };
        assert_eq!(joined(&[" One.", "", "Two. "]), "One. Two.");
        assert_eq!(
            joined(&["\u{4f60}\u{597d}\u{3002}", "\u{518d}\u{89c1}"]),
            "\u{4f60}\u{597d}\u{3002}\u{518d}\u{89c1}"
        );
        assert_eq!(joined(&["\u{4f60}\u{597d}", "OK"]), "\u{4f60}\u{597d} OK");
    }
}
