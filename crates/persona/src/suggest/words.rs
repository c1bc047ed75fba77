//! What suggestions are about, as sets of words: enough to see that two are about the same.

use std::collections::BTreeSet;

use crate::memory::content_words;

/// Words beyond this many say nothing new of a topic.
const MOST_WORDS: usize = 60;

/// The stems of the carrying words of a text; empty where it has none.
pub(super) fn telling(text: &str) -> BTreeSet<String> {
    content_words(text).into_iter().filter(|word| word.chars().count() > 2).take(MOST_WORDS).collect()
}

/// How much two have in common, 0 to 1: the cosine of their sets.
pub(super) fn likeness(one: &BTreeSet<String>, other: &BTreeSet<String>) -> f64 {
    if one.is_empty() || other.is_empty() {
        return 0.0;
    }
    let common = one.intersection(other).count() as f64;
    common / ((one.len() * other.len()) as f64).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_about_the_same_are_alike() {
        let like = |one: &str, other: &str| likeness(&telling(one), &telling(other));
        assert!(like("How do I plan the office move?", "Our office move: planning") > 0.6);
        assert!(like("Wie plane ich den Büroumzug?", "Den Büroumzug planen") > 0.6);
        assert!(like("What is a VPN tunnel?", "Draft the budget for marketing") < 0.1);
        assert!(like("", "budget") < f64::EPSILON);
    }
}
