//! What a person asks about often bears on how they are answered.

use attune_wire::OriginView;
use serde_json::json;

use crate::past::{ask, profile};

const OFTEN: [&str; 9] = [
    "How often should I inspect a beehive in spring?",
    "Why are my bees clustering outside the hive entrance?",
    "Which frames should I take out before the bees swarm?",
    "How do I find the queen in a strong colony?",
    "When is the honey ripe enough to extract?",
    "How much sugar syrup does a colony need before winter?",
    "What do dead larvae in front of the hive mean?",
    "Can I unite two weak colonies of bees in autumn?",
    "How do I keep wasps away from the hives?",
];

fn signs(origin: &OriginView) -> String {
    serde_json::to_string(&origin.style.as_ref().unwrap().signs).unwrap()
}

#[tokio::test]
async fn a_field_that_is_asked_about_often_is_a_sign_and_a_new_one_too() {
    let profile = profile().await;
    let (at_home, elsewhere) =
        ("How do I treat my bees against varroa mites?", "Can I appeal a parking ticket in court?");
    assert!(!signs(&ask(&profile, elsewhere).await).contains("new_field"), "nothing is known of a stranger");
    for question in OFTEN {
        ask(&profile, question).await;
    }
    profile.app.embed_waiting().await.unwrap();
    for q in [
        at_home,
        "My bees have chalkbrood, what now?",
        "Which hive type is best for beginners?",
        "Where can I buy a good smoker?",
        "Which violin strings sound warm in a small hall?",
        elsewhere,
        "Write an email to my boss about a raise",
        "How do I center a div?",
        "What plants attract pollinators?",
    ] {
        eprintln!("Q {q}");
        ask(&profile, q).await;
    }
    assert!(signs(&ask(&profile, at_home).await).contains("familiar"));
    let new = signs(&ask(&profile, "Which violin strings sound warm in a small hall?").await);
    assert!(new.contains("new_field"), "{new}");

    profile.set("interests.learn", json!(false)).await;
    assert!(!signs(&ask(&profile, at_home).await).contains("familiar"), "switched off");
}
