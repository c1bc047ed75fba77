//! Somebody has a recording: it is heard on this machine, read with its times, put right, taken along, asked about, and found
//! again by what was said in it.
#![cfg(target_os = "linux")]

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, ensure};
use attune_tests::{Desk, Profile, Window, command};
use fantoccini::Locator;

const MAIN: &str = "Attune";

#[tokio::test]
async fn a_recording_is_heard_read_taken_along_and_asked_about() -> Result<()> {
    let (profile, desk) = (Profile::settled(&[]).await?, Desk);
    profile.add_ears()?;
    let window = open(&profile).await?;
    desk.until_focused(MAIN).await?;

    attach(&window, &meeting(profile.path()).await?).await?;
    window.until("it is listened to", "document.querySelector('[role=progressbar]')").await?;
    window.until_drawn().await?;
    desk.keep_picture("80-recording-is-heard").await?;
    window.until("it is heard", "/· \\d+ words/.test(document.body.innerText)").await?;

    window.click("button[aria-label=\"Show “meeting.wav”\"]").await?;
    window
        .until(
            "the transcript is shown",
            "/budget/i.test(document.querySelector('[role=dialog]')?.textContent)",
        )
        .await?;
    let times = "[...document.querySelectorAll('[role=dialog] time')].map((each) => each.textContent)";
    let times = window.value(times).await?;
    let times: Vec<&str> = times.as_array().into_iter().flatten().filter_map(|time| time.as_str()).collect();
    ensure!(times.first() == Some(&"0:00") && times.len() > 1, "the times are {times:?}");
    window.until_drawn().await?;
    desk.keep_picture("81-transcript").await?;

    // A part is put right in its place; Escape leaves the part alone, and not the dialog.
    window.click("button[data-part=\"0\"]").await?;
    window.until("it can be put right", "document.querySelector('[role=dialog] textarea')").await?;
    desk.press("Escape").await?;
    window.until("it is left", "!document.querySelector('[role=dialog] textarea')").await?;
    window.click("button[data-part=\"0\"]").await?;
    window.type_into("[role=dialog] textarea", " Zanzibar.").await?;
    desk.press("Return").await?;
    window.until("it was put right", "document.body.innerText.includes('Put right by you')").await?;

    window.client.find(Locator::XPath("//button[contains(., 'Export')]")).await?.click().await?;
    window.until("forms are offered", "document.querySelectorAll('[role=menuitem]').length === 3").await?;
    window.until_drawn().await?;
    desk.keep_picture("82-export").await?;
    window.client.find(Locator::XPath("//*[@role='menuitem'][contains(., '.srt')]")).await?.click().await?;
    window.until("it is exported", "document.body.innerText.includes('Exported to')").await?;
    let subtitles = std::fs::read_to_string(profile.path().join("meeting.srt"))?;
    ensure!(subtitles.starts_with("1\n00:00:00,000 --> ") && subtitles.contains("Zanzibar"), "{subtitles}");
    desk.press_until("Escape", async || {
        Ok(window.value("Boolean(document.querySelector('[role=dialog]'))").await? == false)
    })
    .await?;

    window.type_into("[data-composer]", "What was decided about the budget?").await?;
    desk.press("Return").await?;
    window.until_answered().await?;
    window.until_drawn().await?;
    desk.keep_picture("83-answer-about-a-recording").await?;
    window.click(".question ul button").await?;
    window
        .until(
            "its transcript is still there",
            "/Zanzibar/.test(document.querySelector('[role=dialog]')?.textContent)",
        )
        .await?;
    desk.press_until("Escape", async || {
        Ok(window.value("Boolean(document.querySelector('[role=dialog]'))").await? == false)
    })
    .await?;

    window.type_into("input[aria-label=\"Search everything\"]", "Zanzibar").await?;
    window.until("it is found", "document.querySelector('[role=option]')").await?;
    window.close().await
}

#[tokio::test]
async fn what_cannot_be_heard_is_said_and_what_is_taken_away_is_gone() -> Result<()> {
    let (profile, desk) = (Profile::settled(&[("appearance.theme", "dark".into())]).await?, Desk);
    let window = open(&profile).await?;
    desk.until_focused(MAIN).await?;
    let recording = meeting(profile.path()).await?;
    attach(&window, &recording).await?;
    window.until("it says what is missing", "document.body.innerText.includes('Open models')").await?;
    window.until_drawn().await?;
    desk.keep_picture("84-no-model-hears").await?;

    profile.add_ears()?;
    window.client.find(Locator::XPath("//button[contains(., 'Listen again')]")).await?.click().await?;
    window.until("it is listened to", "document.querySelector('[role=progressbar]')").await?;
    window.click("button[aria-label=\"Cancel “meeting.wav”\"]").await?;
    window.until("it is gone", "!document.body.innerText.includes('meeting.wav')").await?;

    let noise = profile.path().join("broken.mp3");
    std::fs::write(&noise, "no sound at all")?;
    attach(&window, &noise).await?;
    window
        .until("it is refused", "document.body.innerText.includes('“broken.mp3” was not attached')")
        .await?;
    window.until_drawn().await?;
    desk.keep_picture("85-no-recording").await?;

    attach(&window, &recording).await?;
    window.until("it is heard", "/· \\d+ words/.test(document.body.innerText)").await?;
    window.click("button[aria-label=\"Show “meeting.wav”\"]").await?;
    window.until("the transcript is shown", "document.querySelector('[role=dialog] time')").await?;
    window.until_drawn().await?;
    desk.keep_picture("86-transcript-dark").await?;
    window.close().await
}

/// A window that finds no downloads folder but the profile's.
async fn open(profile: &Profile) -> Result<Window> {
    let config = profile.path().join("config").display().to_string();
    Window::open_with(profile.path(), &[("XDG_CONFIG_HOME", &config)]).await
}

/// The file dialog belongs to the desktop; the driver fills in what it would give.
async fn attach(window: &Window, file: &Path) -> Result<()> {
    let input = window.client.find(Locator::Css("[data-attach]")).await?;
    input.send_keys(&file.display().to_string()).await?;
    Ok(())
}

/// A meeting, spoken by a machine, with pauses between what is said.
async fn meeting(folder: &Path) -> Result<PathBuf> {
    let file = folder.join("meeting.wav");
    let words = [
        "Good morning everybody, and thank you for coming.",
        "We decided that the budget for the office in Lisbon is forty thousand dollars.",
        "The next meeting is on Thursday at ten o'clock.",
    ];
    let spoken = words.join("<break time=\"2500ms\"/>");
    let status = command("espeak-ng")
        .args(["-m", "-v", "en-us", "-s", "140", "-w"])
        .arg(&file)
        .arg(spoken)
        .status()
        .await
        .context("espeak-ng does not start: run `make test`")?;
    ensure!(status.success(), "the meeting could not be spoken");
    Ok(file)
}
