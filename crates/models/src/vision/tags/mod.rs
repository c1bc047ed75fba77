//! What an image seems to show, among the thousand kinds of things of `ImageNet`: EfficientNet-Lite0 (Tan and Le,
//! arXiv:1905.11946).
//!
//! Its makers' weights come in the form of `torch`, and no packaged classifier of a permissive licence came as
//! ONNX. So the weights are read here, and the network, which is simple, is put together from them.

mod graph;
mod pickle;
mod weights;

use std::num::NonZeroUsize;

use attune_domain::Tag;
use image::RgbImage;

use super::network::{Network, bad};
use super::ocr::{Rectangle, sample_into};
use super::{TaggerFiles, VisionError};
use weights::Weights;

/// The side of what the network sees, in pixels.
const SIDE: usize = 224;

/// Less likely things are not named.
const LEAST: f32 = 0.15;

/// So many things are named at most.
const MOST: usize = 5;

/// A model that says what an image seems to show.
#[derive(Debug)]
pub struct Tagger {
    network: Network,
    labels: Vec<String>,
}

impl Tagger {
    /// Reads the weights into memory and puts the network together, about 40 MB. Blocks for some tenths of a
    /// second.
    ///
    /// # Errors
    /// [`VisionError::Missing`] and [`VisionError::BadModel`].
    pub fn load(files: &TaggerFiles, threads: NonZeroUsize) -> Result<Self, VisionError> {
        let read = |path: &std::path::Path| match std::fs::read(path) {
            Ok(bytes) => Ok(bytes),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                Err(VisionError::Missing(path.to_owned()))
            }
            Err(error) => Err(bad(path, &error)),
        };
        let labels: Vec<String> =
            serde_json::from_slice(&read(&files.labels)?).map_err(|error| bad(&files.labels, &error))?;
        let weights = Weights::read(&read(&files.weights)?).map_err(|why| bad(&files.weights, &why))?;
        let onnx = graph::onnx(&weights, SIDE).map_err(|why| bad(&files.weights, &why))?;
        let network = Network::of_onnx(onnx, &files.weights, threads)?;
        Ok(Self { network, labels })
    }

    /// What an image seems to show, likeliest first. Blocks for some hundredths of a second.
    ///
    /// # Errors
    /// [`VisionError::Failed`].
    pub fn tags(&self, image: &RgbImage) -> Result<Vec<Tag>, VisionError> {
        // Once the whole, pressed into a square, and once the square in the middle: what is wide is in the one,
        // and what has the right shape in the other.
        let (width, height) = (image.width() as f32, image.height() as f32);
        let middle = width.min(height);
        let plane = SIDE * SIDE;
        let mut values = vec![0.0; 2 * 3 * plane];
        for ((wide, high), values) in
            [(width, height), (middle, middle)].into_iter().zip(values.chunks_mut(3 * plane))
        {
            let seen = Rectangle {
                centre: [width / 2.0, height / 2.0],
                along: [1.0, 0.0],
                width: wide,
                height: high,
            };
            sample_into(values, [SIDE, SIDE], image, &seen, 0..SIDE);
            // This network was trained with red first.
            let (blue, rest) = values.split_at_mut(plane);
            blue.swap_with_slice(&mut rest[plane..]);
        }
        self.network.run([2, 3, SIDE, SIDE], values, |_, shares| {
            if shares.len() != 2 * self.labels.len() {
                return Err(VisionError::Failed(format!(
                    "{} figures for {} things",
                    shares.len(),
                    self.labels.len()
                )));
            }
            let (whole, middle) = shares.split_at(self.labels.len());
            let scores = whole.iter().zip(middle).map(|(one, other)| f32::midpoint(*one, *other));
            let mut tags: Vec<Tag> = scores
                .zip(&self.labels)
                .filter(|(score, _)| *score >= LEAST)
                .map(|(score, label)| Tag { label: label.clone(), score })
                .collect();
            tags.sort_by(|one, other| other.score.total_cmp(&one.score));
            tags.truncate(MOST);
            Ok(tags)
        })?
    }
}
