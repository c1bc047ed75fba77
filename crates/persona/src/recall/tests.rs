//! Ranking what was said: what is found by words, by meaning, and by how it was said.

use super::*;

fn recall(turns: &[(&str, &str, &str)]) -> Recall {
    let mut recall = Recall::new();
    for (conversation, speaker, text) in turns {
        recall.push(Turn {
            text: (*text).to_owned(),
            speaker: (!speaker.is_empty()).then(|| (*speaker).to_owned()),
            conversation: (!conversation.is_empty()).then(|| (*conversation).to_owned()),
            ..Turn::default()
        });
    }
    recall
}

fn ask(recall: &Recall, text: &str) -> Vec<usize> {
    let question = Question { text, whole: None, tokens: None };
    recall.rank(question, 10).iter().map(|recalled| recalled.turn).collect()
}

#[test]
fn without_models_words_are_enough() {
    let recall = recall(&[
        ("", "", "The budget is in the drive."),
        ("", "", "Lunch was good."),
        ("", "", "No budgets today!"),
    ]);
    let found = ask(&recall, "Where is the budget drive?");
    assert_eq!(found[0], 0);
    assert!(!found.contains(&1));
}

#[test]
fn the_speaker_who_is_asked_about_comes_first() {
    let recall = recall(&[
        ("", "Ben", "I run on Sundays."),
        ("", "Ada", "I run on Sundays."),
        ("", "Cleo", "Rain again."),
    ]);
    assert_eq!(ask(&recall, "When does Ada run?")[0], 1);
    assert_eq!(ask(&recall, "What is Ben's day to run?")[0], 0);
}

#[test]
fn an_answer_is_found_by_its_question_but_not_across_conversations() {
    let turns = [
        ("a", "Ada", "Which violin did you choose?"),
        ("a", "Ben", "The old one from Cremona."),
        ("b", "Ben", "Nothing else."),
    ];
    let found = ask(&recall(&turns), "What violin was chosen?");
    assert!(found.contains(&1) && !found.contains(&2), "{found:?}");
}

#[test]
fn what_is_forgotten_is_never_given() {
    let mut recall = recall(&[("", "", "The code word is heron."), ("", "", "Herons eat fish.")]);
    recall.forget(0);
    recall.forget(99);
    assert_eq!(ask(&recall, "heron"), [1]);
}

#[test]
fn words_of_a_meaning_lift_what_shares_no_word() {
    let near = |direction: [f32; 2]| Some(TokenVectors::quantised(2, &direction));
    let mut recall = Recall::new();
    for (text, direction) in [("tea at four", [0.0, 1.0]), ("tea at five", [1.0, 0.0])] {
        recall.push(Turn { text: text.to_owned(), tokens: near(direction), ..Turn::default() });
    }
    let question = near([1.0, 0.1]).unwrap();
    let found = recall.rank(Question { text: "tea", whole: None, tokens: Some(&question) }, 1);
    assert_eq!(found[0].turn, 1);
    assert!(found[0].why.meaning > found[0].why.words);
}
