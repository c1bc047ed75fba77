//! The words that stand out in what a person says, as 16-bit names with a weight: at most [`MOST_WORDS`].
//!
//! When there are too many, the lightest goes and leaves its weight as a debt that all pay, as in the stream
//! summary of Misra and Gries ("Finding repeated elements", 1982) with the newest words let in.

/// Words in a sketch.
pub(super) const MOST_WORDS: usize = 68;

/// Bytes of a word: name and weight.
pub(super) const BYTES: usize = 3;

/// Steps of a weight of 1.
const STEPS: f32 = 8.0;

/// Words by their names, heaviest first, and among equals the newest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Sketch(Vec<(u16, u8)>);

impl Sketch {
    /// Adds to the weight of each word.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to eight bits")]
    pub(super) fn add(&mut self, words: &[u16], weight: f32) {
        let added = (weight * STEPS).round().clamp(1.0, 255.0) as u8;
        for word in words {
            let known = self.0.iter().position(|(known, _)| known == word).map(|at| self.0.remove(at).1);
            let weight = known.unwrap_or(0).saturating_add(added);
            let at = self.0.partition_point(|(_, other)| *other > weight);
            if known.is_none() && self.0.len() == MOST_WORDS {
                self.make_room();
            }
            self.0.insert(at.min(self.0.len()), (*word, weight));
        }
    }

    /// The weight of a word; 0 for one that is not here.
    pub(super) fn weight(&self, word: u16) -> f32 {
        let found = self.0.iter().find(|(known, _)| *known == word);
        found.map_or(0.0, |(_, weight)| f32::from(*weight) / STEPS)
    }

    /// All words, heaviest first.
    pub(super) fn words(&self) -> impl ExactSizeIterator<Item = (u16, f32)> + '_ {
        self.0.iter().map(|(word, weight)| (*word, f32::from(*weight) / STEPS))
    }

    pub(super) fn write(&self, bytes: &mut Vec<u8>) {
        for (word, weight) in &self.0 {
            bytes.extend(word.to_le_bytes());
            bytes.push(*weight);
        }
    }

    /// `None` when the words are not as [`Self::write`] leaves them.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let words: Vec<_> =
            bytes.chunks_exact(BYTES).map(|word| (u16::from_le_bytes([word[0], word[1]]), word[2])).collect();
        (words.len() <= MOST_WORDS && words.is_sorted_by(|a, b| a.1 >= b.1)).then_some(Self(words))
    }

    /// Everybody pays what the lightest word weighs, but keeps a place as long as there is no other need: so a
    /// word that was said often long ago cannot keep all later ones out.
    fn make_room(&mut self) {
        let Some((_, debt)) = self.0.pop() else { return };
        for (_, weight) in &mut self.0 {
            *weight = weight.saturating_sub(debt / 4).max(1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_again_outlasts_what_was_said_once() {
        let mut sketch = Sketch::default();
        sketch.add(&[7], 1.0);
        for word in 100..1_000 {
            sketch.add(&[word], 1.0);
            if word % 20 == 0 {
                sketch.add(&[7], 1.0);
            }
        }
        assert_eq!(sketch.words().len(), MOST_WORDS);
        assert!(sketch.weight(7) > sketch.weight(998));
        assert!(sketch.weight(998) > 0.0, "the newest is let in");
        assert_eq!(sketch.weight(100), 0.0);
    }

    #[test]
    fn a_sketch_that_is_out_of_order_is_refused() {
        assert!(Sketch::read(&[1, 0, 5, 2, 0, 4]).is_some());
        assert!(Sketch::read(&[1, 0, 4, 2, 0, 5]).is_none());
    }
}
