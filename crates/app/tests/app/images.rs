//! What is read in an image file, and what is said where it cannot be.

use std::sync::{Arc, Mutex};

use attune_app::commands;
use attune_app::describe::describe;
use attune_domain::AttachmentId;
use attune_wire::{
    Ask, AttachImage, AttachmentEvent, CorrectReading, DeleteConversation, DropAttachment, ErrorCode,
    GetImage, OpenConversation, SearchMessages,
};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use uuid::Uuid;

use crate::support::{Profile, question};

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
    refused(ErrorCode::ModelMissing, "attunectl models install pp-ocrv6-small").await;
}

/// A bitmap of 8 × 8 pixels, as a window sends it.
fn attached(id: AttachmentId) -> AttachImage {
    let mut bitmap = Vec::from(*b"BM");
    for number in [54 + 192_u32, 0, 54, 40, 8, 8, 1 | 24 << 16, 0, 192, 0, 0, 0, 0] {
        bitmap.extend(number.to_le_bytes());
    }
    bitmap.extend([200; 192]);
    AttachImage { id, name: "screen\n.bmp".to_owned(), base64: STANDARD.encode(bitmap) }
}

fn an_id() -> AttachmentId {
    AttachmentId(Uuid::now_v7())
}

/// A PNG file that says to have 50,000 × 50,000 pixels.
fn bomb() -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\xc3\x50\0\0\xc3\x50\x01\0\0\0\0".to_vec();
    bytes.extend([0; 64]);
    bytes
}

#[tokio::test]
async fn nothing_of_a_file_that_lies_is_attached_or_kept() {
    let profile = Profile::without_models().await;
    let app = &profile.app;
    let files = || std::fs::read_dir(profile.home().folder()).unwrap().count();
    let before = files();
    let zeros = vec![0; (64 << 20) + 1024];
    for (bytes, words) in [(bomb(), ""), (zeros, "64 MB"), (b"GIF89a".to_vec(), "damaged"), (vec![], "PNG")] {
        let id = an_id();
        let base64 = STANDARD.encode(bytes);
        let request = AttachImage { id, name: "a.png".to_owned(), base64 };
        let opened = |_| panic!("it was shown");
        let body = commands::attach_image(app, request, opened).await.unwrap_err().body();
        assert!(body.code == ErrorCode::Invalid && body.message.contains(words), "{body:?}");
        let asked = Ask { attachments: Some(vec![id]), ..question("What is this?") };
        assert_eq!(profile.ask(asked).await.unwrap_err().body().code, ErrorCode::NotFound);
        assert!(commands::get_image(app, GetImage { id, small: false }).await.is_err());
    }
    assert_eq!(files(), before, "something was left behind");
}

#[tokio::test]
async fn an_image_that_nothing_can_read_is_put_right_and_asked_about() {
    let profile = Profile::without_models().await;
    let app = &profile.app;
    let (id, opened) = (an_id(), Arc::new(Mutex::new(Vec::new())));
    let told = Arc::clone(&opened);
    let refused =
        commands::attach_image(app, attached(id), move |event| told.lock().unwrap().push(event)).await;
    assert_eq!(refused.unwrap().error.unwrap().code, ErrorCode::ModelMissing);
    let AttachmentEvent::Opened { attachment, thumbnail } = opened.lock().unwrap().remove(0);
    assert_eq!((attachment.width, attachment.height, attachment.read), (8, 8, false));
    assert_eq!(attachment.name, "screen.bmp");
    assert!(thumbnail.starts_with("data:image/png;base64,"), "{thumbnail}");

    let text = "Error 4711: the ledger is locked".to_owned();
    let corrected = commands::correct_reading(app, CorrectReading { id, text }).await.unwrap();
    assert!(corrected.corrected);

    // Nothing answers; the question is kept with its image.
    let request = Ask { attachments: Some(vec![id]), ..question("What went wrong here?") };
    let outcome = profile.ask(request.clone()).await.unwrap();
    let conversation = outcome.conversation.id;
    let opened =
        commands::open_conversation(app, OpenConversation { id: conversation, at: None }).await.unwrap();
    assert_eq!(opened.messages[0].attachments, [corrected]);
    let small = commands::get_image(app, GetImage { id, small: true }).await.unwrap();
    assert_eq!(small.address, thumbnail);
    let search = SearchMessages { query: "ledger locked".to_owned(), limit: 5 };
    assert_eq!(commands::search_messages(app, search).await.unwrap().len(), 1);

    // It was asked about, so it waits no more.
    assert_eq!(profile.ask(request).await.unwrap_err().body().code, ErrorCode::NotFound);
}

#[tokio::test]
async fn an_image_of_a_temporary_conversation_is_nowhere_on_the_disk() {
    let profile = Profile::without_models().await;
    let app = &profile.app;
    let id = an_id();
    commands::attach_image(app, attached(id), |_| ()).await.unwrap();
    let request = Ask { attachments: Some(vec![id]), temporary: true, ..question("What is this?") };
    let outcome = profile.ask(request).await.unwrap();
    assert!(commands::get_image(app, GetImage { id, small: false }).await.is_ok());
    commands::delete_conversation(app, DeleteConversation { id: outcome.conversation.id }).await.unwrap();
    assert!(commands::get_image(app, GetImage { id, small: false }).await.is_err());
}

#[tokio::test]
async fn what_is_dropped_is_gone_and_more_than_four_are_too_many() {
    let profile = Profile::without_models().await;
    let app = &profile.app;
    let ids: Vec<AttachmentId> = (0..5).map(|_| an_id()).collect();
    for id in &ids {
        commands::attach_image(app, attached(*id), |_| ()).await.unwrap();
    }
    let all = Ask { attachments: Some(ids.clone()), ..question("What are these?") };
    assert_eq!(profile.ask(all).await.unwrap_err().body().code, ErrorCode::Invalid);
    commands::drop_attachment(app, DropAttachment { id: ids[0] }).await.unwrap();
    assert!(commands::get_image(app, GetImage { id: ids[0], small: true }).await.is_err());
    let rest = Ask { attachments: Some(ids[1..].to_vec()), ..question("What are these?") };
    profile.ask(rest).await.unwrap();
}

#[tokio::test]
async fn what_a_model_is_told_of_an_image_is_what_was_read_in_it() {
    let profile = Profile::open().await;
    let app = &profile.app;
    let id = an_id();
    // Read by the real model, which finds nothing on a grey ground.
    let read = commands::attach_image(app, attached(id), |_| ()).await.unwrap().attachment;
    assert!(read.read && read.text.is_empty(), "{read:?}");
    let words = "pelican ".repeat(60);
    commands::correct_reading(app, CorrectReading { id, text: words }).await.unwrap();
    let request = Ask { attachments: Some(vec![id]), ..question("Which bird is named here?") };
    let with = profile.ask(request).await.unwrap().answer.origin.unwrap();
    let without = profile.ask(question("Which bird is named here?")).await.unwrap().answer.origin.unwrap();
    assert!(
        with.prompt_tokens > without.prompt_tokens + 60,
        "{} {}",
        with.prompt_tokens,
        without.prompt_tokens
    );
}
