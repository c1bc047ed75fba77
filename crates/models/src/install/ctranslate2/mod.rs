//! Converts Whisper from CTranslate2's form (that of faster-whisper, the most common one) to the ggml file
//! that whisper.cpp reads: the same weights, with the names and the layout of the original.
//!
//! The file may come from anybody: every size in it is held against the file's length before memory is
//! taken, and weights are copied in small pieces. What the CTranslate2 files lack is computed (the mel
//! filters) or taken from the vocabulary that lies beside them.

mod ggml;
mod mel;
mod reader;
mod tensors;
mod vocabulary;

use std::io;
use std::path::{Path, PathBuf};

use tokio_util::sync::CancellationToken;

use super::InstallError;
use super::Whole;
use super::error::Stop;
use super::sink::Sink;
use ggml::Output;
use reader::Model;
use tensors::Plan;

/// A Whisper model in CTranslate2's form.
#[derive(Debug, Clone)]
pub struct Files {
    /// `model.bin`
    pub weights: PathBuf,
    /// `vocabulary.txt` or `vocabulary.json`
    pub vocabulary: PathBuf,
}

/// How weights are stored in the converted file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Precision {
    /// 16-bit floating point: as they come.
    F16,
    /// 8 bits, with a scale for each 32 weights: little more than half the size.
    Q8,
}

/// Why a model could not be converted.
#[derive(Debug, thiserror::Error)]
pub enum ConversionError {
    /// The file breaks its own format.
    #[error("the speech model is damaged: {0}")]
    Damaged(String),
    /// The file is sound, but of a kind that is not converted.
    #[error("the speech model cannot be converted: {0}")]
    Unsupported(String),
    /// A file could not be read.
    #[error("{} could not be read: {error}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
    /// The converted file could not be written, or the conversion was cancelled.
    #[error(transparent)]
    Output(#[from] InstallError),
}

/// Converts a model to a ggml file and tells how many bytes of it are written. Blocks.
///
/// # Errors
/// [`ConversionError`]; what was written until then is not a model.
pub fn convert(
    files: &Files,
    to: &Path,
    precision: Precision,
    told: impl Fn(u64),
    cancel: &CancellationToken,
) -> Result<Whole, ConversionError> {
    let mut model = Model::open(&files.weights)?;
    let plan = Plan::of(&model)?;
    let tokens = vocabulary::read(&files.vocabulary, plan.shape.vocabulary)?;
    let mut output = Output::new(Sink::open(to, 0, |_| {}, cancel)?);
    output.header(&plan.shape, precision)?;
    output.mel_filters(plan.shape.mels, &mel::filters(plan.shape.mels as usize))?;
    output.vocabulary(&tokens)?;
    for tensor in &plan.tensors {
        if cancel.is_cancelled() {
            return Err(InstallError::Cancelled.into());
        }
        output.tensor(tensor, &mut model, precision)?;
        told(output.written());
    }
    Ok(output.finish()?)
}

impl From<ConversionError> for Stop {
    fn from(error: ConversionError) -> Self {
        match error {
            ConversionError::Output(error) => Self::Fatal(error),
            other => Self::Failed(other.to_string()),
        }
    }
}
