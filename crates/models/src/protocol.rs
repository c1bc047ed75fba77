//! What the program and the chat engine say to each other: one JSON document a line, requests on the
//! engine's standard input, events on its standard output. Standard error is for logs. What it says to the
//! speech engine, in the same way, is in [`speech`].
//!
//! This module must never know a file format, a process or a network: the engine is built with it alone.

pub mod speech;

use serde::{Deserialize, Serialize};

/// A request to the engine.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum ToEngine {
    /// Loads a model, replacing the one that is loaded.
    Load(Load),
    /// Writes an answer. One at a time; a second one waits.
    Generate(Generate),
    /// Stops the answer with this id as soon as possible, or forgets it if it still waits.
    Cancel {
        /// The id of a [`Generate`].
        id: u64,
    },
    /// Frees the model's memory.
    Unload,
    /// Ends the process.
    Quit,
}

/// Which model, and how much room it gets.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Load {
    /// A GGUF file.
    pub path: String,
    /// Tokens that prompt and answer may take together. The engine takes less if the model was trained on less.
    pub context_tokens: u32,
    /// Threads that compute.
    pub threads: u32,
    /// A directory for saved prefix states. None keeps them in memory only.
    pub prefix_dir: Option<String>,
}

/// A request for an answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Generate {
    /// Chosen by the caller, unique in the life of the process.
    pub id: u64,
    /// The prompt. The leading [`ChatRole::System`] turns are the role's prefix, whose state is kept; they
    /// and the last turn are never dropped.
    pub turns: Vec<Turn>,
    /// The most tokens to write. 0 only reads the role's prefix and keeps its state, so that the first
    /// question to that role need not.
    pub max_tokens: u32,
    /// How tokens are drawn.
    pub sampling: Sampling,
    /// A JSON schema that the answer must satisfy.
    pub schema: Option<serde_json::Value>,
    /// A role adapter and its strength. Prefix states are kept apart by it.
    pub adapter: Option<Adapter>,
}

/// Who speaks in a turn, in the terms of chat templates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChatRole {
    /// Instructions.
    System,
    /// The person.
    User,
    /// The model.
    Assistant,
}

/// One turn of a prompt.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Turn {
    /// Who speaks.
    pub role: ChatRole,
    /// What is said.
    pub text: String,
}

/// How tokens are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Sampling {
    /// 0 takes the likeliest token always.
    pub temperature: f32,
    /// The share of probability that is drawn from, 0 to 1.
    pub top_p: f32,
    /// The least probability relative to the likeliest token, 0 to 1.
    pub min_p: f32,
    /// How strongly repetition is held back; 1 is not at all.
    pub repeat_penalty: f32,
    /// The start of the randomness.
    pub seed: u32,
}

impl Default for Sampling {
    fn default() -> Self {
        Self { temperature: 0.3, top_p: 0.95, min_p: 0.05, repeat_penalty: 1.1, seed: 0 }
    }
}

/// A role adapter (LoRA).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Adapter {
    /// A GGUF adapter file.
    pub path: String,
    /// Its strength; 1 is as trained.
    pub scale: f32,
}

/// What the engine says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum FromEngine {
    /// The process runs and listens.
    Ready {
        /// The protocol it speaks; see [`PROTOCOL`].
        protocol: u32,
    },
    /// A model is being loaded: a sign of life while a large file is read.
    Loading {
        /// How much of it is done, 0 to 1.
        fraction: f32,
    },
    /// A model is loaded.
    Loaded {
        /// Tokens that prompt and answer may take together.
        context_tokens: u32,
        /// How long loading took.
        load_ms: f64,
    },
    /// The model is no longer loaded.
    Unloaded,
    /// The prompt is being read: a sign of life, about every second while it is long.
    Reading {
        /// The request.
        id: u64,
        /// Tokens that are read, those that needed no reading included.
        read: u32,
        /// Tokens of the prompt.
        of: u32,
    },
    /// The prompt was read; tokens follow.
    Started {
        /// The request.
        id: u64,
        /// Tokens of the prompt.
        prompt_tokens: u32,
        /// Tokens of the prompt whose state was still there or was restored.
        reused_tokens: u32,
        /// Oldest turns that were left out because they did not fit.
        dropped_turns: u32,
    },
    /// A piece of the answer: whole characters, one or more tokens.
    Token {
        /// The request.
        id: u64,
        /// The piece.
        text: String,
    },
    /// The answer ended.
    Done {
        /// The request.
        id: u64,
        /// Why.
        reason: FinishReason,
        /// Tokens written.
        tokens: u32,
        /// Milliseconds from the request's arrival to the first token.
        ttft_ms: f64,
        /// Tokens a second after the first.
        tokens_per_s: f64,
    },
    /// A request failed; the process goes on.
    Failed {
        /// The request, where it was a [`Generate`].
        id: Option<u64>,
        /// What kind of failure.
        code: EngineFault,
        /// What happened, for a log.
        message: String,
    },
}

/// Why an answer ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FinishReason {
    /// The model said all it had to say.
    Stop,
    /// The token limit was reached.
    Length,
    /// It was cancelled.
    Cancelled,
}

/// What kind of failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EngineFault {
    /// The model file could not be read as a model.
    BadModel,
    /// No model is loaded.
    NoModel,
    /// The role and the question alone do not fit into the context.
    PromptTooLong,
    /// The JSON schema could not be turned into a grammar.
    BadSchema,
    /// The adapter file could not be used.
    BadAdapter,
    /// There was not enough memory.
    OutOfMemory,
    /// Anything else.
    Internal,
}

/// The version of this protocol. Program and engine ship together; a mismatch is refused.
pub const PROTOCOL: u32 = 1;
