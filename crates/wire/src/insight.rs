//! What Attune knows of a person, for that person to look at.

use attune_domain::{RoleId, StyleDimension};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Asks what was learned of styles.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct GetStyleInsights {}

/// What was learned of styles.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct StyleInsightsView {
    /// Each role, in the order of the role selector.
    pub roles: Vec<RoleStyleView>,
    /// Answers that something was said of.
    pub answers: u32,
    /// What they earned.
    pub earned: EstimateView,
    /// What answers in the style of their role's template would have earned, doubly robust.
    pub plain: EstimateView,
    /// The same by inverse propensity.
    pub plain_by_propensity: EstimateView,
    /// One by one, oldest first.
    pub series: Vec<EarnedView>,
}

/// What is believed of styles in a role.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct RoleStyleView {
    /// The role.
    #[ts(as = "String")]
    pub role: RoleId,
    /// Answers in it that something was said of.
    pub rewards: u32,
    /// Each dimension.
    pub dimensions: Vec<DimensionBeliefView>,
}

/// What is believed of a dimension.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct DimensionBeliefView {
    /// Which dimension.
    #[ts(type = "'tone' | 'length' | 'format' | 'detail' | 'jargon'")]
    pub dimension: StyleDimension,
    /// Whether the role or a setting fixes it.
    pub fixed: bool,
    /// Each value.
    pub values: Vec<ValueBeliefView>,
}

/// What is believed of a value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct ValueBeliefView {
    /// The value.
    pub value: String,
    /// The probability that the next answer has it, 0 to 1.
    pub probability: f64,
    /// How much better than the mean of its dimension it is thought to be, in rewards from -1 to 1.
    pub worth: f64,
    /// The standard deviation of that belief.
    pub error: f64,
}

/// An estimated mean reward of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, TS)]
pub struct EstimateView {
    /// The mean, from -1 to 1.
    pub mean: f64,
    /// Its standard error.
    pub error: f64,
}

/// What one answer earned, and what a plain one would have in its place.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, TS)]
pub struct EarnedView {
    /// Milliseconds since 1970.
    pub at: i64,
    /// What it earned, from -1 to 1.
    pub earned: f64,
    /// What a plain answer would have earned: right on average, not one by one.
    pub plain: f64,
}
