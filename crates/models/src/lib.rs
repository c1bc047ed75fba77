//! Everything that asks a model: the local engines for chat and speech (supervised child processes), remote
//! providers, text embedding, reading images, the catalogue of local models and its installer, and the one gate
//! through which bytes leave the machine.
//!
//! This crate must never know a role, a person's profile or the database: it gets turns and gives tokens.
#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a test fails by panicking"))]

#[cfg(feature = "client")]
pub mod catalogue;
#[cfg(feature = "client")]
pub mod chat;
pub mod child;
#[cfg(feature = "client")]
pub mod egress;
#[cfg(feature = "client")]
pub mod embed;
#[cfg(feature = "client")]
pub mod install;
#[cfg(feature = "client")]
pub mod keys;
#[cfg(feature = "client")]
pub mod names;
#[cfg(feature = "client")]
mod process;
pub mod protocol;
#[cfg(feature = "client")]
pub mod speech;
#[cfg(feature = "client")]
pub mod vision;
#[cfg(feature = "client")]
pub mod voice;
