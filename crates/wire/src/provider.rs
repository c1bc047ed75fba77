//! Remote providers. Keys travel only towards the program, never back.

use attune_domain::{ProviderConfig, ProviderId, ProviderKind};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::ErrorBody;

/// The configured providers.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
pub struct ListProviders {}

/// Providers, and what decides about them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ProvidersView {
    /// The providers.
    pub providers: Vec<ProviderView>,
    /// Who forbids remote models, if somebody does.
    pub forbidden_by: Option<String>,
    /// Where keys are kept.
    pub keys: KeysView,
}

/// Where keys are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum KeysView {
    /// In the system's keyring.
    Keyring,
    /// In an encrypted file, because there is no keyring: weaker, and worth a warning.
    EncryptedFile,
}

/// A configured provider.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ProviderView {
    /// Its id.
    #[ts(as = "String")]
    pub id: ProviderId,
    /// What people call it.
    pub name: String,
    /// Which dialect it speaks.
    pub kind: ProviderKindView,
    /// Where it is.
    pub base_url: String,
    /// The model to ask for.
    pub model: String,
    /// Tokens that prompt and answer may take together.
    pub context_tokens: u32,
    /// Whether it may be used.
    pub enabled: bool,
    /// Whether memories of the person may go to it, as far as the person decides.
    pub memories: bool,
    /// Who forbids that memories go to any provider, if somebody does.
    pub memories_forbidden_by: Option<String>,
    /// Whether its model sees images, as the person says.
    pub images: bool,
    /// Who forbids that images leave as they look, if somebody does.
    pub images_forbidden_by: Option<String>,
    /// Whether a key is stored.
    pub has_key: bool,
    /// Who forbids it, if somebody does.
    pub forbidden_by: Option<String>,
}

/// Which dialect a provider speaks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ProviderKindView {
    /// OpenAI and everything that speaks like it.
    OpenAi {},
    /// Azure.
    Azure {
        /// The deployment.
        deployment: String,
        /// The version of the interface, for example `2024-10-21`.
        api_version: String,
    },
}

impl From<ProviderKind> for ProviderKindView {
    fn from(kind: ProviderKind) -> Self {
        match kind {
            ProviderKind::OpenAi => Self::OpenAi {},
            ProviderKind::Azure { deployment, api_version } => Self::Azure { deployment, api_version },
        }
    }
}

impl From<ProviderKindView> for ProviderKind {
    fn from(kind: ProviderKindView) -> Self {
        match kind {
            ProviderKindView::OpenAi {} => Self::OpenAi,
            ProviderKindView::Azure { deployment, api_version } => Self::Azure { deployment, api_version },
        }
    }
}

/// A provider as the form describes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ProviderDraft {
    /// The provider to change; none adds one.
    #[ts(as = "Option<String>", optional)]
    pub id: Option<ProviderId>,
    /// What people call it.
    pub name: String,
    /// Which dialect it speaks.
    pub kind: ProviderKindView,
    /// Where it is.
    pub base_url: String,
    /// The model to ask for.
    pub model: String,
    /// Tokens that prompt and answer may take together.
    pub context_tokens: u32,
    /// Whether it may be used.
    pub enabled: bool,
    /// Whether memories of the person may go to it; left out, it stays as it is, and is off for a new one.
    #[serde(default)]
    #[ts(optional)]
    pub memories: Option<bool>,
    /// Whether its model sees images; left out, it stays as it is, and is off for a new one.
    #[serde(default)]
    #[ts(optional)]
    pub images: Option<bool>,
}

impl ProviderDraft {
    /// The configuration under an id.
    #[must_use]
    pub fn into_config(self, id: ProviderId) -> ProviderConfig {
        ProviderConfig {
            id,
            name: self.name,
            kind: self.kind.into(),
            base_url: self.base_url,
            model: self.model,
            context_tokens: self.context_tokens,
            enabled: self.enabled,
            memories: self.memories.unwrap_or_default(),
            images: self.images.unwrap_or_default(),
        }
    }
}

/// Adds or changes a provider.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct SaveProvider {
    /// The provider.
    pub provider: ProviderDraft,
    /// Its key; none leaves the stored one, an empty text forgets it.
    #[ts(optional)]
    pub key: Option<String>,
}

/// Removes a provider and its key.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct RemoveProvider {
    /// Which.
    #[ts(as = "String")]
    pub id: ProviderId,
}

/// Tries a provider without saving it.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct TestProvider {
    /// The provider.
    pub provider: ProviderDraft,
    /// Its key; none takes the stored one.
    #[ts(optional)]
    pub key: Option<String>,
}

/// What the try gave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct TestedProvider {
    /// The models that it offers, if it says so.
    pub models: Vec<String>,
    /// What went wrong.
    pub error: Option<ErrorBody>,
}

// A key must not reach a log through `{:?}`.
impl std::fmt::Debug for SaveProvider {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SaveProvider").field("provider", &self.provider).finish_non_exhaustive()
    }
}

impl std::fmt::Debug for TestProvider {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TestProvider").field("provider", &self.provider).finish_non_exhaustive()
    }
}
