//! What can go wrong, in the terms of the protocol.

use attune_models::protocol::speech::SpeechFault;

/// A failure that is told to the program.
#[derive(Debug)]
pub(crate) struct Fault {
    pub(crate) code: SpeechFault,
    pub(crate) message: String,
}

impl Fault {
    pub(crate) fn new(code: SpeechFault, message: impl Into<String>) -> Self {
        Self { code, message: message.into() }
    }

    pub(crate) fn internal(message: impl Into<String>) -> Self {
        Self::new(SpeechFault::Internal, message)
    }
}
