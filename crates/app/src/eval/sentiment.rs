//! How dissatisfied a message is, line by line.

use attune_persona::signal::{FollowUp, Update, read_dissatisfaction};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// One line in.
#[derive(Debug, Deserialize)]
struct Request {
    id: Value,
    text: String,
    /// The question that the message follows, where it is known.
    #[serde(default)]
    question: Option<String>,
}

/// One line out.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Answer {
    /// What was read.
    Read {
        /// The line's own id.
        id: Value,
        /// From 0, delighted, to 1, at the end of their patience.
        dissatisfaction: f32,
        /// What may be learned: `none`, `negative` or `positive`.
        update: &'static str,
    },
    /// The line was not understood.
    Refused {
        /// What is wrong with it.
        error: String,
    },
}

/// Answers one line.
#[must_use]
pub fn answer(line: &str) -> Answer {
    let request: Request = match serde_json::from_str(line) {
        Ok(request) => request,
        Err(error) => {
            let error = format!("The line is not a request: {error}. Write {{\"id\":…,\"text\":\"…\"}}.");
            return Answer::Refused { error };
        }
    };
    let message = FollowUp { text: &request.text, question: request.question.as_deref() };
    let found = read_dissatisfaction(&message);
    let update = match found.update {
        Update::None => "none",
        Update::Negative => "negative",
        Update::Positive => "positive",
    };
    Answer::Read { id: request.id, dissatisfaction: found.score, update }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, expected: &str) {
        assert!(matches!(answer(line), Answer::Read { update, .. } if update == expected), "{line}");
    }

    #[test]
    fn each_line_is_answered() {
        check(r#"{"id":"a","text":"That's not what I asked"}"#, "negative");
        check(r#"{"id":7,"text":"my printer is dead"}"#, "none");
        check(r#"{"id":"c","text":"Perfect, thank you so much!","speaker":"user"}"#, "positive");
    }

    #[test]
    fn a_line_that_is_no_request_is_refused_with_a_sentence() {
        for line in ["", "no", r#"{"id":"a"}"#, r#"{"text":"x"}"#] {
            assert!(matches!(answer(line), Answer::Refused { error } if error.ends_with("}.")), "{line}");
        }
    }
}
