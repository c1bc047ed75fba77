//! A statement in the light of what is known: which memory it speaks of where no slot tells, and what it says once
//! the memory fills in what the statement leaves out.

use attune_domain::Memory;
use attune_domain::memory::MemoryHistory;

use super::gist::Gist;
use super::reconcile::holds;
use super::{Candidate, Change};

/// Topics that share this much are one where the statement says that something is other than before.
const SHARED: f32 = 0.5;
/// Topics that are this much alike are one where both give a value of one kind, as two times of a train.
const ALIKE: f32 = 0.6;

/// Families of slots whose values stand by themselves: only their own rules supersede them.
const APART: [&str; 14] = [
    "relation",
    "about",
    "taste",
    "over",
    "favourite",
    "name",
    "allergy",
    "eats-not",
    "pronouns",
    "born",
    "age",
    "education",
    "origin",
    "diet",
];

/// A candidate with what `history` lets it say: an exchange of one value for another is carried out in the text
/// of the memory that holds the older, and what updates a memory is about what the memory is about.
#[must_use]
pub fn in_light_of(history: &MemoryHistory, candidate: &Candidate) -> Candidate {
    let Change::Updates { old, new } = &candidate.change else { return candidate.clone() };
    let current: Vec<&Memory> = history.current().filter(|memory| memory.scope == candidate.scope).collect();
    if let (Some(old), Some(new)) = (old, new) {
        let mut holding: Vec<&&Memory> =
            current.iter().filter(|memory| holds(&memory.text, old) && !holds(&memory.text, new)).collect();
        holding.sort_by_key(|memory| (memory.affirmed_at, memory.id));
        if let Some(memory) = holding.last() {
            if current.iter().any(|memory| holds(&memory.text, new) && !holds(&memory.text, old)) {
                // The newer was read by a rule.
                return Candidate {
                    text: old.clone(),
                    slot: None,
                    change: Change::Ends,
                    ..candidate.clone()
                };
            }
            let text = named(&memory.text, old, new)
                .or_else(|| replaced(&memory.text, old, new))
                .unwrap_or_else(|| format!("“{new}”"));
            return Candidate {
                text,
                kind: memory.kind,
                // A slot that ends with its value (`uses:vim`) is the older one's alone.
                slot: memory.slot.clone().filter(|slot| !holds(slot, old)),
                change: Change::Replaces { old: Some(old.clone()) },
                ..candidate.clone()
            };
        }
        // Nothing holds the older, so there is nothing to exchange.
        return candidate.clone();
    }
    let about = same_topic(candidate, &current).cloned();
    let (kind, slot) = about.map_or((candidate.kind, None), |memory| (memory.kind, memory.slot));
    Candidate { kind, slot, change: Change::Updates { old: None, new: None }, ..candidate.clone() }
}

/// The memory that a candidate says something newer of, where no slot tells.
pub(super) fn same_topic<'m>(candidate: &Candidate, current: &[&'m Memory]) -> Option<&'m Memory> {
    if matches!(candidate.change, Change::Updates { new: Some(_), .. }) {
        return None;
    }
    let says_so = matches!(candidate.change, Change::Replaces { .. } | Change::Updates { .. });
    let said = Gist::of(&candidate.text);
    let score = |memory: &Memory| {
        let known = Gist::of(&memory.text);
        let measures = said.measures_otherwise(&known);
        let says_no_more = said.values.is_empty() && said.topic.is_subset(&known.topic);
        if says_no_more && matches!(candidate.change, Change::Updates { .. }) {
            // `The date was moved` does not say to when.
            return None;
        }
        if !may_follow(memory, candidate, measures) {
            return None;
        }
        let (share, common) = said.shares(&known);
        let alike = said.alike(&known);
        let renewed = says_so && common > 0 && share >= SHARED && said.speaks_of(&known);
        let measured = measures && alike >= ALIKE;
        (renewed || measured).then_some(share + alike + if measures { 0.5 } else { 0.0 })
    };
    let scored = current.iter().filter_map(|memory| Some((score(memory)?, *memory)));
    scored
        .max_by(|(one, first), (other, second)| one.total_cmp(other).then(first.id.cmp(&second.id)))
        .map(|(_, memory)| memory)
}

/// Whether a candidate may take the place of a memory for their topic alone.
fn may_follow(memory: &Memory, candidate: &Candidate, measures: bool) -> bool {
    let family =
        |slot: &Option<String>| slot.as_deref().and_then(|slot| slot.split(':').next()).map(str::to_owned);
    let (of_memory, of_candidate) = (family(&memory.slot), family(&candidate.slot));
    let is_loose =
        |family: &Option<String>| family.as_deref().is_none_or(|family| matches!(family, "my" | "guess"));
    let apart = of_memory.as_deref().is_some_and(|family| APART.contains(&family));
    match (is_loose(&of_memory), is_loose(&of_candidate)) {
        (true, _) => true,
        (false, true) => !apart || measures,
        (false, false) => of_memory == of_candidate && measures,
    }
}

/// `default branch: main` for a thing that was given by its name: `we renamed the default branch to main`.
fn named(text: &str, old: &str, new: &str) -> Option<String> {
    let (name, _) = text.split_once(": ")?;
    name.eq_ignore_ascii_case(old).then(|| format!("{name}: {new}"))
}

/// A text with one thing in the place of another; none where it does not stand there letter by letter.
fn replaced(text: &str, old: &str, new: &str) -> Option<String> {
    let start = text.to_lowercase().find(&old.to_lowercase())?;
    let (before, rest) = (text.get(..start)?, text.get(start + old.len()..)?);
    Some(format!("{before}{new}{rest}"))
}

#[cfg(test)]
mod tests {
    use attune_domain::memory::MemoryKind;

    use super::super::suite::{candidate, history_of, memory};
    use super::super::{Decision, Refusal, reconcile};
    use super::*;

    fn updates(text: &str, old: Option<&str>, new: Option<&str>) -> Candidate {
        let owned = |text: Option<&str>| text.map(str::to_owned);
        Candidate { change: Change::Updates { old: owned(old), new: owned(new) }, ..candidate(text, None) }
    }

    #[test]
    fn an_exchange_is_carried_out_in_what_is_known() {
        let known = memory("locker: number 12 by the stairs", MemoryKind::Fact);
        let id = known.id;
        let history = history_of([known]);
        let read = in_light_of(&history, &updates("“It went from 12 to 27”", Some("12"), Some("27")));
        assert_eq!(read.text, "locker: number 27 by the stairs");
        assert_eq!(reconcile(&history, &read, &[]), Decision::Supersedes(vec![id]));
    }

    #[test]
    fn what_updates_nothing_is_not_remembered() {
        let history = history_of([memory("The bakery opens at 6", MemoryKind::Fact)]);
        let other = in_light_of(&history, &updates("“The cinema opens at 7 now”", None, None));
        assert_eq!(reconcile(&history, &other, &[]), Decision::Refused(Refusal::NothingToEnd));
        let same = in_light_of(&history, &updates("“The bakery opens at 7 now”", None, None));
        assert!(matches!(reconcile(&history, &same, &[]), Decision::Supersedes(_)));
    }
}
