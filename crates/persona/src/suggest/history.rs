//! What was shown, what was said of it, and what follows for the next suggestion: a fold over stored events.
//!
//! How likely somebody is to take up a kind of suggestion is a Beta posterior over fading counts; what a single
//! topic adds to that shrinks towards its kind, so that one dismissal teaches something of the topic and a little of
//! the kind (an empirical Bayes estimate: Efron and Morris, 1975). After each dismissal in a row a kind rests twice
//! as long.

use std::collections::{BTreeMap, BTreeSet};

use attune_domain::{Event, EventKind, Learner, Subject, SuggestionAnswer, SuggestionKind, Timestamp};
use jiff::civil::Date;

use super::when::days_between;
use super::words::{likeness, telling};

/// What was said counts half after so many days.
const HALF_LIFE_DAYS: f64 = 60.0;
/// What “less like this” weighs beside a dismissal.
const LESS_WEIGHT: f64 = 4.0;
/// What it weighs that something was shown for a day and nothing was said of it.
const IGNORED_WEIGHT: f64 = 0.15;
/// The strength of what is believed of a kind beforehand, and at most of a kind for a topic, in answers.
const PRIOR_STRENGTH: f64 = 4.0;
/// From this likeness on, what was said of one subject says something of another.
const ALIKE: f64 = 0.34;
/// From this likeness on, two topics are the same.
pub(super) const SAME: f64 = 0.6;
/// The longest rest of a kind, in days.
const LONGEST_REST: i64 = 14;
/// The shortest rest of a kind of which less was asked for, in days.
const LESS_REST: i64 = 7;

/// What was said of a subject; the last word of a day counts.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Answered {
    subject: Subject,
    day: Date,
    answer: SuggestionAnswer,
}

/// What was shown and answered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SuggestionHistory {
    /// What was shown on each day, of the kinds that are counted. A new beginning does not empty a day.
    shown: BTreeMap<Date, BTreeSet<Subject>>,
    /// What was shown since learning last began.
    views: BTreeSet<(Date, Subject)>,
    /// What was said since learning last began, in order.
    answers: Vec<Answered>,
}

/// What is known of a kind.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct KindRecord {
    /// Which kind.
    pub kind: SuggestionKind,
    /// How often one was shown for a day.
    pub shown: u32,
    /// How often one was taken up.
    pub accepted: u32,
    /// How often one was dismissed.
    pub dismissed: u32,
    /// How often less was asked for.
    pub less: u32,
    /// How likely the next one is taken up, 0 to 1.
    pub mean: f64,
    /// The standard deviation of that belief.
    pub error: f64,
}

/// A Beta distribution.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Belief {
    /// Taken up, in answers; above 0.
    pub a: f64,
    /// Not taken up, in answers; above 0.
    pub b: f64,
}

impl Belief {
    pub(super) fn mean(self) -> f64 {
        self.a / (self.a + self.b)
    }

    fn error(self) -> f64 {
        let sum = self.a + self.b;
        (self.a * self.b / (sum * sum * (sum + 1.0))).sqrt()
    }
}

impl SuggestionHistory {
    /// Folds events, whatever their order; `day_of` gives the local day of a time. Others than those of
    /// [`EventKind::ABOUT_SUGGESTIONS`] are passed over.
    #[must_use]
    pub fn of_events(events: &[Event], day_of: impl Fn(Timestamp) -> Date) -> Self {
        let mut events: Vec<&Event> = events.iter().collect();
        events.sort_by_key(|event| (event.hybrid_time, event.actor, event.id));
        let mut history = Self::default();
        for event in events {
            match &event.kind {
                EventKind::SuggestionsShown { subjects } => {
                    let day = day_of(event.at);
                    for subject in subjects.iter().filter(|subject| subject.kind().is_counted()) {
                        history.shown.entry(day).or_default().insert(subject.clone());
                        history.views.insert((day, subject.clone()));
                    }
                }
                EventKind::SuggestionAnswered { subject, answer } => {
                    let answered =
                        Answered { subject: subject.clone(), day: day_of(event.at), answer: *answer };
                    let same_day =
                        |other: &Answered| other.subject == answered.subject && other.day == answered.day;
                    history.answers.retain(|other| !same_day(other));
                    history.answers.push(answered);
                }
                EventKind::LearningReset { learner: Learner::Suggestions } => {
                    history.views.clear();
                    history.answers.clear();
                }
                _ => {}
            }
        }
        history
    }

    /// What was shown on a day.
    #[must_use]
    pub fn shown_on(&self, day: Date) -> usize {
        self.shown.get(&day).map_or(0, BTreeSet::len)
    }

    /// Whether a subject was shown on a day.
    #[must_use]
    pub fn was_shown_on(&self, subject: &Subject, day: Date) -> bool {
        self.shown.get(&day).is_some_and(|shown| shown.contains(subject))
    }

