//! Use cases at their boundary: a real profile, the real engine and the smallest real model.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod answers;
mod aside;
mod blacken;
mod cover;
mod doctor;
mod drawn;
mod edits;
mod faults;
mod found;
mod images;
mod interests;
mod meaning;
mod memories;
mod past;
mod past_talk;
mod pixels;
mod policy;
mod quotes;
mod recordings;
mod roles;
mod settings;
mod style;
mod suggestions;
mod support;
