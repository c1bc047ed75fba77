//! Opening and closing the profile database.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use attune_domain::{ActorId, HybridClock, HybridTime, Timestamp};
use attune_migrations::Migrator;
use sea_orm::{ConnectionTrait, DatabaseConnection, DatabaseTransaction, EntityTrait, Set};
use sea_orm_migration::MigratorTrait;
use uuid::Uuid;

use crate::entity::meta;
use crate::lease::{self, Lease};
use crate::look::{Found, look, unknown_migrations};
use crate::write::{begin_immediate, newest_hybrid_time};
use crate::{StoreError, connect, messages};

/// What the database takes from outside: time, ids and who writes.
#[derive(Clone)]
pub struct StoreOptions {
    /// The wall clock.
    pub now: Arc<dyn Fn() -> Timestamp + Send + Sync>,
    /// A source of UUIDs of version 7.
    pub ids: Arc<dyn Fn() -> Uuid + Send + Sync>,
    /// Who writes; none takes the one that the profile was begun with, or begins with a new one.
    pub actor: Option<ActorId>,
}

/// An open profile database.
pub struct Store {
    pub(crate) path: PathBuf,
    pub(crate) reader: DatabaseConnection,
    pub(crate) writer: DatabaseConnection,
    pub(crate) clock: Mutex<HybridClock>,
    pub(crate) options: StoreOptions,
    pub(crate) lease: Lease,
    actor: ActorId,
}

impl Store {
    /// Opens the database at `path`, and makes it if there is none. A folder that has to be made is private
    /// (0700), and so is the file (0600).
    ///
    /// Answers that a program left behind when it was killed become
    /// [`Interrupted`](attune_domain::MessageStatus::Interrupted); those of programs that still run stay.
    ///
    /// # Errors
    /// [`StoreError::Newer`] and [`StoreError::Corrupt`] leave the file as it was, byte for byte.
    /// [`StoreError::ReadOnly`], [`StoreError::DiskFull`] and [`StoreError::Busy`] say what to do.
    pub async fn open(path: impl Into<PathBuf>, options: StoreOptions) -> Result<Self, StoreError> {
        let path = path.into();
        let found = look(&path).await?;
        prepare_files(&path, found)?;
        let writer = connect_patiently(&path).await?;

        let transaction = begin_immediate(&writer).await?;
        let migrated = migrate(&transaction, &path).await?;
        let actor = actor(&transaction, &options).await?;
        lease::sweep(&path);
        let lease = Lease::take(&path, (options.ids)())?;
        let newest = newest_hybrid_time(&transaction).await?;
        transaction.commit().await?;
        if migrated {
            // From here on the file itself shows its schema to a program that only looks.
            writer.execute_unprepared("PRAGMA wal_checkpoint(TRUNCATE)").await?;
        }

        let reader = connect::readers(&path).await?;
        let clock = Mutex::new(HybridClock::starting_after(newest));
        let store = Self { path, reader, writer, clock, options, lease, actor };
        messages::interrupt_abandoned(&store).await?;
        Ok(store)
    }

    /// Closes the database. A store that is dropped instead loses nothing; its connections end a little later.
    ///
    /// # Errors
    /// [`StoreError::Database`] when a connection could not be closed.
    pub async fn close(self) -> Result<(), StoreError> {
        self.reader.close().await?;
        self.writer.close().await?;
        Ok(())
    }

    /// Who writes.
    #[must_use]
    pub fn actor(&self) -> ActorId {
        self.actor
    }

    /// Where the database lies.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The newest reading of the hybrid clock that was given or seen.
    ///
    /// # Errors
    /// [`StoreError`] as the database says.
    pub async fn newest_hybrid_time(&self) -> Result<HybridTime, StoreError> {
        newest_hybrid_time(&self.reader).await
    }

    pub(crate) fn now(&self) -> Timestamp {
        (self.options.now)()
    }

    pub(crate) fn new_id(&self) -> Uuid {
        (self.options.ids)()
    }
}

