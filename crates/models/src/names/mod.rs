//! Finding names and addresses in a text: a small quantised model that runs in this process on `rten`.
//!
//! This module must never know why they are looked for. Its functions compute and block.

mod words;

use std::num::NonZeroUsize;

use attune_domain::{Sensitive, SensitiveKind};

use crate::embed::network::Network;
use crate::embed::{EmbedError, ModelFiles};
use words::{Word, Words};

/// Letters that the model sees at a time: it finds most with so many, though it could take more.
const WINDOW: usize = 480;

/// Letters that two windows share, so that nothing is cut in two.
const SHARED: usize = 64;

/// Pieces of words that the model can take, without the two marks.
const MOST_PIECES: usize = 510;

/// How sure the model has to be of a word.
const SURE: f32 = 0.5;

/// The kinds that the model tells apart: none, and a first and a further word of 17.
const CLASSES: usize = 35;

/// A model that finds names and addresses.
#[derive(Debug)]
pub struct NameFinder {
    words: Words,
    network: Network,
}

impl NameFinder {
    /// Reads the model into memory, about 60 MB. Blocks for some tenths of a second.
    ///
    /// # Errors
    /// [`EmbedError::Missing`] and [`EmbedError::Damaged`].
    pub fn load(files: &ModelFiles, threads: NonZeroUsize) -> Result<Self, EmbedError> {
        Ok(Self { words: Words::load(&files.tokenizer)?, network: Network::load(&files.network, threads)? })
    }

    /// Each word of a text that belongs to a name or an address, in order. Blocks for some hundredths of a second
    /// for each [`WINDOW`] letters.
    ///
    /// # Errors
    /// [`EmbedError::Failed`].
    pub fn find(&self, text: &str) -> Result<Vec<Sensitive>, EmbedError> {
        let words = self.words.of(text);
        let mut found: Vec<Sensitive> = Vec::new();
        let mut first = 0;
        while first < words.len() {
            let last = end_of_window(&words, first);
            for (word, kind) in words[first..last].iter().zip(self.kinds(&words[first..last])?) {
                // Words of the shared part come in order of the first window already.
                let is_known = found.iter().any(|known| known.range == word.range);
                if let Some(kind) = kind.filter(|_| !is_known) {
                    found.push(Sensitive { range: word.range.clone(), kind });
                }
            }
            if last == words.len() {
                break;
            }
            let shared_from = words[last - 1].range.end.saturating_sub(SHARED);
            let next = words[..last].partition_point(|word| word.range.start < shared_from);
            first = next.max(first + 1);
        }
        found.sort_by_key(|one| one.range.start);
        Ok(found)
    }

    /// What each word is a part of. Where its pieces disagree, the surest of those that are something decides:
    /// too much is covered rather than too little.
    fn kinds(&self, words: &[Word]) -> Result<Vec<Option<SensitiveKind>>, EmbedError> {
        let pieces = words.iter().flat_map(|word| word.pieces.iter().copied());
        let ids: Vec<i32> =
            std::iter::once(self.words.start).chain(pieces).chain(std::iter::once(self.words.end)).collect();
        let (figures, width) = self.network.rows(&ids, &vec![0; ids.len()])?;
        if width != CLASSES || figures.len() != width * ids.len() {
            return Err(EmbedError::Failed(format!("the model of names gave {width} figures a word")));
        }
        let mut rows = figures.chunks_exact(width).skip(1);
        let mut kinds = Vec::with_capacity(words.len());
        for word in words {
            let mut best: Option<(f32, SensitiveKind)> = None;
            for row in rows.by_ref().take(word.pieces.len()) {
                let (class, share) = likeliest(row);
                if let Some(kind) = kind_of(class).filter(|_| share >= SURE)
                    && best.is_none_or(|(most, _)| share > most)
                {
                    best = Some((share, kind));
                }
            }
            kinds.push(best.map(|(_, kind)| kind));
        }
        Ok(kinds)
    }
}

/// Where the window that begins with a word ends.
fn end_of_window(words: &[Word], first: usize) -> usize {
    let begin = words[first].range.start;
    let mut pieces = 0;
    let fits = |word: &&Word| {
        pieces += word.pieces.len();
        pieces <= MOST_PIECES && word.range.end - begin <= WINDOW
    };
    let count = words[first..].iter().take_while(fits).count();
    first + count.max(1)
}

/// The likeliest class and its share of the whole (softmax).
fn likeliest(figures: &[f32]) -> (usize, f32) {
    let best = figures.iter().enumerate().max_by(|one, other| one.1.total_cmp(other.1));
    let (class, most) = best.map_or((0, 0.0), |(class, figure)| (class, *figure));
    let whole: f32 = figures.iter().map(|figure| (figure - most).exp()).sum();
    (class, 1.0 / whole.max(1.0))
}

/// What a class of the model stands for. Numbers and addresses of the network are found by their form instead.
fn kind_of(class: usize) -> Option<SensitiveKind> {
    match class {
        1..=4 => Some(SensitiveKind::Name),
        11..=12 | 17..=22 => Some(SensitiveKind::NationalId),
        // Building, street, flat, and the code of the post: not a city or a state alone, which tell nobody.
        23..=28 | 33..=34 => Some(SensitiveKind::Address),
        _ => None,
    }
}
