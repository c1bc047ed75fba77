//! How well dissatisfaction is read, beside VADER and a plain learner of words, on the project's own sentences.
//!
//! Each file of sentences is about another field. They are left out one after the other: a learner is fitted to all the
//! others and reads the one that it has not seen. The held-out dialogues are read as the product reads. The figure is the
//! area under the curve: how often a dissatisfied message scores above one that is not, ties counting half. Messages that
//! say neither must move nothing. `peers.py` is given the same sentences, and runs public packages from their wheels.
#![expect(clippy::print_stdout, reason = "printing is what it is for")]
#![expect(clippy::unwrap_used, reason = "a failed measurement ends with its reason")]

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::Path;
use std::process::Stdio;

use attune_persona::signal::dissatisfaction::{Labelled, Weights, fit, parse_labelled, read_with};
use attune_persona::signal::{FollowUp, Update, read_dissatisfaction};
use serde_json::{Value, json};

/// What the mean area is to reach.
const MARK: f64 = 0.82;

/// Sentences to read, and those that a learner may be fitted to.
struct Round {
    name: String,
    fitted_to: Vec<Labelled>,
    read: Vec<Labelled>,
    /// By the weights of the product, which have seen no held-out sentence.
    as_the_product: bool,
}

fn main() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    let files = files(&data.join("dissatisfaction"));
    let mut rounds: Vec<Round> = files
        .iter()
        .filter(|(_, sentences)| has_both(sentences))
        .map(|(name, sentences)| {
            let others = files.iter().filter(|(other, _)| other != name);
            let fitted_to = others.flat_map(|(_, sentences)| sentences.clone()).collect();
            Round { name: name.clone(), fitted_to, read: sentences.clone(), as_the_product: false }
        })
        .collect();
    let all: Vec<Labelled> = files.iter().flat_map(|(_, sentences)| sentences.clone()).collect();
    for name in ["dialogues", "second"] {
        let read =
            parse_labelled(&std::fs::read_to_string(data.join(format!("held-out/{name}.txt"))).unwrap());
        rounds.push(Round { name: name.to_owned(), fitted_to: all.clone(), read, as_the_product: true });
    }
    let mut scores = peers(&rounds);
    scores.insert("ours".to_owned(), rounds.iter().map(ours).collect());
    for (learner, scores) in &scores {
        let areas: Vec<f64> = rounds.iter().zip(scores).map(|(round, scores)| area(round, scores)).collect();
        let named: Vec<String> =
            rounds.iter().zip(&areas).map(|(round, area)| format!("{} {area:.3}", round.name)).collect();
        println!("{learner}: {}", named.join(", "));
        let mean = |wanted: &dyn Fn(&Round) -> bool| {
            let of: Vec<f64> =
                rounds.iter().zip(&areas).filter(|(round, _)| wanted(round)).map(|(_, area)| *area).collect();
            of.iter().sum::<f64>() / of.len() as f64
        };
        let mark = (learner == "ours").then_some((MARK, "higher"));
        let name = |what: &str| format!("dissatisfaction AUC, {what}, {learner}");
        figure(&name("files left out"), mean(&|round| !round.as_the_product), mark);
        figure(&name("English files left out"), mean(&|round| round.name.starts_with("en-")), None);
        figure(&name("held-out dialogues"), mean(&|round| round.as_the_product), mark);
    }
    let neutral = std::fs::read_to_string(data.join("held-out/neutral.txt")).unwrap();
    let moves = |text: &&str| read_dissatisfaction(&FollowUp { text, question: None }).update != Update::None;
    let wrong = neutral.lines().filter(moves).count();
    figure("dissatisfaction, updates by neutral messages", wrong as f64, Some((0.0, "lower")));
}

/// The files of a folder with their names, in order.
fn files(folder: &Path) -> Vec<(String, Vec<Labelled>)> {
    let mut files: Vec<(String, Vec<Labelled>)> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            (name, parse_labelled(&std::fs::read_to_string(path).unwrap()))
        })
        .collect();
    files.sort_by(|one, other| one.0.cmp(&other.0));
    files
}

fn is_dissatisfied(sentence: &Labelled) -> bool {
    matches!(sentence.grade, 'd' | 'm')
}

fn has_both(sentences: &[Labelled]) -> bool {
    let dissatisfied = sentences.iter().filter(|sentence| is_dissatisfied(sentence)).count();
    dissatisfied > 0 && dissatisfied < sentences.len()
}

fn ours(round: &Round) -> Vec<f64> {
    let fitted;
    let weights = if round.as_the_product {
        Weights::built_in()
    } else {
        fitted = fit(&round.fitted_to);
        &fitted
    };
    let score = |sentence: &Labelled| f64::from(read_with(weights, &sentence.follow_up()).score);
    round.read.iter().map(score).collect()
}

/// Each peer's scores of all rounds.
fn peers(rounds: &[Round]) -> BTreeMap<String, Vec<Vec<f64>>> {
    let texts = |sentences: &[Labelled]| -> Vec<Value> {
        sentences
            .iter()
            .map(|each| json!({ "text": each.text, "dissatisfied": is_dissatisfied(each) }))
            .collect()
    };
    let rounds: Vec<Value> = rounds
        .iter()
        .map(|round| json!({ "fitted_to": texts(&round.fitted_to), "read": texts(&round.read) }))
        .collect();
    let python = std::env::var_os("ATTUNE_BENCH_PYTHON").expect("ATTUNE_BENCH_PYTHON: run `make bench`");
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/sentiment/peers.py");
    #[expect(clippy::disallowed_methods, reason = "the peers are programs of their own")]
    let mut child = std::process::Command::new(python)
        .args(["-B", "-W", "ignore"])
        .arg(script)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    input.write_all(&serde_json::to_vec(&rounds).unwrap()).unwrap();
    drop(input);
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "the peers failed");
    serde_json::from_slice(&output.stdout).unwrap()
}

/// How often a dissatisfied message scores above another one.
fn area(round: &Round, scores: &[f64]) -> f64 {
    let of = |wanted: bool| {
        let read = round.read.iter().zip(scores);
        let read = read.filter(move |(sentence, _)| is_dissatisfied(sentence) == wanted);
        read.map(|(_, score)| *score).collect::<Vec<f64>>()
    };
    let (above, below) = (of(true), of(false));
    let wins = above.iter().flat_map(|high| below.iter().map(move |low| (high, low)));
    let wins: f64 = wins.map(|(high, low)| if high == low { 0.5 } else { f64::from(high > low) }).sum();
    wins / (above.len() * below.len()) as f64
}

fn figure(name: &str, value: f64, mark: Option<(f64, &str)>) {
    let mut line = json!({ "name": name, "value": (value * 1_000.0).round() / 1_000.0, "unit": "" });
    if let Some((mark, better)) = mark {
        line["mark"] = mark.into();
        line["better"] = better.into();
    }
    println!("{line}");
}
