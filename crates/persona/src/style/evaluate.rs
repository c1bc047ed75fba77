//! What another way of choosing styles would have earned, from what was logged: inverse propensity and doubly
//! robust estimates (Horvitz and Thompson, 1952; Dudík, Langford and Li, "Doubly robust policy evaluation and
//! learning", 2011).
//!
//! The model inside the doubly robust estimate has seen only the answers before the one it judges, so it never
//! grades its own homework.

use attune_domain::{RoleTemplate, Style, Timestamp};

use super::design::blocks_of;
use super::history::{SELF, StyleHistory, StyledAnswer, begin};
use super::learner::Assumptions;

/// The most that one answer may count for: rare choices say much, but not everything.
const WEIGHT_LIMIT: f64 = 20.0;

/// An estimated mean reward of an answer, from -1 to 1.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Estimate {
    /// The mean.
    pub mean: f64,
    /// Its standard error.
    pub error: f64,
}

/// What one answer earned, and what a plain one would have in its place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Earned {
    /// When it was asked for.
    pub at: Timestamp,
    /// What it earned, from -1 to 1.
    pub earned: f64,
    /// The doubly robust term of a plain answer: right on average, not one by one.
    pub plain: f64,
}

/// What was earned, and what plain answers would have.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Evaluation {
    /// Answers that something was said of.
    pub answers: usize,
    /// What they earned.
    pub earned: Estimate,
    /// What answers in the style of their role's template would have earned, by inverse propensity.
    pub plain_by_propensity: Estimate,
    /// The same, doubly robust.
    pub plain_doubly_robust: Estimate,
    /// One by one, oldest first.
    pub series: Vec<Earned>,
}

/// Compares what was earned with what the style of each role's template would have.
#[must_use]
pub fn evaluate(history: &StyleHistory, roles: &[RoleTemplate], assumptions: Assumptions) -> Evaluation {
    let plain = |answer: &StyledAnswer| {
        roles.iter().find(|role| role.id == answer.role).map_or(answer.style, Style::of_role)
    };
    let mut learner = begin(roles, assumptions);
    let mut by_propensity = Vec::new();
    let mut series = Vec::new();
    for answer in &history.answers {
        if let Some(reward) = answer.reward() {
            let blocks = blocks_of(&answer.situation);
            let (posterior, design) = learner.posterior(answer.role.as_str(), SELF, &blocks);
            let expected = |style| posterior.worth(&design.row(style, &blocks)).0.clamp(-1.0, 1.0);
            let target = plain(answer);
            let matched = if answer.style == target { 1.0 } else { 0.0 };
            let weight = (matched / answer.probability.max(f64::MIN_POSITIVE)).min(WEIGHT_LIMIT);
            by_propensity.push(weight * reward);
            let plain = expected(target) + weight * (reward - expected(answer.style));
            series.push(Earned { at: answer.at, earned: reward, plain });
        }
        answer.teach(&mut learner);
    }
    Evaluation {
        answers: series.len(),
        earned: estimate(series.iter().map(|point| point.earned)),
        plain_by_propensity: estimate(by_propensity.iter().copied()),
        plain_doubly_robust: estimate(series.iter().map(|point| point.plain)),
        series,
    }
}

fn estimate(values: impl Iterator<Item = f64> + Clone) -> Estimate {
    let count = values.clone().count() as f64;
    if count == 0.0 {
        return Estimate::default();
    }
    let mean = values.clone().sum::<f64>() / count;
    let spread = values.map(|value| (value - mean).powi(2)).sum::<f64>();
    Estimate { mean, error: (spread / (count - 1.0).max(1.0) / count).sqrt() }
}

#[cfg(test)]
mod tests {
    use attune_domain::role::built_in;
    use attune_domain::{MessageId, Rating, Situation, StyleBounds};
    use rand::{Rng, SeedableRng};
    use rand_chacha::ChaCha8Rng;
    use uuid::Uuid;

    use super::*;

    /// A person who likes prose and nothing else, rated for a while: both estimates must find what plain
    /// answers really earn with them, which the logged mean is far from.
    #[test]
    fn estimates_find_what_plain_answers_earn() {
        let roles = built_in();
        let role = &roles[0];
        let mut random = ChaCha8Rng::seed_from_u64(7);
        let arms: Vec<Style> = StyleBounds::default().arms().collect();
        let glad = |style: Style| {
            if style.value(attune_domain::StyleDimension::Format) == "prose" { 0.9 } else { 0.2 }
        };
        let home = Style::of_role(role);
        let mut history = StyleHistory::default();
        for number in 0..400 {
            // Half of the answers are plain, the others any.
            let style = if random.random_bool(0.5) { home } else { arms[random.random_range(0..arms.len())] };
            let any = 0.5 / arms.len() as f64;
            let probability = if style == home { 0.5 + any } else { any };
            let rating = if random.random_bool(glad(style)) { Rating::Up } else { Rating::Down };
            history.answers.push(StyledAnswer {
                message: MessageId(Uuid::from_u128(number)),
                at: Timestamp(0),
                role: role.id.clone(),
                style,
                probability,
                situation: Situation::default(),
                rating: Some(rating),
                reasons: Vec::new(),
                quiet: Vec::new(),
                requests: Vec::new(),
                edits: Vec::new(),
            });
        }
        let found = evaluate(&history, &roles, Assumptions::default());
        let truth = 2.0 * glad(home) - 1.0;
        assert_eq!(found.answers, 400);
        for plain in [found.plain_by_propensity, found.plain_doubly_robust] {
            assert!((plain.mean - truth).abs() < 3.0 * plain.error, "{plain:?}, truth {truth}");
        }
        assert!(found.plain_doubly_robust.error < found.plain_by_propensity.error, "{found:?}");
        assert!(found.earned.mean > truth + 0.1, "{found:?}");
    }

    #[test]
    fn nothing_said_gives_no_estimate() {
        let found = evaluate(&StyleHistory::default(), &built_in(), Assumptions::default());
        assert_eq!(found, Evaluation::default());
    }
}
