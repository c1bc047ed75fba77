//! Memories: what a person can see, enter, change, forget and take back. Learning from what they say is in
//! [`learn`] and [`aside`], choosing for a question in [`recall`].
//!
//! To forget is to hide at once and to erase a little later, so that a slip can be taken back: when the time
//! in [`UNDO`] has passed, or when the program is closed, whichever comes first. A program that was killed
//! leaves it to the next window, or the next command about memories: see [`App::erase_overdue`].

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use attune_domain::memory::{Learned, MemoryReason, MemorySource};
use attune_domain::{EventKind, Memory, MemoryId, MemoryState, SettingKey, Timestamp};
use attune_persona::language::detect_language;
use attune_persona::memory::{
    AskedIn, Candidate, ChosenMemory, Decision, Refusal, check_told, fingerprint, in_light_of, is_asleep,
    rank_memories, reconcile, strength, told,
};
use attune_store::NewEvent;
use attune_wire::{
    AddMemory, EditMemory, EraseMemories, ErasedMemories, Event, ForgetMemory, ForgottenMemory, ListMemories,
    MemoryView, PinMemory, RestoreMemory,
};

use crate::clock::new_id;
use crate::{App, Error};

mod aside;
mod closeness;
mod learn;
mod recall;

pub(crate) use aside::read_when_idle;
pub(crate) use closeness::MemoryVectors;

/// How long a forgotten memory can be restored.
const UNDO: Duration = Duration::from_secs(600);

/// The longest text that memories are searched for, in characters.
const QUERY_CHARS: usize = 400;

/// What this program has hidden and not erased yet.
#[derive(Debug, Default)]
pub(crate) struct Hidden(Mutex<BTreeSet<MemoryId>>);

