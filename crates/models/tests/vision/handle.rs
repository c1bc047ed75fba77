//! The reader behind its queue.

use std::sync::Arc;
use std::time::Duration;

use attune_models::vision::{
    Picture, ReaderFiles, TaggerFiles, VisionConfig, VisionError, VisionHandle, Wanted,
};

use crate::page::{Page, face};
use crate::{THREADS, model, reader_files};

fn config(reader: ReaderFiles) -> VisionConfig {
    let tagger = TaggerFiles::of_installed(&model("efficientnet-lite0.pth"));
    VisionConfig { reader, tagger, threads: THREADS, idle_unload: Duration::from_millis(1) }
}

#[tokio::test]
async fn images_are_read_again_after_the_model_was_put_away() {
    let handle = VisionHandle::spawn(config(reader_files()));
    let mut page = Page::new(420, 80);
    page.write(&face("DejaVuSans.ttf"), 24.0, 20.0, 20.0, "Quarterly report");
    let picture = Arc::new(Picture::of_pixels(page.pixels));
    let file = picture.encoded(picture.form()).unwrap();
    assert_eq!(handle.decode(file).await.unwrap().size(), (420, 80));
    for _ in 0..2 {
        let reading = handle.read(Arc::clone(&picture), Wanted { text: true, tags: true }).await.unwrap();
        assert_eq!(reading.text(100), "Quarterly report");
    }
    let reading = handle.read(picture, Wanted { text: false, tags: false }).await.unwrap();
    assert_eq!(reading.text(100), "");
}

#[tokio::test]
async fn a_model_that_is_not_there_or_not_one_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let files = ReaderFiles::of_installed(&folder.path().join("reader.onnx"));
    let handle = VisionHandle::spawn(config(files.clone()));
    let picture = Arc::new(Picture::of_pixels(Page::new(64, 64).pixels));
    let error = handle.read(Arc::clone(&picture), Wanted { text: true, tags: false }).await.unwrap_err();
    assert!(matches!(error, VisionError::Missing(_)), "{error}");
    std::fs::write(&files.detector, b"not a network").unwrap();
    let error = handle.read(picture, Wanted { text: true, tags: false }).await.unwrap_err();
    assert!(matches!(error, VisionError::BadModel { .. }), "{error}");
}
