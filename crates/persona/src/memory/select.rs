//! Which memories belong to a question: those that the person pinned, those that share its words, its topic or
//! its meaning, how the person wants to be answered, and a few of the strongest.

use std::collections::HashMap;

use attune_domain::memory::{MemoryReason, MemoryScope};
use attune_domain::{ConversationId, Memory, MemoryId, MemoryKind, Timestamp};

use super::words::{all_words, content_words, fold};
use super::{is_asleep, strength};

/// Where a question is asked: memories of other conversations and projects stay out of it.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct AskedIn<'p> {
    /// The conversation.
    pub conversation: Option<ConversationId>,
    /// The project, where there is one.
    pub project: Option<&'p str>,
    /// What the prompt before this one told, in its order.
    pub earlier: &'p [MemoryId],
    /// How much each memory is of what the person is interested in these days, 0 to 1; empty where nobody knows.
    pub interests: &'p [f32],
}

/// A memory with how much it belongs to a question.
#[derive(Debug, Clone, PartialEq)]
pub struct ChosenMemory {
    /// Which.
    pub id: MemoryId,
    /// What is remembered.
    pub text: String,
    /// How much it belongs to the question, 0 to 1.
    pub score: f32,
    /// Why it is here.
    pub reason: MemoryReason,
}

/// Memories for a question.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Selection {
    /// Those that go into the prompt: first those that stood in the one before, in their order, then new
    /// ones, best first.
    pub chosen: Vec<ChosenMemory>,
    /// The best of those that belong to the question and stay out, best first.
    pub left_out: Vec<ChosenMemory>,
}

/// The most memories that go into a prompt: more than a small model takes into account.
const MOST_CHOSEN: usize = 10;
/// How many come in by their strength alone.
const MOST_BY_STRENGTH: usize = 3;
/// The most that are named as left out.
const MOST_LEFT_OUT: usize = 8;
/// What a memory has at least in common with a question that it belongs to.
const BELONGS: f32 = 0.12;
/// From here on meanings are close; below, nearly any two sentences are.
const CLOSE: f32 = 0.55;

const TOPIC: f32 = 0.55;
const MANNER: f32 = 0.5;
/// How much of a score is the memory's strength.
const STRENGTH_SHARE: f32 = 0.2;
/// How much of a memory's strength hangs on whether it is of what the person is interested in these days.
const INTEREST_SHARE: f32 = 0.3;

/// Chooses memories for a question.
///
/// `closeness` gives for each memory how close it is in meaning to the question, −1 to 1, where that is known.
#[must_use]
pub fn select_memories(
    question: &str,
    memories: &[Memory],
    asked_in: AskedIn<'_>,
    now: Timestamp,
    closeness: Option<&[f32]>,
) -> Selection {
    let ranked = rank_memories(question, memories, asked_in, now, closeness);
    let mut selection = Selection::default();
    let mut by_strength = 0;
    for memory in ranked {
        let belongs = match memory.reason {
            _ if asked_in.earlier.contains(&memory.id) => true,
            MemoryReason::Strength => {
                by_strength += 1;
                by_strength <= MOST_BY_STRENGTH
            }
            MemoryReason::Weaker => false,
            _ => true,
        };
        if belongs && (selection.chosen.len() < MOST_CHOSEN || memory.reason == MemoryReason::Pinned) {
            selection.chosen.push(memory);
        } else if memory.reason != MemoryReason::Strength && selection.left_out.len() < MOST_LEFT_OUT {
            selection.left_out.push(ChosenMemory { reason: MemoryReason::Weaker, ..memory });
        }
    }
    // A model that has read the beginning of a prompt need not read it again as long as it stays the same.
    let place = |memory: &ChosenMemory| {
        asked_in.earlier.iter().position(|earlier| *earlier == memory.id).unwrap_or(usize::MAX)
    };
    selection.chosen.sort_by_key(place);
    selection
}

