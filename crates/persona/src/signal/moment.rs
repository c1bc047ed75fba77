//! The moment in which a question is asked: how urgent, in which mood, with how much knowledge, for which
//! kind of task. Read from the words of one message.

use std::sync::LazyLock;

use attune_domain::TaskKind;

use super::dissatisfaction::COMMAND;
use super::lexicon::{FEELINGS, Hit, Lexicon};
use super::wish::{SpokenWishes, wishes_of};
use super::words::Reading;

pub(super) static MOMENT: LazyLock<Lexicon> =
    LazyLock::new(|| Lexicon::parse(include_str!("../../data/moment.txt")));

/// How somebody feels as they write.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Mood {
    /// From −1, unhappy, to 1, happy.
    pub valence: f32,
    /// 0 to 1.
    pub frustration: f32,
}

/// How much of the field a question shows its writer to know.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Expertise {
    /// From 0, new to it, to 1, at home in it; a half where nothing speaks.
    pub level: f32,
    /// How much speaks for the level, 0 to 1.
    pub confidence: f32,
}

impl Default for Expertise {
    fn default() -> Self {
        Self { level: 0.5, confidence: 0.0 }
    }
}

/// What one message shows of the moment.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Moment {
    /// How much harm waiting does, 0 to 1.
    pub urgency: f32,
    /// How little time the person has for reading, 0 to 1.
    pub time_pressure: f32,
    /// The mood.
    pub mood: Mood,
    /// The expertise.
    pub expertise: Expertise,
    /// The kind of task.
    pub task: TaskKind,
    /// The style wishes that were spoken out.
    pub spoken: SpokenWishes,
}

/// Reads the moment from a message in English or German. `voice` says that it was spoken: then capitals and
/// marks are the transcriber's, and say nothing of the person.
#[must_use]
pub fn read_moment(text: &str, voice: bool) -> Moment {
    let reading = Reading::of(text);
    let found = Found { hits: MOMENT.find(&reading), feelings: FEELINGS.find(&reading), reading: &reading };
    Moment {
        urgency: urgency(&found, voice),
        time_pressure: time_pressure(&found),
        mood: mood(&found, voice),
        expertise: expertise(&found, text, voice),
        task: task(&found, text),
        spoken: wishes_of(&reading),
    }
}

struct Found<'a> {
    hits: Vec<Hit>,
    feelings: Vec<Hit>,
    reading: &'a Reading,
}

impl Found<'_> {
    fn count(&self, name: &str) -> i32 {
        let group = MOMENT.group(name);
        count(self.hits.iter().filter(|hit| Some(hit.group) == group).count())
    }

    fn felt(&self, name: &str) -> i32 {
        let group = FEELINGS.group(name);
        count(self.feelings.iter().filter(|hit| Some(hit.group) == group).count())
    }

    fn loud(&self, voice: bool) -> (i32, i32) {
        let words = self.reading.words.len();
        // One abbreviation is not shouting; half of the words in capitals is.
        let shouting = self.reading.shouted >= 2 && self.reading.shouted * 3 >= words;
        let silent = |number: i32| if voice { 0 } else { number };
        (silent(count(self.reading.insistent.min(3))), silent(i32::from(shouting)))
    }
}

fn count(number: usize) -> i32 {
    i32::try_from(number.min(8)).unwrap_or(8)
}

/// Several signs, none of which is sure, taken as independent: 1 − ∏ (1 − weight)ᵗⁱᵐᵉˢ.
fn either(signs: &[(f32, i32)]) -> f32 {
    1.0 - signs.iter().map(|(weight, times)| (1.0 - weight).powi(*times)).product::<f32>()
}

fn urgency(found: &Found<'_>, voice: bool) -> f32 {
    if found.count("calm") > 0 {
        return 0.0;
    }
    let (insistent, shouting) = found.loud(voice);
    either(&[
        (0.6, found.count("urgent")),
        (0.35, found.count("deadline")),
        (0.15, found.count("hurried")),
        (0.1, insistent),
        (0.15, shouting),
    ])
}

fn time_pressure(found: &Found<'_>) -> f32 {
    if found.count("calm") > 0 {
        return 0.0;
    }
    either(&[(0.5, found.count("hurried")), (0.45, found.count("deadline")), (0.3, found.count("urgent"))])
}

