//! What holds for every sequence of observations.

use proptest::prelude::*;

use super::*;

const WORDS: [&str; 24] = [
    "horse",
    "saddle",
    "tax",
    "ledger",
    "violin",
    "orchestra",
    "boat",
    "harbour",
    "invoice",
    "rust",
    "compiler",
    "garden",
    "tulip",
    "marathon",
    "sourdough",
    "oven",
    "lawsuit",
    "contract",
    "nurse",
    "ward",
    "telescope",
    "galaxy",
    "hello",
    "thanks",
];

/// A direction that depends on the topic, with a little of its own.
fn vector(topic: u8, own: u8) -> Embedding {
    let values: Vec<f32> = (0..384_u32)
        .map(|at| {
            let hash = |salt: u32| {
                let mixed = (at + 1).wrapping_mul(0x9e37_79b9) ^ (salt + 1).wrapping_mul(0x85eb_ca6b);
                ((mixed ^ (mixed >> 15)).wrapping_mul(0xc2b2_ae35) >> 8) as f32 / (1_u32 << 24) as f32 - 0.5
            };
            hash(u32::from(topic)) + 0.3 * hash(1_000 + u32::from(own))
        })
        .collect();
    Embedding::normalised(values).unwrap()
}

#[derive(Debug, Clone)]
struct Seen {
    topic: u8,
    own: u8,
    text: String,
    weight: f32,
    at_days: u32,
    modality: Modality,
}

fn seen() -> impl Strategy<Value = Seen> {
    let modality = prop_oneof![Just(Modality::Text), Just(Modality::Speech), Just(Modality::Image)];
    let text = proptest::collection::vec(proptest::sample::select(&WORDS[..]), 0..6)
        .prop_map(|words| words.join(" "));
    (0..30_u8, any::<u8>(), text, -0.5..1.5_f32, 20_000..21_000_u32, modality).prop_map(
        |(topic, own, text, weight, at_days, modality)| Seen { topic, own, text, weight, at_days, modality },
    )
}

fn fold(mut user: UserEmbedding, all: &[Seen]) -> UserEmbedding {
    for (source, seen) in (0..).zip(all) {
        user.observe(&Observation {
            vector: &vector(seen.topic, seen.own),
            text: &seen.text,
            modality: seen.modality,
            weight: seen.weight,
            at_days: seen.at_days,
            source,
        });
    }
    user
}

fn asks(topics: &[(u8, &str)]) -> UserEmbedding {
    let all: Vec<Seen> = (0..)
        .zip(topics)
        .map(|(own, (topic, text))| Seen {
            topic: *topic,
            own,
            text: (*text).to_owned(),
            weight: 1.0,
            at_days: 20_000,
            modality: Modality::Text,
        })
        .collect();
    fold(UserEmbedding::empty(), &all)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6))]

    #[test]
    fn replaying_gives_the_same_bytes(all in proptest::collection::vec(seen(), 0..30), cut in 0.0..1.0_f64) {
        let whole = fold(UserEmbedding::empty(), &all);
        prop_assert_eq!(whole.to_bytes(), fold(UserEmbedding::empty(), &all).to_bytes());
        prop_assert!(whole.to_bytes().len() <= MOST_BYTES);
        // Stored in the middle and read again, the fold goes on as if nothing had happened.
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of a short list")]
        let (before, after) = all.split_at((all.len() as f64 * cut) as usize);
        let stored = fold(UserEmbedding::empty(), before).to_bytes();
        let resumed = fold_on(UserEmbedding::from_bytes(&stored).unwrap(), before.len(), after);
        prop_assert_eq!(resumed, whole);
    }

    #[test]
    fn other_bytes_are_refused_or_harmless(bytes in proptest::collection::vec(any::<u8>(), 0..1100)) {
        if let Ok(read) = UserEmbedding::from_bytes(&bytes) {
            prop_assert!(read.affinity(&vector(1, 1), "horse").is_finite());
        }
    }
}

fn fold_on(mut user: UserEmbedding, from: usize, all: &[Seen]) -> UserEmbedding {
    for (source, seen) in (u32::try_from(from).unwrap()..).zip(all) {
        let Seen { topic, own, text, weight, at_days, modality } = seen.clone();
        let vector = vector(topic, own);
        user.observe(&Observation { vector: &vector, text: &text, modality, weight, at_days, source });
    }
    user
}

