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

/// How much each figure counts for one question.
#[derive(Debug, Clone, Copy)]
pub(super) struct Weights {
    words: f32,
    tokens: f32,
    whole: f32,
    stance: f32,
    speaker: f32,
    asks: f32,
    length: f32,
    /// Of what the turn before has of the question when that asks: this turn is the answer.
    answers: f32,
    /// Of the words of the turn before.
    before: f32,
    /// Of what the turn after has of the question.
    after: f32,
}

/// For a question about something that happened.
const EVENT: Weights = Weights {
    words: 0.3,
    tokens: 1.0,
    whole: 0.3,
    stance: 0.0,
    speaker: 0.8,
    asks: -1.0,
    length: 0.4,
    answers: 0.6,
    before: 0.1,
    after: 0.1,
};

/// The same where words are not compared where they stand.
const EVENT_WITHOUT_TOKENS: Weights = Weights { words: 1.0, tokens: 0.0, whole: 0.6, ..EVENT };

/// For a question that asks for advice.
const ADVICE: Weights = Weights {
    words: 0.05,
    tokens: 0.2,
    whole: 1.0,
    stance: 2.0,
    speaker: 0.0,
    asks: -1.0,
    length: 0.0,
    answers: 0.0,
    before: 0.0,
    after: 0.0,
};

/// The same where words are not compared where they stand.
const ADVICE_WITHOUT_TOKENS: Weights = Weights { words: 0.1, tokens: 0.0, ..ADVICE };

impl Weights {
    /// For choosing what is worth a closer look. A question that was asked is worth one: what follows is its answer.
    pub(super) fn roughly(advice: f32) -> Self {
        Self { asks: 0.0, ..Self::of(advice, false) }
    }

    /// Between those for an event (`advice` is 0) and those for advice (1).
    pub(super) fn of(advice: f32, with_tokens: bool) -> Self {
        let (event, wish) =
            if with_tokens { (EVENT, ADVICE) } else { (EVENT_WITHOUT_TOKENS, ADVICE_WITHOUT_TOKENS) };
        let between = |figure: fn(&Self) -> f32| figure(&event) * (1.0 - advice) + figure(&wish) * advice;
        Self {
            words: between(|weights| weights.words),
            tokens: between(|weights| weights.tokens),
            whole: between(|weights| weights.whole),
            stance: between(|weights| weights.stance),
            speaker: between(|weights| weights.speaker),
            asks: between(|weights| weights.asks),
            length: between(|weights| weights.length),
            answers: between(|weights| weights.answers),
            before: between(|weights| weights.before),
            after: between(|weights| weights.after),
        }
    }
}

/// A candidate by itself.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Alone {
    /// Its shares, without the neighbours'.
    pub(super) shares: Shares,
    /// How far its words stand out, and what it has of the question closely seen: its words in context, or where
    /// there are none, its words; at least 0.
    words: f32,
    closely: f32,
    asks: bool,
}

/// The candidates one by one.
pub(super) fn alone(candidates: &[Evidence], weights: &Weights) -> Vec<Alone> {
    let words = Standing::of(candidates.iter().map(|candidate| candidate.words));
    let tokens = Standing::of(candidates.iter().map(|candidate| candidate.tokens));
    let whole = Standing::of(candidates.iter().map(|candidate| candidate.whole));
    let by_itself = |candidate: &Evidence| {
        let shares = Shares {
            words: weights.words * words.out(candidate.words),
            meaning: weights.tokens * tokens.out(candidate.tokens)
                + weights.whole * whole.out(candidate.whole),
            stance: weights.stance * candidate.stance,
            form: weights.speaker * candidate.speaker
                + weights.asks * candidate.asks
                + weights.length * candidate.length,
            neighbours: 0.0,
        };
        let words = words.out(candidate.words).max(0.0);
        let closely = if weights.tokens > 0.0 { tokens.out(candidate.tokens).max(0.0) } else { words };
        Alone { shares, words, closely, asks: candidate.asks > 0.0 }
    };
    candidates.iter().map(by_itself).collect()
}

/// What the turns before and after add.
pub(super) fn neighbours(before: Option<&Alone>, after: Option<&Alone>, weights: &Weights) -> f32 {
    let answers = before.filter(|before| before.asks).map_or(0.0, |before| before.closely);
    weights.answers * answers
        + weights.before * before.map_or(0.0, |before| before.words)
        + weights.after * after.map_or(0.0, |after| after.closely)
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
            alone(&[told, stated], &Weights::of(advice, true))
                .iter()
                .map(|alone| alone.shares.score())
                .collect()
        };
        let (event, advice) = (score(0.0), score(1.0));
        assert!(event[0] > event[1] && advice[1] > advice[0], "{event:?} {advice:?}");
    }

    #[test]
    fn an_answer_is_lifted_by_its_question() {
        let turn = |tokens: f32, asks: f32| Evidence { tokens, asks, ..Evidence::default() };
        let weights = Weights::of(0.0, true);
        let turns = alone(&[turn(0.9, 1.0), turn(0.9, 0.0), turn(0.1, 0.0)], &weights);
        let [asking, telling, other] = [0, 1, 2].map(|at| neighbours(turns.get(at), None, &weights));
        assert!(asking > telling, "{asking} {telling}");
        assert!(other.abs() < f32::EPSILON, "a neighbour only lifts: {other}");
    }
}
