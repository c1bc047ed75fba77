//! One question on its way through the actor.

use std::time::Instant;

use tokio::sync::mpsc;

use super::LocalModel;
use crate::chat::{ChatError, ChatEvent, ChatRequest, FinishReason};
use crate::protocol::{Adapter, EngineFault, FromEngine, Generate};

/// What is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Somebody waits for the answer.
    Question,
    /// Nobody waits; whatever comes next goes first.
    Warming,
}

/// A question, and where its answer goes.
#[derive(Debug)]
pub(super) struct Ask {
    pub(super) id: u64,
    pub(super) kind: Kind,
    pub(super) model: LocalModel,
    adapter: Option<Adapter>,
    request: ChatRequest,
    events: mpsc::Sender<ChatEvent>,
    asked: Instant,
    /// When the first token came, and how many came.
    first: Option<Instant>,
    tokens: u32,
    /// Whether its end was told. Nothing comes after that.
    over: bool,
}

/// What is needed to know a question again.
#[derive(Debug, Clone, Copy)]
pub(super) struct Running {
    pub(super) id: u64,
    pub(super) kind: Kind,
}

impl Ask {
    pub(super) fn new(
        id: u64,
        kind: Kind,
        model: LocalModel,
        adapter: Option<Adapter>,
        request: ChatRequest,
        events: mpsc::Sender<ChatEvent>,
    ) -> Self {
        Self {
            id,
            kind,
            model,
            adapter,
            request,
            events,
            asked: Instant::now(),
            first: None,
            tokens: 0,
            over: false,
        }
    }

    pub(super) fn running(&self) -> Running {
        Running { id: self.id, kind: self.kind }
    }

    /// The request as the engine reads it.
    pub(super) fn generate(&self) -> Generate {
        Generate {
            id: self.id,
            turns: self.request.turns.clone(),
            max_tokens: self.request.max_tokens,
            sampling: self.request.sampling,
            schema: self.request.schema.clone(),
            adapter: self.adapter.clone(),
        }
    }

    /// Passes an event on. Nobody may be listening any more; then a cancel is on its way.
    pub(super) fn tell(&mut self, event: ChatEvent) {
        if self.over {
            return;
        }
        self.over = matches!(event, ChatEvent::Done { .. } | ChatEvent::Failed(_));
        if let Err(mpsc::error::TrySendError::Full(event)) = self.events.try_send(event) {
            tracing::error!(?event, "an event of the local model was lost");
        }
    }

    pub(super) fn fail(&mut self, error: ChatError) {
        self.tell(ChatEvent::Failed(error));
    }

    /// Ends the answer where it is.
    pub(super) fn cancelled(&mut self) {
        let now = Instant::now();
        let first = self.first.unwrap_or(now);
        let seconds = (now - first).as_secs_f64();
        let tokens = self.tokens;
        let after_first = f64::from(tokens.saturating_sub(1));
        self.tell(ChatEvent::Done {
            reason: FinishReason::Cancelled,
            tokens,
            ttft_ms: (first - self.asked).as_secs_f64() * 1e3,
            tokens_per_s: if seconds > 0.0 { after_first / seconds } else { 0.0 },
        });
    }

    /// Whether a part of the answer was passed on: then it cannot be begun anew.
    pub(super) fn has_begun(&self) -> bool {
        self.tokens > 0
    }

    /// Passes on what the engine says about this question. Says whether it is over.
    pub(super) fn take(&mut self, frame: FromEngine) -> bool {
        match frame {
            FromEngine::Started { id, prompt_tokens, reused_tokens, dropped_turns } if id == self.id => {
                self.tell(ChatEvent::Started { prompt_tokens, reused_tokens, dropped_turns });
                false
            }
            FromEngine::Token { id, text } if id == self.id => {
                self.first.get_or_insert_with(Instant::now);
                self.tokens += 1;
                self.tell(ChatEvent::Token(text));
                false
            }
            FromEngine::Done { id, reason, tokens, ttft_ms, tokens_per_s } if id == self.id => {
                self.tell(ChatEvent::Done { reason, tokens, ttft_ms, tokens_per_s });
                true
            }
            FromEngine::Failed { id, code, message } if id == Some(self.id) => {
                self.fail(error_of(code, message));
                true
            }
            _ => false,
        }
    }
}

/// Whether a frame is the last one about a question.
pub(super) fn ends(frame: &FromEngine, ask: u64) -> bool {
    match frame {
        FromEngine::Done { id, .. } => *id == ask,
        FromEngine::Failed { id, .. } => *id == Some(ask),
        _ => false,
    }
}

/// The engine's fault in the terms of those who ask.
pub(super) fn error_of(code: EngineFault, message: String) -> ChatError {
    match code {
        EngineFault::BadModel => ChatError::BadModel(message),
        EngineFault::OutOfMemory => ChatError::OutOfMemory,
        EngineFault::PromptTooLong => ChatError::PromptTooLong,
        EngineFault::NoModel | EngineFault::BadSchema | EngineFault::BadAdapter | EngineFault::Internal => {
            ChatError::Internal(message)
        }
    }
}
