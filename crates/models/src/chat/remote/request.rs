//! The body of a request, and what is learned about the fields that a provider does not take.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};

use crate::chat::{ChatImage, ChatRequest, ChatRole};

/// What a provider's model turned out not to understand. “OpenAI-compatible” has no exact meaning: newer
/// models refuse `max_tokens` and a temperature, older servers refuse `stream_options`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Dialect {
    max_completion_tokens: bool,
    left_out: Vec<&'static str>,
}

/// Fields without which an answer is still an answer.
const OPTIONAL: [&str; 4] = ["stream_options", "temperature", "top_p", "seed"];

impl Dialect {
    /// Learns from a refused request. None when the refusal is not about a field that can be left out.
    pub(super) fn learn(&self, refusal: &str) -> Option<Self> {
        let mut learned = self.clone();
        if refusal.contains("max_completion_tokens") && !self.max_completion_tokens {
            learned.max_completion_tokens = true;
            return Some(learned);
        }
        let field =
            OPTIONAL.into_iter().find(|field| refusal.contains(field) && !self.left_out.contains(field))?;
        learned.left_out.push(field);
        Some(learned)
    }

    /// The body for a streamed answer.
    pub(super) fn body(&self, model: &str, request: &ChatRequest) -> Value {
        let shows = request.turns.iter().rposition(|turn| turn.role == ChatRole::User);
        let content = |at: usize, text: &str| match shows {
            Some(shown) if shown == at && !request.images.is_empty() => with_images(text, &request.images),
            _ => text.into(),
        };
        let turns: Vec<Value> = request
            .turns
            .iter()
            .enumerate()
            .map(|(at, turn)| json!({ "role": role_name(turn.role), "content": content(at, &turn.text) }))
            .collect();
        let mut body = Map::new();
        body.insert("model".into(), model.into());
        body.insert("messages".into(), turns.into());
        body.insert("stream".into(), true.into());
        body.insert("stream_options".into(), json!({ "include_usage": true }));
        let limit = if self.max_completion_tokens { "max_completion_tokens" } else { "max_tokens" };
        body.insert(limit.into(), request.max_tokens.into());
        body.insert("temperature".into(), rounded(request.sampling.temperature));
        body.insert("top_p".into(), rounded(request.sampling.top_p));
        // Zero is nobody's choice, and some providers have no seed at all.
        if request.sampling.seed != 0 {
            body.insert("seed".into(), request.sampling.seed.into());
        }
        if let Some(schema) = &request.schema {
            let format = json!({ "name": "answer", "strict": true, "schema": schema });
            body.insert("response_format".into(), json!({ "type": "json_schema", "json_schema": format }));
        }
        for field in &self.left_out {
            body.remove(*field);
        }
        Value::Object(body)
    }
}

/// A turn that shows images: its text first, then each image as a `data:` address.
fn with_images(text: &str, images: &[ChatImage]) -> Value {
    let image = |image: &ChatImage| {
        let address = format!("data:{};base64,{}", image.media, STANDARD.encode(&image.file));
        json!({ "type": "image_url", "image_url": { "url": address } })
    };
    let text = json!({ "type": "text", "text": text });
    std::iter::once(text).chain(images.iter().map(image)).collect()
}

/// A single-precision 0.3 is 0.30000001192… as a double; nobody meant that.
fn rounded(value: f32) -> Value {
    ((f64::from(value) * 10_000.0).round() / 10_000.0).into()
}

fn role_name(role: ChatRole) -> &'static str {
    match role {
        ChatRole::System => "system",
        ChatRole::User => "user",
        ChatRole::Assistant => "assistant",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chat::{Sampling, Turn};

    fn request() -> ChatRequest {
        ChatRequest {
            turns: vec![
                Turn { role: ChatRole::System, text: "Be brief.".into() },
                Turn { role: ChatRole::User, text: "Hello".into() },
            ],
            max_tokens: 64,
            sampling: Sampling { seed: 7, ..Sampling::default() },
            schema: Some(json!({ "type": "object" })),
            images: Vec::new(),
            note: None,
        }
    }

    #[test]
    fn the_body_says_what_was_asked() {
        assert_eq!(
            Dialect::default().body("m", &request()),
            json!({
                "model": "m",
                "messages": [
                    { "role": "system", "content": "Be brief." },
                    { "role": "user", "content": "Hello" },
                ],
                "stream": true,
                "stream_options": { "include_usage": true },
                "max_tokens": 64,
                "temperature": 0.3,
                "top_p": 0.95,
                "seed": 7,
                "response_format": {
                    "type": "json_schema",
                    "json_schema": { "name": "answer", "strict": true, "schema": { "type": "object" } },
                },
            })
        );
    }

    #[test]
    fn refused_fields_are_left_out_one_by_one() {
        let first = "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.";
        let dialect = Dialect::default().learn(first).unwrap();
        let dialect = dialect.learn("Unsupported value: 'temperature' does not support 0.3").unwrap();
        let body = dialect.body("m", &request());
        assert_eq!(body["max_completion_tokens"], 64);
        assert!(body.get("max_tokens").is_none() && body.get("temperature").is_none());
        // The same complaint again teaches nothing, so that it cannot go round in circles.
        assert_eq!(dialect.learn(first), None);
        assert_eq!(dialect.learn("'temperature' again"), None);
        assert_eq!(Dialect::default().learn("max_tokens is too large"), None);
    }
}
