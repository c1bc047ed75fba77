//! How much each figure counts for which kind of question.

use attune_persona::recall::{FIGURES, Fusion, KINDS, Recalled};

use crate::PARTS;
use crate::texts::{Set, Vectors, ranked};

/// What was set by hand, with words compared where they stand: for an event and for advice.
const CLOSELY: [[f32; 2]; FIGURES] = [
    [0.3, 0.05],
    [1.0, 0.2],
    [0.3, 1.0],
    [0.0, 2.0],
    [0.8, 0.0],
    [-1.0, -1.0],
    [0.4, 0.0],
    [0.6, 0.0],
    [0.1, 0.0],
    [0.1, 0.0],
];
/// The same where they are not.
const ROUGHLY: [[f32; 2]; FIGURES] = [
    [1.0, 0.1],
    [0.0, 0.0],
    [0.6, 1.0],
    [0.0, 2.0],
    [0.8, 0.0],
    [-1.0, -1.0],
    [0.4, 0.0],
    [0.6, 0.0],
    [0.1, 0.0],
    [0.1, 0.0],
];
/// What the square of a difference from those costs, beside the mean loss of a question.
const COST: f32 = 0.05;
const ROUNDS: usize = 300;
const STEP: f32 = 0.3;
/// Candidates of a question that are looked at.
const MOST: usize = 200;

/// A question with its candidates.
struct Example {
    part: usize,
    set: &'static str,
    candidates: Vec<Recalled>,
    evidence: Vec<usize>,
}

/// Fits to everything.
pub(crate) fn fit_to_all(sets: &[Set], vectors: &Vectors) -> [Fusion; 2] {
    [(true, CLOSELY), (false, ROUGHLY)].map(|(closely, start)| {
        let examples = examples(sets, vectors, closely);
        fit(&examples.iter().collect::<Vec<_>>(), start, COST)
    })
}

/// What is found among the first ten by hand-set weights, and by learned ones on questions that they were not fitted
/// to.
pub(crate) fn measure(sets: &[Set], vectors: &Vectors) {
    for (closely, start) in [(true, CLOSELY), (false, ROUGHLY)] {
        let examples = examples(sets, vectors, closely);
        for cost in [f32::INFINITY, 1.0, 0.2, COST, 0.02, 0.005] {
            let learned: Vec<Fusion> = (0..PARTS)
                .map(|part| {
                    fit(&examples.iter().filter(|one| one.part != part).collect::<Vec<_>>(), start, cost)
                })
                .collect();
            let mut line = format!("closely {closely}, cost {cost}:");
            for set in sets {
                let of_set: Vec<&Example> = examples.iter().filter(|one| one.set == set.name).collect();
                let mut sums = [0.0_f32; 2];
                for one in &of_set {
                    let judged = judge(one, &learned[one.part]);
                    sums.iter_mut()
                        .zip(judged)
                        .for_each(|(sum, figure)| *sum += figure / of_set.len() as f32);
                }
                line += &format!("  {} R@10 {:.1} nDCG@10 {:.1}", set.name, 100.0 * sums[0], 100.0 * sums[1]);
            }
            println!("{line}");
        }
    }
}

fn examples(sets: &[Set], vectors: &Vectors, closely: bool) -> Vec<Example> {
    let mut examples = Vec::new();
    for set in sets {
        let recall = set.recall(vectors);
        for asked in &set.questions {
            let mut candidates = ranked(&recall, &asked.text, closely, vectors, |_| true);
            candidates.truncate(MOST);
            let (part, evidence) = (asked.thread % PARTS, asked.evidence.clone());
            examples.push(Example { part, set: set.name, candidates, evidence });
        }
    }
    examples
}

/// Gradient descent from the weights that were set by hand.
fn fit(examples: &[&Example], start: [[f32; 2]; FIGURES], cost: f32) -> Fusion {
    let start: Fusion = start.map(|[event, advice]| [event, advice, 0.0, 0.0]);
    let mut weights = start;
    for _ in 0..if cost.is_finite() { ROUNDS } else { 0 } {
        let mut slope = [[0.0; KINDS]; FIGURES];
        for example in examples {
            let found: Vec<usize> = (0..example.candidates.len())
                .filter(|at| example.evidence.contains(&example.candidates[*at].turn))
                .collect();
            if found.is_empty() {
                continue;
            }
            let scores: Vec<f32> = example.candidates.iter().map(|one| score(one, &weights)).collect();
            let most = scores.iter().fold(f32::NEG_INFINITY, |most, score| most.max(*score));
            let sum: f32 = scores.iter().map(|score| (score - most).exp()).sum();
            for (at, one) in example.candidates.iter().enumerate() {
                let wanted = if found.contains(&at) { 1.0 / found.len() as f32 } else { 0.0 };
                let off = ((scores[at] - most).exp() / sum - wanted) / examples.len() as f32;
                for (row, figure) in slope.iter_mut().zip(one.figures) {
                    row.iter_mut().zip(one.kinds).for_each(|(slope, kind)| *slope += off * figure * kind);
                }
            }
        }
        for ((weights, slope), start) in weights.iter_mut().zip(slope).zip(start) {
            for at in 0..KINDS {
                weights[at] -= STEP * (slope[at] + 2.0 * cost * (weights[at] - start[at]));
            }
        }
    }
    weights
}

fn score(candidate: &Recalled, weights: &Fusion) -> f32 {
    let of =
        |row: &[f32; KINDS]| row.iter().zip(candidate.kinds).map(|(weight, kind)| weight * kind).sum::<f32>();
    weights.iter().zip(candidate.figures).map(|(row, figure)| of(row) * figure).sum()
}

/// The share of the evidence among the first ten, and the nDCG of that.
fn judge(example: &Example, weights: &Fusion) -> [f32; 2] {
    let mut scored: Vec<(f32, usize)> =
        example.candidates.iter().map(|one| (score(one, weights), one.turn)).collect();
    scored.sort_by(|one, other| other.0.total_cmp(&one.0));
    let worth = |place: usize| 1.0 / (place as f32 + 2.0).log2();
    let found: Vec<usize> =
        (0..scored.len().min(10)).filter(|at| example.evidence.contains(&scored[*at].1)).collect();
    let best: f32 = (0..example.evidence.len().min(10)).map(worth).sum();
    [found.len() as f32 / example.evidence.len() as f32, found.into_iter().map(worth).sum::<f32>() / best]
}
