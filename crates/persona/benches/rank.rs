//! How long ranking takes by itself, without the models: among histories of made-up words and drawn vectors, of the
//! size of two sentences a turn, as answers search and with every word compared where it stands.
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a program for a terminal prints, and ends with its reason"
)]

use std::time::Instant;

use attune_domain::{Embedding, TokenVectors};
use attune_persona::recall::{Question, Recall, Turn};
use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

const DIMS: usize = 384;
const TOKEN_DIMS: usize = 96;
/// Tokens of a turn and of a question.
const TOKENS: [usize; 2] = [38, 12];
/// Words of a turn and of a question.
const WORDS: [usize; 2] = [28, 8];
/// Texts that differ; they come again and again.
const DIFFERENT: usize = 3_000;
const QUESTIONS: usize = 60;

fn main() {
    let mut drawn = ChaCha8Rng::seed_from_u64(7);
    let turns: Vec<Turn> = (0..DIFFERENT).map(|_| turn(&mut drawn)).collect();
    let questions: Vec<(String, Embedding, TokenVectors)> = (0..QUESTIONS)
        .map(|_| {
            (format!("Nora {}", text(&mut drawn, WORDS[1])), whole(&mut drawn), tokens(&mut drawn, TOKENS[1]))
        })
        .collect();
    for many in [5_000, 100_000] {
        let mut recall = Recall::new();
        for at in 0..many {
            let turn = Turn { conversation: Some((at / 20).to_string()), ..turns[at % DIFFERENT].clone() };
            recall.push(turn);
        }
        for (name, closely) in [("as answers search", false), ("word by word", true)] {
            let mut took: Vec<f64> = questions
                .iter()
                .map(|(text, whole, tokens)| {
                    let question = Question { text, whole: Some(whole), tokens: closely.then_some(tokens) };
                    let begun = Instant::now();
                    let found = recall.rank(question, 10);
                    assert_eq!(found.len(), 10);
                    begun.elapsed().as_secs_f64() * 1_000.0
                })
                .collect();
            took.sort_by(f64::total_cmp);
            for (share, at) in [("least", 0.0), ("median", 0.5), ("p95", 0.95)] {
                let value = took[((took.len() - 1) as f64 * at).round() as usize];
                println!(
                    "{{\"name\":\"rank among {many} turns, {name}: {share}\",\"value\":{value:.2},\"unit\":\"ms\"}}"
                );
            }
        }
    }
}

fn turn(drawn: &mut ChaCha8Rng) -> Turn {
    Turn {
        text: text(drawn, WORDS[0]),
        speaker: Some(["Nora", "Tom"][drawn.random_range(0..2)].to_owned()),
        whole: Some(whole(drawn).quantised()),
        tokens: Some(tokens(drawn, TOKENS[0])),
        ..Turn::default()
    }
}

/// Words of which some are everywhere and most are rare, as in any language (Zipf).
fn text(drawn: &mut ChaCha8Rng, words: usize) -> String {
    let word = |drawn: &mut ChaCha8Rng| {
        let rank = (drawn.random_range(0.0_f64..9.0)).exp();
        format!("w{}", rank.round())
    };
    (0..words).map(|_| word(drawn)).collect::<Vec<_>>().join(" ")
}

fn whole(drawn: &mut ChaCha8Rng) -> Embedding {
    let values: Vec<f32> = (0..DIMS).map(|_| drawn.random_range(-1.0..1.0)).collect();
    Embedding::normalised(values).unwrap()
}

fn tokens(drawn: &mut ChaCha8Rng, many: usize) -> TokenVectors {
    let values: Vec<f32> = (0..many * TOKEN_DIMS).map(|_| drawn.random_range(-1.0..1.0)).collect();
    TokenVectors::quantised(TOKEN_DIMS, &values)
}
