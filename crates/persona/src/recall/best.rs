//! The largest of many figures, without putting all of them in order.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

/// The places of the `most` largest figures among those that `may` be taken, in no order; of equal ones the
/// earlier are taken.
pub(super) fn best(figures: &[f32], most: usize, may: impl Fn(usize) -> bool) -> Vec<usize> {
    let mut best = BinaryHeap::with_capacity(most + 1);
    let mut bar = f32::NEG_INFINITY;
    for (place, figure) in figures.iter().enumerate() {
        // Few come past the bar, so that little is asked and put in order.
        if best.len() >= most && *figure <= bar || !may(place) {
            continue;
        }
        best.push(Reverse(Placed { figure: *figure, place }));
        if best.len() > most {
            best.pop();
        }
        if best.len() == most {
            bar = best.peek().map_or(bar, |worst| worst.0.figure);
        }
    }
    best.into_iter().map(|placed| placed.0.place).collect()
}

/// A figure with its place; of equal figures the earlier is the greater.
#[derive(Debug, Clone, Copy)]
struct Placed {
    figure: f32,
    place: usize,
}

impl Ord for Placed {
    fn cmp(&self, other: &Self) -> Ordering {
        self.figure.total_cmp(&other.figure).then(other.place.cmp(&self.place))
    }
}

impl PartialOrd for Placed {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Placed {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Placed {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_are_taken_of_those_that_may_be() {
        let check = |most: usize, expect: &[usize]| {
            let mut found = best(&[1.0, 5.0, 2.0, 5.0, 4.0, 5.0], most, |place| place != 5);
            found.sort_unstable();
            assert_eq!(found, expect, "{most}");
        };
        check(0, &[]);
        check(1, &[1]);
        check(2, &[1, 3]);
        check(3, &[1, 3, 4]);
        check(9, &[0, 1, 2, 3, 4]);
    }
}
