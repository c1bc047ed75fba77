//! What is read in an image file, and what is said where it cannot be.

use attune_app::describe::describe;
use attune_wire::ErrorCode;

use crate::support::Profile;

#[tokio::test]
async fn a_file_that_is_no_image_is_refused_with_a_reason() {
    let profile = Profile::without_models().await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("notes.png");
    let refused = |code: ErrorCode, words: &'static str| {
        let (app, file) = (profile.app.clone(), file.clone());
        async move {
            let body = describe(&app, file).await.unwrap_err().body();
            assert_eq!(body.code, code, "{}", body.message);
            assert!(body.message.contains(words), "{}", body.message);
        }
    };
    refused(ErrorCode::Disk, "notes.png").await;
    std::fs::write(&file, "no image").unwrap();
    refused(ErrorCode::Invalid, "PNG").await;
    // Not read at all: a file with nothing in it but its length.
    std::fs::File::create(&file).unwrap().set_len(3 << 30).unwrap();
    refused(ErrorCode::Invalid, "3072 MB").await;
    // A bitmap of one white pixel.
    let size = |number: u32| number.to_le_bytes();
    let header = [58, 0, 54, 40, 1, 1].map(size).concat();
    let bitmap = [b"BM", &header[..], &[1, 0, 24, 0], &[0; 24], &[255, 255, 255, 0]].concat();
    std::fs::write(&file, bitmap).unwrap();
    refused(ErrorCode::NotFound, "attunectl models install pp-ocrv6-small").await;
}
