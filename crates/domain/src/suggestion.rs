//! What is suggested to a person, and what they say of it. A suggestion names its subject by id and never by a
//! text, so that what is deleted or forgotten is suggested no more and leaves no words in an event.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::id::{ConversationId, MessageId, RoleId};

/// Why something is suggested at all: each kind is learned of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SuggestionKind {
    /// A conversation that was left open.
    UnfinishedThread,
    /// Something that the person keeps asking about.
    RecurringTopic,
    /// A day that the person named has come.
    FollowUp,
    /// A question that a role's template begins with.
    RoleStarter,
    /// The next step of somebody's first weeks.
    OnboardingStep,
    /// A look back at the week.
    WeeklyDigest,
}

impl SuggestionKind {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::UnfinishedThread,
        Self::RecurringTopic,
        Self::FollowUp,
        Self::RoleStarter,
        Self::OnboardingStep,
        Self::WeeklyDigest,
    ];

    /// Its name, as it is stored.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::UnfinishedThread => "unfinished_thread",
            Self::RecurringTopic => "recurring_topic",
            Self::FollowUp => "follow_up",
            Self::RoleStarter => "role_starter",
            Self::OnboardingStep => "onboarding_step",
            Self::WeeklyDigest => "weekly_digest",
        }
    }

    /// Whether it counts against what is suggested in a day. Starters always stand on the start page: they are
    /// only put in order.
    #[must_use]
    pub fn is_counted(self) -> bool {
        self != Self::RoleStarter
    }
}

/// What a suggestion is about. Two with the same subject are the same suggestion.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// A conversation that was left open.
    Conversation(ConversationId),
    /// A question that stands for a topic.
    Topic(MessageId),
    /// A message in which a day was named.
    Reminder(MessageId),
    /// A starter of a role.
    Starter {
        /// The role.
        role: RoleId,
        /// What the starter is recognised by in every version of the template: see [`Subject::starter`].
        starter: String,
    },
    /// A step of somebody's first weeks, by its name.
    Step(String),
    /// The week that begins on a Monday, as an ISO date.
    Week(String),
}

/// Why a text is not the name of a suggestion.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not the id of a suggestion")]
pub struct NotASuggestion(pub String);

impl Subject {
    /// The subject of a starter: its English text is recognised by a hash (FNV-1a, 64 bits), so that it keeps what
    /// was learned of it when a template changes its order.
    #[must_use]
    pub fn starter(role: RoleId, english: &str) -> Self {
        let hash = english.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3)
        });
        Self::Starter { role, starter: format!("{hash:016x}") }
    }

    /// What kind of suggestion is about it.
    #[must_use]
    pub fn kind(&self) -> SuggestionKind {
        match self {
            Self::Conversation(_) => SuggestionKind::UnfinishedThread,
            Self::Topic(_) => SuggestionKind::RecurringTopic,
            Self::Reminder(_) => SuggestionKind::FollowUp,
            Self::Starter { .. } => SuggestionKind::RoleStarter,
            Self::Step(_) => SuggestionKind::OnboardingStep,
            Self::Week(_) => SuggestionKind::WeeklyDigest,
        }
    }
}

/// The id of a suggestion: its kind, a colon, and what it is about.
impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = self.kind().as_str();
        match self {
            Self::Conversation(id) => write!(f, "{kind}:{id}"),
            Self::Topic(id) | Self::Reminder(id) => write!(f, "{kind}:{id}"),
            Self::Starter { role, starter } => write!(f, "{kind}:{role}:{starter}"),
            Self::Step(name) | Self::Week(name) => write!(f, "{kind}:{name}"),
        }
    }
}

impl FromStr for Subject {
    type Err = NotASuggestion;

    fn from_str(text: &str) -> Result<Self, NotASuggestion> {
        let refused = || NotASuggestion(text.chars().take(80).collect());
        let (kind, subject) = text.split_once(':').ok_or_else(refused)?;
        let kind =
            SuggestionKind::ALL.into_iter().find(|known| known.as_str() == kind).ok_or_else(refused)?;
        let message = || subject.parse::<MessageId>().map_err(|_| refused());
        // Names are short words of our own, never a text.
        let name = || {
            let fits = |letter: char| letter.is_ascii_alphanumeric() || letter == '-';
            let named = (1..=40).contains(&subject.len()) && subject.chars().all(fits);
            named.then(|| subject.to_owned()).ok_or_else(refused)
        };
        Ok(match kind {
            SuggestionKind::UnfinishedThread => {
                Self::Conversation(subject.parse::<ConversationId>().map_err(|_| refused())?)
            }
            SuggestionKind::RecurringTopic => Self::Topic(message()?),
            SuggestionKind::FollowUp => Self::Reminder(message()?),
            SuggestionKind::RoleStarter => {
                let (role, starter) = subject.split_once(':').ok_or_else(refused)?;
                let hash = starter.len() == 16 && starter.bytes().all(|byte| byte.is_ascii_hexdigit());
                let role = RoleId::new(role).ok().filter(|_| hash).ok_or_else(refused)?;
                Self::Starter { role, starter: starter.to_owned() }
            }
            SuggestionKind::OnboardingStep => Self::Step(name()?),
            SuggestionKind::WeeklyDigest => Self::Week(name()?),
        })
    }
}

/// What a person says of a suggestion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SuggestionAnswer {
    /// They took it up.
    Accepted,
    /// Not this one.
    Dismissed,
    /// Less like this one.
    Less,
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn every_subject_is_found_by_its_id() {
        let id = Uuid::from_u128(7);
        let subjects = [
            Subject::Conversation(ConversationId(id)),
            Subject::Topic(MessageId(id)),
            Subject::Reminder(MessageId(id)),
            Subject::starter(RoleId::new("leader").unwrap(), "What now?"),
            Subject::Step("first-day".to_owned()),
            Subject::Week("2026-11-23".to_owned()),
        ];
        for (subject, kind) in subjects.iter().zip([0, 1, 2, 3, 4, 5]) {
            assert_eq!(subject.to_string().parse::<Subject>().as_ref(), Ok(subject));
            assert_eq!(subject.kind(), SuggestionKind::ALL[kind]);
            let json = serde_json::to_string(subject).unwrap();
            assert_eq!(serde_json::from_str::<Subject>(&json).unwrap(), *subject, "{json}");
        }
    }

    #[test]
    fn what_is_no_id_is_refused() {
        for text in [
            "",
            "x",
            "unfinished_thread:1",
            "role_starter:leader",
            "role_starter:leader:zz",
            "onboarding_step:",
            "onboarding_step:say hello to everybody",
            "weekly_digest:<b>",
            "newsletter:1",
        ] {
            assert!(text.parse::<Subject>().is_err(), "{text}");
        }
    }
}
