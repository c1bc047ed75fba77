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

/// Lines are first read narrower than they are, which takes as much less time.
const NARROW: f32 = 0.75;

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
        let waiting = Mutex::new(batches(&widths, self.network.lanes()));
        let next = || waiting.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let work = |lane: usize, goes_on: &dyn Fn() -> bool| {
            let mut done = Vec::new();
            while let Some(batch) = next() {
                if !goes_on() {
                    return Err(VisionError::Ended);
                }
                done.push((self.decode_batch(lane, image, lines, &widths, &batch)?, batch));
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
        for (decoded, batch) in done.into_iter().flatten() {
            for (at, decoded) in batch.into_iter().zip(decoded) {
                found[at] = decoded;
            }
        }
        Ok(found)
    }

    fn decode_batch(
        &self,
        lane: usize,
        image: &RgbImage,
        lines: &[Rectangle],
        widths: &[usize],
        batch: &[usize],
    ) -> Result<Vec<Decoded>, VisionError> {
        let width = batch.iter().map(|at| widths[*at]).fold(LEAST_WIDTH, usize::max);
        let size = 3 * HEIGHT * width;
        let mut values = vec![0.0; batch.len() * size];
        for (at, values) in batch.iter().zip(values.chunks_exact_mut(size)) {
            crop::sample_into(values, width, HEIGHT, image, &lines[*at], widths[*at]);
        }
        let classes = self.characters.len() + 2;
        self.network.run_in(lane, [batch.len(), 3, HEIGHT, width], values, |shape, figures| {
            let [_, steps, last] = *shape else {
                return Err(VisionError::Failed(format!("the recogniser gave {shape:?}")));
            };
            if last != classes {
                return Err(VisionError::Failed(format!("{classes} characters, but {last} figures")));
            }
            let decode = |(at, figures): (&usize, &[f32])| {
                let used = widths[*at] as f32 / width as f32 * steps as f32;
                decoded(figures, &self.characters, used)
            };
            Ok(batch.iter().zip(figures.chunks_exact((steps * classes).max(1))).map(decode).collect())
        })?
    }
}

/// How wide a line is for the network, `narrower` than it stands there.
fn width_of(line: &Rectangle, narrower: f32) -> usize {
    let ratio = line.width / line.height.max(1.0) * narrower;
    ((ratio * HEIGHT as f32).ceil() as usize).clamp(8, MOST_WIDTH)
}

/// Lines of these widths that are read together, by their indices: of about the same width, as all are filled up
/// to the widest. The widest come last, for whoever takes from the end. Each of `lanes` gets some.
fn batches(widths: &[usize], lanes: usize) -> Vec<Vec<usize>> {
    let mut order: Vec<usize> = (0..widths.len()).collect();
    order.sort_by_key(|at| widths[*at]);
    let filled = |at: usize| widths[at].max(LEAST_WIDTH);
    let all: usize = order.iter().map(|at| filled(*at)).sum();
    let most = MOST_COLUMNS.min(all.div_ceil(lanes.max(1)));
    let mut batches: Vec<Vec<usize>> = Vec::new();
    for at in order {
        match batches.last_mut() {
            Some(batch) if (batch.len() + 1) * filled(at) <= most => batch.push(at),
            _ => batches.push(vec![at]),
        }
    }
    batches
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
