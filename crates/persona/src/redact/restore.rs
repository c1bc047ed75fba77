//! Putting back what was covered, in an answer that comes piece by piece: the model writes `[card number 1]`, the
//! person reads the number.

use std::collections::HashMap;

use super::Placeholders;

/// Puts back what placeholders stand for. What was covered never leaves it but in their place.
#[derive(Debug, Clone, Default)]
pub struct Restorer {
    /// What each placeholder stands for, as it was first written.
    originals: HashMap<String, String>,
    longest: usize,
    /// The beginning of what may become a placeholder.
    held: String,
}

impl Restorer {
    /// Knows the placeholders that were given so far.
    #[must_use]
    pub fn of(placeholders: &Placeholders) -> Self {
        let originals: HashMap<String, String> = placeholders
            .originals()
            .map(|(given, original)| (given.to_owned(), original.to_owned()))
            .collect();
        let longest = originals.keys().map(String::len).max().unwrap_or_default();
        Self { originals, longest, held: String::new() }
    }

    /// Takes the next piece of the answer, and gives what can be shown of it.
    pub fn push(&mut self, piece: &str) -> String {
        if self.originals.is_empty() {
            return piece.to_owned();
        }
        let mut shown = String::new();
        for letter in piece.chars() {
            if letter == '[' {
                // Another one begins, so the one before was none.
                shown.push_str(&std::mem::take(&mut self.held));
            }
            if letter != '[' && self.held.is_empty() {
                shown.push(letter);
                continue;
            }
            self.held.push(letter);
            if letter == ']' {
                let held = std::mem::take(&mut self.held);
                shown.push_str(self.originals.get(&held).unwrap_or(&held));
            } else if self.held.len() >= self.longest {
                shown.push_str(&std::mem::take(&mut self.held));
            }
        }
        shown
    }

    /// The answer is over: what was held back.
    pub fn finish(&mut self) -> String {
        std::mem::take(&mut self.held)
    }
}

#[cfg(test)]
mod tests {
    use attune_domain::Sensitive;
    use attune_domain::SensitiveKind::{Card, Email};
    use proptest::prelude::*;

    use super::*;

    fn restorer() -> Restorer {
        let mut placeholders = Placeholders::new();
        let text = "pay 4111 1111 1111 1111 and tell ann@example.com";
        let card = Sensitive { range: 4..23, kind: Card };
        let mail = Sensitive { range: 33..48, kind: Email };
        let masked = placeholders.mask(text, &[card, mail]);
        assert_eq!(masked, "pay [card number 1] and tell [e-mail address 1]");
        Restorer::of(&placeholders)
    }

    fn restored(pieces: &[&str]) -> String {
        let mut restorer = restorer();
        let mut shown: String = pieces.iter().map(|piece| restorer.push(piece)).collect();
        shown += &restorer.finish();
        shown
    }

    #[test]
    fn a_placeholder_becomes_what_it_stands_for() {
        assert_eq!(
            restored(&["Write to [e-mail address 1] about [card number 1]."]),
            "Write to ann@example.com about 4111 1111 1111 1111."
        );
        assert_eq!(
            restored(&["[x] [[card number 1]] [card number 2] ["]),
            "[x] [4111 1111 1111 1111] [card number 2] ["
        );
    }

    proptest! {
        #[test]
        fn pieces_make_no_difference(cuts in proptest::collection::vec(0_usize..60, 0..6)) {
            let whole = "To [e-mail address 1], card [card number 1] or [none of these at all] ü [car";
            let mut cuts: Vec<usize> = cuts.into_iter().filter(|cut| whole.is_char_boundary(*cut)).collect();
            cuts.sort_unstable();
            let mut pieces = Vec::new();
            let mut at = 0;
            for cut in cuts {
                pieces.push(&whole[at..cut]);
                at = cut;
            }
            pieces.push(&whole[at..]);
            prop_assert_eq!(restored(&pieces), restored(&[whole]));
        }
    }
}
