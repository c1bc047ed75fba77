//! How well user embeddings tell people apart, beside plain ways that keep every vector or every word.
//!
//! The people are made up for this bench, from topics that were written for it: each history has two lines of each of four
//! topics and two of small talk; on another day the same person says one thing about each of three of their topics, in
//! other words, and one of small talk. People share topics, so that only the combination tells them apart. "After three
//! turns" the history is three lines. The figure is how often the person is among the first five of all; where scores are
//! equal, a share of the place counts.
#![expect(clippy::print_stdout, reason = "printing is what it is for")]

use std::collections::HashMap;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::available_parallelism;

use attune_app::eval::users::{Outcome, Profile, Query, identify};
use attune_app::{App, AppOptions, Home};
use attune_domain::Embedding;
use attune_models::embed::{ModelFiles, TextEmbedder};
use serde_json::json;

use peers::{PEERS, Said};

mod peers;
mod people;

/// Ranks that count.
const FIRST: usize = 5;
/// What ours is to reach, in percent.
const WHOLE: f64 = 58.0;
const THREE: f64 = 42.0;
/// The most bytes that a person may take.
const BYTES: f64 = 1_024.0;

type Failure = Box<dyn std::error::Error>;

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let models =
        PathBuf::from(std::env::var_os("ATTUNE_TEST_MODELS").ok_or("ATTUNE_TEST_MODELS is not set")?);
    let folder = tempfile::tempdir()?;
    let home = Home::new(folder.path().join("home"));
    std::fs::create_dir_all(home.models())?;
    for name in ["bge-small-en.onnx", "bge-small-en.tokenizer", "bge-small-en.json"] {
        std::fs::copy(models.join(name), home.models().join(name))?;
    }
    let policy_file = folder.path().join("policy.toml");
    let app = App::open(AppOptions { policy_file, ..AppOptions::at(home.clone()) }).await?;
    let people = people::people();
    let vectors = vectors(&home, &people)?;
    for (what, profiles, mark) in [("", &people.whole, WHOLE), (" after three turns", &people.three, THREE)] {
        let (found, bytes) = ours(&app, profiles, &people.asked).await?;
        figure(&format!("persona identification R@5{what}, ours"), found, "%", Some((mark, "higher")));
        figure(&format!("bytes of the largest user embedding{what}"), bytes, "bytes", Some((BYTES, "lower")));
        let everybody: Vec<Vec<Said<'_>>> =
            profiles.iter().map(|profile| said(&profile.texts, &vectors)).collect();
        for (name, score) in PEERS {
            let of =
                |(own, query): (usize, &Query)| place(&score(&everybody, &said(&query.texts, &vectors)), own);
            let found: f64 = people.asked.iter().enumerate().map(of).sum();
            let share = 100.0 * found / people.asked.len() as f64;
            figure(&format!("persona identification R@5{what}, {name}"), share, "%", None);
        }
    }
    app.close().await;
    Ok(())
}

/// The share of people that are among the first, in percent, and the size of the largest embedding.
async fn ours(app: &App, profiles: &[Profile], asked: &[Query]) -> Result<(f64, f64), Failure> {
    let found = Arc::new(Mutex::new((0_usize, 0_usize)));
    let noted = found.clone();
    let report = move |outcome| {
        let mut found = noted.lock().unwrap_or_else(PoisonError::into_inner);
        match outcome {
            Outcome::Described { bytes, .. } => found.1 = found.1.max(bytes),
            Outcome::Ranked { id, people, .. } => {
                found.0 += usize::from(people.iter().any(|(person, _)| *person == id));
            }
        }
    };
    identify(app, profiles.to_vec(), asked.to_vec(), FIRST, report).await?;
    let (found, bytes) = *found.lock().unwrap_or_else(PoisonError::into_inner);
    Ok((100.0 * found as f64 / asked.len() as f64, bytes as f64))
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
fn vectors(home: &Home, people: &people::People) -> Result<HashMap<String, Embedding>, Failure> {
    let files = ModelFiles::of_installed(&home.models().join("bge-small-en.onnx"));
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
