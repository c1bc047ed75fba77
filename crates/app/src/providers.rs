//! Remote providers: configured here, keys in the keyring, every use past the gate.

use attune_domain::{ProviderConfig, ProviderId, SettingKey};
use attune_models::keys::{KeyBackend, Secret};
use attune_wire::{
    Event, KeysView, ListProviders, Nothing, ProviderDraft, ProviderView, ProvidersView, RemoveProvider,
    SaveProvider, TestProvider, TestedProvider,
};

use crate::{App, Error};

/// The name under which a provider's key is kept.
pub(crate) fn key_name(id: &ProviderId) -> String {
    format!("provider:{id}")
}

/// The configured providers.
///
/// # Errors
/// [`Error::Store`]. A keyring that does not answer counts as holding no keys.
pub async fn list_providers(app: &App, _request: ListProviders) -> Result<ProvidersView, Error> {
    let mut providers = Vec::new();
    for config in app.store().providers().await? {
        providers.push(view(app, config).await);
    }
    let policy = app.policy();
    let keys = match app.keys().await.backend() {
        KeyBackend::Keyring => KeysView::Keyring,
        KeyBackend::EncryptedFile => KeysView::EncryptedFile,
    };
    let forbidden_by = (!policy.rules.remote.allowed).then(|| policy.authority());
    Ok(ProvidersView { providers, forbidden_by, keys })
}

/// Adds or changes a provider. A key is stored before the provider is, so that there is never a provider
/// that seems ready and is not.
///
/// # Errors
/// [`Error::Invalid`] for an address or a name that cannot be used, [`Error::Key`], [`Error::Store`].
pub async fn save_provider(app: &App, request: SaveProvider) -> Result<ProviderView, Error> {
    let SaveProvider { provider, key } = request;
    let config = config(app, provider).await?;
    match key {
        Some(key) if key.trim().is_empty() => app.keys().await.delete(&key_name(&config.id)).await?,
        Some(key) => {
            app.keys().await.set(&key_name(&config.id), Secret::new(key.trim().to_owned())).await?;
        }
        None => {}
    }
    app.store().save_provider(&config).await?;
    app.publish(Event::ProvidersChanged { id: config.id.clone() });
    Ok(view(app, config).await)
}

/// Removes a provider and its key.
///
/// # Errors
/// [`Error::Key`], [`Error::Store`].
pub async fn remove_provider(app: &App, request: RemoveProvider) -> Result<Nothing, Error> {
    app.keys().await.delete(&key_name(&request.id)).await?;
    app.store().remove_provider(&request.id).await?;
    if app.setting_text(SettingKey::Provider) == request.id.as_str() {
        let back = attune_wire::SetSetting {
            key: SettingKey::Provider.as_str().to_owned(),
            value: serde_json::Value::Null,
        };
        crate::settings::set_setting(app, back).await?;
    }
    app.publish(Event::ProvidersChanged { id: request.id });
    Ok(Nothing {})
}

/// Tries a provider without saving it.
///
/// # Errors
/// [`Error::Invalid`], [`Error::Key`]. What the provider itself refuses is part of the answer.
pub async fn test_provider(app: &App, request: TestProvider) -> Result<TestedProvider, Error> {
    let TestProvider { provider, key } = request;
    let config = config(app, provider).await?;
    let key = match key.filter(|key| !key.trim().is_empty()) {
        Some(key) => Some(Secret::new(key.trim().to_owned())),
        None => app.keys().await.get(&key_name(&config.id)).await?,
    };
    Ok(match app.remote().list_models(&config, key.as_ref()).await {
        Ok(models) => {
            TestedProvider { models: models.into_iter().map(|model| model.name).collect(), error: None }
        }
        Err(error) => TestedProvider { models: Vec::new(), error: Some(Error::from(error).body()) },
    })
}

/// Checks a form, and finds an id for a new provider.
async fn config(app: &App, mut draft: ProviderDraft) -> Result<ProviderConfig, Error> {
    draft.name = draft.name.trim().to_owned();
    draft.base_url = draft.base_url.trim().trim_end_matches('/').to_owned();
    draft.model = draft.model.trim().to_owned();
    if draft.name.is_empty() || draft.name.chars().count() > 80 {
        return Err(Error::Invalid("Give the provider a name of at most 80 characters.".to_owned()));
    }
    let url: url::Url = draft.base_url.parse().map_err(|error| {
        Error::Invalid(format!(
            "“{}” is not an address ({error}). It looks like https://models.example.com/v1.",
            draft.base_url
        ))
    })?;
    if !matches!(url.scheme(), "https" | "http") || !url.username().is_empty() || url.password().is_some() {
        return Err(Error::Invalid(
            "An address begins with https:// and holds no user name; keys go in the key field.".to_owned(),
        ));
    }
    draft.context_tokens = draft.context_tokens.clamp(1024, 2_000_000);
    let id = match draft.id.clone() {
        Some(id) => {
            if (draft.memories.is_none() || draft.images.is_none())
                && let Ok(stored) = app.store().provider(&id).await
            {
                draft.memories.get_or_insert(stored.memories);
                draft.images.get_or_insert(stored.images);
            }
            id
        }
        None => free_id(app, &draft.name).await?,
    };
    Ok(draft.into_config(id))
}

async fn free_id(app: &App, name: &str) -> Result<ProviderId, Error> {
    let letters = name.to_lowercase();
    let words: Vec<&str> = letters
        .split(|letter: char| !letter.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let stem: String = words.join("-").chars().take(40).collect();
    let stem = if stem.is_empty() { "provider".to_owned() } else { stem.trim_end_matches('-').to_owned() };
    let taken = app.store().providers().await?;
    let names = std::iter::once(stem.clone()).chain((2..).map(|number| format!("{stem}-{number}")));
    for name in names {
        if !taken.iter().any(|provider| provider.id.as_str() == name) {
            return Ok(ProviderId::new(name)?);
        }
    }
    Err(Error::Invalid("There are too many providers of this name.".to_owned()))
}

async fn view(app: &App, config: ProviderConfig) -> ProviderView {
    let policy = app.policy();
    let host = config.base_url.parse::<url::Url>().ok().and_then(|url| url.host_str().map(str::to_owned));
    let allowed = host.is_some_and(|host| policy.rules.allows_host(&host));
    let has_key = matches!(app.keys().await.get(&key_name(&config.id)).await, Ok(Some(_)));
    ProviderView {
        id: config.id,
        name: config.name,
        kind: config.kind.into(),
        base_url: config.base_url,
        model: config.model,
        context_tokens: config.context_tokens,
        enabled: config.enabled,
        memories: config.memories,
        memories_forbidden_by: (!policy.rules.remote.memories).then(|| policy.authority()),
        images: config.images,
        images_forbidden_by: (policy.pixels() == Some(false)).then(|| policy.authority()),
        has_key,
        forbidden_by: (!allowed).then(|| policy.authority()),
    }
}