/// All memories that hold and may be used here, by how much they belong to a question, best first. Those that
/// have nothing in common with it are there by their strength, unless they are asleep.
#[must_use]
pub fn rank_memories(
    question: &str,
    memories: &[Memory],
    asked_in: AskedIn<'_>,
    now: Timestamp,
    closeness: Option<&[f32]>,
) -> Vec<ChosenMemory> {
    let usable: Vec<(usize, &Memory)> = memories
        .iter()
        .enumerate()
        .filter(|(_, memory)| memory.is_current() && is_in_scope(memory, asked_in))
        .collect();
    let usable: Vec<(usize, &Memory)> =
        usable.iter().filter(|(_, memory)| !is_narrowed(memory, &usable)).copied().collect();
    let words: Vec<Vec<String>> = usable.iter().map(|(_, memory)| words_of(memory)).collect();
    let rarity = Rarity::of(&words);
    let asked = Asked { content: content_words(question), all: all_words(question).collect() };
    let mut ranked: Vec<ChosenMemory> = usable
        .iter()
        .zip(&words)
        .filter_map(|((index, memory), words)| {
            let close = closeness.and_then(|all| all.get(*index)).copied();
            let interest = asked_in.interests.get(*index).copied().unwrap_or(1.0);
            let strength = strength(memory, now) * (1.0 - INTEREST_SHARE * (1.0 - interest.clamp(0.0, 1.0)));
            let (score, reason) =
                score(memory, words, &asked, &rarity, close, strength, is_asleep(memory, now))?;
            Some(ChosenMemory { id: memory.id, text: memory.text.clone(), score, reason })
        })
        .collect();
    // Equal scores fall to the id, so that the same memories always come in the same order.
    ranked.sort_by(|one, other| other.score.total_cmp(&one.score).then(other.id.cmp(&one.id)));
    ranked
}

struct Asked {
    content: Vec<String>,
    all: Vec<String>,
}

fn score(
    memory: &Memory,
    words: &[String],
    asked: &Asked,
    rarity: &Rarity,
    close: Option<f32>,
    strength: f32,
    asleep: bool,
) -> Option<(f32, MemoryReason)> {
    if memory.pinned {
        return Some((1.0, MemoryReason::Pinned));
    }
    let mut best = (shared_words(words, asked, rarity), MemoryReason::Words);
    let others = [
        (if is_topic(memory, asked) { TOPIC } else { 0.0 }, MemoryReason::Topic),
        (if is_manner(memory) { MANNER } else { 0.0 }, MemoryReason::Manner),
        (close.map_or(0.0, |close| ((close - CLOSE) / (1.0 - CLOSE)).max(0.0)), MemoryReason::Meaning),
    ];
    for other in others {
        if other.0 > best.0 {
            best = other;
        }
    }
    let (belongs, reason) = best;
    if belongs >= BELONGS {
        return Some((belongs * (1.0 - STRENGTH_SHARE) + strength * STRENGTH_SHARE, reason));
    }
    if belongs > 0.0 {
        return Some((belongs * STRENGTH_SHARE, MemoryReason::Weaker));
    }
    let of_use_anywhere = matches!(memory.kind, MemoryKind::Preference | MemoryKind::Constraint);
    (of_use_anywhere && !asleep).then_some((strength * STRENGTH_SHARE / 2.0, MemoryReason::Strength))
}

/// Words that turn a meaning around, and say nothing of what it is about.
const NOT: [&str; 9] = ["not", "no", "never", "nicht", "kein", "nie", "again", "wieder", "keinen"];

/// The share of a memory's words, by their rarity among all memories, that the question names.
fn shared_words(words: &[String], asked: &Asked, rarity: &Rarity) -> f32 {
    let total: f32 = words.iter().map(|word| rarity.of_word(word)).sum();
    let named: f32 = words
        .iter()
        .filter(|word| {
            !NOT.contains(&word.as_str()) && asked.content.iter().any(|other| is_same(word, other))
        })
        .map(|word| rarity.of_word(word))
        .sum();
    if total > 0.0 { named / total } else { 0.0 }
}

/// Whether two words are forms of one: equal, or with a long beginning in common.
fn is_same(one: &str, other: &str) -> bool {
    let common = one.chars().zip(other.chars()).take_while(|(one, other)| one == other).count();
    let shorter = one.chars().count().min(other.chars().count());
    one == other || common >= 5 && common + 2 >= shorter
}

/// How rare each word is among the memories (the inverse document frequency of Spärck Jones 1972, smoothed).
struct Rarity {
    counts: HashMap<String, u32>,
    memories: f32,
}

impl Rarity {
    fn of(memories: &[Vec<String>]) -> Self {
        let mut counts = HashMap::new();
        for word in memories.iter().flatten() {
            *counts.entry(word.clone()).or_insert(0) += 1;
        }
        Self { counts, memories: memories.len() as f32 }
    }

