//! Brings models onto this machine and keeps them whole: sources in order, downloads that go on where they
//! stopped, hashes that decide, and a file that appears under its name only when it is complete.
//!
//! This module must never know a role, a window or a database, and never runs what it fetched: a model is
//! bytes here, and is parsed as a model only by an engine. (The one exception is the conversion of Whisper
//! files, which is written to meet hostile ones.)

mod companions;
pub mod ctranslate2;
mod error;
mod fetch;
mod folder;
mod http;
mod import;
mod progress;
mod python;
mod sink;
mod wheel;

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use attune_domain::ModelId;
use tokio_util::sync::CancellationToken;
use url::Url;

pub use error::{InstallError, SourceFailure};
pub use progress::{Phase, Progress};
pub use sink::Whole;

use crate::catalogue::{Catalogue, ModelEntry, Sha256Hex, Task};
use crate::egress::SharedGate;
use ctranslate2::ConversionError;
use folder::{Folder, Manifest};
use progress::Reporter;

/// What an installation may use, and how.
#[derive(Debug, Clone)]
pub struct Options {
    /// A company's mirror, asked before everything else: its address with the file name below it.
    pub mirror: Option<Url>,
    /// The proxy of the settings. Without one, the environment and the system settings are asked.
    pub proxy: Option<Url>,
    /// Whether the makers' own addresses may be asked.
    pub maker: bool,
    /// Whether Python packages may be asked for.
    pub python_packages: bool,
    /// Whether files that the catalogue does not know may be imported.
    pub import_unlisted: bool,
    /// The Python program. None looks for `python3`, then `python`.
    pub python: Option<PathBuf>,
    /// Settings for pip, as `PIP_…` variables, on top of those of the environment.
    pub pip_settings: Vec<(OsString, OsString)>,
    /// How long to wait before a source that broke off is asked again; it doubles from try to try.
    pub retry_pause: Duration,
    /// How many bytes a folder's disk can still take.
    pub free_space: fn(&Path) -> io::Result<u64>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            mirror: None,
            proxy: None,
            maker: true,
            python_packages: true,
            import_unlisted: true,
            python: None,
            pip_settings: Vec::new(),
            retry_pause: Duration::from_secs(1),
            free_space: |folder| fs4::available_space(folder),
        }
    }
}

/// A model that is on this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InstalledModel {
    /// Its id.
    pub id: ModelId,
    /// What people call it.
    pub name: String,
    /// What it is for.
    pub task: Task,
    /// Its file.
    pub path: PathBuf,
    /// The file's size.
    pub bytes: u64,
    /// The file's hash.
    pub sha256: Sha256Hex,
    /// Where it came from, for a person to read.
    pub source: String,
    /// The hash of what was fetched, where it was converted afterwards.
    pub source_sha256: Option<Sha256Hex>,
    /// Whether it was imported and is not of the catalogue.
    pub imported: bool,
    /// Whether its hash was found to be wrong. Installing it again mends it.
    pub damaged: bool,
}

/// A model of the catalogue or an imported one, and how it stands.
#[derive(Debug, Clone)]
pub struct Listed {
    /// What the catalogue says about it; none for an imported model.
    pub entry: Option<ModelEntry>,
    /// The model, where it is on this machine.
    pub installed: Option<InstalledModel>,
    /// Bytes that an earlier try left, to be continued.
    pub resumable_bytes: u64,
}

/// What a comparison with the recorded hash gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// Which model.
    pub id: ModelId,
    /// Whether the file is what it should be.
    pub intact: bool,
    /// The hash that the file has.
    pub sha256: Sha256Hex,
}

/// Installs, lists, checks and removes models of one folder.
#[derive(Debug, Clone)]
pub struct Installer {
    folder: Folder,
    catalogue: Arc<Catalogue>,
    gate: SharedGate,
    options: Arc<Options>,
}

impl Installer {
    /// An installer for a folder, which is made when it is first needed.
    #[must_use]
    pub fn new(
        models_dir: impl Into<PathBuf>,
        catalogue: Catalogue,
        gate: SharedGate,
        options: Options,
    ) -> Self {
        Self {
            folder: Folder::new(models_dir.into()),
            catalogue: Arc::new(catalogue),
            gate,
            options: Arc::new(options),
        }
    }

