//! Reading text: one network finds lines, another reads each of them (PP-OCRv6, after Du et al., "PP-OCR",
//! arXiv:2009.09941).

mod boxes;
mod crop;
mod decode;
mod detector;
mod geometry;
mod recogniser;
mod strips;
mod tiles;

use std::num::NonZeroUsize;

use attune_domain::ReadLine;
use image::RgbImage;

use super::{ReaderFiles, VisionError};
pub(super) use crop::sample_into;
use detector::Detector;
pub(super) use geometry::Rectangle;
use recogniser::Recogniser;

/// Lines that are less sure than this are noise more often than text.
const LEAST_CONFIDENCE: f32 = 0.5;

/// The two networks.
#[derive(Debug)]
pub struct TextReader {
    detector: Detector,
    recogniser: Recogniser,
}

impl TextReader {
    /// Reads the networks into memory, about 80 MB. Blocks for some tenths of a second.
    ///
    /// # Errors
    /// [`VisionError::Missing`] and [`VisionError::BadModel`].
    pub fn load(files: &ReaderFiles, threads: NonZeroUsize) -> Result<Self, VisionError> {
        let detector = Detector::load(&files.detector, threads)?;
        let recogniser = Recogniser::load(&files.recogniser, threads)?;
        Ok(Self { detector, recogniser })
    }

    /// The lines of an image in no order, without spaces at their ends. Blocks. Ends early when
    /// `nobody_waits`.
    pub(super) fn read(
        &self,
        image: &RgbImage,
        nobody_waits: &dyn Fn() -> bool,
    ) -> Result<Vec<ReadLine>, VisionError> {
        let found = self.detector.find(image, nobody_waits)?;
        let lines = self.recogniser.read(image, &found, nobody_waits)?;
        Ok(lines.into_iter().filter(|line| line.confidence >= LEAST_CONFIDENCE).collect())
    }
}
