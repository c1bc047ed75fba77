//! Turning text into vectors, and judging how well a passage answers a question: small quantised models that
//! run in this process on `rten`, which is Rust throughout.
//!
//! This module must never know why a text is embedded, or where vectors are kept. Its functions compute and
//! block; [`EmbedderHandle`] runs them on a thread of its own.

mod handle;
mod late;
pub(crate) mod network;
mod reranker;
mod tokens;

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use attune_domain::Embedding;

pub use handle::{EmbedderConfig, EmbedderHandle};
pub use late::{LateReader, MOST_LATE_TOKENS};
pub use reranker::Reranker;

use network::Network;
use tokens::Tokens;

/// Tokens of a text that are read; the rest is cut off. The model could read 512, but a passage's meaning
/// hardly changes after 256, and its time grows with the length.
pub const MOST_TOKENS: usize = 256;

/// What the model's makers put before a question when it is compared with passages
/// (C-Pack: Packed Resources For General Chinese Embeddings, arXiv:2309.07597, and the model's card).
const BEFORE_A_QUESTION: &str = "Represent this sentence for searching relevant passages: ";

/// The two files of a model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModelFiles {
    /// The network, in ONNX form.
    pub network: PathBuf,
    /// The vocabulary, as a `tokenizer.json` with a `WordPiece` model.
    pub tokenizer: PathBuf,
}

/// Why a text could not be embedded or judged.
#[derive(Debug, thiserror::Error)]
pub enum EmbedError {
    /// A file of the model is not there.
    #[error("the model's file {} is not there; install the model again", .0.display())]
    Missing(PathBuf),
    /// A file of the model is not what it should be.
    #[error("the model's file {} cannot be used ({reason}); remove the model and install it again", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The model did not give an answer.
    #[error("the text could not be embedded: {0}")]
    Failed(String),
    /// The program is closing.
    #[error("the embedder has ended, because the program is closing")]
    Closed,
}

/// A model that gives a text a direction: `bge-small-en-v1.5`, 384 dimensions.
#[derive(Debug)]
pub struct TextEmbedder {
    tokens: Tokens,
    network: Network,
}

impl ModelFiles {
    /// The files of a model where the installer puts them: the tokenizer lies beside the network.
    #[must_use]
    pub fn of_installed(network: &Path) -> Self {
        Self { network: network.to_owned(), tokenizer: network.with_extension("tokenizer") }
    }
}

impl TextEmbedder {
    /// Reads the model into memory, about 70 MB with the weights in the form that is fastest. Blocks for
    /// some tenths of a second.
    ///
    /// # Errors
    /// [`EmbedError::Missing`] and [`EmbedError::Damaged`].
    pub fn load(files: &ModelFiles, threads: NonZeroUsize) -> Result<Self, EmbedError> {
        let tokens = Tokens::load(&files.tokenizer)?;
        let network = Network::load(&files.network, threads)?;
        Ok(Self { tokens, network })
    }

    /// The directions of passages, in their order. Blocks.
    ///
    /// One after the other: the network's arithmetic depends on everything that is in a batch, so that alone a
    /// text would get another vector than in company, and with weights laid out in advance a batch is not
    /// faster on two cores.
    ///
    /// # Errors
    /// [`EmbedError::Failed`].
    pub fn embed_passages(&self, passages: &[&str]) -> Result<Vec<Embedding>, EmbedError> {
        passages.iter().map(|passage| self.embed_passage(passage)).collect()
    }

    /// The direction of one passage. Blocks.
    ///
    /// # Errors
    /// [`EmbedError::Failed`].
    pub fn embed_passage(&self, passage: &str) -> Result<Embedding, EmbedError> {
        let ids = self.tokens.single(passage, MOST_TOKENS)?;
        let kinds = vec![0; ids.len()];
        // The first token stands for the whole text: that is how the model was trained.
        let first = self.network.first_row(&ids, &kinds)?;
        Embedding::normalised(first).map_err(|error| EmbedError::Failed(error.to_string()))
    }

    /// The direction in which passages that answer a question lie. Blocks.
    ///
    /// # Errors
    /// [`EmbedError::Failed`].
    pub fn embed_query(&self, question: &str) -> Result<Embedding, EmbedError> {
        self.embed_passage(&format!("{BEFORE_A_QUESTION}{question}"))
    }
}
