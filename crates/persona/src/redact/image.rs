//! Where in an image stands what is to be covered.

use attune_domain::reading::{Corners, Gap};
use attune_domain::{Reading, Sensitive};

/// The text of an image on one string, with the way back to its lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImageText {
    text: String,
    /// Where each line of the reading begins.
    starts: Vec<usize>,
}

impl ImageText {
    /// The lines of a reading, parted as they stand.
    #[must_use]
    pub fn of(reading: &Reading) -> Self {
        let mut text = String::new();
        let mut starts = Vec::with_capacity(reading.lines.len());
        for line in &reading.lines {
            if !text.is_empty() {
                text.push(if line.gap == Gap::Space { ' ' } else { '\n' });
            }
            starts.push(text.len());
            text.push_str(&line.text);
        }
        Self { text, starts }
    }

    /// What to look in.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The shapes that cover what was found in [`text`](Self::text), one for each line that a find reaches into.
    /// `reading` is the one that this is the text of.
    #[must_use]
    pub fn shapes(&self, reading: &Reading, found: &[Sensitive]) -> Vec<Corners> {
        let mut shapes = Vec::new();
        for one in found {
            for (line, start) in reading.lines.iter().zip(&self.starts) {
                let from = one.range.start.max(*start);
                let to = one.range.end.min(start + line.text.len());
                if from >= to {
                    continue;
                }
                let characters = |to: usize| line.text.get(..to - start).map(|part| part.chars().count());
                // A range that is none covers the whole line rather than nothing.
                let (from, to) = (characters(from).unwrap_or(0), characters(to).unwrap_or(usize::MAX));
                shapes.push(line.corners_of(from, to));
            }
        }
        shapes
    }
}
