//! The folder of the models: which file is which, what is recorded beside it, and who may change it.
//!
//! ```text
//! models/ID.gguf               a model; under this name only when it is whole
//! models/ID.NAME               a file that the model cannot be used without
//! models/ID.json               what is recorded about it, written just before
//! models/.incoming/ID/…        what is being fetched, kept from try to try
//! models/.locks/ID             held by whoever installs or removes the model
//! ```

use std::fs::{self, File, TryLockError};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use attune_domain::ModelId;
use serde::{Deserialize, Serialize};
use tokio_util::sync::CancellationToken;

use super::progress::{Phase, Reporter};
use super::{InstallError, InstalledModel};
use crate::catalogue::{Companion, ModelEntry, Sha256Hex, Task};

/// How often a lock that another process holds is asked for again.
const LOCK_PATIENCE: Duration = Duration::from_millis(200);

/// The folder of the models.
#[derive(Debug, Clone)]
pub(super) struct Folder {
    root: PathBuf,
}

/// What is recorded about an installed model.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Manifest {
    pub(super) id: ModelId,
    pub(super) name: String,
    pub(super) task: Task,
    /// The file's name: the id and an extension.
    pub(super) file: String,
    pub(super) bytes: u64,
    pub(super) sha256: Sha256Hex,
    pub(super) source: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) source_sha256: Option<Sha256Hex>,
    #[serde(default)]
    pub(super) imported: bool,
    #[serde(default)]
    pub(super) damaged: bool,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) companions: Vec<CompanionRecord>,
}

/// What is recorded about a file that belongs to a model.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct CompanionRecord {
    /// The file's name: the id and an extension.
    pub(super) file: String,
    pub(super) bytes: u64,
    pub(super) sha256: Sha256Hex,
}

impl Manifest {
    /// The record of a catalogue model.
    pub(super) fn of(
        entry: &ModelEntry,
        sha256: Sha256Hex,
        source: String,
        source_sha256: Option<Sha256Hex>,
    ) -> Self {
        Self {
            id: entry.id.clone(),
            name: entry.name.clone(),
            task: entry.task,
            file: entry.installed_name(),
            bytes: entry.bytes,
            sha256,
            source,
            source_sha256,
            imported: false,
            damaged: false,
            companions: entry.companions.iter().map(|one| CompanionRecord::of(entry, one)).collect(),
        }
    }

    /// A record is a file that anybody may have edited: the name in it must be the id's own.
    fn is_sound(&self) -> bool {
        let is_own = |file: &str| {
            file.strip_prefix(self.id.as_str()).and_then(|rest| rest.strip_prefix('.')).is_some_and(
                |extension| !extension.is_empty() && extension.bytes().all(|b| b.is_ascii_alphanumeric()),
            )
        };
        is_own(&self.file) && self.companions.iter().all(|companion| is_own(&companion.file))
    }
}

impl CompanionRecord {
    pub(super) fn of(entry: &ModelEntry, companion: &Companion) -> Self {
        Self {
            file: companion.installed_name(&entry.id),
            bytes: companion.bytes,
            sha256: companion.sha256.clone(),
        }
    }
}

/// Held while a model is changed. Dropping it lets the next one in.
#[derive(Debug)]
pub(super) struct Lock {
    _file: File,
}

impl Folder {
    pub(super) fn new(root: PathBuf) -> Self {
        Self { root }
    }

    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    /// Makes the folder and those inside it.
    pub(super) fn make(&self) -> Result<(), InstallError> {
        for folder in [self.incoming_root(), self.lock_root()] {
            fs::create_dir_all(&folder)
                .map_err(|error| InstallError::io("make the folder", &folder, error))?;
        }
        Ok(())
    }

    /// The file of a recorded model.
    pub(super) fn file(&self, manifest: &Manifest) -> PathBuf {
        self.root.join(&manifest.file)
    }

    /// The files of a recorded model: its own, then its companions'.
    pub(super) fn files(&self, manifest: &Manifest) -> Vec<PathBuf> {
        let companions = manifest.companions.iter().map(|companion| &companion.file);
        std::iter::once(&manifest.file).chain(companions).map(|file| self.root.join(file)).collect()
    }

    /// The record of a model, if there is a sound one.
    pub(super) fn manifest(&self, id: &ModelId) -> Option<Manifest> {
        let text = fs::read_to_string(self.manifest_path(id)).ok()?;
        let manifest: Manifest = serde_json::from_str(&text).ok()?;
        (manifest.id == *id && manifest.is_sound()).then_some(manifest)
    }

    /// All records, by id.
    pub(super) fn manifests(&self) -> Vec<Manifest> {
        let names = fs::read_dir(&self.root).into_iter().flatten().flatten().map(|file| file.file_name());
        let ids = names.filter_map(|name| ModelId::new(name.to_str()?.strip_suffix(".json")?).ok());
        let mut manifests: Vec<Manifest> = ids.filter_map(|id| self.manifest(&id)).collect();
        manifests.sort_by(|a, b| a.id.cmp(&b.id));
        manifests
    }

    /// The recorded model, if its file and its companions are there and of the right sizes.
    pub(super) fn installed(&self, manifest: &Manifest) -> Option<InstalledModel> {
        let path = self.file(manifest);
        let mut companions = manifest.companions.iter();
        let is_whole = has_size(&path, manifest.bytes)
            && companions.all(|one| has_size(&self.root.join(&one.file), one.bytes));
        is_whole.then(|| InstalledModel {
            id: manifest.id.clone(),
            name: manifest.name.clone(),
            task: manifest.task,
            path,
            bytes: manifest.bytes,
            sha256: manifest.sha256.clone(),
            source: manifest.source.clone(),
            source_sha256: manifest.source_sha256.clone(),
            imported: manifest.imported,
            damaged: manifest.damaged,
        })
    }

