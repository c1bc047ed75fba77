//! One installation: the sources in their order, until one of them gives the file whose hash is right.

use std::path::PathBuf;

use tokio_util::sync::CancellationToken;
use url::Url;

use super::error::{SourceFailure, Stop};
use super::folder::Manifest;
use super::progress::Reporter;
use super::sink::Whole;
use super::{InstallError, Installer, Options, http, python};
use crate::catalogue::{ModelEntry, PythonSource, Sha256Hex, Source};
use crate::egress::{Departure, Purpose};

/// Room that is left on a disk, so that an installation is not what fills it to the last byte.
const SPARE: u64 = 32 << 20;

/// What the sources of one installation share.
#[derive(Debug)]
pub(super) struct Job<'a> {
    pub(super) installer: &'a Installer,
    pub(super) entry: &'a ModelEntry,
    /// Where the model is put together.
    pub(super) incoming: PathBuf,
    pub(super) reporter: &'a Reporter,
    pub(super) cancel: &'a CancellationToken,
}

/// A file that a source gave, whole and with the right hash.
#[derive(Debug)]
pub(super) struct Fetched {
    pub(super) path: PathBuf,
    pub(super) whole: Whole,
    /// The hash of what was fetched, where it was converted afterwards.
    pub(super) source_sha256: Option<Sha256Hex>,
}

/// Where to try.
#[derive(Debug)]
enum Candidate<'a> {
    Http(String, Url),
    Python(&'a PythonSource),
}

/// Tries one source after the other, and gives the whole file with what is to be recorded about it.
///
/// # Errors
/// [`InstallError`]: when all sources failed, with a sentence about each.
pub(super) async fn fetch(
    installer: &Installer,
    entry: &ModelEntry,
    reporter: &Reporter,
    cancel: &CancellationToken,
) -> Result<(PathBuf, Manifest), InstallError> {
    let incoming = installer.folder.incoming(&entry.id)?;
    fetch_into(incoming, installer, entry, reporter, cancel).await
}

/// Like [`fetch`], with a folder in which the file is put together.
///
/// # Errors
/// As [`fetch`].
pub(super) async fn fetch_into(
    incoming: PathBuf,
    installer: &Installer,
    entry: &ModelEntry,
    reporter: &Reporter,
    cancel: &CancellationToken,
) -> Result<(PathBuf, Manifest), InstallError> {
    let job = Job { installer, entry, incoming, reporter, cancel };
    let mut failures = Vec::new();
    let mut refusals = Vec::new();
    for candidate in candidates(entry, &installer.options) {
        let source = candidate.label();
        let result = match &candidate {
            Candidate::Http(label, url) => http::fetch(&job, label, url).await,
            Candidate::Python(python) => python::fetch(&job, &source, python).await,
        };
        match result {
            Ok(fetched) => {
                let manifest = Manifest::of(entry, fetched.whole.sha256, source, fetched.source_sha256);
                return Ok((fetched.path, manifest));
            }
            Err(Stop::Failed(reason)) => {
                tracing::info!("{} from {source}: {reason}", entry.id);
                failures.push(SourceFailure { source, reason });
            }
            Err(Stop::Refused(reason)) => {
                refusals.push(reason.clone());
                failures.push(SourceFailure { source, reason });
            }
            Err(Stop::Fatal(error)) => return Err(error),
        }
    }
    match refusals.into_iter().next() {
        Some(refusal) if failures.iter().all(|failure| failure.reason == refusal) => {
            Err(InstallError::Refused(refusal))
        }
        _ => Err(InstallError::NoSource { name: entry.name.clone(), failures }),
    }
}

impl Job<'_> {
    /// Asks the gate, before anything is sent.
    pub(super) async fn ask_gate(&self, destination: Url) -> Result<(), Stop> {
        let departure = Departure {
            purpose: Purpose::FetchModel,
            destination,
            personal_bytes: 0,
            subject: self.entry.id.to_string(),
        };
        self.installer.gate.ask(&departure).await.map_err(|refused| Stop::Refused(refused.0))
    }

    /// Checks that the disk can take this many more bytes.
    pub(super) fn check_space(&self, needed: u64) -> Result<(), InstallError> {
        let free = self.installer.free_bytes()?;
        if needed.saturating_add(SPARE) <= free {
            return Ok(());
        }
        Err(InstallError::DiskFull { folder: self.installer.folder.root().to_owned(), needed, free })
    }

    /// Names a full disk as what it is.
    pub(super) fn explain(&self, error: InstallError, needed: u64) -> InstallError {
        let free = (self.installer.options.free_space)(self.installer.folder.root()).unwrap_or(0);
        super::sink::full_disk_or(error, self.installer.folder.root(), needed, free)
    }
}

impl Candidate<'_> {
    /// What a person reads about where a model comes from.
    fn label(&self) -> String {
        match self {
            Self::Http(label, _) => label.clone(),
            Self::Python(python) if python.packages.len() == 1 => {
                format!("the Python package {}", python.packages[0].name)
            }
            Self::Python(python) => format!("{} Python packages", python.packages.len()),
        }
    }
}

fn candidates<'a>(entry: &'a ModelEntry, options: &Options) -> Vec<Candidate<'a>> {
    let mirror = options.mirror.as_ref().and_then(|base| below(base, &entry.file_name)).map(|url| {
        Candidate::Http(format!("the company's mirror {}", url.host_str().unwrap_or_default()), url)
    });
    let offered = entry.sources.iter().filter_map(|source| match source {
        Source::Url { url } if options.maker => {
            Some(Candidate::Http(url.host_str().unwrap_or_default().to_owned(), url.clone()))
        }
        Source::Python(python) if options.python_packages => Some(Candidate::Python(python)),
        Source::Url { .. } | Source::Python(_) => None,
    });
    mirror.into_iter().chain(offered).collect()
}

/// A file below an address, whether or not that ends in a slash.
fn below(base: &Url, file: &str) -> Option<Url> {
    let mut url = base.clone();
    url.path_segments_mut().ok()?.pop_if_empty().push(file);
    Some(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mirror_needs_no_slash() {
        for base in ["https://m.example/models", "https://m.example/models/"] {
            let url = below(&base.parse().unwrap(), "a b.gguf").unwrap();
            assert_eq!(url.as_str(), "https://m.example/models/a%20b.gguf");
        }
    }
}