    /// The folder of the models.
    #[must_use]
    pub fn models_dir(&self) -> &Path {
        self.folder.root()
    }

    /// The models on offer.
    #[must_use]
    pub fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// Bytes that the disk with the models can still take.
    ///
    /// # Errors
    /// [`InstallError::Io`] when the folder cannot be made or looked at.
    pub fn free_bytes(&self) -> Result<u64, InstallError> {
        self.folder.make()?;
        (self.options.free_space)(self.folder.root())
            .map_err(|error| InstallError::io("look at the free space of", self.folder.root(), error))
    }

    /// Every model of the catalogue in its order, then the imported ones by id.
    #[must_use]
    pub fn list(&self) -> Vec<Listed> {
        let offered = self.catalogue.models.iter().map(|entry| Listed {
            entry: Some(entry.clone()),
            installed: self.installed(&entry.id),
            resumable_bytes: self.folder.incoming_bytes(&entry.id),
        });
        let imported =
            self.folder.manifests().into_iter().filter(|manifest| self.catalogue.get(&manifest.id).is_none());
        let imported = imported.filter_map(|manifest| self.folder.installed(&manifest)).map(|model| Listed {
            entry: None,
            installed: Some(model),
            resumable_bytes: 0,
        });
        offered.chain(imported).collect()
    }

    /// The model, if it is on this machine.
    #[must_use]
    pub fn installed(&self, id: &ModelId) -> Option<InstalledModel> {
        self.folder.manifest(id).and_then(|manifest| self.folder.installed(&manifest))
    }

    /// The file of a model that is on this machine.
    #[must_use]
    pub fn path_of(&self, id: &ModelId) -> Option<PathBuf> {
        self.installed(id).map(|model| model.path)
    }

    /// Brings a model of the catalogue onto this machine. What is there already is not fetched again, and an
    /// earlier try is continued. Where another process installs the same model, this waits for it.
    ///
    /// # Errors
    /// [`InstallError`]. After [`InstallError::Cancelled`] and after failures of the network, what was
    /// fetched is kept for the next try.
    pub async fn install(
        &self,
        id: &ModelId,
        progress: impl Fn(Progress) + Send + Sync + 'static,
        cancel: CancellationToken,
    ) -> Result<InstalledModel, InstallError> {
        let entry = self.catalogue.get(id).ok_or_else(|| InstallError::Unknown(id.clone()))?;
        let reporter = Reporter::new(id.clone(), Arc::new(progress));
        reporter.enter(Phase::Checking, "", entry.bytes);
        self.folder.make()?;
        let _lock = self.folder.lock(id, &reporter, &cancel).await?;
        let model = match self.usable(entry) {
            Some(model) => model,
            None => self.put_together(entry, &reporter, &cancel).await?,
        };
        self.folder.clear_incoming(id);
        reporter.finish(&model.source, model.bytes);
        Ok(model)
    }

    /// Takes a model from a file, or Whisper in CTranslate2 form from a folder. A file that the catalogue
    /// knows by its hash becomes that model; any other must be a GGUF file and is registered under `id`, or
    /// under a name made from the file's.
    ///
    /// # Errors
    /// [`InstallError`]; the file itself is never changed.
    pub async fn import(
        &self,
        path: &Path,
        id: Option<ModelId>,
        progress: impl Fn(Progress) + Send + Sync + 'static,
        cancel: CancellationToken,
    ) -> Result<InstalledModel, InstallError> {
        self.folder.make()?;
        import::import(self, path, id, Arc::new(progress), &cancel).await
    }

