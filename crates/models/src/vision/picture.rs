//! An image out of a file: decoded within limits, turned as it is meant to be seen, and without anything that
//! the file says about where, when and by whom it was made.

use std::fmt;
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use attune_domain::reading::Corners;
use image::codecs::jpeg::JpegEncoder;
use image::metadata::Orientation;
use image::{
    DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits, Rgb, RgbImage, Rgba, RgbaImage,
};

use super::VisionError;

/// Bytes of a file that are looked at.
pub const MOST_BYTES: usize = 64 << 20;

/// Pixels of an image altogether.
pub const MOST_PIXELS: u64 = 8192 * 8192;

/// Pixels along one side; long pages are narrow.
pub const MOST_SIDE: u32 = 32_768;

/// Bytes that decoding may take at a time. An image of [`MOST_PIXELS`] in eight bits with transparency just fits.
const MOST_MEMORY: u64 = MOST_PIXELS * 4 + (64 << 20);

/// How much of a JPEG's detail is kept, of 100.
const QUALITY: u8 = 90;

/// A form in which an image is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImageForm {
    /// PNG, without loss.
    Png,
    /// JPEG, for photographs.
    Jpeg,
    /// WebP, without loss.
    WebP,
}

impl ImageForm {
    /// As the web names it: `image/png`.
    #[must_use]
    pub fn media(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::WebP => "image/webp",
        }
    }
}

/// An image in memory, upright, with no metadata.
#[derive(Clone, PartialEq)]
pub struct Picture {
    image: DynamicImage,
    form: ImageForm,
}

impl Picture {
    /// Decodes a PNG, JPEG, WebP, GIF (its first frame), BMP or TIFF file, whatever its name says. The size is
    /// taken from the header before memory is asked for. Blocks.
    ///
    /// # Errors
    /// [`VisionError::TooManyBytes`], [`VisionError::TooLarge`], [`VisionError::UnknownForm`] and
    /// [`VisionError::Damaged`].
    pub fn decode(bytes: &[u8]) -> Result<Self, VisionError> {
        if bytes.len() > MOST_BYTES {
            return Err(VisionError::TooManyBytes { bytes: bytes.len() });
        }
        // Decoders read what strangers wrote; a mistake in one must cost nothing but the image.
        let decoded = catch_unwind(AssertUnwindSafe(|| Self::decode_bounded(bytes)));
        decoded.unwrap_or_else(|_| Err(VisionError::Damaged("its decoder gave up".to_owned())))
    }

    fn decode_bounded(bytes: &[u8]) -> Result<Self, VisionError> {
        let format = image::guess_format(bytes).map_err(|_| VisionError::UnknownForm)?;
        let form = match format {
            ImageFormat::Jpeg => ImageForm::Jpeg,
            ImageFormat::WebP => ImageForm::WebP,
            ImageFormat::Png | ImageFormat::Gif | ImageFormat::Bmp | ImageFormat::Tiff => ImageForm::Png,
            _ => return Err(VisionError::UnknownForm),
        };
        let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
        let mut limits = Limits::no_limits();
        limits.max_alloc = Some(MOST_MEMORY);
        reader.limits(limits);
        let mut decoder = reader.into_decoder().map_err(|error| refused(&error, 0, 0))?;

        let (width, height) = decoder.dimensions();
        let pixels = u64::from(width) * u64::from(height);
        if width.max(height) > MOST_SIDE || pixels > MOST_PIXELS || decoder.total_bytes() > MOST_MEMORY {
            return Err(VisionError::TooLarge { width, height });
        }
        if pixels == 0 {
            return Err(VisionError::Damaged("it has no pixels".to_owned()));
        }
        let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
        let mut image =
            DynamicImage::from_decoder(decoder).map_err(|error| refused(&error, width, height))?;
        image.apply_orientation(orientation);
        Ok(Self { image: in_eight_bits(image), form })
    }

