//! Images that are too long for one look: parts that overlap, and lines that stand in two of them made one.

use image::RgbImage;

use super::geometry::Rectangle;

/// What two neighbours share, in pixels as the network sees them.
const SHARED: f32 = 160.0;

/// How much of the lower one's height two rectangles must share to be parts of one line.
const SAME_LINE: f32 = 0.6;

/// A part of an image, in its pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tile {
    pub(super) left: u32,
    pub(super) top: u32,
    pub(super) width: u32,
    pub(super) height: u32,
}

impl Tile {
    pub(super) fn is_whole(&self, image: &RgbImage) -> bool {
        (self.width, self.height) == image.dimensions()
    }
}

/// The parts of an image that is seen at `scale` in pieces whose longer side is `most` at most, along its longer
/// side.
pub(super) fn tiles(width: u32, height: u32, scale: f32, most: f32) -> Vec<Tile> {
    let long = width.max(height);
    let seen = long as f32 * scale;
    // A little more than the most is still one look.
    if seen <= most * 1.1 {
        return vec![Tile { left: 0, top: 0, width, height }];
    }
    let count = ((seen - SHARED) / (most - SHARED)).ceil().max(1.0);
    let shared = SHARED / scale;
    let length = ((long as f32 - shared) / count + shared).ceil();
    let starts = (0..count as u32).map(|at| (at as f32 * (length - shared)).floor() as u32);
    let piece = |start: u32| (start, (length as u32).min(long - start.min(long)));
    starts
        .map(piece)
        .map(|(start, length)| {
            if width >= height {
                Tile { left: start, top: 0, width: length, height }
            } else {
                Tile { left: 0, top: start, width, height: length }
            }
        })
        .collect()
}

/// The lines of all parts, in pixels of the whole image.
pub(super) fn joined(found: Vec<(Tile, Vec<Rectangle>)>) -> Vec<Rectangle> {
    let mut all: Vec<Rectangle> = Vec::new();
    for (tile, lines) in found {
        // Only lines of earlier parts can be the same.
        let earlier = all.len();
        for mut line in lines {
            line.centre = [line.centre[0] + tile.left as f32, line.centre[1] + tile.top as f32];
            match (0..earlier).find(|at| is_same_line(&all[*at], &line)) {
                Some(at) => {
                    let points = [all[at].corners(), line.corners()].concat();
                    all[at] = Rectangle::around(&points).unwrap_or(line);
                }
                None => all.push(line),
            }
        }
    }
    all
}

fn is_same_line(one: &Rectangle, other: &Rectangle) -> bool {
    let (one, other) = (one.bounds(), other.bounds());
    let shared = |low: usize, high: usize| one[high].min(other[high]) - one[low].max(other[low]);
    let lower = (one[3] - one[1]).min(other[3] - other[1]);
    shared(0, 2) > 0.0 && shared(1, 3) >= lower * SAME_LINE
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(left: f32, top: f32, width: f32, height: f32) -> Rectangle {
        Rectangle { centre: [left + width / 2.0, top + height / 2.0], along: [1.0, 0.0], width, height }
    }

    #[test]
    fn parts_cover_everything_and_overlap() {
        assert_eq!(tiles(1920, 1080, 1.0, 1920.0).len(), 1);
        for (width, height) in [(1200, 20_000), (7680, 1080), (1000, 2200)] {
            let tiles = tiles(width, height, 1.0, 1920.0);
            assert!(tiles.len() > 1);
            let ends = |tile: &Tile| match width > height {
                true => (tile.left, tile.left + tile.width),
                false => (tile.top, tile.top + tile.height),
            };
            assert_eq!((ends(&tiles[0]).0, ends(tiles.last().unwrap()).1), (0, width.max(height)));
            for pair in tiles.windows(2) {
                assert!(ends(&pair[0]).1 >= ends(&pair[1]).0 + 150, "{pair:?}");
            }
        }
    }

    #[test]
    fn a_line_on_a_seam_is_one_line() {
        let left = Tile { left: 0, top: 0, width: 1000, height: 500 };
        let right = Tile { left: 850, top: 0, width: 1000, height: 500 };
        let lines = joined(vec![
            (left, vec![line(100.0, 20.0, 895.0, 30.0), line(100.0, 200.0, 300.0, 30.0)]),
            (right, vec![line(2.0, 22.0, 400.0, 30.0), line(400.0, 200.0, 300.0, 30.0)]),
        ]);
        assert_eq!(lines.len(), 3);
        assert_eq!(lines[0].bounds(), [100.0, 20.0, 1252.0, 52.0]);
    }
}
