//! Whose words are these? Ranks people by how well their embeddings explain a few texts.
//!
//! Each passage is compared with everybody's nearest interest, and what counts is how much nearer that is than
//! it is for the others: small talk is near to all alike and moves nobody. Differences add up as they are.
//! Turned into probabilities they did worse: a passage that fits a few people exactly but is about a partner's
//! topic then overrules all others. For the same reason what shared words can add is limited.

use std::collections::BTreeMap;

use attune_domain::Embedding;

use super::embedding::UserEmbedding;
use super::passage::information;
use super::space::{DIMS, Direction, dot, normalised, project};
use super::words::telling;

/// What a shared word adds to a cosine, for each unit of its inverse document frequency.
const WORD: f32 = 0.025;

/// The most inverse document frequency that counts in one passage.
const MOST_RARITY: f32 = 6.0;

/// From this many people on, their own mean is taken away too.
const ENOUGH_PEOPLE: usize = 16;

/// People to choose among.
#[derive(Debug, Clone)]
pub struct Crowd {
    people: Vec<Vec<Direction>>,
    mean: Direction,
    /// For each word, who has it.
    holders: BTreeMap<u16, Vec<usize>>,
}

/// A person, and how well they explain the texts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Match {
    /// Their place in what [`Crowd::of`] was given.
    pub person: usize,
    /// How much nearer than the others they are, on the average of the passages; comparable within one ranking.
    pub score: f32,
}

impl Crowd {
    /// Prepares people for ranking.
    #[must_use]
    pub fn of(embeddings: &[UserEmbedding]) -> Self {
        let mut people: Vec<Vec<Direction>> = embeddings
            .iter()
            .map(|user| user.prototypes().iter().map(|prototype| prototype.direction()).collect())
            .collect();
        let mut holders: BTreeMap<u16, Vec<usize>> = BTreeMap::new();
        for (person, user) in embeddings.iter().enumerate() {
            for (word, _) in user.words().words() {
                holders.entry(word).or_default().push(person);
            }
        }
        let mean = if people.len() >= ENOUGH_PEOPLE { mean_of(&people) } else { [0.0; DIMS] };
        for direction in people.iter_mut().flatten() {
            *direction = without(direction, &mean);
        }
        Self { people, mean, holders }
    }

    /// Everybody, likeliest first. A query is passages with their directions.
    #[must_use]
    pub fn rank(&self, query: &[(&Embedding, &str)]) -> Vec<Match> {
        let mut scores = vec![0.0_f32; self.people.len()];
        let mut total = 0.0;
        for (vector, text) in query {
            let weight = information(text);
            total += weight;
            for (score, lead) in scores.iter_mut().zip(self.leads(vector, text)) {
                *score += weight * lead;
            }
        }
        scores.iter_mut().for_each(|score| *score /= f32::max(total, 1e-6));
        let mut ranked: Vec<Match> =
            scores.into_iter().enumerate().map(|(person, score)| Match { person, score }).collect();
        ranked.sort_by(|a, b| b.score.total_cmp(&a.score));
        ranked
    }

    /// For each person, how much nearer a passage is to them than to the others.
    fn leads(&self, vector: &Embedding, text: &str) -> Vec<f32> {
        let direction = without(&project(vector), &self.mean);
        let nearest = |own: &Vec<Direction>| own.iter().map(|other| dot(other, &direction)).reduce(f32::max);
        let rarity = self.shared_rarity(text);
        let near = self.people.iter().zip(rarity);
        // Nothing is known of a stranger: they are as far away as what has nothing in common.
        let mut leads: Vec<f32> =
            near.map(|(own, rarity)| nearest(own).unwrap_or(0.0) + WORD * rarity.min(MOST_RARITY)).collect();
        let mean = leads.iter().sum::<f32>() / leads.len().max(1) as f32;
        leads.iter_mut().for_each(|lead| *lead -= mean);
        leads
    }

    /// For each person, the inverse document frequencies of the words that they share with a text, summed.
    fn shared_rarity(&self, text: &str) -> Vec<f32> {
        let mut shared = vec![0.0; self.people.len()];
        let mut words = telling(text);
        words.sort_unstable();
        words.dedup();
        for word in words {
            let Some(holders) = self.holders.get(&word) else { continue };
            let (held, count) = (holders.len() as f32, self.people.len() as f32);
            let rarity = (1.0 + (count - held + 0.5) / (held + 0.5)).ln();
            holders.iter().for_each(|person| shared[*person] += rarity);
        }
        shared
    }
}

fn mean_of(people: &[Vec<Direction>]) -> Direction {
    let mut mean = [0.0; DIMS];
    let mut count = 0.0_f32;
    for direction in people.iter().flatten() {
        mean.iter_mut().zip(direction).for_each(|(sum, value)| *sum += value);
        count += 1.0;
    }
    mean.iter_mut().for_each(|sum| *sum /= count.max(1.0));
    mean
}

fn without(direction: &Direction, mean: &Direction) -> Direction {
    let mut centred = *direction;
    centred.iter_mut().zip(mean).for_each(|(value, mean)| *value -= mean);
    normalised(centred)
}

#[cfg(test)]
mod tests {
    use super::super::{Modality, Observation};
    use super::*;

    fn vector(topic: u32) -> Embedding {
        let number = |at: u32| ((at + 1) * (topic + 3) * 7_919 % 101) as f32 / 101.0 - 0.5;
        Embedding::normalised((0..384).map(number).collect::<Vec<_>>()).unwrap()
    }

    fn person(topics: &[(u32, &str)]) -> UserEmbedding {
        let mut user = UserEmbedding::empty();
        for (source, (topic, text)) in (0..).zip(topics) {
            let vector = vector(*topic);
            let seen = Observation {
                vector: &vector,
                text,
                modality: Modality::Text,
                weight: 1.0,
                at_days: 1,
                source,
            };
            user.observe(&seen);
        }
        user
    }

    #[test]
    fn who_said_such_things_comes_first() {
        let people = [
            person(&[(1, "my mare jumped a fence"), (2, "hello there")]),
            person(&[(3, "the ledger does not balance"), (2, "hello there")]),
            UserEmbedding::empty(),
        ];
        let crowd = Crowd::of(&people);
        let (about_horses, greeting) = (vector(1), vector(2));
        let ranked =
            crowd.rank(&[(&greeting, "hello there"), (&about_horses, "riding all day in the stable")]);
        assert_eq!(ranked.iter().map(|found| found.person).collect::<Vec<_>>(), [0, 1, 2]);
        assert!(ranked[0].score > 0.0 && ranked[2].score < 0.0);
        // Where the directions say nothing, a rare word decides.
        let ranked = crowd.rank(&[(&greeting, "where is the ledger")]);
        assert_eq!(ranked[0].person, 1);
    }

    #[test]
    fn nobody_and_nothing_are_no_trouble() {
        assert!(Crowd::of(&[]).rank(&[(&vector(1), "my mare")]).is_empty());
        let ranked = Crowd::of(&[UserEmbedding::empty()]).rank(&[]);
        assert_eq!(ranked, [Match { person: 0, score: 0.0 }]);
    }
}
