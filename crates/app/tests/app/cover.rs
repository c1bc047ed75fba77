//! What a provider reads of identifiers, and what the record says of it.

use attune_wire::{ListDepartures, ListProviders, ModelChoiceView};
use serde_json::json;

use crate::past;
use crate::support::{Profile, question};

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

    profile.set("privacy.cover", json!("off")).await;
    let (covered, record) = asked(&profile, SECRETS).await;
    assert!(covered.is_empty() && !record.contains("covered"), "{record}");
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
