//! Which of the things that could be suggested are, today.

use attune_domain::settings::minute_of_day;
use attune_domain::{Subject, SuggestionKind};
use jiff::civil::Date;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Beta, Distribution};

use super::history::{Belief, Learned};
use super::{Candidate, Reason};

/// What is less likely than this to be taken up is not shown, 0 to 1.
const LEAST_LIKELY: f64 = 0.18;
/// So many of a kind stand side by side at most.
const OF_A_KIND: usize = 2;

/// Hours in which nothing is suggested, by the local clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QuietHours {
    /// Their first minute of the day, 0 to 1,439.
    from: u16,
    /// The first minute after them; before `from` where midnight lies between.
    until: u16,
}

impl QuietHours {
    /// Reads them as they are set, `HH:MM`. None where one end is empty, or both are the same.
    #[must_use]
    pub fn new(from: &str, until: &str) -> Option<Self> {
        let (from, until) = (minute_of_day(from)?, minute_of_day(until)?);
        (from != until).then_some(Self { from, until })
    }

    /// Whether a minute of the day lies in them.
    #[must_use]
    pub fn contain(self, minute: u16) -> bool {
        if self.from < self.until {
            (self.from..self.until).contains(&minute)
        } else {
            minute >= self.from || minute < self.until
        }
    }
}

/// What bounds a choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The local day.
    pub today: Date,
    /// The minute of that day, 0 to 1,439.
    pub minute: u16,
    /// How many may be shown in a day.
    pub a_day: u32,
    /// When nothing is shown.
    pub quiet: Option<QuietHours>,
    /// Fixes the draw. With the day as the seed, the same is drawn all day long.
    pub seed: u64,
}

/// Chooses, the best first. What was shown today and not answered stays; together with it there are never more than
/// the day allows.
#[must_use]
pub fn choose(candidates: Vec<Candidate>, learned: &Learned<'_>, limits: Limits) -> Vec<Candidate> {
    if limits.quiet.is_some_and(|quiet| quiet.contain(limits.minute)) {
        return Vec::new();
    }
    let (history, today) = (learned.history(), limits.today);
    let mut standing = Vec::new();
    let mut fresh = Vec::new();
    for candidate in candidates {
        let (kind, belief) = (candidate.subject.kind(), believe(learned, &candidate));
        let score = candidate.urgency * draw(belief, &candidate.subject, limits.seed);
        if history.was_answered_on(&candidate.subject, today) || history.less_asked_on(kind, today) {
            continue;
        }
        if history.was_shown_on(&candidate.subject, today) {
            standing.push((score, candidate));
            continue;
        }
        let rested = history.is_rested(&candidate.subject, today)
            && !history.rests(kind, today)
            && !(kind == SuggestionKind::RecurringTopic
                && learned.topic_rests(&candidate.subject, &candidate.text, today));
        if rested && belief.mean() >= LEAST_LIKELY && !learned.avoids(&candidate.text) {
            fresh.push((score, candidate));
        }
    }
    let room = (limits.a_day as usize).saturating_sub(history.shown_on(today));
    sort(&mut fresh);
    let mut chosen = standing;
    let mut taken = 0;
    for (score, candidate) in fresh {
        let of_its_kind = |(_, other): &&(f64, Candidate)| other.subject.kind() == candidate.subject.kind();
        if taken < room && chosen.iter().filter(of_its_kind).count() < OF_A_KIND {
            taken += 1;
            chosen.push((score, candidate));
        }
    }
    sort(&mut chosen);
    // The person may have set a smaller number since.
    chosen.truncate(limits.a_day as usize);
    chosen.into_iter().map(|(_, candidate)| with_experience(candidate, learned)).collect()
}

fn believe(learned: &Learned<'_>, candidate: &Candidate) -> Belief {
    learned.belief(candidate.subject.kind(), &candidate.text)
}

/// Draws how likely something is to be taken up (Thompson sampling). Each subject has a draw of its own, so that
/// none depends on what else could be suggested.
fn draw(belief: Belief, subject: &Subject, seed: u64) -> f64 {
    let hash = subject
        .to_string()
        .bytes()
        .fold(seed, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3));
    let mut random = ChaCha8Rng::seed_from_u64(hash);
    Beta::new(belief.a, belief.b).map_or(belief.mean(), |beta| beta.sample(&mut random))
}

/// The best first; what is equal stands in the order of its subjects.
fn sort(scored: &mut [(f64, Candidate)]) {
    scored.sort_by(|(one, a), (other, b)| other.total_cmp(one).then_with(|| a.subject.cmp(&b.subject)));
}

/// Says, where it is so, that such suggestions were taken up before.
fn with_experience(mut candidate: Candidate, learned: &Learned<'_>) -> Candidate {
    let record = learned.records().into_iter().find(|record| record.kind == candidate.subject.kind());
    if let Some(record) = record.filter(|record| record.accepted >= 2) {
        let of = record.accepted + record.dismissed + record.less;
        candidate.reasons.push(Reason::TakenUp { accepted: record.accepted, of });
    }
    candidate
}
