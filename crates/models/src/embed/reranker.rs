//! Judging passages against a question, both read together: slower than comparing vectors, and better.

use std::num::NonZeroUsize;

use super::network::Network;
use super::tokens::{Pair, Tokens};
use super::{EmbedError, MOST_TOKENS, ModelFiles};

/// A model that reads a question and a passage together: `ms-marco-MiniLM-L-12` (Nogueira and Cho,
/// arXiv:1901.04085, for the method).
#[derive(Debug)]
pub struct Reranker {
    tokens: Tokens,
    network: Network,
}

impl Reranker {
    /// Reads the model into memory. Blocks for some tenths of a second.
    ///
    /// # Errors
    /// [`EmbedError::Missing`] and [`EmbedError::Damaged`].
    pub fn load(files: &ModelFiles, threads: NonZeroUsize) -> Result<Self, EmbedError> {
        let tokens = Tokens::load(&files.tokenizer)?;
        let network = Network::load(&files.network, threads)?;
        Ok(Self { tokens, network })
    }

    /// How well each passage answers the question, in their order: about -11 for not at all, 0 for perhaps,
    /// 10 for fully. Blocks for as many runs of the model as there are passages.
    ///
    /// # Errors
    /// [`EmbedError::Failed`].
    pub fn score(&self, question: &str, passages: &[&str]) -> Result<Vec<f32>, EmbedError> {
        passages.iter().map(|passage| self.score_one(question, passage)).collect()
    }

    /// How well one passage answers the question; see [`Reranker::score`]. Blocks.
    ///
    /// # Errors
    /// [`EmbedError::Failed`].
    pub fn score_one(&self, question: &str, passage: &str) -> Result<f32, EmbedError> {
        let Pair { ids, kinds } = self.tokens.pair(question, passage, MOST_TOKENS)?;
        let row = self.network.first_row(&ids, &kinds)?;
        match row[..] {
            [score] if score.is_finite() => Ok(score),
            _ => Err(EmbedError::Failed("the judgement is not a number".to_owned())),
        }
    }
}