    /// Whether a subject was ever taken up.
    #[must_use]
    pub fn was_accepted(&self, subject: &Subject) -> bool {
        let accepted =
            |each: &Answered| each.subject == *subject && each.answer == SuggestionAnswer::Accepted;
        self.answers.iter().any(accepted)
    }

    /// Everything of which something was said, with the texts that are wanted to see what it was about.
    pub fn answered(&self) -> impl Iterator<Item = &Subject> {
        self.answers.iter().map(|answered| &answered.subject)
    }

    /// Whether something was said of a subject on a day.
    pub(super) fn was_answered_on(&self, subject: &Subject, day: Date) -> bool {
        self.answers.iter().any(|answered| answered.subject == *subject && answered.day == day)
    }

    /// Whether a subject may be shown that was not shown on this day yet.
    pub(super) fn is_rested(&self, subject: &Subject, today: Date) -> bool {
        !self.is_settled(subject, today) && !self.was_met_lately(subject, today)
    }

    /// Whether what was said of a subject still stands.
    pub(super) fn is_settled(&self, subject: &Subject, today: Date) -> bool {
        let Some(last) = self.answers.iter().rfind(|answered| answered.subject == *subject) else {
            return false;
        };
        let once = matches!(subject, Subject::Reminder(_) | Subject::Week(_))
            || matches!(subject, Subject::Step(_)) && last.answer == SuggestionAnswer::Accepted;
        let days = match last.answer {
            SuggestionAnswer::Accepted => 14,
            SuggestionAnswer::Dismissed => 60,
            SuggestionAnswer::Less => 180,
        };
        once || days_between(last.day, today) < days
    }

    /// Whether a subject was shown so lately, or so often, that it is not shown again yet.
    fn was_met_lately(&self, subject: &Subject, today: Date) -> bool {
        // A clock that was set back leaves days that lie ahead: they count as of late.
        let within = |day: Date, days: i64| days_between(day, today) < days;
        let met = self.shown.iter().rev().filter(|(_, shown)| shown.contains(subject));
        let mut days = met.map(|(day, _)| *day);
        let Some(last) = days.next() else { return false };
        let often = days.filter(|day| within(*day, 30)).count() >= 2;
        let rest = if matches!(subject, Subject::Week(_)) { 7 } else { 3 };
        within(last, rest) || often && within(last, 30)
    }

    /// Until which day a kind rests; none where it does not.
    fn rest_until(&self, kind: SuggestionKind) -> Option<Date> {
        let mut in_a_row = 0_u32;
        let mut until = None;
        for answered in self.answers.iter().filter(|answered| answered.subject.kind() == kind) {
            let (more, least) = match answered.answer {
                SuggestionAnswer::Accepted => {
                    (in_a_row, until) = (0, None);
                    continue;
                }
                SuggestionAnswer::Dismissed => (1, 1),
                SuggestionAnswer::Less => (3, LESS_REST),
            };
            in_a_row = (in_a_row + more).min(8);
            let days = (1_i64 << (in_a_row - 1)).clamp(least, LONGEST_REST);
            until = until.max(answered.day.checked_add(jiff::Span::new().days(days)).ok());
        }
        until
    }

    /// Whether a kind rests on a day.
    pub(super) fn rests(&self, kind: SuggestionKind, today: Date) -> bool {
        self.rest_until(kind).is_some_and(|until| today < until)
    }

    /// Whether less of a kind was asked for on a day.
    pub(super) fn less_asked_on(&self, kind: SuggestionKind, day: Date) -> bool {
        let asked = |each: &&Answered| each.subject.kind() == kind && each.day == day;
        self.answers.iter().filter(asked).any(|each| each.answer == SuggestionAnswer::Less)
    }
}

/// One observation.
#[derive(Debug, Clone)]
struct Evidence {
    kind: SuggestionKind,
    words: BTreeSet<String>,
    good: f64,
    bad: f64,
}

/// What a history teaches on a day.
#[derive(Debug)]
pub struct Learned<'h> {
    history: &'h SuggestionHistory,
    evidence: Vec<Evidence>,
    /// What less was asked for in the last months, and topics that were met of late: they are not met again.
    avoided: Vec<BTreeSet<String>>,
    topics: Vec<(Subject, BTreeSet<String>)>,
}

