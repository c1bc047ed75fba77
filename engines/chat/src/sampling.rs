//! Choosing the next token.

use attune_models::protocol::{EngineFault, Sampling};
use llama_cpp_2::context::LlamaContext;
use llama_cpp_2::model::LlamaModel;
use llama_cpp_2::sampling::LlamaSampler;
use llama_cpp_2::token::LlamaToken;
use llama_cpp_2::token::data::LlamaTokenData;
use llama_cpp_2::token::data_array::LlamaTokenDataArray;

use crate::fault::Fault;

/// How many of the last tokens a repetition is counted over.
const PENALTY_WINDOW: i32 = 256;

/// The index of the last computed token's logits.
const LAST: i32 = -1;

/// Draws tokens for one answer.
pub(crate) struct Picker {
    chain: LlamaSampler,
    grammar: Option<LlamaSampler>,
}

impl Picker {
    /// # Errors
    /// When the schema cannot be turned into a grammar.
    pub(crate) fn new(
        model: &LlamaModel,
        sampling: Sampling,
        schema: Option<&serde_json::Value>,
    ) -> Result<Self, Fault> {
        let grammar = schema.map(|schema| grammar(model, schema)).transpose()?;
        Ok(Self { chain: chain(model, sampling), grammar })
    }

    /// Draws the next token. None when nothing may follow any more.
    pub(crate) fn pick(&mut self, context: &LlamaContext<'_>) -> Option<LlamaToken> {
        let Some(grammar) = &mut self.grammar else {
            return Some(self.chain.sample(context, LAST));
        };
        // Checking one token against a grammar is far cheaper than checking the whole vocabulary, and the
        // model mostly wants what the schema wants.
        let mut all = context.token_data_array_ith(LAST);
        all.apply_sampler(&mut self.chain);
        let mut token = all.selected_token()?;
        if !allows(grammar, token) {
            let mut allowed = context.token_data_array_ith(LAST);
            allowed.apply_sampler(grammar);
            allowed.data.retain(|candidate| candidate.logit() > f32::NEG_INFINITY);
            allowed.apply_sampler(&mut self.chain);
            token = allowed.selected_token()?;
        }
        grammar.try_accept(token).ok()?;
        self.chain.accept(token);
        Some(token)
    }
}

fn allows(grammar: &mut LlamaSampler, token: LlamaToken) -> bool {
    let mut alone = LlamaTokenDataArray::new(vec![LlamaTokenData::new(token, 1.0, 0.0)], false);
    alone.apply_sampler(grammar);
    alone.data.first().is_some_and(|candidate| candidate.logit() > f32::NEG_INFINITY)
}

fn chain(model: &LlamaModel, sampling: Sampling) -> LlamaSampler {
    let mut parts = Vec::new();
    if sampling.repeat_penalty > 0.0 && (sampling.repeat_penalty - 1.0).abs() > f32::EPSILON {
        parts.push(LlamaSampler::penalties(
            model.n_vocab(),
            PENALTY_WINDOW,
            sampling.repeat_penalty,
            0.0,
            0.0,
        ));
    }
    if sampling.temperature <= 0.0 {
        parts.push(LlamaSampler::greedy());
    } else {
        // The cheap filter first: it leaves little for the one that has to sort.
        if sampling.min_p > 0.0 {
            parts.push(LlamaSampler::min_p(sampling.min_p, 1));
        }
        if sampling.top_p < 1.0 {
            parts.push(LlamaSampler::top_p(sampling.top_p, 1));
        }
        parts.push(LlamaSampler::temp(sampling.temperature));
        parts.push(LlamaSampler::dist(sampling.seed));
    }
    LlamaSampler::chain(parts, true)
}

fn grammar(model: &LlamaModel, schema: &serde_json::Value) -> Result<LlamaSampler, Fault> {
    let bad = |what: &dyn std::fmt::Display| {
        Fault::new(EngineFault::BadSchema, format!("the JSON schema cannot be used: {what}"))
    };
    let grammar = llama_cpp_2::json_schema_to_grammar(&schema.to_string()).map_err(|error| bad(&error))?;
    LlamaSampler::grammar(model, &grammar, "root").map_err(|error| bad(&error))
}
