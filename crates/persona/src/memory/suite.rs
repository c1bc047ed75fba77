//! The measure of what is remembered: authored conversations in which facts are superseded, forgotten, said
//! again or must never be learned. See `data/memory_cases.toml`.

use std::collections::BTreeMap;

use attune_domain::memory::{Learned, MemoryHistory, MemorySource, without_texts};
use attune_domain::{
    ActorId, Author, ConversationId, Event, EventId, EventKind, HybridTime, Language, Memory, MemoryId,
    MemoryKind, MessageId, Timestamp,
};
use serde::Deserialize;
use uuid::Uuid;

use super::*;

#[derive(Debug, Deserialize)]
struct Case {
    steps: Vec<String>,
    #[serde(default)]
    current: Vec<String>,
    #[serde(default)]
    absent: Vec<String>,
    #[serde(default)]
    deleted: Vec<String>,
    ask: Option<String>,
}

/// A person's memory over the steps of a case.
#[derive(Default)]
struct Person {
    events: Vec<Event>,
    messages: Vec<String>,
    now: i64,
}

const DAY: i64 = 86_400_000;

impl Person {
    fn history(&self) -> MemoryHistory {
        MemoryHistory::fold(&self.events)
    }

    fn happens(&mut self, kind: EventKind) {
        let number = self.events.len() + 1;
        self.now += 60_000;
        self.events.push(Event {
            id: EventId(Uuid::from_u128(number as u128)),
            actor: ActorId(Uuid::nil()),
            hybrid_time: HybridTime(number as i64),
            at: Timestamp(self.now),
            message: None,
            kind,
        });
    }

    fn reads(&mut self, number: usize) {
        let message = MessageId(Uuid::from_u128(number as u128));
        if was_read(&self.history(), message) {
            return;
        }
        let text = self.messages[number - 1].clone();
        let language = crate::detect_language(&text).unwrap_or_default();
        for candidate in extract_memories(&text, language, Author::Person) {
            let conversation = ConversationId(Uuid::nil());
            self.considers(&candidate, MemorySource::Message { conversation, message });
        }
    }

