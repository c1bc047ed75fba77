//! Style wishes that somebody speaks out: “shorter please”, “als Liste”, “from now on without jargon”.
//!
//! A wish is about the answer's own style. “A short history of Rome” and “write a formal letter” are about
//! what is to be made, and are no wishes. So most words count only where their clause says nothing else.

use std::sync::LazyLock;

use super::lexicon::{Hit, Lexicon};
use super::words::Reading;

static WISHES: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::parse(include_str!("../../data/wishes.txt")));

/// What a wish moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Dimension {
    /// How it is said.
    Tone,
    /// How much is said.
    Length,
    /// In which form.
    Format,
    /// How deep it goes.
    Detail,
    /// How many of the field's own words it uses.
    Jargon,
}

/// Where a wish moves it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Toward {
    /// Fewer words.
    Shorter,
    /// More words.
    Longer,
    /// More depth.
    MoreDetail,
    /// Less depth: the answer alone.
    LessDetail,
    /// Bullet points.
    Bullets,
    /// A table.
    Table,
    /// Numbered steps.
    Steps,
    /// Running text.
    Prose,
    /// More formal.
    Formal,
    /// Warmer, looser.
    Casual,
    /// To the point, without pleasantries.
    Direct,
    /// Plain words.
    LessJargon,
    /// The field's own words.
    MoreTechnical,
}

/// One style wish.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Wish {
    /// Where it moves.
    pub toward: Toward,
    /// Whether it holds from now on, not only for this answer.
    pub standing: bool,
}

/// The wishes of a message.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SpokenWishes {
    /// In the order in which they were spoken, each once.
    pub wishes: Vec<Wish>,
    /// Whether the message says nothing else: then it corrects the answer before it.
    pub alone: bool,
}

impl Wish {
    /// What the wish moves.
    #[must_use]
    pub fn dimension(self) -> Dimension {
        match self.toward {
            Toward::Shorter | Toward::Longer => Dimension::Length,
            Toward::MoreDetail | Toward::LessDetail => Dimension::Detail,
            Toward::Bullets | Toward::Table | Toward::Steps | Toward::Prose => Dimension::Format,
            Toward::Formal | Toward::Casual | Toward::Direct => Dimension::Tone,
            Toward::LessJargon | Toward::MoreTechnical => Dimension::Jargon,
        }
    }
}

/// Finds the style wishes in a message.
#[must_use]
pub fn read_wishes(text: &str) -> SpokenWishes {
    wishes_of(&Reading::of(text))
}

pub(crate) fn wishes_of(reading: &Reading) -> SpokenWishes {
    let hits = WISHES.find(reading);
    let name = |hit: &Hit| WISHES.groups()[hit.group].as_str();
    let mut covered = vec![false; reading.words.len()];
    for hit in &hits {
        covered[hit.first..=hit.last].fill(true);
    }
    for (at, word) in reading.words.iter().enumerate() {
        covered[at] |= FILLERS.contains(&word.text.as_str());
    }
    let mut spoken: Vec<(usize, Wish)> = Vec::new();
    for hit in &hits {
        let Some((scope, toward)) = name(hit).split_once(' ') else { continue };
        let Some(toward) = toward_of(toward) else { continue };
        let clause = clause(reading, hit);
        let only = covered[clause.clone()].iter().all(|covered| *covered)
            && !bare(reading, &clause)
            && hit.last < clause.end;
        let sentence = reading.words[hit.first].sentence;
        if !(only || scope == "any" && !makes_something(reading, sentence)) {
            continue;
        }
        let standing = hits
            .iter()
            .any(|other| name(other) == "standing" && reading.words[other.first].sentence == sentence);
        let wish = Wish { toward, standing };
        if !spoken.iter().any(|(_, known)| known.toward == toward) {
            spoken.push((hit.first, wish));
        }
    }
    spoken.sort_by_key(|(at, _)| *at);
    let alone = !spoken.is_empty() && covered.iter().all(|covered| *covered);
    SpokenWishes { wishes: spoken.into_iter().map(|(_, wish)| wish).collect(), alone }
}

fn clause(reading: &Reading, hit: &Hit) -> std::ops::Range<usize> {
    let start = reading.clause_start(hit.first);
    let end = (hit.last..reading.words.len()).find(|&at| reading.words[at].closes);
    start..end.map_or(reading.words.len(), |end| end + 1)
}

