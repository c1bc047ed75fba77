//! What a newer program wrote is kept, whatever this one does beside it.

use attune_domain::{EventKind, HybridTime, MessageStatus, role::built_in};
use attune_store::NewEvent;
use serde_json::{Value, json};

use crate::laws::provider;
use crate::profile::{Profile, begin, finish, texts, turn};

#[tokio::test]
async fn unknown_events_come_back_as_they_were() {
    let profile = Profile::new();
    let store = profile.open().await;
    let sung = json!({"kind": "answer_sung", "data": {"key": "c", "bars": [1, 2.5, null]}, "more": true});
    let kind: EventKind = serde_json::from_value(sung.clone()).unwrap();
    store.append_events(vec![NewEvent { message: None, kind }]).await.unwrap();
    let raw = profile.raw().await;
    assert_eq!(raw.text("SELECT kind FROM events", Vec::new()).await, "answer_sung");
    store.close().await.unwrap();

    let event = profile.open().await.events_since(HybridTime(0), 10).await.unwrap().remove(0);
    assert_eq!(event.kind, EventKind::Unknown(sung.clone()));
    assert_eq!(serde_json::to_value(&event.kind).unwrap(), sung);
}

#[tokio::test]
async fn unknown_settings_stay() {
    let profile = Profile::new();
    let store = profile.open().await;
    store.set_setting("future.wings", Some(&json!({"span": 3}))).await.unwrap();
    store.set_setting("appearance.theme", Some(&json!("dark"))).await.unwrap();
    assert_eq!(store.settings().await.unwrap()["future.wings"], json!({"span": 3}));
}

#[tokio::test]
async fn unknown_fields_of_a_provider_survive_a_change() {
    let profile = Profile::new();
    let store = profile.open().await;
    store.save_provider(&provider("ours")).await.unwrap();
    let raw = profile.raw().await;
    raw.run("UPDATE providers SET body = json_set(body, '$.region', 'eu'), extra = '{\"x\":1}'").await;
    raw.run(
        "INSERT INTO providers (id, updated_at, actor, hybrid_time, body) \
         VALUES ('odd', 0, zeroblob(16), 0, '{\"id\":\"odd\",\"kind\":{\"type\":\"telepathy\"}}')",
    )
    .await;
    let mut changed = provider("ours");
    changed.model = "larger".into();
    store.save_provider(&changed).await.unwrap();

    assert_eq!(store.providers().await.unwrap(), [changed]);
    let body = raw.text("SELECT body FROM providers WHERE id = 'ours'", Vec::new()).await;
    let body: Value = serde_json::from_str(&body).unwrap();
    assert_eq!((&body["region"], &body["model"]), (&json!("eu"), &json!("larger")));
    assert_eq!(raw.text("SELECT extra FROM providers WHERE id = 'ours'", Vec::new()).await, "{\"x\":1}");
    assert_eq!(raw.number("SELECT count(*) FROM providers WHERE id = 'odd'").await, 1);
}

#[tokio::test]
async fn unknown_values_of_messages_are_shown_plainly_and_kept() {
    let profile = Profile::new();
    let store = profile.open().await;
    let id = begin(&store, "Plan").await.id;
    let (_, answer) = turn(&store, id, "one", "1").await;
    let raw = profile.raw().await;
    raw.run(
        "UPDATE messages SET status = 'dreaming', author = 'oracle', extra = '{\"x\":1}', \
         origin = json_set(origin, '$.mood', 'fine') WHERE author = 'assistant'; \
         UPDATE conversations SET extra = '{\"y\":1}';",
    )
    .await;
    let shown = store.message(answer).await.unwrap().message;
    assert_eq!(shown.status, MessageStatus::Complete);
    assert_eq!(shown.origin.unwrap().role_version, 1);

    let (_, next) = turn(&store, id, "two", "2").await;
    let again = store.begin_answer(store.message(next).await.unwrap().message.parent.unwrap(), Vec::new());
    let again = again.await.unwrap().answer.message.id;
    finish(&store, again, "II").await;
    store.rename_conversation(id, "Plans").await.unwrap();
    assert_eq!(texts(&store, id).await, ["one", "1", "two", "II"]);
    let kept = "SELECT count(*) FROM messages WHERE status = 'dreaming' AND author = 'oracle' \
                AND extra = '{\"x\":1}' AND json_extract(origin, '$.mood') = 'fine'";
    assert_eq!(raw.number(kept).await, 1);
    assert_eq!(raw.text("SELECT extra FROM conversations", Vec::new()).await, "{\"y\":1}");
}

#[tokio::test]
async fn a_role_version_that_cannot_be_read_gives_way_to_the_newest_that_can() {
    let profile = Profile::new();
    let store = profile.open().await;
    store.ensure_built_in(built_in()).await.unwrap();
    let raw = profile.raw().await;
    raw.run("INSERT INTO roles SELECT id, 7, place, stored_at, json_set(body, '$.format', 'hologram'), NULL FROM roles")
        .await;
    let roles = store.roles().await.unwrap();
    assert_eq!(roles.iter().map(|role| role.template.clone()).collect::<Vec<_>>(), built_in());
    assert_eq!(store.role(&built_in()[0].id).await.unwrap().template.version, 1);
    store.ensure_built_in(built_in()).await.unwrap();
    assert_eq!(raw.number("SELECT count(*) FROM roles WHERE version = 7").await, 3);
}
