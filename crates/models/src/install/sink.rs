//! A file that is hashed while it is written, so that nothing has to be read twice.
//!
//! It must never know where the bytes come from.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};
use tokio_util::sync::CancellationToken;

use super::InstallError;
use crate::catalogue::Sha256Hex;

/// Bytes that are read at a time; between two reads a cancellation is noticed.
pub(super) const CHUNK: usize = 1 << 20;

/// A file that grows, and the hash of what is in it.
#[derive(Debug)]
pub(super) struct Sink {
    path: PathBuf,
    file: File,
    hasher: Sha256,
    len: u64,
}

/// A file's size and hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Whole {
    /// Its size.
    pub bytes: u64,
    /// Its hash.
    pub sha256: Sha256Hex,
}

impl Sink {
    /// Opens a file to go on with its first `keep` bytes, which are read once to be hashed; the rest is cut
    /// off. Blocks.
    pub(super) fn open(
        path: &Path,
        keep: u64,
        told: impl Fn(u64),
        cancel: &CancellationToken,
    ) -> Result<Self, InstallError> {
        let failed = |error| InstallError::io("open", path, error);
        let mut file =
            File::options().create(true).truncate(false).read(true).write(true).open(path).map_err(failed)?;
        let keep = keep.min(file.metadata().map_err(failed)?.len());
        file.set_len(keep).map_err(failed)?;
        let mut hasher = Sha256::new();
        let read =
            hash_into(&mut hasher, &mut file, told, cancel).map_err(|error| cancelled_or(path, error))?;
        Ok(Self { path: path.to_owned(), file, hasher, len: read })
    }

    /// Bytes that are in it.
    pub(super) fn len(&self) -> u64 {
        self.len
    }

    /// Adds bytes. Blocks.
    pub(super) fn append(&mut self, bytes: &[u8]) -> Result<(), InstallError> {
        self.file.write_all(bytes).map_err(|error| InstallError::io("write", &self.path, error))?;
        self.hasher.update(bytes);
        self.len += bytes.len() as u64;
        Ok(())
    }

    /// Begins anew. Blocks.
    pub(super) fn restart(&mut self) -> Result<(), InstallError> {
        let restarted = self.file.set_len(0).and_then(|()| self.file.seek(SeekFrom::Start(0)));
        restarted.map_err(|error| InstallError::io("write", &self.path, error))?;
        self.hasher = Sha256::new();
        self.len = 0;
        Ok(())
    }

    /// Makes what is in it durable. Blocks.
    pub(super) fn sync(&self) -> Result<(), InstallError> {
        self.file.sync_all().map_err(|error| InstallError::io("write", &self.path, error))
    }

    /// What is in it so far.
    pub(super) fn whole(&self) -> Whole {
        Whole { bytes: self.len, sha256: Sha256Hex::from_bytes(&self.hasher.clone().finalize().into()) }
    }
}

/// Hashes a file, away from the async threads.
pub(super) async fn hash_of(
    path: &Path,
    told: impl Fn(u64) + Send + 'static,
    cancel: &CancellationToken,
) -> Result<Whole, InstallError> {
    let (path, cancel) = (path.to_owned(), cancel.clone());
    blocking(move || {
        let mut file = File::open(&path).map_err(|error| InstallError::io("read", &path, error))?;
        let mut hasher = Sha256::new();
        let bytes =
            hash_into(&mut hasher, &mut file, told, &cancel).map_err(|error| cancelled_or(&path, error))?;
        Ok(Whole { bytes, sha256: Sha256Hex::from_bytes(&hasher.finalize().into()) })
    })
    .await
}

/// Runs blocking work away from the async threads. A panic in it goes on in the caller.
pub(super) async fn blocking<T: Send + 'static, E: From<InstallError> + Send + 'static>(
    work: impl FnOnce() -> Result<T, E> + Send + 'static,
) -> Result<T, E> {
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => result,
        Err(error) => match error.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            // The runtime is shutting down.
            Err(_) => Err(InstallError::Cancelled.into()),
        },
    }
}

/// A full disk is its own error, because something can be done about it.
pub(super) fn full_disk_or(error: InstallError, folder: &Path, needed: u64, free: u64) -> InstallError {
    match error {
        InstallError::Io { error, .. }
            if matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded) =>
        {
            InstallError::DiskFull { folder: folder.to_owned(), needed, free }
        }
        other => other,
    }
}

fn hash_into(
    hasher: &mut Sha256,
    file: &mut File,
    told: impl Fn(u64),
    cancel: &CancellationToken,
) -> io::Result<u64> {
    let mut buffer = vec![0; CHUNK];
    let mut total = 0;
    loop {
        if cancel.is_cancelled() {
            return Err(io::ErrorKind::Interrupted.into());
        }
        let read = match file.read(&mut buffer) {
            Ok(0) => return Ok(total),
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        hasher.update(&buffer[..read]);
        total += read as u64;
        told(total);
    }
}

fn cancelled_or(path: &Path, error: io::Error) -> InstallError {
    if error.kind() == io::ErrorKind::Interrupted {
        InstallError::Cancelled
    } else {
        InstallError::io("read", path, error)
    }
}