    /// A picture of pixels that are there already.
    #[must_use]
    pub fn of_pixels(pixels: RgbImage) -> Self {
        Self { image: pixels.into(), form: ImageForm::Png }
    }

    /// A picture of rows of red, green, blue and transparency. None where there are more pixels than [`MOST_PIXELS`], or
    /// fewer than they should be.
    #[must_use]
    pub fn of_rgba(width: u32, height: u32, pixels: Vec<u8>) -> Option<Self> {
        let count = u64::from(width) * u64::from(height);
        if count == 0 || count > MOST_PIXELS || width.max(height) > MOST_SIDE {
            return None;
        }
        Some(Self { image: RgbaImage::from_raw(width, height, pixels)?.into(), form: ImageForm::Png })
    }

    /// Width and height in pixels, as it is meant to be seen.
    #[must_use]
    pub fn size(&self) -> (u32, u32) {
        (self.image.width(), self.image.height())
    }

    /// The form in which to keep it: JPEG and WebP stay what they were, everything else becomes PNG.
    #[must_use]
    pub fn form(&self) -> ImageForm {
        self.form
    }

    /// A file of nothing but these pixels: no place, no time, no camera, no author. Blocks.
    ///
    /// # Errors
    /// [`VisionError::Failed`] when the image is too large for the form.
    pub fn encoded(&self, form: ImageForm) -> Result<Vec<u8>, VisionError> {
        let mut file = Cursor::new(Vec::new());
        let written = match form {
            ImageForm::Png => self.image.write_to(&mut file, ImageFormat::Png),
            ImageForm::WebP => self.image.write_to(&mut file, ImageFormat::WebP),
            ImageForm::Jpeg => JpegEncoder::new_with_quality(&mut file, QUALITY).encode_image(&self.rgb()),
        };
        written.map_err(|error| VisionError::Failed(error.to_string()))?;
        Ok(file.into_inner())
    }

    /// A smaller one that fits into a square; this one if it fits already. Blocks.
    #[must_use]
    pub fn fitted(&self, side: u32) -> Self {
        let (width, height) = self.size();
        if width.max(height) <= side.max(1) {
            return self.clone();
        }
        // A strip of a picture may have no height left.
        let image = self.image.thumbnail(side.max(1), side.max(1));
        Self { image, form: self.form }
    }

    /// The same picture with filled black shapes. What was under them is gone from the pixels. Blocks.
    #[must_use]
    pub fn blackened(&self, shapes: &[Corners]) -> Self {
        let mut masked = self.clone();
        for shape in shapes {
            masked.blacken(shape);
        }
        masked
    }

    /// The pixels as they look on white paper.
    pub(crate) fn rgb(&self) -> RgbImage {
        match &self.image {
            DynamicImage::ImageRgb8(pixels) => pixels.clone(),
            DynamicImage::ImageRgba8(pixels) => on_white(pixels),
            other => on_white(&other.to_rgba8()),
        }
    }

    fn blacken(&mut self, shape: &Corners) {
        let (width, height) = self.size();
        let bound = |of: fn(f32, f32) -> f32, axis: usize, most: u32| {
            let edge = shape.iter().map(|corner| corner[axis]).reduce(of).unwrap_or(0.0);
            if edge.is_finite() { edge.clamp(0.0, most as f32) } else { 0.0 }
        };
        let (left, right) = (bound(f32::min, 0, width).floor(), bound(f32::max, 0, width).ceil());
        let (top, bottom) = (bound(f32::min, 1, height).floor(), bound(f32::max, 1, height).ceil());
        for y in top as u32..(bottom as u32).min(height) {
            for x in left as u32..(right as u32).min(width) {
                if touches(shape, x, y) {
                    match &mut self.image {
                        DynamicImage::ImageRgb8(pixels) => pixels.put_pixel(x, y, Rgb([0; 3])),
                        DynamicImage::ImageRgba8(pixels) => pixels.put_pixel(x, y, Rgba([0, 0, 0, 255])),
                        // Pictures have one of these two forms from the start.
                        _ => {}
                    }
                }
            }
        }
    }
}

