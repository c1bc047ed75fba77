//! Whether something that was said matters to a question at all. The best of a ranking may be nothing: then an
//! answer is better off without it.
//!
//! Unlike the score of a ranking, which compares candidates of one question, this is read off figures that mean
//! the same for every question: the share of the question's words by their rarity, and the cosine of the meanings
//! with the centres taken off. The bounds were chosen on this project's own texts.

use super::fuse::Evidence;

/// From here on a turn matters to a question.
pub const FITS: f32 = 0.6;

/// Where a figure begins to tell something, and where it says all that it can.
#[derive(Debug, Clone, Copy)]
struct Ramp {
    from: f32,
    to: f32,
}

impl Ramp {
    fn at(self, figure: f32) -> f32 {
        ((figure - self.from) / (self.to - self.from)).clamp(0.0, 1.0)
    }
}

/// The share of a question's words.
const WORDS: Ramp = Ramp { from: 0.15, to: 0.7 };
/// The nearness of the wholes, for a question about something that happened and for one that asks for advice.
const WHOLE: [Ramp; 2] = [Ramp { from: 0.2, to: 0.6 }, Ramp { from: 0.15, to: 0.5 }];
/// What a stated preference adds where advice is asked for, if it is near at all.
const STANCE: f32 = 0.2;
/// Fewer words than this say little about what a question is about: "go on" is said in every conversation.
const ENOUGH_WORDS: f32 = 3.0;
/// What is left of the fit of a turn that asks itself: it tells less.
const ASKING: f32 = 0.85;

/// What is known of a question.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sought {
    /// The score of a turn that has each of its words once.
    pub(super) score: f32,
    /// How many words it has that carry something.
    pub(super) words: usize,
    /// How much it asks for advice.
    pub(super) advice: f32,
}

/// How much a turn has in common with a question, from 0 to 1.
pub(super) fn fit(evidence: &Evidence, sought: Sought) -> f32 {
    let advice = sought.advice;
    let enough = (sought.words as f32 / ENOUGH_WORDS).min(1.0);
    let words = enough * WORDS.at(evidence.words / sought.score.max(f32::MIN_POSITIVE));
    let whole = WHOLE[0].at(evidence.whole) * (1.0 - advice) + WHOLE[1].at(evidence.whole) * advice;
    let stated = if whole > 0.0 { STANCE * advice * evidence.stance } else { 0.0 };
    // Each by itself can be enough.
    let fit = 1.0 - (1.0 - words) * (1.0 - (whole + stated).min(1.0));
    if evidence.asks > 0.0 { fit * ASKING } else { fit }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_or_meaning_can_be_enough_and_little_of_each_is_not() {
        let fits = |words: f32, whole: f32| {
            let sought = Sought { score: 10.0, words: 4, advice: 0.0 };
            fit(&Evidence { words, whole, ..Evidence::default() }, sought) >= FITS
        };
        assert!(fits(8.0, 0.0) && fits(0.0, 0.6));
        assert!(!fits(1.0, 0.1) && !fits(0.0, 0.0));
        let continues = Sought { score: 3.0, words: 1, advice: 0.0 };
        assert!(fit(&Evidence { words: 5.0, ..Evidence::default() }, continues) < FITS);
    }
}
