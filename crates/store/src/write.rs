//! Writing: one transaction at a time, each change with its place in the order of all writes and its outbox
//! row.

use attune_domain::{ActorId, HybridTime, Timestamp};
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, SqliteTransactionMode, Statement,
    TransactionOptions, TransactionTrait, Value,
};
use uuid::Uuid;

use crate::{Store, StoreError};

/// What kind of thing changed, as the outbox names it.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Kind {
    Conversation,
    Message,
    Event,
    Draft,
    Provider,
    Setting,
    Departure,
    Memory,
    Image,
}

impl Kind {
    fn as_str(self) -> &'static str {
        match self {
            Self::Conversation => "conversation",
            Self::Message => "message",
            Self::Event => "event",
            Self::Draft => "draft",
            Self::Provider => "provider",
            Self::Setting => "setting",
            Self::Departure => "departure",
            Self::Memory => "memory",
            Self::Image => "image",
        }
    }
}

/// A write that has begun. Dropping it undoes it.
pub(crate) struct Write<'s> {
    store: &'s Store,
    /// The transaction, for queries.
    pub(crate) db: DatabaseTransaction,
}

impl Store {
    /// Begins a write. It waits for the writes of this program and, for a few seconds, for those of others.
    pub(crate) async fn write(&self) -> Result<Write<'_>, StoreError> {
        let db = begin_immediate(&self.writer).await?;
        // Another program may have written since: its readings come before ours.
        let newest = newest_hybrid_time(&db).await?;
        self.with_clock(|clock| clock.observe(newest));
        Ok(Write { store: self, db })
    }

    fn with_clock<T>(&self, run: impl FnOnce(&mut attune_domain::HybridClock) -> T) -> T {
        // A clock is whole after every call, even after one that panicked.
        run(&mut self.clock.lock().unwrap_or_else(std::sync::PoisonError::into_inner))
    }
}

impl Write<'_> {
    /// Notes in the outbox that something changes, and gives the time that belongs into its row.
    pub(crate) async fn change(&self, kind: Kind, id: impl ToString) -> Result<HybridTime, StoreError> {
        let reading = self.store.with_clock(|clock| clock.tick(self.store.now()));
        let sql = "INSERT INTO outbox (kind, id, hybrid_time) VALUES (?, ?, ?) \
                   ON CONFLICT (kind, id) DO UPDATE SET hybrid_time = excluded.hybrid_time";
        self.db
            .execute_raw(query(sql, [kind.as_str().into(), id.to_string().into(), reading.0.into()]))
            .await?;
        Ok(reading)
    }

    /// Makes the write durable: when this returns, the disk has it.
    pub(crate) async fn commit(self) -> Result<(), StoreError> {
        Ok(self.db.commit().await?)
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.store.now()
    }

    pub(crate) fn new_id(&self) -> Uuid {
        self.store.new_id()
    }

    pub(crate) fn actor(&self) -> ActorId {
        self.store.actor()
    }

    pub(crate) fn writer(&self) -> Uuid {
        self.store.lease.writer()
    }
}

/// Begins a transaction that takes the write lock at once: one that reads first and writes later is refused
/// when another program has written in between, whatever the time-out.
pub(crate) async fn begin_immediate(writer: &DatabaseConnection) -> Result<DatabaseTransaction, StoreError> {
    let options = TransactionOptions {
        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        ..TransactionOptions::default()
    };
    Ok(writer.begin_with_options(options).await?)
}

/// The newest reading in the database. Events stay when the outbox is emptied.
pub(crate) async fn newest_hybrid_time(db: &impl ConnectionTrait) -> Result<HybridTime, StoreError> {
    let sql = "SELECT max(ifnull((SELECT max(hybrid_time) FROM outbox), 0), \
                          ifnull((SELECT max(hybrid_time) FROM events), 0))";
    let row = db.query_one_raw(query(sql, [])).await?;
    let newest = row.map(|row| row.try_get_by_index::<i64>(0)).transpose()?;
    Ok(HybridTime(newest.unwrap_or(0)))
}

/// So many marks for values, as they stand in a list.
pub(crate) fn marks(values: usize) -> String {
    vec!["?"; values].join(",")
}

/// A statement in SQLite's own words, for what the query builder cannot say.
pub(crate) fn query(sql: &str, values: impl IntoIterator<Item = Value>) -> Statement {
    Statement::from_sql_and_values(DbBackend::Sqlite, sql, values)
}
