//! Where in an image stands what is to be covered.

use attune_domain::reading::{Corners, Gap};
use attune_domain::{ReadCode, Reading, Sensitive, SensitiveKind};

use super::find_sensitive;

/// How much wider than its marks a code is taken to be, as a share of its longer side: the marks of a QR code are the
/// middles of its corners, those of a bar code the ends of one line through it.
const CODE_MARGIN: f32 = 0.35;

/// The text of an image on one string, with the way back to its lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImageText {
    text: String,
    /// Where each line of the reading begins.
    starts: Vec<usize>,
}

/// Something sensitive in an image.
#[derive(Debug, Clone, PartialEq)]
pub struct FoundInImage {
    /// What it is.
    pub kind: SensitiveKind,
    /// As it was read.
    pub text: String,
    /// What covers it, one shape for each line that it reaches into.
    pub shapes: Vec<Corners>,
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

    /// What was found in [`text`](Self::text), where it stands in the image. `reading` is the one that this is the text
    /// of.
    #[must_use]
    pub fn found(&self, reading: &Reading, found: &[Sensitive]) -> Vec<FoundInImage> {
        let place = |one: &Sensitive| {
            let text = self.text.get(one.range.clone())?.to_owned();
            let shapes = self.shapes(reading, one);
            (!shapes.is_empty()).then_some(FoundInImage { kind: one.kind, text, shapes })
        };
        found.iter().filter_map(place).collect()
    }

    fn shapes(&self, reading: &Reading, one: &Sensitive) -> Vec<Corners> {
        let mut shapes = Vec::new();
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
        shapes
    }
}

/// Codes that say something sensitive: each is covered whole.
#[must_use]
pub fn find_in_codes(reading: &Reading) -> Vec<FoundInImage> {
    let place = |code: &ReadCode| {
        let found = find_sensitive(&code.text).into_iter().next()?;
        let text = code.text.get(found.range)?.to_owned();
        Some(FoundInImage { kind: found.kind, text, shapes: vec![around(&code.points)?] })
    };
    reading.codes.iter().filter_map(place).collect()
}

/// An upright shape around the marks of a code.
fn around(points: &[[f32; 2]]) -> Option<Corners> {
    let edge = |axis: usize, of: fn(f32, f32) -> f32| points.iter().map(|point| point[axis]).reduce(of);
    let (left, right) = (edge(0, f32::min)?, edge(0, f32::max)?);
    let (top, bottom) = (edge(1, f32::min)?, edge(1, f32::max)?);
    let margin = (right - left).max(bottom - top) * CODE_MARGIN;
    let (left, right, top, bottom) = (left - margin, right + margin, top - margin, bottom + margin);
    Some([[left, top], [right, top], [right, bottom], [left, bottom]])
}
