//! The choice of a style for one question, with all that bounds it and all that explains it.

use attune_domain::conversation::{DimensionTrace, StyleReason, StyleTrace};
use attune_domain::{RoleTemplate, Situation, Style, StyleBounds, StyleDimension, StyleWish};

use super::apply::bounds_of_role;
use super::design::blocks_of;
use super::history::{SELF, StyleHistory};
use super::learner::{Exploration, StyleLearner};

/// What was asked for, by the person in this question or for all of them.
#[derive(Debug, Clone, Copy, Default)]
pub struct Asked<'a> {
    /// Values that the person's settings or policy fix.
    pub settings: &'a [(StyleDimension, u8)],
    /// What this question asks for.
    pub wishes: &'a [StyleWish],
    /// The style of the answer before, which "shorter" is meant of; none at the beginning.
    pub before: Option<Style>,
}

/// A choice.
#[derive(Debug, Clone, PartialEq)]
pub struct StyleChoice {
    /// The choice and how it came about.
    pub trace: StyleTrace,
    /// The style that wishes in this question were seen from.
    pub instead_of: Style,
}

/// Chooses. The role's limits stand above what the person set, and that above what this question asks for,
/// unless the question says otherwise: a wish in words is newer than a setting, so it comes before it.
///
/// Nothing is tried before the person has shown once that they react to answers at all: trying without
/// learning would only be a worse answer.
#[must_use]
pub fn choose_style(
    role: &RoleTemplate,
    learner: &StyleLearner,
    history: &StyleHistory,
    situation: &Situation,
    asked: Asked<'_>,
    exploration: Exploration,
) -> StyleChoice {
    let blocks = blocks_of(situation);
    let role_bounds = bounds_of_role(role);
    let known = learner.rewards(role.id.as_str(), SELF) > 0;
    let exploration = if known { exploration } else { Exploration::Off };

    let before = asked.before.unwrap_or_else(|| {
        let mut settings = role_bounds;
        fix_all(&mut settings, asked.settings);
        learner.choose(role.id.as_str(), SELF, &blocks, &settings, Exploration::Off).style
    });
    let wanted = asked.wishes.iter().fold(before, |style, wish| style.towards(*wish));
    let wishes: Vec<(StyleDimension, u8)> =
        asked.wishes.iter().map(|wish| (wish.dimension, wanted.level(wish.dimension))).collect();
    let mut bounds = role_bounds;
    fix_all(&mut bounds, &wishes);
    fix_all(&mut bounds, asked.settings);

    let choice = learner.choose(role.id.as_str(), SELF, &blocks, &bounds, exploration);
    let dimensions = StyleDimension::ALL.into_iter().zip(choice.odds).map(|(dimension, odds)| {
        let level = choice.style.level(dimension);
        let fixes = |fixed: &[(StyleDimension, u8)]| fixed.iter().any(|(other, _)| *other == dimension);
        let because = if role_bounds.fixed(dimension).is_some() {
            StyleReason::Role
        } else if fixes(&wishes) {
            StyleReason::Asked
        } else if fixes(asked.settings) {
            StyleReason::Setting
        } else if known {
            StyleReason::Learned
        } else {
            StyleReason::Role
        };
        let reception = history.reception(&role.id, dimension, level);
        DimensionTrace {
            dimension,
            odds,
            because,
            liked: reception.liked,
            disliked: reception.disliked,
            asked: reception.asked,
        }
    });
    let trace = StyleTrace {
        style: choice.style,
        probability: choice.probability,
        explored: choice.style != choice.best,
        situation: situation.clone(),
        dimensions: dimensions.collect(),
    };
    StyleChoice { trace, instead_of: before }
}

fn fix_all(bounds: &mut StyleBounds, values: &[(StyleDimension, u8)]) {
    for (dimension, level) in values {
        bounds.fix(*dimension, *level);
    }
}
