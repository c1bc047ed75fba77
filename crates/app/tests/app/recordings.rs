//! Recordings beside a question: handed over in slices, heard by the real model, asked about, and kept as text alone.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use attune_app::{App, Error, commands, hear_file};
use attune_domain::AttachmentId;
use attune_wire::{
    AddToRecording, Ask, AttachmentView, BeginRecording, BegunRecording, CorrectPart, DropAttachment,
    EraseProfile, ErrorCode, HearRecording, HeardRecording, MOST_RECORDING_BYTES, OpenConversation,
    RecordingEvent, SearchMessages,
};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;
use uuid::Uuid;

use crate::support::{Profile, from_environment, further, question};

/// A reader of "Sense and Sensibility".
fn clip() -> PathBuf {
    let folder = from_environment("ATTUNE_TEST_SPEECH").join("librivox");
    folder.join("sense_and_sensibility_01_austen_64kb-0870.wav")
}

/// A wav file of so many seconds in which nobody speaks.
fn silence(seconds: u32) -> Vec<u8> {
    let data = vec![0; seconds as usize * 32_000];
    let size = |number: usize| u32::try_from(number).unwrap().to_le_bytes();
    let mut bytes = [b"RIFF", &size(36 + data.len())[..], b"WAVEfmt ", &size(16), &[1, 0, 1, 0]].concat();
    bytes.extend([size(16_000), size(32_000)].concat());
    bytes.extend([2, 0, 16, 0]);
    bytes.extend([b"data", &size(data.len())[..], &data].concat());
    bytes
}

fn an_id() -> AttachmentId {
    AttachmentId(Uuid::now_v7())
}

async fn begin(app: &App, id: AttachmentId, name: &str, bytes: u64) -> Result<BegunRecording, Error> {
    commands::begin_recording(app, BeginRecording { id, name: name.to_owned(), bytes }).await
}

async fn add(app: &App, id: AttachmentId, at: usize, slice: &[u8]) -> Result<(), Error> {
    let request = AddToRecording { id, at: at as u64, base64: STANDARD.encode(slice) };
    commands::add_to_recording(app, request).await.map(drop)
}

async fn hand_over(app: &App, id: AttachmentId, name: &str, bytes: &[u8]) {
    let begun = begin(app, id, name, bytes.len() as u64).await.unwrap();
    assert_eq!(begun.error, None);
    let mut at = 0;
    for slice in bytes.chunks(50_000) {
        add(app, id, at, slice).await.unwrap();
        at += slice.len();
    }
}

async fn hear(app: &App, id: AttachmentId) -> Result<HeardRecording, Error> {
    commands::hear_recording(app, HearRecording { id }, |_| ()).await
}

