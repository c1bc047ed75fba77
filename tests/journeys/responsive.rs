//! A long answer streams while the person goes on working: what they do is there before it ends.

use anyhow::{Result, ensure};
use attune_tests::{Keys, Profile, Window};
use serde_json::json;

const STREAMING: &str = "Boolean(document.querySelector('article.answer .caret'))";
const DRAFT: &str = "I am writing my next question while you answer.";

#[tokio::test]
async fn a_person_can_write_search_and_look_around_while_an_answer_streams() -> Result<()> {
    let profile = Profile::settled(&[]).await?;
    let window = Window::open(profile.path()).await?;
    window.ask("Count from one to nine hundred in words, one after the other. Never stop early.").await?;
    window.until("the answer grows", STREAMING).await?;

    // Every letter is a round trip through the page's one thread. Text and stream are read in the same moment.
    window.type_into("[data-composer]", DRAFT).await?;
    let now = format!("[document.querySelector('[data-composer]').value, {STREAMING}]");
    let seen = window.value(&now).await?;
    ensure!(seen == json!([DRAFT, true]), "typed while streaming: {seen}");

    window.type_into("input[aria-label=\"Search everything\"]", "count").await?;
    window.until("there is a hit", "document.querySelector('[role=option]')").await?;
    ensure!(window.value(STREAMING).await? == true, "the answer ended before the search was through");
    window.type_into("input[aria-label=\"Search everything\"]", &Keys::Escape.to_string()).await?;

    window.named("Stop").await?.click().await?;
    window.until("it has stopped", "!document.querySelector('article.answer[aria-busy=\"true\"]')").await?;
    ensure!(
        window.value("document.querySelector('[data-composer]').value").await? == DRAFT,
        "the draft did not outlive the answer"
    );
    window.close().await
}
