//! Writes events, one line each.

use std::io::Write;
use std::sync::{Arc, Mutex, PoisonError};

use attune_models::protocol::FromEngine;

use crate::fault::Fault;

/// Where events go. Clones write to the same place.
#[derive(Clone)]
pub(crate) struct Outbox {
    to: Arc<Mutex<dyn Write + Send>>,
}

impl Outbox {
    pub(crate) fn new(to: impl Write + Send + 'static) -> Self {
        Self { to: Arc::new(Mutex::new(to)) }
    }

    /// Sends one event. A pipe that nobody reads any more is no error here: then standard input ends too,
    /// and that ends the process.
    pub(crate) fn send(&self, event: &FromEngine) {
        if let Ok(mut line) = serde_json::to_vec(event) {
            line.push(b'\n');
            let mut to = self.to.lock().unwrap_or_else(PoisonError::into_inner);
            // One write a line: a reader never sees half a frame because of buffering here.
            let _ = to.write_all(&line).and_then(|()| to.flush());
        }
    }

    pub(crate) fn failed(&self, id: Option<u64>, fault: &Fault) {
        self.send(&FromEngine::Failed { id, code: fault.code, message: fault.message.clone() });
    }
}
