//! Names and words that are likelier than the model knows: while it writes, tokens that begin one of them, and more so
//! those that go on with one that began, count for more.
//!
//! This is contextual biasing by shallow fusion with a prefix tree, after Zhao et al., "Shallow-Fusion End-to-End
//! Contextual Biasing", Interspeech 2019. What was heard still decides: the weights are a few nats, and a word that
//! sounds otherwise is many nats away.

use std::collections::HashMap;
use std::ffi::{c_int, c_void};

use whisper_rs::{FullParams, WhisperTokenData};

use crate::model::Model;

/// Added to the logit of a token that begins an entry, in nats: so much where there are [`FEW`] entries or less, and
/// [`LESS`] less each time that they double, because among many there is one that any sound could begin.
const BEGINS: f32 = 3.0;
const FEW: f32 = 64.0;
const LESS: f32 = 0.5;

/// Added to the logit of a token that goes on with one.
const GOES_ON: f32 = 7.0;

/// Entries beyond these are left out, and so are longer ones.
const MOST_ENTRIES: usize = 1000;
const MOST_BYTES: usize = 240;

/// The entries as paths of tokens.
#[derive(Debug)]
pub(crate) struct Bias {
    /// The first is where each entry begins.
    nodes: Vec<Node>,
    /// The most tokens of an entry.
    deepest: usize,
    /// Tokens that the model knows.
    vocabulary: usize,
    /// What a token that begins an entry gains.
    begins: f32,
}

#[derive(Debug, Default)]
struct Node {
    next: HashMap<i32, usize>,
}

impl Bias {
    /// None without entries.
    pub(crate) fn of(model: &Model, entries: &[String]) -> Option<Self> {
        let vocabulary = usize::try_from(model.context.n_vocab()).unwrap_or(0);
        let mut bias =
            Self { nodes: vec![Node::default()], deepest: 0, vocabulary, begins: begins(entries.len()) };
        let entries = entries.iter().filter(|entry| entry.len() <= MOST_BYTES && !entry.contains('\0'));
        for entry in entries.take(MOST_ENTRIES) {
            let entry = entry.trim();
            // As in the middle of a sentence, and a token has a byte at least.
            let tokens = model.context.tokenize(&format!(" {entry}"), entry.len() + 2);
            if let Ok(tokens) = tokens
                && !entry.is_empty()
            {
                bias.add(&tokens);
            }
        }
        (bias.deepest > 0).then_some(bias)
    }

    /// Lets whisper.cpp ask. The parameters must be used while `self` lives and stays where it is.
    #[expect(unsafe_code, reason = "whisper-rs has no safe form of this question")]
    pub(crate) fn set(&self, params: &mut FullParams<'_, '_>) {
        let this = std::ptr::from_ref(self).cast_mut().cast::<c_void>();
        // SAFETY: the callback gets the pointer that is set beside it, casts it back to what it is and only reads it.
        // The caller keeps `self` in place.
        unsafe {
            params.set_filter_logits_callback(Some(weigh));
            params.set_filter_logits_callback_user_data(this);
        }
    }

    fn add(&mut self, tokens: &[i32]) {
        let mut at = 0;
        for token in tokens {
            let new = self.nodes.len();
            at = *self.nodes[at].next.entry(*token).or_insert(new);
            if at == new {
                self.nodes.push(Node::default());
            }
        }
        self.deepest = self.deepest.max(tokens.len());
    }

    /// Calls `favour` for each token that may come next, with what it gains. `written` are the last tokens.
    fn weigh(&self, written: &[i32], mut favour: impl FnMut(i32, f32)) {
        for token in self.nodes[0].next.keys() {
            favour(*token, self.begins);
        }
        for length in 1..=written.len().min(self.deepest) {
            let begun = &written[written.len() - length..];
            let end = begun.iter().try_fold(0, |at, token| self.nodes[at].next.get(token).copied());
            for token in end.iter().flat_map(|at| self.nodes[*at].next.keys()) {
                favour(*token, GOES_ON);
            }
        }
    }
}

/// What a token that begins one of so many entries gains.
fn begins(entries: usize) -> f32 {
    #[expect(clippy::cast_precision_loss, reason = "there are a thousand at most")]
    let doubled = (entries as f32 / FEW).max(1.0).log2();
    (BEGINS - LESS * doubled).max(0.0)
}

#[expect(unsafe_code, reason = "called by native code")]
unsafe extern "C" fn weigh(
    _: *mut whisper_rs::WhisperSysContext,
    _: *mut whisper_rs::WhisperSysState,
    tokens: *const WhisperTokenData,
    count: c_int,
    logits: *mut f32,
    bias: *mut c_void,
) {
    // SAFETY: `set` gave this pointer, to something that lives while whisper.cpp computes.
    let bias = unsafe { &*bias.cast::<Bias>() };
    let count = usize::try_from(count).unwrap_or(0);
    // SAFETY: whisper.cpp hands over the tokens of this text so far, and a logit for each token of its vocabulary.
    let (tokens, logits) = unsafe {
        let tokens = if count == 0 { &[] } else { std::slice::from_raw_parts(tokens, count) };
        (tokens, std::slice::from_raw_parts_mut(logits, bias.vocabulary))
    };
    let from = count.saturating_sub(bias.deepest);
    let written: Vec<i32> = tokens[from..].iter().map(|token| token.id).collect();
    bias.weigh(&written, |token, gain| {
        if let Some(logit) = usize::try_from(token).ok().and_then(|token| logits.get_mut(token)) {
            *logit += gain;
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gains(entries: &[&[i32]], written: &[i32]) -> Vec<(i32, f32)> {
        let mut bias = Bias { nodes: vec![Node::default()], deepest: 0, vocabulary: 100, begins: BEGINS };
        entries.iter().for_each(|entry| bias.add(entry));
        let mut gains: HashMap<i32, f32> = HashMap::new();
        bias.weigh(written, |token, gain| *gains.entry(token).or_default() += gain);
        let mut gains: Vec<(i32, f32)> = gains.into_iter().collect();
        gains.sort_by_key(|(token, _)| *token);
        gains
    }

    #[test]
    fn what_begins_an_entry_counts_a_little_more_and_what_goes_on_with_one_much_more() {
        let entries: [&[i32]; 3] = [&[1, 2, 3], &[1, 4], &[5]];
        assert_eq!(gains(&entries, &[]), [(1, BEGINS), (5, BEGINS)]);
        assert_eq!(gains(&entries, &[9, 1]), [(1, BEGINS), (2, GOES_ON), (4, GOES_ON), (5, BEGINS)]);
        assert_eq!(gains(&entries, &[1, 2]), [(1, BEGINS), (3, GOES_ON), (5, BEGINS)]);
        assert_eq!(gains(&entries, &[1, 2, 3]), [(1, BEGINS), (5, BEGINS)], "it is whole");
        assert_eq!(gains(&entries, &[2]), [(1, BEGINS), (5, BEGINS)], "nothing began");
    }

    #[test]
    fn among_many_entries_each_counts_for_less() {
        assert_eq!([1, 64, 128, 512].map(begins), [3.0, 3.0, 2.5, 1.5]);
    }

    #[test]
    fn an_entry_may_begin_in_another() {
        let entries: [&[i32]; 2] = [&[1, 2, 1, 3], &[1, 4]];
        assert_eq!(gains(&entries, &[1, 2, 1]), [(1, BEGINS), (2, GOES_ON), (3, GOES_ON), (4, GOES_ON)]);
    }
}
