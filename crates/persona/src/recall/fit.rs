//! Whether something that was said matters to a question at all. The best of a ranking may be nothing: then an
//! answer is better off without it.
//!
//! Unlike the score of a ranking, which compares candidates of one question, this is read off figures that mean
//! the same for every question: the share of the question's words by their rarity, and the cosine of the meanings
//! with the centres taken off. What they weigh is a logistic regression, fitted to this project's own questions by
//! `examples/train_recall.rs`, of which half should have nothing quoted for them.

use super::fuse::Evidence;
use super::weights::WEIGHTS;

/// From here on a turn matters to a question: it is more likely than not that it should be quoted.
pub const FITS: f32 = 0.5;

/// How many figures there are in [`Signs`].
pub const SIGNS: usize = 11;

/// What a turn and a question have in common: 1; the share of the question's words, 0 to 1; how near the wholes are,
/// -1 to 1; the product of both; the nearness again times how much the question asks for advice; how much it does;
/// a stated preference where it does; 1 for a turn that asks itself; how rare the rarest word is that both have, 0 to 1;
/// that times the nearness; and 1 when the question speaks of who asks.
pub type Signs = [f32; SIGNS];

/// Fewer words than this say little about what a question is about: "go on" is said in every conversation.
const ENOUGH_WORDS: f32 = 3.0;

/// What is known of a question.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sought {
    /// How many words it has that carry something.
    pub(super) words: usize,
    /// How much it asks for advice.
    pub(super) advice: f32,
    /// 1 when it speaks of who asks.
    pub(super) ours: f32,
}

/// What a turn and a question have in common.
pub(super) fn signs(evidence: &Evidence, sought: Sought) -> Signs {
    let enough = (sought.words as f32 / ENOUGH_WORDS).min(1.0);
    let words = enough * evidence.shared;
    let whole = evidence.whole;
    let stated = if whole > 0.0 { sought.advice * evidence.stance } else { 0.0 };
    let rarest = enough * evidence.rarest;
    let together = [words * whole, sought.advice * whole];
    [
        1.0,
        words,
        whole,
        together[0],
        together[1],
        sought.advice,
        stated,
        evidence.asks,
        rarest,
        rarest * whole,
        sought.ours,
    ]
}

/// How likely a turn matters to a question, from 0 to 1.
pub(super) fn fit(signs: &Signs) -> f32 {
    let sum: f32 = signs.iter().zip(&WEIGHTS.fit).map(|(sign, weight)| sign * weight).sum();
    1.0 / (1.0 + (-sum).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_or_meaning_can_be_enough_and_little_of_each_is_not() {
        let fits = |shared: f32, whole: f32| {
            let sought = Sought { words: 4, advice: 0.0, ours: 1.0 };
            fit(&signs(&Evidence { shared, whole, rarest: shared, ..Evidence::default() }, sought)) >= FITS
        };
        assert!(fits(0.9, 0.3) && fits(0.5, 0.6));
        assert!(!fits(0.1, 0.1) && !fits(0.0, 0.0));
        let continues = Sought { words: 1, advice: 0.0, ours: 0.0 };
        assert!(fit(&signs(&Evidence { shared: 1.0, rarest: 0.5, ..Evidence::default() }, continues)) < FITS);
    }
}
