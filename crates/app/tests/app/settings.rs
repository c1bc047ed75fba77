//! Settings that reach beyond the window.

use attune_wire::Ask;
use serde_json::json;

use crate::support::{Profile, further, question};

#[tokio::test]
async fn a_smaller_context_takes_effect_with_the_next_question() {
    let profile = Profile::open().await;
    let long = "All work and no play makes a dull day. ".repeat(60);
    let first = profile.ask(Ask { role: Some("leader".parse().unwrap()), ..question(&long) }).await.unwrap();
    let second = profile.ask(further(first.conversation.id, "And then?")).await.unwrap();
    assert_eq!(second.answer.origin.unwrap().dropped_messages, 0);
    profile.set("chat.context_tokens", json!(1536)).await;
    let third = profile.ask(further(first.conversation.id, "And then?")).await.unwrap();
    let origin = third.answer.origin.unwrap();
    assert!(origin.dropped_messages >= 2, "{origin:?}");
    assert!(origin.prompt_tokens <= 1536, "{origin:?}");
}
