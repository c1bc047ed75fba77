//! The first day with Attune, through the real window: first steps, a question as a leader, another as an
//! intern, stop, again, search, and everything found again after a restart.

use anyhow::{Result, ensure};
use attune_tests::{Keys, Profile, Window};

const SEARCH: &str = "input[aria-label=\"Search everything\"]";

#[tokio::test]
async fn a_new_person_asks_stops_searches_and_finds_it_all_again() -> Result<()> {
    let profile = Profile::with_model()?;
    let window = Window::open(profile.path()).await?;

    // First steps.
    window.named("Continue").await?;
    window.keep_picture("01-first-run").await?;
    window.type_into("[role=dialog] input", "Mara").await?;
    window.click("[role=dialog] [role=radio]").await?;
    window.named("Continue").await?.click().await?;
    window.keep_picture("02-first-run-model").await?;
    window.named("Continue").await?.click().await?;
    window.keep_picture("03-first-run-privacy").await?;
    window.named("Start").await?.click().await?;
    window.until("the first steps are gone", "!document.querySelector('[role=dialog]')").await?;
    window.keep_picture("04-empty").await?;

    // A question as a leader; its answer is seen while it grows.
    window.ask("Which risks does a data breach at a supplier bring?").await?;
    window.until("an answer grows", "document.querySelector('article.answer .caret')").await?;
    window.keep_picture("05-streaming").await?;
    window.until_answered().await?;
    window.keep_picture("06-answer-as-leader").await?;
    let for_leader = window.value("document.querySelector('article.answer').innerText").await?;

    // Why it is as it is.
    window.click("button.why").await?;
    window
        .until(
            "the reasons are shown",
            "document.querySelector('aside, [role=complementary]')?.innerText.includes('version 1')",
        )
        .await?;
    window.keep_picture("07-why").await?;

    // The same conversation as an intern, stopped in the middle.
    window.named("Intern").await?.click().await?;
    window.ask("Explain in many words what a supplier is, with ten examples.").await?;
    window.until("the second answer grows", "document.querySelector('article.answer .caret')").await?;
    window.named("Stop").await?.click().await?;
    window
        .until("it says that it was stopped", "document.body.innerText.includes('You stopped this answer')")
        .await?;
    window.keep_picture("08-stopped-as-intern").await?;

    // Again: the stopped answer becomes the first of two versions.
    window.last_named("Answer again").await?.click().await?;
    window.until("there are two versions", "document.body.innerText.includes('2/2')").await?;
    window.until_answered().await?;
    window.keep_picture("09-two-versions").await?;

    // Search finds the first question.
    window.type_into(SEARCH, "breach suppl").await?;
    window.until("there is a hit", "document.querySelector('[role=option]')").await?;
    window.keep_picture("10-search").await?;
    window.type_into(SEARCH, &Keys::Enter.to_string()).await?;
    window
        .until(
            "the message is shown",
            "document.querySelector('article.question')?.innerText.includes('data breach')",
        )
        .await?;
    window.close().await?;

    // After a restart everything is there.
    let window = Window::open(profile.path()).await?;
    window
        .until(
            "the conversation is listed",
            "document.body.innerText.includes('Which risks does a data breach')",
        )
        .await?;
    ensure!(
        window.value("Boolean(document.querySelector('[role=dialog]'))").await? == false,
        "the first steps came again"
    );
    window.named_containing("Which risks does a data breach").await?.click().await?;
    window.until("both versions are there", "document.body.innerText.includes('2/2')").await?;
    window
        .until(
            "the first answer is as it was",
            &format!("document.querySelector('article.answer')?.innerText === {for_leader}"),
        )
        .await?;
    window.keep_picture("11-after-restart").await?;
    window.close().await
}