    fn considers(&mut self, candidate: &Candidate, source: MemorySource) {
        let candidate = &in_light_of(&self.history(), candidate);
        let memory = MemoryId(Uuid::from_u128(self.events.len() as u128 + 1));
        let learn = || {
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
        match reconcile(&self.history(), candidate, &[]) {
            Decision::New => self.happens(learn()),
            Decision::Duplicate(memory) => self.happens(EventKind::MemoryConfirmed { memory, source }),
            Decision::Supersedes(old) => {
                self.happens(learn());
                old.into_iter().for_each(|old| {
                    self.happens(EventKind::MemorySuperseded { memory: old, by: Some(memory) });
                });
            }
            Decision::Ends(ended) => ended.into_iter().for_each(|memory| {
                self.happens(EventKind::MemorySuperseded { memory, by: None });
            }),
            Decision::Contradicts(_) | Decision::Refused(_) => {}
        }
    }

    /// The memory that holds a text, current ones first.
    fn find(&self, text: &str) -> Option<MemoryId> {
        let history = self.history();
        let mut found: Vec<&Memory> =
            history.memories.values().filter(|memory| memory.text.contains(text)).collect();
        found.retain(|memory| memory.forgotten_at.is_none());
        found.sort_by_key(|memory| !memory.is_current());
        found.first().map(|memory| memory.id)
    }

    /// Takes one step; says so if there was nothing to act on.
    fn takes(&mut self, step: &str) -> Result<(), String> {
        let (word, text) = step.split_once(':').unwrap_or((step, ""));
        let text = text.trim();
        match word {
            "I" => {
                self.messages.push(text.to_owned());
                self.reads(self.messages.len());
            }
            "again" => self.reads(text.parse().unwrap()),
            "add" => {
                if check_told(text).is_ok() {
                    self.considers(&told(text, Language::English), MemorySource::Told);
                }
            }
            "edit" => {
                let (old, new) = text.split_once(" => ").unwrap();
                let memory = self.find(old).ok_or_else(|| format!("nothing holds {old}"))?;
                let fingerprint = fingerprint(memory, new);
                self.happens(EventKind::MemoryEdited { memory, text: new.to_owned(), fingerprint });
            }
            "forget" => {
                let memory = self.find(text).ok_or_else(|| format!("nothing holds {text}"))?;
                self.happens(EventKind::MemoryForgotten { memory });
            }
            "later" => self.now += 30 * DAY,
            other => panic!("there is no step {other}"),
        }
        Ok(())
    }

    /// Erases what is hidden, here and in every event, as happens a little after a person had it forgotten.
    fn erases(&mut self) {
        let history = self.history();
        let hidden: Vec<MemoryId> = history
            .memories
            .values()
            .filter(|memory| memory.forgotten_at.is_some())
            .map(|memory| memory.id)
            .collect();
        if hidden.is_empty() {
            return;
        }
        for event in &mut self.events {
            if let Some(redacted) = without_texts(&event.kind, &hidden) {
                event.kind = redacted;
            }
        }
        self.happens(EventKind::MemoriesErased { memories: hidden, anew: false });
    }
}

/// What failed of a case.
#[derive(Debug, Default)]
struct Outcome {
    current: Vec<String>,
    deleted: Vec<String>,
}

/// Runs a case. `erasing` is whether what is forgotten is erased at once or stays hidden.
fn run(case: &Case, erasing: bool) -> Outcome {
    let mut person = Person::default();
    let mut outcome = Outcome::default();
    for step in &case.steps {
        if let Err(missing) = person.takes(step) {
            outcome.current.push(missing);
        }
        if erasing {
            person.erases();
        }
    }
    let history = person.history();
    let memories: Vec<Memory> = history.memories.values().cloned().collect();
    let current: Vec<&str> = history.current().map(|memory| memory.text.as_str()).collect();
    let choose = |question: &str| {
        select_memories(question, &memories, AskedIn::default(), Timestamp(person.now), None).chosen
    };
    for wanted in &case.current {
        if !current.iter().any(|text| text.contains(wanted.as_str())) {
            outcome.current.push(format!("{wanted} is missing from {current:?}"));
        }
        if let Some(question) = &case.ask {
            let chosen = choose(question);
            if !chosen.iter().any(|memory| memory.text.contains(wanted.as_str())) {
                outcome.current.push(format!("{wanted} is not chosen for {question}: {chosen:?}"));
            }
        }
    }
    for old in &case.absent {
        if current.iter().any(|text| text.contains(old.as_str())) {
            outcome.current.push(format!("{old} is still in {current:?}"));
        }
    }
    let questions = case.ask.iter().chain(&case.deleted).chain(&case.steps);
    let shown: Vec<String> = questions
        .flat_map(|question| choose(question))
        .map(|memory| memory.text)
        .chain(current.iter().map(|text| (*text).to_owned()))
        .collect();
    for gone in &case.deleted {
        if shown.iter().any(|text| text.contains(gone.as_str())) {
            outcome.deleted.push(format!("{gone} came back in {current:?}"));
        }
        let stored = serde_json::to_string(&person.events).unwrap();
        if erasing && stored.contains(gone.as_str()) {
            outcome.deleted.push(format!("{gone} is still in the events"));
        }
    }
    outcome
}

fn cases() -> BTreeMap<String, Vec<Case>> {
    toml::from_str(include_str!("../../data/memory_cases.toml")).unwrap()
}

#[test]
fn superseded_and_deleted_facts_meet_their_marks() {
    let (mut total, mut right, mut forgotten) = (0, 0, 0);
    let mut returned = Vec::new();
    for (group, cases) in cases() {
        let (mut of_group, mut right_of_group) = (0, 0);
        for case in &cases {
            let (hidden, erased) = (run(case, false), run(case, true));
            of_group += 1;
            if hidden.current.is_empty() && erased.current.is_empty() {
                right_of_group += 1;
            } else {
                eprintln!("{group}: {:?}\n    {:?}", case.steps, erased.current);
            }
            forgotten += usize::from(!case.deleted.is_empty());
            returned.extend(hidden.deleted.into_iter().chain(erased.deleted));
        }
        eprintln!("{group}: {right_of_group} of {of_group}");
        total += of_group;
        right += right_of_group;
    }
    let share = 100.0 * right as f32 / total as f32;
    eprintln!(
        "current value: {right} of {total}, {share:.1} %; deleted: {forgotten} cases, {} returned",
        returned.len()
    );
    assert!(total >= 200 && forgotten >= 40, "{total} cases, {forgotten} of forgotten ones");
    assert!(returned.is_empty(), "{returned:#?}");
    assert!(share >= 95.0, "{share}");
}

/// Messages that say nothing of the answer, and a working day's asides. Eight of them tell a taste or a home.
#[test]
fn neutral_messages_make_hardly_any_memories() {
    let messages =
        [include_str!("../../data/held-out/neutral.txt"), include_str!("../../data/recall/asides.txt")];
    let mut lines = 0;
    let mut learned = Vec::new();
    for line in messages.into_iter().flat_map(str::lines).filter(|line| !line.starts_with('#')) {
        let language = crate::detect_language(line).unwrap_or_default();
        lines += 1;
        for candidate in extract_memories(line, language, Author::Person) {
            if !matches!(reconcile(&MemoryHistory::default(), &candidate, &[]), Decision::Refused(_)) {
                learned.push(format!("{line} -> {}", candidate.text));
            }
        }
    }
    eprintln!("{} of {lines} neutral messages made a memory: {learned:#?}", learned.len());
    assert!(lines > 200 && learned.len() <= 8, "{learned:#?}");
}

/// A memory for a test.
pub(super) fn memory(text: &str, kind: MemoryKind) -> Memory {
    let id = text.bytes().fold(17_u128, |id, byte| id.wrapping_mul(31).wrapping_add(u128::from(byte)));
    let id = MemoryId(Uuid::from_u128(id));
    Memory {
        id,
        text: text.to_owned(),
        kind,
        slot: None,
        scope: MemoryScope::Person,
        source: MemorySource::Told,
        confidence: 0.9,
        pinned: false,
        created_at: Timestamp(0),
        affirmed_at: Timestamp(0),
        last_used_at: None,
        uses: 0,
        ended_at: None,
        superseded_by: None,
        forgotten_at: None,
        fingerprints: vec![fingerprint(id, text)],
    }
}

/// A history of memories that hold.
pub(super) fn history_of(memories: impl IntoIterator<Item = Memory>) -> MemoryHistory {
    let memories = memories.into_iter().map(|memory| (memory.id, memory)).collect();
    MemoryHistory { memories, tombstones: BTreeMap::new() }
}

/// A candidate for a test.
pub(super) fn candidate(text: &str, slot: Option<&str>) -> Candidate {
    Candidate {
        text: text.to_owned(),
        kind: MemoryKind::Fact,
        slot: slot.map(str::to_owned),
        scope: MemoryScope::Person,
        confidence: 0.9,
        explicit: false,
        sensitive: false,
        change: Change::Sets,
    }
}
