//! An answer is read aloud by a real voice, heard at the loudspeaker, and silent as soon as somebody wants it.
#![cfg(target_os = "linux")]

use anyhow::{Result, ensure};
use attune_tests::{Desk, History, Loudspeaker, Profile, Window};
use serde_json::json;

const MAIN: &str = "Attune";

/// Half a minute and more of speech.
const LONG: &str = "The **mail server** keeps a quota for every mailbox. \
    First, look at how much each of them holds today, and write the figures down for later. \
    Then decide together with the heads of the departments how much each of them needs in the coming year. \
    A quota that is too small stops people from working, and one that is too large helps nobody at all. \
    After that, set the quota for one department, and wait for a week until you have heard from everybody. \
    When all is well, go on with the next department, until every mailbox of the company has a quota.";

#[tokio::test]
async fn an_answer_is_read_aloud_until_escape() -> Result<()> {
    let (desk, mut loudspeaker) = (Desk, Loudspeaker::plug_in().await?);
    let profile = Profile::settled(&[("voice.aloud", json!(true))]).await?;
    let window = open(&profile, &loudspeaker).await?;
    desk.until_focused(MAIN).await?;

    window.named("Read aloud").await?.click().await?;
    loudspeaker.until_loud().await?;
    window.named("Stop reading").await?;
    window.until_drawn().await?;
    desk.keep_picture("97-read-aloud").await?;
    desk.press("Escape").await?;
    let said = loudspeaker.until_silent().await?;
    // The rest of it would have taken far longer.
    ensure!(said < 8.0, "it went on for {said} seconds of sound");
    window.named("Read aloud").await?;

    // Whoever asks the next question wants silence too.
    window.named("Read aloud").await?.click().await?;
    loudspeaker.until_loud().await?;
    window.ask("And now?").await?;
    let said = loudspeaker.until_silent().await?;
    ensure!(said < 8.0, "it went on for {said} seconds of sound");
    window.close().await
}

#[tokio::test]
async fn without_a_voice_nothing_offers_to_read() -> Result<()> {
    let profile = Profile::settled(&[("voice.aloud", json!(true))]).await?;
    history(&profile).await?;
    // A socket that is not there, and no folder in which a voice could open one.
    let nowhere =
        [("SPEECHD_ADDRESS", "unix_socket:/nonexistent/voice"), ("XDG_RUNTIME_DIR", "/nonexistent")];
    let driver = Window::open_with(profile.path(), &nowhere).await?;
    driver.named_containing("Quotas of the mail server").await?.click().await?;
    driver.named("Copy answer").await?;
    ensure!(
        driver.value("document.querySelectorAll('[aria-label=\"Read aloud\"]').length").await? == 0,
        "it offers a voice that is not there"
    );
    driver.close().await
}

async fn open(profile: &Profile, loudspeaker: &Loudspeaker) -> Result<Window> {
    history(profile).await?;
    let addresses = loudspeaker.addresses();
    let environment: Vec<_> = addresses.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let window = Window::open_with(profile.path(), &environment).await?;
    window.named_containing("Quotas of the mail server").await?.click().await?;
    Ok(window)
}

async fn history(profile: &Profile) -> Result<()> {
    let history = History::days_ago(profile.path(), 1).await?;
    let turns = [("How do I set a quota on the mail server?", LONG)];
    history.add("Quotas of the mail server", "knowledge-worker", turns).await?;
    history.close().await
}
