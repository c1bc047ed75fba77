//! How well user embeddings tell people apart, beside plain ways that keep every vector or every word.
//!
//! The people are made up for this bench, from topics that were written for it: each history has four lines of each of four
//! topics and two of small talk; on another day the same person says two things about each of their topics, in other
//! words, and one of small talk. People share topics, so that only the combination tells them apart. "After three turns"
//! the history is three lines. The figure is how often the person is among the first five of all; where scores are equal,
//! a share of the place counts. No mark holds for made-up people: the peers say how hard they are to tell apart.
#![expect(clippy::print_stdout, reason = "printing is what it is for")]

use std::collections::HashMap;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::thread::available_parallelism;

use attune_domain::Embedding;
use attune_models::embed::{ModelFiles, TextEmbedder};
use attune_persona::interest::{Crowd, Evidence, Modality, Observation, UserEmbedding};
use serde_json::json;

use peers::{PEERS, Said};

mod peers;
mod people;

/// Ranks that count.
const FIRST: usize = 5;
/// The most bytes that a person may take.
const BYTES: f64 = 1_024.0;

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let models =
        PathBuf::from(std::env::var_os("ATTUNE_TEST_MODELS").ok_or("ATTUNE_TEST_MODELS is not set")?);
    let people = people::people();
    let vectors = vectors(&models, &people)?;
    let asked: Vec<Vec<Said<'_>>> = people.asked.iter().map(|query| said(&query.texts, &vectors)).collect();
    for (what, profiles) in [("", &people.whole), (" after three turns", &people.three)] {
        let everybody: Vec<Vec<Said<'_>>> =
            profiles.iter().map(|profile| said(&profile.texts, &vectors)).collect();
        let (found, bytes) = ours(&everybody, &asked);
        figure(&format!("persona identification R@5{what}, ours"), found, "%", None);
        figure(&format!("bytes of the largest user embedding{what}"), bytes, "bytes", Some((BYTES, "lower")));
        for (name, score) in PEERS {
            let of = |(own, asked): (usize, &Vec<Said<'_>>)| place(&score(&everybody, asked), own);
            let found: f64 = asked.iter().enumerate().map(of).sum();
            let share = 100.0 * found / asked.len() as f64;
            figure(&format!("persona identification R@5{what}, {name}"), share, "%", None);
        }
    }
    Ok(())
}

/// The share of people that are among the first, in percent, and the size of the largest embedding. As
/// `attunectl eval users` does it, with each text embedded once for all.
fn ours(people: &[Vec<Said<'_>>], asked: &[Vec<Said<'_>>]) -> (f64, f64) {
    let mut largest = 0;
    let describe = |said: &Vec<Said<'_>>| {
        let mut user = UserEmbedding::empty();
        for (source, (text, vector)) in (0..).zip(said) {
            let weight = Evidence::Question.weight();
            user.observe(&Observation { vector, text, modality: Modality::Text, weight, at_days: 0, source });
        }
        let bytes = user.to_bytes();
        largest = largest.max(bytes.len());
        UserEmbedding::from_bytes(&bytes).unwrap_or_default()
    };
    let crowd = Crowd::of(&people.iter().map(describe).collect::<Vec<_>>());
    let found = asked.iter().enumerate().filter(|(own, said)| {
        let asked: Vec<(&Embedding, &str)> = said.iter().map(|(text, vector)| (*vector, *text)).collect();
        crowd.rank(&asked).iter().take(FIRST).any(|found| found.person == *own)
    });
    (100.0 * found.count() as f64 / asked.len() as f64, largest as f64)
}

/// Texts with their vectors.
fn said<'a>(texts: &'a [String], vectors: &'a HashMap<String, Embedding>) -> Vec<Said<'a>> {
    texts.iter().map(|text| (text.as_str(), &vectors[text])).collect()
}

/// How much of the person stands among the first.
fn place(scores: &[f32], own: usize) -> f64 {
    let better = scores.iter().filter(|score| **score > scores[own]).count();
    let equal = scores.iter().filter(|score| **score == scores[own]).count();
    (FIRST.saturating_sub(better) as f64 / equal as f64).min(1.0)
}

/// The vector of every text, once.
fn vectors(models: &Path, people: &people::People) -> Result<HashMap<String, Embedding>, Failure> {
    let files = ModelFiles::of_installed(&models.join("bge-small-en.onnx"));
    let embedder = TextEmbedder::load(&files, available_parallelism().unwrap_or(NonZeroUsize::MIN))?;
    let mut vectors = HashMap::new();
    let texts = people.whole.iter().map(|profile| &profile.texts);
    for text in texts.chain(people.asked.iter().map(|query| &query.texts)).flatten() {
        if !vectors.contains_key(text) {
            vectors.insert(text.clone(), embedder.embed_passage(text)?);
        }
    }
    Ok(vectors)
}

fn figure(name: &str, value: f64, unit: &str, mark: Option<(f64, &str)>) {
    let mut line = json!({ "name": name, "value": (value * 10.0).round() / 10.0, "unit": unit });
    if let Some((mark, better)) = mark {
        line["mark"] = mark.into();
        line["better"] = better.into();
    }
    println!("{line}");
}
