//! Names and company words: told to the model that hears before it listens, and put right afterwards where it
//! nearly heard them.
//!
//! Correcting is done with care, because a wrong correction is worse than a wrong word: nobody expects it. A word
//! is replaced only when it sounds like an entry and is spelt nearly like it, when no other entry is as near, and
//! when it is no everyday word.

mod common;
mod distance;
mod sound;

use std::collections::BTreeSet;
use std::ops::Range;

use crate::glossary::common::is_common;
use crate::glossary::distance::within;
use crate::glossary::sound::{letters, sound};

/// Entries that are kept; further ones are left out.
const MOST_ENTRIES: usize = 1000;

/// Longer entries are sentences.
const LONGEST: usize = 60;

/// Words of this length are mostly articles and prepositions, where they are everyday words.
const LITTLE: usize = 3;

/// Shorter words have too many neighbours to be corrected by their sound.
const SHORTEST: usize = 5;

/// Names and words, the most important first.
#[derive(Debug, Clone, Default)]
pub struct Glossary {
    entries: Vec<Entry>,
    /// The letters of all entries.
    spelt: BTreeSet<String>,
}

#[derive(Debug, Clone)]
struct Entry {
    /// As it is spelt.
    written: String,
    /// Its letters and digits alone, in lower case and without accents.
    letters: String,
    sound: String,
    words: usize,
    is_common: bool,
}

/// A text with what was changed in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Corrected {
    /// The text.
    pub text: String,
    /// What was written before, and what is now, in order.
    pub changes: Vec<(String, String)>,
}

impl Glossary {
    /// From entries as people write them down. Empty ones, repeated ones and sentences are left out.
    #[must_use]
    pub fn new(entries: &[impl AsRef<str>]) -> Self {
        let mut seen = BTreeSet::new();
        let entries: Vec<Entry> = entries
            .iter()
            .map(|entry| entry.as_ref().split_whitespace().collect::<Vec<_>>().join(" "))
            .filter(|written| written.chars().count() <= LONGEST)
            .filter_map(|written| {
                let letters = letters(&written);
                (!letters.is_empty() && seen.insert(letters.clone())).then(|| Entry::new(written, letters))
            })
            .take(MOST_ENTRIES)
            .collect();
        let spelt = entries.iter().map(|entry| entry.letters.clone()).collect();
        Self { entries, spelt }
    }

    /// The entries as they are spelt, the most important first.
    #[must_use]
    pub fn terms(&self) -> Vec<String> {
        self.entries.iter().map(|entry| entry.written.clone()).collect()
    }

    /// What a model that hears `language` (ISO 639-1, none for any) is told beforehand: as many entries as fit into so
    /// many of its tokens, the most important first. It goes on in the style of what it read, so the list stands
    /// between sentences: after a bare list it hears lists. Empty without entries.
    #[must_use]
    pub fn prompt(&self, tokens: usize, language: Option<&str>) -> String {
        let [before, after] = around(language);
        let mut left = tokens.saturating_sub(tokens_of(before) + tokens_of(after));
        let mut chosen = Vec::new();
        for entry in &self.entries {
            let needed = tokens_of(&entry.written);
            if needed <= left {
                left -= needed;
                chosen.push(entry.written.as_str());
            }
        }
        if chosen.is_empty() { String::new() } else { format!("{before}{}{after}", chosen.join(", ")) }
    }

    /// Puts right what was nearly heard.
    #[must_use]
    pub fn correct(&self, text: &str) -> Corrected {
        let words = words_in(text);
        let mut corrected = Corrected { text: String::new(), changes: Vec::new() };
        let (mut at, mut copied) = (0, 0);
        while at < words.len() {
            let Some((entry, taken)) = self.heard_at(text, &words[at..]) else {
                at += 1;
                continue;
            };
            let span = words[at].start..words[at + taken - 1].end;
            let (before, ending) = split_ending(&text[span.clone()], &entry.letters);
            let end = span.end - ending.len();
            corrected.text.push_str(&text[copied..span.start]);
            corrected.text.push_str(&entry.written);
            if before != entry.written {
                corrected.changes.push((before.to_owned(), entry.written.clone()));
            }
            copied = end;
            at += taken;
        }
        corrected.text.push_str(&text[copied..]);
        corrected
    }

    /// The entry that is heard at the start of some words, and how many of them it takes.
    fn heard_at(&self, text: &str, words: &[Range<usize>]) -> Option<(&Entry, usize)> {
        const MOST_WORDS: usize = 6;
        let mut best: Option<(f64, &Entry, usize)> = None;
        let mut is_tied = false;
        for taken in 1..=words.len().min(MOST_WORDS) {
            let mut heard = Heard::of(text, &words[..taken]);
            // "to Terraform" is an entry and the word before it, and not an entry that is misspelt.
            heard.holds_little |= taken > 1
                && words[..taken].iter().any(|word| self.spelt.contains(&letters(&text[word.clone()])));
            if heard.letters.len() > 2 * LONGEST {
                break;
            }
            for entry in &self.entries {
                let Some(distance) = entry.distance(&heard, taken) else { continue };
                // An equal distance counts for the longer stretch: "post gres" before "post".
                match best {
                    Some((least, other, _)) if distance == least && other.letters != entry.letters => {
                        is_tied = true;
                    }
                    Some((least, ..)) if distance > least => {}
                    _ => {
                        best = Some((distance, entry, taken));
                        is_tied = false;
                    }
                }
            }
        }
        best.filter(|_| !is_tied).map(|(_, entry, taken)| (entry, taken))
    }
}

