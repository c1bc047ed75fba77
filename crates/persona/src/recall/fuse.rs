//! One score of several: how much each way to compare counts, which depends on the question.
//!
//! Figures of different kinds are compared by how far they stand out among the candidates of the question. What they
//! weigh is learned (see [`super::weights`]) and depends on what kind of question it is.

use super::weights::{Fusion, WEIGHTS};

/// What is known of a candidate.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Evidence {
    /// BM25 of the words.
    pub(super) words: f32,
    /// How much of the question's words it has, weighed by their rarity, 0 to 1.
    pub(super) shared: f32,
    /// How rare the rarest word is that it has of the question, of all that could be, 0 to 1.
    pub(super) rarest: f32,
    /// Nearness of the words where they stand.
    pub(super) tokens: f32,
    /// Nearness of the whole text.
    pub(super) whole: f32,
    /// 1 when the question names the speaker, -1 when it names somebody else, 0 when nobody.
    pub(super) speaker: f32,
    /// 1 for a turn that ends by asking.
    pub(super) asks: f32,
    /// The logarithm of how many words there are, and one.
    pub(super) length: f32,
    /// How much it states a preference, from 0 to 1.
    pub(super) stance: f32,
}

/// How much of a score comes from where; they add up to the score.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Shares {
    /// The question's own words.
    pub words: f32,
    /// The meaning of words and of the whole.
    pub meaning: f32,
    /// That it states what somebody likes, avoids or needs, where the question asks for advice.
    pub stance: f32,
    /// Who speaks, and that it tells something instead of asking.
    pub form: f32,
    /// What was said right before and after.
    pub neighbours: f32,
}

impl Shares {
    /// The sum of all.
    #[must_use]
    pub fn score(&self) -> f32 {
        self.words + self.meaning + self.stance + self.form + self.neighbours
    }
}

/// How many figures there are in [`Figures`].
pub const FIGURES: usize = 10;

/// What a candidate's score is made of: how far its words, its words where they stand, and its whole stand out among
/// the candidates, in spreads; how much it states a preference, 0 to 1; 1 when the question names its speaker and -1
/// when somebody else; 1 when it asks; the logarithm of its length; then, of the turn before, what that has of the
/// question if it asks, and its words; and what the turn after has of the question, at least 0.
pub type Figures = [f32; FIGURES];

const WORDS: usize = 0;
const TOKENS: usize = 1;
const WHOLE: usize = 2;
const STANCE: usize = 3;
const SPEAKER: usize = 4;
const ASKS: usize = 5;
const LENGTH: usize = 6;
const BESIDE: std::ops::Range<usize> = 7..FIGURES;

/// How many figures there are in [`Kinds`].
pub const KINDS: usize = 4;

/// What kind of question it is: how much it asks for what happened and for advice, which are 1 together; how rare its
/// rarest word is, from -0.5 for one that is everywhere to 0.5; and how few words it has, from 0.5 for one word down
/// to about -0.5.
pub type Kinds = [f32; KINDS];

/// The kind of a question of so many words, of which the rarest has this rarity of at most `most`.
pub(super) fn kinds(advice: f32, rarest: f32, most: f32, words: usize) -> Kinds {
    let rare = (rarest / most.max(f32::MIN_POSITIVE)).clamp(0.0, 1.0) - 0.5;
    let few = 2.0 / (words as f32 + 1.0) - 0.5;
    [1.0 - advice, advice, rare, few.min(0.5)]
}

/// How much each figure counts for one question.
#[derive(Debug, Clone, Copy)]
pub(super) struct Weights {
    each: Figures,
    with_tokens: bool,
}

impl Weights {
    /// For choosing what is worth a closer look. A question that was asked is worth one: what follows is its answer.
    pub(super) fn roughly(kinds: &Kinds) -> Self {
        let mut weights = Self::of(kinds, false);
        weights.each[ASKS] = 0.0;
        weights
    }

    /// For a question of this kind, with its words compared where they stand or not.
    pub(super) fn of(kinds: &Kinds, with_tokens: bool) -> Self {
        let fusion: &Fusion = if with_tokens { &WEIGHTS.closely } else { &WEIGHTS.roughly };
        Self {
            each: fusion.map(|row| row.iter().zip(kinds).map(|(weight, kind)| weight * kind).sum()),
            with_tokens,
        }
    }
}