impl<'h> Learned<'h> {
    /// Learns. `texts` say what subjects are about; one that is not there, because it was deleted, teaches
    /// something of its kind alone.
    #[must_use]
    pub fn new(history: &'h SuggestionHistory, texts: &BTreeMap<Subject, String>, today: Date) -> Self {
        let words_of = |subject: &Subject| texts.get(subject).map(|text| telling(text)).unwrap_or_default();
        let fade = |day: Date| 0.5_f64.powf(days_between(day, today).max(0) as f64 / HALF_LIFE_DAYS);
        let mut evidence = Vec::new();
        let mut avoided = Vec::new();
        for Answered { subject, day, answer } in &history.answers {
            let (good, bad) = match answer {
                SuggestionAnswer::Accepted => (1.0, 0.0),
                SuggestionAnswer::Dismissed => (0.0, 1.0),
                SuggestionAnswer::Less => (0.0, LESS_WEIGHT),
            };
            let (words, fade) = (words_of(subject), fade(*day));
            if *answer == SuggestionAnswer::Less && days_between(*day, today) < 60 && !words.is_empty() {
                avoided.push(words.clone());
            }
            evidence.push(Evidence { kind: subject.kind(), words, good: good * fade, bad: bad * fade });
        }
        let ignored = |(day, subject): &&(Date, Subject)| {
            *day < today && !history.answers.iter().any(|each| each.subject == *subject && each.day >= *day)
        };
        for (day, subject) in history.views.iter().filter(ignored) {
            let bad = IGNORED_WEIGHT * fade(*day);
            evidence.push(Evidence { kind: subject.kind(), words: words_of(subject), good: 0.0, bad });
        }
        let met = history.shown.range(..today).flat_map(|(_, shown)| shown);
        let met: BTreeSet<&Subject> = met.chain(history.answered()).collect();
        let met = met.into_iter().filter(|subject| matches!(subject, Subject::Topic(_)));
        let topics = met.map(|subject| (subject.clone(), words_of(subject))).collect();
        Self { history, evidence, avoided, topics }
    }

    /// What is known of each kind.
    #[must_use]
    pub fn records(&self) -> Vec<KindRecord> {
        let record = |kind: SuggestionKind| {
            let said = |answer| {
                let said = |each: &&Answered| each.subject.kind() == kind && each.answer == answer;
                count(self.history.answers.iter().filter(said).count())
            };
            let belief = self.kind(kind);
            KindRecord {
                kind,
                shown: count(self.history.views.iter().filter(|(_, subject)| subject.kind() == kind).count()),
                accepted: said(SuggestionAnswer::Accepted),
                dismissed: said(SuggestionAnswer::Dismissed),
                less: said(SuggestionAnswer::Less),
                mean: belief.mean(),
                error: belief.error(),
            }
        };
        SuggestionKind::ALL.into_iter().map(record).collect()
    }

    pub(super) fn history(&self) -> &'h SuggestionHistory {
        self.history
    }

    /// What is believed of a kind.
    fn kind(&self, kind: SuggestionKind) -> Belief {
        let mean = match kind {
            SuggestionKind::FollowUp => 0.6,
            SuggestionKind::OnboardingStep | SuggestionKind::WeeklyDigest => 0.5,
            SuggestionKind::UnfinishedThread => 0.45,
            SuggestionKind::RecurringTopic => 0.35,
            SuggestionKind::RoleStarter => 0.25,
        };
        let mut belief = Belief { a: PRIOR_STRENGTH * mean, b: PRIOR_STRENGTH * (1.0 - mean) };
        for each in self.evidence.iter().filter(|each| each.kind == kind) {
            belief.a += each.good;
            belief.b += each.bad;
        }
        belief
    }

    /// What is believed of a suggestion of a kind about something.
    pub(super) fn belief(&self, kind: SuggestionKind, text: &str) -> Belief {
        let of_kind = self.kind(kind);
        let words = telling(text);
        let strength = (of_kind.a + of_kind.b).min(PRIOR_STRENGTH);
        let mut belief = Belief { a: strength * of_kind.mean(), b: strength * (1.0 - of_kind.mean()) };
        for each in &self.evidence {
            let like = likeness(&words, &each.words);
            if like >= ALIKE {
                belief.a += like * each.good;
                belief.b += like * each.bad;
            }
        }
        belief
    }

    /// Whether less was asked for of something like it.
    pub(super) fn avoids(&self, text: &str) -> bool {
        let words = telling(text);
        self.avoided.iter().any(|avoided| likeness(&words, avoided) >= SAME)
    }

    /// Whether the same topic rests under the name of another question.
    pub(super) fn topic_rests(&self, subject: &Subject, text: &str, today: Date) -> bool {
        let words = telling(text);
        let same =
            |(other, its): &&(Subject, BTreeSet<String>)| other != subject && likeness(&words, its) >= SAME;
        self.topics.iter().filter(same).any(|(other, _)| !self.history.is_rested(other, today))
    }

    /// The order of a role's starters: the likeliest to be taken up first, as in the template where nothing tells.
    #[must_use]
    pub fn order_starters(&self, starters: &[(Subject, String)]) -> Vec<usize> {
        let taken = |subject: &Subject| -> f64 {
            let mut strength = 0.0;
            for (each, evidence) in self.history.answers.iter().zip(&self.evidence) {
                if each.subject == *subject {
                    strength += evidence.good - evidence.bad;
                }
            }
            strength
        };
        let worth: Vec<f64> = starters.iter().map(|(subject, _)| taken(subject)).collect();
        let mut order: Vec<usize> = (0..starters.len()).collect();
        order.sort_by(|one, other| worth[*other].total_cmp(&worth[*one]));
        order
    }
}

fn count(items: usize) -> u32 {
    u32::try_from(items).unwrap_or(u32::MAX)
}
