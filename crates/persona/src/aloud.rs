//! What of an answer is said when it is read aloud: its sentences without marks. Code is named, not spelt.

use attune_domain::Language;

use crate::language::detect_language;

/// The longest piece that is handed to a voice at once, in characters: a few seconds of speech.
const LONGEST: usize = 400;

/// An answer as a voice says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spoken {
    /// In which language.
    pub language: Language,
    /// Its sentences, in order; each is a line that says something.
    pub sentences: Vec<String>,
}

/// What a voice says of a text in Markdown. Where the text is too short to tell its language, the other one holds.
#[must_use]
pub fn spoken(text: &str, otherwise: Language) -> Spoken {
    let language = detect_language(text).unwrap_or(otherwise);
    let remark = match language {
        Language::English => "Here follows code, which is not read.",
        Language::German => "Hier folgt Code, der nicht vorgelesen wird.",
    };
    let mut sentences = Vec::new();
    let mut paragraph = String::new();
    let mut fence: Option<&str> = None;
    for line in text.lines() {
        let trimmed = line.trim();
        let marker = ["```", "~~~"].into_iter().find(|marker| trimmed.starts_with(marker));
        match (fence, marker) {
            (Some(open), Some(marker)) if open == marker => fence = None,
            (Some(_), _) => {}
            (None, Some(marker)) => {
                fence = Some(marker);
                say(&mut sentences, &mut paragraph);
                sentences.push(remark.to_owned());
            }
            (None, None) if trimmed.is_empty() || is_line(trimmed) => say(&mut sentences, &mut paragraph),
            (None, None) => {
                if opens_anew(trimmed) {
                    say(&mut sentences, &mut paragraph);
                }
                paragraph.push_str(&plain(trimmed));
                paragraph.push(' ');
            }
        }
    }
    say(&mut sentences, &mut paragraph);
    Spoken { language, sentences }
}

/// Cuts a paragraph into its sentences.
fn say(sentences: &mut Vec<String>, paragraph: &mut String) {
    let text = std::mem::take(paragraph);
    let mut sentence = String::new();
    for word in text.split_whitespace() {
        if !sentence.is_empty() && sentence.chars().count() + word.chars().count() >= LONGEST {
            keep(sentences, &mut sentence);
        }
        if !sentence.is_empty() {
            sentence.push(' ');
        }
        sentence.push_str(word);
        let bare = word.trim_end_matches(['"', '”', '’', ')']);
        // A figure, a letter or an abbreviation of a few letters ends no sentence.
        let letters = bare.chars().filter(|letter| letter.is_alphabetic()).count();
        if bare.ends_with(['!', '?', '…']) || (bare.ends_with('.') && letters > 3) {
            keep(sentences, &mut sentence);
        }
    }
    keep(sentences, &mut sentence);
}

fn keep(sentences: &mut Vec<String>, sentence: &mut String) {
    let sentence = std::mem::take(sentence);
    if sentence.chars().any(char::is_alphanumeric) {
        sentences.push(sentence);
    }
}

/// Whether a line of a text begins something of its own: an item, a heading, a row, a quote.
fn opens_anew(line: &str) -> bool {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    line.starts_with(['#', '>', '|'])
        || ["- ", "* ", "+ ", "• "].iter().any(|bullet| line.starts_with(bullet))
        || (digits > 0 && line[digits..].starts_with(['.', ')']))
}

/// Whether a line is nothing but a line: a rule, or what parts a table's head from its rows.
fn is_line(line: &str) -> bool {
    line.chars().all(|letter| matches!(letter, '-' | '*' | '_' | '=' | '|' | ':' | ' '))
}

/// A line without its marks. Of a link its words are said, of a picture its description.
fn plain(line: &str) -> String {
    let line = line.trim_start_matches(['#', '>', ' ']);
    let line = ["- ", "* ", "+ ", "• "].iter().find_map(|bullet| line.strip_prefix(bullet)).unwrap_or(line);
    let line = ["[ ] ", "[x] "].iter().find_map(|check| line.strip_prefix(check)).unwrap_or(line);
    let mut said = String::new();
    let mut rest = line;
    while let Some(letter) = rest.chars().next() {
        let after = &rest[letter.len_utf8()..];
        rest = match letter {
            '*' | '`' | '~' | '\\' => after,
            '_' if !said.ends_with(char::is_alphanumeric) || !after.starts_with(char::is_alphanumeric) => {
                after
            }
            '|' => {
                // The cells of a row are said one after the other.
                said.truncate(said.trim_end().len());
                if said.ends_with(char::is_alphanumeric) {
                    said.push(',');
                }
                said.push(' ');
                after
            }
            '!' if after.starts_with('[') => after,
            '[' => {
                match after.split_once("](").and_then(|(words, rest)| Some((words, rest.split_once(')')?.1)))
                {
                    Some((words, rest)) => {
                        said.push_str(&plain(words));
                        rest
                    }
                    None => after,
                }
            }
            ']' => after,
            _ => {
                said.push(letter);
                after
            }
        };
    }
    said.trim().trim_end_matches(',').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        assert_eq!(spoken(text, Language::English).sentences, expected, "{text}");
    }

    #[test]
    fn marks_are_not_said() {
        check("## The **bottom** line\n\n_Do_ it `now`.", &["The bottom line", "Do it now."]);
        check("See [the *guide*](https://example.com/a_b) first.", &["See the guide first."]);
        check("![A chart](chart.png) and snake_case", &["A chart and snake_case"]);
        check("> Quoted.\n\n---\n\n- [x] Done\n- one\n1. first", &["Quoted.", "Done", "one", "1. first"]);
        check("| Step | Who |\n|---|---|\n| Ask | Ada |", &["Step, Who", "Ask, Ada"]);
        check("***\n\n**", &[]);
    }

    #[test]
    fn sentences_come_one_by_one_and_lines_of_a_paragraph_together() {
        check(
            "Restart the server.\nThen wait, e.g. for 2.5 minutes! Is it back?",
            &["Restart the server.", "Then wait, e.g. for 2.5 minutes!", "Is it back?"],
        );
        let long = "word ".repeat(300);
        let said = spoken(&long, Language::English).sentences;
        assert!(said.len() > 2 && said.iter().all(|piece| piece.chars().count() <= LONGEST));
        assert_eq!(said.join(" "), long.trim());
    }

    #[test]
    fn code_is_named_in_the_answers_language() {
        check(
            "Run this:\n```sh\nrm -rf build\n```\nAnd that is all.",
            &["Run this:", "Here follows code, which is not read.", "And that is all."],
        );
        let german =
            spoken("Führen Sie das bitte aus:\n~~~\n```\nls\n~~~\nDas war alles.", Language::English);
        assert_eq!(german.language, Language::German);
        assert_eq!(german.sentences[1], "Hier folgt Code, der nicht vorgelesen wird.");
        assert_eq!(german.sentences.len(), 3);
        // One that is never closed is code to its end.
        check("```\nlet x = 1;", &["Here follows code, which is not read."]);
    }
}
