//! Roles, providers, settings, drafts, events, the record of what left, figures.

use attune_domain::{EventKind, HybridTime, ProviderId, role::built_in};
use attune_store::{Counts, NewEvent, Place, StoreError};
use serde_json::json;

use crate::laws::{departure, provider};
use crate::profile::{Profile, Raw, ask, begin, complete, origin, role, titled, turn};

#[tokio::test]
async fn built_in_roles_are_stored_once_and_in_order() {
    let profile = Profile::new();
    let store = profile.open().await;
    let templates = built_in();
    store.ensure_built_in(templates.clone()).await.unwrap();
    let since = profile.now();
    profile.pass(1_000);
    store.ensure_built_in(templates.clone()).await.unwrap();
    let roles = store.roles().await.unwrap();
    let stored: Vec<_> = roles.iter().map(|role| role.template.clone()).collect();
    assert_eq!(stored, templates);
    assert!(roles.iter().all(|role| role.stored_at.0 == since));
}

#[tokio::test]
async fn a_published_version_never_changes_and_a_new_one_follows_it() {
    let profile = Profile::new();
    let store = profile.open().await;
    let mut templates = built_in();
    store.ensure_built_in(templates.clone()).await.unwrap();
    let first = templates[0].clone();
    templates[0].tone = "changed without a new version".into();
    store.ensure_built_in(templates.clone()).await.unwrap();
    assert_eq!(store.role(&first.id).await.unwrap().template, first);

    templates[0].version = 10;
    store.ensure_built_in(templates.clone()).await.unwrap();
    assert_eq!(store.role(&first.id).await.unwrap().template.version, 10);
    assert_eq!(store.role_version(&first.id, 1).await.unwrap().template, first);
    assert_eq!(store.roles().await.unwrap()[0].template.version, 10);
    assert!(matches!(store.role_version(&first.id, 2).await, Err(StoreError::NotFound { .. })));
    assert!(matches!(store.role(&role("ghost")).await, Err(StoreError::NotFound { .. })));
    let refused = try_sql(&profile, "UPDATE roles SET body = '{}'").await;
    assert!(refused.contains("never changes"), "{refused}");
}

async fn try_sql(profile: &Profile, sql: &str) -> String {
    let raw: Raw = profile.raw().await;
    raw.refused(sql).await
}

#[tokio::test]
async fn providers_are_saved_changed_removed_and_added_again() {
    let profile = Profile::new();
    let store = profile.open().await;
    let mut ours = provider("ours");
    store.save_provider(&ours).await.unwrap();
    store.save_provider(&provider("another")).await.unwrap();
    ours.enabled = false;
    store.save_provider(&ours).await.unwrap();
    assert_eq!(store.provider(&ours.id).await.unwrap(), ours);
    assert_eq!(store.providers().await.unwrap(), [provider("another"), ours.clone()]);
    store.remove_provider(&ours.id).await.unwrap();
    assert!(matches!(store.provider(&ours.id).await, Err(StoreError::NotFound { .. })));
    assert!(matches!(store.remove_provider(&ours.id).await, Err(StoreError::NotFound { .. })));
    store.save_provider(&ours).await.unwrap();
    assert_eq!(store.providers().await.unwrap().len(), 2);
    assert_eq!(ProviderId::new("ours").unwrap(), ours.id);
}

#[tokio::test]
async fn settings_are_chosen_and_given_back() {
    let profile = Profile::new();
    let store = profile.open().await;
    assert_eq!(store.setting("appearance.theme").await.unwrap(), None);
    store.set_setting("appearance.theme", Some(&json!("dark"))).await.unwrap();
    store.set_setting("chat.context_tokens", Some(&json!(8_192))).await.unwrap();
    store.set_setting("appearance.theme", Some(&json!("light"))).await.unwrap();
    assert_eq!(store.setting("appearance.theme").await.unwrap(), Some(json!("light")));
    assert_eq!(store.settings().await.unwrap().len(), 2);
    store.set_setting("appearance.theme", None).await.unwrap();
    assert_eq!(store.setting("appearance.theme").await.unwrap(), None);
    store.set_setting("appearance.theme", Some(&json!("dark"))).await.unwrap();
    assert_eq!(store.setting("appearance.theme").await.unwrap(), Some(json!("dark")));
}

