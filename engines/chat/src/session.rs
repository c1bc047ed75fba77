//! One context with a conversation in it: what is already computed, and how an answer is written on top.

use std::time::Instant;

use attune_models::child::Board;
use attune_models::protocol::{EngineFault, FinishReason, FromEngine, Generate};
use llama_cpp_2::context::LlamaContext;
use llama_cpp_2::llama_batch::LlamaBatch;
use llama_cpp_2::token::LlamaToken;

use crate::adapters::{Adapters, Worn};
use crate::context::{self, BATCH, SEQUENCE};
use crate::fault::{ABORTED, Fault};
use crate::fit::{self, Layout};
use crate::inbox::Ask;
use crate::model::OpenModel;
use crate::outbox::Outbox;
use crate::prefix::{self, Key, PrefixStates};
use crate::sampling::Picker;
use crate::script::common;
use crate::text::Characters;

/// How much of the context is kept free for the answer, at most.
const MOST_RESERVE: usize = 4;

/// The fewest tokens that are read at once while a prompt is read.
const LEAST_CHUNK: usize = 16;

/// A context, and what it has computed.
pub(crate) struct Session<'m> {
    model: &'m OpenModel,
    context: LlamaContext<'m>,
    batch: LlamaBatch<'static>,
    /// The tokens whose state the context holds, in order.
    live: Vec<LlamaToken>,
    worn: Option<Worn>,
    /// Oldest blocks that the last prompt left out.
    dropped: usize,
    /// How many prompt tokens are read in a second here.
    pace: f64,
}

/// A prompt that fits.
struct Prompt {
    tokens: Vec<LlamaToken>,
    /// How many of them are the role's prefix.
    prefix: usize,
    dropped_turns: u32,
    /// Whether the question is still to come, so that nothing is to be made of the last token.
    to_come: bool,
}

/// The request was cancelled.
struct Stopped;

impl<'m> Session<'m> {
    pub(crate) fn new(model: &'m OpenModel, context: LlamaContext<'m>) -> Self {
        let batch = LlamaBatch::new(BATCH as usize, 1);
        Self { model, context, batch, live: Vec::new(), worn: None, dropped: 0, pace: 64.0 }
    }

    /// Puts an adapter on, or all off. What was computed with another one is worth nothing then.
    ///
    /// # Errors
    /// When llama.cpp refuses the adapter.
    pub(crate) fn wear(&mut self, adapters: &mut Adapters, worn: Option<Worn>) -> Result<(), Fault> {
        if self.worn != worn {
            self.truncate(0);
            // Unknown until it succeeds: after a failure the next request sets its adapter again.
            self.worn = None;
            adapters.wear(&mut self.context, worn)?;
            self.worn = worn;
        }
        Ok(())
    }

    /// Reads the prompt and writes the answer, token by token.
    ///
    /// # Errors
    /// When the prompt does not fit, the schema is bad or the model cannot be computed.
    pub(crate) fn answer(
        &mut self,
        ask: &Ask,
        states: &mut PrefixStates,
        board: &Board,
        out: &Outbox,
    ) -> Result<(), Fault> {
        let generate = &ask.generate;
        let mut answer = Answer::new(ask, out);
        if board.stopped() {
            answer.done(FinishReason::Cancelled);
            return Ok(());
        }
        let mut picker = Picker::new(&self.model.llama, generate.sampling, generate.schema.as_ref())?;
        let prompt = self.prompt(generate)?;
        let Ok(reused) = self.read(generate.id, &prompt, states, board, out)? else {
            answer.done(FinishReason::Cancelled);
            return Ok(());
        };
        out.send(&FromEngine::Started {
            id: generate.id,
            prompt_tokens: count(prompt.tokens.len()),
            reused_tokens: count(reused),
            dropped_turns: prompt.dropped_turns,
        });
        let reason = match generate.max_tokens {
            0 => FinishReason::Length,
            most => self.write(&mut answer, &mut picker, most, board)?,
        };
        answer.done(reason);
        Ok(())
    }

