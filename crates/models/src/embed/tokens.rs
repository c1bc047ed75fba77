//! Text as the tokens of an uncased BERT: cleaned, lower-cased, without accents, split into words, and words
//! into the longest pieces of the vocabulary (`WordPiece`; Devlin et al., arXiv:1810.04805).
//!
//! The parts are those of `rten-text`. Its whole tokenizer is not used: it panics on some words of many
//! pieces, leaves Chinese unsplit, and keeps the pieces of a word whose end is unknown.

use std::collections::HashMap;
use std::fmt;
use std::fs::File;
use std::io::{BufReader, ErrorKind};
use std::path::Path;

use rten_text::models::{Model as _, WordPiece, WordPieceOptions};
use rten_text::normalizers::{Bert, BertOptions, Normalizer as _};
use rten_text::pre_tokenizers::{Bert as Words, PreTokenizer as _};
use serde::Deserialize;
use unicode_categories::UnicodeCategories as _;

use super::EmbedError;

/// Characters a token that are looked at. English has about five, the longest piece has eighteen: more text
/// than this cannot be among the tokens that are kept, however long it is.
const CHARACTERS_A_TOKEN: usize = 32;

/// A vocabulary and the rules that go with it.
pub(super) struct Tokens {
    pieces: WordPiece,
    lower: Bert,
    words: Words,
    start: u32,
    end: u32,
    unknown: u32,
}

/// What of a `tokenizer.json` is needed. The rest describes the rules above.
#[derive(Deserialize)]
struct TokenizerFile {
    model: Vocabulary,
}

#[derive(Deserialize)]
struct Vocabulary {
    #[serde(rename = "type")]
    kind: String,
    vocab: HashMap<String, u32>,
}

/// Two texts as one row of tokens.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Pair {
    pub(super) ids: Vec<i32>,
    /// 0 for the first text, 1 for the second.
    pub(super) kinds: Vec<i32>,
}

impl Tokens {
    /// Reads a `tokenizer.json`.
    pub(super) fn load(path: &Path) -> Result<Self, EmbedError> {
        let damaged = |reason: String| EmbedError::Damaged { path: path.to_owned(), reason };
        let file = File::open(path).map_err(|error| match error.kind() {
            ErrorKind::NotFound => EmbedError::Missing(path.to_owned()),
            _ => damaged(error.to_string()),
        })?;
        let file: TokenizerFile =
            serde_json::from_reader(BufReader::new(file)).map_err(|error| damaged(error.to_string()))?;
        let Vocabulary { kind, vocab } = file.model;
        if kind != "WordPiece" {
            return Err(damaged(format!("its model is {kind} and not WordPiece")));
        }
        let id = |token: &str| vocab.get(token).copied().ok_or_else(|| damaged(format!("it has no {token}")));
        let (start, end, unknown) = (id("[CLS]")?, id("[SEP]")?, id("[UNK]")?);
        if vocab.values().any(|id| i32::try_from(*id).is_err()) {
            return Err(damaged("it has a number that is too large".to_owned()));
        }
        let pieces = WordPiece::from_vocab(vocab, WordPieceOptions::default());
        let lower = Bert::new(BertOptions { lowercase: true, strip_accents: true });
        Ok(Self { pieces, lower, words: Words::new(), start, end, unknown })
    }

    /// One text between its two marks, in at most `most` tokens.
    pub(super) fn single(&self, text: &str, most: usize) -> Result<Vec<i32>, EmbedError> {
        let mut pieces = self.pieces(text, most.saturating_sub(2))?;
        pieces.insert(0, self.start);
        pieces.push(self.end);
        Ok(as_input(&pieces))
    }

    /// Two texts, each with its mark, in at most `most` tokens. The first one may take half of them; what is
    /// too long is cut off at the end.
    pub(super) fn pair(&self, first: &str, second: &str, most: usize) -> Result<Pair, EmbedError> {
        let first = self.pieces(first, most / 2)?;
        let second = self.pieces(second, most.saturating_sub(first.len() + 3))?;
        let (first_len, second_len) = (first.len() + 2, second.len() + 1);
        let ids: Vec<u32> =
            [vec![self.start], first, vec![self.end], second, vec![self.end]].into_iter().flatten().collect();
        let kinds = [vec![0; first_len], vec![1; second_len]].concat();
        Ok(Pair { ids: as_input(&ids), kinds })
    }

    fn pieces(&self, text: &str, most: usize) -> Result<Vec<u32>, EmbedError> {
        let failed = |error: &dyn fmt::Display| EmbedError::Failed(error.to_string());
        let cleaned = cleaned(text, most * CHARACTERS_A_TOKEN);
        let (lower, _) = self.lower.normalize(&cleaned).map_err(|error| failed(&error))?;
        let mut ids = Vec::new();
        for word in self.words.pre_tokenize(&lower).map_err(|error| failed(&error))? {
            let before = ids.len();
            self.pieces
                .encode_with_offsets(word, &mut |_, id| ids.push(id))
                .map_err(|error| failed(&error))?;
            // A word that is not wholly known is unknown, as it was when the model was trained.
            if ids[before..].contains(&self.unknown) {
                ids.truncate(before);
                ids.push(self.unknown);
            }
            if ids.len() >= most {
                break;
            }
        }
        ids.truncate(most);
        Ok(ids)
    }
}

impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tokens").finish_non_exhaustive()
    }
}

fn as_input(ids: &[u32]) -> Vec<i32> {
    // All of them fit: that was looked at when the vocabulary was read.
    ids.iter().map(|id| i32::try_from(*id).unwrap_or_default()).collect()
}

/// At most so many characters of a text, with plain spaces between words, none in a row, a space on each side
/// of every ideograph, and nothing invisible.
fn cleaned(text: &str, most: usize) -> String {
    let mut cleaned = String::new();
    let mut characters = 0;
    let mut push = |character: char, cleaned: &mut String| {
        if character != ' ' || !cleaned.ends_with(' ') {
            cleaned.push(character);
            characters += 1;
        }
        characters < most
    };
    for character in text.chars() {
        let goes_on = if character.is_whitespace() {
            push(' ', &mut cleaned)
        } else if character == char::REPLACEMENT_CHARACTER || character.is_other() {
            continue;
        } else if is_ideograph(character) {
            push(' ', &mut cleaned) && push(character, &mut cleaned) && push(' ', &mut cleaned)
        } else {
            push(character, &mut cleaned)
        };
        if !goes_on {
            break;
        }
    }
    cleaned
}

/// The blocks that BERT splits character by character. Kana and Hangul are not among them.
fn is_ideograph(character: char) -> bool {
    matches!(u32::from(character),
        0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x2A6DF | 0x2A700..=0x2CEAF
        | 0x2F800..=0x2FA1F)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_cleaned() {
        let check = |text: &str, expect: &str| assert_eq!(cleaned(text, 12), expect, "{text:?}");
        check("a  b\n\tc", "a b c");
        check("soft\u{ad}\u{200b}ware\0\u{fffd}", "software");
        check("東京へ", " 東 京 へ");
        check("0123456789 and more", "0123456789 a");
        check("", "");
    }
}
