//! What a question waits for before it can be compared with what was said before, and how fast the past is
//! read: the embedder and the reranker on two threads.
#![expect(clippy::print_stdout, reason = "printing is what it is for")]
#![expect(clippy::unwrap_used, reason = "a failed measurement ends with its reason")]

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::Instant;

use attune_models::embed::{ModelFiles, Reranker, TextEmbedder};
use serde_json::json;

const THREADS: NonZeroUsize = NonZeroUsize::new(2).unwrap();

/// What embedding a question may take, in milliseconds: most of what all of personalisation may add.
const QUESTION: f64 = 20.0;

const QUESTION_OF_12_WORDS: &str = "What did we agree on about the budget of the new office?";

const PASSAGE_OF_30_WORDS: &str = "In the meeting on Tuesday we agreed to move the rest of the budget to the \
                                   second quarter, because the supplier cannot deliver the desks and lamps \
                                   before the end of May.";

fn main() {
    let folder = PathBuf::from(std::env::var_os("ATTUNE_TEST_MODELS").unwrap());
    let files = |model: &str| ModelFiles::of_installed(&folder.join(format!("{model}.onnx")));

    let started = Instant::now();
    let embedder = TextEmbedder::load(&files("bge-small-en"), THREADS).unwrap();
    figure("load the embedder", millis(started), "ms", None, "lower");
    let mut took: Vec<f64> = (0..60)
        .map(|_| {
            let started = Instant::now();
            embedder.embed_query(QUESTION_OF_12_WORDS).unwrap();
            millis(started)
        })
        .collect();
    took.sort_by(f64::total_cmp);
    figure("embed a question of 12 words, median", took[30], "ms", None, "lower");
    figure("embed a question of 12 words, p95", took[57], "ms", Some(QUESTION), "lower");

    let passages = [PASSAGE_OF_30_WORDS; 64];
    let started = Instant::now();
    embedder.embed_passages(&passages).unwrap();
    figure("embed passages of 30 words", 64e3 / millis(started), "per second", None, "higher");

    let reranker = Reranker::load(&files("ms-marco-minilm-l12"), THREADS).unwrap();
    let passages = [PASSAGE_OF_30_WORDS; 20];
    let started = Instant::now();
    reranker.score(QUESTION_OF_12_WORDS, &passages).unwrap();
    figure("judge a passage of 30 words", millis(started) / 20.0, "ms", None, "lower");
}

fn millis(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1e3
}

fn figure(name: &str, value: f64, unit: &str, mark: Option<f64>, better: &str) {
    println!("{}", json!({ "name": name, "value": value, "unit": unit, "mark": mark, "better": better }));
}
