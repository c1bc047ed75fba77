//! What holds for every write: it has its outbox row, and its time follows every earlier one.

use attune_domain::{EventKind, HybridTime, ProviderConfig, ProviderId, ProviderKind, Timestamp};
use attune_store::{Departure, NewEvent, Store};
use serde_json::json;

use crate::memories::learn;
use crate::profile::{Profile, begin, role, turn};

const TABLES: [(&str, &str, &str); 8] = [
    ("conversation", "conversations", "id"),
    ("message", "messages", "id"),
    ("event", "events", "id"),
    ("draft", "drafts", "id"),
    ("provider", "providers", "id"),
    ("setting", "settings", "key"),
    ("departure", "departures", "id"),
    ("memory", "memories", "id"),
];

/// Does everything that writes something personal.
async fn write_everything(store: &Store) {
    let id = begin(store, "Plan").await.id;
    let (question, answer) = turn(store, id, "one", "1").await;
    store.begin_answer(question, Vec::new()).await.unwrap();
    store.append(store.branch(id).await.unwrap().conversation.tip.unwrap(), "so far").await.unwrap();
    store.switch_branch(id, answer).await.unwrap();
    store.rename_conversation(id, "Plans").await.unwrap();
    store.pin_conversation(id, true).await.unwrap();
    store.set_conversation_role(id, role("intern")).await.unwrap();
    store.touch_conversation(id).await.unwrap();
    let gone = begin(store, "gone").await.id;
    store.delete_conversation(gone).await.unwrap();
    store.restore_conversation(gone).await.unwrap();
    let event = NewEvent { message: Some(answer), kind: EventKind::AnswerCopied };
    store.append_events(vec![event.clone(), event]).await.unwrap();
    store.save_draft(None, "begun").await.unwrap();
    store.save_draft(Some(id), "begun").await.unwrap();
    store.save_draft(Some(id), "").await.unwrap();
    store.set_setting("appearance.theme", Some(&json!("dark"))).await.unwrap();
    store.set_setting("appearance.theme", None).await.unwrap();
    store.save_provider(&provider("ours")).await.unwrap();
    store.save_provider(&provider("ours")).await.unwrap();
    store.remove_provider(&ProviderId::new("ours").unwrap()).await.unwrap();
    store.record_departure(&departure(1)).await.unwrap();
    let kept = learn(store, 1, "Uses Vim").await;
    let gone = learn(store, 2, "Uses Emacs").await;
    let used = EventKind::MemoriesUsed { memories: vec![kept, gone] };
    store.record_memories(vec![NewEvent { message: Some(answer), kind: used }]).await.unwrap();
    store.erase_memories(&[gone]).await.unwrap();
}

pub(crate) fn provider(id: &str) -> ProviderConfig {
    ProviderConfig {
        id: ProviderId::new(id).unwrap(),
        name: "Ours".into(),
        kind: ProviderKind::OpenAi,
        base_url: "https://models.example.com/v1".into(),
        model: "large".into(),
        context_tokens: 8_192,
        enabled: true,
        memories: false,
        images: false,
    }
}

pub(crate) fn departure(at: i64) -> Departure {
    Departure {
        at: Timestamp(at),
        purpose: "ask".into(),
        destination: "https://models.example.com".into(),
        subject: "ours".into(),
        personal_bytes: 120,
        permitted: true,
        decided_by: "built-in".into(),
    }
}

#[tokio::test]
async fn every_row_has_its_newest_change_in_the_outbox() {
    let profile = Profile::new();
    let store = profile.open().await;
    write_everything(&store).await;
    let raw = profile.raw().await;
    for (kind, table, key) in TABLES {
        let id = if matches!(kind, "provider" | "setting") {
            format!("t.{key}")
        } else {
            // The outbox names UUIDs as people read them.
            format!(
                "lower(substr(hex(t.{key}),1,8)||'-'||substr(hex(t.{key}),9,4)||'-'||substr(hex(t.{key}),13,4)||'-'||\
                 substr(hex(t.{key}),17,4)||'-'||substr(hex(t.{key}),21))"
            )
        };
        let rows = raw.number(&format!("SELECT count(*) FROM {table}")).await;
        assert!(rows > 0, "nothing was written to {table}");
        let matching = raw
            .number(&format!(
                "SELECT count(*) FROM {table} t JOIN outbox o ON o.kind = '{kind}' AND o.id = {id} \
                 AND o.hybrid_time = t.hybrid_time"
            ))
            .await;
        assert_eq!(matching, rows, "{table}");
        let noted = raw.number(&format!("SELECT count(*) FROM outbox WHERE kind = '{kind}'")).await;
        assert_eq!(noted, rows, "{table}");
    }
    let times = raw.number("SELECT count(DISTINCT hybrid_time) FROM outbox").await;
    assert_eq!(times, raw.number("SELECT count(*) FROM outbox").await);
}

#[tokio::test]
async fn order_holds_when_the_clock_goes_backwards_or_a_year_ahead() {
    let profile = Profile::new();
    let mut last = HybridTime(0);
    let start = profile.now();
    for millis in [start, start + 365 * 86_400_000, start - 365 * 86_400_000, 0, start] {
        profile.set_clock(millis);
        let store = profile.open().await;
        let event = NewEvent { message: None, kind: EventKind::AnswerCopied };
        let written = store.append_events(vec![event]).await.unwrap();
        assert!(written[0].hybrid_time > last);
        last = written[0].hybrid_time;
        store.close().await.unwrap();
    }
}

#[tokio::test]
async fn two_open_stores_share_one_order() {
    let profile = Profile::new();
    let (one, two) = (profile.open().await, profile.open().await);
    let mut times = Vec::new();
    for store in [&one, &two, &two, &one, &two, &one] {
        let event = NewEvent { message: None, kind: EventKind::AnswerCopied };
        times.push(store.append_events(vec![event]).await.unwrap()[0].hybrid_time);
    }
    assert!(times.windows(2).all(|pair| pair[0] < pair[1]), "{times:?}");
}

#[tokio::test]
async fn a_write_that_is_given_up_leaves_nothing_and_blocks_nobody() {
    let profile = Profile::new();
    let store = profile.open().await;
    let ada = json!("Ada");
    for _ in 0..20 {
        let mut write = Box::pin(store.set_setting("profile.name", Some(&ada)));
        // Poll it a little way into its transaction, then forget it.
        tokio::select! {
            biased;
            _ = &mut write => {}
            () = tokio::task::yield_now() => {}
        }
        drop(write);
        store.save_draft(None, "after").await.unwrap();
        store.save_draft(None, "").await.unwrap();
    }
    let name = store.setting("profile.name").await.unwrap();
    assert!(name.is_none() || name == Some(ada));
}
