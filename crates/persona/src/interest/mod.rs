//! What a person is interested in, in at most one kilobyte: a few directions in the text embedder's space, the
//! words that stand out, and how much is known.
//!
//! A person is not one point. Somebody who asks about horses and about tax law is badly described by the mean
//! of both, so that several prototypes are kept and a text is compared with the nearest one (multi-vector user
//! representations: Li et al., "Multi-Interest Network with Dynamic Routing", 2019; late interaction: Khattab
//! and Zaharia, "`ColBERT`", 2020). Rare words carry what short texts have in common when an embedder sees only
//! their kind, so that a small lexical sketch stands beside the directions.
//!
//! Everything here is a fold: the state is its bytes, so that replaying the same observations, in one go or
//! from what was stored in between, gives the same bytes.

mod crowd;
mod embedding;
mod map;
mod next;
mod passage;
mod prototype;
mod sketch;
mod space;
mod words;

pub use crowd::{Crowd, Match};
pub use embedding::{Familiarity, Knowledge, MOST_BYTES, UnreadableEmbedding, UserEmbedding};
pub use map::{MapPoint, project_2d};
pub use next::{Candidate, RankedInterest, rank_next};
pub use passage::{information, passages};
pub use prototype::Prototype;

use attune_domain::Embedding;

/// One thing that was seen of a person, already embedded. For the sharpest picture hand in one
/// [passage](passages) at a time.
#[derive(Debug, Clone, Copy)]
pub struct Observation<'a> {
    /// The direction of `text`, of the passage kind.
    pub vector: &'a Embedding,
    /// What was said, heard or read.
    pub text: &'a str,
    /// How it came in.
    pub modality: Modality,
    /// How much it counts: 1 for a question; see [`Evidence::weight`]. Below 0 it takes away.
    pub weight: f32,
    /// Days since 1970, whole.
    pub at_days: u32,
    /// What the caller finds the event by, so that a prototype can be named; any number.
    pub source: u32,
}

/// How an observation came in. All of them are text by the time they arrive, in one space.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Modality {
    /// Typed.
    Text,
    /// Spoken, and transcribed.
    Speech,
    /// Read in an image: its lines and tags.
    Image,
}

/// What a person did that says something of their interests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Evidence {
    /// They asked or told it.
    Question,
    /// They kept or copied an answer.
    Kept,
    /// They liked an answer.
    Liked,
    /// They disliked an answer.
    Disliked,
}

impl Evidence {
    /// How much this counts beside a question.
    #[must_use]
    pub fn weight(self) -> f32 {
        match self {
            Self::Question => 1.0,
            Self::Kept => 0.5,
            Self::Liked => 0.7,
            Self::Disliked => -0.3,
        }
    }
}

impl Modality {
    /// What is misheard or misread counts less.
    #[must_use]
    pub fn reliability(self) -> f32 {
        match self {
            Self::Text => 1.0,
            Self::Speech => 0.9,
            Self::Image => 0.6,
        }
    }
}
