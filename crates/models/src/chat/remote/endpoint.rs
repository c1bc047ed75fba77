//! Where a provider's requests go, and how its key travels: out of what a person typed as its address.

use attune_domain::provider::{ProviderConfig, ProviderKind};
use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderName, HeaderValue};
use url::Url;

use crate::chat::ChatError;
use crate::keys::Secret;

const FINAL_PATHS: [&str; 3] = ["/chat/completions", "/completions", "/models"];

/// The address of `chat/completions`.
pub(super) fn chat_url(provider: &ProviderConfig) -> Result<Url, ChatError> {
    let mut url = base_url(provider)?;
    match &provider.kind {
        ProviderKind::OpenAi => extend(&mut url, &["chat", "completions"]),
        ProviderKind::Azure { deployment, api_version } => {
            extend(&mut url, &["openai", "deployments", deployment, "chat", "completions"]);
            url.query_pairs_mut().append_pair("api-version", api_version);
        }
    }
    Ok(url)
}

/// The address of the list of models.
pub(super) fn models_url(provider: &ProviderConfig) -> Result<Url, ChatError> {
    let mut url = base_url(provider)?;
    match &provider.kind {
        ProviderKind::OpenAi => extend(&mut url, &["models"]),
        ProviderKind::Azure { api_version, .. } => {
            extend(&mut url, &["openai", "models"]);
            url.query_pairs_mut().append_pair("api-version", api_version);
        }
    }
    Ok(url)
}

/// The header that carries the key. A provider on one's own machine may have none.
pub(super) fn key_headers(provider: &ProviderConfig, key: Option<&Secret>) -> Result<HeaderMap, ChatError> {
    let mut headers = HeaderMap::new();
    let Some(key) = key.map(|key| key.expose().trim()).filter(|key| !key.is_empty()) else {
        return Ok(headers);
    };
    let (name, value) = match provider.kind {
        ProviderKind::OpenAi => (AUTHORIZATION, HeaderValue::from_str(&format!("Bearer {key}"))),
        ProviderKind::Azure { .. } => (HeaderName::from_static("api-key"), HeaderValue::from_str(key)),
    };
    let mut value = value.map_err(|_| {
        ChatError::Refused(format!(
            "The key of {} holds characters that no key has. Copy it again and store it in the settings.",
            provider.name
        ))
    })?;
    value.set_sensitive(true);
    headers.insert(name, value);
    Ok(headers)
}

/// The address as typed, brought to the form that paths are added to. People paste whole endpoints, leave
/// out `/v1` or end with a slash; all of that is clear enough to be understood.
fn base_url(provider: &ProviderConfig) -> Result<Url, ChatError> {
    let typed = provider.base_url.trim();
    let refused = |why: &str| {
        ChatError::Refused(format!(
            "The address of {} {why}. It should look like https://models.example.com/v1.",
            provider.name
        ))
    };
    let mut url = Url::parse(typed).map_err(|_| refused("is not an address"))?;
    if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none_or(str::is_empty) {
        return Err(refused("has to start with https:// or http:// and a host name"));
    }
    // A key in an address would be stored, shown and logged with it.
    if url.query().is_some() || url.fragment().is_some() {
        return Err(refused("must not hold a “?” or a “#”"));
    }
    let mut path = url.path().trim_end_matches('/').to_owned();
    let is_azure = matches!(provider.kind, ProviderKind::Azure { .. });
    if is_azure {
        path.truncate(path.find("/openai").unwrap_or(path.len()));
    } else {
        if let Some(shorter) = FINAL_PATHS.iter().find_map(|end| path.strip_suffix(end)) {
            path.truncate(shorter.len());
        }
        if path.is_empty() {
            path.push_str("/v1");
        }
    }
    url.set_path(&path);
    Ok(url)
}

fn extend(url: &mut Url, segments: &[&str]) {
    if let Ok(mut path) = url.path_segments_mut() {
        path.pop_if_empty().extend(segments);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn provider(base_url: &str, kind: ProviderKind) -> ProviderConfig {
        ProviderConfig {
            id: attune_domain::ProviderId::new("test").unwrap(),
            name: "Test".into(),
            kind,
            base_url: base_url.into(),
            model: "m".into(),
            context_tokens: 8192,
            enabled: true,
            memories: false,
            images: false,
        }
    }

    fn check(base_url: &str, expect: Result<&str, &str>) {
        let found = chat_url(&provider(base_url, ProviderKind::OpenAi));
        match (expect, &found) {
            (Ok(url), Ok(found)) => assert_eq!(found.as_str(), url, "{base_url}"),
            (Err(part), Err(error)) => assert!(error.to_string().contains(part), "{base_url}: {error}"),
            _ => panic!("{base_url}: {found:?}"),
        }
    }

    #[test]
    fn an_address_is_understood_as_people_type_it() {
        check("https://api.example.com/v1", Ok("https://api.example.com/v1/chat/completions"));
        check(" https://api.example.com/v1/ ", Ok("https://api.example.com/v1/chat/completions"));
        check("https://api.example.com", Ok("https://api.example.com/v1/chat/completions"));
        check("http://localhost:11434/", Ok("http://localhost:11434/v1/chat/completions"));
        check(
            "https://api.example.com/v1/chat/completions",
            Ok("https://api.example.com/v1/chat/completions"),
        );
        check("https://api.example.com/v1/models", Ok("https://api.example.com/v1/chat/completions"));
        check(
            "https://gate.example.com/team%20a/openai",
            Ok("https://gate.example.com/team%20a/openai/chat/completions"),
        );
        check("api.example.com/v1", Err("is not an address"));
        check("file:///etc/passwd", Err("has to start with"));
        check("https://api.example.com/v1?key=abc", Err("must not hold"));
        check("", Err("is not an address"));
    }

    #[test]
    fn azure_puts_the_deployment_into_the_path() {
        let kind = || ProviderKind::Azure { deployment: "gpt/4 o".into(), api_version: "2024-10-21".into() };
        for base in [
            "https://x.example.com",
            "https://x.example.com/openai/",
            "https://x.example.com/openai/deployments/a",
        ] {
            let provider = provider(base, kind());
            assert_eq!(
                chat_url(&provider).unwrap().as_str(),
                "https://x.example.com/openai/deployments/gpt%2F4%20o/chat/completions?api-version=2024-10-21"
            );
            assert_eq!(
                models_url(&provider).unwrap().as_str(),
                "https://x.example.com/openai/models?api-version=2024-10-21"
            );
        }
    }

    #[test]
    fn a_key_that_cannot_be_a_header_is_refused_without_being_shown() {
        let provider = provider("https://x.example.com", ProviderKind::OpenAi);
        let headers = |key: &str| key_headers(&provider, Some(&Secret::new(key.into())));
        let error = headers("sk\n-1").unwrap_err().to_string();
        assert!(error.contains("The key of Test") && !error.contains("sk"), "{error}");
        let good = headers(" sk-1\n").unwrap();
        assert_eq!(good[AUTHORIZATION].to_str().unwrap(), "Bearer sk-1");
        assert!(!format!("{good:?}").contains("sk-1"));
        assert!(headers(" ").unwrap().is_empty());
    }
}