fn mood(found: &Found<'_>, voice: bool) -> Mood {
    let (insistent, shouting) = found.loud(voice);
    let pleased = count(found.reading.pleased);
    let displeased = count(found.reading.displeased);
    let good = found.felt("praise") + found.felt("liking") + found.felt("thanks") + pleased;
    let strong = found.felt("frustration") + found.felt("insult") + found.felt("sarcasm");
    let bad = strong + found.felt("sighs") + found.felt("swear") + displeased;
    // What is to be written or explained may be sad without its asker being so.
    let told = if found.felt(COMMAND) > 0 { 0.5 } else { 1.0 };
    let good = good as f32 + 0.5 * found.felt("positive") as f32;
    let bad = bad as f32 + 0.5 * found.felt("negative") as f32;
    let frustration = either(&[
        (0.45, strong),
        (0.3, found.felt("sighs") + found.felt("swear")),
        (0.3, found.felt("complaint") + found.felt("repeat") + found.felt("giveup")),
        (0.2, found.felt("failing")),
        (0.4, displeased),
        (0.15, insistent),
        (0.2, shouting),
    ]);
    Mood { valence: told * (good - bad) / (good + bad + 1.0), frustration: told * frustration }
}

fn expertise(found: &Found<'_>, text: &str, voice: bool) -> Expertise {
    let terms = found.count("expert").min(4);
    let marks = if voice { 0 } else { technical_marks(text) };
    let beginner = found.count("beginner");
    let code = i32::from(text.contains("```"));
    let sum = 0.55 * terms as f32 + 0.4 * marks as f32 + 0.6 * code as f32 - 1.1 * beginner as f32;
    let evidence = (terms + marks + code + 2 * beginner) as f32;
    Expertise { level: 1.0 / (1.0 + (-sum).exp()), confidence: 1.0 - (-0.35 * evidence).exp() }
}

/// Words that only people at home in a machine write: `snake_case`, `--flags`, paths, `camelCase`, `a::b`.
fn technical_marks(text: &str) -> i32 {
    let technical = |word: &&str| {
        let word = word.trim_matches(|letter: char| !letter.is_alphanumeric() && !"-_/".contains(letter));
        let inner_capital = word
            .chars()
            .zip(word.chars().skip(1))
            .any(|(one, next)| one.is_lowercase() && next.is_uppercase());
        word.len() > 3
            && (word.contains('_') && word.contains(char::is_alphabetic)
                || word.starts_with("--")
                || word.contains("::")
                || word.contains("()")
                || word.starts_with('/') && word[1..].contains('/')
                || inner_capital && word.is_ascii() && !word.starts_with(char::is_uppercase))
    };
    count(text.split_whitespace().take(400).filter(technical).count()).min(4)
}

const TASKS: [(&str, TaskKind, i32); 10] = [
    ("code", TaskKind::Code, 4),
    ("troubleshoot", TaskKind::Troubleshoot, 5),
    ("summarise", TaskKind::Summarise, 6),
    ("write", TaskKind::Write, 6),
    ("compare", TaskKind::Compare, 5),
    ("decide", TaskKind::Decide, 5),
    ("plan", TaskKind::Plan, 4),
    ("look_up", TaskKind::LookUp, 3),
    ("explain", TaskKind::Explain, 3),
    ("chat", TaskKind::Chat, 1),
];

/// The kind whose phrases weigh most: each by its kind, more where a clause opens with it, and more the
/// further in front it stands.
fn task(found: &Found<'_>, text: &str) -> TaskKind {
    let words = &found.reading.words;
    let mut weights = [0_i32; TASKS.len()];
    for hit in &found.hits {
        let name = MOMENT.groups()[hit.group].as_str();
        let Some(at) = TASKS.iter().position(|(task, ..)| *task == name) else { continue };
        let opening = if words[hit.first].opens { 3 } else { 0 };
        let early = if hit.first < 4 { 1 } else { 0 };
        weights[at] = weights[at].max(TASKS[at].2 + opening + early) + 1;
    }
    if text.contains("```") {
        weights[0] += 6;
    }
    let best = (0..TASKS.len()).rev().max_by_key(|&at| weights[at]).filter(|&at| weights[at] > 0);
    best.map_or(TaskKind::General, |at| TASKS[at].1)
}
