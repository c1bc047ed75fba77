//! What is remembered of a person: found in what they say, held against what is known, faded with time, and
//! chosen for a question. Everything here is a function of its arguments; storing is somebody else's part.

use std::sync::LazyLock;

use attune_domain::memory::{MemoryKind, MemoryScope};
use regex::Regex;

mod extract;
mod gist;
mod injection;
mod light;
mod model;
mod reconcile;
mod secrets;
mod select;
mod sensitive;
mod strength;
#[cfg(test)]
mod suite;
mod words;

pub(crate) use extract::own_sentences;
pub use extract::{extract_memories, extract_memories_in, leaves_unread};
pub use injection::{disarm, reads_as_instruction};
pub use light::in_light_of;
pub use model::{extraction_prompt, extraction_schema, parse_extraction};
pub use reconcile::{Decision, Refusal, check_told, reconcile, told, was_forgotten, was_read};
pub use secrets::{SecretKind, find_secret};
pub use select::{AskedIn, ChosenMemory, Selection, rank_memories, select_memories};
pub use sensitive::{Sensitive, find_sensitive};
pub use strength::{ASLEEP, is_asleep, strength};
pub use words::{content_words, fingerprint, named_in, similarity};

/// Something that may be worth remembering.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// What would be remembered, in a sentence of its own. For [`Change::Ends`]: what no longer holds.
    pub text: String,
    /// What kind of thing it is.
    pub kind: MemoryKind,
    /// What it is about; none where nothing can supersede it by itself.
    pub slot: Option<String>,
    /// Where it may be used.
    pub scope: MemoryScope,
    /// How sure it is that the person meant it so, 0 to 1.
    pub confidence: f32,
    /// Whether the person asked to remember it.
    pub explicit: bool,
    /// Whether it is of a kind that is only remembered when asked to.
    pub sensitive: bool,
    /// What it does to what is known about the same thing.
    pub change: Change,
}

/// What a statement does to what is known about the same thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// It is the one value of its slot: an older value no longer holds.
    Sets,
    /// It stands beside others of its slot.
    Adds,
    /// It takes the place of others of its slot; of the named one where one is named.
    Replaces {
        /// What it takes the place of.
        old: Option<String>,
    },
    /// It is remembered only where something of the same topic is known, of which it takes the place.
    Updates {
        /// What it takes the place of, where it says so.
        old: Option<String>,
        /// What takes its place, where it says so.
        new: Option<String>,
    },
    /// It no longer holds, and nothing takes its place.
    Ends,
}

/// A pattern of this crate's own.
fn pattern(text: &str) -> Regex {
    Regex::new(text).unwrap_or_else(|error| unreachable!("a pattern of our own is wrong: {error}"))
}

/// A pattern that is compiled once.
type Pattern = LazyLock<Regex>;
