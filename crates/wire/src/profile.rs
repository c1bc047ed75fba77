//! The profile as a whole.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Writes everything that is stored of the person to one file.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ExportProfile {
    /// Where to; none takes the downloads folder.
    #[ts(optional)]
    pub path: Option<String>,
}

/// An export that is on the disk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ExportedProfile {
    /// Its file.
    pub path: String,
}

/// Erases everything that is stored of the person.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct EraseProfile {
    /// The word that confirms it: `erase`.
    pub confirm: String,
}
