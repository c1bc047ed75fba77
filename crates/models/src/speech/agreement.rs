//! Which words of a text that is still being spoken will stay.
//!
//! The sound grows and is decoded again; words that two texts in a row agree on are shown as settled. This is local
//! agreement, from Liu, Spanakis and Niehues: "Low-Latency Sequence-to-Sequence Speech Recognition and Translation
//! by Partial Hypothesis Selection", Interspeech 2020, as Macháček, Dabre and Bojar use it with Whisper.

use crate::protocol::speech::Piece;

/// What was agreed on so far, within one piece of sound.
#[derive(Debug, Default)]
pub(super) struct Agreement {
    /// Words that stay, as they are shown.
    settled: Vec<String>,
    last: Vec<String>,
}

impl Agreement {
    /// Takes the newest text, and gives what stays and what may still change. What was said to stay does.
    pub(super) fn hear(&mut self, pieces: &[Piece]) -> (String, String) {
        let words = words_of(pieces);
        let common = words.iter().zip(&self.last).take_while(|(new, old)| alike(new, old)).count();
        // The last word may be half a word.
        let agreed = common.min(words.len().saturating_sub(1));
        for word in words.iter().take(agreed).skip(self.settled.len()) {
            self.settled.push(word.clone());
        }
        let rest = words.get(self.settled.len()..).unwrap_or_default().concat();
        self.last = words;
        (self.settled.concat().trim_start().to_owned(), rest)
    }

    /// Begins anew, for the next piece.
    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }
}

/// Joins pieces to words, each with the space before it. Languages without spaces have a word a piece.
fn words_of(pieces: &[Piece]) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for piece in pieces {
        match words.last_mut() {
            Some(word) if !piece.text.starts_with(' ') && !is_written_without_spaces(&piece.text) => {
                word.push_str(&piece.text);
            }
            _ => words.push(piece.text.clone()),
        }
    }
    words
}

/// Chinese, Japanese, Thai, Lao, Khmer and Burmese.
fn is_written_without_spaces(text: &str) -> bool {
    text.chars().next().is_some_and(|char| {
        matches!(char, '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
            | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}')
    })
}

/// Case and signs at a word's end change until the sentence is over.
fn alike(new: &str, old: &str) -> bool {
    let core = |word: &str| word.trim_matches(|char: char| !char.is_alphanumeric()).to_lowercase();
    core(new) == core(old)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(text: &str) -> Vec<Piece> {
        text.split_inclusive('|')
            .map(|piece| Piece { text: piece.trim_end_matches('|').to_owned(), probability: 0.9 })
            .collect()
    }

    /// Hears texts one after the other (pieces divided by bars), and gives the last split.
    fn after(texts: &[&str]) -> (String, String) {
        let mut agreement = Agreement::default();
        texts.iter().map(|text| agreement.hear(&pieces(text))).last().unwrap()
    }

    fn check(texts: &[&str], settled: &str, open: &str) {
        assert_eq!(after(texts), (settled.to_owned(), open.to_owned()), "{texts:?}");
    }

    #[test]
    fn what_two_texts_agree_on_stays() {
        check(&[" We| meet"], "", " We meet");
        check(&[" We| meet", " We| meet| on"], "We meet", " on");
        check(&[" We| meat", " We| meet| on"], "We", " meet on");
    }

    #[test]
    fn the_last_word_may_be_half_a_word() {
        check(&[" We| Wed", " We| Wed"], "We", " Wed");
        check(&[" We| Wed", " We| Wed|nes|day"], "We", " Wednesday");
    }

    #[test]
    fn signs_and_case_do_not_hold_words_back() {
        check(&[" so|.| we", " So|,| we| go"], "So, we", " go");
    }

    #[test]
    fn what_was_settled_is_never_taken_back() {
        check(&[" a| b| c", " a| b| c| d", " a| x"], "a b c", "");
    }

    #[test]
    fn chinese_has_no_spaces_to_go_by() {
        check(&["\u{4f60}|\u{597d}|\u{5417}", "\u{4f60}|\u{597d}|\u{5417}"], "\u{4f60}\u{597d}", "\u{5417}");
    }
}
