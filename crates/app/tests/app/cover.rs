//! What a provider reads of identifiers, and what the record says of it.

use attune_domain::SensitiveKind;
use attune_wire::{
    AnswerEvent, Cover, ErrorCode, LeavingPlace, ListDepartures, ListProviders, ModelChoiceView,
};
use serde_json::json;

use crate::past;
use crate::support::{Profile, Told, question};

const SECRETS: &str = "Refund card 4111 1111 1111 1111 and write to ann.lee@example.com about IBAN DE89 3704 0044 0532 0130 00.";

/// The answer's origin and the newest row of the record, for a question to a provider that policy forbids to ask:
/// whatever is composed goes no further than the gate.
async fn asked(profile: &Profile, text: &str) -> (Vec<(String, u32)>, String) {
    let listed = attune_app::commands::list_providers(&profile.app, ListProviders {}).await.unwrap();
    let provider = listed.providers[0].id.clone();
    let request = attune_wire::Ask { model: Some(ModelChoiceView::Remote { provider }), ..question(text) };
    let origin = profile.ask(request).await.unwrap().answer.origin.unwrap();
    let covered = origin.covered.iter().map(|one| (one.kind.name().to_owned(), one.count)).collect();
    let rows =
        attune_app::commands::list_departures(&profile.app, ListDepartures { limit: 1 }).await.unwrap();
    (covered, rows[0].subject.clone())
}

#[tokio::test]
async fn identifiers_are_covered_and_the_record_says_how_many_and_not_which() {
    let profile = past::profile().await;
    let (covered, record) = asked(&profile, SECRETS).await;
    let expect = [("card number", 1), ("account number", 1), ("e-mail address", 1)];
    assert_eq!(covered, expect.map(|(kind, count)| (kind.to_owned(), count)));
    assert!(
        record.ends_with("; covered: 1 × card number, 1 × account number, 1 × e-mail address"),
        "{record}"
    );
}

#[tokio::test]
async fn names_are_covered_by_the_model_and_without_it_nothing_leaves() {
    let profile = past::profile().await;
    profile.set("privacy.cover", json!("names")).await;
    let (covered, _) = asked(&profile, "Please ask Margaret Thornton in Rotterdam for the contract.").await;
    assert!(covered.iter().any(|(kind, _)| kind == "name"), "{covered:?}");

    let without = Profile::without_models().await;
    past::provider(&without, true).await;
    without.set("privacy.cover", json!("names")).await;
    let listed = attune_app::commands::list_providers(&without.app, ListProviders {}).await.unwrap();
    let provider = listed.providers[0].id.clone();
    let request =
        attune_wire::Ask { model: Some(ModelChoiceView::Remote { provider }), ..question("Hello?") };
    let outcome = without.ask(request).await.unwrap();
    assert!(outcome.error.unwrap().message.contains("attunectl models install rampart"));
    let rows =
        attune_app::commands::list_departures(&without.app, ListDepartures { limit: 5 }).await.unwrap();
    assert!(rows.iter().all(|row| row.purpose != "ask"), "{rows:?}");
}

/// A question to the profile's provider, with what is decided of it.
async fn to_provider(profile: &Profile, text: &str, cover: Option<Cover>) -> attune_wire::Ask {
    let listed = attune_app::commands::list_providers(&profile.app, ListProviders {}).await.unwrap();
    let provider = listed.providers[0].id.clone();
    attune_wire::Ask { model: Some(ModelChoiceView::Remote { provider }), cover, ..question(text) }
}

/// Asks, and gives what the person is asked to decide about.
async fn undecided(
    profile: &Profile,
    request: attune_wire::Ask,
) -> Vec<(SensitiveKind, String, LeavingPlace)> {
    let told = Told::default();
    let refused = attune_app::commands::ask(&profile.app, request, told.sender()).await.unwrap_err().body();
    assert_eq!(refused.code, ErrorCode::Undecided);
    assert!(!refused.message.contains("DE89"), "{}", refused.message);
    let events = told.events();
    let [AnswerEvent::Undecided { found }] = &events[..] else { panic!("{events:?}") };
    found.iter().map(|one| (one.kind, one.text.clone(), one.place)).collect()
}

