//! Signals read from messages: tables of the classifier's decisions, a corpus of neutral messages that must
//! move nothing, and laws for any text at all.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use attune_domain::TaskKind;
use attune_persona::signal::dissatisfaction::{Labelled, Weights, fit, parse_labelled};
use attune_persona::signal::{FollowUp, Update, read_dissatisfaction, read_moment};
use proptest::prelude::*;

fn score(text: &str) -> f32 {
    read_dissatisfaction(&FollowUp { text, question: None }).score
}

fn check(text: &str, update: Update) {
    let found = read_dissatisfaction(&FollowUp { text, question: None });
    assert_eq!(found.update, update, "{text}: {found:?}");
}

fn sentences() -> Vec<Labelled> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data/dissatisfaction");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.iter().flat_map(|file| parse_labelled(&std::fs::read_to_string(file).unwrap())).collect()
}

#[test]
fn neutral_messages_move_nothing() {
    for text in include_str!("../data/held-out/neutral.txt").lines() {
        check(text, Update::None);
    }
}

#[test]
fn complaints_about_the_answer_are_taken_as_such() {
    for text in [
        "That's not what I asked",
        "I already told you, Tuesday",
        "You didn't answer my question",
        "That didn't help",
        "This is useless",
        "forget it",
        "You keep suggesting the same restaurant",
        "Das war nicht meine Frage",
        "Das hilft mir nicht weiter",
        "Du hast mich falsch verstanden",
    ] {
        check(text, Update::Negative);
    }
}

#[test]
fn praise_of_the_answer_is_taken_as_such() {
    for text in [
        "Perfect, thank you so much!",
        "Exactly what I needed, thanks",
        "That worked, thank you!",
        "Perfekt, vielen Dank!",
    ] {
        check(text, Update::Positive);
    }
}

#[test]
fn messages_are_ranked_from_delight_to_anger() {
    let rising = [
        "Perfect, thank you so much!",
        "For two people on Tuesday",
        "No, something else please",
        "That's not what I asked, I already told you twice!",
    ];
    assert!(rising.map(score).is_sorted(), "{:?}", rising.map(score));
}

#[test]
fn a_question_asked_again_raises_the_score() {
    let text = "why does my VPN disconnect every ten minutes";
    let again = read_dissatisfaction(&FollowUp {
        text,
        question: Some("Why does my VPN disconnect every ten minutes?"),
    });
    assert!(again.repeated > 0.9 && again.score > score(text), "{again:?}");
    let other = read_dissatisfaction(&FollowUp { text, question: Some("Who won the match?") });
    assert!(other.repeated < 0.1);
}

#[test]
fn evidence_is_in_the_persons_own_words() {
    let text = "No! I ALREADY told you";
    let found = read_dissatisfaction(&FollowUp { text, question: None });
    assert!(found.evidence.iter().any(|words| words.starts_with("I ALREADY told")), "{found:?}");
}

#[test]
fn the_weights_are_those_of_the_sentences() {
    // Exponentials differ in the last place between machines; thousandths hide that, or differ by one.
    let distance = fit(&sentences()).distance(Weights::built_in());
    assert!(distance <= 1, "fit again with `cargo run --release --example train_signal`: {distance}");
}

