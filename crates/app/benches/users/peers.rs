//! The plain ways to tell people apart that ours is measured beside. All but BM25 see the same vectors as ours, and keep
//! as many bytes as they like.

use std::collections::{HashMap, HashSet};

use attune_domain::Embedding;

/// A text with its vector.
pub(crate) type Said<'a> = (&'a str, &'a Embedding);

/// Scores of everybody for what somebody says.
pub(crate) type Score = fn(&[Vec<Said<'_>>], &[Said<'_>]) -> Vec<f32>;

pub(crate) const PEERS: [(&str, Score); 4] =
    [("mean pool", mean_pool), ("centred mean pool", centred), ("MaxSim", max_sim), ("BM25", bm25)];

fn mean(said: &[Said<'_>], less: &[f32]) -> Vec<f32> {
    let mut sum = vec![0.0; less.len()];
    for (_, vector) in said {
        sum.iter_mut().zip(vector.as_slice()).zip(less).for_each(|((sum, value), less)| *sum += value - less);
    }
    let length = sum.iter().map(|value| value * value).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
    sum.iter_mut().for_each(|value| *value /= length);
    sum
}

fn by_mean(people: &[Vec<Said<'_>>], asked: &[Said<'_>], less: &[f32]) -> Vec<f32> {
    let asked = mean(asked, less);
    let dot = |other: Vec<f32>| other.iter().zip(&asked).map(|(one, other)| one * other).sum();
    people.iter().map(|said| dot(mean(said, less))).collect()
}

fn mean_pool(people: &[Vec<Said<'_>>], asked: &[Said<'_>]) -> Vec<f32> {
    by_mean(people, asked, &vec![0.0; asked[0].1.as_slice().len()])
}

/// Without what all people's texts have in common.
fn centred(people: &[Vec<Said<'_>>], asked: &[Said<'_>]) -> Vec<f32> {
    let all: Vec<&Embedding> = people.iter().flatten().map(|(_, vector)| *vector).collect();
    let mut centre = vec![0.0; asked[0].1.as_slice().len()];
    for vector in &all {
        centre.iter_mut().zip(vector.as_slice()).for_each(|(sum, value)| *sum += value / all.len() as f32);
    }
    by_mean(people, asked, &centre)
}

/// The nearest text of a person for each that is asked, summed (Khattab and Zaharia, `ColBERT`, 2020, with texts for words).
fn max_sim(people: &[Vec<Said<'_>>], asked: &[Said<'_>]) -> Vec<f32> {
    let nearest = |said: &[Said<'_>], asked: &Embedding| {
        said.iter().map(|(_, vector)| vector.dot(asked)).fold(f32::NEG_INFINITY, f32::max)
    };
    people.iter().map(|said| asked.iter().map(|(_, vector)| nearest(said, vector)).sum()).collect()
}

/// Okapi BM25 with the usual constants; a person is one document.
fn bm25(people: &[Vec<Said<'_>>], asked: &[Said<'_>]) -> Vec<f32> {
    let words = |text: &str| -> Vec<String> {
        let words = text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
        words.map(str::to_lowercase).collect()
    };
    let documents: Vec<Vec<String>> =
        people.iter().map(|said| said.iter().flat_map(|(text, _)| words(text)).collect()).collect();
    let mut with: HashMap<&str, f32> = HashMap::new();
    for document in &documents {
        let different: HashSet<&str> = document.iter().map(String::as_str).collect();
        different.into_iter().for_each(|word| *with.entry(word).or_default() += 1.0);
    }
    let all = documents.len() as f32;
    let usual = documents.iter().map(Vec::len).sum::<usize>() as f32 / all;
    let asked: HashSet<String> = asked.iter().flat_map(|(text, _)| words(text)).collect();
    let score = |document: &Vec<String>| -> f32 {
        let weight = |word: &String| {
            let times = document.iter().filter(|other| *other == word).count() as f32;
            let with = with.get(word.as_str()).copied().unwrap_or_default();
            let rarity = ((all - with + 0.5) / (with + 0.5)).ln_1p();
            rarity * times * 2.2 / (times + 1.2 * (0.25 + 0.75 * document.len() as f32 / usual))
        };
        asked.iter().map(weight).sum()
    };
    documents.iter().map(score).collect()
}
