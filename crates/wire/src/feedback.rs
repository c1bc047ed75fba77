//! What a person says of answers, and what was learned from it.

use attune_domain::conversation::{DimensionTrace, StyleReason, StyleTrace};
use attune_domain::{Learner, MessageId, Rating, RatingReason, Sign, StyleDimension, TaskKind};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Rates an answer.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct RateAnswer {
    /// The answer.
    #[ts(as = "String")]
    pub answer: MessageId,
    /// The rating; none takes it back.
    pub rating: Option<RatingView>,
}

/// A rating.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RatingView {
    /// The thumb.
    #[ts(type = "'up' | 'down'")]
    pub rating: Rating,
    /// Why; for thumbs down.
    #[serde(default)]
    #[ts(
        type = "('too_long' | 'too_short' | 'too_technical' | 'too_basic' | 'wrong_tone' | 'wrong' | 'not_asked')[]"
    )]
    pub reasons: Vec<RatingReason>,
}

/// Notes that an answer was in view for a while and nothing else was done.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct NoteDwell {
    /// The answer.
    #[ts(as = "String")]
    pub answer: MessageId,
    /// Seconds.
    pub seconds: u32,
}

/// Has a learner begin anew.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ResetLearning {
    /// Which one.
    #[ts(type = "'style' | 'memory' | 'interests' | 'suggestions'")]
    pub learner: Learner,
}

/// How the style of an answer was chosen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct StyleTraceView {
    /// With what probability it was chosen, above 0 to 1.
    pub probability: f64,
    /// Whether another style was thought better and this one tried in order to learn.
    pub explored: bool,
    /// What kind of work the question asked for.
    #[ts(
        type = "'general' | 'explain' | 'decide' | 'summarise' | 'write' | 'troubleshoot' | 'plan' | 'compare' | 'look_up' | 'code' | 'chat'"
    )]
    pub task: TaskKind,
    /// What else the question showed.
    #[ts(
        type = "('urgent' | 'frustrated' | 'spoken' | 'expert' | 'beginner' | 'off_hours' | 'familiar' | 'new_field')[]"
    )]
    pub signs: Vec<Sign>,
    /// Each dimension, in their order.
    pub dimensions: Vec<DimensionTraceView>,
}

/// How the value of one dimension of a style came about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct DimensionTraceView {
    /// Which dimension.
    #[ts(type = "'tone' | 'length' | 'format' | 'detail' | 'jargon'")]
    pub dimension: StyleDimension,
    /// The value that was chosen.
    pub value: String,
    /// All values with their probabilities, which sum to 1.
    pub odds: Vec<ValueOddsView>,
    /// What decided it.
    #[ts(type = "'role' | 'setting' | 'asked' | 'learned'")]
    pub because: StyleReason,
    /// Answers with this value that the person was glad of.
    pub liked: u32,
    /// Answers with this value that they were not glad of.
    pub disliked: u32,
    /// Times that they asked for it.
    pub asked: u32,
}

/// A value and how probable it was.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct ValueOddsView {
    /// The value.
    pub value: String,
    /// 0 to 1.
    pub probability: f64,
}

impl From<StyleTrace> for StyleTraceView {
    fn from(trace: StyleTrace) -> Self {
        let StyleTrace { style, probability, explored, situation, dimensions } = trace;
        let dimensions = dimensions.into_iter().map(|trace| dimension(style.value(trace.dimension), trace));
        Self {
            probability,
            explored,
            task: situation.task,
            signs: situation.signs,
            dimensions: dimensions.collect(),
        }
    }
}

fn dimension(value: &str, trace: DimensionTrace) -> DimensionTraceView {
    let DimensionTrace { dimension, odds, because, liked, disliked, asked } = trace;
    DimensionTraceView {
        dimension,
        value: value.to_owned(),
        odds: odds_of(dimension, &odds),
        because,
        liked,
        disliked,
        asked,
    }
}

/// The values of a dimension with probabilities in their order.
#[must_use]
pub fn odds_of(dimension: StyleDimension, odds: &[f64]) -> Vec<ValueOddsView> {
    let values = dimension.values().iter().zip(odds);
    values
        .map(|(value, probability)| ValueOddsView { value: (*value).to_owned(), probability: *probability })
        .collect()
}
