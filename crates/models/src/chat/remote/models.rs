//! The list of a provider's models.

use attune_domain::provider::ProviderConfig;
use reqwest::Response;
use serde::Deserialize;
use tokio::time::timeout;

use super::answer::read_refusal;
use super::fault::from_transport;
use super::{RemoteChat, endpoint};
use crate::chat::ChatError;
use crate::egress::Purpose;
use crate::keys::Secret;

/// A model that a provider offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemoteModel {
    /// The provider's own name of it.
    pub name: String,
    /// Tokens that prompt and answer may take together, where the provider says so.
    pub context_tokens: Option<u32>,
}

const MAX_LIST: usize = 4 << 20;

pub(super) async fn list_models(
    remote: &RemoteChat,
    provider: &ProviderConfig,
    key: Option<&Secret>,
) -> Result<Vec<RemoteModel>, ChatError> {
    let url = endpoint::models_url(provider)?;
    let headers = endpoint::key_headers(provider, key)?;
    let client = remote.client(&url)?;
    remote.ask_gate(Purpose::ProbeProvider, provider, &url, 0, None).await?;
    let silence = remote.options.first_byte;
    let exchange = async {
        let response = client.get(url.clone()).headers(headers).send().await;
        let response = response.map_err(|error| from_transport(&error, &url).into_error())?;
        if response.status().is_success() {
            read_list(response).await
        } else {
            Err(read_refusal(response, &url, key, silence).await.into_error())
        }
    };
    timeout(silence, exchange).await.unwrap_or(Err(ChatError::TimedOut))
}

async fn read_list(mut response: Response) -> Result<Vec<RemoteModel>, ChatError> {
    let mut body = Vec::new();
    while let Some(bytes) = response.chunk().await.map_err(|_| ChatError::BrokenOff)? {
        if body.len() + bytes.len() > MAX_LIST {
            return Err(not_a_list());
        }
        body.extend_from_slice(&bytes);
    }
    let list: List = serde_json::from_slice(&body).map_err(|_| not_a_list())?;
    let mut models: Vec<RemoteModel> = list
        .data
        .into_iter()
        .map(|entry| RemoteModel {
            name: entry.id,
            context_tokens: entry.max_model_len.or(entry.context_length).or(entry.context_window),
        })
        .collect();
    models.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(models)
}

fn not_a_list() -> ChatError {
    ChatError::Provider("it answered, but not with a list of models; check the provider's address".into())
}

#[derive(Deserialize)]
struct List {
    data: Vec<Entry>,
}

/// The length goes by several names: the first is that of vLLM, the others are those of gateways.
#[derive(Deserialize)]
struct Entry {
    id: String,
    max_model_len: Option<u32>,
    context_length: Option<u32>,
    context_window: Option<u32>,
}
