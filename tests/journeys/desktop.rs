//! What a desktop adds to the pages: a hotkey that works everywhere, an overlay, a tray, one program at a
//! time. With keys and a pointer of the X server, a window manager and a session bus.
#![cfg(target_os = "linux")]

use std::process::Stdio;

use anyhow::{Context as _, Result, bail, ensure};
use attune_tests::{Desk, Profile, Tray, Window, command, program};
use futures_util::StreamExt as _;
use serde_json::json;

const MAIN: &str = "Attune";
const QUICK: &str = "Attune: quick ask";
/// What the program that runs is called on the session bus.
const BUS_NAME: &str = "com.attune.desktop.SingleInstance";
const HOTKEY: &str = "ctrl+alt+space";

const ENGLISH_MENU: &[&str] = &["Open Attune", "Quick ask", "Quit"];
const GERMAN_MENU: &[&str] = &["Attune öffnen", "Schnellfrage", "Beenden"];

#[tokio::test]
async fn a_hotkey_asks_over_everything_and_goes_on_in_the_window() -> Result<()> {
    let (profile, desk) = (Profile::settled(&[]).await?, Desk);
    let window = Window::open(profile.path()).await?;
    let main = desk.until_focused(MAIN).await?;
    desk.minimise(&main).await?;

    desk.press(HOTKEY).await?;
    let quick = desk.until_focused(QUICK).await?;
    window.turn_to_overlay().await?;
    window.until("questions to begin with are shown", "document.querySelector('main li button')").await?;
    window.until_drawn().await?;
    desk.keep_picture("20-quick-ask").await?;
    desk.write("What is a firewall?").await?;
    desk.press("Return").await?;
    window.until("an answer comes", "document.querySelector('.answer .prose')?.innerText").await?;
    window.until("it is whole", "!document.querySelector('[aria-label^=\"Stop\"]')").await?;
    window.until_drawn().await?;
    desk.keep_picture("21-quick-answer").await?;

    // The conversation is one like any other.
    // With the pointer: to a driver, a click that puts its own window away never ends.
    let ((x, y), (left, top)) = (window.middle_of("Open in Attune").await?, desk.corner(&quick).await?);
    desk.click((left + x, top + y)).await?;
    desk.until_focused(MAIN).await?;
    desk.until_gone(QUICK).await?;
    window.turn_to_main().await?;
    window
        .until(
            "the conversation is shown",
            "document.querySelector('article.question')?.innerText.includes('firewall') \
             && document.querySelector('article.answer')",
        )
        .await?;
    window.until_drawn().await?;
    desk.keep_picture("22-from-quick-ask").await?;
    window.close().await
}

#[tokio::test]
async fn the_overlay_goes_by_hotkey_by_escape_and_when_something_else_is_wanted() -> Result<()> {
    let (profile, desk) = (Profile::settled(&[]).await?, Desk);
    let window = Window::open(profile.path()).await?;
    let main = desk.until_focused(MAIN).await?;

    desk.press(HOTKEY).await?;
    desk.until_focused(QUICK).await?;
    window.turn_to_overlay().await?;
    window.until("it can be used", "document.activeElement?.matches('textarea')").await?;
    desk.press(HOTKEY).await?;
    desk.until_gone(QUICK).await.context("by the hotkey")?;

    desk.press(HOTKEY).await?;
    desk.until_focused(QUICK).await?;
    desk.press_until_gone("Escape", QUICK).await?;

    desk.press(HOTKEY).await?;
    desk.until_focused(QUICK).await?;
    desk.go_to(&main).await?;
    desk.until_gone(QUICK).await.context("by turning to something else")?;
    window.close().await
}

#[tokio::test]
async fn the_overlay_is_pulled_by_its_edge_and_stays() -> Result<()> {
    let (profile, desk) = (Profile::settled(&[]).await?, Desk);
    let window = Window::open(profile.path()).await?;
    desk.press(HOTKEY).await?;
    let quick = desk.until_focused(QUICK).await?;
    window.turn_to_overlay().await?;
    window.until("it can be used", "document.activeElement?.matches('textarea')").await?;
    let (x, y) = desk.corner(&quick).await?;
    let (now_x, now_y) = desk.pull(&quick, (x + 6, y + 6), (x + 206, y + 106)).await?;
    ensure!(now_x > x && now_y > y, "pulled to the lower right, it went from {x}, {y} to {now_x}, {now_y}");
    // It has gone nowhere else, and takes what is typed.
    desk.until_focused(QUICK).await?;
    desk.write("I am still here").await?;
    window.until("what is typed arrives", "document.activeElement?.value?.includes('here')").await?;
    window.close().await
}

#[tokio::test]
async fn another_hotkey_takes_the_place_of_the_first() -> Result<()> {
    let (profile, desk) = (Profile::settled(&[]).await?, Desk);
    let window = Window::open(profile.path()).await?;
    desk.until_focused(MAIN).await?;
    window.client.execute("location.assign('/settings')", Vec::new()).await?;
    window.named_containing("Ctrl+Alt+Space").await?.click().await?;
    desk.press("ctrl+shift+F9").await?;
    window.named_containing("Ctrl+Shift+F9").await?;
    window.keep_picture("23-another-hotkey").await?;

    // If the first still worked, the second would put away what it brought.
    desk.press(HOTKEY).await?;
    desk.press("ctrl+shift+F9").await?;
    desk.until_focused(QUICK).await?;
    desk.press("ctrl+shift+F9").await?;
    desk.until_gone(QUICK).await?;
    window.close().await
}

