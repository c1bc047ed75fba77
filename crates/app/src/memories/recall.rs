//! Remembering: which memories go into the prompt of a question, and which stay out and why.

use std::collections::HashSet;

use attune_domain::memory::{MemoryReason, MemoryScope, MemoryUse};
use attune_domain::{Author, Conversation, Memory, MemoryId, Message, MessageId, ProviderConfig};
use attune_persona::QuotedMemory;
use attune_persona::memory::{AskedIn, ChosenMemory, named_in, select_memories};

use crate::{App, Error};

/// Memories for a question.
#[derive(Debug, Default)]
pub(crate) struct Recalled {
    chosen: Vec<ChosenMemory>,
    left_out: Vec<MemoryUse>,
    /// Those that stand before the conversation.
    settled: HashSet<MemoryId>,
    /// The messages that those which were chosen were said in.
    said_in: HashSet<MessageId>,
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
        let interests = self.of_interest(&memories);
        let asked_in = AskedIn {
            conversation: Some(conversation.id),
            project: project.as_deref(),
            earlier: &earlier,
            interests: &interests,
        };
        let closeness = self.closeness(question, &memories).await;
        let selection =
            select_memories(question, &memories, asked_in, self.clock().now(), closeness.as_deref());
        let left_out = selection.left_out.iter().map(|memory| used(memory, memory.reason)).collect();
        let chosen = |id: &MemoryId| selection.chosen.iter().any(|memory| memory.id == *id);
        let said_in = memories.iter().filter(|memory| chosen(&memory.id));
        let said_in = said_in.filter_map(|memory| memory.source.message()).collect();
        let settled = settled(messages, &selection.chosen);
        let recalled = Recalled { chosen: selection.chosen, left_out, settled, said_in };
        Ok(if self.may_read_memories(provider) { recalled } else { recalled.withheld() })
    }

    /// Whether a model may be told what is remembered: a provider's only where the person and policy let it.
    pub(crate) fn may_read_memories(&self, provider: Option<&ProviderConfig>) -> bool {
        provider.is_none_or(|provider| provider.memories && self.policy().rules.remote.memories)
    }
}

impl Recalled {
    /// The memories as the prompt quotes them.
    pub(crate) fn quoted(&self) -> Vec<QuotedMemory> {
        let quote = |memory: &ChosenMemory| QuotedMemory {
            text: memory.text.clone(),
            value: if memory.reason == MemoryReason::Pinned { 1.0 } else { memory.score },
            settled: self.settled.contains(&memory.id),
        };
        self.chosen.iter().map(quote).collect()
    }

    /// The messages that the memories were said in.
    pub(crate) fn said_in(&self) -> HashSet<MessageId> {
        self.said_in.clone()
    }

    /// What went into the prompt and what did not, after those at `told` fitted. Those that stand before the
    /// conversation come first; the last figure is how many they are.
    pub(crate) fn uses(self, told: &[usize]) -> (Vec<MemoryUse>, Vec<MemoryUse>, u32) {
        let (mut settled, mut beside, mut left_out) = (Vec::new(), Vec::new(), Vec::new());
        for (at, memory) in self.chosen.iter().enumerate() {
            if !told.contains(&at) {
                left_out.push(used(memory, MemoryReason::NoRoom));
            } else if self.settled.contains(&memory.id) {
                settled.push(used(memory, memory.reason));
            } else {
                beside.push(used(memory, memory.reason));
            }
        }
        left_out.extend(self.left_out);
        let before = u32::try_from(settled.len()).unwrap_or(u32::MAX);
        settled.extend(beside);
        (settled, left_out, before)
    }

    fn withheld(self) -> Self {
        let left_out = self.chosen.iter().map(|memory| used(memory, MemoryReason::Withheld)).collect();
        Self { left_out, ..Self::default() }
    }
}

/// Which memories stand before the conversation: those that stood there for the answer before this one, and for
/// a first answer those that do not hang on the question. Whatever comes later stands beside the question.
fn settled(messages: &[Message], chosen: &[ChosenMemory]) -> HashSet<MemoryId> {
    let newest = messages.iter().rev().filter(|message| message.author == Author::Assistant);
    match newest.filter_map(|message| message.origin.as_ref()).find(|origin| origin.role.is_some()) {
        Some(origin) => {
            let stood = usize::try_from(origin.settled_memories).unwrap_or(usize::MAX);
            origin.memories.iter().take(stood).map(|used| used.id).collect()
        }
        None => {
            let settles = |memory: &&ChosenMemory| {
                matches!(memory.reason, MemoryReason::Pinned | MemoryReason::Manner | MemoryReason::Strength)
            };
            chosen.iter().filter(settles).map(|memory| memory.id).collect()
        }
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
