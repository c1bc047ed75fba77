//! Reading images with the real model: pages in several typefaces, at angles, in columns and tables; and files
//! that are not what they should be.
#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a test fails by panicking"))]
#![cfg(feature = "client")]

mod bombs;
mod files;
mod handle;
mod names;
mod page;
mod tags;
mod text;

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::LazyLock;

use attune_domain::Reading;
use attune_models::vision::{Picture, ReaderFiles, TextReader, read_picture};
use image::RgbImage;

const THREADS: NonZeroUsize = NonZeroUsize::new(2).unwrap();

/// Loaded once for all tests.
static READER: LazyLock<TextReader> = LazyLock::new(|| TextReader::load(&reader_files(), THREADS).unwrap());

fn model(file: &str) -> PathBuf {
    let Some(folder) = std::env::var_os("ATTUNE_TEST_MODELS") else {
        panic!("ATTUNE_TEST_MODELS does not say where the test models are: run these tests with `make test`");
    };
    let file = PathBuf::from(folder).join(file);
    assert!(file.is_file(), "{} is missing: `make test` fetches it", file.display());
    file
}

fn reader_files() -> ReaderFiles {
    ReaderFiles::of_installed(&model("pp-ocrv6-small.onnx"))
}

fn read(pixels: RgbImage) -> Reading {
    read_picture(&Picture::of_pixels(pixels), Some(&READER), None, &|| false).unwrap()
}
