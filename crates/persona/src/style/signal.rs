//! What each signal says of the style of an answer: which way, and how much it is worth beside a thumb.
//!
//! The order of the weights follows what is known of such signals: corrections and edits say most, then asking
//! again, thumbs, copying, reading on, and last the tone of what the person writes next. Silence says nothing.

use attune_domain::{Rating, RatingReason, Style, StyleWish};
use serde::{Deserialize, Serialize};

/// Something that a person did with an answer, or said of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Signal {
    /// A thumb up.
    Up,
    /// A thumb down.
    Down,
    /// A thumb down for what the answer said, not for how.
    DownForContent,
    /// It was copied.
    Copy,
    /// It was asked for again.
    Regenerate,
    /// It was changed by hand.
    Edit,
    /// It was stopped.
    Stop,
    /// It was read for long.
    Dwell,
    /// What the person wrote next sounds glad of it.
    Glad,
    /// What the person wrote next sounds unhappy with it.
    Unhappy,
}

impl Signal {
    /// All of them, strongest first.
    pub const ALL: [Self; 10] = [
        Self::Edit,
        Self::Regenerate,
        Self::Up,
        Self::Down,
        Self::Copy,
        Self::Stop,
        Self::Unhappy,
        Self::Glad,
        Self::Dwell,
        Self::DownForContent,
    ];

    /// 1 where it speaks for the style, -1 where it speaks against it.
    #[must_use]
    pub fn reward(self) -> f64 {
        match self {
            Self::Up | Self::Copy | Self::Dwell | Self::Glad => 1.0,
            _ => -1.0,
        }
    }

    /// How much it is worth beside a thumb, above 0.
    #[must_use]
    pub fn weight(self) -> f64 {
        match self {
            Self::Edit => 1.2,
            Self::Regenerate => 1.1,
            Self::Up | Self::Down => 1.0,
            Self::Copy => 0.6,
            Self::Stop => 0.4,
            Self::Glad | Self::Unhappy => 0.25,
            Self::Dwell => 0.15,
            Self::DownForContent => 0.1,
        }
    }

    /// The signal of a thumb.
    #[must_use]
    pub fn of_rating(rating: Rating, reasons: &[RatingReason]) -> Self {
        match rating {
            Rating::Up => Self::Up,
            Rating::Down if !reasons.is_empty() && reasons.iter().all(|reason| reason.is_about_content()) => {
                Self::DownForContent
            }
            Rating::Down => Self::Down,
        }
    }
}

/// What was said of one dimension: that a style with this wish granted would have been better.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Lesson {
    /// The style that it was said of.
    pub from: Style,
    /// The wish.
    pub wish: StyleWish,
    /// How much it is worth beside a thumb, above 0.
    pub weight: f64,
}

/// How much better an answer would have been with a wish granted, in rewards: a thumb down would not quite
/// have become a thumb up by one change alone.
pub const LESSON_GAIN: f64 = 0.8;

impl Lesson {
    /// The lessons of the reasons that came with a thumb.
    pub fn of_reasons(from: Style, reasons: &[RatingReason]) -> impl Iterator<Item = Self> + '_ {
        let wishes = reasons.iter().flat_map(|reason| reason.wishes());
        wishes.map(move |wish| Self { from, wish: *wish, weight: 1.5 })
    }

    /// The lessons of what a change of an answer by hand shows; they count as reasons do.
    pub fn of_edit(from: Style, wishes: &[StyleWish]) -> impl Iterator<Item = Self> + '_ {
        wishes.iter().map(move |wish| Self { from, wish: *wish, weight: 1.5 })
    }

    /// The lessons of what a person asked for in words. "From now on" is worth more than "this time".
    pub fn of_request(from: Style, wishes: &[StyleWish], standing: bool) -> impl Iterator<Item = Self> + '_ {
        let weight = if standing { 6.0 } else { 2.0 };
        wishes.iter().map(move |wish| Self { from, wish: *wish, weight })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signals_are_listed_by_their_weight() {
        let weights: Vec<f64> = Signal::ALL.iter().map(|signal| signal.weight()).collect();
        assert!(weights.is_sorted_by(|a, b| a >= b), "{weights:?}");
    }

    #[test]
    fn a_false_answer_hardly_counts_against_its_style() {
        let content = [RatingReason::Wrong];
        assert_eq!(Signal::of_rating(Rating::Down, &content), Signal::DownForContent);
        let both = [RatingReason::Wrong, RatingReason::TooLong];
        assert_eq!(Signal::of_rating(Rating::Down, &both), Signal::Down);
        assert_eq!(Signal::of_rating(Rating::Down, &[]), Signal::Down);
    }
}