impl Hidden {
    fn with<T>(&self, act: impl FnOnce(&mut BTreeSet<MemoryId>) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Memories: those that hold, the strongest first; or those that belong to a text, best first.
///
/// # Errors
/// [`Error::Store`].
pub async fn list_memories(app: &App, request: ListMemories) -> Result<Vec<MemoryView>, Error> {
    let mut memories: Vec<Memory> = app.store().memory_history().await?.memories.into_values().collect();
    if !request.all {
        memories.retain(Memory::is_current);
    }
    let now = app.clock().now();
    let Some(query) = request.query.filter(|query| !query.trim().is_empty()) else {
        memories.sort_by(|one, other| {
            let by_state = other.is_current().cmp(&one.is_current());
            let by_strength = strength(other, now).total_cmp(&strength(one, now));
            by_state.then(other.pinned.cmp(&one.pinned)).then(by_strength).then(other.id.cmp(&one.id))
        });
        return Ok(memories.into_iter().map(|memory| view(memory, now)).collect());
    };
    let query: String = query.chars().take(QUERY_CHARS).collect();
    let ranked = rank_memories(&query, &memories, AskedIn::default(), now, None);
    let found = ranked.into_iter().filter(is_found).filter_map(|found| {
        let memory = memories.iter().find(|memory| memory.id == found.id)?.clone();
        Some(MemoryView { score: Some(found.score), ..view(memory, now) })
    });
    Ok(found.collect())
}

/// Enters a memory.
///
/// # Errors
/// [`Error::Invalid`] for what is empty, too long, a secret, or an order about the assistant itself.
pub async fn add_memory(app: &App, request: AddMemory) -> Result<MemoryView, Error> {
    check_told(&request.text).map_err(refused)?;
    let language = detect_language(&request.text).unwrap_or(app.reads_in());
    let candidate = told(&request.text, language);
    let Some(id) = app.consider(&candidate, MemorySource::Told).await? else {
        return Err(Error::Invalid("This was not remembered.".to_owned()));
    };
    app.publish(Event::MemoriesChanged {});
    app.memory_view(id).await
}

/// Gives a memory another text. It is as sure from then on as the person's own words are.
///
/// # Errors
/// As [`add_memory`], and [`Error::Store`] when there is no such memory.
pub async fn edit_memory(app: &App, request: EditMemory) -> Result<MemoryView, Error> {
    let text = request.text.split_whitespace().collect::<Vec<_>>().join(" ");
    check_told(&text).map_err(refused)?;
    let memory = app.visible_memory(request.id).await?;
    let fingerprint = fingerprint(memory.id, &text);
    app.change_memory(EventKind::MemoryEdited { memory: memory.id, text, fingerprint }, memory.id).await
}

/// Hides a memory at once, and erases it for good a little later.
///
/// # Errors
/// [`Error::Store`] when there is no such memory.
pub async fn forget_memory(app: &App, request: ForgetMemory) -> Result<ForgottenMemory, Error> {
    let id = app.visible_memory(request.id).await?.id;
    app.change_memory(EventKind::MemoryForgotten { memory: id }, id).await?;
    app.hidden().with(|hidden| hidden.insert(id));
    app.erase_when_due();
    Ok(ForgottenMemory { id, erased_at: erased_at(app.clock().now()) })
}

/// Takes back that a memory was forgotten, or that it was superseded.
///
/// # Errors
/// [`Error::Store`] when there is no such memory, or when it was erased.
pub async fn restore_memory(app: &App, request: RestoreMemory) -> Result<MemoryView, Error> {
    app.store().memory(request.id).await?;
    let view = app.change_memory(EventKind::MemoryRestored { memory: request.id }, request.id).await?;
    app.hidden().with(|hidden| hidden.remove(&request.id));
    Ok(view)
}

/// Keeps a memory from fading, or lets it fade again.
///
/// # Errors
/// [`Error::Store`] when there is no such memory.
pub async fn pin_memory(app: &App, request: PinMemory) -> Result<MemoryView, Error> {
    let id = app.visible_memory(request.id).await?.id;
    app.change_memory(EventKind::MemoryPinned { memory: id, pinned: request.pinned }, id).await
}

/// Erases all memories for good, at once.
///
/// # Errors
/// [`Error::Store`].
pub async fn erase_memories(app: &App, _request: EraseMemories) -> Result<ErasedMemories, Error> {
    let erased = app.store().erase_all_memories().await?;
    app.hidden().with(BTreeSet::clear);
    app.publish(Event::MemoriesChanged {});
    Ok(ErasedMemories { erased: u32::try_from(erased).unwrap_or(u32::MAX) })
}

impl App {
    /// Whether what the person says is remembered.
    pub(crate) fn learns(&self) -> bool {
        self.switch(SettingKey::MemoryLearn)
    }

    /// Decides about a candidate and stores what follows. Gives the memory that now says it, if one does.
    pub(crate) async fn consider(
        &self,
        candidate: &Candidate,
        source: MemorySource,
    ) -> Result<Option<MemoryId>, Error> {
        let history = self.store().memory_history().await?;
        let candidate = &in_light_of(&history, candidate);
        let closeness = self.closeness_of(candidate, &history).await;
        let memory = MemoryId(new_id());
        let learned = || {
            EventKind::MemoryLearned(Box::new(Learned {
                memory,
                text: candidate.text.clone(),
                kind: candidate.kind,
                slot: candidate.slot.clone(),
                scope: candidate.scope.clone(),
                source,
                confidence: candidate.confidence,
                fingerprint: fingerprint(memory, &candidate.text),
            }))
        };
        let (kinds, says_it) = match reconcile(&history, candidate, &closeness) {
            Decision::New => (vec![learned()], Some(memory)),
            Decision::Duplicate(known) => {
                (vec![EventKind::MemoryConfirmed { memory: known, source }], Some(known))
            }
            Decision::Supersedes(old) => {
                let ended =
                    old.into_iter().map(|old| EventKind::MemorySuperseded { memory: old, by: Some(memory) });
                (std::iter::once(learned()).chain(ended).collect(), Some(memory))
            }
            Decision::Ends(ended) => {
                let ended = ended.into_iter().map(|memory| EventKind::MemorySuperseded { memory, by: None });
                (ended.collect(), None)
            }
            Decision::Contradicts(_) | Decision::Refused(_) => return Ok(None),
        };
        let message = source.message();
        let events = kinds.into_iter().map(|kind| NewEvent { message, kind }).collect();
        self.store().record_memories(events).await?;
        Ok(says_it)
    }

    /// Erases what was hidden by this program; for its end.
    pub(crate) async fn erase_hidden(&self) {
        let hidden: Vec<MemoryId> = self.hidden().with(|hidden| std::mem::take(hidden).into_iter().collect());
        if let Err(error) = self.store().erase_memories(&hidden).await {
            tracing::warn!(%error, "forgotten memories could not be erased yet; the next window tries again");
        }
    }

    /// Erases what was forgotten long enough ago, by whichever program: one that was killed left it to others.
    /// A window does so when it opened, and a terminal command that is about memories. What cannot be erased is
    /// tried again by the next, or with the next memory that is forgotten.
    pub async fn erase_overdue(&self) {
        match self.erase_due().await {
            Ok(true) => self.publish(Event::MemoriesChanged {}),
            Ok(false) => {}
            Err(error) => tracing::warn!(%error, "forgotten memories could not be erased yet"),
        }
    }

    /// Erases what was forgotten by now once its time is over, if this program still runs then.
    fn erase_when_due(&self) {
        let weak = self.downgrade();
        tokio::spawn(async move {
            tokio::time::sleep(UNDO).await;
            if let Some(app) = weak.upgrade() {
                app.erase_overdue().await;
            }
        });
    }

    /// Erases what was forgotten long enough ago, and cleans up after an erasure that was cut off.
    async fn erase_due(&self) -> Result<bool, Error> {
        let now = self.clock().now();
        let before = Timestamp(now.0 - millis(UNDO));
        let due = self.store().forgotten_before(before).await?;
        self.store().erase_memories(&due).await?;
        self.store().scrub().await?;
        self.hidden().with(|hidden| hidden.retain(|id| !due.contains(id)));
        Ok(!due.is_empty())
    }

    /// A memory that is not hidden.
    async fn visible_memory(&self, id: MemoryId) -> Result<Memory, Error> {
        let memory = self.store().memory(id).await?;
        if memory.state() == MemoryState::Forgotten {
            return Err(Error::NotFound(format!("The memory {id} was forgotten. Restore it first.")));
        }
        Ok(memory)
    }

    async fn change_memory(&self, kind: EventKind, id: MemoryId) -> Result<MemoryView, Error> {
        self.store().record_memories(vec![NewEvent { message: None, kind }]).await?;
        self.publish(Event::MemoriesChanged {});
        self.memory_view(id).await
    }

    async fn memory_view(&self, id: MemoryId) -> Result<MemoryView, Error> {
        Ok(view(self.store().memory(id).await?, self.clock().now()))
    }
}

/// Whether a memory belongs to a text and is not only strong.
fn is_found(found: &ChosenMemory) -> bool {
    matches!(found.reason, MemoryReason::Words | MemoryReason::Topic | MemoryReason::Meaning)
        || found.reason == MemoryReason::Weaker && found.score > 0.0
}

fn view(memory: Memory, now: Timestamp) -> MemoryView {
    let (strength, asleep) = (strength(&memory, now), is_asleep(&memory, now));
    let erased_at = memory.forgotten_at.map(erased_at);
    MemoryView::new(memory, strength, asleep, erased_at)
}

fn erased_at(forgotten_at: Timestamp) -> i64 {
    forgotten_at.0 + millis(UNDO)
}

fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

/// Why a text is not remembered, and what can be done.
fn refused(refusal: Refusal) -> Error {
    let sentence = match refusal {
        Refusal::Secret(kind) => format!(
            "This holds {}. Secrets are never remembered: keep them in a password manager.",
            kind.name()
        ),
        Refusal::Instruction => "This reads as an order about the assistant itself, not as something about \
                                 you. Say it as a fact or a wish of yours."
            .to_owned(),
        _ => format!("A memory has 1 to {} characters.", attune_domain::memory::MEMORY_CHARS),
    };
    Error::Invalid(sentence)
}
