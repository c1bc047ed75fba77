//! One score of several: how much each way to compare counts, which depends on the question.
//!
//! Figures of different kinds are compared by how far they stand out among the candidates of the question.
//! The constants were chosen by hand, few and round.

/// What is known of a candidate.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Evidence {
    /// BM25 of the words.
    pub(super) words: f32,
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

/// What counts for a question about something that happened, and for one that asks for advice.
const WORDS: [f32; 2] = [0.3, 0.05];
const TOKENS: [f32; 2] = [1.0, 0.2];
const WHOLE: [f32; 2] = [0.3, 1.0];
const STANCE: [f32; 2] = [0.0, 2.0];
const SPEAKER: [f32; 2] = [0.8, 0.0];
const ASKS: [f32; 2] = [-1.0, -1.0];
const LENGTH: [f32; 2] = [0.4, 0.0];
/// Of the words in context of the turn before, when that asks: this turn is the answer.
const ANSWERS: [f32; 2] = [0.6, 0.0];
/// Of the words of the turn before, and of the words in context of the turn after.
const BEFORE: [f32; 2] = [0.1, 0.0];
const AFTER: [f32; 2] = [0.1, 0.0];

/// A candidate by itself.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Alone {
    /// Its shares, without the neighbours'.
    pub(super) shares: Shares,
    /// How far its words stand out, and its words in context; at least 0.
    words: f32,
    tokens: f32,
    asks: bool,
}

/// The candidates one by one. `advice` is from 0 (about an event) to 1.
pub(super) fn alone(candidates: &[Evidence], advice: f32) -> Vec<Alone> {
    let words = Standing::of(candidates.iter().map(|candidate| candidate.words));
    let tokens = Standing::of(candidates.iter().map(|candidate| candidate.tokens));
    let whole = Standing::of(candidates.iter().map(|candidate| candidate.whole));
    let by_itself = |candidate: &Evidence| {
        let [words, tokens, whole] =
            [words.out(candidate.words), tokens.out(candidate.tokens), whole.out(candidate.whole)];
        let shares = Shares {
            words: weight(WORDS, advice) * words,
            meaning: weight(TOKENS, advice) * tokens + weight(WHOLE, advice) * whole,
            stance: weight(STANCE, advice) * candidate.stance,
            form: weight(SPEAKER, advice) * candidate.speaker
                + weight(ASKS, advice) * candidate.asks
                + weight(LENGTH, advice) * candidate.length,
            neighbours: 0.0,
        };
        Alone { shares, words: words.max(0.0), tokens: tokens.max(0.0), asks: candidate.asks > 0.0 }
    };
    candidates.iter().map(by_itself).collect()
}

/// What the turns before and after add.
pub(super) fn neighbours(before: Option<&Alone>, after: Option<&Alone>, advice: f32) -> f32 {
    let answers = before.filter(|before| before.asks).map_or(0.0, |before| before.tokens);
    weight(ANSWERS, advice) * answers
        + weight(BEFORE, advice) * before.map_or(0.0, |before| before.words)
        + weight(AFTER, advice) * after.map_or(0.0, |after| after.tokens)
}

/// Between the weights for an event and for advice.
fn weight([event, wish]: [f32; 2], advice: f32) -> f32 {
    event * (1.0 - advice) + wish * advice
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
            alone(&[told, stated], advice).iter().map(|alone| alone.shares.score()).collect()
        };
        let (event, advice) = (score(0.0), score(1.0));
        assert!(event[0] > event[1] && advice[1] > advice[0], "{event:?} {advice:?}");
    }

    #[test]
    fn an_answer_is_lifted_by_its_question() {
        let turn = |tokens: f32, asks: f32| Evidence { tokens, asks, ..Evidence::default() };
        let turns = alone(&[turn(0.9, 1.0), turn(0.9, 0.0), turn(0.1, 0.0)], 0.0);
        let [asking, telling, other] = [0, 1, 2].map(|at| neighbours(turns.get(at), None, 0.0));
        assert!(asking > telling, "{asking} {telling}");
        assert!(other.abs() < f32::EPSILON, "a neighbour only lifts: {other}");
    }
}