impl fmt::Debug for Picture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Picture").field("size", &self.size()).field("form", &self.form).finish()
    }
}

/// What a decoder said, as it concerns a person.
fn refused(error: &ImageError, width: u32, height: u32) -> VisionError {
    match error {
        ImageError::Limits(_) if width > 0 => VisionError::TooLarge { width, height },
        other => VisionError::Damaged(other.to_string()),
    }
}

fn in_eight_bits(image: DynamicImage) -> DynamicImage {
    match image {
        DynamicImage::ImageRgb8(_) | DynamicImage::ImageRgba8(_) => image,
        other if other.color().has_alpha() => other.into_rgba8().into(),
        other => other.into_rgb8().into(),
    }
}

fn on_white(pixels: &RgbaImage) -> RgbImage {
    RgbImage::from_fn(pixels.width(), pixels.height(), |x, y| {
        let Rgba([red, green, blue, alpha]) = *pixels.get_pixel(x, y);
        let over = |value: u8| {
            let share = u32::from(alpha);
            ((u32::from(value) * share + 255 * (255 - share) + 127) / 255) as u8
        };
        Rgb([over(red), over(green), over(blue)])
    })
}

/// Whether a convex shape covers any part of a pixel: whether none of its edges has the whole pixel outside.
fn touches(shape: &Corners, x: u32, y: u32) -> bool {
    let (left, top) = (x as f32, y as f32);
    let pixel = [[left, top], [left + 1.0, top], [left + 1.0, top + 1.0], [left, top + 1.0]];
    let side = |from: [f32; 2], to: [f32; 2], at: [f32; 2]| {
        (to[0] - from[0]) * (at[1] - from[1]) - (to[1] - from[1]) * (at[0] - from[0])
    };
    let edges = || (0..4).map(|corner| (shape[corner], shape[(corner + 1) % 4]));
    let is_clockwise = edges().map(|(from, to)| from[0] * to[1] - to[0] * from[1]).sum::<f32>() >= 0.0;
    edges().all(|(from, to)| {
        pixel
            .iter()
            .any(|at| if is_clockwise { side(from, to, *at) > 0.0 } else { side(from, to, *at) < 0.0 })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shape_covers_every_pixel_that_it_touches() {
        let picture = Picture::of_pixels(RgbImage::from_pixel(20, 20, Rgb([200, 10, 10])));
        let black = |picture: &Picture| {
            picture.rgb().enumerate_pixels().filter(|(.., pixel)| pixel.0 == [0; 3]).count()
        };
        let upright = [[2.5, 3.0], [6.2, 3.0], [6.2, 5.0], [2.5, 5.0]];
        assert_eq!(black(&picture.blackened(&[upright])), 5 * 2);
        // The same, the other way round, and beyond the edge.
        let [a, b, c, d] = upright;
        assert_eq!(black(&picture.blackened(&[[a, d, c, b]])), 5 * 2);
        let beyond = [[-5.0, -5.0], [500.0, -5.0], [500.0, 1.0], [-5.0, 1.0]];
        assert_eq!(black(&picture.blackened(&[beyond])), 20);
        // Standing on a corner it covers about half of what surrounds it.
        let diamond = [[10.0, 4.0], [16.0, 10.0], [10.0, 16.0], [4.0, 10.0]];
        let covered = black(&picture.blackened(&[diamond]));
        assert!((72..100).contains(&covered), "{covered}");
        assert_eq!(black(&picture.blackened(&[[[f32::NAN; 2]; 4]])), 0);
    }

    #[test]
    fn what_is_transparent_looks_white() {
        let mut pixels = RgbaImage::from_pixel(2, 1, Rgba([0, 0, 0, 0]));
        pixels.put_pixel(1, 0, Rgba([0, 0, 0, 255]));
        let picture = Picture { image: pixels.into(), form: ImageForm::Png };
        assert_eq!(picture.rgb().into_raw(), [255, 255, 255, 0, 0, 0]);
    }
}
