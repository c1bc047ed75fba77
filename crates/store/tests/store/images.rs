use attune_domain::transcript::{Spoken, Transcript};
use attune_domain::{Attachment, AttachmentId, ModelId};
use attune_store::{BegunTurn, NewAttachment, NewImage, NewTurn, Place, Store, StoreError, StoredImage};
use uuid::Uuid;

use crate::profile::{Profile, titled};

const ID: AttachmentId = AttachmentId(Uuid::from_u128(0x0199_0000_0000_7000_8000_0000_0000_0001));

fn image(text: &str) -> NewImage {
    let attachment = Attachment {
        id: ID,
        name: "error.png".to_owned(),
        width: 800,
        height: 600,
        text: text.to_owned(),
        tags: vec!["screen".to_owned()],
        codes: Vec::new(),
        corrected: false,
        read: true,
        recording: None,
    };
    let stored = StoredImage {
        media: "image/png".to_owned(),
        thumbnail: b"small".to_vec(),
        pixels: b"MARKER in the pixels".to_vec(),
    };
    NewImage { attachment, stored }
}

async fn ask_about(store: &Store, place: Place, images: Option<Vec<NewImage>>) -> BegunTurn {
    let attached = images.map(|images| images.into_iter().map(NewAttachment::Image).collect());
    let turn = NewTurn { place, question: "What is this?".to_owned(), attached, events: Vec::new() };
    store.begin_turn(turn).await.unwrap()
}

#[tokio::test]
async fn an_image_stands_with_its_question_and_is_found_by_what_was_read_in_it() {
    let profile = Profile::new();
    let store = profile.open().await;
    let begun =
        ask_about(&store, Place::New(titled("Help")), Some(vec![image("Invoice 4711 overdue 請求書")])).await;
    let question = begun.question.message;

    assert_eq!(question.attachments, [image("Invoice 4711 overdue 請求書").attachment]);
    assert_eq!(store.message(question.id).await.unwrap().message.attachments, question.attachments);
    assert_eq!(store.image(ID, true).await.unwrap(), ("image/png".to_owned(), b"small".to_vec()));
    assert_eq!(store.image(ID, false).await.unwrap().1, b"MARKER in the pixels");
    for words in ["overdue invoice", "4711", "error.png", "請求"] {
        let hits = store.search(words, 10).await.unwrap();
        assert_eq!(hits.iter().map(|hit| hit.message).collect::<Vec<_>>(), [Some(question.id)], "{words}");
    }

    // What it means, and what may be quoted, is the question with what was read.
    let model: ModelId = "bge-small-en".parse().unwrap();
    let waiting = store.not_embedded(&model, 10).await.unwrap();
    assert!(
        waiting[0].text.starts_with("What is this?\n") && waiting[0].text.contains("4711"),
        "{waiting:?}"
    );
    let past = store.past_messages(&[question.id]).await.unwrap();
    assert!(past[0].text.contains("overdue"));
}

#[tokio::test]
async fn an_edited_question_keeps_its_images_unless_others_are_given() {
    let profile = Profile::new();
    let store = profile.open().await;
    let begun = ask_about(&store, Place::New(titled("Help")), Some(vec![image("Invoice")])).await;
    let instead =
        || Place::InsteadOf { conversation: begun.conversation.id, question: begun.question.message.id };

    let kept = ask_about(&store, instead(), None).await.question.message;
    assert_eq!(kept.attachments, begun.question.message.attachments);
    let without = ask_about(&store, instead(), Some(Vec::new())).await.question.message;
    assert!(without.attachments.is_empty());
    let next = ask_about(&store, Place::Tip(begun.conversation.id), None).await.question.message;
    assert!(next.attachments.is_empty());
}

#[tokio::test]
async fn an_image_goes_with_its_conversation_and_leaves_nothing_when_all_is_erased() {
    let profile = Profile::new();
    let store = profile.open().await;
    let begun = ask_about(&store, Place::New(titled("Help")), Some(vec![image("Invoice")])).await;
    store.delete_conversation(begun.conversation.id).await.unwrap();
    assert!(matches!(store.image(ID, true).await, Err(StoreError::NotFound { .. })));
    store.restore_conversation(begun.conversation.id).await.unwrap();
    assert!(store.image(ID, true).await.is_ok());

    store.erase().await.unwrap();
    drop(store);
    for file in std::fs::read_dir(profile.folder.path()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap_or_default();
        assert!(!bytes.windows(6).any(|window| window == b"MARKER"));
    }
}

#[tokio::test]
async fn a_recording_stands_with_its_question_and_is_found_by_what_was_said_in_it() {
    let profile = Profile::new();
    let store = profile.open().await;
    let spoken = |start_s: f64, text: &str| Spoken { start_s, end_s: start_s + 2.0, text: text.to_owned() };
    let transcript = Transcript {
        segments: vec![spoken(0.0, "Good morning."), spoken(192.0, "The budget for Lisbon is settled.")],
        language: "en".to_owned(),
        audio_s: 200.0,
        missing: None,
    };
    let recording = Attachment {
        read: true,
        recording: Some(transcript),
        ..Attachment::unheard(ID, "board.mp3".to_owned())
    };
    let attached = Some(vec![NewAttachment::Recording(recording.clone())]);
    let (place, question) = (Place::New(titled("Board")), "What was decided?".to_owned());
    let turn = NewTurn { place, question, attached, events: Vec::new() };
    let question = store.begin_turn(turn).await.unwrap().question.message;

    assert_eq!(store.message(question.id).await.unwrap().message.attachments, [recording]);
    for words in ["lisbon budget", "board.mp3"] {
        let hits = store.search(words, 10).await.unwrap();
        assert_eq!(hits.iter().map(|hit| hit.message).collect::<Vec<_>>(), [Some(question.id)], "{words}");
    }
    // Nothing but its words is kept.
    assert!(matches!(store.image(ID, true).await, Err(StoreError::NotFound { .. })));
}