#[test]
fn two_interests_stay_two() {
    let user = asks(&[(1, "horse saddle"), (2, "tax ledger"), (1, "horse"), (2, "tax"), (1, "saddle")]);
    let near = |topic| user.affinity(&vector(topic, 200), "");
    assert!(near(1) > 0.6 && near(2) > 0.6, "{} {}", near(1), near(2));
    assert!(near(3) < 0.35, "{}", near(3));
    assert!(user.affinity(&vector(3, 1), "the saddle") > near(3), "a known word draws nearer");
}

#[test]
fn a_dislike_takes_mass_and_adds_no_interest() {
    let mut user = asks(&[(1, "horse saddle"), (2, "tax ledger")]);
    let before: f32 = user.prototypes().iter().map(|prototype| prototype.mass(20_000)).sum();
    let dislike = |user: &mut UserEmbedding, topic| {
        let vector = vector(topic, 9);
        let seen = Observation {
            vector: &vector,
            text: "horse saddle",
            modality: Modality::Text,
            weight: -0.3,
            at_days: 20_000,
            source: 9,
        };
        user.observe(&seen);
    };
    dislike(&mut user, 5);
    assert_eq!(user.prototypes().len(), 2, "nothing is known of this topic, so that nothing is taken");
    dislike(&mut user, 1);
    let after: f32 = user.prototypes().iter().map(|prototype| prototype.mass(20_000)).sum();
    assert!(after < before);
    for _ in 0..5 {
        dislike(&mut user, 1);
    }
    assert_eq!(user.prototypes().len(), 1);
    assert_eq!(user.prototypes()[0].source(), 1);
}

#[test]
fn what_is_known_grows_with_what_was_told() {
    let stranger = UserEmbedding::empty().knowledge();
    assert_eq!((stranger.effective_turns, stranger.confidence), (0.0, 0.0));
    let greeted = asks(&[(1, "hello"), (2, "thanks")]).knowledge();
    let told = asks(&[(1, "horse saddle ward"), (2, "tax ledger invoice")]).knowledge();
    assert!(greeted.confidence < told.confidence && told.confidence < 1.0);
    assert!((told.effective_turns - 2.0).abs() < 0.1);
}

#[test]
fn people_who_ask_the_same_are_similar() {
    let a = asks(&[(1, "horse"), (2, "tax")]);
    let b = asks(&[(2, "ledger"), (1, "saddle")]);
    let c = asks(&[(7, "violin"), (8, "boat")]);
    assert!(UserEmbedding::similarity(&a, &b) > 0.6);
    assert!(UserEmbedding::similarity(&a, &c) < 0.35);
    assert_eq!(UserEmbedding::similarity(&a, &UserEmbedding::empty()), 0.0);
    assert_eq!(UserEmbedding::similarity(&a, &c), UserEmbedding::similarity(&c, &a));
}

#[test]
fn a_field_is_familiar_once_it_was_asked_about_often_and_new_where_nothing_is_near() {
    let mut user = UserEmbedding::empty();
    let ask = |user: &mut UserEmbedding, topic, own| {
        user.observe(&Observation {
            vector: &vector(topic, own),
            text: "Which saddle fits a young horse with a short back?",
            modality: Modality::Text,
            weight: 1.0,
            at_days: 20_000,
            source: 0,
        });
    };
    assert_eq!(user.familiarity(&vector(1, 0), 20_000), None, "of a stranger nothing can be said");
    for turn in 0..12 {
        ask(&mut user, 1, turn);
    }
    assert_eq!(user.familiarity(&vector(1, 40), 20_000), Some(Familiarity::Familiar));
    let opposite = |own| {
        let values = vector(1, own).as_slice().iter().map(|value| -value).collect::<Vec<_>>();
        Embedding::normalised(values).unwrap()
    };
    assert_eq!(user.familiarity(&opposite(0), 20_000), Some(Familiarity::New));
    assert!(user.interest_of(&vector(1, 40)).is_some_and(|interest| interest.source() == 0));
    assert!(user.interest_of(&opposite(0)).is_none(), "what is far is about none of them");
    user.observe(&Observation {
        vector: &opposite(1),
        text: "Which saddle fits a young horse with a short back?",
        modality: Modality::Text,
        weight: 1.0,
        at_days: 20_000,
        source: 0,
    });
    assert_eq!(user.familiarity(&opposite(0), 20_000), None, "once is neither");
    assert_eq!(user.familiarity(&vector(1, 40), 21_000), None, "what was long ago has faded");
}
