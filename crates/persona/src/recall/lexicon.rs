//! How much of a question's words each turn has: Okapi BM25 over an index in memory
//! (Robertson and Zaragoza, The Probabilistic Relevance Framework, 2009).

use std::collections::HashMap;

/// How fast repetitions of a word stop counting.
const SATURATION: f32 = 1.2;
/// How much a long turn is marked down; between 0 and 1.
const LENGTH: f32 = 0.6;

/// So many turns without any of the words are added to those that there are, to tell how much of a question is shared.
const USUAL_TURNS: f32 = 1_000.0;

/// Which turns have which words. Turns are numbered from 0 in the order in which they came.
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    postings: HashMap<String, Vec<Posting>>,
    lengths: Vec<u16>,
    total: u64,
}

#[derive(Debug)]
struct Posting {
    turn: u32,
    times: u16,
}

impl Lexicon {
    /// Adds the next turn.
    pub(super) fn push(&mut self, stems: &[String]) {
        let turn = u32::try_from(self.lengths.len()).unwrap_or(u32::MAX);
        for stem in stems {
            // Not `entry`, which would copy every word that is known already.
            let postings = match self.postings.get_mut(stem) {
                Some(postings) => postings,
                None => self.postings.entry(stem.clone()).or_default(),
            };
            match postings.last_mut() {
                Some(last) if last.turn == turn => last.times = last.times.saturating_add(1),
                _ => postings.push(Posting { turn, times: 1 }),
            }
        }
        let length = u16::try_from(stems.len()).unwrap_or(u16::MAX);
        self.lengths.push(length);
        self.total += u64::from(length);
    }

    /// How rare a word is: from about 0 for one that is everywhere to the logarithm of the number of turns.
    pub(super) fn rarity(&self, stem: &str) -> f32 {
        rarity(self.lengths.len() as f32, self.postings.get(stem).map_or(0, Vec::len) as f32)
    }

    /// How much of these words a turn has, weighed by their rarity, and how rare the rarest of those is: each from 0
    /// for none to 1, for all of them and for a word that nothing else has.
    pub(super) fn shared(&self, turn: usize, stems: &[(String, f32)]) -> (f32, f32) {
        let turn = u32::try_from(turn).unwrap_or(u32::MAX);
        // A history that has only begun does not know yet what is rare.
        let all = self.lengths.len() as f32 + USUAL_TURNS;
        let (mut sum, mut shared, mut rarest) = (0.0, 0.0, 0.0_f32);
        for (stem, weight) in stems {
            let postings = self.postings.get(stem).map_or(&[][..], Vec::as_slice);
            let rarity = rarity(all, postings.len() as f32);
            sum += weight * rarity;
            if postings.binary_search_by_key(&turn, |posting| posting.turn).is_ok() {
                shared += weight * rarity;
                rarest = rarest.max(rarity);
            }
        }
        (shared / sum.max(f32::MIN_POSITIVE), rarest / rarity(all, 1.0))
    }

    /// The score of each turn for these words; each word counts once, with its weight.
    pub(super) fn scores(&self, stems: &[(String, f32)]) -> Vec<f32> {
        let mut scores = vec![0.0; self.lengths.len()];
        let mean = (self.total as f32 / self.lengths.len().max(1) as f32).max(1.0);
        for (stem, weight) in stems {
            let rarity = weight * self.rarity(stem);
            for Posting { turn, times } in self.postings.get(stem).into_iter().flatten() {
                let turn = *turn as usize;
                let times = f32::from(*times);
                let length = 1.0 - LENGTH + LENGTH * f32::from(self.lengths[turn]) / mean;
                scores[turn] += rarity * times * (SATURATION + 1.0) / (times + SATURATION * length);
            }
        }
        scores
    }
}

/// How rare a word is that so many of all turns have.
fn rarity(all: f32, with: f32) -> f32 {
    (1.0 + (all - with + 0.5) / (with + 0.5)).ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stems(text: &str) -> Vec<String> {
        text.split(' ').map(str::to_owned).collect()
    }

    #[test]
    fn rare_words_and_short_turns_count_more() {
        let mut lexicon = Lexicon::default();
        for text in ["tea milk", "tea milk sugar lemon honey cup", "tea", "cake"] {
            lexicon.push(&stems(text));
        }
        let scores = lexicon.scores(&[("tea".to_owned(), 1.0), ("milk".to_owned(), 1.0)]);
        assert!(scores[0] > scores[1] && scores[1] > scores[2] && scores[2] > 0.0, "{scores:?}");
        assert!(scores[3].abs() < f32::EPSILON);
        assert!(lexicon.rarity("cake") > lexicon.rarity("tea"));
        let words = [("tea".to_owned(), 1.0), ("cake".to_owned(), 1.0)];
        let [tea, cake] = [2, 3].map(|turn| lexicon.shared(turn, &words));
        assert!(tea.0 > 0.3 && tea.0 < cake.0 && cake.0 < 0.7, "{tea:?} {cake:?}");
        assert!(tea.1 > 0.5 && tea.1 < cake.1 && (cake.1 - 1.0).abs() < 1e-6, "{tea:?} {cake:?}");
    }
}
