//! The answers that are being written right now, and how to stop them.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use attune_domain::{ConversationId, MessageId};
use tokio_util::sync::CancellationToken;

use crate::Error;

/// One answer at a time in each conversation.
#[derive(Debug, Clone, Default)]
pub(crate) struct Answering {
    places: Arc<Mutex<HashMap<ConversationId, Place>>>,
}

#[derive(Debug)]
struct Place {
    /// None while the turn is being made durable.
    answer: Option<MessageId>,
    stop: CancellationToken,
}

/// The one place of a conversation, taken. Dropping it makes room for the next answer.
#[derive(Debug)]
pub(crate) struct Running {
    answering: Answering,
    conversation: ConversationId,
    pub(crate) stop: CancellationToken,
}

impl Answering {
    /// Takes the one place of a conversation. It is taken before anything is written, so that of two
    /// questions at once the later one leaves nothing behind.
    pub(crate) fn take_place(&self, conversation: ConversationId) -> Result<Running, Error> {
        let mut places = self.places();
        if places.contains_key(&conversation) {
            return Err(Error::Busy);
        }
        let stop = CancellationToken::new();
        places.insert(conversation, Place { answer: None, stop: stop.clone() });
        Ok(Running { answering: self.clone(), conversation, stop })
    }

    /// Stops an answer. One that ended meanwhile is left as it is.
    pub(crate) fn stop(&self, answer: MessageId) {
        if let Some(place) = self.places().values().find(|place| place.answer == Some(answer)) {
            place.stop.cancel();
        }
    }

    /// Stops everything.
    pub(crate) fn stop_all(&self) {
        for place in self.places().values() {
            place.stop.cancel();
        }
    }

    /// Stops everything in a conversation.
    pub(crate) fn stop_in(&self, conversation: ConversationId) {
        if let Some(place) = self.places().get(&conversation) {
            place.stop.cancel();
        }
    }

    /// Whether an answer is being written anywhere.
    pub(crate) fn is_busy(&self) -> bool {
        !self.places().is_empty()
    }

    fn places(&self) -> MutexGuard<'_, HashMap<ConversationId, Place>> {
        self.places.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Running {
    /// Names the answer that is written in this place, so that it can be stopped.
    pub(crate) fn write(&self, answer: MessageId) {
        if let Some(place) = self.answering.places().get_mut(&self.conversation) {
            place.answer = Some(answer);
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.answering.places().remove(&self.conversation);
    }
}
