//! The policy file, and what it forbids from the moment it is there.

use attune_app::commands;
use attune_wire::{
    ErrorCode, Event, GetPolicy, GetSettings, ListDepartures, ModelChoiceView, PolicySetter,
    PolicySourceView, SaveProvider, SetSetting,
};
use serde_json::json;

use crate::support::{Profile, elsewhere, question};

#[tokio::test]
async fn a_new_policy_holds_at_once_and_is_told() {
    let profile = Profile::without_models().await;
    let mut events = profile.app.events();
    let view = commands::get_policy(&profile.app, GetPolicy {}).await.unwrap();
    assert_eq!(view.source, PolicySourceView::BuiltIn);
    assert!(view.keys.iter().all(|key| key.set_by == PolicySetter::BuiltIn));

    let file = profile.policy_file();
    std::fs::write(&file, "managed_by = \"Example IT\"\n[settings]\n\"appearance.theme\" = \"dark\"\n")
        .unwrap();
    let settings = commands::get_settings(&profile.app, GetSettings {}).await.unwrap();
    let theme = settings.into_iter().find(|setting| setting.key.as_str() == "appearance.theme").unwrap();
    assert_eq!(theme.value, json!("dark"));
    assert!(theme.managed_by.unwrap().contains("Example IT"));
    assert!(matches!(events.recv().await.unwrap(), Event::PolicyChanged));
    let request = SetSetting { key: "appearance.theme".to_owned(), value: json!("light") };
    let error = commands::set_setting(&profile.app, request).await.unwrap_err().body();
    assert_eq!(error.code, ErrorCode::PolicyForbids);

    std::fs::write(&file, "remote = 3").unwrap();
    let view = commands::get_policy(&profile.app, GetPolicy {}).await.unwrap();
    assert!(matches!(view.source, PolicySourceView::Broken { .. }), "{:?}", view.source);
    let closed: Vec<&str> =
        view.keys.iter().filter(|key| key.set_by == PolicySetter::File).map(|key| key.key.as_str()).collect();
    assert_eq!(closed, ["remote.allowed", "models.download", "models.import"]);
}

#[tokio::test]
async fn what_policy_forbids_is_not_sent_and_leaves_a_record() {
    let profile = Profile::without_models().await;
    let provider = elsewhere(None);
    let saved = SaveProvider { provider, key: None };
    let provider = commands::save_provider(&profile.app, saved).await.unwrap().id;
    std::fs::write(profile.policy_file(), "[remote]\nallowed = false\n").unwrap();

    let mut ask = question("Is anybody there?");
    ask.model = Some(ModelChoiceView::Remote { provider });
    let outcome = profile.ask(ask).await.unwrap();
    assert_eq!(outcome.error.unwrap().code, ErrorCode::PolicyForbids);
    let records = commands::list_departures(&profile.app, ListDepartures { limit: 10 }).await.unwrap();
    assert_eq!(records.len(), 1);
    assert!(!records[0].permitted);
}
