//! Prompt composition: role, then person, then what is remembered, then conversation, within a budget of tokens.
//!
//! What a person, a memory or a document says is data, and is quoted as such. What stays from answer to answer
//! stands before the conversation and before the role's limits; what changes with the question stands beside
//! the question, so that a model need not read again what stands before it.

mod describe;
mod share;

use attune_domain::{Language, PromptShares, RoleTemplate, Style};
use serde::{Deserialize, Serialize};

use self::describe::{
    MEMORIES, PAST, describe_form, describe_limits, describe_person, describe_role, quote_memory, quote_past,
    remind_of_form,
};
use self::share::{Bid, Bids, Shared, share_out};
use crate::language::detect_language;
use crate::memory::disarm;
use crate::style::{describe_style, restyle};
use crate::tokens::estimate_tokens;

/// Who asks, as far as they said so themselves.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Person {
    /// What to call them; empty if they did not say.
    pub name: String,
    /// What they do, in their own words; empty if they did not say.
    pub about: String,
    /// The language that they read, for questions that do not show it.
    pub language: Language,
}

/// A memory that belongs to the question, as data.
#[derive(Debug, Clone, PartialEq)]
pub struct QuotedMemory {
    /// What is remembered.
    pub text: String,
    /// How much it belongs to the question, 0 to 1.
    pub value: f32,
    /// Whether it stands before the conversation, where it stays from answer to answer, and not beside the
    /// question.
    pub settled: bool,
}

/// What was said in the past and matters to the question, as data.
#[derive(Debug, Clone, PartialEq)]
pub struct QuotedTurn {
    /// Who said it; never [`Speaker::System`].
    pub speaker: Speaker,
    /// The day, as `2026-05-03`.
    pub day: String,
    /// What was said, or a part of it.
    pub text: String,
    /// How much it has in common with the question, 0 to 1.
    pub value: f32,
}

/// Who speaks in a turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Speaker {
    /// Instructions.
    System,
    /// The person.
    Person,
    /// The assistant.
    Assistant,
}

/// One turn of a prompt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PromptTurn {
    /// Who speaks.
    pub speaker: Speaker,
    /// What is said.
    pub text: String,
}

/// An earlier turn of the conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastTurn {
    /// Who spoke; never [`Speaker::System`].
    pub speaker: Speaker,
    /// What was said.
    pub text: String,
}

/// What is known when a question is asked.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// Who asks.
    pub person: &'a Person,
    /// Memories, in the order in which they are to be told.
    pub memories: &'a [QuotedMemory],
    /// Messages of the past, best first.
    pub past: &'a [QuotedTurn],
    /// What was read in the images beside the question, as data; empty without any.
    pub beside: &'a str,
    /// The conversation so far.
    pub history: &'a [PastTurn],
}

impl<'a> Known<'a> {
    /// Nothing but who asks.
    #[must_use]
    pub fn of(person: &'a Person) -> Self {
        Self { person, memories: &[], past: &[], beside: "", history: &[] }
    }
}

/// How many tokens there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    /// Tokens that prompt and answer may take together.
    pub context_tokens: u32,
    /// The most tokens of the answer; the role may ask for fewer.
    pub answer_tokens: u32,
}

/// A prompt, with what went into it and what did not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Composed {
    /// The turns: one of the system's, then the conversation, the question last.
    pub turns: Vec<PromptTurn>,
    /// The most tokens to write.
    pub max_answer_tokens: u32,
    /// Estimated tokens of each part.
    pub shares: PromptShares,
    /// Earlier turns that were left out, oldest first, because they did not fit.
    pub dropped_turns: usize,
    /// The memories that went in, by their place among those given, in order.
    pub told_memories: Vec<usize>,
    /// The messages of the past that went in, by their place among those given, in order.
    pub told_past: Vec<usize>,
    /// The language in which the labels of the answer were asked for.
    pub language: Language,
}

