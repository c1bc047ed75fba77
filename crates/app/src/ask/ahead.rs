//! What a model can read before the question is known: the role, and the conversation as the next question will be
//! told after it.

use attune_domain::{
    Author, Conversation, ConversationId, Message, MessageId, MessageStatus, RoleTemplate, SettingKey, Style,
};
use attune_models::chat::Turn;
use uuid::Uuid;

use super::prompt::{Found, prompt};
use super::write::CHARS_PER_TOKEN;
use crate::{App, Error};

impl App {
    /// A conversation, or one that a first question would begin.
    pub(crate) async fn conversation_to_go_on(
        &self,
        id: Option<ConversationId>,
    ) -> Result<Conversation, Error> {
        if let Some(id) = id {
            return Ok(self.shelf(id).conversation(id).await?);
        }
        let now = self.clock().now();
        Ok(Conversation {
            id: ConversationId(Uuid::nil()),
            title: String::new(),
            role: self.default_role().await?,
            pinned: false,
            apart: false,
            temporary: false,
            tip: None,
            created_at: now,
            updated_at: now,
        })
    }

    /// The turns before the next question to the local model. Which memories and how much of the conversation will
    /// come along depends on the question too, so this is a guess, of which a model need only read again what
    /// turns out to be different.
    pub(crate) async fn turns_before_question(
        &self,
        conversation: &Conversation,
        role: &RoleTemplate,
    ) -> Result<Vec<Turn>, Error> {
        let context_tokens = self.setting_number(SettingKey::ContextTokens);
        let id = conversation.id;
        let mut messages = match conversation.tip {
            Some(tip) => {
                let most_chars = context_tokens.saturating_mul(CHARS_PER_TOKEN);
                self.shelf(id).recent_turns(id, tip, most_chars).await?.0
            }
            None => Vec::new(),
        };
        messages.push(self.to_be_asked(conversation));
        let (person, memories) = (self.person(), self.recall(conversation, &messages, None).await?.quoted());
        let found = Found { person: &person, memories: &memories, past: &[] };
        let mut turns = prompt(role, Style::of_role(role), found, &messages, context_tokens).request.turns;
        turns.pop();
        Ok(turns)
    }

    /// A question of which nothing is known.
    pub(super) fn to_be_asked(&self, conversation: &Conversation) -> Message {
        Message {
            id: MessageId(Uuid::nil()),
            conversation: conversation.id,
            parent: conversation.tip,
            author: Author::Person,
            status: MessageStatus::Complete,
            text: String::new(),
            attachments: Vec::new(),
            created_at: self.clock().now(),
            origin: None,
            adherence: None,
            failure: None,
        }
    }
}
