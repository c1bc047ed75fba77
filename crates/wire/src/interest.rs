//! What a person is interested in, for them to look at.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Asks for the map of interests.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct GetInterestMap {}

/// Interests and recent questions as places in a plane, of which only distances mean something.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
pub struct InterestMapView {
    /// The places.
    pub points: Vec<InterestPointView>,
    /// How well the interests are known, 0 to 1.
    pub known: f32,
    /// Questions that still count, older ones as fractions.
    pub effective_turns: f32,
}

/// A place on the map.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct InterestPointView {
    /// The question that stands for it.
    pub label: String,
    /// To the right, -1 to 1.
    pub x: f32,
    /// Upwards, -1 to 1.
    pub y: f32,
    /// How much it counts now; only ratios mean something.
    pub weight: f32,
    /// A field of interest, or one question.
    pub kind: InterestPointKind,
    /// When it was last asked about, in milliseconds since 1970.
    pub at: i64,
}

/// What a place stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum InterestPointKind {
    /// A field of interest.
    Prototype,
    /// One question.
    Question,
}

/// Asks what was asked about, week by week.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct GetTopics {}

/// What was asked about, week by week.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
pub struct TopicsView {
    /// The weeks with questions, oldest first.
    pub weeks: Vec<TopicWeekView>,
}

/// One week.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct TopicWeekView {
    /// When it begins, in milliseconds since 1970.
    pub start: i64,
    /// Its topics, the largest first.
    pub topics: Vec<TopicShareView>,
}

/// One topic of a week.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct TopicShareView {
    /// The question that stands for it.
    pub label: String,
    /// Its share of the week's questions, 0 to 1.
    pub share: f32,
}