    /// Records a model. Readers see the old record or the new one, never half of one.
    pub(super) fn write_manifest(&self, manifest: &Manifest) -> Result<(), InstallError> {
        let path = self.manifest_path(&manifest.id);
        let write = || -> io::Result<()> {
            let mut file = tempfile::NamedTempFile::new_in(self.incoming_root())?;
            serde_json::to_writer_pretty(&mut file, manifest)?;
            file.flush()?;
            file.as_file().sync_all()?;
            file.persist(&path)?;
            sync_folder(&self.root)
        };
        write().map_err(|error| InstallError::io("write", &path, error))
    }

    /// Gives a whole, synced companion its name.
    pub(super) fn place_companion(&self, from: &Path, record: &CompanionRecord) -> Result<(), InstallError> {
        let to = self.root.join(&record.file);
        let moved = fs::rename(from, &to).and_then(|()| sync_folder(&self.root));
        moved.map_err(|error| InstallError::io("put a part of the model at", &to, error))
    }

    /// Gives a whole, synced file its name. The record comes first, so that a file under its name always has
    /// one.
    pub(super) fn place(&self, from: &Path, manifest: &Manifest) -> Result<InstalledModel, InstallError> {
        self.write_manifest(manifest)?;
        let to = self.file(manifest);
        let moved = fs::rename(from, &to).and_then(|()| sync_folder(&self.root));
        moved.map_err(|error| InstallError::io("put the model at", &to, error))?;
        self.installed(manifest).ok_or_else(|| {
            InstallError::io(
                "find",
                &to,
                io::Error::other("it vanished, or changed its size, after it was installed"),
            )
        })
    }

    /// Deletes a model's files and then its record, and says whether there was a file.
    pub(super) fn delete(&self, id: &ModelId, files: &[PathBuf]) -> Result<bool, InstallError> {
        let mut deleted = false;
        for path in files.iter().chain([&self.manifest_path(id)]) {
            match fs::remove_file(path) {
                Ok(()) => deleted = true,
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(InstallError::io("delete", path, error)),
            }
        }
        Ok(deleted)
    }

    /// Where a model is put together. Made when it is not there.
    pub(super) fn incoming(&self, id: &ModelId) -> Result<PathBuf, InstallError> {
        let folder = self.incoming_root().join(id.as_str());
        fs::create_dir_all(&folder).map_err(|error| InstallError::io("make the folder", &folder, error))?;
        Ok(folder)
    }

    /// Bytes that earlier tries left of a model.
    pub(super) fn incoming_bytes(&self, id: &ModelId) -> u64 {
        bytes_below(&self.incoming_root().join(id.as_str()))
    }

    /// Forgets what earlier tries left. A leftover that cannot be deleted is no reason to fail.
    pub(super) fn clear_incoming(&self, id: &ModelId) {
        let folder = self.incoming_root().join(id.as_str());
        if let Err(error) = fs::remove_dir_all(&folder)
            && error.kind() != io::ErrorKind::NotFound
        {
            tracing::warn!("could not delete {}: {error}", folder.display());
        }
    }

    /// Waits until no other process changes this model.
    pub(super) async fn lock(
        &self,
        id: &ModelId,
        reporter: &Reporter,
        cancel: &CancellationToken,
    ) -> Result<Lock, InstallError> {
        loop {
            if let Some(lock) = self.try_lock(id)? {
                return Ok(lock);
            }
            reporter.enter(Phase::Checking, "another installation of this model, which is waited for", 0);
            tokio::select! {
                () = cancel.cancelled() => return Err(InstallError::Cancelled),
                () = tokio::time::sleep(LOCK_PATIENCE) => {}
            }
        }
    }

    /// The lock of a model, unless somebody has it. The system gives it back when a process dies.
    pub(super) fn try_lock(&self, id: &ModelId) -> Result<Option<Lock>, InstallError> {
        let path = self.lock_root().join(id.as_str());
        let failed = |error| InstallError::io("lock", &path, error);
        let file = File::options().create(true).truncate(false).write(true).open(&path).map_err(failed)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Lock { _file: file })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(failed(error)),
        }
    }

    pub(super) fn incoming_root(&self) -> PathBuf {
        self.root.join(".incoming")
    }

    fn lock_root(&self) -> PathBuf {
        self.root.join(".locks")
    }

    fn manifest_path(&self, id: &ModelId) -> PathBuf {
        self.root.join(format!("{id}.json"))
    }
}

fn has_size(path: &Path, bytes: u64) -> bool {
    fs::metadata(path).is_ok_and(|metadata| metadata.is_file() && metadata.len() == bytes)
}

/// The sizes of all files below a folder. What vanishes meanwhile counts as nothing.
pub(super) fn bytes_below(folder: &Path) -> u64 {
    let files = fs::read_dir(folder).into_iter().flatten().flatten();
    files
        .map(|file| match file.metadata() {
            Ok(metadata) if metadata.is_dir() => bytes_below(&file.path()),
            Ok(metadata) => metadata.len(),
            Err(_) => 0,
        })
        .sum()
}

/// Makes a rename durable, where the system can.
fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}
