//! From a conversation to a request for a model.

use std::collections::HashSet;

use attune_domain::{
    Author, Language, Message, MessageId, MessageStatus, PromptShares, RoleTemplate, SettingKey, Style,
};
use attune_models::chat::{ChatRequest, ChatRole, Sampling, Turn};
use attune_persona::memory::disarm;
use attune_persona::{
    Budget, Composed, Known, PastTurn, Person, PromptTurn, QuotedMemory, QuotedTurn, Speaker, compose,
};

use crate::App;

/// Everything of a prompt but the answer.
pub(super) struct Prompt {
    pub request: ChatRequest,
    /// Earlier messages that did not fit.
    pub dropped: u32,
    /// The memories that fitted, by their place.
    pub told_memories: Vec<usize>,
    /// The messages of the past that fitted, by their place.
    pub told_past: Vec<usize>,
    /// What the room went to.
    pub shares: PromptShares,
    /// The language of the labels that were asked for.
    pub language: Language,
}

impl App {
    pub(super) fn person(&self) -> Person {
        Person {
            name: self.setting_text(SettingKey::ProfileName),
            about: self.setting_text(SettingKey::ProfileAbout),
            language: self.reads_in(),
        }
    }
}

/// What was found for a question.
#[derive(Clone, Copy)]
pub(super) struct Found<'a> {
    pub person: &'a Person,
    pub memories: &'a [QuotedMemory],
    pub past: &'a [QuotedTurn],
}

/// Composes the prompt for the question at the end of `messages`.
pub(super) fn prompt(
    role: &RoleTemplate,
    style: Style,
    found: Found<'_>,
    messages: &[Message],
    context_tokens: u32,
) -> Prompt {
    let (question, beside, earlier) = split(messages);
    let history: Vec<PastTurn> = past_turns(earlier).into_iter().map(|(_, turn)| turn).collect();
    let budget = Budget { context_tokens, answer_tokens: u32::MAX };
    let Found { person, memories, past } = found;
    let known = Known { person, memories, past, beside: &beside, history: &history };
    let composed = compose(role, style, &known, question, budget);
    let Composed { turns, max_answer_tokens, shares, dropped_turns, told_memories, told_past, language } =
        composed;
    Prompt {
        request: ChatRequest {
            turns: self::turns(turns),
            max_tokens: max_answer_tokens,
            sampling: Sampling::default(),
            schema: None,
            images: Vec::new(),
            note: None,
        },
        dropped: u32::try_from(dropped_turns).unwrap_or(u32::MAX),
        told_memories,
        told_past,
        shares,
        language,
    }
}

/// The messages that a prompt for the question at the end of `messages` would tell by itself, the question
/// included.
pub(super) fn window(
    role: &RoleTemplate,
    person: &Person,
    messages: &[Message],
    context_tokens: u32,
) -> HashSet<MessageId> {
    let (question, beside, earlier) = split(messages);
    let (ids, history): (Vec<MessageId>, Vec<PastTurn>) = past_turns(earlier).into_iter().unzip();
    let budget = Budget { context_tokens, answer_tokens: u32::MAX };
    let known = Known { beside: &beside, history: &history, ..Known::of(person) };
    let composed = compose(role, Style::of_role(role), &known, question, budget);
    ids[composed.dropped_turns..].iter().copied().chain(messages.last().map(|last| last.id)).collect()
}

/// The question, what was read and heard in what stands beside it, and what came before.
fn split(messages: &[Message]) -> (&str, String, &[Message]) {
    match messages.split_last() {
        Some((last, earlier)) => (last.text.as_str(), last.read_beside(), earlier),
        None => ("", String::new(), messages),
    }
}

/// What a person said earlier, with what was read and heard in what stood beside it.
pub(super) fn told(message: &Message) -> String {
    if message.attachments.is_empty() {
        return message.text.clone();
    }
    format!("{}\n\n{}", message.text, disarm(&message.read_beside()))
}

/// Earlier turns that a model can learn from. An answer of which nothing came is passed over together with
/// its question, because two questions in a row confuse chat templates.
fn past_turns(messages: &[Message]) -> Vec<(MessageId, PastTurn)> {
    let mut turns: Vec<(MessageId, PastTurn)> = Vec::new();
    for message in messages {
        let empty = message.text.trim().is_empty();
        match message.author {
            Author::Person => {
                turns.push((message.id, PastTurn { speaker: Speaker::Person, text: told(message) }));
            }
            Author::Assistant if empty || message.status == MessageStatus::Streaming => {
                if turns.last().is_some_and(|(_, turn)| turn.speaker == Speaker::Person) {
                    turns.pop();
                }
            }
            Author::Assistant => {
                let turn = PastTurn { speaker: Speaker::Assistant, text: message.text.clone() };
                turns.push((message.id, turn));
            }
        }
    }
    turns
}

/// A composed prompt as the model reads it.
pub(crate) fn turns(composed: Vec<PromptTurn>) -> Vec<Turn> {
    composed.into_iter().map(turn).collect()
}

fn turn(turn: PromptTurn) -> Turn {
    let role = match turn.speaker {
        Speaker::System => ChatRole::System,
        Speaker::Person => ChatRole::User,
        Speaker::Assistant => ChatRole::Assistant,
    };
    Turn { role, text: turn.text }
}

#[cfg(test)]
mod tests {
    use attune_domain::{ConversationId, MessageId, Timestamp};
    use uuid::Uuid;

    use super::*;

    fn message(author: Author, text: &str) -> Message {
        Message {
            id: MessageId(Uuid::nil()),
            conversation: ConversationId(Uuid::nil()),
            parent: None,
            author,
            status: MessageStatus::Complete,
            text: text.to_owned(),
            attachments: Vec::new(),
            created_at: Timestamp(0),
            origin: None,
            adherence: None,
            failure: None,
        }
    }

    #[test]
    fn a_question_without_an_answer_is_not_told_again() {
        let messages = [
            message(Author::Person, "one"),
            message(Author::Assistant, ""),
            message(Author::Person, "two"),
            message(Author::Assistant, "answer"),
        ];
        let texts: Vec<String> = past_turns(&messages).into_iter().map(|(_, turn)| turn.text).collect();
        assert_eq!(texts, ["two", "answer"]);
    }
}
