//! The installer against real HTTP servers, the real pip and real files, with faults made on purpose.
#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a test fails by panicking"))]
#![cfg(feature = "client")]

mod files;
mod http;
mod mirror;
mod python;
mod support;
mod whisper;
mod whisper_model;
