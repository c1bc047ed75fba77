//! Where an answer may be written.

use serde::{Deserialize, Serialize};

use crate::id::{ModelId, ProviderId};

/// Where the next answer is to be written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "at", rename_all = "snake_case")]
pub enum ModelChoice {
    /// On this machine.
    Local {
        /// The model.
        model: ModelId,
    },
    /// By a remote provider.
    Remote {
        /// The provider.
        provider: ProviderId,
    },
}
