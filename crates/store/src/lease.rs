//! Which programs are alive. Each open store holds a lock on a file of its own; the system lets go of it
//! when the program ends, however it ends. An answer whose writer's lock is free was left behind.

use std::fs::{DirBuilder, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use uuid::Uuid;

use crate::StoreError;
use crate::look::beside;

/// The lock that says that a writer lives. Dropping it ends the writer.
#[derive(Debug)]
pub(crate) struct Lease {
    writer: Uuid,
    path: PathBuf,
    // Holds the lock for as long as it is open.
    _file: File,
}

impl Lease {
    /// Takes a lease for `writer`. The caller holds the database's write lock, so that nobody can take the
    /// file for an abandoned one between its creation and its locking.
    pub(crate) fn take(database: &Path, writer: Uuid) -> Result<Self, StoreError> {
        let path = file_of(database, writer);
        let taken = private_file().create_new(true).open(&path).and_then(|file| {
            file.try_lock().map_err(io::Error::from)?;
            Ok(file)
        });
        let file = taken.map_err(|error| StoreError::from_io(&error, &path))?;
        Ok(Self { writer, path, _file: file })
    }

    /// Whose lease it is.
    pub(crate) fn writer(&self) -> Uuid {
        self.writer
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        // A file that stays is swept when the profile is opened next.
        drop(std::fs::remove_file(&self.path));
    }
}

/// Makes the folder of the leases. This is also the first thing that fails in a folder that is read-only.
pub(crate) fn prepare(database: &Path) -> Result<(), StoreError> {
    let folder = folder_of(database);
    create_private_folder(&folder).map_err(|error| StoreError::from_io(&error, &folder))
}

/// Whether the program that took this lease still runs.
pub(crate) fn lives(database: &Path, writer: Uuid) -> bool {
    is_held(&file_of(database, writer))
}

/// Removes the files of programs that have ended. The caller holds the database's write lock.
pub(crate) fn sweep(database: &Path) {
    let Ok(files) = std::fs::read_dir(folder_of(database)) else { return };
    for file in files.flatten() {
        let path = file.path();
        if !is_held(&path) {
            drop(std::fs::remove_file(path));
        }
    }
}

/// Makes a folder that only its owner can look into. A folder that is there stays as it is.
pub(crate) fn create_private_folder(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Options for a file that only its owner can read.
pub(crate) fn private_file() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

fn is_held(path: &Path) -> bool {
    match File::open(path) {
        Ok(file) => match file.try_lock() {
            Ok(()) => false,
            Err(TryLockError::WouldBlock) => true,
            // Where locks do not work, an answer is rather left as it is than taken from a living writer.
            Err(TryLockError::Error(_)) => true,
        },
        Err(error) => error.kind() != io::ErrorKind::NotFound,
    }
}

fn folder_of(database: &Path) -> PathBuf {
    beside(database, "-writers")
}

fn file_of(database: &Path, writer: Uuid) -> PathBuf {
    folder_of(database).join(writer.to_string())
}