#[tokio::test]
async fn where_nothing_is_covered_the_person_decides_before_anything_is_stored_or_leaves() {
    let profile = past::profile().await;
    profile.set("privacy.cover", json!("off")).await;
    let found = undecided(&profile, to_provider(&profile, SECRETS, None).await).await;
    let kinds: Vec<_> = found.iter().filter(|one| one.0 < SensitiveKind::Name).map(|one| one.0).collect();
    assert_eq!(kinds, [SensitiveKind::Card, SensitiveKind::Email, SensitiveKind::Iban]);
    assert!(found.iter().all(|one| one.2 == LeavingPlace::Question), "{found:?}");
    let rows =
        attune_app::commands::list_departures(&profile.app, ListDepartures { limit: 9 }).await.unwrap();
    assert!(rows.iter().all(|row| row.purpose != "ask"), "{rows:?}");

    // Each decision holds for this question, and the record tells it without what it was about.
    for (cover, note) in [
        (Cover::Identifiers, "; covered: 1 × card number, 1 × account number, 1 × e-mail address"),
        (Cover::Off, "; not covered by choice: 1 × card number, 1 × account number, 1 × e-mail address"),
    ] {
        let request = to_provider(&profile, SECRETS, Some(cover)).await;
        let origin = profile.ask(request).await.unwrap().answer.origin.unwrap();
        let (covered, uncovered) = (origin.covered.len(), origin.uncovered.len());
        assert_eq!((covered, uncovered), if cover == Cover::Off { (0, 3) } else { (3, 0) });
        let rows = attune_app::commands::list_departures(&profile.app, ListDepartures { limit: 1 }).await;
        let subject = &rows.unwrap()[0].subject;
        assert!(subject.ends_with(note), "{subject}");
    }
    undecided(&profile, to_provider(&profile, SECRETS, None).await).await;
}

#[tokio::test]
async fn nobody_is_asked_where_nothing_is_found_or_nothing_leaves() {
    let profile = past::profile().await;
    profile.set("privacy.cover", json!("off")).await;
    // A name alone is no reason to ask.
    let request = to_provider(&profile, "What does Margaret Thornton want?", None).await;
    assert!(profile.ask(request).await.is_ok());
    let here = attune_wire::Ask { model: None, ..to_provider(&profile, SECRETS, None).await };
    assert!(profile.ask(here).await.is_ok());
}

#[tokio::test]
async fn what_was_said_here_before_is_asked_about_when_it_would_leave_for_the_first_time() {
    let profile = past::profile().await;
    profile.set("privacy.cover", json!("off")).await;
    let here = profile.ask(question(SECRETS)).await.unwrap();
    let first = here.conversation.id;
    let further = attune_wire::Ask {
        conversation: Some(first),
        ..to_provider(&profile, "And which of these is older?", None).await
    };
    let found = undecided(&profile, further.clone()).await;
    assert!(found.iter().any(|one| one.2 == LeavingPlace::Earlier), "{found:?}");
    // Another answer to the same question is a departure too.
    let ModelChoiceView::Remote { provider } = further.model.clone().unwrap() else { panic!() };
    let model = Some(ModelChoiceView::Remote { provider });
    let again = attune_wire::Regenerate { conversation: first, answer: here.answer.id, model, cover: None };
    let refused = attune_app::commands::regenerate(&profile.app, again, |_| ()).await.unwrap_err();
    assert_eq!(refused.body().code, ErrorCode::Undecided);
}

#[tokio::test]
async fn what_policy_covers_cannot_be_sent_as_it_is() {
    let profile = past::profile().await;
    let policy = std::fs::read_to_string(profile.policy_file()).unwrap_or_default();
    let forced = format!("{policy}\n[settings]\n\"privacy.cover\" = \"identifiers\"\n");
    std::fs::write(profile.policy_file(), forced).unwrap();
    let request = to_provider(&profile, SECRETS, Some(Cover::Off)).await;
    let origin = profile.ask(request).await.unwrap().answer.origin.unwrap();
    assert_eq!((origin.covered.len(), origin.uncovered.len()), (3, 0));
}
