//! The use cases of Attune, one file each: the only place where persona, models and store meet. Desktop
//! shell, terminal and tests call the same functions.
//!
//! This crate must never know a window, a terminal or a table: wire types go in and come out.
#![warn(missing_docs)]
#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a test fails by panicking"))]

mod aloud;
mod answering;
mod ask;
mod attached;
mod blacken;
mod capture;
mod clock;
pub mod commands;
mod conversations;
mod cover;
mod departures;
pub mod describe;
mod dictation;
mod doctor;
mod drafts;
mod edits;
mod engine;
mod error;
pub mod eval;
mod gate;
mod home;
mod images;
mod insights;
mod interests;
pub mod links;
mod meaning;
mod memories;
mod models;
mod network;
mod open;
mod past;
mod pixels;
mod policy;
mod power;
mod profile;
mod providers;
mod recordings;
pub mod roles;
mod search;
mod settings;
mod shelf;
mod status;
mod style;
mod suggestions;
mod temporary;
mod transcribe;
mod transcripts;
mod vision;

pub use attune_domain::transcript::{Spoken, Transcript, TranscriptForm};
pub use attune_domain::{ConversationId, Learner, MemoryId, MessageId, RoleId, SuggestionAnswer};
pub use capture::captured_file;
pub use clock::Clock;
pub use engine::find_engine;
pub use error::Error;
pub use home::{Home, default_home};
pub use images::{attach_file, picture_file};
pub use open::{App, AppOptions};
pub use power::Power;
pub use recordings::hear_file;
pub use transcribe::{Heard, TranscribeFile, Transcribed, transcribe_file};
