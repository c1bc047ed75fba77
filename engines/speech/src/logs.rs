//! What whisper.cpp says: errors go to standard error, where the program keeps the last of them.

use std::io;

use tracing_subscriber::EnvFilter;

/// The level of what is written to standard error, in the syntax of `tracing-subscriber`.
const LEVEL_VARIABLE: &str = "ATTUNE_ENGINE_LOG";

/// Sends whisper.cpp's log to standard error.
pub(crate) fn install() {
    let filter = EnvFilter::try_from_env(LEVEL_VARIABLE).unwrap_or_else(|_| EnvFilter::new("error"));
    tracing_subscriber::fmt()
        .with_writer(io::stderr)
        .without_time()
        .with_ansi(false)
        .with_env_filter(filter)
        .init();
    whisper_rs::install_logging_hooks();
}
