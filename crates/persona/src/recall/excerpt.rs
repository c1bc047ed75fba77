//! The part of a long text that a question is about.

use super::words::{Words, plain};

/// At most about `most` characters of a text, cut at sentences or words, where it has most of the question's
/// words; the beginning where it has none. What was cut off is marked by "…".
#[must_use]
pub fn excerpt(text: &str, question: &str, most: usize) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() <= most {
        return text;
    }
    let words = Words::new();
    let sought = words.stems(question);
    let parts = sentences(&text);
    let found = |part: &str| words.stems(part).iter().filter(|stem| sought.contains(stem)).count();
    let found: Vec<usize> = parts.iter().map(|part| found(part)).collect();
    // The first of the best: what a text is about stands mostly at its beginning.
    let best = (0..parts.len()).rev().max_by_key(|at| found[*at]).unwrap_or(0);
    let begin = if found.get(best).is_some_and(|found| *found > 0) { best } else { 0 };
    let mut shown = String::new();
    let mut left = most;
    for part in &parts[begin..] {
        let length = part.chars().count();
        if length > left && !shown.is_empty() {
            break;
        }
        if length > left {
            shown = cut(part, left);
            break;
        }
        shown += part;
        left -= length;
    }
    let before = if begin > 0 { "… " } else { "" };
    let after = if shown.ends_with('…') || text.ends_with(shown.trim_end()) { "" } else { " …" };
    format!("{before}{}{after}", shown.trim_end())
}

/// The sentences of a text, each with the space behind it.
fn sentences(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(end) = rest.find(['.', '!', '?', ';']).map(|at| at + 1) {
        let end = end + rest[end..].len() - rest[end..].trim_start().len();
        if plain(&rest[..end]).is_empty() && !parts.is_empty() {
            break;
        }
        parts.push(&rest[..end]);
        rest = &rest[end..];
    }
    if !rest.is_empty() {
        parts.push(rest);
    }
    parts
}

fn cut(text: &str, most: usize) -> String {
    let cut: String = text.chars().take(most).collect();
    let at_word = cut.rsplit_once(' ').map_or(cut.as_str(), |(head, _)| head);
    format!("{}…", at_word.trim_end_matches([',', ';', ':', ' ']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_where_the_question_is_about() {
        let check = |text: &str, question: &str, most: usize, expect: &str| {
            assert_eq!(excerpt(text, question, most), expect, "{text:?}");
        };
        let text = "The lift is broken. Anna ordered the  desks.\nThey come in May. Lunch was good.";
        check(
            text,
            "desks?",
            200,
            "The lift is broken. Anna ordered the desks. They come in May. Lunch was good.",
        );
        check(text, "Who ordered desks?", 45, "… Anna ordered the desks. They come in May. …");
        check(text, "weather", 20, "The lift is broken. …");
        check(text, "lunch", 20, "… Lunch was good.");
        check("one two three four", "four", 9, "one two…");
        check("", "x", 5, "");
    }
}
