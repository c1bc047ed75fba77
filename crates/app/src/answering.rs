//! The answers that are being written right now, and how to stop them.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use attune_domain::{ConversationId, MessageId};
use tokio_util::sync::CancellationToken;

use crate::Error;

/// One answer at a time in each conversation.
#[derive(Debug, Default)]
pub(crate) struct Answering {
    running: Mutex<HashMap<ConversationId, (MessageId, CancellationToken)>>,
}

/// An answer that is being written. Dropping it makes room for the next.
#[derive(Debug)]
pub(crate) struct Running<'a> {
    answering: &'a Answering,
    conversation: ConversationId,
    pub(crate) stop: CancellationToken,
}

impl Answering {
    /// Whether nothing is being written in a conversation.
    pub(crate) fn check_free(&self, conversation: ConversationId) -> Result<(), Error> {
        let running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        if running.contains_key(&conversation) { Err(Error::Busy) } else { Ok(()) }
    }

    /// Takes the one place of a conversation.
    pub(crate) fn begin(
        &self,
        conversation: ConversationId,
        answer: MessageId,
    ) -> Result<Running<'_>, Error> {
        let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        if running.contains_key(&conversation) {
            return Err(Error::Busy);
        }
        let stop = CancellationToken::new();
        running.insert(conversation, (answer, stop.clone()));
        Ok(Running { answering: self, conversation, stop })
    }

    /// Stops an answer. Whether it was being written.
    pub(crate) fn stop(&self, answer: MessageId) -> bool {
        let running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        let found = running.values().find(|(id, _)| *id == answer);
        if let Some((_, stop)) = found {
            stop.cancel();
        }
        found.is_some()
    }

    /// Stops everything in a conversation.
    pub(crate) fn stop_in(&self, conversation: ConversationId) {
        let running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, stop)) = running.get(&conversation) {
            stop.cancel();
        }
    }
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        self.answering.running.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.conversation);
    }
}
