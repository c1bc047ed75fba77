//! What is covered before a question leaves the machine, and what a person decides of it.

use attune_domain::SensitiveKind;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What is covered in everything that goes to a provider. The later, the more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Cover {
    /// Nothing.
    Off,
    /// Numbers, keys, e-mail addresses.
    Identifiers,
    /// Names and addresses too.
    Names,
}

/// Something sensitive that would leave the machine with a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FoundToLeave {
    /// What.
    #[ts(type = "CoveredView['kind']")]
    pub kind: SensitiveKind,
    /// As it stands there.
    pub text: String,
    /// Where.
    pub place: LeavingPlace,
}

/// What of a question something sensitive stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum LeavingPlace {
    /// The question itself.
    Question,
    /// What was read beside it, in images.
    Attachment,
    /// What is remembered and would be told with it.
    Memory,
    /// What was said earlier in the conversation and not told this provider yet.
    Earlier,
}

impl Cover {
    /// As the setting `privacy.cover` spells it. What is none of its words covers identifiers.
    #[must_use]
    pub fn of_setting(word: &str) -> Self {
        match word {
            "off" => Self::Off,
            "names" => Self::Names,
            _ => Self::Identifiers,
        }
    }
}
