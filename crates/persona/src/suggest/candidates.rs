//! What could be suggested on a day, from the facts alone. What was said of suggestions before is weighed later.

use std::collections::BTreeMap;

use attune_domain::{ConversationId, Subject};
use jiff::civil::Date;

use super::when::days_between;
use super::{
    Candidate, Cue, Due, Facts, LEADER, NEWCOMER, Occasion, OpenEnd, Reason, Said, SuggestionHistory, dues,
    one_line, open_end, steps,
};
use crate::memory::find_secret;

/// The longest quotation, in characters.
const QUOTE_CHARS: usize = 120;
/// A conversation that was left open is of interest for so many days.
const OPEN_DAYS: i64 = 14;
/// A day that was named is of interest for so many days after it.
const LATE_DAYS: i64 = 5;
/// A topic is asked about again and again when it was so many times in four weeks, …
const LEAST_TIMES: u32 = 3;
/// … on so many days, …
const LEAST_DAYS: u32 = 2;
/// … of which the last lies back at most so many days.
const TOPIC_DAYS: i64 = 7;
/// So many conversations make a week to look back at.
const LEAST_OF_A_WEEK: usize = 2;

/// Everything that could be suggested, in no order. At most one leads to a conversation, and none shows a secret.
#[must_use]
pub fn candidates(facts: &Facts, occasion: &Occasion, history: &SuggestionHistory) -> Vec<Candidate> {
    let mut by_conversation: BTreeMap<ConversationId, Candidate> = BTreeMap::new();
    let leading = unfinished(facts, occasion.today).chain(follow_ups(facts, occasion.today));
    for candidate in leading {
        let Some(conversation) = candidate.conversation else { continue };
        match by_conversation.get(&conversation) {
            Some(other) if other.urgency >= candidate.urgency => {}
            _ => drop(by_conversation.insert(conversation, candidate)),
        }
    }
    let mut all: Vec<Candidate> = by_conversation.into_values().collect();
    all.extend(topics(facts, occasion.today));
    all.extend(next_step(occasion, history));
    all.extend(week(facts, occasion));
    all.retain(|candidate| find_secret(&candidate.text).is_none());
    all
}

/// The Monday of the week of a day.
pub(super) fn monday(day: Date) -> Date {
    let since = i64::from(day.weekday().to_monday_zero_offset());
    day.checked_sub(jiff::Span::new().days(since)).unwrap_or(day)
}

fn unfinished(facts: &Facts, today: Date) -> impl Iterator<Item = Candidate> {
    facts.threads.iter().filter_map(move |thread| {
        let age = days_between(thread.day, today);
        // On the same day the person still has it in mind.
        let how = open_end(&thread.turns).filter(|_| (1..=OPEN_DAYS).contains(&age))?;
        let weight = match how {
            OpenEnd::PutOff => 1.0,
            OpenEnd::Unanswered => 0.95,
            OpenEnd::CutOff => 0.85,
            OpenEnd::AskedBack => 0.7,
        };
        Some(Candidate {
            subject: Subject::Conversation(thread.id),
            text: one_line(&thread.title, QUOTE_CHARS),
            conversation: Some(thread.id),
            reasons: vec![Reason::LeftOpen { how, at: thread.turns.last()?.at }],
            urgency: weight * 0.9 * halved(age - 1, 4.0),
        })
    })
}

fn follow_ups(facts: &Facts, today: Date) -> impl Iterator<Item = Candidate> {
    // An edited question stands beside its earlier form: the last one to name a day in a conversation counts.
    let mut named: BTreeMap<(ConversationId, Date), (&Said, Due)> = BTreeMap::new();
    for said in &facts.said {
        for due in dues(&said.text, said.day) {
            let place = named.entry((said.conversation, due.date));
            let newer = |other: &(&Said, Due)| (other.0.at, other.0.message) < (said.at, said.message);
            match place {
                std::collections::btree_map::Entry::Occupied(mut other) if newer(other.get()) => {
                    other.insert((said, due));
                }
                std::collections::btree_map::Entry::Occupied(_) => {}
                std::collections::btree_map::Entry::Vacant(place) => drop(place.insert((said, due))),
            }
        }
    }
    named.into_values().filter_map(move |(said, due)| {
        let late = days_between(due.date, today);
        let (early, weight) = match due.cue {
            Cue::Remind => (0, 1.0),
            Cue::Deadline => (1, 0.95),
            Cue::Appointment => (1, 0.8),
        };
        // Nobody is reminded on the day on which they said it.
        let is_time = (-early..=LATE_DAYS).contains(&late) && said.day < today;
        is_time.then(|| Candidate {
            subject: Subject::Reminder(said.message),
            text: one_line(&due.sentence, QUOTE_CHARS),
            conversation: Some(said.conversation),
            reasons: vec![Reason::Named { due: due.date, cue: due.cue, said_at: said.at }],
            urgency: weight * if late < 0 { 0.9 } else { halved(late, 3.0) },
        })
    })
}

fn topics(facts: &Facts, today: Date) -> impl Iterator<Item = Candidate> {
    let recurs = move |topic: &&super::Topic| {
        let age = days_between(topic.last, today);
        topic.times >= LEAST_TIMES && topic.days >= LEAST_DAYS && (0..=TOPIC_DAYS).contains(&age)
    };
    facts.topics.iter().filter(recurs).map(|topic| Candidate {
        subject: Subject::Topic(topic.question),
        text: one_line(&topic.text, QUOTE_CHARS),
        conversation: None,
        reasons: vec![Reason::AskedOften { times: topic.times, days: topic.days }],
        urgency: 0.6 + 0.2 * (f64::from(topic.times) / 12.0).min(1.0),
    })
}

/// The first step of which nothing was said that still stands.
fn next_step(occasion: &Occasion, history: &SuggestionHistory) -> Option<Candidate> {
    if occasion.role.as_str() != NEWCOMER {
        return None;
    }
    let steps = steps();
    let subject = |name: &str| Subject::Step(name.to_owned());
    let done = steps.iter().filter(|step| history.was_accepted(&subject(step.name))).count();
    let next = steps.iter().find(|step| !history.is_settled(&subject(step.name), occasion.today))?;
    let number = |items: usize| u32::try_from(items).unwrap_or(u32::MAX);
    Some(Candidate {
        subject: subject(next.name),
        text: next.text(occasion.language).to_owned(),
        conversation: None,
        reasons: vec![Reason::NextStep { done: number(done), of: number(steps.len()) }],
        urgency: 0.8,
    })
}

fn week(facts: &Facts, occasion: &Occasion) -> Option<Candidate> {
    if occasion.role.as_str() != LEADER {
        return None;
    }
    let of_the_week = |thread: &&super::Thread| {
        thread.tellable && (0..=7).contains(&days_between(thread.day, occasion.today))
    };
    let conversations = facts.threads.iter().filter(of_the_week).count();
    (conversations >= LEAST_OF_A_WEEK).then(|| Candidate {
        subject: Subject::Week(monday(occasion.today).to_string()),
        text: String::new(),
        conversation: None,
        reasons: vec![Reason::WeekBegun { conversations: u32::try_from(conversations).unwrap_or(u32::MAX) }],
        urgency: 0.95,
    })
}

/// Half after every `half_life` days.
fn halved(days: i64, half_life: f64) -> f64 {
    0.5_f64.powf(days.max(0) as f64 / half_life)
}
