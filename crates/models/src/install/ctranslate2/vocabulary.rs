//! The tokens of Whisper as bytes, from the vocabulary that lies beside a CTranslate2 model.
//!
//! GPT-2's tokenizer writes every byte as a printable character, so that a token is a line of text; here that
//! is undone.

use std::collections::HashMap;
use std::path::Path;

use super::ConversionError;

/// Larger than any vocabulary of Whisper, by far.
const MOST_BYTES: u64 = 16 << 20;

/// The first size of vocabulary that speaks more than English.
const MULTILINGUAL: u32 = 51_865;

const END_OF_TEXT: &str = "<|endoftext|>";

/// The ordinary tokens, in order. The special ones, which follow, whisper.cpp knows by their numbers; in
/// English models the first of them is written, because the original's vocabulary had it.
pub(super) fn read(path: &Path, size: u32) -> Result<Vec<Vec<u8>>, ConversionError> {
    let unreadable = |error| ConversionError::Unreadable { path: path.to_owned(), error };
    if std::fs::metadata(path).map_err(unreadable)?.len() > MOST_BYTES {
        return Err(ConversionError::Damaged("its vocabulary is too large".into()));
    }
    let text = std::fs::read_to_string(path).map_err(unreadable)?;
    let tokens = split(&text)?;
    if tokens.len() != size as usize {
        return Err(ConversionError::Damaged(format!(
            "its vocabulary has {} tokens where the weights have {size}",
            tokens.len()
        )));
    }
    let end = tokens.iter().position(|token| token == END_OF_TEXT).ok_or_else(|| {
        ConversionError::Unsupported(format!("its vocabulary has no {END_OF_TEXT}, so it is not Whisper's"))
    })?;
    let bytes_of: HashMap<char, u8> = (0..=u8::MAX).map(|byte| (printable(byte), byte)).collect();
    let mut ordinary = tokens[..end]
        .iter()
        .map(|token| token.chars().map(|char| bytes_of.get(&char).copied()).collect::<Option<Vec<u8>>>())
        .collect::<Option<Vec<_>>>()
        .ok_or_else(|| ConversionError::Unsupported("its vocabulary is not written as GPT-2's is".into()))?;
    if size < MULTILINGUAL {
        ordinary.push(END_OF_TEXT.as_bytes().to_vec());
    }
    Ok(ordinary)
}

/// One token a line, or a JSON list. No token begins a line with a bracket: the first one is `!`.
fn split(text: &str) -> Result<Vec<String>, ConversionError> {
    if text.trim_start().starts_with('[') {
        return serde_json::from_str(text).map_err(|error| {
            ConversionError::Damaged(format!("its vocabulary is no list of tokens ({error})"))
        });
    }
    let lines = text.strip_suffix('\n').unwrap_or(text).split('\n');
    Ok(lines.map(|line| line.strip_suffix('\r').unwrap_or(line).to_owned()).collect())
}

/// The character that GPT-2 writes for a byte: itself where it is printable, one after 255 where it is not.
fn printable(byte: u8) -> char {
    let is_plain = |byte: u8| matches!(byte, b'!'..=b'~' | 0xa1..=0xac | 0xae..=0xff);
    if is_plain(byte) {
        return char::from(byte);
    }
    let before = (0..byte).filter(|other| !is_plain(*other)).count();
    u32::try_from(before)
        .ok()
        .and_then(|before| char::from_u32(256 + before))
        .unwrap_or(char::REPLACEMENT_CHARACTER)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_written_as_by_gpt_2() {
        let written: String = b" a\n\x00\xff\xad".iter().map(|byte| printable(*byte)).collect();
        assert_eq!(written, "ĠaĊĀÿŃ");
    }

    #[test]
    fn both_forms_of_a_vocabulary_are_read() {
        let expect: Vec<String> = ["!", "", "Ġa"].map(String::from).into();
        assert_eq!(split("!\n\nĠa\n").unwrap(), expect);
        assert_eq!(split("!\r\n\r\nĠa").unwrap(), expect);
        assert_eq!(split(r#"["!", "", "Ġa"]"#).unwrap(), expect);
    }
}
