//! The profile database, tested from outside: real files, the real migrator, a clock and ids that are given.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod branches;
mod context;
mod conversations;
mod crash;
mod edits;
mod images;
mod lately;
mod laws;
mod memories;
mod opening;
mod past;
mod profile;
mod rest;
mod search;
mod turns;
mod unknown;
mod vectors;
mod whole;
