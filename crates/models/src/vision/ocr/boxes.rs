//! From the detector's map of where text is to a rectangle for each line (Liao et al., "Real-time Scene Text
//! Detection with Differentiable Binarization", arXiv:1911.08947).

use super::geometry::{Point, Rectangle};

/// From here on a place of the map counts as text.
const TEXT: f32 = 0.3;

/// How sure the map has to be within a rectangle, in the mean.
const SURE: f32 = 0.5;

/// The map shows the middle of lines. They are grown by this times area over circumference.
const GROWTH: f32 = 1.6;

/// Shorter sides than this, in places of the map, are specks.
const LEAST_SIDE: f32 = 3.0;

/// Rectangles in a map at most. A page of small print has some hundred lines.
const MOST: usize = 2000;

/// Where text is, 0 to 1, row after row.
pub(super) struct TextMap<'a> {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) values: &'a [f32],
}

/// The rectangles of lines, in places of the map.
pub(super) fn rectangles(map: &TextMap<'_>) -> Vec<Rectangle> {
    let mut found = Vec::new();
    for outline in outlines(map) {
        let Some(core) = Rectangle::around(&outline) else { continue };
        if core.shorter_side() < LEAST_SIDE || mean_within(map, &core) < SURE {
            continue;
        }
        let grown = core.grown(core.area() * GROWTH / (2.0 * (core.width + core.height)));
        if grown.shorter_side() >= LEAST_SIDE + 2.0 {
            found.push(grown);
        }
        if found.len() == MOST {
            break;
        }
    }
    found
}

/// The first and last place of each row, of each connected part of the map that is text.
fn outlines(map: &TextMap<'_>) -> Vec<Vec<Point>> {
    let TextMap { width, height, values } = *map;
    // Each place of text covers its neighbours to the right and below too, which joins what a hair parts.
    let mut is_text = vec![false; width * height];
    for y in 0..height {
        for x in 0..width {
            if values[y * width + x] > TEXT {
                let (right, below) = (x + 1 < width, y + 1 < height);
                let at = y * width + x;
                is_text[at] = true;
                if right {
                    is_text[at + 1] = true;
                }
                if below {
                    is_text[at + width] = true;
                }
                if right && below {
                    is_text[at + width + 1] = true;
                }
            }
        }
    }
    let mut outlines = Vec::new();
    let mut reached = Vec::new();
    for start in 0..is_text.len() {
        if !std::mem::take(&mut is_text[start]) {
            continue;
        }
        // The topmost row of a part is met first, so rows count from there.
        let top = start / width;
        let mut rows: Vec<(usize, usize)> = Vec::new();
        reached.push(start);
        while let Some(at) = reached.pop() {
            let (x, y) = (at % width, at / width);
            let row = y - top;
            if row >= rows.len() {
                rows.resize(row + 1, (usize::MAX, 0));
            }
            rows[row] = (rows[row].0.min(x), rows[row].1.max(x));
            for near_y in y.saturating_sub(1)..(y + 2).min(height) {
                for near_x in x.saturating_sub(1)..(x + 2).min(width) {
                    let near = near_y * width + near_x;
                    if std::mem::take(&mut is_text[near]) {
                        reached.push(near);
                    }
                }
            }
        }
        let ends = rows.iter().zip(top..).filter(|((left, _), _)| *left != usize::MAX);
        outlines.push(
            ends.flat_map(|((left, right), y)| [[*left as f32, y as f32], [*right as f32, y as f32]])
                .collect(),
        );
    }
    outlines
}

fn mean_within(map: &TextMap<'_>, rectangle: &Rectangle) -> f32 {
    let [left, top, right, bottom] = rectangle.bounds();
    let (half_width, half_height) = (rectangle.width / 2.0 + 0.5, rectangle.height / 2.0 + 0.5);
    let (mut sum, mut count) = (0.0, 0_u32);
    let to = |edge: f32, most: usize| (edge.ceil().max(0.0) as usize + 1).min(most);
    for y in top.floor().max(0.0) as usize..to(bottom, map.height) {
        for x in left.floor().max(0.0) as usize..to(right, map.width) {
            let [across, down] = rectangle.place_of([x as f32, y as f32]);
            if across.abs() <= half_width && down.abs() <= half_height {
                sum += map.values[y * map.width + x];
                count += 1;
            }
        }
    }
    if count == 0 { 0.0 } else { sum / count as f32 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map(width: usize, height: usize, is_text: impl Fn(usize, usize) -> f32) -> Vec<f32> {
        (0..width * height).map(|at| is_text(at % width, at / width)).collect()
    }

    #[test]
    fn each_bar_gives_a_rectangle_around_it() {
        let values = map(100, 60, |x, y| {
            let first = (10..90).contains(&x) && (10..16).contains(&y);
            let second = (10..50).contains(&x) && (40..46).contains(&y);
            if first || second { 0.9 } else { 0.0 }
        });
        let found = rectangles(&TextMap { width: 100, height: 60, values: &values });
        assert_eq!(found.len(), 2);
        let [left, top, right, bottom] = found[0].bounds();
        assert!(left < 8.0 && right > 91.0 && top < 8.0 && bottom > 17.0, "{:?}", found[0]);
        assert!(top > 0.0 && bottom < 30.0);
    }

    #[test]
    fn specks_and_doubtful_places_are_no_lines() {
        let speck = map(40, 40, |x, y| if x == 20 && y == 20 { 1.0 } else { 0.0 });
        assert!(rectangles(&TextMap { width: 40, height: 40, values: &speck }).is_empty());
        let doubtful = map(40, 40, |_, y| if (10..20).contains(&y) { 0.4 } else { 0.0 });
        assert!(rectangles(&TextMap { width: 40, height: 40, values: &doubtful }).is_empty());
    }
}
