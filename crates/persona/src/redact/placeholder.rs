//! Placeholders for what is covered: the same in every text of a conversation, so that a model can still tell one
//! name from another.

use std::collections::{BTreeMap, HashMap};

use attune_domain::{Sensitive, SensitiveKind};

/// The placeholders that were given so far.
#[derive(Debug, Clone, Default)]
pub struct Placeholders {
    given: HashMap<(SensitiveKind, String), Given>,
    counts: HashMap<SensitiveKind, usize>,
}

/// A placeholder, and what it stands for.
#[derive(Debug, Clone)]
struct Given {
    placeholder: String,
    original: String,
}

impl Placeholders {
    /// None yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The text with a placeholder such as `[card number 1]` in each place. What was covered before, here or in
    /// another text, gets the same one, however it is spaced and whether in capitals or not. `found` is in order
    /// and does not overlap, as [`merged`](super::merged) gives it.
    pub fn mask(&mut self, text: &str, found: &[Sensitive]) -> String {
        let mut masked = String::with_capacity(text.len());
        let mut at = 0;
        for one in found {
            let (Some(before), Some(covered)) = (text.get(at..one.range.start), text.get(one.range.clone()))
            else {
                continue;
            };
            masked.push_str(before);
            masked.push_str(self.of(one.kind, covered));
            at = one.range.end;
        }
        masked.push_str(text.get(at..).unwrap_or_default());
        masked
    }

    /// How many different ones of each kind were covered, in the order of the kinds: what an audit may know of them.
    #[must_use]
    pub fn counts(&self) -> BTreeMap<SensitiveKind, usize> {
        self.counts.iter().map(|(kind, count)| (*kind, *count)).collect()
    }

    /// Each placeholder with what it stands for, as it was first written.
    pub(super) fn originals(&self) -> impl Iterator<Item = (&str, &str)> {
        self.given.values().map(|given| (given.placeholder.as_str(), given.original.as_str()))
    }

    fn of(&mut self, kind: SensitiveKind, covered: &str) -> &str {
        let same: String =
            covered.chars().filter(|sign| sign.is_alphanumeric()).flat_map(char::to_lowercase).collect();
        let counts = &mut self.counts;
        let given = self.given.entry((kind, same)).or_insert_with(|| {
            let count = counts.entry(kind).or_default();
            *count += 1;
            Given { placeholder: format!("[{} {count}]", kind.name()), original: covered.to_owned() }
        });
        &given.placeholder
    }
}
