//! Style learning: a contextual bandit that chooses how to answer, and learns from what the person does with
//! the answer.
//!
//! Events fold into a [`StyleHistory`], a history teaches a [`StyleLearner`], and a learner makes a [`Choice`]
//! with its reasons. The same events give the same learner to the bit.

mod apply;
mod belief;
mod choose;
pub mod design;
mod edits;
mod evaluate;
mod history;
pub mod learner;
pub mod posterior;
mod signal;
mod situation;

pub use apply::{bounds_of_role, describe_style, restyle};
pub use belief::{DimensionBelief, ValueBelief, beliefs};
pub use choose::{Asked, StyleChoice, choose_style};
pub use design::{Block, blocks_of};
pub use edits::edit_wishes;
pub use evaluate::{Earned, Estimate, Evaluation, evaluate};
pub use history::{Reception, StyleHistory, StyledAnswer};
pub use learner::{Assumptions, Choice, Exploration, StyleLearner};
pub use signal::{LESSON_GAIN, Lesson, Signal};
pub use situation::{situation_of, style_wishes};
