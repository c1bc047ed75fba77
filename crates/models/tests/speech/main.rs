//! Speech to text under its supervisor: the real engine and models with real speech, and scripts in the engine's
//! place where a failure has to be forced.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod clips;
mod dictation;
mod faults;
mod files;
mod formats;
mod seeds;
mod support;
