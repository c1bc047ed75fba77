//! Reads texts with the two models that the search in the past has, so that what is learned about ranking can be
//! learned without models: each line of the standard input is a text as a JSON string, and what is written for
//! it is its whole (the scale as four bytes, 384 components) and its tokens (how many bytes, as four, and the
//! bytes as they are kept), all in little endian and in the order of the lines.
//!
//! Usage: `recall_vectors MODELS_FOLDER < TEXTS > VECTORS`
#![expect(clippy::unwrap_used, reason = "a failed run ends with its reason")]

use std::io::{BufWriter, Write as _, stdin, stdout};
use std::num::NonZeroUsize;
use std::path::PathBuf;

use attune_models::embed::{LateReader, ModelFiles, TextEmbedder};

fn main() {
    let models = PathBuf::from(std::env::args().nth(1).unwrap());
    let files = |model: &str| ModelFiles::of_installed(&models.join(format!("{model}.onnx")));
    let embedder = TextEmbedder::load(&files("bge-small-en"), NonZeroUsize::MIN).unwrap();
    let reader = LateReader::load(&files("colbert-small-en"), NonZeroUsize::MIN).unwrap();
    let mut out = BufWriter::new(stdout().lock());
    for line in stdin().lines() {
        let text: String = serde_json::from_str(&line.unwrap()).unwrap();
        let whole = embedder.embed_passage(&text).unwrap().quantised();
        let tokens = reader.read(&text).unwrap().to_bytes();
        out.write_all(&whole.scale().to_le_bytes()).unwrap();
        out.write_all(&whole.values().iter().map(|value| value.cast_unsigned()).collect::<Vec<u8>>())
            .unwrap();
        out.write_all(&u32::try_from(tokens.len()).unwrap().to_le_bytes()).unwrap();
        out.write_all(&tokens).unwrap();
    }
    out.flush().unwrap();
}