    fn of_word(&self, word: &str) -> f32 {
        let count = self.counts.get(word).copied().unwrap_or_default() as f32;
        (1.0 + (self.memories + 1.0) / (count + 1.0)).ln()
    }
}

/// What a memory is found by: its own words and those of what it is about.
fn words_of(memory: &Memory) -> Vec<String> {
    let mut words = content_words(&memory.text);
    let about = memory.slot.as_deref().unwrap_or_default();
    if let Some((family @ ("my" | "relation" | "deadline" | "favourite"), name)) = about.split_once(':') {
        words.extend(content_words(&format!("{family} {}", name.replace(['-', '|'], " "))));
    }
    words.sort_unstable();
    words.dedup();
    words
}

/// Whether something else is said of the same thing for this conversation or project alone.
fn is_narrowed(memory: &Memory, usable: &[(usize, &Memory)]) -> bool {
    let reach = |memory: &Memory| match memory.scope {
        MemoryScope::Person => 0,
        MemoryScope::Project { .. } => 1,
        MemoryScope::Conversation { .. } => 2,
    };
    memory.slot.is_some()
        && usable.iter().any(|(_, other)| other.slot == memory.slot && reach(other) > reach(memory))
}

fn is_in_scope(memory: &Memory, asked_in: AskedIn<'_>) -> bool {
    match &memory.scope {
        MemoryScope::Person => true,
        MemoryScope::Conversation { id } => asked_in.conversation == Some(*id),
        MemoryScope::Project { name } => asked_in.project.is_some_and(|project| fold(project) == fold(name)),
    }
}

/// Whether a memory says how the person wants to be answered, whatever they ask.
fn is_manner(memory: &Memory) -> bool {
    memory.slot.as_deref().is_some_and(|slot| slot.starts_with("answer:") || slot.starts_with("rule:"))
}

/// The words by which a question is about what a slot is about, folded.
const TOPICS: &[(&str, &str)] = &[
    (
        "diet allergy eats-not drinks-not",
        "eat eating food cook cooking recipe recipes restaurant dinner lunch breakfast meal meals snack snacks menu catering bake baking kitchen groceries buffet party essen kochen koche rezept rezepte restaurant abendessen mittagessen fruhstuck gericht gerichte menu snack kantine backen einkaufen",
    ),
    (
        "home origin",
        "live nearby near local here area city town weather weekend rent moving neighbourhood wohne wohnen hier nahe stadt wetter wochenende miete umzug",
    ),
    (
        "employer job department working-time",
        "job company work career colleagues employer profession cv resume introduction salary firma arbeit beruf stelle arbeitgeber kollegen lebenslauf vorstellung gehalt unternehmen",
    ),
    ("name", "name sign signature introduce called heisse name unterschrift vorstellen"),
    (
        "relation:manager",
        "boss manager supervisor approval approve superior chef chefin vorgesetzte vorgesetzter genehmigung freigabe",
    ),
    (
        "deadline absence",
        "deadline due schedule when time left late plan finish frist abgabe wann zeit termin fertig plan",
    ),
    ("uses:code", "code program script function programming snippet programm skript funktion programmieren"),
    ("uses:editor", "editor ide plugin shortcut keybinding tastenkurzel"),
    ("uses:system", "install computer laptop terminal command shortcut system installieren rechner befehl"),
    ("uses:tracker", "ticket tickets issue backlog sprint board"),
    ("uses:units", "convert length weight distance temperature recipe umrechnen gewicht lange"),
    ("goal learns", "learn practise practice study course exam train lernen uben kurs prufung"),
    ("family", "child children kid kids family son daughter school kind kinder familie sohn tochter schule"),
    ("commute car", "commute drive driving travel traffic arbeitsweg fahren verkehr anreise"),
    ("level", "explain teach help erklare erklaren hilfe"),
];

fn is_topic(memory: &Memory, asked: &Asked) -> bool {
    let Some(slot) = memory.slot.as_deref() else { return false };
    let family = slot.split(':').next().unwrap_or(slot);
    TOPICS
        .iter()
        .filter(|(slots, _)| slots.split(' ').any(|one| one == slot || one == family))
        .any(|(_, words)| words.split(' ').any(|word| asked.all.iter().any(|asked| asked == word)))
}

#[cfg(test)]
mod tests;
