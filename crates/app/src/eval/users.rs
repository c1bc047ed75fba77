//! How well user embeddings tell people apart: builds one for each profile, then ranks people for texts whose
//! author is to be found.

use std::num::NonZeroUsize;
use std::thread::available_parallelism;
use std::time::Instant;

use attune_domain::{Embedding, ModelId};
use attune_models::embed::{EmbedError, ModelFiles, TextEmbedder};
use attune_persona::interest::{Crowd, Evidence, Modality, Observation, UserEmbedding, passages};

use crate::{App, Error};

/// The model in whose space people are described.
const EMBEDDER: &str = "bge-small-en";

/// Texts of one person.
#[derive(Debug, Clone)]
pub struct Profile {
    /// Who.
    pub user: String,
    /// What they said, in its order.
    pub texts: Vec<String>,
}

/// Texts of somebody.
#[derive(Debug, Clone)]
pub struct Query {
    /// What the result is found by.
    pub id: String,
    /// What they said.
    pub texts: Vec<String>,
}

/// What there is to say, as soon as it is known.
#[derive(Debug, Clone)]
pub enum Outcome {
    /// A profile became an embedding.
    Described {
        /// Who.
        user: String,
        /// Its size.
        bytes: usize,
        /// How much is known, from 0 to 1.
        confidence: f32,
        /// Milliseconds, without the text embedder's.
        ms: f64,
    },
    /// People were ranked.
    Ranked {
        /// The query.
        id: String,
        /// Likeliest first, with their scores.
        people: Vec<(String, f32)>,
        /// Milliseconds, without the text embedder's.
        ms: f64,
    },
}

/// Describes every profile by an embedding and ranks the `most` likeliest people for each query. What is ranked
/// by is read from the embedding's bytes and nothing else. Every text counts as one question of the same day.
///
/// # Errors
/// [`Error::NotFound`] when the text embedder is not installed, [`Error::Invalid`] when it cannot be used.
pub async fn identify(
    app: &App,
    profiles: Vec<Profile>,
    queries: Vec<Query>,
    most: usize,
    report: impl Fn(Outcome) + Send + 'static,
) -> Result<(), Error> {
    let files = embedder_files(app)?;
    let work = move || {
        let threads = available_parallelism().unwrap_or(NonZeroUsize::MIN);
        let embedder = TextEmbedder::load(&files, threads)?;
        let mut people = Vec::with_capacity(profiles.len());
        for profile in &profiles {
            let (bytes, ms) = describe(&embedder, profile)?;
            let embedding = UserEmbedding::from_bytes(&bytes).unwrap_or_default();
            let confidence = embedding.knowledge().confidence;
            report(Outcome::Described { user: profile.user.clone(), bytes: bytes.len(), confidence, ms });
            people.push(embedding);
        }
        let crowd = Crowd::of(&people);
        for query in queries {
            let embedded = embed(&embedder, &query.texts)?;
            let asked: Vec<(&Embedding, &str)> =
                embedded.iter().map(|(text, vector)| (vector, *text)).collect();
            let begun = Instant::now();
            let ranked = crowd.rank(&asked);
            let ms = begun.elapsed().as_secs_f64() * 1_000.0;
            let name = |person: usize| profiles[person].user.clone();
            let people = ranked.iter().take(most).map(|found| (name(found.person), found.score)).collect();
            report(Outcome::Ranked { id: query.id, people, ms });
        }
        Ok::<(), EmbedError>(())
    };
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|error| Error::Invalid(error.to_string()))?
        .map_err(|error| Error::Invalid(error.to_string()))
}

fn embedder_files(app: &App) -> Result<ModelFiles, Error> {
    let missing = || {
        Error::NotFound(format!(
            "The text embedder is not installed. Run `attunectl models install {EMBEDDER}`."
        ))
    };
    let id = ModelId::new(EMBEDDER)?;
    let installed = app.installer().installed(&id).ok_or_else(missing)?;
    Ok(ModelFiles::of_installed(&installed.path))
}

/// An embedding's bytes, and the milliseconds that took.
fn describe(embedder: &TextEmbedder, profile: &Profile) -> Result<(Vec<u8>, f64), EmbedError> {
    let embedded = embed(embedder, &profile.texts)?;
    let begun = Instant::now();
    let mut embedding = UserEmbedding::empty();
    for (source, (text, vector)) in (0..).zip(&embedded) {
        let weight = Evidence::Question.weight();
        embedding.observe(&Observation {
            vector,
            text,
            modality: Modality::Text,
            weight,
            at_days: 0,
            source,
        });
    }
    let bytes = embedding.to_bytes();
    Ok((bytes, begun.elapsed().as_secs_f64() * 1_000.0))
}

fn embed<'a>(embedder: &TextEmbedder, texts: &'a [String]) -> Result<Vec<(&'a str, Embedding)>, EmbedError> {
    let pieces = texts.iter().flat_map(|text| passages(text));
    pieces.map(|piece| Ok((piece, embedder.embed_passage(piece)?))).collect()
}
