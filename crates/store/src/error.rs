//! What can go wrong with the profile database, as far as a caller does something about it.

use std::io;
use std::path::{Path, PathBuf};

use sea_orm::{ConnAcquireErr, DbErr, RuntimeErr, SqlxError};

/// Why the profile database refused.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A newer program has changed the schema. The file was not touched.
    #[error(
        "The profile at {} was written by a newer version of Attune (it has {}). Nothing was changed: \
         install the newer version, or choose another profile folder.",
        path.display(),
        unknown.join(", ")
    )]
    Newer {
        /// The file.
        path: PathBuf,
        /// The migrations that this program does not know.
        unknown: Vec<String>,
    },
    /// The file is no profile database, or a damaged one. Nothing was overwritten.
    #[error(
        "The profile database is damaged: {detail}. Nothing was overwritten: put a backup in its place, or \
         move the file away to begin with an empty profile."
    )]
    Corrupt {
        /// What was found.
        detail: String,
    },
    /// The folder or the file may not be written.
    #[error(
        "The profile database cannot be written ({detail}). Allow writing to its folder, or choose \
         another profile folder."
    )]
    ReadOnly {
        /// What was refused.
        detail: String,
    },
    /// There is no space left. What was acknowledged before is safe.
    #[error(
        "The disk with the profile is full: nothing was lost, but nothing more can be saved. Free some space and try again."
    )]
    DiskFull,
    /// Another program has been writing for longer than the time-out.
    #[error("Another Attune program is writing to the profile. Try again in a moment.")]
    Busy,
    /// What was asked for is not there, or not any more.
    #[error("There is no {what} {id}. It may have been deleted.")]
    NotFound {
        /// `conversation`, `message`, `role`.
        what: &'static str,
        /// Which.
        id: String,
    },
    /// A finished answer does not change any more.
    #[error("The answer {0} is finished already.")]
    Finished(attune_domain::MessageId),
    /// Anything else that the database or the file system says.
    #[error("The profile database failed: {0}.")]
    Database(String),
}

impl StoreError {
    pub(crate) fn not_found(what: &'static str, id: &impl ToString) -> Self {
        Self::NotFound { what, id: id.to_string() }
    }

    /// Tells what refused an operation on `path`.
    pub(crate) fn from_io(error: &io::Error, path: &Path) -> Self {
        let detail = format!("{}: {error}", path.display());
        match error.kind() {
            // A folder that is nowhere is on a drive that is gone, or where no folder can be made.
            io::ErrorKind::PermissionDenied
            | io::ErrorKind::NotFound
            | io::ErrorKind::ReadOnlyFilesystem
            | io::ErrorKind::NotADirectory => Self::ReadOnly { detail },
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull,
            _ => Self::Database(detail),
        }
    }

    fn from_sqlx(error: &SqlxError) -> Self {
        match error {
            SqlxError::PoolTimedOut => Self::Busy,
            SqlxError::Database(database) => {
                let code = database.code().and_then(|code| code.parse::<u32>().ok()).unwrap_or(0);
                Self::from_code(code, database.message())
            }
            other => Self::Database(other.to_string()),
        }
    }

    /// Reads SQLite's result codes (<https://www.sqlite.org/rescode.html>). The low byte is the primary code.
    fn from_code(code: u32, message: &str) -> Self {
        const IOERR_SHMSIZE: u32 = 4874;
        const IOERR_SHMMAP: u32 = 5386;
        match (code & 0xff, code) {
            (5 | 6, _) => Self::Busy,
            (8, _) => Self::ReadOnly { detail: message.to_owned() },
            (13, _) | (10, IOERR_SHMSIZE | IOERR_SHMMAP) => Self::DiskFull,
            (14, _) => Self::ReadOnly { detail: message.to_owned() },
            (11 | 26, _) => Self::Corrupt { detail: message.to_owned() },
            _ => Self::Database(format!("{message} (SQLite code {code})")),
        }
    }
}

impl From<DbErr> for StoreError {
    fn from(error: DbErr) -> Self {
        match &error {
            DbErr::ConnectionAcquire(ConnAcquireErr::Timeout) => Self::Busy,
            DbErr::Conn(RuntimeErr::SqlxError(inner))
            | DbErr::Exec(RuntimeErr::SqlxError(inner))
            | DbErr::Query(RuntimeErr::SqlxError(inner)) => Self::from_sqlx(inner),
            _ => Self::Database(error.to_string()),
        }
    }
}

impl From<SqlxError> for StoreError {
    fn from(error: SqlxError) -> Self {
        Self::from_sqlx(&error)
    }
}
