//! A text of an image that a person has put right, after parts of the image were blackened: nothing of what was under
//! them may stay in it.

use std::collections::HashSet;

use attune_domain::Reading;
use attune_domain::reading::Corners;

/// Pairs of lines that are compared at most. Beyond that the text is given up rather than the person kept waiting.
const MOST_PAIRS: usize = 4_000_000;

/// Letters from which on a word says where it comes from.
const TELLING: usize = 4;

/// What is left of a text that was put right, when `shapes` of the image are black.
///
/// A line that is as it was read, where nothing is black, stays. Of what was changed or added between two such lines,
/// nobody can say which line it came from: it stays only where nothing between them is black, and where it shares no
/// telling word with a line that is. In doubt a line goes.
#[must_use]
pub fn without_covered(text: &str, reading: &Reading, shapes: &[Corners]) -> String {
    let was = read_lines(reading, shapes);
    let now: Vec<&str> = text.lines().collect();
    if was.len().saturating_mul(now.len()) > MOST_PAIRS {
        return String::new();
    }
    let words_of = |is_covered: bool| -> HashSet<String> {
        was.iter().filter(|line| line.is_covered == is_covered).flat_map(|line| telling(&line.text)).collect()
    };
    let (open, covered) = (words_of(false), words_of(true));
    let tells = |line: &str| telling(line).any(|word| covered.contains(&word) && !open.contains(&word));
    let mut kept: Vec<&str> = Vec::new();
    let (mut from_was, mut from_now) = (0, 0);
    for (at_was, at_now) in anchors(&was, &now).into_iter().chain([(was.len(), now.len())]) {
        let is_black = was[from_was..at_was].iter().any(|line| line.is_covered);
        let between = &now[from_now..at_now];
        kept.extend(between.iter().filter(|line| line.trim().is_empty() || !is_black && !tells(line)));
        kept.extend(now.get(at_now));
        (from_was, from_now) = (at_was + 1, at_now + 1);
    }
    kept.dedup_by(|next, before| next.trim().is_empty() && before.trim().is_empty());
    kept.join("\n").trim().to_owned()
}

/// A line of the text as it was read.
struct WasLine {
    text: String,
    is_covered: bool,
}

fn read_lines(reading: &Reading, shapes: &[Corners]) -> Vec<WasLine> {
    let is_black = |corners: &Corners| shapes.iter().any(|shape| touch(shape, corners));
    let covered: Vec<&str> = reading
        .lines
        .iter()
        .filter(|line| is_black(&line.corners) && !line.text.trim().is_empty())
        .map(|line| line.text.trim())
        .collect();
    let text = reading.text(usize::MAX);
    text.lines()
        .map(|line| WasLine {
            text: line.to_owned(),
            // A row of a table and a line of several parts hold more than one.
            is_covered: covered.iter().any(|covered| line.replace("\\|", "|").contains(covered)),
        })
        .collect()
}

/// The longest run of lines, in order, that are the same in both, nothing black about them. Empty lines are no hold.
fn anchors(was: &[WasLine], now: &[&str]) -> Vec<(usize, usize)> {
    let same = |at_was: usize, at_now: usize| {
        let line = &was[at_was];
        !line.is_covered && line.text == now[at_now] && !line.text.trim().is_empty()
    };
    let width = now.len() + 1;
    let mut longest = vec![0_u32; (was.len() + 1) * width];
    for at_was in (0..was.len()).rev() {
        for at_now in (0..now.len()).rev() {
            let here = at_was * width + at_now;
            longest[here] = if same(at_was, at_now) {
                longest[here + width + 1] + 1
            } else {
                longest[here + width].max(longest[here + 1])
            };
        }
    }
    let (mut found, mut at_was, mut at_now) = (Vec::new(), 0, 0);
    while at_was < was.len() && at_now < now.len() {
        if same(at_was, at_now) {
            found.push((at_was, at_now));
            (at_was, at_now) = (at_was + 1, at_now + 1);
        } else if longest[(at_was + 1) * width + at_now] >= longest[at_was * width + at_now + 1] {
            at_was += 1;
        } else {
            at_now += 1;
        }
    }
    found
}