/// Composes the prompt for a question.
///
/// The role and the question are always in it. The style is told beside the question and nowhere else, and so
/// is what is remembered for this question alone: everything before the conversation stays as it is from
/// answer to answer and need not be read again. Memories, the past and the conversation share what is left by
/// what they are worth a token; see [`share`]. A conversation is cut before a person's turn, never inside a pair of
/// question and answer. Token counts are estimates; an engine that counts exactly may drop more turns, the oldest
/// first.
#[must_use]
pub fn compose(
    role: &RoleTemplate,
    style: Style,
    known: &Known<'_>,
    question: &str,
    budget: Budget,
) -> Composed {
    let Known { person, memories, past, beside, history } = *known;
    let styled = restyle(role, style);
    let max_answer_tokens = styled.length.max_tokens.min(budget.answer_tokens);
    let language = language_of(person, history, question);
    // A template may come from elsewhere: like all that is quoted, it speaks in its own turn and in no other's.
    let role_text = disarm(&describe_role(role, language));
    let limits_text = disarm(&describe_limits(role));
    let form_text = disarm(&describe_form(role, language));
    let person_text = describe_person(person);
    let beside = disarm(beside);
    let reminder = disarm(&remind_of_form(&styled, &describe_style(role, style), language));

    let mut shares = PromptShares {
        role: [&role_text, &limits_text, &form_text].into_iter().map(|part| estimate_tokens(part)).sum(),
        person: estimate_tokens(&person_text),
        question: estimate_tokens(question) + estimate_tokens(&beside) + estimate_tokens(&reminder),
        answer: max_answer_tokens,
        ..PromptShares::default()
    };
    let memory_lines: Vec<String> = memories.iter().map(quote_memory).collect();
    let past_lines: Vec<String> = past.iter().map(quote_past).collect();
    let begins = pairs(history);
    let fixed = shares.role + shares.person + shares.question + max_answer_tokens;
    let headings: u32 = [(MEMORIES, 2, memories.is_empty()), (PAST, 1, past.is_empty())]
        .into_iter()
        .map(|(heading, times, none)| if none { 0 } else { times * estimate_tokens(heading) })
        .sum();
    let room = budget.context_tokens.saturating_sub(fixed.saturating_add(headings));
    let bid = |line: &String, value: f32| Bid { tokens: estimate_tokens(line) + 1, value };
    let bids = Bids {
        memories: memory_lines.iter().zip(memories).map(|(line, memory)| bid(line, memory.value)).collect(),
        past: past_lines.iter().zip(past).map(|(line, turn)| bid(line, turn.value)).collect(),
        pairs: tokens_of_pairs(history, &begins),
    };
    let Shared { memories: told_memories, past: told_past, pairs } = share_out(&bids, room);

    let lines = |settled: bool| {
        let told = told_memories.iter().filter(move |at| memories[**at].settled == settled);
        told.map(|at| memory_lines[*at].as_str())
    };
    let settled_text = under(MEMORIES, lines(true));
    let beside_text = under(MEMORIES, lines(false));
    let past_text = under(PAST, told_past.iter().map(|at| past_lines[*at].as_str()));
    shares.memories = estimate_tokens(&settled_text) + estimate_tokens(&beside_text);
    shares.past = estimate_tokens(&past_text);
    let kept_from = pairs.checked_sub(1).map_or(history.len(), |oldest| begins[begins.len() - 1 - oldest]);
    let kept = &history[kept_from..];
    shares.history = kept.iter().map(|turn| estimate_tokens(&turn.text) + TURN_OVERHEAD).sum();

    let system = joined([role_text, person_text, settled_text, limits_text, form_text]);
    let mut turns = vec![PromptTurn { speaker: Speaker::System, text: system }];
    turns.extend(kept.iter().map(|turn| PromptTurn { speaker: turn.speaker, text: turn.text.clone() }));
    let asked = joined([beside_text, past_text, question.to_owned(), beside, reminder]);
    turns.push(PromptTurn { speaker: Speaker::Person, text: asked });

    Composed {
        turns,
        max_answer_tokens,
        shares,
        dropped_turns: kept_from,
        told_memories,
        told_past,
        language,
    }
}

/// Lines under their heading; nothing where there is no line.
fn under<'l>(heading: &str, lines: impl Iterator<Item = &'l str>) -> String {
    let lines: Vec<&str> = lines.collect();
    if lines.is_empty() { String::new() } else { format!("{heading}\n{}", lines.join("\n")) }
}

fn joined<const N: usize>(parts: [String; N]) -> String {
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n")
}

/// The language of the question; where it says too little, of the newest one that says enough.
fn language_of(person: &Person, history: &[PastTurn], question: &str) -> Language {
    let earlier = history.iter().rev().filter(|turn| turn.speaker == Speaker::Person);
    std::iter::once(question)
        .chain(earlier.map(|turn| turn.text.as_str()))
        .find_map(detect_language)
        .unwrap_or(person.language)
}

/// The tokens that a chat template adds to a turn, about.
const TURN_OVERHEAD: u32 = 6;

/// Where the pairs of question and answer begin, oldest first. An answer without its question would only
/// confuse a model.
fn pairs(history: &[PastTurn]) -> Vec<usize> {
    let asked = |at: &usize| history[*at].speaker == Speaker::Person;
    (0..history.len()).filter(asked).collect()
}

/// What each pair takes, newest first.
fn tokens_of_pairs(history: &[PastTurn], begins: &[usize]) -> Vec<u32> {
    let mut end = history.len();
    let tokens = |begin: &usize| {
        let turns = &history[*begin..std::mem::replace(&mut end, *begin)];
        turns.iter().map(|turn| estimate_tokens(&turn.text) + TURN_OVERHEAD).sum()
    };
    begins.iter().rev().map(tokens).collect()
}

#[cfg(test)]
mod tests;
