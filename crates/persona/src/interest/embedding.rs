//! The fold itself: observations in, at most a kilobyte out.

use attune_domain::Embedding;

use super::passage::information;
use super::prototype::{self, Prototype};
use super::sketch::{self, Sketch};
use super::space::{Direction, dot, project};
use super::words::telling;
use super::{Modality, Observation};

/// The most that [`UserEmbedding::to_bytes`] gives.
pub const MOST_BYTES: usize =
    HEADER + MOST_PROTOTYPES * prototype::BYTES + sketch::MOST_WORDS * sketch::BYTES;

const _: () = assert!(MOST_BYTES <= 1024, "a person fits in a kilobyte");

/// Prototypes of a person.
const MOST_PROTOTYPES: usize = 11;

/// Version, counts, turns, day and salt.
const HEADER: usize = 12;

const VERSION: u8 = 1;

/// From this cosine on, two directions are the same interest.
const SAME: f32 = 0.85;

/// Below this cosine, what has to share a place for want of room is not mixed: the heavier one stays as it is.
const UNLIKE: f32 = 0.3;

/// Above this cosine, a dislike or a question is about an interest.
const ABOUT: f32 = 0.5;

/// Below this cosine to all interests, a question is about something new: questions of one field lie at .58 to .76,
/// those of different fields below .39.
const FAR: f32 = 0.4;

/// From so many questions on, it can be said what somebody never asked about.
const ENOUGH_TURNS: f32 = 8.0;

/// From so many questions of today on, or more that are older, an interest is one that is asked about often.
const OFTEN: f32 = 2.5;

/// Effective turns at which half of what there is to know is known.
const HALF_KNOWN: f32 = 8.0;

/// Steps of an effective turn.
const TURN_STEPS: f32 = 16.0;

/// What a person is interested in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UserEmbedding {
    prototypes: Vec<Prototype>,
    words: Sketch,
    /// Effective turns in steps.
    turns: u16,
    /// The last day that something was seen.
    day: u16,
    /// Observations, for rounding.
    seen: u32,
}

/// How much is known of a person.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Knowledge {
    /// Observations, each by its weight and how much it told.
    pub effective_turns: f32,
    /// From 0 for a stranger towards 1.
    pub confidence: f32,
}

/// How at home somebody is in a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Familiarity {
    /// They ask about it often.
    Familiar,
    /// They never asked about anything like it.
    New,
}

/// Bytes that are no embedding of this version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("these bytes are no user embedding of this version; it is rebuilt from the stored events")]
pub struct UnreadableEmbedding;

impl UserEmbedding {
    /// Of a person that nothing is known of.
    #[must_use]
    pub fn empty() -> Self {
        Self::default()
    }

    /// Takes one more observation in. A negative weight only takes mass from the interest that it is about.
    pub fn observe(&mut self, observation: &Observation<'_>) {
        let Observation { vector, text, modality, weight, at_days, source } = *observation;
        let weight = weight * modality.reliability() * information(text);
        if !weight.is_finite() || weight == 0.0 {
            return;
        }
        let day = u16::try_from(at_days).unwrap_or(u16::MAX);
        let direction = project(vector);
        self.seen = self.seen.wrapping_add(1);
        self.day = self.day.max(day);
        if weight < 0.0 {
            self.lessen(&direction, -weight, day);
            return;
        }
        self.turns = turns(f32::from(self.turns) / TURN_STEPS + weight);
        // Names and figures in an image are mostly the page's and not the person's.
        let spoken = if modality == Modality::Image { weight / 2.0 } else { weight };
        self.words.add(&telling(text), spoken);
        let new = Prototype::new(&direction, weight, day, source);
        match self.nearest(&direction) {
            Some((at, near)) if near >= SAME => self.prototypes[at].absorb(&new, self.seen),
            _ => self.prototypes.push(new),
        }
        if self.prototypes.len() > MOST_PROTOTYPES {
            self.make_room();
        }
    }

