//! Learning from what a person says, as soon as they said it. Nothing is learned in temporary conversations
//! and those that are kept apart, nor while the person or policy has it switched off.

use std::sync::Once;

use attune_domain::memory::MemorySource;
use attune_domain::{Author, Conversation, Language, Message, SettingKey};
use attune_persona::language::detect_language;
use attune_persona::memory::{extract_memories, extract_memories_in, was_read};
use attune_wire::Event;

use crate::{App, Error};

impl App {
    /// Learns from a question. A message is read once: what it taught may have been forgotten since.
    pub(crate) async fn learn_from(&self, conversation: &Conversation, question: &Message) {
        if conversation.temporary || conversation.apart || !self.learns() {
            return;
        }
        // An answer does not depend on it, so a failure ends in the log only.
        match self.read_message(question).await {
            Ok(true) => {
                self.prepare_closeness();
                self.publish(Event::MemoriesChanged {});
            }
            Ok(false) => {}
            Err(error) => tracing::warn!(%error, "nothing was learned from a message"),
        }
    }

    /// Makes the rules ready, once in a program, before the first question needs them.
    pub(crate) fn prepare_to_learn(&self) {
        static READY: Once = Once::new();
        if READY.is_completed() || !self.learns() {
            return;
        }
        tokio::task::spawn_blocking(|| {
            READY.call_once(|| {
                for (text, language) in
                    [("I like tea.", Language::English), ("Ich mag Tee.", Language::German)]
                {
                    drop(extract_memories(text, language, Author::Person));
                }
            });
        });
    }

    /// The language that the person reads.
    pub(crate) fn reads_in(&self) -> Language {
        Language::from_tag(&self.setting_text(SettingKey::Language)).unwrap_or_default()
    }

    async fn read_message(&self, question: &Message) -> Result<bool, Error> {
        let language = detect_language(&question.text).unwrap_or(self.reads_in());
        let conversation = Some(question.conversation);
        let candidates = extract_memories_in(&question.text, language, question.author, conversation);
        self.set_aside(question, language).await?;
        if candidates.is_empty() || was_read(&self.store().memory_history().await?, question.id) {
            return Ok(false);
        }
        let source = MemorySource::Message { conversation: question.conversation, message: question.id };
        for candidate in &candidates {
            self.consider(candidate, source).await?;
        }
        Ok(true)
    }
}
