//! Finding what was said before and matters now.
//!
//! Three ways of comparing look at each turn: its words (BM25), the meaning of the whole (one vector a text),
//! and the meaning of each word where it stands (one vector a token). The first two choose candidates among
//! everything, the third compares those closely. [`fuse`](self) makes one score of them, which depends on the
//! question, and gives the reasons.
//!
//! This module must never know where turns are kept or which model made the vectors; what has none yet is
//! still found by its words.

use std::collections::{BTreeMap, HashMap};

use attune_domain::{AskedTokens, Embedding, QuantisedEmbedding, TokenVectors};

mod best;
mod cues;
mod dates;
mod excerpt;
mod fit;
mod fuse;
mod lexicon;
mod weights;
mod whole;
mod words;

pub use excerpt::excerpt;
pub use fit::{FITS, SIGNS, Signs};
pub use fuse::{FIGURES, Figures, KINDS, Kinds, Shares};
pub use weights::{Fusion, Weights as LearnedWeights};

use best::best;
use fit::Sought;

use fuse::{Evidence, Weights};
use lexicon::Lexicon;
use whole::Wholes;
use words::Words;

/// How many turns each way to choose candidates may name.
const CANDIDATES: usize = 150;

/// How many of the candidates are compared word by word, which takes the most time of all.
const CLOSELY: usize = 200;

/// Words of a turn from which on longer ones count no more: what is learned from does not tell of them.
const LONG: f32 = 60.0;

/// Something that was said.
#[derive(Debug, Clone, Default)]
pub struct Turn {
    /// The text.
    pub text: String,
    /// Who said it.
    pub speaker: Option<String>,
    /// When, in words or as in ISO 8601; day, month and year of it are looked at.
    pub time: Option<String>,
    /// Where. Turns of one conversation that follow each other are neighbours.
    pub conversation: Option<String>,
    /// What it means as a whole.
    pub whole: Option<QuantisedEmbedding>,
    /// What each word of it means, with the speaker before the text.
    pub tokens: Option<TokenVectors>,
}

/// What is asked, with its vectors where there are models.
#[derive(Debug, Clone, Copy)]
pub struct Question<'a> {
    /// The text.
    pub text: &'a str,
    /// What it means as a whole; made like a passage's.
    pub whole: Option<&'a Embedding>,
    /// What each word of it means.
    pub tokens: Option<&'a TokenVectors>,
}

/// A turn that was found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Recalled {
    /// Its number.
    pub turn: usize,
    /// Why; the sum is the score. Scores of different questions cannot be compared.
    pub why: Shares,
    /// How much it has in common with the question at all, from 0 to 1; this compares across questions. From
    /// [`FITS`] on it matters to the question.
    pub fit: f32,
    /// What [`Recalled::fit`] was read off.
    pub signs: Signs,
    /// What the score was made of, before it was weighed.
    pub figures: Figures,
    /// What kind of question it was found for.
    pub kinds: Kinds,
}

impl Recalled {
    /// How near the whole of the turn is to the whole of the question, -1 to 1; 0 where either has no vector.
    #[must_use]
    pub fn nearness(&self) -> f32 {
        self.signs[2]
    }
}

/// Everything that was said, in memory.
#[derive(Debug)]
pub struct Recall {
    words: Words,
    lexicon: Lexicon,
    wholes: Wholes,
    turns: Vec<Kept>,
    speakers: HashMap<String, u32>,
    /// The words of each speaker's name.
    names: Vec<Vec<String>>,
    conversations: HashMap<String, u32>,
}

/// What is kept of a turn beside the indices.
#[derive(Debug)]
struct Kept {
    tokens: Option<TokenVectors>,
    speaker: Option<u32>,
    conversation: Option<u32>,
    stance: f32,
    asks: bool,
    length: f32,
    forgotten: bool,
}

impl Default for Recall {
    fn default() -> Self {
        Self::new()
    }
}