    /// Makes the conversation fit and finds where the role's prefix ends.
    fn prompt(&mut self, generate: &Generate) -> Result<Prompt, Fault> {
        let layout = Layout::of(&generate.turns);
        let (llama, script) = (&self.model.llama, &self.model.script);
        let context_tokens = self.context.n_ctx() as usize;
        let reserve = (generate.max_tokens as usize).clamp(1, context_tokens / MOST_RESERVE);
        let room = context_tokens - reserve;

        let draft = |dropped: usize, room: usize| -> Result<Option<Vec<LlamaToken>>, Fault> {
            let turns = layout.without(dropped);
            if script.hopeless(turns.clone(), room) {
                return Ok(None);
            }
            Ok(Some(script.tokens(llama, turns)?).filter(|tokens| tokens.len() <= room))
        };
        let too_long = || {
            let message = format!("role and question do not fit into {room} of {context_tokens} tokens");
            Fault::new(EngineFault::PromptTooLong, message)
        };
        if script.hopeless(layout.lead, room) {
            return Err(too_long());
        }
        let prefix = script.prefix(llama, layout.lead)?;
        if generate.max_tokens == 0 {
            if prefix.len() > room {
                return Err(too_long());
            }
            return self.before_question(generate, prefix, room);
        }

        let (least, tokens) =
            fit::fewest_dropped(layout.blocks(), |dropped| draft(dropped, room))?.ok_or_else(too_long)?;
        let (dropped, tokens) = if least == 0 {
            (0, tokens)
        } else {
            // Leaving out one more question with each turn would mean reading nearly the whole context anew
            // with each turn. So what the last prompt began with is kept while it fits, and when something
            // has to go, a quarter of the room is made free at once.
            let again = (self.dropped >= least && self.dropped <= layout.blocks())
                .then(|| draft(self.dropped, room))
                .transpose()?
                .flatten()
                .filter(|again| common(again, &self.live) > prefix.len());
            match again {
                Some(again) => (self.dropped, again),
                None => fit::fewest_dropped(layout.blocks(), |dropped| draft(dropped, room * 3 / 4))?
                    .unwrap_or((least, tokens)),
            }
        };
        self.dropped = dropped;
        let prefix = common(&prefix, &tokens);
        Ok(Prompt { tokens, prefix, dropped_turns: layout.turns_in(dropped), to_come: false })
    }

    /// What can be read before the question is known: the role, and the conversation as the question will be told
    /// after it. Where that is not certain, because something would have to be left out, the role alone.
    fn before_question(
        &self,
        generate: &Generate,
        lead: Vec<LlamaToken>,
        room: usize,
    ) -> Result<Prompt, Fault> {
        let layout = Layout::before_question(&generate.turns);
        let (llama, script) = (&self.model.llama, &self.model.script);
        // The question and its answer need room too.
        let room = room * 3 / 4;
        let again = (self.dropped > 0).then_some(self.dropped);
        for dropped in std::iter::once(0).chain(again) {
            if dropped > layout.blocks() || script.hopeless(layout.without(dropped), room) {
                continue;
            }
            let tokens = script.prefix(llama, layout.without(dropped))?;
            let goes_on = dropped == 0 || common(&tokens, &self.live) > lead.len();
            if tokens.len() <= room && goes_on {
                let prefix = common(&lead, &tokens);
                return Ok(Prompt { tokens, prefix, dropped_turns: layout.turns_in(dropped), to_come: true });
            }
        }
        Ok(Prompt { prefix: lead.len(), tokens: lead, dropped_turns: 0, to_come: true })
    }

    /// Reads the prompt, as much of it as is not there yet, and says how much was. The role's prefix is
    /// kept on the way.
    fn read(
        &mut self,
        id: u64,
        prompt: &Prompt,
        states: &mut PrefixStates,
        board: &Board,
        out: &Outbox,
    ) -> Result<Result<usize, Stopped>, Fault> {
        let key = Key::of(
            &self.model.identity,
            self.worn.as_ref().map(|worn| (&worn.identity, worn.scale)),
            &prompt.tokens[..prompt.prefix],
        );
        let worth_keeping = prompt.prefix >= prefix::LEAST_TOKENS;

        let live = common(&self.live, &prompt.tokens);
        if prompt.to_come && live == prompt.tokens.len() {
            // All that was to be read is there, and perhaps more.
            return Ok(Ok(live));
        }
        let restored = worth_keeping
            && live + prefix::LEAST_TOKENS <= prompt.prefix
            && self.restore(key, &prompt.tokens[..prompt.prefix], states);
        if !restored {
            self.truncate(live);
        }
        if !prompt.to_come {
            // The answer starts from what the model makes of the last token, so that one is computed always.
            self.truncate(self.live.len().min(prompt.tokens.len() - 1));
        }
        let reused = self.live.len();

        if reused < prompt.prefix {
            if self.compute(id, &prompt.tokens, prompt.prefix, board, out)?.is_err() {
                return Ok(Err(Stopped));
            }
            if worth_keeping && let Some(state) = context::state(&self.context) {
                states.keep(key, state);
            }
        }
        let read = self.compute(id, &prompt.tokens, prompt.tokens.len(), board, out)?;
        Ok(read.map(|()| reused))
    }

    /// Goes back to a saved state, if there is one.
    fn restore(&mut self, key: Key, tokens: &[LlamaToken], states: &mut PrefixStates) -> bool {
        let Some(state) = states.find(key) else { return false };
        self.truncate(0);
        if context::restore(&mut self.context, &state)
            && usize::try_from(self.context.kv_cache_seq_pos_max(SEQUENCE) + 1) == Ok(tokens.len())
        {
            self.live.extend_from_slice(tokens);
            return true;
        }
        tracing::warn!("a saved state was not taken by llama.cpp and is removed");
        self.context.clear_kv_cache();
        states.forget(key);
        false
    }

