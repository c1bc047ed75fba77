//! Style learning, driven line by line: what is chosen for whom, and what they thought of it.

use std::collections::{BTreeMap, HashMap};

use attune_domain::{Sign, Style, StyleBounds, StyleDimension, TaskKind};
use attune_persona::style::{Assumptions, Block, Exploration, Signal, StyleLearner};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// One line in.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Request {
    /// Choose a style.
    Choose(Choose),
    /// Learn what somebody thought of a choice.
    Feedback(Feedback),
    /// Say what there is to choose from.
    Arms(Map<String, Value>),
    /// Fix the randomness.
    Seed(u64),
}

/// A question, as far as its style hangs on it.
#[derive(Debug, Deserialize)]
pub struct Choose {
    user: String,
    role: String,
    #[serde(default)]
    task: String,
    #[serde(default)]
    context: Map<String, Value>,
}

/// What somebody thought of a choice.
#[derive(Debug, Deserialize)]
pub struct Feedback {
    choice: u64,
    signal: SignalName,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum SignalName {
    Up,
    Down,
    Copy,
    Regenerate,
    Edit,
    None,
}

/// One line out.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum Answer {
    /// A choice.
    Chosen {
        /// The style.
        style: Style,
        /// For each dimension, the probability of each value.
        probabilities: BTreeMap<&'static str, BTreeMap<&'static str, f64>>,
        /// The probability of this style as a whole.
        probability: f64,
        /// Its id, to give feedback on.
        choice: u64,
    },
    /// What there is to choose from.
    Arms {
        /// Each dimension with its values.
        arms: BTreeMap<&'static str, &'static [&'static str]>,
    },
    /// Done.
    Done {
        /// Always true.
        ok: bool,
    },
    /// The line was not understood.
    Refused {
        /// What is wrong with it.
        error: String,
    },
}

/// A learner that has seen nobody yet.
#[derive(Debug)]
pub struct StyleTrial {
    learner: StyleLearner,
    seed: u64,
    choices: HashMap<u64, Made>,
    next: u64,
}

#[derive(Debug)]
struct Made {
    user: String,
    role: String,
    style: Style,
    blocks: Vec<Block>,
}

impl Default for StyleTrial {
    fn default() -> Self {
        Self { learner: StyleLearner::new(Assumptions::default()), seed: 0, choices: HashMap::new(), next: 1 }
    }
}

impl StyleTrial {
    /// Answers one line.
    pub fn answer(&mut self, line: &str) -> Answer {
        match serde_json::from_str(line) {
            Ok(Request::Choose(question)) => self.choose(question),
            Ok(Request::Feedback(feedback)) => self.learn(&feedback),
            Ok(Request::Arms(_)) => {
                let named = |dimension: StyleDimension| (dimension.as_str(), dimension.values());
                Answer::Arms { arms: StyleDimension::ALL.into_iter().map(named).collect() }
            }
            Ok(Request::Seed(seed)) => {
                self.seed = seed;
                Answer::Done { ok: true }
            }
            Err(error) => Answer::Refused { error: format!("This line is not a request: {error}") },
        }
    }

    fn choose(&mut self, question: Choose) -> Answer {
        let Choose { user, role, task, context } = question;
        let mut blocks: Vec<Block> = task_block(&task).into_iter().collect();
        blocks.extend(signs(&context).into_iter().map(Block::Sign));
        let choice = self.next;
        self.next += 1;
        let seed = self.seed.wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_add(choice);
        let chosen =
            self.learner.choose(&role, &user, &blocks, &StyleBounds::default(), Exploration::Draw(seed));
        self.choices.insert(choice, Made { user, role, style: chosen.style, blocks });
        let dimensions = StyleDimension::ALL.into_iter().zip(chosen.odds);
        let probabilities = dimensions.map(|(dimension, odds)| {
            (dimension.as_str(), dimension.values().iter().copied().zip(odds).collect())
        });
        Answer::Chosen {
            style: chosen.style,
            probabilities: probabilities.collect(),
            probability: chosen.probability,
            choice,
        }
    }

    fn learn(&mut self, feedback: &Feedback) -> Answer {
        let Some(made) = self.choices.remove(&feedback.choice) else {
            let error = format!("There is no choice {} without feedback.", feedback.choice);
            return Answer::Refused { error };
        };
        let signal = match feedback.signal {
            SignalName::Up => Some(Signal::Up),
            SignalName::Down => Some(Signal::Down),
            SignalName::Copy => Some(Signal::Copy),
            SignalName::Regenerate => Some(Signal::Regenerate),
            SignalName::Edit => Some(Signal::Edit),
            SignalName::None => None,
        };
        let signals: Vec<Signal> = signal.into_iter().collect();
        self.learner.learn(&made.role, &made.user, made.style, &made.blocks, &signals, &[]);
        Answer::Done { ok: true }
    }
}

/// The block of a task: one of ours by its name, any other by a number that its name always has.
fn task_block(task: &str) -> Option<Block> {
    let known: Option<TaskKind> = serde_json::from_value(Value::from(task)).ok();
    match known {
        Some(TaskKind::General) => None,
        Some(kind) => Some(Block::Task(kind)),
        None if task.is_empty() => None,
        None => {
            // FNV-1a: stable across versions and machines, unlike the standard library's.
            let hash = task
                .bytes()
                .fold(0x811C_9DC5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
            Some(Block::Named(hash))
        }
    }
}

/// The signs that a context bears. What is not known of it is passed over.
fn signs(context: &Map<String, Value>) -> Vec<Sign> {
    let level = |name: &str| match context.get(name) {
        Some(Value::Number(number)) => number.as_f64(),
        Some(Value::Bool(on)) => Some(f64::from(u8::from(*on))),
        Some(Value::String(word)) => match word.as_str() {
            "high" | "expert" | "urgent" => Some(1.0),
            "low" | "novice" | "beginner" => Some(0.0),
            _ => None,
        },
        _ => None,
    };
    let mut signs = Vec::new();
    if level("urgency").is_some_and(|level| level > 0.5) || level("urgent").is_some_and(|level| level > 0.5) {
        signs.push(Sign::Urgent);
    }
    if context.get("modality").and_then(Value::as_str).is_some_and(|word| matches!(word, "voice" | "speech"))
    {
        signs.push(Sign::Spoken);
    }
    match level("expertise") {
        Some(level) if level >= 0.67 => signs.push(Sign::Expert),
        Some(level) if level <= 0.33 => signs.push(Sign::Beginner),
        _ => {}
    }
    signs
}
