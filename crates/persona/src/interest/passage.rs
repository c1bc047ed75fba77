//! A message in the pieces that are about one thing each, and how much such a piece tells of its author.

use super::words::{telling, words};

/// A sentence of fewer characters than this joins the next one.
const ENOUGH: usize = 12;

/// The sentences of a text. Somebody who reacts, tells something and asks back in one message is found by
/// what they told, if that stands alone. A sentence too short to mean something joins the next one.
#[must_use]
pub fn passages(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut marks = text.char_indices().peekable();
    while let Some((at, mark)) = marks.next() {
        let ends = match mark {
            '.' | '!' | '?' | '…' => marks.peek().is_none_or(|(_, next)| next.is_whitespace()),
            '。' | '！' | '？' | '\n' => true,
            _ => false,
        };
        let end = at + mark.len_utf8();
        if ends && text[start..end].trim().chars().count() >= ENOUGH {
            found.push(text[start..end].trim());
            start = end;
        }
    }
    let rest = text[start..].trim();
    if rest.chars().any(char::is_alphanumeric) {
        found.push(rest);
    }
    found
}

/// How much a passage tells of its author, from 0 to 1: little when it is all common words, or asks the
/// partner about themselves.
#[must_use]
pub fn information(passage: &str) -> f32 {
    let mut words = telling(passage);
    words.sort_unstable();
    words.dedup();
    let told = (0.15 + 0.3 * words.len() as f32).min(1.0);
    let asks_back = passage.trim_end().ends_with('?') && asks_about_partner(passage);
    if asks_back { told * 0.3 } else { told }
}

/// "Do you ride?" is such a question; "can you check my budget?" is a request, and tells.
fn asks_about_partner(passage: &str) -> bool {
    let words = words(passage);
    let mine = words
        .iter()
        .any(|word| matches!(word.as_str(), "i" | "my" | "me" | "i'm" | "i've" | "we" | "our" | "us"));
    let theirs = words.windows(2).any(|pair| {
        matches!(pair[0].as_str(), "do" | "did" | "are" | "have" | "were" | "about")
            && pair[1].starts_with("you")
            || matches!(pair[1].as_str(), "your" | "yours")
    });
    theirs && !mine
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_falls_into_its_sentences() {
        let check = |text, expected: &[&str]| assert_eq!(passages(text), expected);
        check(
            "That is so cool! My mare jumped 1.20 m yesterday. Do you ride?",
            &["That is so cool!", "My mare jumped 1.20 m yesterday.", "Do you ride?"],
        );
        check("Ha! I paint boats.", &["Ha! I paint boats."]);
        check("no stop at all", &["no stop at all"]);
        check(" … ", &[]);
        check("", &[]);
    }

    #[test]
    fn what_tells_nothing_weighs_little() {
        let told = information("I restored an old sailing boat last summer.");
        assert!((told - 1.0).abs() < 1e-6);
        assert!(information("How are you doing today?") < 0.1);
        assert!(information("Do you have pets or brothers?") < information("We have pets and brothers."));
        let asked = information("Can you compare two suppliers of packaging?");
        assert!((asked - 1.0).abs() < 1e-6, "a request tells of the person");
        assert!(information("") > 0.0);
    }
}
