//! Identifiers. Rows that may one day leave the machine carry UUID version 7 (time-ordered, unique
//! across devices); roles, models and providers carry short names that people can type.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! uuid_id {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }
    };
}

uuid_id!(
    /// One conversation.
    ConversationId
);
uuid_id!(
    /// One message of a conversation.
    MessageId
);
uuid_id!(
    /// One image beside a question.
    AttachmentId
);
uuid_id!(
    /// One stored event.
    EventId
);
uuid_id!(
    /// One thing that is remembered of a person.
    MemoryId
);
uuid_id!(
    /// Who wrote a row: one person on one device.
    ActorId
);

/// Why a name was refused as an id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "“{0}” is not an id: use 1 to 64 lower-case letters, digits, dots and hyphens, starting with a letter or a digit"
)]
pub struct InvalidSlug(pub String);

/// A slug is never a path: no separators, no leading dot, nothing that a file system reads specially.
fn check_slug(text: &str) -> Result<(), InvalidSlug> {
    let starts_well =
        text.bytes().next().is_some_and(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    let all_allowed = text
        .bytes()
        .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'.'));
    if starts_well && all_allowed && text.len() <= 64 && !text.contains("..") {
        Ok(())
    } else {
        Err(InvalidSlug(text.chars().take(80).collect()))
    }
}

macro_rules! slug_id {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// Checks and wraps a name.
            ///
            /// # Errors
            /// [`InvalidSlug`] when the name is empty, too long or holds other characters.
            pub fn new(text: impl Into<String>) -> Result<Self, InvalidSlug> {
                let text = text.into();
                check_slug(&text)?;
                Ok(Self(text))
            }

            /// The name itself.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl FromStr for $name {
            type Err = InvalidSlug;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::new(text)
            }
        }

        impl TryFrom<String> for $name {
            type Error = InvalidSlug;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                Self::new(text)
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0
            }
        }
    };
}

slug_id!(
    /// A role: `leader`, `knowledge-worker`, `intern` or one that a company adds.
    RoleId
);
slug_id!(
    /// A model of the catalogue or one that was imported. Never a path.
    ModelId
);
slug_id!(
    /// A remote provider that somebody configured.
    ProviderId
);

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, accepted: bool) {
        assert_eq!(ModelId::new(text).is_ok(), accepted, "{text:?}");
    }

    #[test]
    fn slugs_are_never_paths() {
        check("smollm2-135m-instruct", true);
        check("qwen2.5-coder-1.5b", true);
        check("", false);
        check("..", false);
        check("a..b", false);
        check(".hidden", false);
        check("../../etc/passwd", false);
        check("a/b", false);
        check("a\\b", false);
        check("CON", false);
        check("name\0", false);
        check(&"a".repeat(65), false);
    }

    #[test]
    fn a_bad_slug_does_not_deserialise() {
        assert!(serde_json::from_str::<RoleId>("\"../x\"").is_err());
        assert_eq!(serde_json::from_str::<RoleId>("\"leader\"").unwrap().as_str(), "leader");
    }
}
