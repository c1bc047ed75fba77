//! A look at a file before it is opened for writing: a database that a newer program has changed, and a file
//! that is no profile database, must stay as they are, byte for byte.

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use attune_migrations::known;
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, Statement};

use crate::{StoreError, connect};

/// How every SQLite file begins.
const MAGIC: &[u8; 16] = b"SQLite format 3\0";

const SMALLEST_PAGE: u64 = 512;

/// What a look found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Found {
    /// No file, or an empty one.
    Nothing,
    /// A profile database that this program can open.
    Profile,
}

/// Looks at `path` without writing anything.
///
/// The file alone is read first: reading through a write-ahead log can create files. It is authoritative for
/// its schema, because [`crate::Store::open`] moves the log into it after every migration; a log is taken
/// into account only to be sure.
pub(crate) async fn look(path: &Path) -> Result<Found, StoreError> {
    let size = match std::fs::metadata(path) {
        Ok(metadata) if metadata.is_file() => metadata.len(),
        Ok(_) => return Err(StoreError::Corrupt { detail: format!("{} is not a file", path.display()) }),
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Found::Nothing),
        Err(error) => return Err(StoreError::from_io(&error, path)),
    };
    if size == 0 {
        return Ok(Found::Nothing);
    }
    check_header(path, size)?;
    match look_at(path, true).await {
        Err(error @ StoreError::Newer { .. }) => return Err(error),
        Ok(()) if !has_log(path) => return Ok(Found::Profile),
        // Another program that is just closing moves its log into the file, which then looks torn for a
        // moment. Damage looks the same twice.
        Err(_) if !has_log(path) => return look_at(path, true).await.map(|()| Found::Profile),
        Ok(()) | Err(_) => {}
    }
    // Without its index file a log belongs to no running program; reading through it would create the index.
    if beside(path, "-shm").exists() {
        look_at(path, false).await?;
    }
    Ok(Found::Profile)
}

/// The migrations in a database that this program does not know.
pub(crate) async fn unknown_migrations(db: &impl ConnectionTrait) -> Result<Vec<String>, StoreError> {
    let known = known();
    let applied = texts(db, "SELECT version FROM seaql_migrations ORDER BY version").await?;
    Ok(applied.into_iter().filter(|version| !known.contains(version)).collect())
}

/// SQLite takes a file of less than its smallest page for an empty database, and would write over it.
fn check_header(path: &Path, size: u64) -> Result<(), StoreError> {
    let mut header = [0; MAGIC.len()];
    let read = File::open(path).and_then(|mut file| file.read_exact(&mut header));
    match read {
        Ok(()) if header == *MAGIC && size >= SMALLEST_PAGE => Ok(()),
        Err(error) if error.kind() != ErrorKind::UnexpectedEof => Err(StoreError::from_io(&error, path)),
        _ => Err(StoreError::Corrupt { detail: format!("{} is not a database", path.display()) }),
    }
}

async fn look_at(path: &Path, alone: bool) -> Result<(), StoreError> {
    let db = connect::look(path, alone).await?;
    let looked = look_inside(&db, path).await;
    // Closing an untouched read-only connection has nothing to fail at.
    drop(db.close().await);
    looked
}

async fn look_inside(db: &DatabaseConnection, path: &Path) -> Result<(), StoreError> {
    let tables =
        texts(db, "SELECT name FROM sqlite_schema WHERE type = 'table'").await.map_err(
            |error| match error {
                StoreError::Corrupt { detail } => {
                    StoreError::Corrupt { detail: format!("{}: {detail}", path.display()) }
                }
                other => other,
            },
        )?;
    if tables.is_empty() {
        return Ok(());
    }
    if !tables.iter().any(|table| table == "seaql_migrations") {
        let detail = format!("{} is a database, but not one of Attune's", path.display());
        return Err(StoreError::Corrupt { detail });
    }
    let unknown = unknown_migrations(db).await?;
    if unknown.is_empty() { Ok(()) } else { Err(StoreError::Newer { path: path.to_owned(), unknown }) }
}

async fn texts(db: &impl ConnectionTrait, sql: &str) -> Result<Vec<String>, StoreError> {
    let rows = db.query_all_raw(Statement::from_string(DbBackend::Sqlite, sql)).await?;
    rows.iter().map(|row| row.try_get_by_index::<String>(0).map_err(StoreError::from)).collect()
}

fn has_log(path: &Path) -> bool {
    std::fs::metadata(beside(path, "-wal")).is_ok_and(|log| log.len() > 0)
}

/// A file next to the database, named after it.
pub(crate) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}
