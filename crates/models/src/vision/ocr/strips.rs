//! Lines side by side, so that short ones do not each fill a look of the network.

use std::cmp::Reverse;
use std::ops::Range;

/// A strip is filled up to this width: narrower ones were not trained with.
const LEAST_WIDTH: usize = 320;

/// Short lines are read side by side, up to this width: a strip's filling takes as long as a line does.
const MOST_SHARED: usize = 640;

/// Columns between two of them.
const GAP: usize = 32;

/// Columns of one step of what the network gives.
const STEP: usize = 8;

/// Lines side by side that the network reads at once, as if they were one.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Strip {
    pub(super) places: Vec<Place>,
    /// Where the next line may begin.
    end: usize,
}

/// Where a line stands in a strip, in columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    /// Which line it is.
    pub(super) line: usize,
    pub(super) start: usize,
    pub(super) width: usize,
}

impl Strip {
    fn add(&mut self, line: usize, width: usize) {
        self.places.push(Place { line, start: self.end, width });
        self.end = (self.end + width + GAP).next_multiple_of(STEP);
    }

    /// Columns that the network sees.
    pub(super) fn width(&self) -> usize {
        let used = self.places.last().map_or(0, |place| place.start + place.width);
        used.next_multiple_of(STEP).max(LEAST_WIDTH)
    }
}

impl Place {
    pub(super) fn columns(&self) -> Range<usize> {
        self.start..self.start + self.width
    }
}

/// Strips for lines of these widths. The widest lines come first into them, each into the first that has room. The
/// widest strips come last, for whoever takes from the end.
pub(super) fn strips(widths: &[usize]) -> Vec<Strip> {
    let mut order: Vec<usize> = (0..widths.len()).collect();
    order.sort_by_key(|line| Reverse(widths[*line]));
    let mut strips: Vec<Strip> = Vec::new();
    for line in order {
        let width = widths[line];
        match strips.iter_mut().find(|strip| strip.end + width <= MOST_SHARED) {
            Some(strip) => strip.add(line, width),
            None => {
                let mut strip = Strip::default();
                strip.add(line, width);
                strips.push(strip);
            }
        }
    }
    strips.sort_by_key(Strip::width);
    strips
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_has_a_place_of_its_own_in_one_strip() {
        let widths = [100, 790, 33, 640, 8, 320, 250, 4800, 77, 606];
        let strips = strips(&widths);
        let mut lines: Vec<usize> = Vec::new();
        for strip in &strips {
            assert!(strip.width() >= LEAST_WIDTH && strip.width().is_multiple_of(STEP));
            assert!(strip.places.len() == 1 || strip.width() <= MOST_SHARED);
            for place in &strip.places {
                assert_eq!(place.width, widths[place.line]);
                assert!(place.start.is_multiple_of(STEP) && place.columns().end <= strip.width());
            }
            for pair in strip.places.windows(2) {
                assert!(pair[1].start >= pair[0].columns().end + GAP);
            }
            lines.extend(strip.places.iter().map(|place| place.line));
        }
        lines.sort_unstable();
        assert_eq!(lines, (0..widths.len()).collect::<Vec<_>>());
    }

    #[test]
    fn short_lines_share_and_the_widest_are_taken_first() {
        let strips = strips(&[150, 150, 150, 900, 150]);
        assert_eq!(strips.len(), 3);
        assert_eq!(strips.last().unwrap().width(), 904);
        assert!(super::strips(&[]).is_empty());
    }
}
