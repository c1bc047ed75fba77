//! What drawn things seem to be, beside what ONNX Runtime 1.32 makes of the same weights.

use attune_models::vision::{Picture, Tagger, TaggerFiles, VisionError, read_picture};
use image::{Rgb, RgbImage};

use crate::{THREADS, model};

fn tags(image: RgbImage) -> Vec<(String, f32)> {
    let files = TaggerFiles::of_installed(&model("efficientnet-lite0.pth"));
    let tagger = Tagger::load(&files, THREADS).unwrap();
    let reading = read_picture(&Picture::of_pixels(image), None, Some(&tagger), &|| false).unwrap();
    reading.tags.into_iter().map(|tag| (tag.label, tag.score)).collect()
}

/// The square of the distance from the middle.
fn from_middle(x: u32, y: u32) -> i64 {
    (i64::from(x) - 112).pow(2) + (i64::from(y) - 112).pow(2)
}

#[test]
fn things_are_named_as_by_another_runtime() {
    let check = |image: RgbImage, label: &str, score: f32| {
        let tags = tags(image);
        assert_eq!(tags.len(), 1, "{tags:?}");
        assert_eq!(tags[0].0, label);
        assert!((tags[0].1 - score).abs() < 0.02, "{tags:?}");
    };
    let rings = RgbImage::from_fn(224, 224, |x, y| {
        let is_red = (from_middle(x, y) / 800) % 2 == 1;
        Rgb(if is_red { [255, 60, 60] } else { [0; 3] })
    });
    check(rings, "spiral or coil", 0.894);
    let ball = RgbImage::from_fn(224, 224, |x, y| {
        let is_inside = from_middle(x, y) < 8100;
        Rgb(if is_inside { [230, 120, 20] } else { [20, 90, 160] })
    });
    check(ball, "ping-pong ball", 0.345);
    assert!(tags(RgbImage::from_pixel(1, 1, Rgb([255; 3]))).len() <= 5);
}

#[test]
fn weights_that_are_none_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let files = TaggerFiles::of_installed(&folder.path().join("tagger.pth"));
    let refused = || Tagger::load(&files, THREADS).unwrap_err();
    assert!(matches!(refused(), VisionError::Missing(_)));
    std::fs::copy(model("efficientnet-lite0.labels"), &files.labels).unwrap();
    let whole = std::fs::read(model("efficientnet-lite0.pth")).unwrap();
    for part in [0, 100, 40_000, 60_000, whole.len() - 1] {
        std::fs::write(&files.weights, &whole[..part]).unwrap();
        let error = refused();
        assert!(matches!(error, VisionError::BadModel { .. }), "{part} bytes: {error}");
    }
}
