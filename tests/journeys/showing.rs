//! Somebody shows something: a screenshot of an error beside a spoken question, read and answered on this machine, and found
//! again later by what stands in it.
#![cfg(target_os = "linux")]

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, ensure};
use attune_tests::{Desk, Microphone, Profile, Window, command};
use fantoccini::Locator;

const MAIN: &str = "Attune";

#[tokio::test]
async fn a_screenshot_and_a_spoken_question_get_one_answer() -> Result<()> {
    let (desk, microphone) = (Desk, Microphone::plug_in().await?);
    let profile = Profile::settled(&[]).await?;
    profile.add_ears()?;
    profile.add_eyes()?;
    let (name, value) = microphone.address();
    let window = Window::open_with(profile.path(), &[(name, &value)]).await?;
    desk.until_focused(MAIN).await?;

    // The file dialog belongs to the desktop; the driver fills in what it would give.
    let screenshot = screenshot(profile.path()).await?;
    let input = window.client.find(Locator::Css("input[type=file]")).await?;
    input.send_keys(&screenshot.display().to_string()).await?;
    window.until("the image is there", "document.querySelector('img[src^=\"data:image/\"]')").await?;
    window.until("it is read", "document.body.innerText.includes('words read')").await?;
    window.until_drawn().await?;
    desk.keep_picture("70-image-read").await?;

    // What was read can be looked at.
    window.click("img[src^=\"data:image/\"]").await?;
    window
        .until(
            "the text is shown",
            "document.querySelector('[role=dialog] textarea')?.value.includes('ECONNREFUSED')",
        )
        .await?;
    window.until_drawn().await?;
    desk.keep_picture("71-what-was-read").await?;
    desk.press_until("Escape", async || {
        Ok(window.value("Boolean(document.querySelector('[role=dialog]'))").await? == false)
    })
    .await?;

    window.click("[data-composer]").await?;
    desk.press("ctrl+shift+m").await?;
    window.until("it listens", "document.querySelector('.level.live')").await?;
    microphone.hear(&question(profile.path()).await?).await?;
    desk.press("ctrl+shift+m").await?;
    window
        .until("the question is written", "/error/i.test(document.querySelector('[data-composer]').value)")
        .await?;
    window.until_drawn().await?;
    desk.keep_picture("72-spoken-beside-an-image").await?;
    desk.press("Return").await?;
    window.until_answered().await?;
    window.until_drawn().await?;
    desk.keep_picture("73-answer-about-an-image").await?;

    // Words that stand in the image alone lead back to it.
    window.type_into("input[aria-label=\"Search everything\"]", "ledger ECONNREFUSED").await?;
    window.until("it is found", "document.querySelector('[role=option]')").await?;
    window.until_drawn().await?;
    desk.keep_picture("74-image-found").await?;
    window.close().await
}

#[tokio::test]
async fn a_picture_on_the_clipboard_is_attached_and_a_text_is_written() -> Result<()> {
    let (profile, desk) = (Profile::settled(&[]).await?, Desk);
    let window = Window::open(profile.path()).await?;
    desk.until_focused(MAIN).await?;
    let picture = screenshot(profile.path()).await?;
    window.click("[data-composer]").await?;
    desk.copy("image/png", &picture).await?;
    desk.press("ctrl+v").await?;
    window.until("the image is there", "document.querySelector('img[src^=\"data:image/\"]')").await?;
    // Nothing here can read it; it stays, and says what is missing.
    window.until("it says that it was not read", "document.body.innerText.includes('Open models')").await?;
    window.until_drawn().await?;
    desk.keep_picture("75-pasted").await?;

    let text = profile.path().join("words.txt");
    std::fs::write(&text, "Words from elsewhere")?;
    desk.copy("UTF8_STRING", &text).await?;
    desk.press("ctrl+v").await?;
    window
        .until(
            "the words are written",
            "document.querySelector('[data-composer]').value === 'Words from elsewhere'",
        )
        .await?;
    ensure!(
        window.value("document.querySelectorAll('img[src^=\"data:image/\"]').length").await? == 1,
        "the words became an image"
    );
    window.close().await
}

/// A window with an error in it, as a picture.
async fn screenshot(folder: &Path) -> Result<PathBuf> {
    let file = folder.join("error.png");
    let status = command("convert")
        .args([
            "-size",
            "900x260",
            "xc:#f4f4f4",
            "-fill",
            "#202020",
            "-font",
            "DejaVu-Sans",
            "-pointsize",
            "22",
        ])
        .args(["-annotate", "+40+60", "The ledger could not be opened"])
        .args(["-pointsize", "18", "-annotate", "+40+120", "Error: connect ECONNREFUSED 10.0.4.17:5432"])
        .args(["-annotate", "+40+160", "The database did not answer within 30 seconds."])
        .arg(&file)
        .status()
        .await
        .context("ImageMagick does not start: run `make test`")?;
    ensure!(status.success(), "the screenshot could not be drawn");
    Ok(file)
}

/// A question about it, spoken by a machine.
async fn question(folder: &Path) -> Result<PathBuf> {
    let file = folder.join("question.wav");
    let words = "What does this error mean, and what should I do first?";
    let status =
        command("espeak-ng").args(["-v", "en-us", "-s", "140", "-w"]).arg(&file).arg(words).status().await?;
    ensure!(status.success(), "the question could not be spoken");
    Ok(file)
}
