//! Makes what the search in the past needs to know about the two models, from this project's own texts in
//! `crates/persona/data/recall`: the directions in which tokens differ most (principal components, by
//! orthogonal iteration), and the centres of what is asked and said.
//!
//! Usage: `late_directions MODELS_FOLDER`, from the top of the checkout. Gives the same bytes each time.
#![expect(clippy::unwrap_used, reason = "a failed run ends with its reason")]

use std::fs;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use attune_models::embed::{LateReader, ModelFiles, TextEmbedder};

const DIMS: usize = 384;
const KEPT: usize = 96;
const ROUNDS: usize = 40;
const THREADS: NonZeroUsize = NonZeroUsize::new(2).unwrap();

fn main() {
    let models = PathBuf::from(std::env::args().nth(1).unwrap());
    let files = |model: &str| ModelFiles::of_installed(&models.join(format!("{model}.onnx")));
    let texts = texts(Path::new("crates/persona/data/recall"));

    let reader = LateReader::load(&files("colbert-small-en"), THREADS).unwrap();
    let all = texts.kinds.iter().flatten().chain(&texts.others);
    let tokens: Vec<Vec<f32>> = all.map(|text| reader.read_raw(text).unwrap()).collect();
    let rows: Vec<&[f32]> = tokens.iter().flat_map(|rows| rows.chunks_exact(DIMS)).collect();
    write("crates/models/src/embed/late_directions.bin", &principal(&rows).concat());

    let embedder = TextEmbedder::load(&files("bge-small-en"), THREADS).unwrap();
    let centre = |texts: &[String]| {
        let mut sum = vec![0.0_f32; DIMS];
        for text in texts {
            let embedding = embedder.embed_passage(text).unwrap();
            sum.iter_mut()
                .zip(embedding.as_slice())
                .for_each(|(sum, value)| *sum += value / texts.len() as f32);
        }
        sum
    };
    let centres: Vec<f32> = texts.kinds.iter().flat_map(|texts| centre(texts)).collect();
    write("crates/persona/src/recall/centres.bin", &centres);
}

/// The texts of the project.
#[derive(Default)]
struct Texts {
    /// Questions about events, what is told, questions for advice, what people say that they like.
    kinds: [Vec<String>; 4],
    others: Vec<String>,
}

fn texts(folder: &Path) -> Texts {
    let read = |name: &str| fs::read_to_string(folder.join(name)).unwrap();
    let mut texts = Texts::default();
    for line in read("preferences.tsv").lines().filter(|line| !line.starts_with('#')) {
        let (statement, question) = line.split_once('\t').unwrap();
        texts.kinds[3].push(statement.to_owned());
        texts.kinds[2].push(question.to_owned());
    }
    let named = |text: &str| text.replace("{A}", "Anna").replace("{B}", "Jonas").replace("{O}", "Anna");
    for line in read("stories.txt").lines() {
        if let Some((question, _)) = line.strip_prefix("? ").and_then(|line| line.split_once(" => ")) {
            texts.kinds[0].push(named(question));
        } else if let Some((speaker @ ("A" | "B"), text)) = line.split_once(": ") {
            texts.kinds[1].push(named(&format!("{{{speaker}}}: {text}")));
        }
    }
    for name in ["asides.txt", "smalltalk.txt"] {
        texts.others.extend(read(name).lines().filter(|line| !line.starts_with('#')).map(named));
    }
    texts
}

/// The `KEPT` directions along which rows are longest, most important first.
fn principal(rows: &[&[f32]]) -> Vec<Vec<f32>> {
    let mut products = vec![0.0_f64; DIMS * DIMS];
    for row in rows {
        for (value, line) in row.iter().zip(products.chunks_exact_mut(DIMS)) {
            line.iter_mut().zip(*row).for_each(|(sum, other)| *sum += f64::from(value * other));
        }
    }
    // Any start that is not degenerate will do: the unit vectors, each with a little of its neighbours.
    let mut directions: Vec<Vec<f64>> = (0..KEPT)
        .map(|at| {
            (0..DIMS)
                .map(|i| if i == at * 4 { 1.0 } else { ((i * 7 + at * 13) % 11) as f64 * 1e-2 })
                .collect()
        })
        .collect();
    for _ in 0..ROUNDS {
        for direction in &mut directions {
            let line = |line: &[f64]| line.iter().zip(direction.iter()).map(|(a, b)| a * b).sum();
            *direction = products.chunks_exact(DIMS).map(line).collect();
        }
        for at in 0..KEPT {
            let (before, rest) = directions.split_at_mut(at);
            let direction = &mut rest[0];
            for earlier in before.iter() {
                let along: f64 = earlier.iter().zip(direction.iter()).map(|(a, b)| a * b).sum();
                direction.iter_mut().zip(earlier).for_each(|(value, earlier)| *value -= along * earlier);
            }
            let length = direction.iter().map(|value| value * value).sum::<f64>().sqrt();
            direction.iter_mut().for_each(|value| *value /= length);
        }
    }
    #[expect(clippy::cast_possible_truncation, reason = "kept in half precision in any case")]
    let single = |direction: Vec<f64>| direction.into_iter().map(|value| value as f32).collect();
    directions.into_iter().map(single).collect()
}

fn write(path: &str, numbers: &[f32]) {
    let bytes: Vec<u8> =
        numbers.iter().flat_map(|number| half::f16::from_f32(*number).to_le_bytes()).collect();
    fs::write(path, bytes).unwrap();
}
