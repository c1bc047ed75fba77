//! The situation in which a question is asked, as far as it bears on how to answer: read anew for every
//! question.

use serde::{Deserialize, Serialize};

/// What kind of work a question asks for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaskKind {
    /// Nothing that stands out.
    #[default]
    General,
    /// Make something understood.
    Explain,
    /// Weigh, and say what to do.
    Decide,
    /// Make something shorter.
    Summarise,
    /// Write a text for somebody.
    Write,
    /// Find out why something does not work.
    Troubleshoot,
    /// Order what is to be done.
    Plan,
    /// Lay things side by side.
    Compare,
    /// Say a fact.
    LookUp,
    /// Write or read a program.
    Code,
    /// Talk.
    Chat,
}

/// A sign that a situation bears: one that speaks for answering otherwise than usual.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sign {
    /// The question shows hurry.
    Urgent,
    /// The person seems annoyed.
    Frustrated,
    /// It was spoken.
    Spoken,
    /// The question shows knowledge of its field.
    Expert,
    /// The question shows that its field is new to the person.
    Beginner,
    /// It is asked before or after usual working hours.
    OffHours,
    /// Its field is one that the person asks about often.
    Familiar,
    /// It is about something that the person never asked about.
    NewField,
}

impl Sign {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Urgent,
        Self::Frustrated,
        Self::Spoken,
        Self::Expert,
        Self::Beginner,
        Self::OffHours,
        Self::Familiar,
        Self::NewField,
    ];
}

/// The situation of one question.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Situation {
    /// The kind of work.
    #[serde(default)]
    pub task: TaskKind,
    /// The signs it bears, each once.
    #[serde(default)]
    pub signs: Vec<Sign>,
}