fn telling(line: &str) -> impl Iterator<Item = String> {
    line.split(|sign: char| !sign.is_alphanumeric())
        .filter(|word| word.chars().count() >= TELLING)
        .map(str::to_lowercase)
}

/// Whether two convex shapes have anything in common: no edge of either parts them.
fn touch(one: &Corners, other: &Corners) -> bool {
    let parts = |shape: &Corners, at: usize| {
        let (from, to) = (shape[at], shape[(at + 1) % 4]);
        let along = |corner: &[f32; 2]| (to[1] - from[1]) * corner[0] - (to[0] - from[0]) * corner[1];
        let reach = |shape: &Corners| {
            let places = shape.iter().map(along);
            places.fold((f32::MAX, f32::MIN), |(least, most), at| (least.min(at), most.max(at)))
        };
        let (first, second) = (reach(one), reach(other));
        // An edge without length parts nothing.
        from != to && (first.1 <= second.0 || second.1 <= first.0)
    };
    !(0..4).any(|at| parts(one, at) || parts(other, at))
}

#[cfg(test)]
mod tests {
    use attune_domain::ReadLine;
    use attune_domain::reading::Gap;

    use super::*;

    fn reading(lines: &[&str]) -> Reading {
        let line = |(at, text): (usize, &&str)| {
            let top = at as f32 * 20.0;
            let corners = [[0.0, top], [100.0, top], [100.0, top + 15.0], [0.0, top + 15.0]];
            ReadLine {
                text: (*text).to_owned(),
                corners,
                confidence: 0.9,
                middles: Vec::new(),
                gap: Gap::Line,
            }
        };
        Reading {
            width: 100,
            height: 200,
            lines: lines.iter().enumerate().map(line).collect(),
            ..Reading::default()
        }
    }

    /// A region over the line at a place.
    fn over(at: usize) -> Corners {
        let top = at as f32 * 20.0 + 2.0;
        [[40.0, top], [60.0, top], [60.0, top + 6.0], [40.0, top + 6.0]]
    }

    #[test]
    fn a_line_under_a_region_goes_and_other_corrections_stay() {
        let reading = reading(&["lnvoice 4711", "Card 4111 1111 1111 1112", "Total 20 Euro", "Thank you"]);
        let text = "Invoice 4711\nCard 4111 1111 1111 1111\nTotal 20 Euro\nThank you";
        assert_eq!(without_covered(text, &reading, &[over(1)]), "Total 20 Euro\nThank you");
        // Nothing black between the same lines: what was changed there stays.
        assert_eq!(
            without_covered(text, &reading, &[over(3)]),
            "Invoice 4711\nCard 4111 1111 1111 1111\nTotal 20 Euro"
        );
        assert_eq!(without_covered(text, &reading, &[]), text);
    }

    #[test]
    fn what_was_moved_elsewhere_goes_too() {
        let reading = reading(&["Total", "Peter Marlowe", "Thank you"]);
        let text = "Customer Marlowe\nTotal\nThank you\nsigned: MARLOWE";
        assert_eq!(without_covered(text, &reading, &[over(1)]), "Total\nThank you");
    }

    #[test]
    fn shapes_touch_where_they_overlap_and_not_beside_each_other() {
        let square = |left: f32| [[left, 0.0], [left + 10.0, 0.0], [left + 10.0, 10.0], [left, 10.0]];
        assert!(touch(&square(0.0), &square(9.0)) && !touch(&square(0.0), &square(10.0)));
        let diamond = [[20.0, 0.0], [25.0, 5.0], [20.0, 10.0], [15.0, 5.0]];
        assert!(
            touch(&square(6.0), &diamond)
                && !touch(&[[21.0, 0.0], [30.0, 0.0], [30.0, 0.5], [21.0, 0.5]], &diamond)
        );
    }
}
