//! What was learned about ranking: how much each figure of a candidate counts for which kind of question, and how
//! likely a turn with these signs matters at all.
//!
//! `examples/train_recall.rs` learns them from this project's own texts and writes `data/recall.weights`: a line for
//! each figure, with its name, and a number for each kind of question.

use std::sync::LazyLock;

use super::fit::Signs;
use super::fuse::{FIGURES, Kinds};

/// For each of the figures, its weight for each kind of question; a question's own weight is their sum, each times
/// how much the question is of that kind.
pub type Fusion = [Kinds; FIGURES];

/// The weights that are built in.
pub(super) static WEIGHTS: LazyLock<Weights> =
    LazyLock::new(|| Weights::from_file(include_str!("../../data/recall.weights")).unwrap_or_default());

/// Everything that was learned.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Weights {
    /// Where words are compared where they stand.
    pub closely: Fusion,
    /// Where they are not.
    pub roughly: Fusion,
    /// Of the signs that a turn matters at all.
    pub fit: Signs,
}

/// The names of the figures, in their order.
const NAMES: [&str; FIGURES] =
    ["words", "tokens", "whole", "stance", "speaker", "asks", "length", "answers", "before", "after"];

impl Weights {
    /// Those that ranking uses.
    #[must_use]
    pub fn built_in() -> &'static Self {
        &WEIGHTS
    }

    /// Reads what [`Self::to_file`] wrote; none when a number is missing.
    #[must_use]
    pub fn from_file(text: &str) -> Option<Self> {
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        let mut numbers = lines.flat_map(str::split_whitespace).filter_map(|word| word.parse::<f32>().ok());
        let mut weights = Self::default();
        for row in weights.closely.iter_mut().chain(&mut weights.roughly) {
            for weight in row {
                *weight = numbers.next()?;
            }
        }
        for weight in &mut weights.fit {
            *weight = numbers.next()?;
        }
        numbers.next().is_none().then_some(weights)
    }

    /// The text of a file.
    #[must_use]
    pub fn to_file(&self) -> String {
        let line = |name: &str, row: &[f32]| {
            let numbers: Vec<String> = row.iter().map(|weight| format!("{weight:.3}")).collect();
            format!("{name} {}\n", numbers.join(" "))
        };
        let mut text =
            "# What a figure counts: for an event, for advice, by the rarest word, by few words.\n"
                .to_owned();
        for (part, fusion) in [("closely", &self.closely), ("roughly", &self.roughly)] {
            text += &format!("# {part}\n");
            fusion.iter().zip(NAMES).for_each(|(row, name)| text += &line(name, row));
        }
        text += "# one, words, whole, words and whole, advice and whole, advice, stated, asks, rarest, rarest and whole, ours\n";
        text + &line("fit", &self.fit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let built_in = Weights::built_in();
        assert_ne!(*built_in, Weights::default());
        assert_eq!(Weights::from_file(&built_in.to_file()).as_ref(), Some(built_in));
        assert_eq!(Weights::from_file("fit 1 2"), None);
    }
}