fn prepare_files(path: &Path, found: Found) -> Result<(), StoreError> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        lease::create_private_folder(folder).map_err(|error| StoreError::from_io(&error, folder))?;
    }
    lease::prepare(path)?;
    // The file is made here and not by SQLite, so that nobody else can read it at any moment; SQLite gives
    // the files beside it the same rights.
    let mut options = lease::private_file();
    if found == Found::Nothing {
        options.create(true).truncate(false);
    }
    let file = options.open(path).map_err(|error| StoreError::from_io(&error, path))?;
    make_private(&file).map_err(|error| StoreError::from_io(&error, path))
}

#[cfg(unix)]
fn make_private(file: &std::fs::File) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let mut permissions = file.metadata()?.permissions();
    if permissions.mode() & 0o077 == 0 {
        return Ok(());
    }
    permissions.set_mode(0o600);
    file.set_permissions(permissions)
}

#[cfg(not(unix))]
fn make_private(_file: &std::fs::File) -> std::io::Result<()> {
    Ok(())
}

/// Two programs that make the same database at once can collide while the first switches it to write-ahead
/// logging, for which SQLite does not wait.
async fn connect_patiently(path: &Path) -> Result<DatabaseConnection, StoreError> {
    const TRIES: u32 = 40;
    let mut tries = 0;
    loop {
        match connect::writer(path).await {
            Err(StoreError::Busy) if tries < TRIES => tries += 1,
            connected => return connected,
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// Brings the schema up to date, all migrations or none. Returns whether there was something to do.
async fn migrate(transaction: &DatabaseTransaction, path: &Path) -> Result<bool, StoreError> {
    Migrator::install(transaction).await?;
    let unknown = unknown_migrations(transaction).await?;
    if !unknown.is_empty() {
        return Err(StoreError::Newer { path: path.to_owned(), unknown });
    }
    let pending = Migrator::get_pending_migrations(transaction).await?;
    if pending.is_empty() {
        return Ok(false);
    }
    Migrator::up(transaction, None).await?;
    Ok(true)
}

async fn actor(transaction: &DatabaseTransaction, options: &StoreOptions) -> Result<ActorId, StoreError> {
    const KEY: &str = "actor";
    if let Some(actor) = options.actor {
        return Ok(actor);
    }
    if let Some(row) = meta::Entity::find_by_id(KEY.to_owned()).one(transaction).await? {
        return row
            .value
            .parse()
            .map_err(|_| StoreError::Corrupt { detail: "the actor is no id".to_owned() });
    }
    let actor = ActorId((options.ids)());
    let row = meta::ActiveModel { key: Set(KEY.to_owned()), value: Set(actor.to_string()) };
    meta::Entity::insert(row).exec_without_returning(transaction).await?;
    Ok(actor)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[tokio::test]
    async fn a_full_disk_is_said_to_be_full_and_loses_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let options =
            StoreOptions { now: Arc::new(|| Timestamp(1)), ids: Arc::new(Uuid::now_v7), actor: None };
        let path = folder.path().join("profile.db");
        let store = Store::open(&path, options.clone()).await.unwrap();
        store.set_setting("profile.name", Some(&json!("Ada"))).await.unwrap();
        // SQLite's own limit stands for the disk's: it fails with the same code, at the same places.
        let row = store.writer.query_one_raw(crate::write::query("PRAGMA page_count", [])).await.unwrap();
        let pages: i64 = row.unwrap().try_get_by_index(0).unwrap();
        store.writer.execute_unprepared(&format!("PRAGMA max_page_count = {pages}")).await.unwrap();

        let error = store.save_draft(None, &"long ".repeat(100_000)).await.unwrap_err();
        assert!(matches!(error, StoreError::DiskFull), "{error:?}");
        assert!(error.to_string().contains("disk"), "{error}");
        store.set_setting("profile.name", Some(&json!("Bob"))).await.unwrap();
        store.close().await.unwrap();

        let store = Store::open(&path, options).await.unwrap();
        assert_eq!(store.setting("profile.name").await.unwrap(), Some(json!("Bob")));
        assert_eq!(store.draft(None).await.unwrap(), "");
        assert!(store.integrity_check().await.unwrap().is_empty());
    }
}
