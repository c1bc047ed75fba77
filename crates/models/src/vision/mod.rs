//! What an image shows, read on this machine: its text, bar codes and QR codes, and what it seems to be of.
//!
//! This module must never know why an image is read, or where it is kept. Its functions compute and block;
//! [`VisionHandle`] runs them on a thread of its own. [`read_bytes`] is the one way from bytes to a reading.

mod codes;
mod handle;
mod layout;
mod network;
mod ocr;
mod picture;
mod resized;
mod tags;

use std::path::{Path, PathBuf};

use attune_domain::Reading;

pub use handle::{VisionConfig, VisionHandle, Wanted};
pub use ocr::TextReader;
pub use picture::{ImageForm, MOST_BYTES, MOST_PIXELS, MOST_SIDE, Picture};
pub use tags::Tagger;

/// The files of the model that reads text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReaderFiles {
    /// The network that finds lines, in ONNX form.
    pub detector: PathBuf,
    /// The network that reads a line, in ONNX form, with its characters in its metadata.
    pub recogniser: PathBuf,
}

/// The files of the model that says what an image seems to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaggerFiles {
    /// The weights, as `torch` keeps them.
    pub weights: PathBuf,
    /// The names of the things that it knows, as a JSON list.
    pub labels: PathBuf,
}

/// Why an image could not be read.
#[derive(Debug, thiserror::Error)]
pub enum VisionError {
    /// The file is too large to be looked at.
    #[error(
        "the image file has {} MB; at most {} MB can be read. Make the image smaller and try again",
        bytes.div_ceil(1 << 20), MOST_BYTES >> 20
    )]
    TooManyBytes {
        /// Its size.
        bytes: usize,
    },
    /// The image has too many pixels.
    #[error(
        "the image has {width} × {height} pixels, which is more than can be read (8192 × 8192 altogether). Make it smaller or cut out a part, and try again"
    )]
    TooLarge {
        /// Its width.
        width: u32,
        /// Its height.
        height: u32,
    },
    /// The bytes are no image that can be read.
    #[error("the file is no image that can be read; PNG, JPEG, WebP, GIF, BMP and TIFF can")]
    UnknownForm,
    /// The image is damaged.
    #[error("the image is damaged or incomplete ({0}); get it again and try once more")]
    Damaged(String),
    /// A file of a model is not there.
    #[error("the model's file {} is not there; install the model again", .0.display())]
    Missing(PathBuf),
    /// A file of a model is not what it should be.
    #[error("the model's file {} cannot be used ({reason}); remove the model and install it again", path.display())]
    BadModel {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// A model did not give an answer.
    #[error("the image could not be read: {0}")]
    Failed(String),
    /// Nobody waits any more, or the program is closing.
    #[error("the reading of the image was ended")]
    Ended,
}

impl ReaderFiles {
    /// The files of a model where the installer puts them: the recogniser lies beside the detector.
    #[must_use]
    pub fn of_installed(detector: &Path) -> Self {
        Self { detector: detector.to_owned(), recogniser: detector.with_extension("recogniser") }
    }
}

impl TaggerFiles {
    /// The files of a model where the installer puts them: the labels lie beside the weights.
    #[must_use]
    pub fn of_installed(weights: &Path) -> Self {
        Self { weights: weights.to_owned(), labels: weights.with_extension("labels") }
    }
}

/// Reads an image file with what there is: codes always, text and tags with their models. Blocks, for about a
/// second with a screenshot.
///
/// # Errors
/// [`VisionError`].
pub fn read_bytes(
    bytes: &[u8],
    reader: Option<&TextReader>,
    tagger: Option<&Tagger>,
) -> Result<Reading, VisionError> {
    read_picture(&Picture::decode(bytes)?, reader, tagger, &|| false)
}

/// Reads a picture; see [`read_bytes`]. Ends early when `nobody_waits`.
///
/// # Errors
/// [`VisionError::Failed`] and [`VisionError::Ended`].
pub fn read_picture(
    picture: &Picture,
    reader: Option<&TextReader>,
    tagger: Option<&Tagger>,
    nobody_waits: &dyn Fn() -> bool,
) -> Result<Reading, VisionError> {
    let pixels = picture.rgb();
    let (lines, tables) = match reader {
        Some(reader) => layout::arrange(reader.read(&pixels, nobody_waits)?),
        None => Default::default(),
    };
    if nobody_waits() {
        return Err(VisionError::Ended);
    }
    let tags = tagger.map(|tagger| tagger.tags(&pixels)).transpose()?.unwrap_or_default();
    let codes = codes::find(&pixels)?;
    Ok(Reading { width: pixels.width(), height: pixels.height(), lines, tables, tags, codes })
}
