//! What journeys share: starting the real programs, driving the real window, keeping screenshots.
//!
//! This crate must never know how a use case works: it looks at the assistant as a person does.

mod desk;
mod history;
mod loudspeaker;
mod microphone;
mod place;
#[cfg(target_os = "linux")]
mod portal;
mod process;
#[cfg(target_os = "linux")]
mod tray;
mod window;

pub use desk::Desk;
pub use history::History;
pub use loudspeaker::Loudspeaker;
pub use microphone::Microphone;
pub use place::{Profile, artefacts, program};
#[cfg(target_os = "linux")]
pub use portal::Portal;
pub use process::{Memory, end_tree};
#[cfg(target_os = "linux")]
pub use tray::Tray;
pub use window::{Keys, Window, command};
