use attune_store::RecentTurns;

use crate::profile::{Profile, begin, turn};

fn texts(turns: &RecentTurns) -> Vec<&str> {
    turns.messages.iter().map(|message| message.text.as_str()).collect()
}

#[tokio::test]
async fn the_newest_messages_come_as_far_as_they_fit() {
    let profile = Profile::new();
    let store = profile.open().await;
    let id = begin(&store, "Plan").await.id;
    turn(&store, id, "aaaa", "bbbb").await;
    let (_, last) = turn(&store, id, "cccc", "ääää").await;

    let all = store.recent_turns(last, 16).await.unwrap();
    assert_eq!((texts(&all), all.left_out), (vec!["aaaa", "bbbb", "cccc", "ääää"], 0));
    let some = store.recent_turns(last, 15).await.unwrap();
    assert_eq!((texts(&some), some.left_out), (vec!["bbbb", "cccc", "ääää"], 1));
    let one = store.recent_turns(last, 0).await.unwrap();
    assert_eq!((texts(&one), one.left_out), (vec!["ääää"], 3));
}
