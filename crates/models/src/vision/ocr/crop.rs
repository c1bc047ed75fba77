//! Pixels out of an image as a network wants them: all, or a part that may be turned, from -1 to 1, channel after
//! channel, blue first.

use std::ops::Range;

use image::RgbImage;

use super::geometry::{Rectangle, quarter_turn};

/// How many samples a pixel's side is worth at most, where many pixels become one.
const MOST_SAMPLES: usize = 6;

/// The whole image, plane after plane.
pub(super) fn planes(image: &RgbImage) -> Vec<f32> {
    let plane = (image.width() * image.height()) as usize;
    let mut values = vec![0.0; 3 * plane];
    for (at, pixel) in image.pixels().enumerate() {
        for (channel, value) in pixel.0.iter().rev().enumerate() {
            values[channel * plane + at] = scaled(f32::from(*value));
        }
    }
    values
}

/// From 0 to 255 to what the networks were trained with.
fn scaled(value: f32) -> f32 {
    value / 127.5 - 1.0
}

/// Writes what lies in a rectangle into these columns of planes of `width` × `height`. Beyond the image, its edge
/// goes on.
pub(in crate::vision) fn sample_into(
    values: &mut [f32],
    [width, height]: [usize; 2],
    image: &RgbImage,
    rectangle: &Rectangle,
    columns: Range<usize>,
) {
    let down = quarter_turn(rectangle.along);
    let (step_x, step_y) = (rectangle.width / columns.len() as f32, rectangle.height / height as f32);
    // Where pixels get smaller, each is the mean of several, so that thin strokes do not vanish.
    let samples = |step: f32| ((step - 0.25).ceil().max(1.0) as usize).min(MOST_SAMPLES);
    let (across, below) = (samples(step_x), samples(step_y));
    let share = 1.0 / (across * below) as f32;
    let plane = width * height;
    let origin = rectangle.corners()[0];
    for y in 0..height {
        for x in 0..columns.len() {
            let mut sums = [0.0_f32; 3];
            for sample in 0..across * below {
                let right = (x as f32 + ((sample % across) as f32 + 0.5) / across as f32) * step_x;
                let under = (y as f32 + ((sample / across) as f32 + 0.5) / below as f32) * step_y;
                let from_x = origin[0] + rectangle.along[0] * right + down[0] * under;
                let from_y = origin[1] + rectangle.along[1] * right + down[1] * under;
                let pixel = interpolated(image, from_x - 0.5, from_y - 0.5);
                for (sum, value) in sums.iter_mut().zip(pixel) {
                    *sum += value;
                }
            }
            // The networks were trained with blue first.
            for (channel, sum) in sums.iter().rev().enumerate() {
                values[channel * plane + y * width + columns.start + x] = scaled(sum * share);
            }
        }
    }
}

/// The colour between four pixels.
fn interpolated(image: &RgbImage, x: f32, y: f32) -> [f32; 3] {
    let (width, height) = (image.width() as usize, image.height() as usize);
    let (x, y) = (x.clamp(0.0, (width - 1) as f32), y.clamp(0.0, (height - 1) as f32));
    let (left, top) = (x as usize, y as usize);
    let (right, bottom) = ((left + 1).min(width - 1), (top + 1).min(height - 1));
    let (share_x, share_y) = (x - left as f32, y - top as f32);
    let raw: &[u8] = image.as_raw();
    let at = |x: usize, y: usize| {
        let first = 3 * (y * width + x);
        [raw[first], raw[first + 1], raw[first + 2]].map(f32::from)
    };
    let [upper_left, upper_right, lower_left, lower_right] =
        [at(left, top), at(right, top), at(left, bottom), at(right, bottom)];
    std::array::from_fn(|channel| {
        let upper = upper_left[channel] + (upper_right[channel] - upper_left[channel]) * share_x;
        let lower = lower_left[channel] + (lower_right[channel] - lower_left[channel]) * share_x;
        upper + (lower - upper) * share_y
    })
}

#[cfg(test)]
mod tests {
    use image::Rgb;

    use super::*;

    #[test]
    fn a_quarter_turn_is_sampled_exactly() {
        let image = RgbImage::from_fn(4, 4, |x, y| Rgb([(x * 10) as u8, (y * 10) as u8, 0]));
        // Downwards is along, so that its rows are the image's columns from the right.
        let turned = Rectangle { centre: [2.0, 2.0], along: [0.0, 1.0], width: 4.0, height: 4.0 };
        let mut values = vec![0.0; 3 * 16];
        sample_into(&mut values, [4, 4], &image, &turned, 0..4);
        let red = |x: usize, y: usize| ((values[32 + y * 4 + x] + 1.0) * 127.5).round();
        let green = |x: usize, y: usize| ((values[16 + y * 4 + x] + 1.0) * 127.5).round();
        assert_eq!((red(0, 0), green(0, 0)), (30.0, 0.0));
        assert_eq!((red(3, 0), green(3, 0)), (30.0, 30.0));
        assert_eq!((red(0, 3), green(0, 3)), (0.0, 0.0));
    }
}
