//! Reading each word of a text where it stands, for comparing texts word by word
//! (Khattab and Zaharia, `ColBERT`, arXiv:2004.12832).

use std::num::NonZeroUsize;

use attune_domain::TokenVectors;

use super::network::Network;
use super::tokens::Tokens;
use super::{EmbedError, ModelFiles};

/// Tokens of a text that are read; the rest is cut off. Each costs some hundred bytes for good, and what a
/// message is about stands mostly at its beginning.
pub const MOST_LATE_TOKENS: usize = 64;

/// Components that are kept of each token.
const KEPT: usize = 96;

/// Components that the network gives.
const GIVEN: usize = 384;

/// The directions in which the tokens of ordinary talk differ most, as `KEPT` rows of `GIVEN` half-precision
/// numbers in little endian. Made by `examples/late_directions.rs` from this project's own texts.
static DIRECTIONS: &[u8; KEPT * GIVEN * 2] = include_bytes!("late_directions.bin");

/// A model that gives each token a direction: `answerai-colbert-small-v1`, without its last projection, which
/// the quantised file does not have; the one here takes its place.
#[derive(Debug)]
pub struct LateReader {
    tokens: Tokens,
    network: Network,
    directions: Vec<f32>,
}

impl LateReader {
    /// Reads the model into memory. Blocks for some tenths of a second.
    ///
    /// # Errors
    /// [`EmbedError::Missing`] and [`EmbedError::Damaged`].
    pub fn load(files: &ModelFiles, threads: NonZeroUsize) -> Result<Self, EmbedError> {
        let tokens = Tokens::load(&files.tokenizer)?;
        let network = Network::load(&files.network, threads)?;
        let number = |bytes: &[u8]| half::f16::from_le_bytes([bytes[0], bytes[1]]).to_f32();
        let directions = DIRECTIONS.chunks_exact(2).map(number).collect();
        Ok(Self { tokens, network, directions })
    }

    /// The tokens of a question or a passage. Blocks.
    ///
    /// # Errors
    /// [`EmbedError::Failed`].
    pub fn read(&self, text: &str) -> Result<TokenVectors, EmbedError> {
        let rows = self.read_raw(text)?;
        let project = |row: &[f32]| -> Vec<f32> {
            let along = |direction: &[f32]| direction.iter().zip(row).map(|(a, b)| a * b).sum();
            self.directions.chunks_exact(GIVEN).map(along).collect()
        };
        let projected: Vec<f32> = rows.chunks_exact(GIVEN).flat_map(project).collect();
        Ok(TokenVectors::quantised(KEPT, &projected))
    }

    /// What the network gives for each token, before anything is left out: rows of 384 numbers of the length 1.
    /// Blocks.
    ///
    /// # Errors
    /// [`EmbedError::Failed`].
    pub fn read_raw(&self, text: &str) -> Result<Vec<f32>, EmbedError> {
        let ids = self.tokens.single(text, MOST_LATE_TOKENS)?;
        let (mut rows, width) = self.network.rows(&ids, &vec![0; ids.len()])?;
        if width != GIVEN {
            return Err(EmbedError::Failed(format!(
                "the model gives {width} numbers a token and not {GIVEN}"
            )));
        }
        for row in rows.chunks_exact_mut(GIVEN) {
            let length = row.iter().map(|value| value * value).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
            row.iter_mut().for_each(|value| *value /= length);
        }
        Ok(rows)
    }
}
