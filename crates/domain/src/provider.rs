//! Remote providers as people configure them. A key is never part of this data: it lives in the keyring.

use serde::{Deserialize, Serialize};

use crate::id::ProviderId;

/// A configured provider.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProviderConfig {
    /// Its id.
    pub id: ProviderId,
    /// What people call it.
    pub name: String,
    /// Which dialect it speaks.
    pub kind: ProviderKind,
    /// Where it is, for example `https://models.example.com/v1`.
    pub base_url: String,
    /// The model to ask for, in the provider's own name.
    pub model: String,
    /// Tokens that prompt and answer may take together.
    pub context_tokens: u32,
    /// Whether it may be used.
    pub enabled: bool,
    /// Whether memories of the person may go to it. Off until the person turns it on.
    #[serde(default)]
    pub memories: bool,
    /// Whether its model sees images. Off until the person turns it on.
    #[serde(default)]
    pub images: bool,
}

/// Which dialect a provider speaks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ProviderKind {
    /// `POST {base}/chat/completions` with a bearer key: OpenAI, vLLM, Ollama, LM Studio and others.
    OpenAi,
    /// Azure: the deployment is part of the path, the key goes in `api-key`.
    Azure {
        /// The deployment.
        deployment: String,
        /// For example `2024-10-21`.
        api_version: String,
    },
}
