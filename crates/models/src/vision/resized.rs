//! Images in another size.

use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};
use image::{GrayImage, RgbImage};

use super::VisionError;

/// The image in another size; neither side may be 0. Where pixels get smaller, each is the mean of all that it
/// covers, so that thin strokes do not vanish.
pub(super) fn resized_rgb(image: &RgbImage, size: (u32, u32)) -> Result<RgbImage, VisionError> {
    let pixels = resized(image.as_raw(), PixelType::U8x3, image.dimensions(), size)?;
    RgbImage::from_raw(size.0, size.1, pixels).ok_or_else(incomplete)
}

/// As [`resized_rgb`].
pub(super) fn resized_grey(image: &GrayImage, size: (u32, u32)) -> Result<GrayImage, VisionError> {
    let pixels = resized(image.as_raw(), PixelType::U8, image.dimensions(), size)?;
    GrayImage::from_raw(size.0, size.1, pixels).ok_or_else(incomplete)
}

fn resized(pixels: &[u8], kind: PixelType, from: (u32, u32), to: (u32, u32)) -> Result<Vec<u8>, VisionError> {
    let whole = ImageRef::new(from.0, from.1, pixels, kind)
        .map_err(|error| VisionError::Failed(error.to_string()))?;
    let mut other = Image::new(to.0, to.1, kind);
    let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Bilinear));
    Resizer::new()
        .resize(&whole, &mut other, &options)
        .map_err(|error| VisionError::Failed(error.to_string()))?;
    Ok(other.into_vec())
}

fn incomplete() -> VisionError {
    VisionError::Failed("an image lost pixels when it was resized".to_owned())
}

#[cfg(test)]
mod tests {
    use image::{Luma, Rgb};

    use super::*;

    #[test]
    fn thin_strokes_survive_in_a_smaller_image() {
        let image = RgbImage::from_fn(64, 64, |x, _| Rgb(if x % 8 == 0 { [0; 3] } else { [255; 3] }));
        let small = resized_rgb(&image, (16, 16)).unwrap();
        let mean = small.as_raw().iter().map(|value| f32::from(*value)).sum::<f32>() / small.len() as f32;
        assert!((mean - 255.0 * 7.0 / 8.0).abs() < 3.0, "{mean}");
        assert!(small.pixels().any(|pixel| pixel.0[0] < 225));
    }

    #[test]
    fn one_colour_stays_that_colour_in_any_size() {
        let image = GrayImage::from_pixel(3, 500, Luma([77]));
        for size in [(1, 1), (3, 500), (7, 2000)] {
            let other = resized_grey(&image, size).unwrap();
            assert_eq!(other.dimensions(), size);
            assert!(other.as_raw().iter().all(|value| *value == 77));
        }
    }
}