    /// Computes prompt tokens up to `end`, in pieces of about a second.
    fn compute(
        &mut self,
        id: u64,
        tokens: &[LlamaToken],
        end: usize,
        board: &Board,
        out: &Outbox,
    ) -> Result<Result<(), Stopped>, Fault> {
        while self.live.len() < end {
            let at = self.live.len();
            let chunk = (self.pace as usize).clamp(LEAST_CHUNK, BATCH as usize).min(end - at);
            let start = Instant::now();
            let wants_logits = at + chunk == tokens.len();
            if self.decode(&tokens[at..at + chunk], wants_logits, board)?.is_err() {
                return Ok(Err(Stopped));
            }
            self.pace = chunk as f64 / start.elapsed().as_secs_f64().max(1e-6);
            if self.live.len() < tokens.len() {
                let (read, of) = (count(self.live.len()), count(tokens.len()));
                out.send(&FromEngine::Reading { id, read, of });
            }
        }
        Ok(Ok(()))
    }

    /// Computes tokens. After a failure or a stop the context holds exactly what it held before.
    fn decode(
        &mut self,
        tokens: &[LlamaToken],
        wants_logits: bool,
        board: &Board,
    ) -> Result<Result<(), Stopped>, Fault> {
        self.batch.clear();
        let at = self.live.len();
        for (offset, &token) in tokens.iter().enumerate() {
            let position = i32::try_from(at + offset).map_err(|_| Fault::internal("position too large"))?;
            let is_last = offset + 1 == tokens.len();
            self.batch
                .add(token, position, &[SEQUENCE], wants_logits && is_last)
                .map_err(|error| Fault::internal(error.to_string()))?;
        }
        match self.context.decode(&mut self.batch) {
            Ok(()) => {
                self.live.extend_from_slice(tokens);
                Ok(if board.stopped() { Err(Stopped) } else { Ok(()) })
            }
            Err(error) => {
                self.truncate(at);
                if error == ABORTED { Ok(Err(Stopped)) } else { Err(error.into()) }
            }
        }
    }

    /// Draws tokens until the model stops, there is no more room, or the request is cancelled.
    fn write(
        &mut self,
        answer: &mut Answer<'_>,
        picker: &mut Picker,
        max_tokens: u32,
        board: &Board,
    ) -> Result<FinishReason, Fault> {
        let vocab = self.model.llama.vocab();
        let mut piece = Vec::with_capacity(64);
        loop {
            let Some(token) = picker.pick(&self.context) else { return Ok(FinishReason::Stop) };
            // Small models sometimes begin the next turn themselves instead of ending theirs.
            if vocab.is_eog(token) || token == vocab.bos() {
                return Ok(FinishReason::Stop);
            }
            piece.clear();
            vocab.token_to_piece_into(token, &mut piece, false, None);
            answer.push(&piece);
            if answer.tokens >= max_tokens || self.live.len() >= self.context.n_ctx() as usize {
                return Ok(FinishReason::Length);
            }
            if self.decode(&[token], true, board)?.is_err() {
                return Ok(FinishReason::Cancelled);
            }
        }
    }

    /// Forgets what was computed from a position on. Models that cannot forget a part forget all.
    fn truncate(&mut self, length: usize) {
        let Ok(from) = u32::try_from(length) else { return };
        if self.context.clear_kv_cache_seq(Some(SEQUENCE.unsigned_abs()), Some(from), None) == Ok(true) {
            self.live.truncate(length);
        } else {
            self.context.clear_kv_cache();
            self.live.clear();
        }
    }
}

/// An answer on its way out.
struct Answer<'a> {
    id: u64,
    arrived: Instant,
    out: &'a Outbox,
    characters: Characters,
    tokens: u32,
    first: Option<Instant>,
}

impl<'a> Answer<'a> {
    fn new(ask: &Ask, out: &'a Outbox) -> Self {
        let (id, arrived) = (ask.generate.id, ask.arrived);
        Self { id, arrived, out, characters: Characters::default(), tokens: 0, first: None }
    }

    fn push(&mut self, piece: &[u8]) {
        self.first.get_or_insert_with(Instant::now);
        self.tokens += 1;
        let text = self.characters.push(piece);
        self.send(text);
    }

    fn send(&self, text: String) {
        if !text.is_empty() {
            self.out.send(&FromEngine::Token { id: self.id, text });
        }
    }

    fn done(&mut self, reason: FinishReason) {
        let now = Instant::now();
        let rest = std::mem::take(&mut self.characters).finish();
        self.send(rest);
        let first = self.first.unwrap_or(now);
        let seconds = (now - first).as_secs_f64();
        let after_first = f64::from(self.tokens.saturating_sub(1));
        self.out.send(&FromEngine::Done {
            id: self.id,
            reason,
            tokens: self.tokens,
            ttft_ms: (first - self.arrived).as_secs_f64() * 1e3,
            tokens_per_s: if seconds > 0.0 { after_first / seconds } else { 0.0 },
        });
    }
}

fn count(tokens: usize) -> u32 {
    u32::try_from(tokens).unwrap_or(u32::MAX)
}
