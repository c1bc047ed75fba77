//! The local model under its supervisor: the real engine with the real small model, and scripts in its place
//! where a failure has to be forced.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod answers;
mod faults;
mod kills;
mod support;
