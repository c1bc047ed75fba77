//! Remote models: any service that speaks OpenAI's chat completions over server-sent events. OpenAI and
//! Azure do, and so do vLLM, Ollama, LM Studio and llama.cpp's server.
//!
//! This module must never know where keys are kept, who asks, or what a role is. Each request, and each
//! repetition of one, asks the gate before a connection is made.

mod answer;
mod endpoint;
mod fault;
mod models;
mod reply;
mod request;
mod retry;
mod sse;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use attune_domain::ProviderId;
use attune_domain::provider::ProviderConfig;
use reqwest::Client;
use reqwest::header::HeaderMap;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;
use url::Url;

pub use models::RemoteModel;
pub use retry::RetryRules;

use self::answer::{Progress, answer};
use self::request::Dialect;
use super::{ChatError, ChatEvent, ChatRequest, ChatStream, FinishReason};
use crate::egress::{ClientError, Departure, Destination, Purpose, SharedGate, http_client};
use crate::keys::Secret;

/// How long to wait, how often to try, and which way to go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemoteOptions {
    /// The longest silence before the first token: the model may be loaded, read and think.
    pub first_byte: Duration,
    /// The longest silence between two pieces of an answer.
    pub between_bytes: Duration,
    /// How failures that pass are met.
    pub retry: RetryRules,
    /// Whether policy lets names stand for private addresses.
    pub private_networks: bool,
    /// The proxy of the settings. Without one, the environment and the system settings are asked.
    pub proxy: Option<Url>,
}

impl Default for RemoteOptions {
    fn default() -> Self {
        Self {
            first_byte: Duration::from_secs(60),
            between_bytes: Duration::from_secs(30),
            retry: RetryRules::default(),
            private_networks: false,
            proxy: None,
        }
    }
}

/// Asks remote models. Clones share connections and what was learned about providers; when settings or
/// policy change, make a new one.
#[derive(Debug, Clone)]
pub struct RemoteChat {
    gate: SharedGate,
    options: RemoteOptions,
    /// One client for each scheme, host and port: what a client may connect to depends on them.
    clients: Arc<Mutex<HashMap<String, Client>>>,
    dialects: Arc<Mutex<HashMap<(ProviderId, String), Dialect>>>,
}

/// How many events wait for a reader before the provider is made to wait.
const EVENTS: usize = 64;

impl RemoteChat {
    /// Nothing is connected to until something is asked.
    #[must_use]
    pub fn new(gate: SharedGate, options: RemoteOptions) -> Self {
        Self { gate, options, clients: Arc::default(), dialects: Arc::default() }
    }

    /// Asks for an answer. Must be called within a Tokio runtime. The key travels in a header and is never
    /// logged; dropping the stream or cancelling it drops the connection.
    #[must_use]
    pub fn chat(&self, provider: &ProviderConfig, key: Option<Secret>, request: ChatRequest) -> ChatStream {
        let (sender, events) = mpsc::channel(EVENTS);
        let cancel = CancellationToken::new();
        let (remote, provider, cancelled) = (self.clone(), provider.clone(), cancel.clone());
        tokio::spawn(async move {
            let mut progress = Progress::new();
            let ended = match Question::new(provider, key, request) {
                Ok(question) => tokio::select! {
                    biased;
                    () = cancelled.cancelled() => Ok(FinishReason::Cancelled),
                    ended = answer(&remote, &question, &mut progress, &sender) => ended,
                },
                Err(error) => Err(error),
            };
            let last = match ended {
                Ok(reason) => progress.done(reason),
                Err(error) => ChatEvent::Failed(error),
            };
            // Nobody is left to tell when the stream was dropped.
            let _ = sender.send(last).await;
        });
        ChatStream::new(events, cancel)
    }

    /// Asks which models a provider has: what “test this connection” does.
    ///
    /// # Errors
    /// [`ChatError`], as for an answer.
    pub async fn list_models(
        &self,
        provider: &ProviderConfig,
        key: Option<&Secret>,
    ) -> Result<Vec<RemoteModel>, ChatError> {
        models::list_models(self, provider, key).await
    }

    async fn ask_gate(
        &self,
        purpose: Purpose,
        provider: &ProviderConfig,
        url: &Url,
        personal_bytes: u64,
        note: Option<&str>,
    ) -> Result<(), ChatError> {
        let mut destination = url.clone();
        destination.set_query(None);
        let subject = match note {
            Some(note) => format!("{}; {note}", provider.id),
            None => provider.id.to_string(),
        };
        let departure = Departure { purpose, destination, personal_bytes, subject };
        self.gate.ask(&departure).await.map_err(|refused| ChatError::Refused(refused.0))
    }

    fn client(&self, url: &Url) -> Result<Client, ChatError> {
        let origin = url.origin().ascii_serialization();
        if let Some(client) = lock(&self.clients).get(&origin) {
            return Ok(client.clone());
        }
        let destination = Destination {
            url: url.clone(),
            private_networks: self.options.private_networks,
            proxy: self.options.proxy.clone(),
        };
        let client = http_client(&destination).map_err(|error| match error {
            ClientError::Refused(refused) => ChatError::Refused(refused.0),
            ClientError::SetUp(_) => ChatError::Unreachable(error.to_string()),
        })?;
        Ok(lock(&self.clients).entry(origin).or_insert(client).clone())
    }

    fn dialect(&self, provider: &ProviderConfig) -> Dialect {
        let known = (provider.id.clone(), provider.model.clone());
        lock(&self.dialects).get(&known).cloned().unwrap_or_default()
    }

    fn remember(&self, provider: &ProviderConfig, dialect: &Dialect) {
        lock(&self.dialects).insert((provider.id.clone(), provider.model.clone()), dialect.clone());
    }
}

/// A request with all that its tries have in common.
#[derive(Debug)]
struct Question {
    provider: ProviderConfig,
    url: Url,
    key: Option<Secret>,
    headers: HeaderMap,
    request: ChatRequest,
}

impl Question {
    fn new(provider: ProviderConfig, key: Option<Secret>, request: ChatRequest) -> Result<Self, ChatError> {
        let url = endpoint::chat_url(&provider)?;
        let headers = endpoint::key_headers(&provider, key.as_ref())?;
        Ok(Self { provider, url, key, headers, request })
    }

    fn personal_bytes(&self) -> u64 {
        let texts: u64 = self.request.turns.iter().map(|turn| turn.text.len() as u64).sum();
        let images: u64 = self.request.images.iter().map(|image| image.file.len() as u64).sum();
        texts + images
    }
}

/// These maps are whole after every statement, so a panic elsewhere does not make them wrong.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
