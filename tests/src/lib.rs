//! What journeys share: starting the real programs, driving the real window, keeping screenshots.
//!
//! This crate must never know how a use case works: it looks at the assistant as a person does.

mod place;
mod window;

pub use place::{Profile, artefacts, program};
pub use window::{Keys, Window, command};
