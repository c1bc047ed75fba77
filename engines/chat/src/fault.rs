//! What can go wrong, in the terms of the protocol.

use attune_models::protocol::EngineFault;
use llama_cpp_2::DecodeError;

/// A failure that is told to the program.
#[derive(Debug)]
pub(crate) struct Fault {
    pub(crate) code: EngineFault,
    pub(crate) message: String,
}

impl Fault {
    pub(crate) fn new(code: EngineFault, message: impl Into<String>) -> Self {
        Self { code, message: message.into() }
    }

    pub(crate) fn internal(message: impl Into<String>) -> Self {
        Self::new(EngineFault::Internal, message)
    }
}

/// llama.cpp's answer to a batch that it was told to abort.
pub(crate) const ABORTED: DecodeError = DecodeError::Unknown(2);

impl From<DecodeError> for Fault {
    fn from(error: DecodeError) -> Self {
        match error {
            DecodeError::Unknown(-2) => {
                Self::new(EngineFault::OutOfMemory, "there was not enough memory to compute")
            }
            other => Self::internal(format!("the model could not be computed: {other}")),
        }
    }
}
