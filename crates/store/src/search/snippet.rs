//! A piece of a text around what was found.

use super::terms::{Term, Terms, fold, is_word_letter};
use crate::ideographs::is_ideograph;

/// How long a snippet is, in characters.
const SNIPPET_CHARS: usize = 160;
/// How much of it stands before the first hit.
const LEAD_CHARS: usize = 40;
/// How far behind the first hit a better place is looked for, in bytes.
const LOOK_AHEAD: usize = 4_000;

/// A piece of a snippet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SnippetPart {
    /// The text.
    pub text: String,
    /// Whether it is what was searched for.
    pub hit: bool,
}

/// Where a term stands in a text, in bytes, and which term it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Hit {
    start: usize,
    end: usize,
    term: usize,
}

/// Cuts a snippet out of `text` where most terms stand close together. White space becomes single spaces.
pub(crate) fn snippet(text: &str, terms: &Terms) -> Vec<SnippetPart> {
    let hits = find(text, terms);
    let best = best_start(text, &hits);
    let start = step_back(text, best, LEAD_CHARS);
    let end = step_on(text, start, SNIPPET_CHARS);
    let mut parts = Vec::new();
    if start > 0 {
        push(&mut parts, "…", false);
    }
    let mut at = start;
    for hit in hits.iter().filter(|hit| hit.start >= start && hit.end <= end) {
        if hit.start < at {
            continue;
        }
        push(&mut parts, &text[at..hit.start], false);
        push(&mut parts, &text[hit.start..hit.end], true);
        at = hit.end;
    }
    push(&mut parts, &text[at..end], false);
    if end < text.len() {
        push(&mut parts, "…", false);
    }
    parts
}

/// Adds to the last part of the same sort, with runs of white space as single spaces.
fn push(parts: &mut Vec<SnippetPart>, text: &str, hit: bool) {
    let mut after_space = parts.last().is_none_or(|last| last.text.ends_with(' '));
    let mut flat = String::with_capacity(text.len());
    for letter in text.chars() {
        if !letter.is_whitespace() {
            flat.push(letter);
        } else if !after_space {
            flat.push(' ');
        }
        after_space = letter.is_whitespace();
    }
    match parts.last_mut() {
        Some(last) if last.hit == hit => last.text.push_str(&flat),
        _ if flat.is_empty() => {}
        _ => parts.push(SnippetPart { text: flat, hit }),
    }
}

/// The hit from which a snippet shows the most different terms.
fn best_start(text: &str, hits: &[Hit]) -> usize {
    let mut best = (0, hits.first().map_or(0, |hit| hit.start));
    for (at, first) in hits.iter().enumerate() {
        let end = step_on(text, first.start, SNIPPET_CHARS - LEAD_CHARS);
        let mut seen: Vec<usize> =
            hits[at..].iter().take_while(|hit| hit.end <= end).map(|hit| hit.term).collect();
        seen.sort_unstable();
        seen.dedup();
        if seen.len() > best.0 {
            best = (seen.len(), first.start);
        }
    }
    best.1
}

/// The hits in a text in order, up to a little behind the first one.
fn find(text: &str, terms: &Terms) -> Vec<Hit> {
    let mut words: Vec<(String, bool)> = Vec::new();
    let mut runs: Vec<&str> = Vec::new();
    for term in terms.iter() {
        match term {
            Term::Words { typed, open } => {
                let typed: Vec<&str> = typed.split(|letter| !is_word_letter(letter)).collect();
                let count = typed.len();
                let word = |(at, word): (usize, &&str)| (fold(word), *open && at + 1 == count);
                words.extend(typed.iter().enumerate().map(word).filter(|(word, _)| !word.is_empty()));
            }
            Term::Ideographs(run) => runs.push(run),
        }
    }
    let mut hits = Vec::new();
    if words.is_empty() && runs.is_empty() {
        runs.push(terms.verbatim());
    }
    for (term, run) in runs.iter().enumerate() {
        let found = text.match_indices(run).take(20);
        hits.extend(found.map(|(start, run)| Hit { start, end: start + run.len(), term }));
    }
    let limit = hits.iter().map(|hit| hit.start + LOOK_AHEAD).min();
    find_words(text, &words, runs.len(), limit, &mut hits);
    hits.sort_unstable_by_key(|hit| hit.start);
    hits
}

