//! Evaluation: the product's own learners, driven from outside by any data or simulated user. Nothing here knows
//! a data set, and nothing touches the profile.

pub mod retrieve;
pub mod sentiment;
pub mod style;
pub mod users;
