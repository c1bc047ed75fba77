//! The network that reads a line.

use std::num::NonZeroUsize;
use std::path::Path;

use attune_domain::ReadLine;
use image::RgbImage;

use super::super::VisionError;
use super::super::network::{Network, bad};
use super::crop;
use super::decode::{Decoded, decoded};
use super::geometry::{Rectangle, quarter_turn};

/// How high a line is for the network, in pixels.
const HEIGHT: usize = 48;

/// A line is filled up to this width: narrower ones were not trained with.
const LEAST_WIDTH: usize = 320;

/// A line may be so wide; a longer one is squeezed.
const MOST_WIDTH: usize = 4800;

/// Columns of all lines that are read at once.
const MOST_COLUMNS: usize = 2560;

/// From this ratio of height to width on, a line runs downwards.
const UPRIGHT: f32 = 1.5;

/// A rectangle that is not much higher than wide may be a single letter.
const ONE_LETTER: f32 = 3.0;

/// A line that is less sure than this is tried the other way up as well.
const DOUBTFUL: f32 = 0.8;

/// How much surer the other way up has to be.
const BETTER: f32 = 0.05;

/// Reads lines.
#[derive(Debug)]
pub(super) struct Recogniser {
    network: Network,
    characters: Vec<String>,
}

impl Recogniser {
    pub(super) fn load(path: &Path, threads: NonZeroUsize) -> Result<Self, VisionError> {
        let network = Network::load(path, threads)?;
        let list = network.metadata("character").ok_or_else(|| bad(path, &"it names no characters"))?;
        // Only ends of lines part them: some of the characters are other kinds of spaces.
        let characters = list.strip_suffix('\n').unwrap_or(list).split('\n').map(str::to_owned).collect();
        Ok(Self { network, characters })
    }

    /// What stands in each rectangle, in their order, without those that say nothing.
    pub(super) fn read(
        &self,
        image: &RgbImage,
        rectangles: &[Rectangle],
        nobody_waits: &dyn Fn() -> bool,
    ) -> Result<Vec<ReadLine>, VisionError> {
        let read = |lines: &[Rectangle]| self.decode(image, lines, nobody_waits);
        let mut lines: Vec<Rectangle> = rectangles.iter().copied().map(lying).collect();
        let mut found = read(&lines)?;

        // What is doubtful may stand on its head, and what is hardly higher than wide may be one letter.
        let mut others: Vec<(usize, Rectangle)> = Vec::new();
        for (at, line) in lines.iter().enumerate() {
            if found[at].confidence < DOUBTFUL {
                others.push((at, turned(turned(*line))));
                let upright = rectangles[at];
                if upright.along != line.along && upright.height < upright.width * ONE_LETTER {
                    others.push((at, upright));
                }
            }
        }
        let tried: Vec<Rectangle> = others.iter().map(|(_, other)| *other).collect();
        for ((at, other), decoded) in others.into_iter().zip(read(&tried)?) {
            if decoded.confidence > found[at].confidence + BETTER {
                (lines[at], found[at]) = (other, decoded);
            }
        }
        let as_line = |(rectangle, decoded): (Rectangle, Decoded)| ReadLine {
            text: decoded.text,
            corners: rectangle.corners(),
            confidence: decoded.confidence,
            middles: decoded.middles,
            gap: attune_domain::reading::Gap::Line,
        };
        let lines = lines.into_iter().zip(found).map(as_line);
        Ok(lines.filter(|line| !line.text.is_empty()).collect())
    }

    fn decode(
        &self,
        image: &RgbImage,
        lines: &[Rectangle],
        nobody_waits: &dyn Fn() -> bool,
    ) -> Result<Vec<Decoded>, VisionError> {
        let width_of = |line: &Rectangle| {
            let ratio = line.width / line.height.max(1.0);
            ((ratio * HEIGHT as f32).ceil() as usize).clamp(8, MOST_WIDTH)
        };
        let mut found = vec![Decoded::default(); lines.len()];
        // Lines of about the same width go together: all are filled up to the widest.
        let mut order: Vec<usize> = (0..lines.len()).collect();
        order.sort_by_key(|at| width_of(&lines[*at]));
        let mut rest = order.as_slice();
        while !rest.is_empty() {
            if nobody_waits() {
                return Err(VisionError::Ended);
            }
            let columns = |count: usize| count * width_of(&lines[rest[count - 1]]).max(LEAST_WIDTH);
            let fitting = (1..=rest.len()).take_while(|count| columns(*count) <= MOST_COLUMNS).count();
            let (batch, left) = rest.split_at(fitting.max(1));
            rest = left;
            let width = batch.iter().map(|at| width_of(&lines[*at])).fold(LEAST_WIDTH, usize::max);
            let size = 3 * HEIGHT * width;
            let mut values = vec![0.0; batch.len() * size];
            for (at, values) in batch.iter().zip(values.chunks_exact_mut(size)) {
                let line = &lines[*at];
                crop::sample_into(values, width, HEIGHT, image, line, width_of(line));
            }
            let classes = self.characters.len() + 2;
            self.network.run([batch.len(), 3, HEIGHT, width], values, |shape, figures| {
                let [_, steps, last] = *shape else {
                    return Err(VisionError::Failed(format!("the recogniser gave {shape:?}")));
                };
                if last != classes {
                    return Err(VisionError::Failed(format!("{classes} characters, but {last} figures")));
                }
                for (at, figures) in batch.iter().zip(figures.chunks_exact((steps * classes).max(1))) {
                    let used = width_of(&lines[*at]) as f32 / width as f32 * steps as f32;
                    found[*at] = decoded(figures, &self.characters, used);
                }
                Ok(())
            })??;
        }
        Ok(found)
    }
}

/// A line as it is read: one that is much higher than wide runs downwards.
fn lying(rectangle: Rectangle) -> Rectangle {
    if rectangle.height >= rectangle.width * UPRIGHT { turned(rectangle) } else { rectangle }
}

/// The same rectangle, begun a quarter turn further.
fn turned(rectangle: Rectangle) -> Rectangle {
    let Rectangle { centre, along, width, height } = rectangle;
    Rectangle { centre, along: quarter_turn(along), width: height, height: width }
}
