//! Whether a follow-up message says that the answer before it did not serve, or served well.
//!
//! A logistic regression over phrases, marks and hashed pieces of words, fitted to sentences written for this
//! project (`data/dissatisfaction`). The score ranks messages. What may be learned from a message is a
//! narrower thing: it takes a score far from the middle and words that speak of the answer itself, because
//! a neutral message that moves a style does more harm than a complaint that is passed over.

mod features;
mod fit;
mod update;
mod weights;

use features::{Features, feature_of};

use super::lexicon::FEELINGS;
use super::words::Reading;
pub use fit::{Labelled, fit, parse_labelled};
pub use weights::Weights;

/// How many phrases are named as evidence.
const MOST_EVIDENCE: usize = 4;

/// The group of phrases that ask for something to be made, written, shown.
pub(crate) const COMMAND: &str = "command";

/// Groups that tell the classifier something but are no evidence to show.
const SILENT: &[&str] = &["negator", "intensifier", "you", "mine", "frame", COMMAND];

/// A message that follows an answer.
#[derive(Debug, Clone, Copy, Default)]
pub struct FollowUp<'a> {
    /// The message.
    pub text: &'a str,
    /// The question that the answer before was given to, where there is one.
    pub question: Option<&'a str>,
}

/// In which direction a message may move what is learned.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Update {
    /// It says nothing that should be learned from.
    #[default]
    None,
    /// The answer did not serve.
    Negative,
    /// The answer served well.
    Positive,
}

/// How a follow-up message takes the answer.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Dissatisfaction {
    /// From 0, delighted, to 1, at the end of their patience. Neutral messages lie around a third.
    pub score: f32,
    /// What may be learned from it.
    pub update: Update,
    /// The person's own words that spoke, strongest first; at most four.
    pub evidence: Vec<String>,
    /// How much of the question before is asked again, 0 to 1.
    pub repeated: f32,
}

/// Reads how a follow-up message takes the answer before it.
#[must_use]
pub fn read_dissatisfaction(message: &FollowUp<'_>) -> Dissatisfaction {
    read_with(Weights::built_in(), message)
}

/// As [`read_dissatisfaction`], with other weights: for measuring how well the method carries over.
#[must_use]
pub fn read_with(weights: &Weights, message: &FollowUp<'_>) -> Dissatisfaction {
    let features = features::features(message);
    let score = weights.score(&features.values);
    let reading = Reading::of(message.text);
    let update = update::decide(&reading, &features, score);
    let evidence = evidence(weights, message.text, &reading, &features, score);
    Dissatisfaction { score, update, evidence, repeated: features.repeated }
}

fn evidence(
    weights: &Weights,
    text: &str,
    reading: &Reading,
    features: &Features,
    score: f32,
) -> Vec<String> {
    let direction = if score >= 0.5 { 1.0 } else { -1.0 };
    let mut spoke: Vec<(f32, &str)> = features
        .hits
        .iter()
        .filter(|marked| !SILENT.contains(&FEELINGS.groups()[marked.hit.group].as_str()))
        .map(|marked| {
            let places =
                reading.words[marked.hit.first].place.start..reading.words[marked.hit.last].place.end;
            (weights.of(feature_of(marked)) * direction, &text[places])
        })
        .filter(|(weight, _)| *weight > 0.15)
        .collect();
    spoke.sort_by(|one, other| other.0.total_cmp(&one.0));
    let mut evidence: Vec<String> = Vec::new();
    for (_, words) in spoke {
        if evidence.len() < MOST_EVIDENCE && !evidence.iter().any(|known| known == words) {
            evidence.push(words.to_owned());
        }
    }
    evidence
}
