//! How far an installation is, told often enough to be smooth and seldom enough to cost nothing.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use attune_domain::ModelId;

/// How far an installation is. Within a phase and source, `done` only grows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// Which model.
    pub id: ModelId,
    /// What is being done.
    pub phase: Phase,
    /// Bytes done in this phase.
    pub done: u64,
    /// Bytes of this phase.
    pub total: u64,
    /// Where the model comes from, for a person to read. Empty before a source was chosen.
    pub source: String,
}

/// What an installation is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Looking at the disk, at what an earlier try left, and at sources.
    Checking,
    /// Fetching.
    Downloading,
    /// Putting parts together.
    Joining,
    /// Comparing hashes.
    Verifying,
    /// Changing the file's form.
    Converting,
    /// Done.
    Done,
}

/// Steps of a phase that are worth telling about.
const STEPS: u64 = 400;

/// Tells the caller how far it is. Clones tell the same caller.
#[derive(Clone)]
pub(super) struct Reporter {
    shared: Arc<Shared>,
}

struct Shared {
    tell: Arc<dyn Fn(Progress) + Send + Sync>,
    now: Mutex<Progress>,
}

impl Reporter {
    pub(super) fn new(id: ModelId, tell: Arc<dyn Fn(Progress) + Send + Sync>) -> Self {
        let now = Progress { id, phase: Phase::Checking, done: 0, total: 0, source: String::new() };
        Self { shared: Arc::new(Shared { tell, now: Mutex::new(now) }) }
    }

    /// Begins a phase.
    pub(super) fn enter(&self, phase: Phase, source: &str, total: u64) {
        self.change(|now| {
            let changed = now.phase != phase || now.source != source || now.total != total;
            if changed {
                *now = Progress { id: now.id.clone(), phase, done: 0, total, source: source.to_owned() };
            }
            changed
        });
    }

    /// Ends it all.
    pub(super) fn finish(&self, source: &str, bytes: u64) {
        self.change(|now| {
            let id = now.id.clone();
            *now = Progress { id, phase: Phase::Done, done: bytes, total: bytes, source: source.to_owned() };
            true
        });
    }

    /// Says how many bytes of the phase are done. Less than before is not told: a part that is replaced by
    /// its unpacked form may look smaller for a moment.
    pub(super) fn reached(&self, done: u64) {
        self.change(|now| {
            let done = done.min(now.total);
            let is_news = done > now.done && (done - now.done >= now.total / STEPS || done == now.total);
            if is_news {
                now.done = done;
            }
            is_news
        });
    }

    fn change(&self, change: impl FnOnce(&mut Progress) -> bool) {
        let mut now = self.shared.now.lock().unwrap_or_else(PoisonError::into_inner);
        // Told while locked, so that two threads cannot tell in the wrong order.
        if change(&mut now) {
            (self.shared.tell)(now.clone());
        }
    }
}

impl fmt::Debug for Reporter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reporter").field("now", &self.shared.now).finish_non_exhaustive()
    }
}
