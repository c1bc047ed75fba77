//! What a person will ask next: ranks topics by what they are interested in now.

use attune_domain::Embedding;

use super::embedding::UserEmbedding;
use super::prototype::Prototype;
use super::space::{dot, project};

/// How sharply an interest must fit before its mass counts.
const SHARPNESS: f32 = 8.0;

/// What a topic that no interest is near to still has: nobody asks only what they asked before.
const NOVELTY: f32 = 0.05;

/// A topic that could be asked next.
#[derive(Debug, Clone, Copy)]
pub struct Candidate<'a> {
    /// Its direction.
    pub vector: &'a Embedding,
    /// Its words.
    pub text: &'a str,
}

/// A topic's place among the candidates.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RankedInterest {
    /// Its place in what was given.
    pub candidate: usize,
    /// Its share of the expectation; all shares sum to 1.
    pub share: f32,
    /// The event of the interest that it is nearest to, if there is one.
    pub because_of: Option<u32>,
}

/// Ranks what may be asked next on `day` (days since 1970): each interest, by its faded mass, expects topics
/// near to it, and known words add to that. For a stranger all shares are equal.
#[must_use]
pub fn rank_next(user: &UserEmbedding, candidates: &[Candidate<'_>], day: u32) -> Vec<RankedInterest> {
    let interests = user.prototypes();
    let mass: f32 = interests.iter().map(|interest| interest.mass(day)).sum();
    let expectation = |candidate: &Candidate<'_>| {
        let direction = project(candidate.vector);
        let (mut sum, mut best): (f32, Option<(f32, &Prototype)>) = (0.0, None);
        for interest in &interests {
            let near = dot(&interest.direction(), &direction);
            sum += interest.mass(day) / mass.max(1e-6) * (SHARPNESS * (near - 1.0)).exp();
            if best.is_none_or(|(most, _)| near > most) {
                best = Some((near, interest));
            }
        }
        let words = user.affinity(candidate.vector, candidate.text);
        (NOVELTY + sum + 0.5 * words, best.map(|(_, interest)| interest.source()))
    };
    let expected: Vec<_> = candidates.iter().map(expectation).collect();
    let total: f32 = expected.iter().map(|(expected, _)| expected).sum();
    let mut ranked: Vec<RankedInterest> = expected
        .into_iter()
        .enumerate()
        .map(|(candidate, (expected, because_of))| RankedInterest {
            candidate,
            share: expected / total,
            because_of,
        })
        .collect();
    ranked.sort_by(|a, b| b.share.total_cmp(&a.share));
    ranked
}

#[cfg(test)]
mod tests {
    use super::super::{Modality, Observation};
    use super::*;

    fn vector(topic: u32) -> Embedding {
        let number = |at: u32| ((at + 1) * (topic + 3) * 7_919 % 101) as f32 / 101.0 - 0.5;
        Embedding::normalised((0..384).map(number).collect::<Vec<_>>()).unwrap()
    }

    #[test]
    fn what_was_asked_lately_and_often_is_expected_first() {
        let mut user = UserEmbedding::empty();
        for (topic, at_days) in [(1, 0), (1, 0), (2, 700), (2, 700), (2, 701)] {
            let vector = vector(topic);
            let text = "budget of the quarter";
            user.observe(&Observation {
                vector: &vector,
                text,
                modality: Modality::Text,
                weight: 1.0,
                at_days,
                source: topic,
            });
        }
        let topics = [vector(1), vector(2), vector(9)];
        let candidates = topics.each_ref().map(|vector| Candidate { vector, text: "" });
        let ranked = rank_next(&user, &candidates, 702);
        assert_eq!(ranked.iter().map(|ranked| ranked.candidate).collect::<Vec<_>>(), [1, 0, 2]);
        assert_eq!(ranked[0].because_of, Some(2));
        assert!((ranked.iter().map(|ranked| ranked.share).sum::<f32>() - 1.0).abs() < 1e-5);
        let equal = rank_next(&UserEmbedding::empty(), &candidates, 702);
        assert!(
            equal.iter().all(|ranked| (ranked.share - 1.0 / 3.0).abs() < 1e-6 && ranked.because_of.is_none())
        );
    }
}
