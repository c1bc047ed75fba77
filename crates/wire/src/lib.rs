//! What the window and the program say to each other: the list of commands, their requests and responses,
//! pushed events and error codes. The TypeScript of the UI is generated from here.
//!
//! This crate must never know how a command is carried out.
#![warn(missing_docs)]
#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a test fails by panicking"))]

mod aloud;
mod answer;
mod attachment;
mod blacken;
mod commands;
mod conversation;
mod cover;
mod dictation;
mod error;
mod event;
mod feedback;
mod insight;
mod interest;
mod memory;
mod message;
mod model;
mod past;
mod profile;
mod provider;
mod recording;
mod role;
mod suggestion;
mod system;
pub mod typescript;

pub use aloud::*;
pub use answer::*;
pub use attachment::*;
pub use blacken::*;
pub use conversation::*;
pub use cover::*;
pub use dictation::*;
pub use error::{ErrorBody, ErrorCode};
pub use event::*;
pub use feedback::*;
pub use insight::*;
pub use interest::*;
pub use memory::*;
pub use message::*;
pub use model::*;
pub use past::*;
pub use profile::*;
pub use provider::*;
pub use recording::*;
pub use role::*;
pub use suggestion::*;
pub use system::*;
