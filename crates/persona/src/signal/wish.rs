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
    let found = WISHES.find(reading);
    // “Less formal” holds “formal”, and means the opposite.
    let within = |hit: &Hit| {
        let length = |hit: &Hit| hit.last - hit.first;
        found.iter().any(|o| o.first <= hit.first && o.last >= hit.last && length(o) > length(hit))
    };
    let hits: Vec<Hit> = found.iter().filter(|hit| !within(hit)).copied().collect();
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
    "explain",
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