    /// At most [`MOST_BYTES`].
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(MOST_BYTES);
        let count = |items: usize| u8::try_from(items).unwrap_or(u8::MAX);
        bytes.extend([VERSION, count(self.prototypes.len()), count(self.words.words().len()), 0]);
        bytes.extend(self.turns.to_le_bytes());
        bytes.extend(self.day.to_le_bytes());
        bytes.extend(self.seen.to_le_bytes());
        self.prototypes.iter().for_each(|prototype| prototype.write(&mut bytes));
        self.words.write(&mut bytes);
        bytes
    }

    /// From what [`Self::to_bytes`] gave.
    ///
    /// # Errors
    /// [`UnreadableEmbedding`] for anything else.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, UnreadableEmbedding> {
        let (header, rest) = bytes.split_first_chunk::<HEADER>().ok_or(UnreadableEmbedding)?;
        let [version, prototypes, words, _, t0, t1, d0, d1, seen @ ..] = *header;
        let (prototypes, words) = (usize::from(prototypes), usize::from(words));
        let expected = prototypes * prototype::BYTES + words * sketch::BYTES;
        if version != VERSION || prototypes > MOST_PROTOTYPES || rest.len() != expected {
            return Err(UnreadableEmbedding);
        }
        let (first, second) = rest.split_at(prototypes * prototype::BYTES);
        let (chunks, _) = first.as_chunks::<{ prototype::BYTES }>();
        Ok(Self {
            prototypes: chunks.iter().map(Prototype::read).collect(),
            words: Sketch::read(second).ok_or(UnreadableEmbedding)?,
            turns: u16::from_le_bytes([t0, t1]),
            day: u16::from_le_bytes([d0, d1]),
            seen: u32::from_le_bytes(seen),
        })
    }

    /// How much a text is of this person's interests, from 0 to 1: its nearest prototype and its words. A
    /// stranger's affinity to everything is 0.
    #[must_use]
    pub fn affinity(&self, vector: &Embedding, text: &str) -> f32 {
        let near = self.nearest(&project(vector)).map_or(0.0, |(_, near)| near.max(0.0));
        let words = telling(text);
        let known = words.iter().filter(|word| self.words.weight(**word) > 0.0).count();
        let shared = if words.is_empty() { 0.0 } else { known as f32 / words.len() as f32 };
        (0.8 * near + 0.2 * shared).min(1.0)
    }

    /// The interest that something is about; none where it is far from all of them.
    #[must_use]
    pub fn interest_of(&self, vector: &Embedding) -> Option<&Prototype> {
        let (at, near) = self.nearest(&project(vector))?;
        (near >= ABOUT).then(|| &self.prototypes[at])
    }

    /// How at home the person is in what a question is about, on `day` (days since 1970). None while too little
    /// is known of them, and for what lies between.
    #[must_use]
    pub fn familiarity(&self, vector: &Embedding, day: u32) -> Option<Familiarity> {
        if self.knowledge().effective_turns < ENOUGH_TURNS {
            return None;
        }
        let direction = project(vector);
        let near = |prototype: &Prototype| dot(&prototype.direction(), &direction);
        let often: f32 = self
            .prototypes
            .iter()
            .filter(|prototype| near(prototype) >= ABOUT)
            .map(|prototype| prototype.mass(day))
            .sum();
        if often >= OFTEN {
            return Some(Familiarity::Familiar);
        }
        let nearest = self.nearest(&direction).map_or(0.0, |(_, near)| near);
        (nearest < FAR).then_some(Familiarity::New)
    }

    /// How much two people have in common, from -1 to 1: for each interest of one the nearest of the other, by
    /// mass, in both directions. 0 when one of them is a stranger.
    #[must_use]
    pub fn similarity(a: &Self, b: &Self) -> f32 {
        if a.prototypes.is_empty() || b.prototypes.is_empty() {
            return 0.0;
        }
        let day = u32::from(a.day.max(b.day));
        (a.covered_by(b, day) + b.covered_by(a, day)) / 2.0
    }

    /// The interests, heaviest first as of the last day that something was seen.
    #[must_use]
    pub fn prototypes(&self) -> Vec<&Prototype> {
        let mut prototypes: Vec<_> = self.prototypes.iter().collect();
        let day = u32::from(self.day);
        prototypes.sort_by(|a, b| b.mass(day).total_cmp(&a.mass(day)));
        prototypes
    }

    /// How much is known.
    #[must_use]
    pub fn knowledge(&self) -> Knowledge {
        let effective_turns = f32::from(self.turns) / TURN_STEPS;
        Knowledge { effective_turns, confidence: effective_turns / (effective_turns + HALF_KNOWN) }
    }

    pub(super) fn words(&self) -> &Sketch {
        &self.words
    }

    /// The prototype nearest to a direction, and its cosine.
    pub(super) fn nearest(&self, direction: &Direction) -> Option<(usize, f32)> {
        let near = self.prototypes.iter().map(|prototype| dot(&prototype.direction(), direction));
        near.enumerate().max_by(|a, b| a.1.total_cmp(&b.1))
    }

    fn lessen(&mut self, direction: &Direction, weight: f32, day: u16) {
        if let Some((at, near)) = self.nearest(direction)
            && near >= ABOUT
            && !self.prototypes[at].lessen(weight, day)
        {
            self.prototypes.remove(at);
        }
    }

    /// Joins the two prototypes that lose least by it (Ward, "Hierarchical grouping to optimize an objective
    /// function", 1963): near to each other, or one of them light.
    fn make_room(&mut self) {
        let day = u32::from(self.day);
        let places: Vec<(Direction, f32)> =
            self.prototypes.iter().map(|prototype| (prototype.direction(), prototype.mass(day))).collect();
        let mut least = (f32::INFINITY, 0, 0, 0.0);
        for (i, (a, mine)) in places.iter().enumerate() {
            for (j, (b, theirs)) in places.iter().enumerate().skip(i + 1) {
                let near = dot(a, b);
                let loss = (1.0 - near) * mine * theirs / (mine + theirs).max(1e-6);
                if loss < least.0 {
                    let (keep, drop) = if mine >= theirs { (i, j) } else { (j, i) };
                    least = (loss, keep, drop, near);
                }
            }
        }
        let (_, keep, drop, near) = least;
        if near >= UNLIKE {
            let dropped = self.prototypes[drop].clone();
            self.prototypes[keep].absorb(&dropped, self.seen);
        }
        self.prototypes.remove(drop);
    }

    fn covered_by(&self, other: &Self, day: u32) -> f32 {
        let (mut sum, mut total) = (0.0, 0.0);
        for prototype in &self.prototypes {
            let mass = prototype.mass(day).max(1e-6);
            sum += mass * other.nearest(&prototype.direction()).map_or(0.0, |(_, near)| near);
            total += mass;
        }
        sum / total
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the range of u16")]
fn turns(turns: f32) -> u16 {
    (turns * TURN_STEPS).round().clamp(0.0, f32::from(u16::MAX)) as u16
}

#[cfg(test)]
#[path = "embedding_tests.rs"]
mod tests;
