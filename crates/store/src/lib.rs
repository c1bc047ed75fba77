//! The profile database: everything that Attune keeps of a person and a company on this machine, in one
//! SQLite file. Domain types go in and come out; tables and queries stay inside.
//!
//! Every write is one transaction, and a function returns only when the disk has it, together with its
//! outbox row. Several programs may hold the file at once (a terminal beside the window).
//!
//! This crate must never know a model, a window, the wire types or a network, nor ask for the time, for
//! randomness or for a path: those are passed in by [`StoreOptions`].
#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a test fails by panicking"))]

mod connect;
mod conversations;
mod departures;
mod drafts;
mod entity;
mod error;
mod events;
mod figures;
mod ideographs;
mod images;
mod lease;
mod look;
mod memories;
mod messages;
mod open;
mod providers;
mod roles;
mod search;
mod settings;
mod vectors;
mod whole;
mod write;

pub use conversations::NewConversation;
pub use departures::Departure;
pub use error::StoreError;
pub use events::NewEvent;
pub use figures::{Counts, ModelSpeed};
pub use images::{NewAttachment, NewImage, StoredImage};
pub use messages::{
    BegunTurn, Branch, Ending, Finished, MessageNumber, NewTurn, PastMessage, Place, PlacedMessage,
    RecentEnd, RecentTurns, Saying,
};
pub use open::{Store, StoreOptions};
pub use roles::StoredRole;
pub use search::{SearchHit, SnippetPart};
pub use vectors::{KeptVector, NotEmbedded, VectorNumber};
