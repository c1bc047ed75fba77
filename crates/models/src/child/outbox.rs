//! Writes events, one line each.

use std::io::Write;
use std::sync::{Arc, Mutex, PoisonError};

use serde::Serialize;

/// Where an engine's events go. Clones write to the same place.
#[derive(Clone)]
pub struct Outbox {
    to: Arc<Mutex<dyn Write + Send>>,
}

impl Outbox {
    /// Writes to the engine's standard output, as [`super::process::take_standard_output`] gives it.
    pub fn new(to: impl Write + Send + 'static) -> Self {
        Self { to: Arc::new(Mutex::new(to)) }
    }

    /// Sends one event. A pipe that nobody reads any more is no error here: then standard input ends too,
    /// and that ends the process.
    pub fn send(&self, event: &impl Serialize) {
        if let Ok(mut line) = serde_json::to_vec(event) {
            line.push(b'\n');
            let mut to = self.to.lock().unwrap_or_else(PoisonError::into_inner);
            // One write a line: a reader never sees half a frame because of buffering here.
            let _ = to.write_all(&line).and_then(|()| to.flush());
        }
    }
}
