use attune_domain::{Message, Timestamp};
use attune_store::MessageNumber;

use crate::profile::{Profile, begin, turn};

fn texts(messages: &[Message]) -> Vec<&str> {
    messages.iter().map(|message| message.text.as_str()).collect()
}

#[tokio::test]
async fn the_ends_of_conversations_come_newest_first_and_none_that_was_deleted() {
    let profile = Profile::new();
    let store = profile.open().await;
    let old = begin(&store, "Old").await.id;
    turn(&store, old, "a", "b").await;
    turn(&store, old, "c", "d").await;
    let gone = begin(&store, "Gone").await.id;
    turn(&store, gone, "e", "f").await;
    store.delete_conversation(gone).await.unwrap();
    begin(&store, "Not begun").await;
    let new = begin(&store, "New").await.id;
    let (_, answer) = turn(&store, new, "g", "h").await;

    let ends = store.recent_ends(Timestamp(0), 10, 3).await.unwrap();
    assert_eq!(ends.iter().map(|end| end.conversation.id).collect::<Vec<_>>(), [new, old]);
    assert_eq!(texts(&ends[0].messages), ["g", "h"]);
    assert_eq!(texts(&ends[1].messages), ["b", "c", "d"]);
    let one = store.recent_ends(Timestamp(0), 1, 3).await.unwrap();
    assert!(one.iter().all(|end| end.conversation.id == new));
    let after = Timestamp(store.message(answer).await.unwrap().message.created_at.0 + 1_000_000);
    assert!(store.recent_ends(after, 10, 3).await.unwrap().is_empty());
}

#[tokio::test]
async fn what_the_person_said_comes_newest_first_and_is_read_on() {
    let profile = Profile::new();
    let store = profile.open().await;
    let kept = begin(&store, "Kept").await.id;
    turn(&store, kept, "one", "answer").await;
    let begun = profile.now();
    profile.pass(1_000);
    turn(&store, kept, "two", "answer").await;
    let start = MessageNumber::default();
    let said = async |since: i64, after, limit| {
        let (said, next) = store.said_since(Timestamp(since), after, limit).await.unwrap();
        let texts: Vec<String> = said.into_iter().map(|saying| saying.text).collect();
        (texts.join(" "), next)
    };
    let (all, next) = said(0, start, 10).await;
    assert_eq!(all, "two one");
    assert_eq!(said(0, start, 1).await, ("two".to_owned(), next));
    assert_eq!(said(begun + 1, start, 10).await.0, "two");
    assert_eq!(said(0, next, 10).await, (String::new(), next));
    turn(&store, kept, "three", "answer").await;
    // It can be restored, so it is for the caller to pass it over.
    store.delete_conversation(kept).await.unwrap();
    assert_eq!(said(0, next, 10).await.0, "three");
}
