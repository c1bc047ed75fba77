//! The one place that opens connections, so that encryption at rest has one place to go.

use std::path::Path;
use std::time::Duration;

use sea_orm::sqlx::ConnectOptions as _;
use sea_orm::sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sea_orm::{DatabaseConnection, SqlxSqliteConnector};

use crate::StoreError;

/// How long a write waits for another program's transaction before it is refused as busy.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// How long a call waits for this program's own connection.
const POOL_TIMEOUT: Duration = Duration::from_secs(30);

/// Reads run beside each other and beside the one write.
const READERS: u32 = 2;

/// Opens the connection that writes. There is one: SQLite has one writer at a time anyway, and waiting in
/// line is cheaper than colliding.
pub(crate) async fn writer(path: &Path) -> Result<DatabaseConnection, StoreError> {
    let options = common(path)
        .journal_mode(SqliteJournalMode::Wal)
        // FULL: a commit is on the disk when it returns, not only in the system's cache.
        .synchronous(SqliteSynchronous::Full)
        .pragma("journal_size_limit", "67108864")
        // What is overwritten or deleted is overwritten with zeros, where that costs no further page.
        .pragma("secure_delete", "fast")
        .pragma("cache_size", "-8000");
    pool(options, 1).await
}

/// Opens the connections that only read.
pub(crate) async fn readers(path: &Path) -> Result<DatabaseConnection, StoreError> {
    let options = common(path)
        .pragma("query_only", "1")
        // Pages are shared with the system's cache instead of being copied into each connection's own.
        .pragma("mmap_size", "268435456")
        .pragma("cache_size", "-4000");
    pool(options, READERS).await
}

/// Opens a file for a look: nothing is written, not even beside it. `alone` reads the file as it lies there,
/// without its write-ahead log, which is right only if there is none.
pub(crate) async fn look(path: &Path, alone: bool) -> Result<DatabaseConnection, StoreError> {
    let options = SqliteConnectOptions::new()
        .filename(path)
        .read_only(true)
        .immutable(alone)
        .busy_timeout(BUSY_TIMEOUT)
        .disable_statement_logging();
    pool(options, 1).await
}

fn common(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(false)
        .foreign_keys(true)
        .busy_timeout(BUSY_TIMEOUT)
        .pragma("temp_store", "memory")
        .pragma("trusted_schema", "0")
        // Statements carry people's text: they never reach a log.
        .disable_statement_logging()
}

async fn pool(options: SqliteConnectOptions, most: u32) -> Result<DatabaseConnection, StoreError> {
    let pool = SqlitePoolOptions::new()
        .max_connections(most)
        .min_connections(1)
        .acquire_timeout(POOL_TIMEOUT)
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
        .connect_with(options)
        .await?;
    Ok(SqlxSqliteConnector::from_sqlx_sqlite_pool(pool))
}
