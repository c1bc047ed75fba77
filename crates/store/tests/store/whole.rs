//! The profile as a whole: export and erasure.

use attune_domain::role::built_in;
use attune_domain::{EventKind, Rating};
use attune_store::{NewEvent, Store};
use serde_json::{Value, json};

use crate::laws::departure;
use crate::profile::{Profile, begin, turn};

/// A word that occurs nowhere by itself.
const MARKER: &str = "quixotaryl";

/// A profile with the word in every place that a person can put one.
async fn marked(profile: &Profile) -> Store {
    let store = profile.open().await;
    store.ensure_built_in(built_in()).await.unwrap();
    let kept = begin(&store, &format!("About {MARKER}")).await.id;
    let (_, answer) = turn(&store, kept, &format!("What is {MARKER}?"), &format!("It is {MARKER}.")).await;
    let deleted = begin(&store, "Deleted").await.id;
    turn(&store, deleted, &format!("And {MARKER} again?"), MARKER).await;
    store.delete_conversation(deleted).await.unwrap();
    store.save_draft(None, &format!("half a {MARKER}")).await.unwrap();
    store.set_setting("profile.about", Some(&json!(format!("collects {MARKER}")))).await.unwrap();
    let rated = EventKind::AnswerRated { rating: Rating::Up, reasons: Vec::new() };
    let event = NewEvent { message: Some(answer), kind: rated };
    store.append_events(vec![event]).await.unwrap();
    store.record_departure(&departure(1)).await.unwrap();
    store
}

fn files_with_marker(profile: &Profile) -> Vec<String> {
    let files = std::fs::read_dir(profile.folder.path()).unwrap().map(|file| file.unwrap().path());
    let holds = |path: &std::path::PathBuf| {
        let bytes = std::fs::read(path).unwrap_or_default();
        bytes.windows(MARKER.len()).any(|window| window == MARKER.as_bytes())
    };
    files.filter(holds).map(|path| path.display().to_string()).collect()
}

#[tokio::test]
async fn after_erasing_no_file_holds_a_word_of_the_person() {
    let profile = Profile::new();
    let store = marked(&profile).await;
    assert!(!files_with_marker(&profile).is_empty(), "the scan finds what is there");
    store.erase().await.unwrap();
    assert_eq!(files_with_marker(&profile), Vec::<String>::new());

    assert!(store.conversations().await.unwrap().is_empty());
    assert!(store.search(MARKER, 10).await.unwrap().is_empty());
    assert!(store.events_of_kinds(&["answer_rated"]).await.unwrap().is_empty());
    assert_eq!(store.roles().await.unwrap().len(), 3, "what the company published stays");
    assert_eq!(store.departures(10).await.unwrap().len(), 1, "and so does the audit");
    assert!(store.integrity_check().await.unwrap().is_empty());

    // The profile goes on as a new one.
    let begun = begin(&store, "New").await.id;
    turn(&store, begun, "A new question", "A new answer").await;
    assert_eq!(store.search("question", 10).await.unwrap().len(), 1);
    store.close().await.unwrap();
    assert_eq!(files_with_marker(&profile), Vec::<String>::new());
}

#[tokio::test]
async fn an_export_is_one_document_with_every_row() {
    let profile = Profile::new();
    let store = marked(&profile).await;
    let mut out = Vec::new();
    store.export(&mut out).await.unwrap();
    let document: Value = serde_json::from_slice(&out).unwrap();
    assert_eq!(document["format"], "attune-profile");
    let rows = |table: &str| document["tables"][table].as_array().unwrap().len();
    assert_eq!((rows("conversations"), rows("messages"), rows("roles")), (2, 4, 3));
    assert_eq!(document["tables"]["messages"][0]["text"], format!("What is {MARKER}?"));
    let id = document["tables"]["messages"][0]["id"].as_str().unwrap();
    assert_eq!(id.len(), 32, "ids are hexadecimal");
    assert!(rows("events") >= 1 && rows("drafts") == 1 && rows("settings") == 1);
}
