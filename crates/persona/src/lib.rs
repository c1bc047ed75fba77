//! The heart: pure personalisation. Numbers and texts in, prompts and measurements out, always with the
//! reasons.
//!
//! This crate must never know a database, a model, a clock or a window, and never draws randomness of its
//! own: the same input gives the same prompt.
#![warn(missing_docs)]
#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a test fails by panicking"))]

pub mod adherence;
pub mod aloud;
pub mod compose;
pub mod glossary;
pub mod interest;
pub mod language;
pub mod markdown;
pub mod memory;
pub mod recall;
pub mod redact;
pub mod signal;
pub mod style;
pub mod suggest;
pub mod tokens;
pub mod vetting;

pub use adherence::measure_adherence;
pub use compose::{
    Budget, Composed, Known, PastTurn, Person, PromptTurn, QuotedMemory, QuotedTurn, Speaker, compose,
};
pub use language::detect_language;
