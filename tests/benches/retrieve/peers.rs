//! The plain lexical searches that ours is measured beside: Okapi BM25 with the usual constants, over words in small
//! letters, without stems and without a list of common words.

use std::collections::{HashMap, HashSet};

use super::data::Set;

const SATURATION: f64 = 1.2;
const LENGTH: f64 = 0.75;

/// The best turns for each query. With `beside` turns before and after them, of the same conversation, as part
/// of each turn.
pub(crate) fn bm25(set: &Set, beside: usize, most: usize) -> Vec<Vec<String>> {
    let corpus = &set.corpus;
    let turns: Vec<Vec<String>> = (0..corpus.len())
        .map(|at| {
            let around = at.saturating_sub(beside)..(at + beside + 1).min(corpus.len());
            let same = |other: &usize| {
                *other == at
                    || corpus[at].conversation.is_some()
                        && corpus[*other].conversation == corpus[at].conversation
            };
            around.filter(same).flat_map(|other| words(&corpus[other].text)).collect()
        })
        .collect();
    let mut with: HashMap<&str, f64> = HashMap::new();
    for turn in &turns {
        let different: HashSet<&str> = turn.iter().map(String::as_str).collect();
        different.into_iter().for_each(|word| *with.entry(word).or_default() += 1.0);
    }
    let all = turns.len() as f64;
    let mean = turns.iter().map(Vec::len).sum::<usize>() as f64 / all.max(1.0);
    let rank = |question: &str| {
        let asked: HashSet<String> = words(question).collect();
        let score = |turn: &Vec<String>| -> f64 {
            let length = 1.0 - LENGTH + LENGTH * turn.len() as f64 / mean;
            let of_word = |word: &String| {
                let times = turn.iter().filter(|other| *other == word).count() as f64;
                let with = with.get(word.as_str()).copied().unwrap_or_default();
                let rarity = (1.0 + (all - with + 0.5) / (with + 0.5)).ln();
                rarity * times * (SATURATION + 1.0) / (times + SATURATION * length)
            };
            asked.iter().map(of_word).sum()
        };
        let mut scores: Vec<(f64, usize)> = turns.iter().map(score).zip(0..).collect();
        scores.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
        scores.into_iter().take(most).map(|(_, at)| corpus[at].id.clone()).collect()
    };
    set.queries.iter().map(|query| rank(&query.text)).collect()
}

fn words(text: &str) -> impl Iterator<Item = String> {
    let parts = text.split(|letter: char| !letter.is_alphanumeric());
    parts.filter(|word| !word.is_empty()).map(str::to_lowercase)
}