#[tokio::test]
async fn drafts_are_kept_for_each_conversation() {
    let profile = Profile::new();
    let store = profile.open().await;
    let id = begin(&store, "Plan").await.id;
    store.save_draft(None, "new").await.unwrap();
    store.save_draft(Some(id), "old").await.unwrap();
    store.save_draft(Some(id), "older").await.unwrap();
    assert_eq!(store.draft(None).await.unwrap(), "new");
    assert_eq!(store.draft(Some(id)).await.unwrap(), "older");
    store.save_draft(Some(id), "").await.unwrap();
    assert_eq!(store.draft(Some(id)).await.unwrap(), "");
    let raw = profile.raw().await;
    assert_eq!(raw.number("SELECT count(*) FROM drafts WHERE text LIKE 'old%'").await, 0);
    store.save_draft(Some(id), "again").await.unwrap();
    assert_eq!(store.draft(Some(id)).await.unwrap(), "again");
}

#[tokio::test]
async fn events_come_in_their_order() {
    let profile = Profile::new();
    let store = profile.open().await;
    let kinds = [EventKind::AnswerCopied, EventKind::AnswerStopped { tokens: 3 }, EventKind::QuestionEdited];
    let new = kinds.clone().map(|kind| NewEvent { message: None, kind });
    let written = store.append_events(new.to_vec()).await.unwrap();
    let read = store.events_since(HybridTime(0), 10).await.unwrap();
    assert_eq!(read, written);
    assert_eq!(read.iter().map(|event| event.kind.clone()).collect::<Vec<_>>(), kinds);
    assert_eq!(store.events_since(written[0].hybrid_time, 1).await.unwrap(), written[1..2]);
    assert_eq!(store.newest_hybrid_time().await.unwrap(), written[2].hybrid_time);
}

#[tokio::test]
async fn the_record_of_departures_is_written_once() {
    let profile = Profile::new();
    let store = profile.open().await;
    for at in [1, 3, 2] {
        store.record_departure(&departure(at)).await.unwrap();
    }
    let newest = store.departures(2).await.unwrap();
    assert_eq!(newest, [departure(3), departure(2)]);
    let refused = try_sql(&profile, "UPDATE departures SET permitted = 0").await;
    assert!(refused.contains("never changes"), "{refused}");
}

#[tokio::test]
async fn figures_count_and_measure() {
    let profile = Profile::new();
    let store = profile.open().await;
    assert_eq!(store.counts().await.unwrap(), Counts::default());
    assert!(store.model_speeds().await.unwrap().is_empty());
    let id = begin(&store, "Plan").await.id;
    turn(&store, id, "one", "1").await;
    for (model, speed) in [("big", 5.0), ("big", 7.0), ("big", 100.0), ("idle", 0.0)] {
        let begun = ask(&store, Place::Tip(id), "q").await;
        let ending = attune_store::Ending { origin: Some(origin(model, speed)), ..complete("a") };
        store.finish(begun.answer.message.id, ending).await.unwrap();
    }
    ask(&store, Place::New(titled("Other")), "q").await;
    assert_eq!(store.counts().await.unwrap(), Counts { conversations: 2, messages: 12 });
    let speeds = store.model_speeds().await.unwrap();
    let shown: Vec<_> =
        speeds.iter().map(|speed| (speed.model.as_str(), speed.tokens_per_s, speed.answers)).collect();
    assert_eq!(shown, [("big", 7.0, 3), ("smollm2-135m-instruct", 20.0, 1)]);
    assert!(store.integrity_check().await.unwrap().is_empty());
}
