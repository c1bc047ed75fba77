//! What the window waits for: searching 100,000 messages, opening a conversation of 10,000, beginning a turn,
//! flushing and finishing an answer.
#![expect(clippy::print_stdout, reason = "printing is what it is for")]
#![expect(clippy::unwrap_used, reason = "a failed measurement ends with its reason")]

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};

use attune_domain::{ConversationId, MessageStatus, RoleId, Timestamp};
use attune_store::{Ending, NewConversation, NewTurn, Place, Store, StoreError, StoreOptions};
use sea_orm::sqlx::sqlite::{SqliteConnectOptions, SqlitePool, SqliteSynchronous};
use sea_orm::sqlx::{self, Executor};
use serde_json::json;
use uuid::Uuid;

const MESSAGES: usize = 100_000;
const LONG: usize = 10_000;
/// Of the rest, so many messages make a conversation.
const USUAL: usize = 60;

/// What opening a conversation may take, in milliseconds.
const OPEN: f64 = 300.0;
/// What a search may take, in milliseconds.
const SEARCH: f64 = 50.0;
/// What all of ours in a turn may take, in milliseconds; a write is one part of it.
const WRITE: f64 = 10.0;

#[tokio::main]
async fn main() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("profile.db");
    let store = Store::open(&path, options()).await.unwrap();
    let long = fill(&store, &path).await;
    figure("database of 100,000 messages", path.metadata().unwrap().len() as f64 / 1e6, "MB", None);
    store.close().await.unwrap();

    let (store, took) = timed(Store::open(&path, options())).await;
    let store = store.unwrap();
    figure("open the database", millis(took), "ms", None);
    let (opened, took) = timed(open_conversation(&store, long)).await;
    assert_eq!(opened.unwrap(), (LONG as u32, 60));
    figure("open 10,000 messages, first", millis(took), "ms", Some(OPEN));
    let took = repeat(40, || open_conversation(&store, long)).await;
    quantiles("open 10,000 messages", took, Some(OPEN));
    quantiles("first stretch of 10,000", repeat(40, || store.stretch(long, 0, 60)).await, None);
    quantiles("ids of a branch of 10,000", repeat(40, || store.branch_ids(long)).await, None);
    quantiles("list conversations", repeat(40, || store.conversations()).await, None);
    quantiles("count everything", repeat(40, || store.counts()).await, None);

    let mut all = Vec::new();
    for (name, query) in [
        ("rare", "w4711"),
        ("two words", "w120 w230"),
        ("in every message", "w0"),
        ("three common", "w0 w1 w2"),
        ("prefix of two", "w4"),
        ("prefix of three", "w12"),
        ("phrase", "w1-w2"),
        ("one letter", "w"),
        ("none", "zzzz"),
        ("ideographs", "東京"),
    ] {
        let took = repeat(25, || store.search(query, 50)).await;
        quantiles(&format!("search {name}"), took.clone(), None);
        all.extend(took);
    }
    quantiles("search 100,000 messages", all, Some(SEARCH));
    quantiles("search signs only", repeat(10, || store.search("=>", 50)).await, None);
    writes(&store).await;
}

async fn open_conversation(store: &Store, id: ConversationId) -> Result<(u32, usize), StoreError> {
    let branch = store.branch(id).await?;
    let stretch = store.stretch(id, branch.total.saturating_sub(60), 60).await?;
    Ok((branch.total, stretch.len()))
}

async fn writes(store: &Store) {
    let new = NewConversation { title: "bench".into(), role: RoleId::new("leader").unwrap() };
    let id = store.create_conversation(new).await.unwrap().id;
    let (mut begins, mut flushes, mut ends) = (Vec::new(), Vec::new(), Vec::new());
    let text = "word ".repeat(400);
    for _ in 0..200 {
        let turn = NewTurn {
            place: Place::Tip(id),
            question: "w1 w2 w3?".into(),
            attached: None,
            events: Vec::new(),
        };
        let (begun, took) = timed(store.begin_turn(turn)).await;
        begins.push(took);
        let answer = begun.unwrap().answer.message.id;
        let (flushed, took) = timed(store.append(answer, &text)).await;
        flushed.unwrap();
        flushes.push(took);
        let ending = Ending {
            status: MessageStatus::Complete,
            text: text.clone(),
            origin: None,
            adherence: None,
            failure: None,
            events: Vec::new(),
        };
        let (ended, took) = timed(store.finish(answer, ending)).await;
        ended.unwrap();
        ends.push(took);
    }
    quantiles("begin a turn", begins, Some(WRITE));
    quantiles("flush 2 kB of an answer", flushes, None);
    quantiles("finish an answer of 2 kB", ends, Some(WRITE));
    let large = "word ".repeat(20_000);
    let turn = NewTurn { place: Place::Tip(id), question: "long".into(), attached: None, events: Vec::new() };
    let answer = store.begin_turn(turn).await.unwrap().answer.message.id;
    quantiles("flush 100 kB of an answer", repeat(40, || store.append(answer, &large)).await, None);
}

