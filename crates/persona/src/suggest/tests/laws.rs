//! What holds whatever somebody does, and in whatever order it is read.

use proptest::prelude::*;

use super::*;

/// A few weeks of somebody who looks at the start page and answers as it comes.
#[derive(Debug, Clone)]
struct Look {
    day: i64,
    minute: u16,
    answers: Vec<Option<SuggestionAnswer>>,
}

fn look() -> impl Strategy<Value = Look> {
    let answer = prop_oneof![
        Just(None),
        Just(Some(SuggestionAnswer::Accepted)),
        Just(Some(SuggestionAnswer::Dismissed)),
        Just(Some(SuggestionAnswer::Less)),
    ];
    (0_i64..10, 0_u16..1440, proptest::collection::vec(answer, 9)).prop_map(|(day, minute, answers)| Look {
        day,
        minute,
        answers,
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_day_never_has_more_than_it_may_and_quiet_hours_have_none(
        mut looks in proptest::collection::vec(look(), 1..25), a_day in 1_u32..5, seed: u64
    ) {
        looks.sort_by_key(|look| (look.day, look.minute));
        let facts = plenty();
        let quiet = QuietHours::new("19:00", "08:00");
        let mut events = Vec::new();
        let mut number = 0;
        let mut seen: BTreeMap<i64, std::collections::BTreeSet<Subject>> = BTreeMap::new();
        for look in looks {
            let limits = Limits { minute: look.minute, a_day, quiet, seed, ..limits(look.day) };
            let found = chosen(&facts, &events, limits, "intern");
            if quiet.unwrap().contain(look.minute) {
                prop_assert!(found.is_empty());
                continue;
            }
            let found: Vec<Subject> = found.into_iter().map(|each| each.subject).collect();
            for subject in &found {
                for (day, before) in seen.range(..look.day).rev() {
                    prop_assert!(!before.contains(subject) || look.day - day >= 3, "{subject} again");
                }
            }
            let today = seen.entry(look.day).or_default();
            today.extend(found.iter().cloned());
            prop_assert!(today.len() <= a_day as usize, "{today:?}");
            number += 1;
            events.push(shown(number, look.day, &found));
            for (subject, answer) in found.iter().zip(look.answers) {
                let Some(answer) = answer else { continue };
                number += 1;
                events.push(answered(number, look.day, subject, answer));
                let limits = Limits { quiet: None, ..limits };
                let now = chosen(&facts, &events, limits, "intern");
                prop_assert!(now.iter().all(|each| each.subject != *subject), "{subject} was answered");
            }
        }
    }

    #[test]
    fn the_fold_does_not_hang_on_the_order_in_which_events_came(
        answers in proptest::collection::vec((1_u128..6, 0_i64..5, 0_usize..4), 1..20), turn in 0_usize..20
    ) {
        let mut events: Vec<Event> = answers.iter().zip(1..).map(|((subject, on, what), number)| {
            let subject = Subject::Conversation(conversation(*subject));
            match what {
                0 => shown(number, *on, &[subject]),
                1 => answered(number, *on, &subject, SuggestionAnswer::Accepted),
                2 => answered(number, *on, &subject, SuggestionAnswer::Less),
                _ => event(number, *on, EventKind::LearningReset { learner: Learner::Suggestions }),
            }
        }).collect();
        let once = SuggestionHistory::of_events(&events, day_of);
        let middle = turn % events.len();
        events.rotate_left(middle);
        events.reverse();
        prop_assert_eq!(&SuggestionHistory::of_events(&events, day_of), &once);
    }

    #[test]
    fn what_is_no_longer_there_is_never_suggested(gone in proptest::collection::vec(any::<bool>(), 8), seed: u64) {
        let mut facts = plenty();
        let all: Vec<Thread> = facts.threads.clone();
        facts.threads.retain(|thread| !gone[usize::try_from(thread.id.0.as_u128() - 1).unwrap()]);
        // It was there, and shown, before it was deleted.
        let before: Vec<Subject> = all.iter().map(|thread| Subject::Conversation(thread.id)).collect();
        let events = [shown(1, 0, &before[..2])];
        let found = chosen(&facts, &events, Limits { seed, a_day: 9, ..limits(0) }, LEADER);
        for candidate in found {
            if let Subject::Conversation(id) = candidate.subject {
                prop_assert!(facts.threads.iter().any(|thread| thread.id == id));
                let occasion = occasion(0, LEADER);
                prop_assert!(prepare(&Subject::Conversation(id), &facts, &occasion).is_some());
            }
        }
    }
}
