//! How close memories are to a question in meaning. Their vectors are in memory only: there are few of them, and
//! they are made again from their texts, so that nothing more has to be erased when one is forgotten.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use attune_domain::memory::MemoryHistory;
use attune_domain::{Embedding, Memory, MemoryId};
use attune_persona::memory::Candidate;

use crate::{App, Error};

/// How long a question waits for its vector. A model that is read from the disk just then is not waited for: its
/// words find what they can.
const PATIENCE: Duration = Duration::from_millis(100);

/// What a memory counts as whose vector is not there yet: nothing near.
const UNKNOWN: f32 = -1.0;

/// The vectors of memories, each with the text it was made of.
#[derive(Debug, Default)]
pub(crate) struct MemoryVectors(Mutex<HashMap<MemoryId, (String, Embedding)>>);

impl MemoryVectors {
    fn lock(&self) -> MutexGuard<'_, HashMap<MemoryId, (String, Embedding)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Forgets all.
    pub(crate) fn clear(&self) {
        self.lock().clear();
    }

    /// Those memories whose vector is not there, or is of another text.
    fn missing(&self, memories: &[Memory]) -> Vec<(MemoryId, String)> {
        let known = self.lock();
        let is_missing =
            |memory: &&Memory| known.get(&memory.id).is_none_or(|(text, _)| *text != memory.text);
        memories.iter().filter(is_missing).map(|memory| (memory.id, memory.text.clone())).collect()
    }
}

impl App {
    /// How close each memory is to a question, −1 to 1. None where the embedder is off, not installed or not
    /// ready.
    pub(crate) async fn closeness(&self, question: &str, memories: &[Memory]) -> Option<Vec<f32>> {
        let (_, embedder) = self.embedder().filter(|_| !question.is_empty())?;
        if !self.memory_vectors().missing(memories).is_empty() {
            self.prepare_closeness();
        }
        if self.memory_vectors().lock().is_empty() {
            return None;
        }
        let query = match tokio::time::timeout(PATIENCE, embedder.embed_query(question)).await {
            Ok(Ok(query)) => query,
            Ok(Err(error)) => {
                tracing::warn!(%error, "a question could not be compared with what is remembered");
                return None;
            }
            Err(_) => return None,
        };
        let known = self.memory_vectors().lock();
        let close = |memory: &Memory| known.get(&memory.id).map_or(UNKNOWN, |(_, vector)| query.dot(vector));
        Some(memories.iter().map(close).collect())
    }

    /// How close a candidate without a slot of its own is in meaning to each memory that holds, as far as that
    /// is known in time: by it the same in other words is told from something new.
    pub(crate) async fn closeness_of(
        &self,
        candidate: &Candidate,
        history: &MemoryHistory,
    ) -> Vec<(MemoryId, f32)> {
        let is_settled = candidate.slot.as_ref().is_some_and(|slot| !slot.starts_with("guess:"));
        let Some((_, embedder)) = self.embedder().filter(|_| !is_settled) else { return Vec::new() };
        let vector = tokio::time::timeout(PATIENCE, embedder.embed_passages(vec![candidate.text.clone()]));
        let Some(vector) = vector.await.ok().and_then(Result::ok).and_then(|mut made| made.pop()) else {
            return Vec::new();
        };
        let known = self.memory_vectors().lock();
        history
            .current()
            .filter_map(|memory| {
                known
                    .get(&memory.id)
                    .filter(|(text, _)| *text == memory.text)
                    .map(|(_, other)| (memory.id, vector.dot(other)))
            })
            .collect()
    }

    /// How much each memory is of what the person is interested in these days, 0 to 1; empty while nobody knows.
    pub(crate) fn of_interest(&self, memories: &[Memory]) -> Vec<f32> {
        let Some(user) = self.known_interests().filter(|user| user.knowledge().effective_turns > 0.0) else {
            return Vec::new();
        };
        let known = self.memory_vectors().lock();
        let of =
            |memory: &Memory| known.get(&memory.id).map_or(0.0, |(text, vector)| user.affinity(vector, text));
        memories.iter().map(of).collect()
    }

    /// Makes the vectors that are missing, and drops those of memories that are gone.
    pub(crate) fn prepare_closeness(&self) {
        let app = self.clone();
        tokio::spawn(async move {
            if let Err(error) = app.make_memory_vectors().await {
                tracing::warn!(%error, "memories could not be embedded");
            }
        });
    }

    /// Makes the vectors that are missing and waits for them.
    pub(crate) async fn make_memory_vectors(&self) -> Result<(), Error> {
        let Some((_, embedder)) = self.embedder() else { return Ok(()) };
        let memories = self.store().current_memories().await?;
        self.memory_vectors().lock().retain(|id, _| memories.iter().any(|memory| memory.id == *id));
        let missing = self.memory_vectors().missing(&memories);
        if missing.is_empty() {
            return Ok(());
        }
        let texts = missing.iter().map(|(_, text)| text.clone()).collect();
        match embedder.embed_passages(texts).await {
            Ok(vectors) => {
                let made = missing.into_iter().zip(vectors).map(|((id, text), vector)| (id, (text, vector)));
                self.memory_vectors().lock().extend(made);
            }
            Err(error) => tracing::warn!(%error, "memories could not be embedded"),
        }
        Ok(())
    }
}