/// The figures of the candidates one by one, those of their neighbours left at 0.
pub(super) fn alone(candidates: &[Evidence]) -> Vec<Figures> {
    let words = Standing::of(candidates.iter().map(|candidate| candidate.words));
    let tokens = Standing::of(candidates.iter().map(|candidate| candidate.tokens));
    let whole = Standing::of(candidates.iter().map(|candidate| candidate.whole));
    let by_itself = |candidate: &Evidence| {
        let mut figures = [0.0; FIGURES];
        figures[WORDS] = words.out(candidate.words);
        figures[TOKENS] = tokens.out(candidate.tokens);
        figures[WHOLE] = whole.out(candidate.whole);
        figures[STANCE] = candidate.stance;
        figures[SPEAKER] = candidate.speaker;
        figures[ASKS] = candidate.asks;
        figures[LENGTH] = candidate.length;
        figures
    };
    candidates.iter().map(by_itself).collect()
}

/// The figures with those of the turns before and after. A neighbour only lifts.
pub(super) fn beside(
    mut itself: Figures,
    before: Option<&Figures>,
    after: Option<&Figures>,
    weights: &Weights,
) -> Figures {
    let lifts = |figures: Option<&Figures>, at: usize| figures.map_or(0.0, |figures| figures[at].max(0.0));
    let closely = if weights.with_tokens { TOKENS } else { WORDS };
    let asking = before.filter(|before| before[ASKS] > 0.0);
    itself[BESIDE].copy_from_slice(&[lifts(asking, closely), lifts(before, WORDS), lifts(after, closely)]);
    itself
}

/// The score of a candidate in its parts.
pub(super) fn shares(figures: &Figures, weights: &Weights) -> Shares {
    let share = |at: usize| weights.each[at] * figures[at];
    Shares {
        words: share(WORDS),
        meaning: share(TOKENS) + share(WHOLE),
        stance: share(STANCE),
        form: share(SPEAKER) + share(ASKS) + share(LENGTH),
        neighbours: BESIDE.map(share).sum(),
    }
}

/// The middle and the spread of a figure.
struct Standing {
    middle: f32,
    spread: f32,
}

impl Standing {
    fn of(figures: impl Iterator<Item = f32> + Clone) -> Self {
        let count = (figures.clone().count() as f32).max(1.0);
        let middle = figures.clone().sum::<f32>() / count;
        let spread = (figures.map(|figure| (figure - middle).powi(2)).sum::<f32>() / count).sqrt();
        Self { middle, spread }
    }

    /// How many spreads a figure is above the middle; 0 when all are the same.
    fn out(&self, figure: f32) -> f32 {
        if self.spread < 1e-6 { 0.0 } else { (figure - self.middle) / self.spread }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_question_decides_what_counts() {
        let told = Evidence { tokens: 0.9, whole: 0.5, ..Evidence::default() };
        let stated = Evidence { tokens: 0.5, whole: 0.9, stance: 1.0, ..Evidence::default() };
        let score = |advice: f32| -> Vec<f32> {
            let weights = Weights::of(&kinds(advice, 1.0, 2.0, 3), true);
            alone(&[told, stated]).iter().map(|figures| shares(figures, &weights).score()).collect()
        };
        let (event, advice) = (score(0.0), score(1.0));
        assert!(event[0] > event[1] && advice[1] > advice[0], "{event:?} {advice:?}");
    }

    #[test]
    fn an_answer_is_lifted_by_its_question() {
        let turn = |tokens: f32, asks: f32| Evidence { tokens, asks, ..Evidence::default() };
        let weights = Weights::of(&kinds(0.0, 1.0, 2.0, 3), true);
        let turns = alone(&[turn(0.9, 1.0), turn(0.9, 0.0), turn(0.1, 0.0)]);
        let lifted = |before: &Figures| {
            shares(&beside([0.0; FIGURES], Some(before), None, &weights), &weights).neighbours
        };
        let [asking, telling, other] = [0, 1, 2].map(|at| lifted(&turns[at]));
        assert!(asking > telling, "{asking} {telling}");
        assert!(other.abs() < f32::EPSILON, "a neighbour only lifts: {other}");
    }
}
