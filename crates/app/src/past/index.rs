//! Everything that was said, in memory, in the form that the search in it needs. It is read from the database once
//! and then read on; no text is kept.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use attune_domain::{Author, ConversationId, Embedding, MessageId, ModelId, QuantisedEmbedding};
use attune_persona::recall::{Question, Recall, Recalled, Turn};
use attune_store::{MessageNumber, PastMessage, Store, StoreError, VectorNumber};
use tokio::sync::{Mutex, OwnedMutexGuard};

/// Messages that are read at a time.
const MESSAGES: u32 = 2_000;
/// Vectors that are read at a time.
const VECTORS: u32 = 10_000;
/// As many messages as are taken in without leaving the thread that asked.
const FEW: usize = 16;

/// What was said; clones share it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Past(Arc<Mutex<Index>>);

/// The past, and nobody else changes it.
pub(super) type Held = OwnedMutexGuard<Index>;

#[derive(Debug, Default)]
pub(super) struct Index {
    recall: Recall,
    said: Vec<Said>,
    places: HashMap<MessageId, usize>,
    /// Vectors that came before their messages.
    early: HashMap<MessageId, QuantisedEmbedding>,
    model: Option<ModelId>,
    messages_to: MessageNumber,
    vectors_to: VectorNumber,
}

/// What is known of a message without its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Said {
    pub(super) message: MessageId,
    pub(super) conversation: ConversationId,
    pub(super) parent: Option<MessageId>,
    pub(super) author: Author,
}

/// Where a question is asked, and what it must not be told.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    pub(super) text: String,
    pub(super) whole: Option<Embedding>,
    pub(super) conversation: ConversationId,
    /// The question's own message.
    pub(super) question: MessageId,
    /// What the prompt tells already.
    pub(super) told: HashSet<MessageId>,
    /// What was said in these, and answered to them, is not to be said again.
    pub(super) untold: HashSet<MessageId>,
    /// Nothing of these goes into another conversation.
    pub(super) apart: HashSet<ConversationId>,
}

impl Past {
    /// Forgets all; it is read again when it is needed. The database has changed already.
    pub(crate) async fn forget_all(&self) {
        *self.0.lock().await = Index::default();
    }

    /// Forgets a conversation; the database has forgotten it already.
    pub(crate) async fn forget(&self, conversation: ConversationId) {
        let mut index = self.0.lock().await;
        let Index { recall, said, .. } = &mut *index;
        let of_it = said.iter().enumerate().filter(|(_, said)| said.conversation == conversation);
        of_it.for_each(|(turn, _)| recall.forget(turn));
    }

    /// Reads what is not read yet, and its vectors by `model` where there is one.
    pub(super) async fn read_on(&self, store: &Store, model: Option<&ModelId>) -> Result<Held, StoreError> {
        let mut index = self.0.clone().lock_owned().await;
        loop {
            let (messages, next) = store.messages_since(index.messages_to, MESSAGES).await?;
            let is_all = messages.len() < MESSAGES as usize;
            index = if messages.len() <= FEW {
                messages.iter().for_each(|message| index.take(message));
                index
            } else {
                // Stemming thousands of texts takes a while.
                aside(index, move |index| messages.iter().for_each(|message| index.take(message))).await
            };
            index.messages_to = next;
            if is_all {
                break;
            }
        }
        let Some(model) = model else { return Ok(index) };
        if index.model.as_ref() != Some(model) {
            index.model = Some(model.clone());
            index.vectors_to = VectorNumber::default();
        }
        loop {
            let vectors = store.vectors_since(model, index.vectors_to, VECTORS).await?;
            let Some(last) = vectors.last() else { return Ok(index) };
            index.vectors_to = last.number;
            for vector in vectors {
                match index.places.get(&vector.message).copied() {
                    Some(turn) => index.recall.set_whole(turn, &vector.embedding),
                    None => drop(index.early.insert(vector.message, vector.embedding)),
                }
            }
        }
    }
}

/// Works on the past without keeping others from theirs.
pub(super) async fn aside<T: Send + 'static>(
    mut index: Held,
    work: impl FnOnce(&mut Index) -> T + Send + 'static,
) -> Held {
    let work = tokio::task::spawn_blocking(move || {
        work(&mut index);
        index
    });
    match work.await {
        Ok(index) => index,
        Err(error) => std::panic::resume_unwind(error.into_panic()),
    }
}

impl Index {
    fn take(&mut self, message: &PastMessage) {
        if self.places.contains_key(&message.message) {
            return;
        }
        let turn = self.recall.push(Turn {
            text: message.text.clone(),
            conversation: Some(message.conversation.to_string()),
            whole: self.early.remove(&message.message),
            ..Turn::default()
        });
        self.places.insert(message.message, turn);
        self.said.push(Said {
            message: message.message,
            conversation: message.conversation,
            parent: message.parent,
            author: message.author,
        });
    }

    /// The messages that matter most to a question, best first, at most `most`: of all conversations but this
    /// one, and of this one what the question follows and is not told any more. Of branches that answer the same,
    /// the best one alone.
    pub(super) fn rank(&self, asked: &Asked, most: usize) -> Vec<(Said, Recalled)> {
        let before = self.before(asked.question);
        let may = |turn: usize| {
            let said = &self.said[turn];
            let is_here = said.conversation == asked.conversation;
            (if is_here { before.contains(&turn) } else { !asked.apart.contains(&said.conversation) })
                && said.message != asked.question
                && !asked.told.contains(&said.message)
                && !asked.untold.contains(&said.message)
                && !said
                    .parent
                    .is_some_and(|parent| said.author == Author::Assistant && asked.untold.contains(&parent))
        };
        let question = Question { text: &asked.text, whole: asked.whole.as_ref(), tokens: None };
        let mut parents = HashSet::new();
        let ranked = self.recall.rank_among(question, 2 * most, may).into_iter();
        ranked
            .map(|recalled| (self.said[recalled.turn], recalled))
            .filter(|(said, _)| said.parent.is_none_or(|parent| parents.insert(parent)))
            .take(most)
            .collect()
    }

    /// The messages of any conversation that are about a text, the one that is most so first, at most `most`.
    pub(super) fn about(&self, text: &str, whole: &Embedding, most: usize) -> Vec<(Said, Recalled)> {
        let question = Question { text, whole: Some(whole), tokens: None };
        let ranked = self.recall.rank(question, most).into_iter();
        ranked.map(|recalled| (self.said[recalled.turn], recalled)).collect()
    }

    /// What a message follows in its conversation.
    fn before(&self, message: MessageId) -> HashSet<usize> {
        let parent = |turn: &usize| self.places.get(&self.said[*turn].parent?).copied();
        let first = self.places.get(&message).copied();
        let mut before: HashSet<usize> = HashSet::new();
        let mut next = first.and_then(|turn| parent(&turn));
        // A cycle ends; only a damaged database has one.
        while let Some(turn) = next.filter(|turn| before.insert(*turn)) {
            next = parent(&turn);
        }
        before
    }
}
