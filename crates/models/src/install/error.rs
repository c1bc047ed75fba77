//! Why a model could not be installed, in sentences that say what to do.

use std::fmt::Write as _;
use std::io;
use std::path::{Path, PathBuf};

use attune_domain::ModelId;

/// Why a model could not be installed, imported, checked or removed. Variants are what a caller treats
/// differently.
#[derive(Debug, thiserror::Error)]
pub enum InstallError {
    /// The catalogue has no such model.
    #[error("there is no model “{0}” in the catalogue; `attunectl models list` shows what there is")]
    Unknown(ModelId),
    /// The model is not on this machine.
    #[error("the model “{0}” is not installed; `attunectl models install {0}` fetches it")]
    NotInstalled(ModelId),
    /// Another process is installing it.
    #[error("the model “{0}” is being installed right now; stop that first, or wait until it is done")]
    Busy(ModelId),
    /// The id is taken by another model.
    #[error("there is already a model “{0}”; choose another name for the imported one")]
    Taken(ModelId),
    /// It was cancelled. What was fetched is kept.
    #[error("the installation was stopped; the next one goes on where it ended")]
    Cancelled,
    /// The disk cannot take it.
    #[error(
        "the disk with {} has {} free, and {} are needed; delete something there, or remove a model that is not used",
        folder.display(), in_words(*free), in_words(*needed)
    )]
    DiskFull {
        /// The folder of the models.
        folder: PathBuf,
        /// Bytes that are still needed, with what is only needed meanwhile.
        needed: u64,
        /// Bytes that are free.
        free: u64,
    },
    /// The gate said no to every source.
    #[error("{0}")]
    Refused(String),
    /// Every source failed.
    #[error("{}", every_source(name, failures))]
    NoSource {
        /// The model's name.
        name: String,
        /// Each source, and why it failed.
        failures: Vec<SourceFailure>,
    },
    /// The imported file is not a model that can be used.
    #[error("{} cannot be imported: {reason}", path.display())]
    NotAModel {
        /// The file.
        path: PathBuf,
        /// What is wrong with it, and what to do.
        reason: String,
    },
    /// A file could not be read or written.
    #[error("could not {doing} {}: {error}", path.display())]
    Io {
        /// What was being done, as a verb.
        doing: &'static str,
        /// To what.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
}

/// A source, and why it failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFailure {
    /// The source, for a person to read.
    pub source: String,
    /// Why it failed, in a sentence.
    pub reason: String,
}

impl InstallError {
    pub(super) fn io(doing: &'static str, path: &Path, error: io::Error) -> Self {
        Self::Io { doing, path: path.to_owned(), error }
    }
}

/// Why one source stops.
#[derive(Debug)]
pub(super) enum Stop {
    /// This source does not work; another one may.
    Failed(String),
    /// Policy forbids this source.
    Refused(String),
    /// No source can help.
    Fatal(InstallError),
}

impl From<InstallError> for Stop {
    fn from(error: InstallError) -> Self {
        Self::Fatal(error)
    }
}

/// Bytes as people read them.
pub(super) fn in_words(bytes: u64) -> String {
    let mega = bytes as f64 / 1e6;
    if mega >= 1000.0 { format!("{:.1} GB", mega / 1000.0) } else { format!("{:.0} MB", mega.ceil()) }
}

fn every_source(name: &str, failures: &[SourceFailure]) -> String {
    let mut text = format!("{name} could not be fetched from any source.");
    for failure in failures {
        let _ = write!(text, " From {}: {}", failure.source, failure.reason);
        if !text.ends_with('.') {
            text.push('.');
        }
    }
    text.push_str(
        " Check the network and try again, or fetch the file on another machine and give it to `attunectl models import`.",
    );
    text
}