fn find_words(
    text: &str,
    words: &[(String, bool)],
    offset: usize,
    limit: Option<usize>,
    hits: &mut Vec<Hit>,
) {
    if words.is_empty() {
        return;
    }
    let mut limit = limit.unwrap_or(usize::MAX);
    for (start, end) in word_ranges(text) {
        if start > limit {
            break;
        }
        let folded = fold(&text[start..end]);
        let is_hit = |(word, open): &(String, bool)| {
            if *open { folded.starts_with(word.as_str()) } else { folded == *word }
        };
        if let Some(term) = words.iter().position(is_hit) {
            hits.push(Hit { start, end, term: offset + term });
            limit = limit.min(start + LOOK_AHEAD);
        }
    }
}

fn word_ranges(text: &str) -> impl Iterator<Item = (usize, usize)> {
    let is_part = |letter: char| is_word_letter(letter) && !is_ideograph(letter);
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text[at..].find(is_part)?;
        let end = text[start..].find(|letter| !is_part(letter)).map_or(text.len(), |length| start + length);
        at = end;
        Some((start, end))
    })
}

/// Up to `chars` characters before `at`, from where a word begins.
fn step_back(text: &str, at: usize, chars: usize) -> usize {
    let lead = &text[..at];
    let Some((start, _)) = lead.char_indices().rev().nth(chars) else { return 0 };
    lead[start..].find(char::is_whitespace).map_or(start, |space| {
        let rest = &lead[start + space..];
        start + space + (rest.len() - rest.trim_start().len())
    })
}

/// Up to `chars` characters from `at`, to where a word ends.
fn step_on(text: &str, at: usize, chars: usize) -> usize {
    let Some((length, _)) = text[at..].char_indices().nth(chars) else { return text.len() };
    let piece = &text[at..at + length];
    match piece.rfind(char::is_whitespace) {
        // A piece without a space near its end is one long word, or a script without spaces.
        Some(space) if space > length / 2 => at + piece[..space].trim_end().len(),
        _ => at + length,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, query: &str) -> String {
        snippet(text, &Terms::of(query))
            .into_iter()
            .map(|part| if part.hit { format!("[{}]", part.text) } else { part.text })
            .collect()
    }

    #[test]
    fn hits_are_marked_without_regard_to_case_and_accents() {
        assert_eq!(shown("The café was Closed.", "cafe clos"), "The [café] was [Closed].");
        assert_eq!(shown("cafes and a cafe", "cafe x"), "cafes and a [cafe]");
    }

    #[test]
    fn ideographs_and_signs_are_marked_where_they_stand() {
        assert_eq!(shown("来週は東京オフィス", "東京"), "来週は[東京]オフィス");
        assert_eq!(shown("map(x => y)", "=>"), "map(x [=>] y)");
    }

    #[test]
    fn a_long_text_is_cut_at_words_around_the_best_place() {
        let text = format!(
            "{} audit {} audit of the vendor {}",
            "a ".repeat(300),
            "b ".repeat(200),
            "c ".repeat(300)
        );
        let shown = shown(&text, "audit vendor");
        assert!(shown.contains("[audit] of the [vendor]"), "{shown}");
        assert!(shown.starts_with("…b ") && shown.ends_with("c…"), "{shown}");
        assert!(shown.chars().count() <= SNIPPET_CHARS + 6, "{shown}");
    }

    #[test]
    fn white_space_is_flat() {
        assert_eq!(shown("one\n\n  two\tthree", "two"), "one [two] three");
    }

    #[test]
    fn a_text_without_hits_shows_its_beginning() {
        assert_eq!(shown("one two", "zzz"), "one two");
        assert_eq!(shown("", "zzz"), "");
    }

    proptest::proptest! {
        #[test]
        fn no_text_and_no_query_panics(text in "\\PC{0,400}", query in "\\PC{0,30}") {
            snippet(&text, &Terms::of(&query));
        }
    }
}
