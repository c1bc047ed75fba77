//! What is suggested to a person, why, and what they say of it.

use attune_domain::{ConversationId, RoleId, SuggestionAnswer, SuggestionKind};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Asks what is suggested now. Nothing counts as shown by asking: see [`NoteSuggestionsShown`].
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ListSuggestions {
    /// The role in which the person would ask; none for the one in which new conversations begin.
    #[ts(optional, as = "Option<String>")]
    pub role: Option<RoleId>,
    /// The language of the window, `en` or `de`; none for that of the settings.
    #[ts(optional)]
    pub language: Option<String>,
}

/// What is suggested now.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
pub struct SuggestionsView {
    /// The suggestions, the best first. Empty in quiet hours, and where they are switched off.
    pub suggestions: Vec<SuggestionView>,
    /// The starters of the role, the likeliest to be taken up first.
    pub starters: Vec<StarterView>,
}

/// A suggestion.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct SuggestionView {
    /// Its id: the same for as long as it is about the same.
    pub id: String,
    /// Its kind.
    #[ts(
        type = "'unfinished_thread' | 'recurring_topic' | 'follow_up' | 'role_starter' | 'onboarding_step' | 'weekly_digest'"
    )]
    pub kind: SuggestionKind,
    /// The words that stand for it: a title or what the person said, or a step. Empty for the look back at the week.
    pub text: String,
    /// The conversation that it leads to; none where a new one begins.
    #[ts(as = "Option<String>")]
    pub conversation: Option<ConversationId>,
    /// Why it is shown, the main reason first.
    pub reasons: Vec<SuggestionReasonView>,
}

/// A starter of a role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct StarterView {
    /// Its id, as of a suggestion.
    pub id: String,
    /// Its place in the template, from 0.
    pub place: u32,
}

/// Why something is suggested.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum SuggestionReasonView {
    /// A conversation was left open.
    LeftOpen {
        /// In which way.
        how: OpenEndView,
        /// When its last turn was, in milliseconds since 1970.
        at: i64,
    },
    /// The same was asked about again and again.
    AskedOften {
        /// So many times in four weeks.
        times: u32,
        /// On so many days.
        days: u32,
    },
    /// The person named a day.
    Named {
        /// The day, as `YYYY-MM-DD`.
        due: String,
        /// How many days ago it was; negative where it lies ahead.
        days_ago: i32,
        /// Why they named it.
        cue: CueView,
        /// When they said so, in milliseconds since 1970.
        said_at: i64,
    },
    /// It is the next step of somebody's first weeks.
    NextStep {
        /// Steps that were taken up.
        done: u32,
        /// Steps in all.
        of: u32,
    },
    /// A week has begun.
    WeekBegun {
        /// Conversations of the last seven days.
        conversations: u32,
    },
    /// Such suggestions were taken up before.
    TakenUp {
        /// So many.
        accepted: u32,
        /// Of so many that the person said something of.
        of: u32,
    },
}

/// How a conversation was left open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum OpenEndView {
    /// The person said that they would go on later.
    PutOff,
    /// The person's last question has no answer.
    Unanswered,
    /// The last answer was cut off or failed.
    CutOff,
    /// The last answer asks the person something.
    AskedBack,
}

/// Why a day was named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CueView {
    /// The person wants to come back to it.
    Remind,
    /// Something has to be done by then.
    Deadline,
    /// Something happens then.
    Appointment,
}

/// Notes that suggestions stood before the person's eyes: they count against the day from here on.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct NoteSuggestionsShown {
    /// Their ids.
    pub ids: Vec<String>,
}

/// Says something of a suggestion, or of a starter.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct AnswerSuggestion {
    /// Its id.
    pub id: String,
    /// What the person says.
    #[ts(type = "'accepted' | 'dismissed' | 'less'")]
    pub answer: SuggestionAnswer,
    /// The role in which they would ask; none for the one in which new conversations begin.
    #[ts(optional, as = "Option<String>")]
    pub role: Option<RoleId>,
    /// The language of the window, `en` or `de`; none for that of the settings.
    #[ts(optional)]
    pub language: Option<String>,
}

/// What an answer to a suggestion leads to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AnsweredSuggestion {
    /// The conversation to open; none for a new one, or where nothing was taken up.
    #[ts(as = "Option<String>")]
    pub conversation: Option<ConversationId>,
    /// What to put into the composer, for the person to send or not; empty for nothing.
    pub text: String,
}

/// Asks what was learned of suggestions.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct GetSuggestionInsights {}

/// What was learned of suggestions.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
pub struct SuggestionInsightsView {
    /// Each kind.
    pub kinds: Vec<SuggestionKindView>,
}

/// What was learned of a kind of suggestion.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct SuggestionKindView {
    /// Which kind.
    #[ts(
        type = "'unfinished_thread' | 'recurring_topic' | 'follow_up' | 'role_starter' | 'onboarding_step' | 'weekly_digest'"
    )]
    pub kind: SuggestionKind,
    /// How often one was shown for a day. Starters are not counted.
    pub shown: u32,
    /// How often one was taken up.
    pub accepted: u32,
    /// How often one was dismissed.
    pub dismissed: u32,
    /// How often less was asked for.
    pub less: u32,
    /// How likely the next one is taken up, 0 to 1.
    pub likely: f64,
    /// The standard deviation of that belief.
    pub error: f64,
}
