//! Fits the classifier to labelled sentences.
//!
//! The labels are five grades of one scale, so each is a probability to be met, not a class: logistic
//! regression on soft targets with a ridge (Hosmer and Lemeshow 2013, chapter 2), by accelerated gradient
//! descent (Nesterov 1983). The loss is strongly convex: the result is the same wherever it begins.

use super::FollowUp;
use super::features::{features, first_bucket, width};
use super::weights::Weights;

const STEPS: usize = 300;
/// The ridge on named features, a mean over messages.
const RIDGE_NAMED: f64 = 0.003;
/// The ridge on hashed features, which know words of one domain and should say little in another.
const RIDGE_HASHED: f64 = 0.004;

/// A sentence with how dissatisfied it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Labelled {
    /// The message.
    pub text: String,
    /// The question before, where it matters.
    pub question: Option<String>,
    /// `s` satisfied, `t` taken well, `n` neutral, `m` mildly dissatisfied, `d` dissatisfied.
    pub grade: char,
}

impl Labelled {
    /// The message as the classifier is given it.
    #[must_use]
    pub fn follow_up(&self) -> FollowUp<'_> {
        FollowUp { text: &self.text, question: self.question.as_deref() }
    }

    fn target(&self) -> f64 {
        match self.grade {
            's' => 0.03,
            't' => 0.14,
            'n' => 0.3,
            'm' => 0.66,
            _ => 0.97,
        }
    }
}

/// Reads labelled sentences: a grade, a space, the message, and after ` | ` the question before.
#[must_use]
pub fn parse_labelled(file: &str) -> Vec<Labelled> {
    let lines = file.lines().filter_map(|line| line.split_once(' '));
    lines
        .filter_map(|(grade, rest)| {
            let grade = grade.chars().next()?;
            let (text, question) = match rest.split_once(" | ") {
                Some((text, question)) => (text, Some(question.to_owned())),
                None => (rest, None),
            };
            Some(Labelled { text: text.to_owned(), question, grade })
        })
        .collect()
}

/// Fits weights to sentences. The same sentences give the same weights.
#[must_use]
pub fn fit(sentences: &[Labelled]) -> Weights {
    let rows: Vec<(Vec<(usize, f32)>, f64)> = sentences
        .iter()
        .map(|sentence| (features(&sentence.follow_up()).values, sentence.target()))
        .collect();
    let count = rows.len().max(1) as f64;
    let longest = rows.iter().map(|(row, _)| square_length(row)).fold(1.0, f64::max);
    // A quarter is the steepest the logistic curve gets; the mean row is far shorter than the longest.
    let step = 1.0 / (0.25 * longest + RIDGE_HASHED);
    let mut weights = vec![0.0_f64; width()];
    let mut ahead = weights.clone();
    let mut slope = vec![0.0_f64; width()];
    let mut pace = 1.0_f64;
    for _ in 0..STEPS {
        for (at, slope) in slope.iter_mut().enumerate() {
            let ridge = if at < first_bucket() { RIDGE_NAMED } else { RIDGE_HASHED };
            *slope = ridge * ahead[at];
        }
        for (row, target) in &rows {
            let sum: f64 = row.iter().map(|(at, value)| ahead[*at] * f64::from(*value)).sum();
            let miss = (1.0 / (1.0 + (-sum).exp()) - target) / count;
            for (at, value) in row {
                slope[*at] += miss * f64::from(*value);
            }
        }
        let next_pace = (1.0 + 4.0_f64.mul_add(pace * pace, 1.0).sqrt()) / 2.0;
        let carry = (pace - 1.0) / next_pace;
        for ((weight, ahead), slope) in weights.iter_mut().zip(&mut ahead).zip(&slope) {
            let next = *ahead - step * slope;
            *ahead = next + carry * (next - *weight);
            *weight = next;
        }
        pace = next_pace;
    }
    Weights::new(&weights)
}

fn square_length(row: &[(usize, f32)]) -> f64 {
    row.iter().map(|(_, value)| f64::from(value * value)).sum()
}