/// One word that is no comparative may be the answer to a question: “casual”, “short”.
fn bare(reading: &Reading, clause: &std::ops::Range<usize>) -> bool {
    let [word] = &reading.words[clause.clone()] else { return false };
    reading.words.len() == 1 && !word.text.ends_with("er") && !CLEAR_ALONE.contains(&word.text.as_str())
}

/// Whether a sentence asks for something to be made for somebody else to read.
fn makes_something(reading: &Reading, sentence: usize) -> bool {
    reading
        .words
        .iter()
        .any(|word| word.sentence == sentence && MAKING.iter().any(|making| word.text.starts_with(making)))
}

fn toward_of(name: &str) -> Option<Toward> {
    Some(match name {
        "shorter" => Toward::Shorter,
        "longer" => Toward::Longer,
        "more_detail" => Toward::MoreDetail,
        "less_detail" => Toward::LessDetail,
        "bullets" => Toward::Bullets,
        "table" => Toward::Table,
        "steps" => Toward::Steps,
        "prose" => Toward::Prose,
        "formal" => Toward::Formal,
        "casual" => Toward::Casual,
        "direct" => Toward::Direct,
        "less_jargon" => Toward::LessJargon,
        "more_technical" => Toward::MoreTechnical,
        _ => return None,
    })
}

const CLEAR_ALONE: &[&str] = &[
    "tldr",
    "eli5",
    "briefly",
    "elaborate",
    "bullets",
    "stichpunkte",
    "tabellarisch",
    "schrittweise",
    "duzen",
    "siezen",
    "concisely",
    "fließtext",
    "knapp",
    "technischer",
];

const MAKING: &[&str] = &[
    "write",
    "draft",
    "compose",
    "rewrite",
    "translate",
    "convert",
    "schreib",
    "verfass",
    "entwirf",
    "übersetz",
    "formulier",
    "template",
    "slide",
    "export",
];

/// Words that may surround a wish without saying anything of their own.
const FILLERS: &[&str] = &[
    "please",
    "pls",
    "plz",
    "can",
    "could",
    "would",
    "will",
    "you",
    "u",
    "make",
    "keep",
    "it",
    "that",
    "this",
    "the",
    "your",
    "a",
    "an",
    "answer",
    "answers",
    "reply",
    "replies",
    "response",
    "responses",
    "explanation",
    "be",
    "is",
    "are",
    "was",
    "to",
    "me",
    "give",
    "show",
    "tell",
    "say",
    "put",
    "write",
    "do",
    "need",
    "want",
    "like",
    "id",
    "i",
    "prefer",
    "rather",
    "bit",
    "little",
    "lot",
    "much",
    "way",
    "still",
    "far",
    "even",
    "more",
    "and",
    "but",
    "or",
    "ok",
    "okay",
    "thanks",
    "thank",
    "good",
    "now",
    "again",
    "once",
    "try",
    "just",
    "for",
    "in",
    "as",
    "of",
    "with",
    "use",
    "using",
    "also",
    "some",
    "really",
    "very",
    "so",
    "too",
    "should",
    "thats",
    "its",
    "next",
    "time",
    "let",
    "lets",
    "have",
    "all",
    "hey",
    "hi",
    "sorry",
    "no",
    "same",
    "thing",
    "not",
    "less",
    "than",
    "format",
    "style",
    "bitte",
    "kannst",
    "könntest",
    "du",
    "sie",
    "können",
    "könnten",
    "mach",
    "mache",
    "machen",
    "es",
    "das",
    "die",
    "der",
    "den",
    "dem",
    "eine",
    "ein",
    "einen",
    "etwas",
    "bisschen",
    "mal",
    "noch",
    "viel",
    "doch",
    "und",
    "oder",
    "aber",
    "antwort",
    "antworte",
    "antworten",
    "erklärung",
    "erkläre",
    "erklär",
    "gib",
    "mir",
    "zeig",
    "sag",
    "ist",
    "war",
    "sei",
    "ich",
    "hätte",
    "gern",
    "gerne",
    "lieber",
    "möchte",
    "will",
    "brauche",
    "danke",
    "nur",
    "mich",
    "in",
    "als",
];

#[cfg(test)]
mod tests {
    use super::Toward::*;
    use super::*;

