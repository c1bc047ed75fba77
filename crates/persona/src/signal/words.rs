//! A message cut into words as the readers of signals need them: where clauses begin, what stands in quotes,
//! what is shouted, and which marks were set.

use std::ops::Range;

use crate::markdown::prose_lines;

/// Words beyond this many are not read. What somebody pastes says little about how they feel.
const MOST_WORDS: usize = 400;
/// Bytes beyond this many are not looked at.
const MOST_BYTES: usize = 16 * 1024;

const PLEASED: [char; 24] = [
    '👍', '😊', '😀', '😃', '😄', '😁', '😍', '🥰', '😘', '🎉', '❤', '💯', '🙏', '👏', '🙌', '😎', '🤩',
    '💪', '✅', '👌', '😂', '🤗', '🥳', '💖',
];
const DISPLEASED: [char; 24] = [
    '👎', '😡', '😠', '🤬', '😤', '🙄', '😒', '😞', '😔', '😕', '🙁', '☹', '😩', '😫', '😖', '😣', '🤦',
    '💩', '😭', '😢', '🤨', '😑', '❌', '😾',
];

/// One word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Word {
    /// Lower case, without apostrophes, three and more of the same letter made one.
    pub(crate) text: String,
    /// Where it stands in the message, in bytes.
    pub(crate) place: Range<usize>,
    /// Whether a clause begins with it.
    pub(crate) opens: bool,
    /// Whether a clause ends with it.
    pub(crate) closes: bool,
    /// The number of its sentence.
    pub(crate) sentence: usize,
    /// Whether it is somebody else's word, or talked about.
    pub(crate) quoted: bool,
}

/// A message, cut into words.
#[derive(Debug, Clone, Default)]
pub(crate) struct Reading {
    pub(crate) words: Vec<Word>,
    pub(crate) exclamations: usize,
    pub(crate) questions: usize,
    /// Runs of two and more marks: `!!`, `?!`.
    pub(crate) insistent: usize,
    pub(crate) ellipses: usize,
    /// Words of three and more letters in capitals, in a message that is not all abbreviations.
    pub(crate) shouted: usize,
    /// Words with a letter drawn out: “nooo”.
    pub(crate) stretched: usize,
    pub(crate) pleased: usize,
    pub(crate) displeased: usize,
    pub(crate) sentences: usize,
}

impl Reading {
    /// Reads a message. Fenced code is not read.
    pub(crate) fn of(text: &str) -> Self {
        let head = &text[..floor(text, MOST_BYTES)];
        let mut reading = Self { sentences: 1, ..Self::default() };
        let mut cut = Cut { opens: true, ..Cut::default() };
        for line in prose_lines(head) {
            let from = line.as_ptr() as usize - head.as_ptr() as usize;
            reading.line(line, from, &mut cut);
            if reading.words.len() >= MOST_WORDS {
                break;
            }
        }
        reading.close();
        reading.smileys(head);
        reading.sentences = reading.words.last().map_or(1, |word| word.sentence + 1);
        reading
    }

    /// The words alone.
    pub(crate) fn texts(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(|word| word.text.as_str())
    }

    /// The first word of the clause that holds word `at`.
    pub(crate) fn clause_start(&self, at: usize) -> usize {
        (0..=at).rev().find(|&index| self.words[index].opens).unwrap_or(0)
    }

    fn line(&mut self, line: &str, from: usize, cut: &mut Cut) {
        let mut letters = line.char_indices().peekable();
        while let Some((at, letter)) = letters.next() {
            if letter.is_alphanumeric() {
                let mut end = at + letter.len_utf8();
                while let Some(&(next_at, next)) = letters.peek() {
                    let after = line[next_at + next.len_utf8()..].chars().next();
                    let inner = is_apostrophe(next) && after.is_some_and(char::is_alphanumeric);
                    let figure = (next == '.' || next == ',' || next == ':')
                        && line[..end].ends_with(|last: char| last.is_ascii_digit())
                        && after.is_some_and(|after| after.is_ascii_digit());
                    if !(next.is_alphanumeric() || inner || figure || next == '_') {
                        break;
                    }
                    end = next_at + next.len_utf8();
                    letters.next();
                }
                self.word(&line[at..end], from + at, cut);
            } else {
                self.mark(letter, &line[..at], &line[at + letter.len_utf8()..], cut);
            }
        }
        self.end(cut, true);
    }

    fn word(&mut self, raw: &str, at: usize, cut: &mut Cut) {
        let (text, stretched) = normal(raw);
        self.stretched += usize::from(stretched);
        let long = raw.chars().filter(|letter| letter.is_alphabetic()).count() >= 2;
        if long && raw.chars().all(|letter| !letter.is_lowercase()) && raw.chars().any(char::is_uppercase) {
            self.shouted += 1;
        }
        self.words.push(Word {
            text,
            place: at..at + raw.len(),
            opens: std::mem::take(&mut cut.opens),
            closes: false,
            sentence: cut.sentence,
            quoted: cut.quoted,
        });
    }

