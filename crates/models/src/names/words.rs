//! A text as the words and pieces of words that an uncased BERT knows, each with its place in the text.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufReader, ErrorKind};
use std::ops::Range;
use std::path::Path;

use serde::Deserialize;
use unicode_categories::UnicodeCategories as _;
use unicode_normalization::UnicodeNormalization as _;

use crate::embed::EmbedError;

/// A longer word is unknown as a whole.
const MOST_LETTERS: usize = 100;

/// A word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    /// Its bytes in the text.
    pub(super) range: Range<usize>,
    pub(super) pieces: Vec<i32>,
}

/// A vocabulary.
#[derive(Debug)]
pub(super) struct Words {
    vocabulary: HashMap<String, i32>,
    unknown: i32,
    pub(super) start: i32,
    pub(super) end: i32,
}

#[derive(Deserialize)]
struct TokenizerFile {
    model: Model,
}

#[derive(Deserialize)]
struct Model {
    vocab: HashMap<String, i32>,
}

impl Words {
    /// Reads a `tokenizer.json`.
    pub(super) fn load(path: &Path) -> Result<Self, EmbedError> {
        let damaged = |reason: String| EmbedError::Damaged { path: path.to_owned(), reason };
        let file = File::open(path).map_err(|error| match error.kind() {
            ErrorKind::NotFound => EmbedError::Missing(path.to_owned()),
            _ => damaged(error.to_string()),
        })?;
        let file: TokenizerFile =
            serde_json::from_reader(BufReader::new(file)).map_err(|error| damaged(error.to_string()))?;
        Self::of_vocabulary(file.model.vocab).map_err(damaged)
    }

    fn of_vocabulary(vocabulary: HashMap<String, i32>) -> Result<Self, String> {
        let id = |sign: &str| vocabulary.get(sign).copied().ok_or_else(|| format!("it has no {sign}"));
        let (unknown, start, end) = (id("[UNK]")?, id("[CLS]")?, id("[SEP]")?);
        Ok(Self { vocabulary, unknown, start, end })
    }

    /// The words of a text: what spaces part, with signs and ideographs each for themselves.
    pub(super) fn of(&self, text: &str) -> Vec<Word> {
        let mut ranges: Vec<Range<usize>> = Vec::new();
        let mut goes_on = false;
        for (at, sign) in text.char_indices() {
            let end = at + sign.len_utf8();
            if sign.is_whitespace() || sign.is_other() {
                goes_on = false;
            } else if is_alone(sign) {
                ranges.push(at..end);
                goes_on = false;
            } else {
                match ranges.last_mut() {
                    Some(word) if goes_on => word.end = end,
                    _ => ranges.push(at..end),
                }
                goes_on = true;
            }
        }
        ranges.into_iter().map(|range| Word { pieces: self.pieces(&text[range.clone()]), range }).collect()
    }

    /// The longest pieces that are known, one after the other.
    fn pieces(&self, word: &str) -> Vec<i32> {
        let plain: Vec<char> = word
            .chars()
            .flat_map(char::to_lowercase)
            .nfd()
            .filter(|sign| !sign.is_mark_nonspacing())
            .collect();
        if plain.len() > MOST_LETTERS {
            return vec![self.unknown];
        }
        let mut pieces = Vec::new();
        let mut from = 0;
        while from < plain.len() {
            let known = (from + 1..=plain.len()).rev().find_map(|to| {
                let mark = if from > 0 { "##" } else { "" };
                let piece: String = mark.chars().chain(plain[from..to].iter().copied()).collect();
                self.vocabulary.get(&piece).map(|id| (*id, to))
            });
            match known {
                Some((id, to)) => {
                    pieces.push(id);
                    from = to;
                }
                None => return vec![self.unknown],
            }
        }
        // A word of nothing but marks is a word still.
        if pieces.is_empty() { vec![self.unknown] } else { pieces }
    }
}

fn is_alone(sign: char) -> bool {
    let is_ideograph = matches!(u32::from(sign),
        0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x2CEAF | 0x2F800..=0x2FA1F);
    sign.is_ascii_punctuation() || sign.is_punctuation() || is_ideograph
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_know_their_places() {
        let names = ["[UNK]", "[CLS]", "[SEP]", "mul", "##ler", ",", "am", "東"];
        let vocabulary = names.iter().zip(0..).map(|(name, id)| ((*name).to_owned(), id)).collect();
        let words = Words::of_vocabulary(vocabulary).unwrap();
        let text = " Müller, am 東東 xyz";
        let found: Vec<(&str, Vec<i32>)> =
            words.of(text).into_iter().map(|word| (&text[word.range], word.pieces)).collect();
        assert_eq!(
            found,
            [
                ("Müller", vec![3, 4]),
                (",", vec![5]),
                ("am", vec![6]),
                ("東", vec![7]),
                ("東", vec![7]),
                ("xyz", vec![0])
            ]
        );
    }
}
