//! Learns what ranking knows (`data/recall.weights`) from the texts in `data/recall`, or measures how well it carries
//! over to questions that it was not fitted to.
//!
//! 1. `train_recall texts > TEXTS` writes the texts that are needed, a JSON string a line.
//! 2. `cargo run --release -p attune-models --example recall_vectors -- MODELS < TEXTS > VECTORS` reads them.
//! 3. `train_recall measure TEXTS VECTORS` fits to four of five parts and measures on the fifth, each in turn.
//! 4. `train_recall fit TEXTS VECTORS` fits to all and writes the weights.
//!
//! The fusion is fitted listwise: the loss of a question is the cross-entropy between its evidence and the softmax of
//! the scores (`ListNet`: Cao et al., 2007), and weights that differ from those that were set by hand cost the square
//! of the difference, so that what the data say nothing about stays as it was. What is quoted is a logistic regression.
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a program for a terminal prints, and ends with its reason"
)]

mod fusion;
mod quotes;
mod texts;

use std::path::Path;

use attune_persona::recall::LearnedWeights;
use texts::Vectors;

/// Questions are dealt to so many parts.
pub(crate) const PARTS: usize = 5;

fn main() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words[..] {
        ["measure", texts, vectors] => {
            let vectors = Vectors::read(texts, vectors);
            fusion::measure(&texts::all(&data.join("recall")), &vectors);
            quotes::measure(&data.join("recall"), &vectors);
        }
        ["quotes", texts, vectors] => quotes::measure(&data.join("recall"), &Vectors::read(texts, vectors)),
        ["fit", texts, vectors] => {
            let vectors = Vectors::read(texts, vectors);
            let [closely, roughly] = fusion::fit_to_all(&texts::all(&data.join("recall")), &vectors);
            let fit = quotes::fit_to_half(&data.join("recall"), &vectors);
            std::fs::write(data.join("recall.weights"), LearnedWeights { closely, roughly, fit }.to_file())
                .unwrap();
        }
        _ => texts::print(&data.join("recall")),
    }
}
