//! Everyday words of English and German, which are heard as what they are and never corrected.

use std::collections::HashSet;
use std::sync::LazyLock;

/// Whether a word is an everyday one. It is given as [`super::sound::letters`] gives it.
pub(super) fn is_common(letters: &str) -> bool {
    static WORDS: LazyLock<HashSet<&'static str>> =
        LazyLock::new(|| include_str!("../../data/everyday.txt").split_whitespace().collect());
    WORDS.contains(letters)
        || letters.strip_suffix('s').is_some_and(|stem| WORDS.contains(stem))
        || letters.strip_suffix("ed").is_some_and(|stem| WORDS.contains(stem))
        || letters.strip_suffix("ing").is_some_and(|stem| WORDS.contains(stem))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everyday_words_and_their_endings_are_known() {
        for word in ["the", "project", "projects", "working", "heute", "rechnung", "a"] {
            assert!(is_common(word), "{word}");
        }
        for word in ["kubernetes", "attune", "siobhan", "s", ""] {
            assert!(!is_common(word), "{word}");
        }
    }
}
