//! The network that reads a line.

use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use attune_domain::ReadLine;
use image::RgbImage;

use super::super::VisionError;
use super::super::network::{Network, bad};
use super::crop;
use super::decode::{Decoded, decoded};
use super::geometry::{Rectangle, quarter_turn};
use super::strips::{Place, Strip, strips};

/// How high a line is for the network, in pixels.
const HEIGHT: usize = 48;

/// A line may be so wide; a longer one is squeezed.
const MOST_WIDTH: usize = 4800;

/// From this ratio of height to width on, a line runs downwards.
const UPRIGHT: f32 = 1.5;

/// A rectangle that is not much higher than wide may be a single letter.
const ONE_LETTER: f32 = 3.0;

/// Lines are first read narrower than they are, which takes as much less time.
const NARROW: f32 = 0.7;

/// A line that is less sure than this when it is narrow is read in its full width.
const SURE: f32 = 0.97;

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
        let network = Network::load(path, threads)?.side_by_side(threads);
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
        let read = |lines: &[Rectangle]| self.decode(image, lines, 1.0, nobody_waits);
        let mut lines: Vec<Rectangle> = rectangles.iter().copied().map(lying).collect();
        let mut found = self.decode(image, &lines, NARROW, nobody_waits)?;
        let unsure: Vec<usize> = (0..lines.len()).filter(|at| found[*at].confidence < SURE).collect();
        let again = read(&unsure.iter().map(|at| lines[*at]).collect::<Vec<_>>())?;
        for (at, decoded) in unsure.into_iter().zip(again) {
            found[at] = decoded;
        }

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

    /// Reads lines as they are, several at the same time.
    fn decode(
        &self,
        image: &RgbImage,
        lines: &[Rectangle],
        narrower: f32,
        nobody_waits: &dyn Fn() -> bool,
    ) -> Result<Vec<Decoded>, VisionError> {
        let widths: Vec<usize> = lines.iter().map(|line| width_of(line, narrower)).collect();
        let waiting = Mutex::new(strips(&widths));
        let next = || waiting.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let work = |lane: usize, goes_on: &dyn Fn() -> bool| {
            let mut done = Vec::new();
            while let Some(strip) = next() {
                if !goes_on() {
                    return Err(VisionError::Ended);
                }
                done.push((self.decode_strip(lane, image, lines, &strip)?, strip));
            }
            Ok(done)
        };
        // This thread is the first lane, and the only one that can see whether anybody waits.
        let ended = AtomicBool::new(false);
        let done = thread::scope(|scope| {
            let (work, ended) = (&work, &ended);
            let others: Vec<_> = (1..self.network.lanes())
                .map(|lane| scope.spawn(move || work(lane, &|| !ended.load(Ordering::Relaxed))))
                .collect();
            let mut done = vec![work(0, &|| {
                ended.store(nobody_waits(), Ordering::Relaxed);
                !ended.load(Ordering::Relaxed)
            })];
            let lost = || VisionError::Failed("a thread ended before its time".to_owned());
            done.extend(others.into_iter().map(|other| other.join().map_err(|_| lost())?));
            done.into_iter().collect::<Result<Vec<_>, _>>()
        })?;
        let mut found = vec![Decoded::default(); lines.len()];
        for (decoded, strip) in done.into_iter().flatten() {
            for (place, decoded) in strip.places.iter().zip(decoded) {
                found[place.line] = decoded;
            }
        }
        Ok(found)
    }

    /// Reads the lines of one strip, in their order.
    fn decode_strip(
        &self,
        lane: usize,
        image: &RgbImage,
        lines: &[Rectangle],
        strip: &Strip,
    ) -> Result<Vec<Decoded>, VisionError> {
        let width = strip.width();
        let mut values = vec![0.0; 3 * HEIGHT * width];
        for place in &strip.places {
            crop::sample_into(&mut values, [width, HEIGHT], image, &lines[place.line], place.columns());
        }
        let classes = self.characters.len() + 2;
        self.network.run_in(lane, [1, 3, HEIGHT, width], values, |shape, figures| {
            let [1, steps, last] = *shape else {
                return Err(VisionError::Failed(format!("the recogniser gave {shape:?}")));
            };
            if last != classes {
                return Err(VisionError::Failed(format!("{classes} characters, but {last} figures")));
            }
            let step = width as f32 / steps.max(1) as f32;
            let decode = |place: &Place| {
                let first = (place.start as f32 / step) as usize;
                let figures = figures.get(first * classes..).unwrap_or_default();
                decoded(figures, &self.characters, place.width as f32 / step)
            };
            Ok(strip.places.iter().map(decode).collect())
        })?
    }
}

/// How wide a line is for the network, `narrower` than it stands there.
fn width_of(line: &Rectangle, narrower: f32) -> usize {
    let ratio = line.width / line.height.max(1.0) * narrower;
    ((ratio * HEIGHT as f32).ceil() as usize).clamp(8, MOST_WIDTH)
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