    fn mark(&mut self, letter: char, before: &str, after: &str, cut: &mut Cut) {
        match letter {
            '!' | '?' => {
                let run = before.ends_with(['!', '?']);
                self.insistent += usize::from(run);
                if letter == '!' {
                    self.exclamations += 1;
                } else {
                    self.questions += 1;
                }
                self.end(cut, true);
            }
            '.' if before.ends_with("..") => self.ellipses += 1,
            '…' => self.ellipses += 1,
            '.' | ';' => self.end(cut, true),
            ',' | ':' | '–' | '—' | '(' | ')' => self.end(cut, false),
            '-' if before.ends_with(' ') && after.starts_with(' ') => self.end(cut, false),
            '"' | '`' => cut.quoted = !cut.quoted && after.contains(letter),
            '“' | '„' | '«' => {
                // A German text closes with the mark that opens an English one.
                cut.quoted = !(cut.quoted && letter == '“') && after.contains(['”', '“', '"', '»']);
            }
            '”' | '»' => cut.quoted = false,
            _ => {}
        }
    }

    fn end(&mut self, cut: &mut Cut, whole: bool) {
        self.close();
        if whole && self.words.last().is_some_and(|word| word.sentence == cut.sentence) {
            cut.sentence += 1;
        }
        cut.opens = true;
    }

    fn close(&mut self) {
        if let Some(word) = self.words.last_mut() {
            word.closes = true;
        }
    }

    fn smileys(&mut self, text: &str) {
        self.pleased = text.chars().filter(|letter| PLEASED.contains(letter)).count();
        self.displeased = text.chars().filter(|letter| DISPLEASED.contains(letter)).count();
        for word in text.split_whitespace() {
            match word {
                ":)" | ":-)" | ":D" | ":-D" | ";)" | ";-)" | "<3" | "(:" | "xD" => self.pleased += 1,
                ":(" | ":-(" | ":/" | ":-/" | ":'(" | ">:(" | "D:" | "-.-" | "-_-" => self.displeased += 1,
                _ => {}
            }
        }
    }
}

#[derive(Default)]
struct Cut {
    opens: bool,
    quoted: bool,
    sentence: usize,
}

fn is_apostrophe(letter: char) -> bool {
    matches!(letter, '\'' | '’' | '‘' | '´')
}

fn normal(raw: &str) -> (String, bool) {
    let mut text = String::with_capacity(raw.len());
    let mut stretched = false;
    for letter in raw.chars().filter(|letter| !is_apostrophe(*letter)).flat_map(char::to_lowercase) {
        let twice = text.chars().rev().take_while(|last| *last == letter).count();
        if twice >= 2 && letter.is_alphabetic() {
            stretched = true;
            continue;
        }
        text.push(letter);
    }
    if stretched {
        let mut once = String::with_capacity(text.len());
        for letter in text.chars() {
            if !once.ends_with(letter) {
                once.push(letter);
            }
        }
        text = once;
    }
    (text, stretched)
}

fn floor(text: &str, most: usize) -> usize {
    (0..=most.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, words: &[&str]) {
        assert_eq!(Reading::of(text).texts().collect::<Vec<_>>(), words, "{text}");
    }

    #[test]
    fn words_are_brought_to_one_form() {
        check("I DON’T don't", &["i", "dont", "dont"]);
        check("nooo, that's sooo 7:30 and 1,500.50!", &["no", "thats", "so", "7:30", "and", "1,500.50"]);
        check("```\ncode here\n```\nMüßig", &["müßig"]);
        check("👍 …", &[]);
    }

    #[test]
    fn clauses_sentences_and_quotes_are_seen() {
        let reading = Reading::of("No, I said “shut up”. Really?!");
        let opens: Vec<&str> =
            reading.words.iter().filter(|word| word.opens).map(|word| word.text.as_str()).collect();
        assert_eq!(opens, ["no", "i", "really"]);
        let quoted: Vec<&str> =
            reading.words.iter().filter(|word| word.quoted).map(|word| word.text.as_str()).collect();
        assert_eq!(quoted, ["shut", "up"]);
        assert_eq!((reading.sentences, reading.insistent), (2, 1));
        let german = Reading::of("Er sagt: „Das ist falsch“ und geht");
        assert!(german.words[3].quoted && !german.words.last().unwrap().quoted);
    }

    #[test]
    fn the_place_of_a_word_is_in_the_message() {
        let text = "```\nx\n```\nÄh, WRONG";
        let reading = Reading::of(text);
        assert_eq!(&text[reading.words[1].place.clone()], "WRONG");
    }
}
