//! Styles: chosen, rated, learned, fixed and forgotten.

use attune_app::{Error, commands};
use attune_domain::{Rating, RatingReason, StyleDimension};
use attune_wire::{
    Ask, DimensionTraceView, GetStyleInsights, MessageView, OpenConversation, RateAnswer, RatingView,
    Regenerate, ResetLearning,
};
use serde_json::json;

use crate::support::{Profile, question};

/// Short answers: what they say does not matter here.
fn ask(text: &str) -> Ask {
    Ask { role: Some("knowledge-worker".parse().unwrap()), ..question(text) }
}

fn trace(answer: &MessageView, dimension: StyleDimension) -> DimensionTraceView {
    let style = answer.origin.as_ref().unwrap().style.as_ref().unwrap();
    style.dimensions.iter().find(|trace| trace.dimension == dimension).unwrap().clone()
}

fn down(reasons: &[RatingReason]) -> Option<RatingView> {
    Some(RatingView { rating: Rating::Down, reasons: reasons.to_vec() })
}

async fn rate(profile: &Profile, answer: &MessageView, rating: Option<RatingView>) -> MessageView {
    commands::rate_answer(&profile.app, RateAnswer { answer: answer.id, rating }).await.unwrap()
}

/// How probable a value is in the next answer for a knowledge worker.
async fn probability(profile: &Profile, dimension: StyleDimension, value: &str) -> f64 {
    let insights = commands::get_style_insights(&profile.app, GetStyleInsights {}).await.unwrap();
    let role = insights.roles.iter().find(|role| role.role.as_str() == "knowledge-worker").unwrap();
    let dimension = role.dimensions.iter().find(|belief| belief.dimension == dimension).unwrap();
    dimension.values.iter().find(|belief| belief.value == value).unwrap().probability
}

#[tokio::test]
async fn a_rating_is_kept_changes_what_is_chosen_and_can_be_taken_back() {
    let profile = Profile::open().await;
    let outcome = profile.ask(ask("Name one fruit.")).await.unwrap();
    let length = trace(&outcome.answer, StyleDimension::Length);
    let before = probability(&profile, StyleDimension::Length, "long").await;

    let rated = rate(&profile, &outcome.answer, down(&[RatingReason::TooLong, RatingReason::TooLong])).await;
    assert_eq!(rated.rating, down(&[RatingReason::TooLong]), "each reason counts once");
    let after = probability(&profile, StyleDimension::Length, "long").await;
    assert_eq!(length.value, "long");
    assert!(after < before - 0.1, "too long, and still: {before} became {after}");

    let profile = profile.reopen().await;
    assert!((probability(&profile, StyleDimension::Length, "long").await - after).abs() < 1e-9);
    let open = OpenConversation { id: outcome.conversation.id, at: None };
    let opened = commands::open_conversation(&profile.app, open).await.unwrap();
    assert_eq!(opened.messages.last().unwrap().rating, rated.rating);

    assert_eq!(rate(&profile, &outcome.answer, None).await.rating, None);
    assert!((probability(&profile, StyleDimension::Length, "long").await - before).abs() < 1e-9);
}

#[tokio::test]
async fn what_is_learned_shows_in_the_next_answer_with_what_led_there() {
    let profile = Profile::open().await;
    // What is thought best, without trying: the draw would make the test one.
    profile.set("style.explore", json!(false)).await;
    let first = profile.ask(ask("Name one fruit.")).await.unwrap();
    let long = trace(&first.answer, StyleDimension::Length).value;
    assert_ne!(long, "short", "a knowledge worker's template allows more");
    let mut answer = first.answer;
    for _ in 0..4 {
        rate(&profile, &answer, down(&[RatingReason::TooLong])).await;
        let again =
            Regenerate { conversation: first.conversation.id, answer: answer.id, model: None, cover: None };
        answer = commands::regenerate(&profile.app, again, |_| ()).await.unwrap().answer;
    }
    let length = trace(&answer, StyleDimension::Length);
    assert_eq!(length.value, "short");
    assert!(length.asked > 0, "{length:?}");
    assert_eq!(serde_json::to_value(length.because).unwrap(), "learned");
}

#[tokio::test]
async fn nothing_is_learned_from_a_temporary_conversation() {
    let profile = Profile::open().await;
    let outcome = profile.ask(Ask { temporary: true, ..ask("Name one fruit.") }).await.unwrap();
    let request = RateAnswer { answer: outcome.answer.id, rating: down(&[]) };
    let refused = commands::rate_answer(&profile.app, request).await;
    assert!(matches!(refused, Err(Error::Invalid(_))), "{refused:?}");
    let style = outcome.answer.origin.unwrap().style.unwrap();
    assert!(!style.explored && (style.probability - 1.0).abs() < f64::EPSILON);
}

#[tokio::test]
async fn a_setting_fixes_a_dimension_and_a_switch_stops_learning() {
    let profile = Profile::open().await;
    profile.set("style.format", json!("prose")).await;
    let outcome = profile.ask(ask("Name one fruit.")).await.unwrap();
    let format = trace(&outcome.answer, StyleDimension::Format);
    assert_eq!(
        (format.value.as_str(), serde_json::to_value(format.because).unwrap()),
        ("prose", json!("setting"))
    );

    let untouched = probability(&profile, StyleDimension::Length, "short").await;
    rate(&profile, &outcome.answer, down(&[RatingReason::TooLong])).await;
    let learned = probability(&profile, StyleDimension::Length, "short").await;
    assert!(learned > untouched);
    profile.set("style.learn", json!(false)).await;
    assert!((probability(&profile, StyleDimension::Length, "short").await - untouched).abs() < 1e-9);
    profile.set("style.learn", json!(true)).await;
    assert!((probability(&profile, StyleDimension::Length, "short").await - learned).abs() < 1e-9);

    let reset = ResetLearning { learner: attune_domain::Learner::Style };
    commands::reset_learning(&profile.app, reset).await.unwrap();
    assert!((probability(&profile, StyleDimension::Length, "short").await - untouched).abs() < 1e-9);
}