/// Some words of a text.
struct Heard {
    letters: String,
    sound: String,
    are_common: bool,
    /// Whether a little word is among them, which hardly is a part of a name.
    holds_little: bool,
}

impl Heard {
    fn of(text: &str, words: &[Range<usize>]) -> Self {
        let words = || words.iter().map(|word| letters(&text[word.clone()]));
        let joined: String = words().collect();
        let are_common = words().all(|word| is_common(&word));
        let holds_little = words().any(|word| word.len() <= LITTLE && is_common(&word));
        Self { sound: sound(&joined), letters: joined, are_common, holds_little }
    }
}

impl Entry {
    fn new(written: String, letters: String) -> Self {
        let words = written.split_whitespace().count();
        let is_common = words == 1 && is_common(&letters);
        Self { sound: sound(&letters), words, is_common, letters, written }
    }

    /// How far what was heard is from this entry, 0 to 1; none where it is something else.
    fn distance(&self, heard: &Heard, taken: usize) -> Option<f64> {
        let spelt = self.letters.as_str();
        if is_spelling_of(&heard.letters, spelt) {
            // "Apple" is a company, "an apple" is not: of an everyday word only its owner knows the case.
            let is_this = !(self.is_common && taken == 1);
            return is_this.then_some(0.0);
        }
        let length = spelt.chars().count();
        let is_stretched = taken > self.words;
        if length < SHORTEST
            || self.is_common
            || heard.are_common
            || taken > self.words + 3
            || (is_stretched && heard.holds_little)
        {
            return None;
        }
        let most = most_changes(length, heard.sound == self.sound);
        let changes = within(&heard.letters, spelt, most)?;
        let sounds_alike = heard.sound == self.sound
            || (heard.sound.chars().next() == self.sound.chars().next()
                && within(&heard.sound, &self.sound, 1 + length / 12).is_some());
        #[expect(clippy::cast_precision_loss, reason = "a word has some letters")]
        let distance = changes as f64 / length as f64;
        sounds_alike.then_some(distance)
    }
}

/// Letters that may differ in a word of a length: more where it sounds the same.
fn most_changes(length: usize, sounds_the_same: bool) -> usize {
    match (length, sounds_the_same) {
        (0..=5, false) => 1,
        (0..=5, true) => 2,
        (6..=8, false) => 2,
        (6..=8, true) => 3,
        (_, false) => length / 4,
        (_, true) => length * 2 / 5,
    }
}

/// Whether it is the same word, or the same with an ending of the genitive or the plural.
fn is_spelling_of(heard: &str, spelt: &str) -> bool {
    heard == spelt || (spelt.len() >= 4 && heard.strip_suffix('s') == Some(spelt))
}

/// Splits what was heard where an ending begins that is not the entry's.
fn split_ending<'a>(heard: &'a str, spelt: &str) -> (&'a str, &'a str) {
    let is_ended = !spelt.ends_with('s') && letters(heard).ends_with('s');
    if !is_ended {
        return (heard, "");
    }
    let endings = ["'s", "\u{2019}s", "s"];
    let ending = endings.iter().find(|ending| heard.ends_with(**ending)).map_or(0, |ending| ending.len());
    heard.split_at(heard.len() - ending)
}

/// Where the words of a text are, without the signs around them.
fn words_in(text: &str) -> Vec<Range<usize>> {
    let mut words = Vec::new();
    let mut start = None;
    let is_inner = |char: char| matches!(char, '\'' | '\u{2019}' | '&' | '+' | '#');
    for (index, char) in text.char_indices().chain([(text.len(), ' ')]) {
        match (start, char.is_alphanumeric() || is_inner(char)) {
            (None, true) if char.is_alphanumeric() => start = Some(index),
            (Some(from), false) => {
                let word = text[from..index].trim_end_matches(['\'', '\u{2019}']);
                words.push(from..from + word.len());
                start = None;
            }
            _ => {}
        }
    }
    words
}

/// Sentences around a list of names and words. Where a language has none here, the list stands alone.
fn around(language: Option<&str>) -> [&'static str; 2] {
    match language {
        None | Some("en") => ["The words ", " are names. Well, let us begin. I have a question."],
        Some("de") => ["Die Wörter ", " sind Namen. Also, fangen wir an. Ich habe eine Frage."],
        Some("fr") => ["Les mots ", " sont des noms. Bon, commençons. J'ai une question."],
        Some("es") => ["Las palabras ", " son nombres. Bueno, empecemos. Tengo una pregunta."],
        Some("it") => ["Le parole ", " sono nomi. Allora, cominciamo. Ho una domanda."],
        Some("pt") => ["As palavras ", " são nomes. Bem, vamos começar. Tenho uma pergunta."],
        Some("nl") => ["De woorden ", " zijn namen. Goed, laten we beginnen. Ik heb een vraag."],
        Some("pl") => ["Słowa ", " to nazwy. Dobrze, zaczynajmy. Mam pytanie."],
        _ => ["", "."],
    }
}

/// Tokens that Whisper needs for a name, with the sign after it: rather too many than too few.
fn tokens_of(written: &str) -> usize {
    1 + written.split_whitespace().map(|word| word.chars().count().div_ceil(2)).sum::<usize>()
}

#[cfg(test)]
mod tests;
