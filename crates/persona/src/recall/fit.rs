//! Whether something that was said matters to a question at all. The best of a ranking may be nothing: then an
//! answer is better off without it.
//!
//! Unlike the score of a ranking, which compares candidates of one question, this is read off figures that mean
//! the same for every question: the share of the question's words by their rarity, and the cosine of the meanings
//! with the centres taken off. The bounds were chosen on this project's own texts.

use super::fuse::Evidence;

/// From here on a turn matters to a question.
pub const FITS: f32 = 0.5;

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

/// How much a turn has in common with a question, from 0 to 1. `sought` is the score of a turn that has each
/// of the question's words once, `advice` is how much the question asks for advice.
pub(super) fn fit(evidence: &Evidence, sought: f32, advice: f32) -> f32 {
    let words = WORDS.at(evidence.words / sought.max(f32::MIN_POSITIVE));
    let whole = WHOLE[0].at(evidence.whole) * (1.0 - advice) + WHOLE[1].at(evidence.whole) * advice;
    let stated = if whole > 0.0 { STANCE * advice * evidence.stance } else { 0.0 };
    // Each by itself can be enough.
    1.0 - (1.0 - words) * (1.0 - (whole + stated).min(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_or_meaning_can_be_enough_and_little_of_each_is_not() {
        let fits = |words: f32, whole: f32| {
            fit(&Evidence { words, whole, ..Evidence::default() }, 10.0, 0.0) >= FITS
        };
        assert!(fits(8.0, 0.0) && fits(0.0, 0.6));
        assert!(!fits(1.0, 0.1) && !fits(0.0, 0.0));
    }
}
