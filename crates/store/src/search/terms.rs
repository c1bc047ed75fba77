//! From what a person types to what the full-text index is asked.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::ideographs::is_ideograph;

/// Nobody searches for more; a pasted page is cut here.
const MOST_CHARS: usize = 400;
const MOST_TERMS: usize = 24;

/// The terms of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Terms {
    terms: Vec<Term>,
    verbatim: String,
}

/// One thing that has to be in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Term {
    /// Words that follow each other, as typed: `e-mail` is two.
    Words {
        /// As typed.
        typed: String,
        /// Whether the last word may go on.
        open: bool,
    },
    /// Letters of a script without spaces, anywhere.
    Ideographs(String),
}

impl Terms {
    /// Takes a query apart.
    pub(crate) fn of(text: &str) -> Self {
        let text: String = text
            .chars()
            .map(|letter| if letter.is_control() { ' ' } else { letter })
            .take(MOST_CHARS)
            .collect();
        let mut terms = Vec::new();
        for typed in text.split_whitespace() {
            for piece in pieces(typed) {
                if piece.starts_with(is_ideograph) {
                    terms.push(Term::Ideographs(piece.to_owned()));
                } else if piece.contains(is_word_letter) {
                    terms.push(Term::Words { typed: piece.to_owned(), open: false });
                }
            }
        }
        terms.truncate(MOST_TERMS);
        if let Some(Term::Words { typed, open }) = terms.last_mut() {
            // The index knows beginnings of two letters and more; a single one would match nearly everything.
            *open = typed.chars().rev().take_while(|letter| is_word_letter(*letter)).count() >= 2;
        }
        Self { terms, verbatim: text.trim().to_owned() }
    }

    /// Whether there is nothing to look for.
    pub(crate) fn is_empty(&self) -> bool {
        self.verbatim.is_empty()
    }

    /// The terms, in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Term> {
        self.terms.iter()
    }

    /// The query without its control characters.
    pub(crate) fn verbatim(&self) -> &str {
        &self.verbatim
    }

    /// What the full-text index is asked; none if there is no word. Every term is quoted, so that operators,
    /// brackets and stars are text.
    pub(crate) fn match_expression(&self) -> Option<String> {
        let asked: Vec<String> = self
            .terms
            .iter()
            .map(|term| match term {
                Term::Words { typed, open } => {
                    let star = if *open { " *" } else { "" };
                    format!("\"{}\"{star}", typed.replace('"', " "))
                }
                Term::Ideographs(run) => {
                    let letters: Vec<String> = run.chars().map(String::from).collect();
                    format!("\"{}\"", letters.join(" "))
                }
            })
            .collect();
        (!asked.is_empty()).then(|| asked.join(" AND "))
    }
}

/// Whether a letter is part of a word, as the index's tokenizer sees it.
pub(crate) fn is_word_letter(letter: char) -> bool {
    letter.is_alphanumeric() || is_combining_mark(letter)
}

/// A word without its case and its accents, as the index's tokenizer keeps it.
pub(crate) fn fold(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    word.nfd().filter(|letter| !is_combining_mark(*letter)).flat_map(char::to_lowercase).collect()
}

/// Takes a typed word apart where ideographs begin or end.
fn pieces(typed: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut last: Option<bool> = None;
    for (at, letter) in typed.char_indices() {
        let kind = is_ideograph(letter);
        if last.is_some_and(|last| last != kind) {
            pieces.push(&typed[start..at]);
            start = at;
        }
        last = Some(kind);
    }
    if start < typed.len() {
        pieces.push(&typed[start..]);
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(typed: &str, asked: Option<&str>) {
        assert_eq!(Terms::of(typed).match_expression().as_deref(), asked, "{typed:?}");
    }

    #[test]
    fn everything_typed_is_text() {
        check("vendor risk", Some(r#""vendor" AND "risk" *"#));
        check("NOT a AND (b OR c*)", Some(r#""NOT" AND "a" AND "AND" AND "(b" AND "OR" AND "c*)""#));
        check(r#"say "hello""#, Some(r#""say" AND " hello ""#));
        check("e-mail", Some(r#""e-mail" *"#));
        check("x", Some(r#""x""#));
    }

    #[test]
    fn ideographs_are_phrases_of_letters() {
        check("東京", Some(r#""東 京""#));
        check("東京office", Some(r#""東 京" AND "office" *"#));
    }

    #[test]
    fn without_a_word_there_is_nothing_to_ask() {
        check("=> !!", None);
        check("", None);
        assert!(Terms::of(" \0 ").is_empty());
        assert!(!Terms::of("=>").is_empty());
    }

    #[test]
    fn words_fold_like_the_index() {
        assert_eq!(fold("Übermäßig"), "ubermaßig");
        assert_eq!(fold("CAFÉ"), "cafe");
    }
}
