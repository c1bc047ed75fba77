//! Somebody speaks: a recorded voice through a real sound server into the real window, heard by the real model.
#![cfg(target_os = "linux")]

use std::path::PathBuf;

use anyhow::{Context as _, Result, ensure};
use attune_tests::{Desk, Microphone, Profile, Window};

const MAIN: &str = "Attune";
const HOTKEY: &str = "ctrl+alt+m";

/// Sound really comes.
const LIVE: &str = "document.querySelector('.level.live')";
const WRITTEN: &str = "document.querySelector('[data-composer]').value";

#[tokio::test]
async fn a_question_is_spoken_read_and_answered() -> Result<()> {
    let (desk, microphone) = (Desk, Microphone::plug_in().await?);
    let (profile, window) = open(&microphone).await?;
    desk.until_focused(MAIN).await?;

    // The key is held, and the text comes while the voice speaks.
    desk.hold(HOTKEY).await?;
    window.until("it listens", LIVE).await?;
    let speech = recording("sense_and_sensibility_01_austen_64kb-0870")?;
    let seen = async {
        window
            .until("words come", "document.querySelector('.spoken p')?.innerText.includes('Dashwood')")
            .await?;
        window.until_drawn().await?;
        desk.keep_picture("60-speaking").await
    };
    let (heard, seen) = tokio::join!(microphone.hear(&speech), seen);
    heard.and(seen)?;
    desk.let_go(HOTKEY).await?;
    window.until("what was said is written", &format!("{WRITTEN}.length > 60")).await?;
    let written = text(&window).await?;
    for word in ["Dashwood", "leisure", "consider", "prudently", "power"] {
        ensure!(written.contains(word), "“{word}” is missing in “{written}”");
    }
    window.until_drawn().await?;
    desk.keep_picture("61-spoken").await?;

    desk.press("Return").await?;
    window.until_answered().await?;
    // A long answer may have pushed the question out of view; its conversation is named after it.
    window.named_containing("John Dashwood").await?;
    window.close().await?;
    drop(profile);
    Ok(())
}

#[tokio::test]
async fn escape_throws_away_what_was_said_and_leaves_what_was_written() -> Result<()> {
    let (desk, microphone) = (Desk, Microphone::plug_in().await?);
    let (_profile, window) = open(&microphone).await?;
    desk.until_focused(MAIN).await?;
    window.type_into("[data-composer]", "Before that: ").await?;

    // Pressed and let go at once, it goes on listening.
    desk.press("ctrl+shift+m").await?;
    window.until("it listens", LIVE).await?;
    microphone.hear(&recording("sense_and_sensibility_01_austen_64kb-0880")?).await?;
    desk.press("Escape").await?;
    window.until("it listens no more", "!document.querySelector('.spoken')").await?;
    ensure!(text(&window).await? == "Before that: ", "the draft has changed");
    window.close().await
}

#[tokio::test]
async fn a_microphone_that_is_pulled_out_keeps_what_was_heard() -> Result<()> {
    let (desk, microphone) = (Desk, Microphone::plug_in().await?);
    let (_profile, window) = open(&microphone).await?;
    desk.until_focused(MAIN).await?;

    desk.press("ctrl+shift+m").await?;
    window.until("it listens", LIVE).await?;
    microphone.hear(&recording("sense_and_sensibility_01_austen_64kb-0880")?).await?;
    microphone.unplug().await?;
    window.until("what was heard is written", &format!("{WRITTEN}.includes('young man')")).await?;
    window
        .until(
            "it says why it stopped",
            "document.body.innerText.includes('What was heard until then is kept')",
        )
        .await?;
    window.until_drawn().await?;
    desk.keep_picture("62-unplugged").await?;

    // Without any, it says so, and what is written stays.
    desk.press("ctrl+shift+m").await?;
    window.until("it says what is missing", "document.body.innerText.includes('Plug one in')").await?;
    ensure!(text(&window).await?.contains("young man"), "the text is gone");
    window.close().await
}

/// The window with a microphone and a model that hears.
async fn open(microphone: &Microphone) -> Result<(Profile, Window)> {
    let profile = Profile::settled(&[]).await?;
    profile.add_ears()?;
    let (name, value) = microphone.address();
    let window = Window::open_with(profile.path(), &[(name, &value)]).await?;
    Ok((profile, window))
}

async fn text(window: &Window) -> Result<String> {
    Ok(window.value(WRITTEN).await?.as_str().context("the composer has no text")?.to_owned())
}

/// A reader's voice (`LibriVox`, in the public domain).
fn recording(name: &str) -> Result<PathBuf> {
    let folder =
        std::env::var_os("ATTUNE_TEST_SPEECH").context("ATTUNE_TEST_SPEECH is not set: run `make test`")?;
    let file = PathBuf::from(folder).join("librivox").join(format!("{name}.wav"));
    ensure!(file.is_file(), "{} is not there: run `make test`", file.display());
    Ok(file)
}
