//! A profile on disk, with a clock that stands still until it is moved and ids that count.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use attune_domain::{
    AnswerOrigin, Conversation, ConversationId, MessageId, MessageStatus, ModelId, RoleId, Timestamp,
};
use attune_store::{BegunTurn, Ending, Finished, NewConversation, NewTurn, Place, Store, StoreOptions};
use sea_orm::sqlx::ConnectOptions as _;
use sea_orm::sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions};
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DbBackend, QueryResult, SqlxSqliteConnector, Statement, Value,
};
use tempfile::TempDir;
use uuid::{Builder, Uuid};

pub(crate) struct Profile {
    pub(crate) folder: TempDir,
    clock: Arc<AtomicI64>,
    next_id: Arc<AtomicU64>,
}

impl Profile {
    pub(crate) fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            clock: Arc::new(AtomicI64::new(1_700_000_000_000)),
            next_id: Arc::new(AtomicU64::new(1)),
        }
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.folder.path().join("profile.db")
    }

    pub(crate) fn now(&self) -> i64 {
        self.clock.load(Ordering::SeqCst)
    }

    pub(crate) fn set_clock(&self, millis: i64) {
        self.clock.store(millis, Ordering::SeqCst);
    }

    pub(crate) fn pass(&self, millis: i64) {
        self.clock.fetch_add(millis, Ordering::SeqCst);
    }

    pub(crate) fn options(&self) -> StoreOptions {
        let clock = Arc::clone(&self.clock);
        let now = move || Timestamp(clock.load(Ordering::SeqCst));
        let clock = Arc::clone(&self.clock);
        let next_id = Arc::clone(&self.next_id);
        let ids = move || id(clock.load(Ordering::SeqCst), next_id.fetch_add(1, Ordering::SeqCst));
        StoreOptions { now: Arc::new(now), ids: Arc::new(ids), actor: None }
    }

    pub(crate) async fn open(&self) -> Store {
        Store::open(self.path(), self.options()).await.unwrap()
    }

    /// The file as any program sees it, beside the store.
    pub(crate) async fn raw(&self) -> Raw {
        Raw::open(self.path()).await
    }
}

/// A UUID of version 7 whose order is the order of the counter.
pub(crate) fn id(millis: i64, counter: u64) -> Uuid {
    let mut bytes = [0; 10];
    bytes[2..].copy_from_slice(&counter.to_be_bytes());
    Builder::from_unix_timestamp_millis(u64::try_from(millis).unwrap(), &bytes).into_uuid()
}

pub(crate) struct Raw(DatabaseConnection);

impl Raw {
    pub(crate) async fn open(path: PathBuf) -> Self {
        let options = SqliteConnectOptions::new().filename(path).disable_statement_logging();
        let pool = SqlitePoolOptions::new().max_connections(1).connect_with(options).await.unwrap();
        Self(SqlxSqliteConnector::from_sqlx_sqlite_pool(pool))
    }

    pub(crate) async fn run(&self, sql: &str) {
        self.0.execute_unprepared(sql).await.unwrap();
    }

    /// Runs what must be refused, and gives the reason.
    pub(crate) async fn refused(&self, sql: &str) -> String {
        self.0.execute_unprepared(sql).await.unwrap_err().to_string()
    }

    pub(crate) async fn rows(&self, sql: &str, values: Vec<Value>) -> Vec<QueryResult> {
        let statement = Statement::from_sql_and_values(DbBackend::Sqlite, sql, values);
        self.0.query_all_raw(statement).await.unwrap()
    }

    pub(crate) async fn text(&self, sql: &str, values: Vec<Value>) -> String {
        self.rows(sql, values).await[0].try_get_by_index(0).unwrap()
    }

    pub(crate) async fn number(&self, sql: &str) -> i64 {
        self.rows(sql, Vec::new()).await[0].try_get_by_index(0).unwrap()
    }

    pub(crate) async fn close(self) {
        self.0.close().await.unwrap();
    }
}

pub(crate) fn role(name: &str) -> RoleId {
    RoleId::new(name).unwrap()
}

pub(crate) fn titled(title: &str) -> NewConversation {
    NewConversation { title: title.to_owned(), role: role("leader") }
}

pub(crate) async fn begin(store: &Store, title: &str) -> Conversation {
    store.create_conversation(titled(title)).await.unwrap()
}

pub(crate) async fn ask(store: &Store, place: Place, question: &str) -> BegunTurn {
    let turn = NewTurn { place, question: question.to_owned(), attached: None, events: Vec::new() };
    store.begin_turn(turn).await.unwrap()
}

pub(crate) fn complete(text: &str) -> Ending {
    Ending {
        status: MessageStatus::Complete,
        text: text.to_owned(),
        origin: Some(origin("smollm2-135m-instruct", 20.0)),
        adherence: None,
        failure: None,
        events: Vec::new(),
    }
}

pub(crate) fn origin(model: &str, tokens_per_s: f64) -> AnswerOrigin {
    AnswerOrigin {
        role: Some(role("leader")),
        role_version: 1,
        model: Some(ModelId::new(model).unwrap()),
        tokens_per_s,
        ..AnswerOrigin::default()
    }
}

pub(crate) async fn finish(store: &Store, answer: MessageId, text: &str) -> Finished {
    store.finish(answer, complete(text)).await.unwrap()
}

/// A whole turn at the tip; gives question and answer.
pub(crate) async fn turn(
    store: &Store,
    conversation: ConversationId,
    question: &str,
    answer: &str,
) -> (MessageId, MessageId) {
    let begun = ask(store, Place::Tip(conversation), question).await;
    finish(store, begun.answer.message.id, answer).await;
    (begun.question.message.id, begun.answer.message.id)
}

/// The texts of a whole branch.
pub(crate) async fn texts(store: &Store, conversation: ConversationId) -> Vec<String> {
    let stretch = store.stretch(conversation, 0, 10_000).await.unwrap();
    stretch.into_iter().map(|placed| placed.message.text).collect()
}
