//! What is believed of each value of each dimension, for people to look at.

use attune_domain::{RoleId, Style, StyleBounds, StyleDimension};

use super::design::{MAIN, main_effects};
use super::history::SELF;
use super::learner::{Exploration, StyleLearner};

/// What is believed of a dimension in a role.
#[derive(Debug, Clone, PartialEq)]
pub struct DimensionBelief {
    /// Which dimension.
    pub dimension: StyleDimension,
    /// Each value, in their order.
    pub values: Vec<ValueBelief>,
}

/// What is believed of one value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ValueBelief {
    /// The probability that the next answer has it, where nothing else bears on it; all sum to 1.
    pub probability: f64,
    /// How much better than the dimension's mean it is thought to be, in rewards from -1 to 1.
    pub worth: f64,
    /// The standard deviation of that belief.
    pub error: f64,
}

/// What is believed of every dimension in a role, in a situation like any other.
#[must_use]
pub fn beliefs(learner: &StyleLearner, role: &RoleId, bounds: &StyleBounds) -> Vec<DimensionBelief> {
    let (posterior, design) = learner.posterior(role.as_str(), SELF, &[]);
    let choice = learner.choose(role.as_str(), SELF, &[], bounds, Exploration::Off);
    let any = choice.best;
    let belief = |(dimension, odds): (StyleDimension, Vec<f64>)| {
        let values = (0..).zip(odds).map(|(level, probability)| {
            let mut row = vec![0.0; design.width()];
            row[..MAIN].copy_from_slice(&only(dimension, any.with(dimension, level)));
            let (worth, error) = posterior.worth(&row);
            ValueBelief { probability, worth, error }
        });
        DimensionBelief { dimension, values: values.collect() }
    };
    StyleDimension::ALL.into_iter().zip(choice.odds).map(belief).collect()
}

/// The main columns of one dimension of a style, and nothing of the others.
fn only(dimension: StyleDimension, style: Style) -> [f64; MAIN] {
    let mut row = main_effects(style);
    let mut at = 1;
    row[0] = 0.0;
    for other in StyleDimension::ALL {
        let columns = other.values().len() - 1;
        if other != dimension {
            row[at..at + columns].fill(0.0);
        }
        at += columns;
    }
    row
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::style::{Assumptions, Signal};

    #[test]
    fn what_was_liked_is_believed_in_and_less_surely_than_after_more() {
        let role: RoleId = "leader".parse().unwrap();
        let mut learner = StyleLearner::new(Assumptions::default());
        let bounds = StyleBounds::default();
        let prose = |learner: &StyleLearner| beliefs(learner, &role, &bounds)[2].values[2];
        let before = prose(&learner);
        for _ in 0..15 {
            for style in Style::all().step_by(7) {
                let liked = style.value(StyleDimension::Format) == "prose";
                let signal = if liked { Signal::Up } else { Signal::Down };
                learner.learn("leader", SELF, style, &[], &[signal], &[]);
            }
        }
        let after = prose(&learner);
        assert!(after.probability > 0.9 && after.worth > before.worth + 0.3, "{before:?} {after:?}");
        assert!(after.error < before.error, "{before:?} {after:?}");
        for belief in beliefs(&learner, &role, &bounds) {
            let sum: f64 = belief.values.iter().map(|value| value.probability).sum();
            assert!((sum - 1.0).abs() < 1e-9);
            let worth: f64 = belief.values.iter().map(|value| value.worth).sum();
            assert!(worth.abs() < 1e-9, "values are compared with their mean");
        }
    }
}
