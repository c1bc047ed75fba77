//! The embedder and the reranker with their real models: against vectors that another runtime made, and with
//! texts and files that are not what they should be.
#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a test fails by panicking"))]
#![cfg(feature = "client")]

mod handle;
mod late;

use std::fs;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::LazyLock;

use attune_domain::Embedding;
use attune_models::embed::{EmbedError, ModelFiles, Reranker, TextEmbedder};
use serde::Deserialize;

const THREADS: NonZeroUsize = NonZeroUsize::new(2).unwrap();

/// Loaded once for all tests.
static EMBEDDER: LazyLock<TextEmbedder> =
    LazyLock::new(|| TextEmbedder::load(&files("bge-small-en"), THREADS).unwrap());

static RERANKER: LazyLock<Reranker> =
    LazyLock::new(|| Reranker::load(&files("ms-marco-minilm-l12"), THREADS).unwrap());

fn files(model: &str) -> ModelFiles {
    let Some(folder) = std::env::var_os("ATTUNE_TEST_MODELS") else {
        panic!("ATTUNE_TEST_MODELS does not say where the test models are: run these tests with `make test`");
    };
    let network = PathBuf::from(folder).join(format!("{model}.onnx"));
    assert!(network.is_file(), "{} is missing: `make test` fetches it", network.display());
    ModelFiles::of_installed(&network)
}

/// What ONNX Runtime 1.32 gave with the tokenizer of the model's makers, in thousandths.
#[derive(Deserialize)]
struct Reference {
    kind: String,
    text: String,
    thousandths: Vec<i16>,
}

#[test]
fn vectors_are_those_of_another_runtime() {
    let references: Vec<Reference> = serde_json::from_str(include_str!("reference.json")).unwrap();
    for reference in references {
        let embedding = match reference.kind.as_str() {
            "query" => EMBEDDER.embed_query(&reference.text),
            _ => EMBEDDER.embed_passage(&reference.text),
        };
        let embedding = embedding.unwrap();
        let expected: Vec<f32> = reference.thousandths.into_iter().map(f32::from).collect();
        let cosine = embedding.dot(&Embedding::normalised(expected).unwrap());
        assert!(cosine > 0.999, "{cosine} for {:?}", reference.text);
    }
}

#[test]
fn a_text_has_one_vector_whatever_stands_beside_it() {
    let alone = EMBEDDER.embed_passage("The lift is broken again.").unwrap();
    let others =
        ["The lift is broken again.", "a much longer passage about something else ".repeat(9).leak()];
    assert_eq!(EMBEDDER.embed_passages(&others).unwrap()[0], alone);
}

#[test]
fn what_belongs_together_is_near() {
    let check = |question: &str, near: &str, far: &str| {
        let question = EMBEDDER.embed_query(question).unwrap();
        let passages = EMBEDDER.embed_passages(&[near, far]).unwrap();
        let (near_by, far_by) = (question.dot(&passages[0]), question.dot(&passages[1]));
        assert!(near_by > far_by + 0.05, "{near}: {near_by}, {far}: {far_by}");
    };
    check(
        "What should I cook for Sam tonight?",
        "Sam does not eat meat or fish.",
        "The invoice of the cleaning company was paid in March.",
    );
    check(
        "how do I get my money back for the trip",
        "Travel expenses are reimbursed once the receipts were handed in.",
        "The trip of the circuit breaker was caused by a damaged cable.",
    );
}

#[test]
fn odd_texts_have_a_vector_too() {
    let long = "x".repeat(2_000_000);
    let spaces = " ".repeat(2_000_000);
    let marks = "\u{301}".repeat(100_000);
    let commas = ",".repeat(100_000);
    for text in ["", "\0", "🍕", "👩‍👩‍👧‍👦", "東京", "\u{202e}abc", "ß", "ﷺ", &long, &spaces, &marks, &commas]
    {
        let embedding = EMBEDDER.embed_passage(text).unwrap();
        assert_eq!(embedding.dims(), 384);
    }
}

#[test]
fn a_passage_that_answers_is_judged_better() {
    let question = "How many people live in Berlin?";
    let passages = [
        "Berlin has a population of 3,520,031 registered inhabitants in an area of 891.82 square kilometers.",
        "The capital of Germany is home to about three and a half million people.",
        "New York City is famous for the Metropolitan Museum of Art.",
    ];
    let scores = RERANKER.score(question, &passages).unwrap();
    // What ONNX Runtime gave.
    for (score, expected) in scores.iter().zip([9.391, 0.872, -11.191]) {
        assert!((score - expected).abs() < 0.3, "{scores:?}");
    }
    let long = "word ".repeat(5000);
    assert!(RERANKER.score(&long, &["", &long]).is_ok());
}

#[test]
fn files_that_are_missing_or_damaged_are_named() {
    let whole = files("bge-small-en");
    let folder = tempfile::tempdir().unwrap();
    let broken = ModelFiles::of_installed(&folder.path().join("broken.onnx"));
    let load = || TextEmbedder::load(&broken, THREADS).unwrap_err();
    assert!(matches!(load(), EmbedError::Missing(path) if path == broken.tokenizer));

    fs::write(&broken.tokenizer, "{\"model\":{\"type\":\"BPE\",\"vocab\":{}}}").unwrap();
    assert!(load().to_string().contains("BPE"));
    fs::write(&broken.tokenizer, &fs::read(&whole.tokenizer).unwrap()[..100_000]).unwrap();
    assert!(matches!(load(), EmbedError::Damaged { path, .. } if path == broken.tokenizer));

    fs::copy(&whole.tokenizer, &broken.tokenizer).unwrap();
    assert!(matches!(load(), EmbedError::Missing(path) if path == broken.network));
    let network = fs::read(&whole.network).unwrap();
    for kept in [0, 7, 1000, network.len() / 2, network.len() - 1] {
        fs::write(&broken.network, &network[..kept]).unwrap();
        let error = load();
        assert!(
            matches!(&error, EmbedError::Damaged { path, .. } if *path == broken.network),
            "{kept}: {error}"
        );
        assert!(error.to_string().contains("install it again"), "{error}");
    }
}
