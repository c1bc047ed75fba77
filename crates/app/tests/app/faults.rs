//! What fails, and what is said and kept then.

use attune_app::{App, AppOptions, Home, commands};
use attune_wire::{ErrorCode, OpenConversation, StatusOfMessage};

use crate::support::{Profile, question};

#[tokio::test]
async fn without_a_model_the_question_is_kept_with_the_remedy_also_after_a_restart() {
    let profile = Profile::without_models().await;
    let outcome = profile.ask(question("What is a backup?")).await.unwrap();
    assert_eq!(outcome.error.unwrap().code, ErrorCode::ModelMissing);

    let profile = profile.reopen().await;
    let request = OpenConversation { id: outcome.conversation.id, at: None };
    let kept = commands::open_conversation(&profile.app, request).await.unwrap().messages;
    assert_eq!(kept[0].text, "What is a backup?");
    assert_eq!(kept[1].status, StatusOfMessage::Failed);
    let failure = kept[1].failure.clone().unwrap();
    assert_eq!(failure.code, ErrorCode::ModelMissing);
    assert!(failure.message.contains("models page"), "{}", failure.message);
}

#[tokio::test]
async fn nothing_to_ask_and_a_gigabyte_are_refused_before_anything_is_stored() {
    let profile = Profile::without_models().await;
    for (text, says) in [("  \n ".to_owned(), "nothing to ask"), ("x".repeat(1 << 30), "100000 characters")] {
        let error = profile.ask(question(&text)).await.unwrap_err().body();
        assert_eq!(error.code, ErrorCode::Invalid);
        assert!(error.message.contains(says), "{}", error.message);
    }
    let listed = commands::list_conversations(&profile.app, attune_wire::ListConversations {}).await.unwrap();
    assert!(listed.is_empty());
}

#[tokio::test]
async fn a_folder_that_cannot_be_written_is_named() {
    // Nobody can make a folder there, not even root.
    let home = Home::new("/proc/attune");
    let Err(error) = App::open(AppOptions::at(home)).await else { panic!("a profile in /proc") };
    let body = error.body();
    assert_eq!(body.code, ErrorCode::Disk, "{}", body.message);
    assert!(body.message.contains("/proc/attune"), "{}", body.message);
}

#[tokio::test]
async fn a_damaged_database_is_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let home = Home::new(folder.path());
    let garbage = b"SQLite format 3\0 and then something else entirely".repeat(40);
    std::fs::write(home.database(), &garbage).unwrap();
    let Err(error) = App::open(AppOptions::at(home.clone())).await else { panic!("garbage was opened") };
    assert_eq!(error.body().code, ErrorCode::Database, "{}", error.body().message);
    assert_eq!(std::fs::read(home.database()).unwrap(), garbage);
}