    /// Compares a model's file with its hash, and remembers when it is damaged.
    ///
    /// # Errors
    /// [`InstallError::NotInstalled`], or [`InstallError::Io`] when the file cannot be read.
    pub async fn verify(&self, id: &ModelId, cancel: CancellationToken) -> Result<Verified, InstallError> {
        let mut manifest = self.folder.manifest(id).ok_or_else(|| InstallError::NotInstalled(id.clone()))?;
        let path = self.folder.file(&manifest);
        let sha256 = sink::hash_of(&path, |_| {}, &cancel).await?.sha256;
        let mut intact = sha256 == manifest.sha256;
        for companion in &manifest.companions {
            intact &= companions::is_there(self, companion, &cancel).await;
        }
        if manifest.damaged == intact {
            manifest.damaged = !intact;
            self.folder.write_manifest(&manifest)?;
        }
        Ok(Verified { id: id.clone(), intact, sha256 })
    }

    /// Compares every installed model with its hash.
    ///
    /// # Errors
    /// [`InstallError::Io`] when a file cannot be read.
    pub async fn verify_all(&self, cancel: CancellationToken) -> Result<Vec<Verified>, InstallError> {
        let mut verified = Vec::new();
        for model in self.list().into_iter().filter_map(|listed| listed.installed) {
            verified.push(self.verify(&model.id, cancel.clone()).await?);
        }
        Ok(verified)
    }

    /// Deletes a model and what earlier tries left of it.
    ///
    /// # Errors
    /// [`InstallError::Busy`] while it is being installed, [`InstallError::NotInstalled`] when there is
    /// nothing to delete.
    pub fn remove(&self, id: &ModelId) -> Result<(), InstallError> {
        self.folder.make()?;
        let _lock = self.folder.try_lock(id)?.ok_or_else(|| InstallError::Busy(id.clone()))?;
        let manifest = self.folder.manifest(id);
        let had_leftovers = self.folder.incoming_bytes(id) > 0;
        self.folder.clear_incoming(id);
        // A file without a manifest was put there by hand, or its installation was cut off at the very end.
        let listed = || {
            let entry = self.catalogue.get(id)?;
            Some(Manifest::of(entry, entry.sha256.clone(), String::new(), None))
        };
        let files = manifest.or_else(listed).map(|manifest| self.folder.files(&manifest));
        let had_file = match files {
            Some(files) => self.folder.delete(id, &files)?,
            None => false,
        };
        if had_file || had_leftovers { Ok(()) } else { Err(InstallError::NotInstalled(id.clone())) }
    }

    /// Fetches what is missing of a model. Its record is written when everything else is there.
    async fn put_together(
        &self,
        entry: &ModelEntry,
        reporter: &Reporter,
        cancel: &CancellationToken,
    ) -> Result<InstalledModel, InstallError> {
        let there = self.recognised(entry, reporter, cancel).await?;
        let (path, manifest) = match there {
            Some(manifest) => (self.folder.file(&manifest), manifest),
            None => fetch::fetch(self, entry, reporter, cancel).await?,
        };
        companions::complete(self, entry, reporter, cancel).await?;
        self.folder.place(&path, &manifest)
    }

    /// The model of an entry, if it is whole and recorded.
    fn usable(&self, entry: &ModelEntry) -> Option<InstalledModel> {
        let manifest = self.folder.manifest(&entry.id)?;
        let companions = Manifest::of(entry, entry.sha256.clone(), String::new(), None).companions;
        let is_this =
            !manifest.damaged && entry.sha256 == manifest.sha256 && manifest.companions == companions;
        if is_this { self.folder.installed(&manifest) } else { None }
    }

    /// The record of an entry whose file is there, put by hand or left by an earlier try, with the right hash.
    async fn recognised(
        &self,
        entry: &ModelEntry,
        reporter: &Reporter,
        cancel: &CancellationToken,
    ) -> Result<Option<Manifest>, InstallError> {
        let path = self.folder.root().join(entry.installed_name());
        if std::fs::metadata(&path).map_or(0, |metadata| metadata.len()) != entry.bytes {
            return Ok(None);
        }
        reporter.enter(Phase::Verifying, "a file that is already here", entry.bytes);
        let told = reporter.clone();
        let found = sink::hash_of(&path, move |done| told.reached(done), cancel).await?;
        if found.sha256 != entry.sha256 {
            return Ok(None);
        }
        Ok(Some(Manifest::of(entry, found.sha256, "a file that was already here".into(), None)))
    }
}
