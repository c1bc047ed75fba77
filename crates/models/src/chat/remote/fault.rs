//! What went wrong with a request, in words for a person, and whether another try may help.

use std::error::Error;
use std::io::ErrorKind;
use std::time::Duration;

use reqwest::StatusCode;
use reqwest::header::{HeaderMap, LOCATION};
use serde_json::Value;
use url::Url;

use super::retry::asked_wait;
use crate::chat::ChatError;
use crate::egress::{certificate_fault, refusal_in};
use crate::keys::Secret;

/// A try that gave no whole answer.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Setback {
    /// Another try would end the same way.
    Final(ChatError),
    /// Another try may work, after the wait that the provider asked for, if it did.
    Passing { error: ChatError, wait: Option<Duration> },
    /// The provider may have refused a field of the request; `refusal` is all that it said.
    Misunderstood { error: ChatError, refusal: String },
}

impl Setback {
    pub(super) fn into_error(self) -> ChatError {
        match self {
            Self::Final(error) | Self::Passing { error, .. } | Self::Misunderstood { error, .. } => error,
        }
    }
}

const MAX_SENTENCE: usize = 300;

/// Reads a reply whose status is not a success. `body` may be cut off.
pub(super) fn from_status(
    status: StatusCode,
    headers: &HeaderMap,
    body: &str,
    url: &Url,
    key: Option<&Secret>,
) -> Setback {
    let value = serde_json::from_str(body).unwrap_or(Value::Null);
    let complaint = value.get("error").unwrap_or(&value);
    let said = match sentence(complaint, key) {
        said if said.is_empty() => format!("HTTP status {}", status.as_u16()),
        said => format!("{said} (HTTP status {})", status.as_u16()),
    };
    let passing = |error| Setback::Passing { error, wait: asked_wait(headers) };
    match status.as_u16() {
        401 | 403 => Setback::Final(ChatError::Unauthorised),
        407 => Setback::Final(ChatError::Unreachable(
            "the proxy asks for a name and a password; add them to the proxy address in the settings".into(),
        )),
        404 => Setback::Final(ChatError::Provider(format!(
            "{said}; check the provider's address and the name of the model"
        ))),
        413 => Setback::Final(ChatError::PromptTooLong),
        429 if is_quota(complaint) => Setback::Final(ChatError::Busy(said)),
        408 | 429 | 503 | 529 => passing(ChatError::Busy(said)),
        500..=599 => passing(ChatError::Provider(said)),
        300..=399 => Setback::Final(ChatError::Provider(format!(
            "it sends requests on to {}, where the key does not follow; if that is right, change the provider's \
             address in the settings",
            redirect_target(url, headers)
        ))),
        _ if is_context(complaint) => Setback::Final(ChatError::PromptTooLong),
        400 | 422 => Setback::Misunderstood { error: ChatError::Provider(said), refusal: body.to_owned() },
        _ => Setback::Final(ChatError::Provider(said)),
    }
}

/// Reads an error object that came inside a stream.
pub(super) fn from_stream(complaint: &Value, key: Option<&Secret>) -> Setback {
    let said = match sentence(complaint, key) {
        said if said.is_empty() => "no reason given".into(),
        said => said,
    };
    let labels = labels(complaint);
    if is_context(complaint) {
        Setback::Final(ChatError::PromptTooLong)
    } else if is_quota(complaint) {
        Setback::Final(ChatError::Busy(said))
    } else if ["rate_limit", "overloaded", "429", "503", "529"].iter().any(|word| labels.contains(word)) {
        Setback::Passing { error: ChatError::Busy(said), wait: None }
    } else {
        Setback::Final(ChatError::Provider(said))
    }
}

/// Reads a failure to connect, to send, or to read.
pub(super) fn from_transport(error: &reqwest::Error, url: &Url) -> Setback {
    if let Some(refused) = refusal_in(error) {
        return Setback::Final(ChatError::Refused(refused.0));
    }
    let host = host_and_port(url);
    if let Some(fault) = certificate_fault(error) {
        return Setback::Final(ChatError::BadCertificate(format!("{host}: {fault}")));
    }
    let reason = if error.is_dns() {
        format!(
            "the name {} is not known; check the address and the network",
            url.host_str().unwrap_or_default()
        )
    } else if has_io(error, ErrorKind::ConnectionRefused) {
        format!("{host} takes no connections; is the server running?")
    } else if error.is_connect() && error.is_timeout() {
        format!("{host} did not answer; check the address, the network and the proxy")
    } else {
        format!("{host}: {}", deepest(error))
    };
    Setback::Passing { error: ChatError::Unreachable(reason), wait: None }
}

