//! What llama.cpp says: warnings and errors go to standard error, and the last errors are kept, because
//! its functions only return null and the reason is in the log.

use std::fmt;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use attune_models::child::Board;
use llama_cpp_2::{LogOptions, send_logs_to_tracing};
use tracing::field::{Field, Visit};
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::layer::{Context, Layer};
use tracing_subscriber::{EnvFilter, prelude::*};

/// The level of what is written to standard error, in the syntax of `tracing-subscriber`.
const LEVEL_VARIABLE: &str = "ATTUNE_ENGINE_LOG";

/// The last errors of llama.cpp.
#[derive(Debug, Clone, Default)]
pub(crate) struct Errors(Arc<Mutex<Vec<String>>>);

impl Errors {
    /// Takes what was said since the last call, joined.
    pub(crate) fn take(&self) -> String {
        let mut lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut *lines).join("; ")
    }

    fn push(&self, line: String) {
        let mut lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // The first error is the cause; what follows is mostly each caller saying that it failed too.
        if lines.len() < 4 {
            lines.push(line);
        }
    }
}

/// Whether an error text of llama.cpp means that memory ran out.
pub(crate) fn means_out_of_memory(errors: &str) -> bool {
    let errors = errors.to_ascii_lowercase();
    ["cannot allocate", "failed to allocate", "bad_alloc", "out of memory", "unable to allocate"]
        .iter()
        .any(|sign| errors.contains(sign))
}

/// Sends llama.cpp's log here. While a request is being stopped, llama.cpp calls that an error; it is none.
pub(crate) fn install(board: &'static Board) -> Errors {
    let errors = Errors::default();
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
        .with(KeepErrors(errors.clone()))
        .init();
    send_logs_to_tracing(LogOptions::default());
    errors
}

struct KeepErrors(Errors);

impl<S: Subscriber> Layer<S> for KeepErrors {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        if *event.metadata().level() == Level::ERROR {
            let mut message = Message::default();
            event.record(&mut message);
            self.0.push(message.0);
        }
    }
}

#[derive(Default)]
struct Message(String);

impl Visit for Message {
    fn record_str(&mut self, field: &Field, value: &str) {
        if field.name() == "message" {
            self.0 = value.trim().to_owned();
        }
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        if field.name() == "message" {
            self.0 = format!("{value:?}");
        }
    }
}
