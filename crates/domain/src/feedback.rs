//! What a person says of an answer, and which learner a word is about.

use serde::{Deserialize, Serialize};

use crate::style::{StyleDimension, StyleWish, Toward};

/// A thumb.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rating {
    /// It helped.
    Up,
    /// It did not.
    Down,
}

/// Why an answer did not help.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RatingReason {
    /// It was too long.
    TooLong,
    /// It was too short.
    TooShort,
    /// It used words or went into matters that the person does not work with.
    TooTechnical,
    /// It told the person what they know.
    TooBasic,
    /// It sounded wrong.
    WrongTone,
    /// It was not true.
    Wrong,
    /// It answered something else.
    NotAsked,
}

impl RatingReason {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 7] = [
        Self::TooLong,
        Self::TooShort,
        Self::TooTechnical,
        Self::TooBasic,
        Self::WrongTone,
        Self::Wrong,
        Self::NotAsked,
    ];

    /// What it says of the style that the answer had; nothing where the fault was not the style's.
    #[must_use]
    pub fn wishes(self) -> &'static [StyleWish] {
        const fn wish(dimension: StyleDimension, toward: Toward) -> StyleWish {
            StyleWish { dimension, toward }
        }
        const SHORTER: StyleWish = wish(StyleDimension::Length, Toward::Less);
        const LONGER: StyleWish = wish(StyleDimension::Length, Toward::More);
        const PLAINER: StyleWish = wish(StyleDimension::Jargon, Toward::Less);
        const ESSENTIAL: StyleWish = wish(StyleDimension::Detail, Toward::Less);
        const EXPERT: StyleWish = wish(StyleDimension::Jargon, Toward::More);
        const DEEPER: StyleWish = wish(StyleDimension::Detail, Toward::More);
        match self {
            Self::TooLong => &[SHORTER],
            Self::TooShort => &[LONGER],
            Self::TooTechnical => &[PLAINER, ESSENTIAL],
            Self::TooBasic => &[EXPERT, DEEPER],
            Self::WrongTone | Self::Wrong | Self::NotAsked => &[],
        }
    }

    /// Whether the thumb that came with it says nothing of the style: a false answer is not made true by
    /// other words.
    #[must_use]
    pub fn is_about_content(self) -> bool {
        matches!(self, Self::Wrong | Self::NotAsked)
    }
}

/// Something that learns from events, with a switch and a reset of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Learner {
    /// How a person likes to be answered.
    Style,
    /// What is remembered of them.
    Memory,
    /// What they are interested in.
    Interests,
    /// What is suggested to them.
    Suggestions,
}