/// The provider's own words, without the key, control characters or a novel.
fn sentence(complaint: &Value, key: Option<&Secret>) -> String {
    let words = ["message", "detail", "msg", "error_description"]
        .iter()
        .find_map(|field| complaint.get(field)?.as_str())
        .or_else(|| complaint.as_str())
        .unwrap_or_default();
    let mut words = words.to_owned();
    // Some providers quote the key that they reject.
    if let Some(key) = key.map(|key| key.expose().trim()).filter(|key| !key.is_empty()) {
        words = words.replace(key, "…");
    }
    let mut plain: String =
        words.chars().map(|c| if c.is_control() { ' ' } else { c }).take(MAX_SENTENCE).collect();
    if words.chars().nth(MAX_SENTENCE).is_some() {
        plain.push('…');
    }
    plain.trim().to_owned()
}

/// Code and type of an error, for comparison.
fn labels(complaint: &Value) -> String {
    ["code", "type"]
        .iter()
        .filter_map(|field| complaint.get(field))
        .map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_lowercase))
        .collect::<Vec<_>>()
        .join(" ")
}

fn is_quota(complaint: &Value) -> bool {
    labels(complaint).contains("insufficient_quota")
}

/// Whether the prompt is too long: OpenAI and Azure, llama.cpp's server, vLLM.
fn is_context(complaint: &Value) -> bool {
    let labels = labels(complaint);
    let words = sentence(complaint, None).to_lowercase();
    labels.contains("context_length_exceeded")
        || labels.contains("exceed_context_size")
        || words.contains("maximum context length")
        || words.contains("available context size")
}

fn redirect_target(url: &Url, headers: &HeaderMap) -> String {
    let location = headers.get(LOCATION).and_then(|value| value.to_str().ok());
    match location.and_then(|location| url.join(location).ok()) {
        Some(mut target) => {
            target.set_query(None);
            target.set_fragment(None);
            target.to_string().chars().take(MAX_SENTENCE).collect()
        }
        None => "another address".into(),
    }
}

fn host_and_port(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

fn has_io(error: &reqwest::Error, kind: ErrorKind) -> bool {
    let mut next: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(cause) = next {
        if cause.downcast_ref::<std::io::Error>().is_some_and(|io| io.kind() == kind) {
            return true;
        }
        next = cause.source();
    }
    false
}

fn deepest(error: &reqwest::Error) -> String {
    let mut cause: &dyn Error = error;
    while let Some(deeper) = cause.source() {
        cause = deeper;
    }
    cause.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(status: u16, body: &str) -> Setback {
        let url = "https://api.example.com/v1/chat/completions".parse().unwrap();
        let key = Secret::new("sk-secret".into());
        from_status(StatusCode::from_u16(status).unwrap(), &HeaderMap::new(), body, &url, Some(&key))
    }

    #[test]
    fn statuses_mean_what_a_person_can_act_on() {
        assert_eq!(read(401, "{}"), Setback::Final(ChatError::Unauthorised));
        assert_eq!(read(403, "<html>"), Setback::Final(ChatError::Unauthorised));
        assert_eq!(read(413, ""), Setback::Final(ChatError::PromptTooLong));
        let quota = r#"{"error":{"message":"You have no credit left","type":"insufficient_quota"}}"#;
        assert!(
            matches!(read(429, quota), Setback::Final(ChatError::Busy(said)) if said.contains("no credit left"))
        );
        assert!(matches!(read(429, ""), Setback::Passing { error: ChatError::Busy(_), .. }));
        assert!(matches!(read(503, "Loading"), Setback::Passing { error: ChatError::Busy(_), .. }));
        assert!(matches!(read(500, ""), Setback::Passing { error: ChatError::Provider(_), .. }));
        assert!(
            matches!(read(404, ""), Setback::Final(ChatError::Provider(said)) if said.contains("name of the model"))
        );
        assert!(
            matches!(read(400, r#"{"error":"bad seed"}"#), Setback::Misunderstood { error: ChatError::Provider(said), .. } if said.starts_with("bad seed"))
        );
        for too_long in [
            r#"{"error":{"message":"x","code":"context_length_exceeded"}}"#,
            r#"{"error":{"code":400,"message":"x","type":"exceed_context_size_error"}}"#,
            r#"{"object":"error","message":"This model's maximum context length is 4096 tokens."}"#,
        ] {
            assert_eq!(read(400, too_long), Setback::Final(ChatError::PromptTooLong), "{too_long}");
        }
    }

    #[test]
    fn a_provider_cannot_flood_or_quote_the_key() {
        let body = serde_json::json!({ "error": { "message": format!("Key sk-secret\n\u{1b}[31m {}", "x".repeat(5000)) } });
        let said = read(418, &body.to_string()).into_error().to_string();
        assert!(!said.contains("sk-secret") && !said.contains('\u{1b}') && !said.contains('\n'), "{said}");
        assert!(said.len() < 450, "{}", said.len());
    }
}