    fn check(text: &str, expected: &[Toward], standing: bool, alone: bool) {
        let found = read_wishes(text);
        let toward: Vec<Toward> = found.wishes.iter().map(|wish| wish.toward).collect();
        assert_eq!(toward, expected, "{text}");
        assert_eq!(found.wishes.iter().any(|wish| wish.standing), standing, "standing: {text}");
        assert_eq!(found.alone, alone, "alone: {text}");
    }

    #[test]
    fn a_wish_alone_corrects_the_answer_before() {
        for (text, toward) in [
            ("shorter please", Shorter),
            ("Can you make it a bit shorter?", Shorter),
            ("That's too long", Shorter),
            ("tldr", Shorter),
            ("in bullet points", Bullets),
            ("as a list please", Bullets),
            ("Give me more detail", MoreDetail),
            ("more detail", MoreDetail),
            ("elaborate please", MoreDetail),
            ("more technical", MoreTechnical),
            ("no jargon", LessJargon),
            ("Explain like I'm new", LessJargon),
            ("explain it like I'm five", LessJargon),
            ("in simpler words please", LessJargon),
            ("be more formal", Formal),
            ("Less formal please", Casual),
            ("step by step", Steps),
            ("As a table please", Table),
            ("get to the point", Direct),
            ("just give me the answer", LessDetail),
            ("no bullet points please", Prose),
            ("kürzer bitte", Shorter),
            ("Bitte etwas kürzer", Shorter),
            ("als Liste", Bullets),
            ("in Stichpunkten bitte", Bullets),
            ("ausführlicher bitte", MoreDetail),
            ("ohne Fachbegriffe", LessJargon),
            ("Kannst du das einfacher erklären?", LessJargon),
            ("förmlicher bitte", Formal),
            ("Schritt für Schritt bitte", Steps),
            ("als Tabelle", Table),
            ("zu lang", Shorter),
        ] {
            check(text, &[toward], false, true);
        }
    }

    #[test]
    fn a_wish_beside_a_question_is_no_correction() {
        for (text, toward) in [
            ("How do I reset my router? Keep it short.", Shorter),
            ("Explain DNS without jargon", LessJargon),
            ("Explain step by step how TLS works", Steps),
            ("What are the risks of the merger, in bullet points please", Bullets),
            ("Compare both offers as a table", Table),
            ("Was ist ein VPN? Kurz bitte.", Shorter),
            ("Erkläre Blockchain ohne Fachbegriffe", LessJargon),
            ("Nenne die Risiken als Liste", Bullets),
        ] {
            check(text, &[toward], false, false);
        }
    }

    #[test]
    fn what_holds_from_now_on_is_standing() {
        check("From now on keep it short", &[Shorter], true, true);
        check("Always answer in bullet points", &[Bullets], true, true);
        check("ab jetzt immer kürzer bitte", &[Shorter], true, true);
        check("In future no jargon please", &[LessJargon], true, true);
        check("shorter and more formal please", &[Shorter, Formal], false, true);
    }

    #[test]
    fn what_is_to_be_made_is_no_wish() {
        for text in [
            "a short history of Rome",
            "Explain the shortest path algorithm",
            "Write a formal letter to the landlord",
            "Write a more formal letter to the landlord",
            "Draft an email without jargon",
            "Is the shorter route better?",
            "Which list is longer?",
            "How do I make a table in Word?",
            "What is a bullet point?",
            "Explain technical debt",
            "What are the next steps?",
            "The meeting was too long",
            "My password is too short",
            "How do I avoid jargon in my emails?",
            "more details about the contract",
            "How can I be more formal in meetings?",
            "The film was too long and too complicated",
            "Find a casual restaurant",
            "casual",
            "short",
            "What does casual mean",
            "Convert this list into a table",
            "Show me the list of employees",
            "Who is on the list?",
            "brief me on the merger",
            "I need longer cables",
            "Mein Kabel ist zu kurz",
            "Schreib einen förmlichen Brief an den Vermieter",
            "Eine kurze Geschichte Roms",
            "Wie lange dauert der kürzere Weg?",
            "Der Vertrag ist zu kompliziert für den Kunden",
            "Was steht auf der Liste?",
            "",
            "thanks",
            "no",
        ] {
            check(text, &[], false, false);
        }
    }
}
