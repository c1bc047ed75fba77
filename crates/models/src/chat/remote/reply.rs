//! What a provider's JSON says: pieces of an answer, its end, its length, or an error.

use serde::Deserialize;
use serde_json::Value;

use crate::chat::FinishReason;

/// What one event, or one whole document, adds to an answer.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Piece {
    /// Text to show.
    pub(super) text: String,
    /// Why the answer ends here.
    pub(super) finish: Option<Finish>,
    /// How long prompt and answer are, in tokens.
    pub(super) usage: Option<Usage>,
    /// Whether it has the shape of an answer at all.
    pub(super) is_answer: bool,
}

/// Why a provider ended an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Finish {
    /// As models end.
    Reason(FinishReason),
    /// The provider's filter did not let it pass.
    Filtered,
}

/// Lengths in tokens.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub(super) struct Usage {
    pub(super) prompt_tokens: u32,
    pub(super) completion_tokens: u32,
}

/// Why a piece is none.
#[derive(Debug, PartialEq)]
pub(super) enum NoPiece {
    /// The provider reports an error.
    Error(Value),
    /// It is not JSON, or JSON of another kind.
    Garbage,
}

/// Reads the JSON of one event or of a whole answer.
pub(super) fn read_piece(json: &str) -> Result<Piece, NoPiece> {
    let value: Value = serde_json::from_str(json).map_err(|_| NoPiece::Garbage)?;
    if let Some(error) = value.get("error").filter(|error| !error.is_null()) {
        return Err(NoPiece::Error(error.clone()));
    }
    let chunk = Chunk::deserialize(value).map_err(|_| NoPiece::Garbage)?;
    let is_answer = chunk.choices.is_some();
    // Several choices are never asked for; if they come, the first is the answer.
    let choice =
        chunk.choices.unwrap_or_default().into_iter().find(|choice| choice.index == 0).unwrap_or_default();
    let saying = choice.delta.or(choice.message).unwrap_or_default();
    let mut text = saying.content.map(Content::into_text).unwrap_or_default();
    text.push_str(saying.refusal.as_deref().unwrap_or_default());
    Ok(Piece {
        text,
        finish: choice.finish_reason.as_deref().map(read_finish),
        usage: chunk.usage,
        is_answer,
    })
}

fn read_finish(reason: &str) -> Finish {
    match reason {
        "length" | "max_tokens" => Finish::Reason(FinishReason::Length),
        "content_filter" => Finish::Filtered,
        _ => Finish::Reason(FinishReason::Stop),
    }
}

#[derive(Deserialize)]
struct Chunk {
    choices: Option<Vec<Choice>>,
    usage: Option<Usage>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Choice {
    index: u32,
    /// In a stream.
    delta: Option<Saying>,
    /// In a whole answer.
    message: Option<Saying>,
    finish_reason: Option<String>,
}

/// `reasoning_content` and its relatives are left out on purpose: they are not the answer.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Saying {
    content: Option<Content>,
    refusal: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Content {
    Text(String),
    Parts(Vec<Part>),
}

#[derive(Deserialize)]
struct Part {
    #[serde(default)]
    text: String,
}

impl Content {
    fn into_text(self) -> String {
        match self {
            Self::Text(text) => text,
            // Thinking parts carry their text one level deeper, so they drop out here.
            Self::Parts(parts) => parts.into_iter().map(|part| part.text).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn check(json: &Value, text: &str, finish: Option<Finish>) {
        let piece = read_piece(&json.to_string()).unwrap();
        assert_eq!((piece.text.as_str(), piece.finish), (text, finish), "{json}");
    }

    #[test]
    fn pieces_of_every_dialect_are_read() {
        let stop = Some(Finish::Reason(FinishReason::Stop));
        check(
            &json!({ "choices": [{ "index": 0, "delta": { "content": "Hi" }, "finish_reason": null }] }),
            "Hi",
            None,
        );
        check(&json!({ "choices": [{ "delta": { "role": "assistant", "content": null } }] }), "", None);
        check(&json!({ "choices": [{ "delta": { "reasoning_content": "hmm", "content": "" } }] }), "", None);
        check(&json!({ "choices": [{ "delta": {}, "finish_reason": "stop" }] }), "", stop);
        check(&json!({ "choices": [{ "delta": {}, "finish_reason": "tool_calls" }] }), "", stop);
        check(
            &json!({ "choices": [{ "delta": {}, "finish_reason": "length" }] }),
            "",
            Some(Finish::Reason(FinishReason::Length)),
        );
        check(
            &json!({ "choices": [{ "delta": {}, "finish_reason": "content_filter" }] }),
            "",
            Some(Finish::Filtered),
        );
        check(&json!({ "choices": [{ "delta": { "refusal": "No." } }] }), "No.", None);
        check(&json!({ "choices": [{ "index": 1, "delta": { "content": "other" } }] }), "", None);
        check(&json!({ "choices": [], "prompt_filter_results": [] }), "", None);
        check(
            &json!({ "choices": [{ "message": { "content": "All" }, "finish_reason": "stop" }] }),
            "All",
            stop,
        );
        let parts = json!([{ "type": "thinking", "thinking": [{ "type": "text", "text": "hm" }] }, { "type": "text", "text": "Yes" }]);
        check(&json!({ "choices": [{ "delta": { "content": parts } }] }), "Yes", None);
    }

    #[test]
    fn lengths_and_errors_are_read() {
        let usage = json!({ "choices": [], "usage": { "prompt_tokens": 9, "completion_tokens": 4, "total_tokens": 13 } });
        let piece = read_piece(&usage.to_string()).unwrap();
        assert_eq!(piece.usage, Some(Usage { prompt_tokens: 9, completion_tokens: 4 }));
        assert_eq!(
            read_piece(r#"{"choices":null,"error":{"code":500}}"#),
            Err(NoPiece::Error(json!({ "code": 500 })))
        );
        assert!(!read_piece(r#"{"type":"ping","error":null}"#).unwrap().is_answer);
        for garbage in ["", "{", "<html>", "[1]", "\"text\"", r#"{"choices":"none"}"#] {
            assert_eq!(read_piece(garbage), Err(NoPiece::Garbage), "{garbage}");
        }
    }
}