#[test]
fn the_kind_of_task_is_told() {
    for (text, task) in [
        ("What is a VPN and how does it work?", TaskKind::Explain),
        ("Erkläre mir Blockchain", TaskKind::Explain),
        ("Should we move our files to the cloud?", TaskKind::Decide),
        ("Sollen wir das Angebot annehmen?", TaskKind::Decide),
        ("Summarise the quarterly report", TaskKind::Summarise),
        ("Fasse das Protokoll zusammen", TaskKind::Summarise),
        ("Write an email to the supplier about the delay", TaskKind::Write),
        ("Schreib eine Absage an den Bewerber", TaskKind::Write),
        ("My printer does not work", TaskKind::Troubleshoot),
        ("Mein VPN funktioniert nicht", TaskKind::Troubleshoot),
        ("Plan the onboarding of two interns", TaskKind::Plan),
        ("Compare these two laptops", TaskKind::Compare),
        ("Vergleiche beide Angebote", TaskKind::Compare),
        ("When is the next payday?", TaskKind::LookUp),
        ("Wer genehmigt Überstunden?", TaskKind::LookUp),
        ("Implement a function that reverses a list in Rust", TaskKind::Code),
        ("Hello", TaskKind::Chat),
        ("Guten Morgen", TaskKind::Chat),
        ("Tuesday", TaskKind::General),
    ] {
        assert_eq!(read_moment(text, false).task, task, "{text}");
    }
}

#[test]
fn urgency_and_haste_are_told_from_calm() {
    for text in
        ["URGENT: production is down", "I need this asap", "Das ist dringend, der Server ist ausgefallen"]
    {
        assert!(read_moment(text, false).urgency > 0.5, "{text}");
    }
    for text in
        ["No rush, but what is a VPN?", "It's not urgent", "Hat Zeit: was ist DNS?", "A history of Rome"]
    {
        assert!(read_moment(text, false).urgency < 0.1, "{text}");
    }
    assert!(read_moment("Quick question, my meeting starts in 5 minutes", false).time_pressure > 0.5);
    assert!(read_moment("What is the history of tea?", false).time_pressure < 0.1);
}

#[test]
fn mood_and_expertise_are_told() {
    assert!(read_moment("ugh, this is so frustrating, nothing works!!", false).mood.frustration > 0.5);
    assert!(read_moment("Thanks, that was great!", false).mood.valence > 0.4);
    assert!(read_moment("Summarise the report", false).mood.frustration < 0.1);
    let expert =
        read_moment("Why does the query planner ignore the btree index under mvcc on postgres?", false);
    assert!(expert.expertise.level > 0.75 && expert.expertise.confidence > 0.6, "{expert:?}");
    let novice = read_moment("I'm new here and have never used Excel, where do I start?", false);
    assert!(novice.expertise.level < 0.25 && novice.expertise.confidence > 0.5, "{novice:?}");
    assert!(read_moment("Book a table", false).expertise.confidence < 0.1);
}

#[test]
fn capitals_of_a_transcript_say_nothing() {
    let text = "CALL ME BACK!!";
    assert!(read_moment(text, true).mood.frustration < read_moment(text, false).mood.frustration);
}

proptest! {
    #[test]
    fn any_text_is_read_within_bounds(text in ".{0,300}", question in proptest::option::of(".{0,60}"), voice: bool) {
        let found = read_dissatisfaction(&FollowUp { text: &text, question: question.as_deref() });
        prop_assert!((0.0..=1.0).contains(&found.score) && (0.0..=1.0).contains(&found.repeated));
        prop_assert!(found.evidence.len() <= 4);
        let moment = read_moment(&text, voice);
        for figure in [moment.urgency, moment.time_pressure, moment.mood.frustration, moment.expertise.level,
            moment.expertise.confidence] {
            prop_assert!((0.0..=1.0).contains(&figure));
        }
        prop_assert!((-1.0..=1.0).contains(&moment.mood.valence));
        prop_assert!(!moment.spoken.alone || !moment.spoken.wishes.is_empty());
    }

    #[test]
    fn words_in_any_order_are_read(words in proptest::collection::vec(
        "(no|not|what|i|\\*|asked|\"|„|“|told|you|please|shorter|!|\\?|\\.|,|:|```|\n|👍|1,5|don’t)", 0..40)) {
        let text = words.join(" ");
        let found = read_dissatisfaction(&FollowUp { text: &text, question: Some(&text) });
        prop_assert!((0.0..=1.0).contains(&found.score));
        let _ = read_moment(&text, false);
    }
}
