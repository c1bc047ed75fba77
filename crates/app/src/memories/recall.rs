//! Remembering: which memories go into the prompt of a question, and which stay out and why.

use attune_domain::memory::{MemoryReason, MemoryScope, MemoryUse};
use attune_domain::{Author, Conversation, Memory, MemoryId, Message, ProviderConfig};
use attune_persona::QuotedMemory;
use attune_persona::memory::{AskedIn, ChosenMemory, named_in, select_memories};

use crate::clock::now;
use crate::{App, Error};

/// Memories for a question.
#[derive(Debug, Default)]
pub(crate) struct Recalled {
    chosen: Vec<ChosenMemory>,
    left_out: Vec<MemoryUse>,
}

impl App {
    /// The memories for the question at the end of `messages`. A provider gets none, unless the person lets it
    /// and policy does too. A temporary conversation neither reads nor writes memories.
    pub(crate) async fn recall(
        &self,
        conversation: &Conversation,
        messages: &[Message],
        provider: Option<&ProviderConfig>,
    ) -> Result<Recalled, Error> {
        if conversation.temporary {
            return Ok(Recalled::default());
        }
        let memories = self.store().current_memories().await?;
        if memories.is_empty() {
            return Ok(Recalled::default());
        }
        let question = messages.last().map_or("", |message| message.text.as_str());
        let earlier = told_before(messages);
        let project = project_of(conversation, messages, &memories);
        let asked_in =
            AskedIn { conversation: Some(conversation.id), project: project.as_deref(), earlier: &earlier };
        let closeness = self.closeness(question, &memories).await;
        let selection = select_memories(question, &memories, asked_in, now(), closeness.as_deref());
        let left_out = selection.left_out.iter().map(|memory| used(memory, memory.reason)).collect();
        let recalled = Recalled { chosen: selection.chosen, left_out };
        Ok(if self.may_read_memories(provider) { recalled } else { recalled.withheld() })
    }

    fn may_read_memories(&self, provider: Option<&ProviderConfig>) -> bool {
        provider.is_none_or(|provider| provider.memories && self.policy().rules.remote.memories)
    }
}

impl Recalled {
    /// The memories as the prompt quotes them.
    pub(crate) fn quoted(&self) -> Vec<QuotedMemory> {
        self.chosen.iter().map(|memory| QuotedMemory { text: memory.text.clone() }).collect()
    }

    /// What went into the prompt and what did not, after the last `dropped` did not fit.
    pub(crate) fn uses(self, dropped: usize) -> (Vec<MemoryUse>, Vec<MemoryUse>) {
        let fitted = self.chosen.len().saturating_sub(dropped);
        let mut left_out: Vec<MemoryUse> =
            self.chosen[fitted..].iter().map(|memory| used(memory, MemoryReason::NoRoom)).collect();
        left_out.extend(self.left_out);
        let told = self.chosen[..fitted].iter().map(|memory| used(memory, memory.reason)).collect();
        (told, left_out)
    }

    fn withheld(self) -> Self {
        let left_out = self.chosen.iter().map(|memory| used(memory, MemoryReason::Withheld)).collect();
        Self { chosen: Vec::new(), left_out }
    }
}

/// The project that a question is about, of those that something is remembered of: the one that was named last,
/// by the question, by the person before it, or by the conversation's title.
fn project_of(conversation: &Conversation, messages: &[Message], memories: &[Memory]) -> Option<String> {
    let said = messages.iter().rev().filter(|message| message.author == Author::Person);
    let texts = said.map(|message| message.text.as_str()).chain([conversation.title.as_str()]);
    let names: Vec<&str> = memories
        .iter()
        .filter_map(|memory| match &memory.scope {
            MemoryScope::Project { name } => Some(name.as_str()),
            _ => None,
        })
        .collect();
    if names.is_empty() {
        return None;
    }
    texts.into_iter().find_map(|text| named_in(text, &names)).map(str::to_owned)
}

/// What the prompt of the newest answer told, in its order: as long as it begins in the same way, a model need
/// not read it again.
fn told_before(messages: &[Message]) -> Vec<MemoryId> {
    let newest = messages.iter().rev().find(|message| message.author == Author::Assistant);
    let origin = newest.and_then(|message| message.origin.as_ref());
    origin.map_or_else(Vec::new, |origin| origin.memories.iter().map(|used| used.id).collect())
}

fn used(memory: &ChosenMemory, reason: MemoryReason) -> MemoryUse {
    MemoryUse { id: memory.id, score: memory.score, reason }
}
