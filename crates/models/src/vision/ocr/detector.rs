//! The network that finds lines of text.

use std::num::NonZeroUsize;
use std::path::Path;

use image::{RgbImage, imageops};

use super::super::VisionError;
use super::super::network::Network;
use super::super::resized::resized_rgb;
use super::boxes::{TextMap, rectangles};
use super::crop;
use super::geometry::Rectangle;
use super::tiles::{Tile, joined, tiles};

/// Both sides of what the network sees are a multiple of this.
const STEP: u32 = 32;

/// The size to which larger images are made smaller, unless they are long. Lines are found just as well on a
/// screen at three quarters of its size, in half the time; they are read in full size.
const LONG_SIDE: f32 = 1440.0;

/// Long images are made smaller only until their shorter side is this.
const SHORT_SIDE: f32 = 816.0;

/// The shorter side up to which small images are made larger.
const SMALL_SIDE: f32 = 736.0;

/// How much larger they are made at most.
const MOST_LARGER: f32 = 2.0;

/// Finds lines.
#[derive(Debug)]
pub(super) struct Detector {
    network: Network,
}

impl Detector {
    pub(super) fn load(path: &Path, threads: NonZeroUsize) -> Result<Self, VisionError> {
        Ok(Self { network: Network::load(path, threads)? })
    }

    /// The rectangles of lines, in pixels of the image.
    pub(super) fn find(
        &self,
        image: &RgbImage,
        nobody_waits: &dyn Fn() -> bool,
    ) -> Result<Vec<Rectangle>, VisionError> {
        let scale = scale_for(image.width() as f32, image.height() as f32);
        let mut found = Vec::new();
        for tile in tiles(image.width(), image.height(), scale, LONG_SIDE) {
            if nobody_waits() {
                return Err(VisionError::Ended);
            }
            let lines = if tile.is_whole(image) {
                self.find_in(image, scale)?
            } else {
                let Tile { left, top, width, height } = tile;
                let part = imageops::crop_imm(image, left, top, width, height).to_image();
                self.find_in(&part, scale)?
            };
            found.push((tile, lines));
        }
        Ok(joined(found))
    }

    fn find_in(&self, image: &RgbImage, scale: f32) -> Result<Vec<Rectangle>, VisionError> {
        let side = |pixels: u32| {
            let steps = (pixels as f32 * scale / STEP as f32).round() as u32;
            steps.max(1) * STEP
        };
        let seen = resized_rgb(image, (side(image.width()), side(image.height())))?;
        let values = crop::planes(&seen);
        let (width, height) = (seen.width() as usize, seen.height() as usize);
        self.network.run([1, 3, height, width], values, |shape, map| {
            // One map for the one image, with a place for each pixel.
            if shape != [1, 1, height, width] {
                return Err(VisionError::Failed(format!("the detector gave a map of {shape:?}")));
            }
            let (horizontally, vertically) =
                (image.width() as f32 / width as f32, image.height() as f32 / height as f32);
            let found = rectangles(&TextMap { width, height, values: map });
            Ok(found.into_iter().filter_map(|place| place.stretched(horizontally, vertically)).collect())
        })?
    }
}

/// How much larger or smaller the network sees an image.
fn scale_for(width: f32, height: f32) -> f32 {
    let (short, long) = (width.min(height), width.max(height));
    if short < SMALL_SIDE {
        let wanted = (SMALL_SIDE / short).min(MOST_LARGER);
        return wanted.min((LONG_SIDE / long).max(1.0));
    }
    (LONG_SIDE / long).max(SHORT_SIDE / short).min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn images_are_seen_in_a_size_that_suits_text() {
        let check = |width: f32, height: f32, expect: f32| {
            assert!((scale_for(width, height) - expect).abs() < 0.01, "{width} × {height}");
        };
        check(1920.0, 1080.0, 0.756);
        check(3840.0, 2160.0, 0.378);
        check(1200.0, 20_000.0, 0.68);
        check(600.0, 300.0, 2.0);
        check(1100.0, 100.0, 1.31);
        check(4000.0, 200.0, 1.0);
        check(8192.0, 8192.0, 0.176);
    }
}