#[tokio::test]
async fn what_a_policy_fixes_reaches_the_desktop_without_a_new_start() -> Result<()> {
    let (profile, desk) = (Profile::settled(&[("appearance.language", json!("en"))]).await?, Desk);
    let tray = Tray::start().await?;
    let window = Window::open(profile.path()).await?;
    desk.until_focused(MAIN).await?;
    tray.until_menu_is(ENGLISH_MENU).await?;

    let policy = "managed_by = \"Example IT\"\n[settings]\n\"appearance.language\" = \"de\"\n\
        \"desktop.quick_ask_hotkey\" = \"Ctrl+Shift+F8\"\n";
    std::fs::write(profile.path().join("policy.toml"), policy)?;
    // Whatever the person does next has it read.
    window.client.execute("location.assign('/settings')", Vec::new()).await?;
    tray.until_menu_is(GERMAN_MENU).await?;
    desk.press("ctrl+shift+F8").await?;
    desk.until_focused(QUICK).await?;
    window.close().await
}

#[tokio::test]
async fn a_second_start_brings_the_first_forward_and_ends() -> Result<()> {
    let (profile, desk) = (Profile::settled(&[]).await?, Desk);
    let window = Window::open(profile.path()).await?;
    let main = desk.until_focused(MAIN).await?;
    desk.minimise(&main).await?;
    let second = command(program("ATTUNE_APP")?)
        .env("ATTUNE_HOME", profile.path())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .output()
        .await?;
    ensure!(second.status.success(), "{}: {}", second.status, String::from_utf8_lossy(&second.stderr));
    ensure!(desk.until_focused(MAIN).await? == main, "it brought another window");
    window.close().await
}

#[tokio::test]
async fn a_start_while_the_program_before_is_going_opens_the_window() -> Result<()> {
    let (profile, desk) = (Profile::settled(&[]).await?, Desk);
    let session = zbus::connection::Builder::session()?.name(BUS_NAME)?.build().await?;
    let mut calls = zbus::MessageStream::from(&session);
    let going = async {
        while let Some(message) = calls.next().await.transpose()? {
            if message.header().member().is_some_and(|member| member == "ExecuteCallback") {
                session.clone().close().await?;
                return Ok(());
            }
        }
        bail!("nobody asked the program that runs")
    };
    let (window, gone) = tokio::join!(Window::open(profile.path()), going);
    gone?;
    desk.until_focused(MAIN).await?;
    window?.close().await
}

#[tokio::test]
async fn without_a_tray_a_closed_window_ends_the_program_whatever_the_setting() -> Result<()> {
    let (profile, desk) = (Profile::settled(&[("desktop.close_to_tray", json!(true))]).await?, Desk);
    let window = Window::open(profile.path()).await?;
    desk.until_focused(MAIN).await?;
    desk.press("alt+F4").await?;
    window.until_ended().await
}

#[tokio::test]
async fn with_a_tray_a_closed_window_comes_back_from_it() -> Result<()> {
    let settings = [("desktop.close_to_tray", json!(true)), ("appearance.language", json!("en"))];
    let (profile, desk) = (Profile::settled(&settings).await?, Desk);
    let tray = Tray::start().await?;
    let window = Window::open(profile.path()).await?;
    desk.until_focused(MAIN).await?;
    tray.until_menu_is(ENGLISH_MENU).await?;
    desk.press("alt+F4").await?;
    desk.until_gone(MAIN).await?;
    tray.choose("Open Attune").await?;
    desk.until_focused(MAIN).await?;

    // The tray speaks the person's language.
    window.client.execute("location.assign('/settings')", Vec::new()).await?;
    window.named("Deutsch").await?.click().await?;
    tray.until_menu_is(GERMAN_MENU).await?;
    tray.choose("Schnellfrage").await?;
    desk.until_focused(QUICK).await?;
    window.turn_to_overlay().await?;
    window.until("questions to begin with are shown", "document.querySelector('main li button')").await?;
    window.until_drawn().await?;
    desk.keep_picture("24-quick-ask-in-german").await?;
    desk.press_until_gone("Escape", QUICK).await?;
    tray.choose("Beenden").await?;
    window.until_ended().await
}

#[tokio::test]
async fn with_a_tray_a_closed_window_ends_the_program_unless_the_setting_says_otherwise() -> Result<()> {
    let (profile, desk) = (Profile::settled(&[]).await?, Desk);
    let tray = Tray::start().await?;
    let window = Window::open(profile.path()).await?;
    desk.until_focused(MAIN).await?;
    tray.until_menu_is(ENGLISH_MENU).await?;
    desk.press("alt+F4").await?;
    window.until_ended().await
}
