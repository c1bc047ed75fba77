//! What whisper.cpp says: errors go to standard error, where the program keeps the last of them.

use std::io;

use attune_models::child::Board;
use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::{EnvFilter, prelude::*};

/// The level of what is written to standard error, in the syntax of `tracing-subscriber`.
const LEVEL_VARIABLE: &str = "ATTUNE_ENGINE_LOG";

/// Sends whisper.cpp's log to standard error. While a request is being stopped, whisper.cpp calls that an error; it
/// is none.
pub(crate) fn install(board: &'static Board) {
    let filter = EnvFilter::try_from_env(LEVEL_VARIABLE).unwrap_or_else(|_| EnvFilter::new("error"));
    tracing_subscriber::registry()
        .with(
            tracing_subscriber::fmt::layer()
                .with_writer(io::stderr)
                .without_time()
                .with_ansi(false)
                .with_filter(filter_fn(|_| !board.stopped())),
        )
        .with(filter)
        .init();
    whisper_rs::install_logging_hooks();
}
