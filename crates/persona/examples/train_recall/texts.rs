//! The project's own texts as histories with questions, and their vectors.

use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::path::Path;

use attune_domain::{Embedding, QuantisedEmbedding, TokenVectors};
use attune_persona::recall::{Question, Recall, Recalled, Turn};

const NAMES: [&str; 2] = ["Nora", "Tom"];
const DIMS: usize = 384;

/// A history with questions about it.
#[derive(Default)]
pub(crate) struct Set {
    pub(crate) name: &'static str,
    pub(crate) turns: Vec<Turn>,
    pub(crate) questions: Vec<Asked>,
}

/// A question, the turns that answer it, and the thread that it belongs to.
#[derive(Clone)]
pub(crate) struct Asked {
    pub(crate) text: String,
    pub(crate) evidence: Vec<usize>,
    pub(crate) thread: usize,
}

/// What the models read in each text.
pub(crate) struct Vectors(HashMap<String, (QuantisedEmbedding, TokenVectors)>);

impl Vectors {
    pub(crate) fn read(texts: &str, vectors: &str) -> Self {
        let texts = fs::read_to_string(texts).unwrap();
        let bytes = fs::read(vectors).unwrap();
        let mut rest = &bytes[..];
        let mut take = |many: usize| {
            let (taken, left) = rest.split_at(many);
            rest = left;
            taken
        };
        let read = |line: &str| {
            let scale = f32::from_le_bytes(take(4).try_into().unwrap());
            let values: Vec<i8> = take(DIMS).iter().map(|byte| byte.cast_signed()).collect();
            let many = u32::from_le_bytes(take(4).try_into().unwrap()) as usize;
            let tokens = TokenVectors::from_bytes(take(many)).unwrap();
            let whole = QuantisedEmbedding::new(scale, values).unwrap();
            (serde_json::from_str(line).unwrap(), (whole, tokens))
        };
        Self(texts.lines().map(read).collect())
    }

    fn of(&self, text: &str) -> &(QuantisedEmbedding, TokenVectors) {
        self.0.get(text).unwrap_or_else(|| panic!("no vectors of {text:?}"))
    }
}

impl Set {
    pub(crate) fn recall(&self, vectors: &Vectors) -> Recall {
        let mut recall = Recall::new();
        for turn in &self.turns {
            let (whole, tokens) = vectors.of(&spoken(turn)).clone();
            recall.push(Turn { whole: Some(whole), tokens: Some(tokens), ..turn.clone() });
        }
        recall
    }
}

/// All candidates of a question, best first, of turns that `may` be given.
pub(crate) fn ranked(
    recall: &Recall,
    text: &str,
    closely: bool,
    vectors: &Vectors,
    may: impl Fn(usize) -> bool,
) -> Vec<Recalled> {
    let (whole, tokens) = vectors.of(text);
    let whole: Embedding = whole.restored();
    let question = Question { text, whole: Some(&whole), tokens: closely.then_some(tokens) };
    recall.rank_among(question, usize::MAX, may)
}

/// The histories that ranking is learned from.
pub(crate) fn all(folder: &Path) -> Vec<Set> {
    vec![stories(folder), preferences(folder), quotes(folder, |_| true).0]
}

/// All texts, so that the models can read them.
pub(crate) fn print(folder: &Path) {
    let mut texts = BTreeSet::new();
    for set in all(folder) {
        texts.extend(set.turns.iter().map(spoken));
        texts.extend(set.questions.into_iter().map(|asked| asked.text));
    }
    texts.extend(quotes(folder, |_| true).1.into_iter().map(|asked| asked.text));
    texts.iter().for_each(|text| println!("{}", serde_json::to_string(text).unwrap()));
}

fn stories(folder: &Path) -> Set {
    let mut set = Set { name: "stories", ..Set::default() };
    let small_talk = lines(folder, "smalltalk.txt");
    let mut small_talk = small_talk.iter().filter(|line| !line.is_empty()).cycle();
    let named = |text: &str| text.replace("{A}", NAMES[0]).replace("{B}", NAMES[1]);
    let mut day = 0;
    for (thread, lines) in lines(folder, "stories.txt").split(String::is_empty).enumerate() {
        let first = set.turns.len();
        day += 1;
        for line in lines {
            if line == "--" {
                day += 1;
            } else if let Some((text, evidence)) = question(line, first) {
                set.questions.push(Asked { text: named(&text), evidence, thread });
            } else if let Some((who, text)) = line.split_once(": ") {
                set.turns.push(turn(named(text), Some(NAMES[usize::from(who == "B")]), day));
            }
        }
        if set.turns.len() > first {
            for (one, other) in [(0, 1), (1, 0)] {
                let text = small_talk.next().unwrap().replace("{O}", NAMES[other]);
                set.turns.push(turn(text, Some(NAMES[one]), day));
            }
        }
    }
    set
}

fn preferences(folder: &Path) -> Set {
    let mut set = Set { name: "preferences", ..Set::default() };
    for (thread, line) in lines(folder, "preferences.tsv").iter().filter(|line| !line.is_empty()).enumerate()
    {
        let (stated, asked) = line.split_once('\t').unwrap();
        set.questions.push(Asked { text: asked.to_owned(), evidence: vec![thread], thread });
        set.turns.push(Turn { conversation: None, ..turn(stated.to_owned(), None, thread) });
    }
    set
}

/// Messages at work with their questions, of the threads that are wanted, and the questions that get no quote.
pub(crate) fn quotes(folder: &Path, wanted: impl Fn(usize) -> bool) -> (Set, Vec<Asked>) {
    let mut set = Set { name: "quotes", ..Set::default() };
    let mut unrelated = Vec::new();
    let all = lines(folder, "quotes.txt");
    for (thread, lines) in all.split(String::is_empty).enumerate().filter(|(thread, _)| wanted(*thread)) {
        let first = set.turns.len();
        for line in lines {
            if let Some((text, evidence)) = question(line, first) {
                set.questions.push(Asked { text, evidence, thread });
            } else if let Some(text) = line.strip_prefix("- ") {
                unrelated.push(Asked { text: text.to_owned(), evidence: Vec::new(), thread });
            } else if let Some((_, text)) = line.split_once(": ") {
                set.turns.push(turn(text.to_owned(), None, thread));
            }
        }
    }
    for line in lines(folder, "asides.txt").iter().filter(|line| !line.is_empty()) {
        set.turns.push(turn(line.clone(), None, usize::MAX));
    }
    (set, unrelated)
}

fn turn(text: String, speaker: Option<&str>, thread: usize) -> Turn {
    let speaker = speaker.map(str::to_owned);
    Turn { text, speaker, conversation: Some(thread.to_string()), ..Turn::default() }
}

/// A question with its evidence, of a thread whose first turn has this number.
fn question(line: &str, first: usize) -> Option<(String, Vec<usize>)> {
    let (text, numbers) = line.strip_prefix("? ")?.split_once(" => ")?;
    let evidence = numbers.split(' ').filter_map(|number| number.parse::<usize>().ok());
    Some((text.to_owned(), evidence.map(|number| first + number - 1).collect()))
}

fn lines(folder: &Path, name: &str) -> Vec<String> {
    let text = fs::read_to_string(folder.join(name)).unwrap();
    text.lines().map(|line| line.trim().to_owned()).filter(|line| !line.starts_with('#')).collect()
}

fn spoken(turn: &Turn) -> String {
    match &turn.speaker {
        Some(speaker) => format!("{speaker}: {}", turn.text),
        None => turn.text.clone(),
    }
}
