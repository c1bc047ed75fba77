//! What should not leave a machine without a person's say: numbers, keys, names, addresses, where they stand in a
//! text.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// A kind of sensitive text. The order is that of precedence, where two claim the same place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SensitiveKind {
    /// A private key.
    PrivateKey,
    /// A key or token of a program.
    Token,
    /// A password, passphrase or PIN.
    Password,
    /// The number of a payment card.
    Card,
    /// The number of a bank account.
    Iban,
    /// The number of an identity paper, a tax or social security number.
    NationalId,
    /// An address of electronic mail.
    Email,
    /// A telephone number.
    Phone,
    /// A person's name.
    Name,
    /// Where somebody lives or can be found.
    Address,
}

/// A part of a text that is sensitive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sensitive {
    /// Its bytes; both ends lie between characters.
    pub range: Range<usize>,
    /// What it is.
    pub kind: SensitiveKind,
}

/// How much of a kind was covered before something left the machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Covered {
    /// What.
    pub kind: SensitiveKind,
    /// How many different ones.
    pub count: u32,
}

impl SensitiveKind {
    /// What it is in a word or two, for a placeholder that a model and a person read.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::PrivateKey => "private key",
            Self::Token => "key",
            Self::Password => "password",
            Self::Card => "card number",
            Self::Iban => "account number",
            Self::NationalId => "identity number",
            Self::Email => "e-mail address",
            Self::Phone => "phone number",
            Self::Name => "name",
            Self::Address => "address",
        }
    }
}