/// Messages of about 60 words, whose frequencies fall as those of a language do.
async fn fill(store: &Store, path: &Path) -> ConversationId {
    let mut long = None;
    let mut tips = Vec::new();
    let count = 1 + (MESSAGES - LONG) / USUAL;
    for number in 0..count {
        let new = NewConversation {
            title: format!("Conversation about w{number}"),
            role: RoleId::new("leader").unwrap(),
        };
        tips.push(store.create_conversation(new).await.unwrap().id);
        long = long.or(tips.last().copied());
    }
    // A transaction a turn, as in use, so that the index has grown as it grows in use; but without waiting
    // for the disk.
    let options = SqliteConnectOptions::new().filename(path).synchronous(SqliteSynchronous::Off);
    let pool = SqlitePool::connect_with(options).await.unwrap();
    let mut transaction = pool.begin().await.unwrap();
    let mut random = 1_u64;
    for (number, conversation) in tips.iter().enumerate() {
        let mut parent: Option<Uuid> = None;
        for depth in 0..if number == 0 { LONG } else { USUAL } {
            let id = Uuid::now_v7();
            let mut text: String = (0..60).map(|_| format!("w{} ", zipf(&mut random))).collect();
            let ideographs = if depth % 50 == 0 { "東 京 で 会 議" } else { "" };
            if depth % 50 == 0 {
                text.push_str("東京で会議");
            }
            let insert = sqlx::query(
                "INSERT INTO messages (id, conversation, parent, depth, author, status, created_at, actor, \
                 hybrid_time, text, ideographs) VALUES (?, ?, ?, ?, ?, 'complete', ?, ?, ?, ?, ?)",
            )
            .bind(id)
            .bind(conversation.0)
            .bind(parent)
            .bind(depth as i64)
            .bind(if depth % 2 == 0 { "person" } else { "assistant" })
            .bind(depth as i64)
            .bind(Uuid::nil())
            .bind(depth as i64)
            .bind(text)
            .bind(ideographs);
            transaction.execute(insert).await.unwrap();
            parent = Some(id);
            if depth % 2 == 1 {
                transaction.commit().await.unwrap();
                transaction = pool.begin().await.unwrap();
            }
        }
        let tip =
            sqlx::query("UPDATE conversations SET tip = ? WHERE id = ?").bind(parent).bind(conversation.0);
        transaction.execute(tip).await.unwrap();
    }
    transaction.commit().await.unwrap();
    pool.close().await;
    long.unwrap()
}

/// A word's rank: the first is in nearly every message, the last in hardly any.
fn zipf(random: &mut u64) -> u64 {
    *random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    let uniform = (*random >> 11) as f64 / (1_u64 << 53) as f64;
    (20_000_f64.powf(uniform) - 1.0) as u64
}

fn options() -> StoreOptions {
    let clock = AtomicI64::new(1_700_000_000_000);
    let now = move || Timestamp(clock.fetch_add(1, Ordering::SeqCst));
    StoreOptions { now: Arc::new(now), ids: Arc::new(Uuid::now_v7), actor: None }
}

async fn timed<T>(work: impl Future<Output = T>) -> (T, Duration) {
    let start = Instant::now();
    let result = work.await;
    (result, start.elapsed())
}

async fn repeat<T, F>(times: usize, mut work: impl FnMut() -> F) -> Vec<Duration>
where
    F: Future<Output = Result<T, StoreError>>,
{
    let mut all = Vec::with_capacity(times);
    for _ in 0..times {
        let (result, took) = timed(work()).await;
        result.unwrap();
        all.push(took);
    }
    all
}

fn quantiles(name: &str, mut took: Vec<Duration>, mark: Option<f64>) {
    took.sort_unstable();
    let at = |share: f64| millis(took[((took.len() - 1) as f64 * share).round() as usize]);
    figure(&format!("{name}, median"), at(0.5), "ms", None);
    figure(&format!("{name}, p95"), at(0.95), "ms", mark);
}

fn figure(name: &str, value: f64, unit: &str, mark: Option<f64>) {
    let mut line = json!({"name": name, "value": (value * 1000.0).round() / 1000.0, "unit": unit});
    if let Some(mark) = mark {
        line["mark"] = mark.into();
        line["better"] = "lower".into();
    }
    println!("{line}");
}

fn millis(took: Duration) -> f64 {
    took.as_secs_f64() * 1000.0
}
