//! Phrases that speak, in groups, and where they stand in a message.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::words::{Reading, Word};

/// How many words a gap in a phrase may span.
const WIDEST_GAP: usize = 2;

/// The phrases of dissatisfaction and satisfaction.
pub(crate) static FEELINGS: LazyLock<Lexicon> =
    LazyLock::new(|| Lexicon::parse(include_str!("../../data/lexicon.txt")));

/// Phrases in groups.
#[derive(Debug, Default)]
pub(crate) struct Lexicon {
    groups: Vec<String>,
    phrases: Vec<Phrase>,
    by_first: HashMap<String, Vec<usize>>,
    /// Phrases whose first word is only a beginning of one.
    by_beginning: Vec<usize>,
}

/// A phrase that was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Hit {
    /// The group's number, in the order of the file.
    pub(crate) group: usize,
    /// The first word's number.
    pub(crate) first: usize,
    /// The last word's number.
    pub(crate) last: usize,
}

#[derive(Debug, Default)]
struct Phrase {
    group: usize,
    opens: bool,
    closes: bool,
    parts: Vec<Part>,
}

#[derive(Debug)]
enum Part {
    OneOf(Vec<Choice>),
    Gap,
}

#[derive(Debug)]
enum Choice {
    Word(String),
    Beginning(String),
}

impl Lexicon {
    /// Reads a list of phrases. The list's own head explains its marks.
    pub(crate) fn parse(text: &str) -> Self {
        let mut lexicon = Self::default();
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
            if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
                lexicon.groups.push(name.to_owned());
            } else {
                lexicon.add(line);
            }
        }
        lexicon
    }

    /// The names of the groups.
    pub(crate) fn groups(&self) -> &[String] {
        &self.groups
    }

    /// The number of a group.
    pub(crate) fn group(&self, name: &str) -> Option<usize> {
        self.groups.iter().position(|group| group == name)
    }

    /// Every phrase that stands in the message, the longest of each group at each word. What is quoted is not
    /// the person's own word and is left out.
    pub(crate) fn find(&self, reading: &Reading) -> Vec<Hit> {
        let words = &reading.words;
        let mut hits: Vec<Hit> = Vec::new();
        for first in 0..words.len() {
            let indexed = self.by_first.get(&words[first].text).into_iter().flatten();
            for &number in indexed.chain(&self.by_beginning) {
                let phrase = &self.phrases[number];
                let Some(last) = phrase.ends_at(words, first) else { continue };
                if words[first].quoted && words[last].quoted {
                    continue;
                }
                let hit = Hit { group: phrase.group, first, last };
                match hits.iter_mut().find(|other| other.group == hit.group && other.last >= first) {
                    Some(other) if other.last - other.first < last - first => *other = hit,
                    Some(_) => {}
                    None => hits.push(hit),
                }
            }
        }
        hits
    }

    fn add(&mut self, line: &str) {
        let mut phrase = Phrase { group: self.groups.len().saturating_sub(1), ..Phrase::default() };
        for part in line.split_whitespace() {
            match part {
                "^" => phrase.opens = true,
                "$" => phrase.closes = true,
                "*" => phrase.parts.push(Part::Gap),
                words => phrase.parts.push(Part::OneOf(words.split('|').map(Choice::parse).collect())),
            }
        }
        let number = self.phrases.len();
        let Some(Part::OneOf(choices)) = phrase.parts.first() else { return };
        for choice in choices {
            match choice {
                Choice::Word(word) => self.by_first.entry(word.clone()).or_default().push(number),
                Choice::Beginning(_) => self.by_beginning.push(number),
            }
        }
        self.phrases.push(phrase);
    }
}

impl Phrase {
    fn ends_at(&self, words: &[Word], first: usize) -> Option<usize> {
        if self.opens && !words[first].opens {
            return None;
        }
        let same = |word: &&Word| word.sentence == words[first].sentence;
        let end = first + words[first..].iter().take_while(same).count();
        let last = follow(&self.parts, &words[..end], first)?;
        (!self.closes || words[last].closes).then_some(last)
    }
}

/// The last word of the parts when they begin at word `at`.
fn follow(parts: &[Part], words: &[Word], at: usize) -> Option<usize> {
    match parts {
        [] => at.checked_sub(1),
        [Part::Gap, rest @ ..] => (at..=at + WIDEST_GAP).find_map(|next| follow(rest, words, next)),
        [Part::OneOf(choices), rest @ ..] => {
            let word = words.get(at)?;
            choices.iter().any(|choice| choice.is(&word.text)).then(|| follow(rest, words, at + 1)).flatten()
        }
    }
}

impl Choice {
    fn parse(text: &str) -> Self {
        match text.strip_suffix('~') {
            Some(beginning) => Self::Beginning(beginning.to_owned()),
            None => Self::Word(text.to_owned()),
        }
    }

    fn is(&self, word: &str) -> bool {
        match self {
            Self::Word(own) => own == word,
            Self::Beginning(own) => word.starts_with(own.as_str()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(phrases: &str, text: &str, found: &[&str]) {
        let lexicon = Lexicon::parse(&format!("[it]\n{phrases}"));
        let reading = Reading::of(text);
        let texts: Vec<&str> = lexicon
            .find(&reading)
            .iter()
            .map(|hit| &text[reading.words[hit.first].place.start..reading.words[hit.last].place.end])
            .collect();
        assert_eq!(texts, found, "{phrases} in {text}");
    }

    #[test]
    fn phrases_are_found_where_they_stand() {
        check("not what i * asked", "That's not what I had asked for", &["not what I had asked"]);
        check("not what i * asked", "Not what I. Asked", &[]);
        check("told|tell you", "I told you, tell you", &["told you", "tell you"]);
        check("hallucinat~", "You are hallucinating", &["hallucinating"]);
        check("^ no", "no, there is no table. No!", &["no", "No"]);
        check("stop $", "do not stop. stop it", &["stop"]);
        check("that is wrong", "he says \"that is wrong\" often", &[]);
        check("wrong", "", &[]);
    }

    #[test]
    fn the_longest_phrase_of_a_group_counts_once() {
        check("told you\ni * told you", "I already told you", &["I already told you"]);
    }

    #[test]
    fn the_list_of_feelings_is_whole() {
        assert!(FEELINGS.groups().len() > 20);
        assert!(FEELINGS.phrases.iter().all(|phrase| !phrase.parts.is_empty()));
    }
}
