//! What the learner learns, and how soon.

use super::*;

fn fond_of_prose(style: Style) -> Signal {
    if style.value(StyleDimension::Format) == "prose" { Signal::Up } else { Signal::Down }
}

/// Lets somebody rate what they get for a while.
fn live(learner: &mut StyleLearner, person: &str, turns: u64, taste: fn(Style) -> Signal) -> Choice {
    let choose = |learner: &StyleLearner, seed| {
        learner.choose("leader", person, &[], &StyleBounds::default(), Exploration::Draw(seed))
    };
    for seed in 0..turns {
        let style = choose(learner, seed).style;
        learner.learn("leader", person, style, &[], &[taste(style)], &[]);
    }
    choose(learner, turns)
}

#[test]
fn a_taste_is_learned_within_twenty_ratings() {
    let mut learner = StyleLearner::new(Assumptions::default());
    let choice = live(&mut learner, "a", 20, fond_of_prose);
    assert!(choice.odds[2][2] > 0.9, "{:?}", choice.odds);
}

/// The hardest way to say it: thumbs alone, and up only where both are right.
#[test]
fn twenty_thumbs_teach_one_person_that_short_bullets_are_liked() {
    let role = &attune_domain::role::built_in()[1];
    let bounds = StyleBounds::default();
    for seed in 0..20_u64 {
        let mut learner = StyleLearner::new(Assumptions::for_one_person());
        learner.introduce_role("worker", Style::of_role(role));
        let choose = |learner: &StyleLearner, turn| {
            learner.choose("worker", "self", &[], &bounds, Exploration::Draw(100 * seed + turn))
        };
        for turn in 0..20 {
            let style = choose(&learner, turn).style;
            let short = style.value(StyleDimension::Length) == "short";
            let liked = short && style.value(StyleDimension::Format) == "bullets";
            let signal = if liked { Signal::Up } else { Signal::Down };
            learner.learn("worker", "self", style, &[], &[signal], &[]);
        }
        let odds = choose(&learner, 20).odds;
        assert!(odds[1][0] >= 0.6 && odds[2][0] >= 0.6, "seed {seed}: {odds:?}");
    }
}

#[test]
fn a_changed_taste_is_followed() {
    let mut learner = StyleLearner::new(Assumptions::default());
    live(&mut learner, "a", 60, fond_of_prose);
    let averse = |style: Style| match fond_of_prose(style) {
        Signal::Up => Signal::Down,
        _ => Signal::Up,
    };
    let choice = live(&mut learner, "a", 40, averse);
    assert!(choice.odds[2][2] < 0.1, "{:?}", choice.odds);
}

#[test]
fn what_people_of_a_role_like_helps_the_next_one() {
    let mut learner = StyleLearner::new(Assumptions::default());
    for person in ["a", "b", "c", "d", "e", "f"] {
        live(&mut learner, person, 30, fond_of_prose);
    }
    let odds = |role| {
        let bounds = StyleBounds::default();
        learner.choose(role, "new", &[], &bounds, Exploration::Draw(1)).odds[2][2]
    };
    assert!(odds("leader") > 0.9, "{}", odds("leader"));
    assert!(odds("intern") < 0.8, "another role knows nothing of it: {}", odds("intern"));
}

#[test]
fn a_lesson_moves_its_dimension_only() {
    let mut learner = StyleLearner::new(Assumptions::default());
    let long = Style::all().last().unwrap_or_else(|| unreachable!());
    let wish = attune_domain::RatingReason::TooLong.wishes()[0];
    let lessons = [Lesson { from: long, wish, weight: 2.0 }];
    learner.learn("leader", "a", long, &[], &[], &lessons);
    let (posterior, design) = learner.posterior("leader", "a", &[]);
    let worth = |style| posterior.worth(&design.row(style, &[])).0;
    let gain = |dimension, level| worth(long.with(dimension, level)) - worth(long);
    assert!(gain(StyleDimension::Length, 1) > 0.05);
    assert!(gain(StyleDimension::Tone, 0).abs() < gain(StyleDimension::Length, 1) / 3.0);
}

#[test]
fn nothing_outside_the_bounds_is_chosen_and_probabilities_sum_to_one() {
    let learner = StyleLearner::new(Assumptions::default());
    let mut bounds = StyleBounds::default();
    bounds.fix(StyleDimension::Length, 1);
    for seed in 0..50 {
        let choice = learner.choose("leader", "a", &[], &bounds, Exploration::Draw(seed));
        assert_eq!(choice.style.level(StyleDimension::Length), 1);
        assert!(choice.probability > 0.0 && choice.probability <= 1.0);
        for odds in &choice.odds {
            assert!((odds.iter().sum::<f64>() - 1.0).abs() < 1e-9);
        }
    }
}

#[test]
fn the_same_seed_gives_the_same_choice() {
    let learner = StyleLearner::new(Assumptions::default());
    let choose = |seed| learner.choose("leader", "a", &[], &StyleBounds::default(), Exploration::Draw(seed));
    assert_eq!(choose(3), choose(3));
    assert!((0..20).any(|seed| choose(seed).style != choose(3).style));
}

#[test]
fn without_exploration_a_role_begins_with_its_own_style() {
    let role = &attune_domain::role::built_in()[1];
    let mut learner = StyleLearner::new(Assumptions::default());
    learner.introduce_role(role.id.as_str(), Style::of_role(role));
    let bounds = StyleBounds::default();
    let choice = learner.choose(role.id.as_str(), "a", &[], &bounds, Exploration::Off);
    assert_eq!((choice.style, choice.probability), (Style::of_role(role), 1.0));
}