impl Recall {
    /// Nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self {
            words: Words::new(),
            lexicon: Lexicon::default(),
            wholes: Wholes::default(),
            turns: Vec::new(),
            speakers: HashMap::new(),
            names: Vec::new(),
            conversations: HashMap::new(),
        }
    }

    /// How many turns there are, with the forgotten ones.
    #[must_use]
    pub fn len(&self) -> usize {
        self.turns.len()
    }

    /// Whether there is no turn.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.turns.is_empty()
    }

    /// Adds a turn and gives its number; they are counted from 0. Turns of a conversation come in order.
    pub fn push(&mut self, turn: Turn) -> usize {
        let mut stems = self.words.stems(&turn.text);
        if let Some(speaker) = &turn.speaker {
            stems.extend(self.words.stems(speaker));
        }
        stems.extend(turn.time.as_deref().map(dates::words).unwrap_or_default());
        let speaker = turn.speaker.map(|name| self.number_of_speaker(name.to_lowercase()));
        self.lexicon.push(&stems);
        self.wholes.push(turn.whole.as_ref());
        self.turns.push(Kept {
            stance: cues::states_preference(&turn.text),
            asks: cues::ends_by_asking(&turn.text),
            length: (turn.text.split_whitespace().count() as f32).min(LONG).ln_1p(),
            tokens: turn.tokens,
            speaker,
            conversation: turn.conversation.map(|name| number(&mut self.conversations, name)),
            forgotten: false,
        });
        self.turns.len() - 1
    }

    /// Never gives this turn again. A number that there is not is left alone.
    pub fn forget(&mut self, turn: usize) {
        if let Some(kept) = self.turns.get_mut(turn) {
            kept.forgotten = true;
            kept.tokens = None;
            self.wholes.clear(turn);
        }
    }

    /// Gives a turn the vector of its whole, or another one. A number that there is not is left alone.
    pub fn set_whole(&mut self, turn: usize, whole: &QuantisedEmbedding) {
        if self.turns.get(turn).is_some_and(|kept| !kept.forgotten) {
            self.wholes.set(turn, whole);
        }
    }

    /// The turns that matter most to a question, best first, at most `most`.
    #[must_use]
    pub fn rank(&self, question: Question<'_>, most: usize) -> Vec<Recalled> {
        self.rank_among(question, most, |_| true)
    }

    /// Those of the turns that `may` lets pass which matter most to a question, best first, at most `most`. What
    /// stands beside a turn is looked at whether it may be given or not.
    #[must_use]
    pub fn rank_among(
        &self,
        question: Question<'_>,
        most: usize,
        may: impl Fn(usize) -> bool,
    ) -> Vec<Recalled> {
        let may = |turn: usize| !self.turns[turn].forgotten && may(turn);
        let named = self.named(question.text);
        let advice = cues::asks_for_advice(question.text, !named.is_empty());
        let stems = self.words.stems(question.text).into_iter().map(|stem| (stem, 1.0));
        let stems: Vec<(String, f32)> = stems.collect::<BTreeMap<_, _>>().into_iter().collect();
        let rarest = stems.iter().map(|(stem, _)| self.lexicon.rarity(stem)).fold(0.0, f32::max);
        let kinds = fuse::kinds(advice, rarest, self.lexicon.rarity(""), stems.len());
        let words = self.lexicon.scores(&stems);
        let wholes = question.whole.and_then(|whole| self.wholes.nearness(whole, advice));
        let mut chosen = self.choose(&words, wholes.as_deref(), may);
        let seen = |turn: &usize| {
            let kept = &self.turns[*turn];
            let (shared, rarest) =
                if words[*turn] > 0.0 { self.lexicon.shared(*turn, &stems) } else { (0.0, 0.0) };
            Evidence {
                words: words[*turn],
                shared,
                rarest,
                tokens: 0.0,
                whole: wholes.as_ref().map_or(0.0, |wholes| wholes[*turn]),
                speaker: speaker_fits(&named, kept.speaker),
                asks: if kept.asks { 1.0 } else { 0.0 },
                length: kept.length,
                stance: kept.stance,
            }
        };
        let mut evidence: Vec<Evidence> = chosen.iter().map(seen).collect();
        if let Some(question) = question.tokens {
            if chosen.len() > CLOSELY {
                let roughly = Weights::roughly(&kinds);
                let figures = self.figures(&chosen, &evidence, &roughly);
                let scores: Vec<f32> =
                    figures.iter().map(|figures| fuse::shares(figures, &roughly).score()).collect();
                let mut kept = best(&scores, CLOSELY, |_| true);
                kept.sort_unstable();
                chosen = kept.iter().map(|at| chosen[*at]).collect();
                evidence = kept.iter().map(|at| evidence[*at]).collect();
            }
            let mut question = AskedTokens::new(question);
            for (turn, evidence) in chosen.iter().zip(&mut evidence) {
                let tokens = self.turns[*turn].tokens.as_ref();
                evidence.tokens = tokens.map_or(0.0, |tokens| question.nearness(tokens));
            }
        }
        let weights = Weights::of(&kinds, question.tokens.is_some());
        let figures = self.figures(&chosen, &evidence, &weights);
        let ours = if cues::speaks_of_oneself(question.text) { 1.0 } else { 0.0 };
        let sought = Sought { words: stems.len(), advice, ours };
        let found = |at: usize| {
            let (figures, signs) = (figures[at], fit::signs(&evidence[at], sought));
            let why = fuse::shares(&figures, &weights);
            Recalled { turn: chosen[at], why, fit: fit::fit(&signs), signs, figures, kinds }
        };
        let mut recalled: Vec<Recalled> =
            (0..chosen.len()).filter(|at| may(chosen[*at])).map(found).collect();
        recalled.sort_by(|a, b| b.why.score().total_cmp(&a.why.score()).then(a.turn.cmp(&b.turn)));
        recalled.truncate(most);
        recalled
    }

    /// The figures of each of the chosen turns, with those of what stands beside it.
    fn figures(&self, chosen: &[usize], evidence: &[Evidence], weights: &Weights) -> Vec<Figures> {
        let alone = fuse::alone(evidence);
        let near = |turn: usize, neighbour: Option<usize>| {
            alone.get(chosen.binary_search(&self.neighbour(turn, neighbour?)?).ok()?)
        };
        let with_neighbours = |(turn, itself): (&usize, &Figures)| {
            let (before, after) = (near(*turn, turn.checked_sub(1)), near(*turn, Some(turn + 1)));
            fuse::beside(*itself, before, after, weights)
        };
        chosen.iter().zip(&alone).map(with_neighbours).collect()
    }

    fn number_of_speaker(&mut self, name: String) -> u32 {
        let words = words::plain(&name);
        let speaker = number(&mut self.speakers, name);
        if speaker as usize == self.names.len() {
            self.names.push(words);
        }
        speaker
    }

    /// The speakers that the question names, by any word of their name.
    fn named(&self, question: &str) -> Vec<u32> {
        let asked = words::plain(question);
        let possessive = |word: &String, name: &str| word.strip_suffix('s') == Some(name);
        let is_named = |name: &[String]| {
            name.iter()
                .any(|part| part.len() > 1 && asked.iter().any(|word| word == part || possessive(word, part)))
        };
        (0..).zip(&self.names).filter(|(_, name)| is_named(name)).map(|(number, _)| number).collect()
    }

    /// The numbers of the turns that are compared closely, in order: the best by words and by meaning, and
    /// what stands beside them.
    fn choose(&self, words: &[f32], wholes: Option<&[f32]>, may: impl Fn(usize) -> bool) -> Vec<usize> {
        let mut chosen = best(words, CANDIDATES, |turn| words[turn] > 0.0 && may(turn));
        chosen.extend(wholes.map(|wholes| best(wholes, CANDIDATES, &may)).unwrap_or_default());
        let beside: Vec<usize> = chosen
            .iter()
            .flat_map(|turn| [turn.checked_sub(1), Some(turn + 1)].map(|other| self.neighbour(*turn, other?)))
            .flatten()
            .collect();
        chosen.extend(beside);
        chosen.sort_unstable();
        chosen.dedup();
        chosen
    }

    /// `other`, if it is a turn of the same conversation as `turn`.
    fn neighbour(&self, turn: usize, other: usize) -> Option<usize> {
        let conversation = self.turns[turn].conversation?;
        (self.turns.get(other)?.conversation == Some(conversation)).then_some(other)
    }
}

fn speaker_fits(named: &[u32], speaker: Option<u32>) -> f32 {
    match (named, speaker) {
        ([one], Some(speaker)) if *one == speaker => 1.0,
        ([_], Some(_)) => -1.0,
        _ => 0.0,
    }
}

fn number(known: &mut HashMap<String, u32>, name: String) -> u32 {
    let next = u32::try_from(known.len()).unwrap_or(u32::MAX);
    *known.entry(name).or_insert(next)
}

#[cfg(test)]
mod tests;