fn said(attachment: &AttachmentView) -> String {
    let recording = attachment.recording.as_ref().unwrap();
    recording.segments.iter().map(|part| part.text.as_str()).collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn a_recording_is_heard_put_right_asked_about_and_kept_without_its_sound() {
    let profile = Profile::with_ears().await;
    let (app, id) = (&profile.app, an_id());
    hand_over(app, id, "reading\n.wav", &std::fs::read(clip()).unwrap()).await;
    let told = Arc::new(Mutex::new(Vec::new()));
    let listener = Arc::clone(&told);
    let heard = commands::hear_recording(app, HearRecording { id }, move |event| {
        listener.lock().unwrap().push(event)
    });
    let HeardRecording { attachment, error } = heard.await.unwrap();

    assert_eq!((error, attachment.read, attachment.name.as_str()), (None, true, "reading.wav"));
    let recording = attachment.recording.clone().unwrap();
    assert!(recording.seconds > 3.0 && recording.missing.is_none() && !recording.segments.is_empty());
    assert!(
        recording
            .segments
            .iter()
            .all(|part| part.end_s >= part.start_s && part.end_s <= recording.seconds + 1.0)
    );
    let events = told.lock().unwrap().clone();
    let RecordingEvent::Heard { done_s, of_s, spoken } = &events[0];
    assert_eq!((*done_s, spoken.len()), (0.0, 0));
    assert!((of_s.unwrap() - recording.seconds).abs() < 0.2);
    let RecordingEvent::Heard { done_s, .. } = events.last().unwrap();
    assert!((done_s - recording.seconds).abs() < 0.2);

    let text = "The pelican budget is forty thousand.".to_owned();
    let corrected = commands::correct_part(app, CorrectPart { id, part: 0, text }).await.unwrap();
    assert!(corrected.corrected && said(&corrected).contains("pelican"));
    assert!(commands::correct_part(app, CorrectPart { id, part: 9999, text: String::new() }).await.is_err());

    let request = Ask { attachments: Some(vec![id]), ..question("What is the budget?") };
    let outcome = profile.ask(request.clone()).await.unwrap();
    let conversation = outcome.conversation.id;
    let bare = profile.ask(question("What is the budget?")).await.unwrap();
    let tokens = |outcome: &attune_wire::AnswerOutcome| outcome.answer.origin.as_ref().unwrap().prompt_tokens;
    assert!(tokens(&outcome) > tokens(&bare) + 20);
    let opened =
        commands::open_conversation(app, OpenConversation { id: conversation, at: None }).await.unwrap();
    assert_eq!(opened.messages[0].attachments, std::slice::from_ref(&corrected));
    let search = SearchMessages { query: "pelican".to_owned(), limit: 5 };
    let hits = commands::search_messages(app, search).await.unwrap();
    assert!(hits.iter().any(|hit| hit.message == Some(opened.messages[0].id)), "{hits:?}");
    // It was asked about, so it waits no more; an edit of the question keeps it.
    assert_eq!(profile.ask(request).await.unwrap_err().body().code, ErrorCode::NotFound);
    let instead = Ask { instead_of: Some(opened.messages[0].id), ..further(conversation, "Which budget?") };
    profile.ask(instead).await.unwrap();
    let opened =
        commands::open_conversation(app, OpenConversation { id: conversation, at: None }).await.unwrap();
    assert_eq!(opened.messages[0].attachments, [corrected]);
}

#[tokio::test]
async fn a_recording_in_a_temporary_chat_and_one_that_is_silent_are_both_heard_in_turn() {
    let profile = Profile::with_ears().await;
    let (app, spoken, silent) = (&profile.app, an_id(), an_id());
    hand_over(app, spoken, "reading.wav", &std::fs::read(clip()).unwrap()).await;
    hand_over(app, silent, "nothing.wav", &silence(3)).await;
    let (one, other) = tokio::join!(hear(app, spoken), hear(app, silent));
    assert!(!said(&one.unwrap().attachment).is_empty());
    let other = other.unwrap();
    assert!(other.attachment.read && said(&other.attachment).is_empty() && other.error.is_none());

    let ids = Some(vec![silent, spoken]);
    let request = Ask { attachments: ids, temporary: true, ..question("What is said?") };
    let id = profile.ask(request).await.unwrap().conversation.id;
    let opened = commands::open_conversation(app, OpenConversation { id, at: None }).await.unwrap();
    let names: Vec<&str> = opened.messages[0].attachments.iter().map(|each| each.name.as_str()).collect();
    assert_eq!(names, ["nothing.wav", "reading.wav"]);
    let edited = Ask { instead_of: Some(opened.messages[0].id), ..further(id, "And now?") };
    profile.ask(edited).await.unwrap();
    let opened = commands::open_conversation(app, OpenConversation { id, at: None }).await.unwrap();
    assert_eq!(opened.messages[0].attachments.len(), 2);
}

#[tokio::test]
async fn what_is_no_recording_or_no_whole_one_is_refused_with_a_reason() {
    let profile = Profile::with_ears().await;
    let app = &profile.app;
    let refused = |error: Error, code: ErrorCode, words: &str| {
        let body = error.body();
        assert!(body.code == code && body.message.contains(words), "{body:?}");
    };
    refused(begin(app, an_id(), "a.wav", 0).await.unwrap_err(), ErrorCode::Invalid, "“a.wav” is empty");
    let large = begin(app, an_id(), "a.wav", MOST_RECORDING_BYTES + 1).await.unwrap_err();
    refused(large, ErrorCode::Invalid, "1024 MB");

    let id = an_id();
    hand_over(app, id, "notes.mp3", b"no sound at all").await;
    refused(hear(app, id).await.unwrap_err(), ErrorCode::Invalid, "“notes.mp3” is no recording");
    // Nothing of it is left to be asked about.
    let request = Ask { attachments: Some(vec![id]), ..question("What?") };
    refused(profile.ask(request).await.unwrap_err(), ErrorCode::NotFound, "Attach it again");

    let id = an_id();
    begin(app, id, "a.wav", 100).await.unwrap();
    add(app, id, 0, &[0; 60]).await.unwrap();
    refused(add(app, id, 10, &[0; 10]).await.unwrap_err(), ErrorCode::Invalid, "did not arrive whole");
    let id = an_id();
    begin(app, id, "a.wav", 100).await.unwrap();
    refused(add(app, id, 0, &[0; 101]).await.unwrap_err(), ErrorCode::Invalid, "did not arrive whole");
    let id = an_id();
    begin(app, id, "a.wav", 100).await.unwrap();
    add(app, id, 0, &[0; 60]).await.unwrap();
    refused(hear(app, id).await.unwrap_err(), ErrorCode::Invalid, "did not arrive whole");
}

#[tokio::test]
async fn a_recording_that_ends_too_early_is_heard_as_far_as_it_goes() {
    let profile = Profile::with_ears().await;
    let whole = std::fs::read(clip()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("cut.wav");
    std::fs::write(&file, &whole[..whole.len() * 2 / 3]).unwrap();
    let heard = hear_file(&profile.app, &file, |_| ()).await.unwrap();
    let recording = heard.attachment.recording.clone().unwrap();
    assert!(recording.missing.unwrap().contains("ends after") && !said(&heard.attachment).is_empty());
}

#[tokio::test]
async fn one_that_is_dropped_leaves_nothing_and_makes_room_for_the_next() {
    let profile = Profile::with_ears().await;
    let (app, id, next) = (&profile.app, an_id(), an_id());
    let bytes = std::fs::read(clip()).unwrap();
    hand_over(app, id, "long.wav", &bytes.repeat(1)).await;
    hand_over(app, next, "next.wav", &bytes).await;
    let entries = || std::fs::read_dir(profile.home().folder()).unwrap().count();
    let before = entries();
    // Dropped when it begins to be listened to.
    let dropping = app.clone();
    let dropped = commands::hear_recording(app, HearRecording { id }, move |_| {
        let app = dropping.clone();
        tokio::spawn(async move { commands::drop_attachment(&app, DropAttachment { id }).await });
    });
    let (dropped, heard) = tokio::join!(dropped, hear(app, next));
    assert_eq!(dropped.unwrap_err().body().code, ErrorCode::Cancelled);
    assert!(!said(&heard.unwrap().attachment).is_empty());
    assert_eq!(entries(), before);
    // Sound that comes later belongs to nothing.
    assert_eq!(add(app, id, bytes.len(), &[0]).await.unwrap_err().body().code, ErrorCode::NotFound);

    let erased = an_id();
    hand_over(app, erased, "erased.wav", &bytes).await;
    commands::erase_profile(app, EraseProfile { confirm: "erase".to_owned() }).await.unwrap();
    assert_eq!(hear(app, erased).await.unwrap_err().body().code, ErrorCode::NotFound);
}

#[tokio::test]
async fn without_a_model_it_stays_and_says_so_and_without_voice_it_is_refused() {
    let profile = Profile::without_models().await;
    let (app, id) = (&profile.app, an_id());
    let begun = begin(app, id, "reading.wav", 1000).await.unwrap();
    assert_eq!(begun.error.unwrap().code, ErrorCode::ModelMissing);
    assert!(!begun.attachment.read && begun.attachment.recording.is_some());
    let request = Ask { attachments: Some(vec![id]), ..question("What is said?") };
    let conversation = profile.ask(request).await.unwrap().conversation.id;
    let opened =
        commands::open_conversation(app, OpenConversation { id: conversation, at: None }).await.unwrap();
    assert_eq!(opened.messages[0].attachments.len(), 1);
    let missing = hear_file(app, &clip(), |_| ()).await.unwrap();
    assert_eq!(missing.error.unwrap().code, ErrorCode::ModelMissing);

    profile.set("voice.use", json!(false)).await;
    let off = begin(app, an_id(), "reading.wav", 1000).await.unwrap_err().body();
    assert!(off.code == ErrorCode::Invalid && off.message.contains("Voice is switched off"), "{off:?}");
    assert!(hear_file(app, &clip(), |_| ()).await.is_err());
}
