//! Text as the words that a lexical search compares: lower-cased, without words that carry nothing, brought
//! to their stems.

use rust_stemmers::{Algorithm, Stemmer};

/// Words that almost every sentence has. They would only tell long texts from short ones.
const CARRY_NOTHING: &[&str] = &[
    "a", "about", "after", "all", "also", "am", "an", "and", "any", "are", "arent", "as", "at", "be", "been",
    "being", "but", "by", "can", "cant", "could", "did", "didnt", "do", "does", "doesnt", "doing", "done",
    "dont", "for", "from", "had", "has", "have", "having", "he", "her", "hers", "him", "his", "how", "i",
    "id", "if", "ill", "im", "in", "into", "is", "isnt", "it", "its", "ive", "me", "my", "no", "not", "of",
    "on", "or", "our", "ours", "shall", "she", "should", "so", "than", "that", "thats", "the", "their",
    "them", "then", "there", "these", "they", "this", "those", "to", "us", "was", "we", "were", "what",
    "whats", "when", "where", "which", "who", "whom", "whose", "why", "will", "with", "would", "you", "your",
    "youre", "yours",
];

/// Makes words of texts. English stems (Porter's second algorithm); words of other languages and numbers stay
/// nearly as they are, and each ideograph is a word.
pub(super) struct Words {
    stemmer: Stemmer,
}

impl Words {
    pub(super) fn new() -> Self {
        Self { stemmer: Stemmer::create(Algorithm::English) }
    }

    /// The stems of a text in order, with repetitions.
    pub(super) fn stems(&self, text: &str) -> Vec<String> {
        let carries = |word: &String| CARRY_NOTHING.binary_search(&word.as_str()).is_err();
        plain(text).into_iter().filter(carries).map(|word| self.stemmer.stem(&word).into_owned()).collect()
    }
}

impl std::fmt::Debug for Words {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Words").finish_non_exhaustive()
    }
}

/// Lower-case words in order; apostrophes join ("don't" is `dont`), everything else that is no letter and no
/// digit separates.
pub(super) fn plain(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    for letter in text.chars() {
        if is_ideograph(letter) {
            words.extend((!word.is_empty()).then(|| std::mem::take(&mut word)));
            words.push(letter.to_string());
        } else if letter.is_alphanumeric() {
            word.extend(letter.to_lowercase());
        } else if !matches!(letter, '\'' | '’') && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
    }
    words.extend((!word.is_empty()).then_some(word));
    words
}

/// Scripts that do not put spaces between words.
fn is_ideograph(letter: char) -> bool {
    let block = u32::from(letter);
    matches!(block, 0x3040..=0x30FF | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x2FA1F)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_come_as_stems() {
        let check = |text: &str, expect: &[&str]| assert_eq!(Words::new().stems(text), expect, "{text:?}");
        check("She's been running, they don't run!", &["shes", "run", "run"]);
        check("What did Anna research on 8 May?", &["anna", "research", "8", "may"]);
        check("東京 2024", &["東", "京", "2024"]);
        check("… !?", &[]);
    }

    #[test]
    fn the_list_is_sorted_for_the_search_in_it() {
        assert!(CARRY_NOTHING.is_sorted());
    }
}
