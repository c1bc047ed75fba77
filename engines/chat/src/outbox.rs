//! Writes events, one line each.

use std::io::Write;

use attune_models::child;
use attune_models::protocol::FromEngine;

use crate::fault::Fault;

/// Where events go. Clones write to the same place.
#[derive(Clone)]
pub(crate) struct Outbox(child::Outbox);

impl Outbox {
    pub(crate) fn new(to: impl Write + Send + 'static) -> Self {
        Self(child::Outbox::new(to))
    }

    /// Sends one event.
    pub(crate) fn send(&self, event: &FromEngine) {
        self.0.send(event);
    }

    pub(crate) fn failed(&self, id: Option<u64>, fault: &Fault) {
        self.send(&FromEngine::Failed { id, code: fault.code, message: fault.message.clone() });
    }
}
