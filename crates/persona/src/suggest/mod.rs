//! Proactive help: what could be suggested to a person now, what of it is, and why.
//!
//! [`candidates`] reads facts (conversations with their last turns, what the person said and when, what they keep
//! asking about) and says what could be suggested, each with its reasons. [`SuggestionHistory`] folds what was shown
//! and answered before. [`choose`] draws: a Beta posterior for each kind and topic, sampled (Thompson, 1933), within
//! a few a day, outside quiet hours, and never twice the same within some time. [`prepare`] writes what an accepted
//! suggestion puts into the composer, where the person reads it before they send it.
//!
//! What people wrote is quoted here and obeyed nowhere.

mod candidates;
mod choose;
mod digest;
mod history;
mod open_end;
mod prepare;
mod steps;
mod when;
mod words;

use attune_domain::{Author, ConversationId, Language, MessageId, MessageStatus, RoleId, Subject, Timestamp};
use jiff::civil::Date;
use regex::Regex;

pub use candidates::candidates;
pub use choose::{Limits, QuietHours, choose};
pub use digest::digest;
pub use history::{KindRecord, Learned, SuggestionHistory};
pub use open_end::{OpenEnd, open_end};
pub use prepare::{Prepared, prepare};
pub use steps::{Step, steps};
pub use when::{Cue, Due, dues};

/// The role whose first weeks have steps.
pub const NEWCOMER: &str = "intern";
/// The role that looks back at its week.
pub const LEADER: &str = "leader";

/// What suggestions are made from. Temporary and deleted conversations are never in it.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// Conversations with their last turns, in any order.
    pub threads: Vec<Thread>,
    /// What the person said of late, in any order.
    pub said: Vec<Said>,
    /// What they ask about.
    pub topics: Vec<Topic>,
}

/// A conversation.
#[derive(Debug, Clone, PartialEq)]
pub struct Thread {
    /// Which.
    pub id: ConversationId,
    /// What the sidebar shows.
    pub title: String,
    /// Whether its words may go into another conversation: not those of a role that stays on this device.
    pub tellable: bool,
    /// The local day of its last turn.
    pub day: Date,
    /// Its last turns on the branch that is shown, oldest first.
    pub turns: Vec<Turn>,
}

/// A turn of a conversation.
#[derive(Debug, Clone, PartialEq)]
pub struct Turn {
    /// Who wrote it.
    pub author: Author,
    /// How far it came.
    pub status: MessageStatus,
    /// What it says.
    pub text: String,
    /// When it was written.
    pub at: Timestamp,
}

/// Something that the person said.
#[derive(Debug, Clone, PartialEq)]
pub struct Said {
    /// The message.
    pub message: MessageId,
    /// Its conversation.
    pub conversation: ConversationId,
    /// What it says.
    pub text: String,
    /// When it was said.
    pub at: Timestamp,
    /// The local day on which it was said.
    pub day: Date,
}

/// A field of interest, as far as it was asked about in the last four weeks.
#[derive(Debug, Clone, PartialEq)]
pub struct Topic {
    /// The question that stands for it.
    pub question: MessageId,
    /// What that question says.
    pub text: String,
    /// Questions about it.
    pub times: u32,
    /// Days on which they were asked.
    pub days: u32,
    /// The last of these days.
    pub last: Date,
}

/// For whom suggestions are made, and on which day.
#[derive(Debug, Clone, PartialEq)]
pub struct Occasion {
    /// The local day.
    pub today: Date,
    /// The role in which the person would ask.
    pub role: RoleId,
    /// The language of the window.
    pub language: Language,
}

/// Something that could be suggested.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// What it is about.
    pub subject: Subject,
    /// The words that stand for it, in one line: a title or what the person said, quoted; a step's own text.
    /// Empty for the look back at the week.
    pub text: String,
    /// The conversation that it leads to; none where a new one begins.
    pub conversation: Option<ConversationId>,
    /// Why it could be of use, the main reason first. Never empty.
    pub reasons: Vec<Reason>,
    /// How much it matters now by itself, above 0 to 1.
    pub urgency: f64,
}

/// Why something is suggested.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// A conversation was left open.
    LeftOpen {
        /// In which way.
        how: OpenEnd,
        /// When its last turn was.
        at: Timestamp,
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
        /// The day.
        due: Date,
        /// Why they named it.
        cue: Cue,
        /// When they said so.
        said_at: Timestamp,
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

/// A text as one line of at most `most` characters, cut at a word.
pub(crate) fn one_line(text: &str, most: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= most {
        return line;
    }
    let cut: String = line.chars().take(most.saturating_sub(1)).collect();
    let at_word = cut.rsplit_once(' ').map_or(cut.as_str(), |(head, _)| head);
    format!("{}…", at_word.trim_end_matches([',', ';', ':', ' ']))
}

/// A pattern of this module's own.
fn pattern(text: &str) -> Regex {
    Regex::new(text).unwrap_or_else(|error| unreachable!("a pattern of our own is wrong: {error}"))
}

#[cfg(test)]
mod tests;
