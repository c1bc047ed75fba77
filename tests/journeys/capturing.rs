//! Somebody shows a part of their screen: chosen with the pointer or with keys, or in the desktop's own dialog, attached as
//! an image and read.
#![cfg(target_os = "linux")]

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, ensure};
use attune_tests::{Desk, Portal, Profile, Window, command};

const MAIN: &str = "Attune";
const QUICK: &str = "Attune: quick ask";
const OVERLAY: &str = "Attune: part of the screen";
const CAPTURE: &str = "ctrl+shift+s";

/// What a window has to say that is drawn through X11 on a Wayland desktop.
const WAYLAND: [(&str, &str); 2] = [("WAYLAND_DISPLAY", "wayland-test"), ("GDK_BACKEND", "x11")];

const ATTACHED: &str = "document.querySelectorAll('img[src^=\"data:image/\"]').length";
const WRITES: &str = "document.activeElement?.matches('[data-composer]')";

#[tokio::test]
async fn a_part_of_the_screen_is_drawn_with_the_pointer_and_read() -> Result<()> {
    let (desk, profile) = (Desk, Profile::settled(&[]).await?);
    profile.add_eyes()?;
    desk.hang(&screen(profile.path()).await?).await?;
    let window = Window::open(profile.path()).await?;
    desk.until_focused(MAIN).await?;

    window.named("Attach").await?.click().await?;
    window.until("the menu is open", "document.querySelector('[role=menu]')").await?;
    window.until_drawn().await?;
    desk.keep_picture("90-attach-menu").await?;
    let chosen = "document.activeElement?.innerText.startsWith('Part of the screen')";
    desk.press_until("End", async || Ok(window.value(&format!("Boolean({chosen})")).await? == true)).await?;
    desk.press("Return").await?;
    desk.until_focused(OVERLAY).await?;
    ensure!(desk.shown(MAIN).await?.is_none(), "the window hides what is to be shown");
    window.turn_to_capture().await?;
    window.until_drawn().await?;
    desk.keep_picture("91-overlay").await?;
    desk.begin_to_draw((80, 90), (760, 260)).await?;
    window.until("the part is shown", "document.querySelector('.part')").await?;
    window.until_drawn().await?;
    desk.keep_picture("92-overlay-drawn").await?;
    window.turn_to_main().await?;
    desk.draw((80, 90), (760, 260)).await?;
    desk.until_gone(OVERLAY).await?;

    desk.until_focused(MAIN).await?;
    window.until("the image is there", &format!("{ATTACHED} === 1")).await?;
    window.until("it is read", "document.body.innerText.includes('words read')").await?;
    window.until("the person writes on", WRITES).await?;
    window.until_drawn().await?;
    desk.keep_picture("93-captured").await?;
    // The part, and nothing around it.
    window.value("document.querySelector('img[src^=\"data:image/\"]').closest('button').click()").await?;
    let read = "document.querySelector('[role=dialog] textarea')?.value ?? ''";
    window.until("what was read is shown", &format!("/ECONNREFUSED/.test({read})")).await?;
    ensure!(window.value(&format!("/payroll/i.test({read})")).await? == false, "more was taken than chosen");
    window.close().await
}

#[tokio::test]
async fn keys_choose_a_part_and_escape_leaves_nothing() -> Result<()> {
    let (desk, profile) = (Desk, Profile::settled(&[]).await?);
    desk.hang(&screen(profile.path()).await?).await?;
    let window = Window::open(profile.path()).await?;
    desk.until_focused(MAIN).await?;
    window.type_into("[data-composer]", "What is this?").await?;

    capture(&desk).await?;
    desk.press_until_gone("Escape", OVERLAY).await?;
    desk.until_focused(MAIN).await?;
    window.until("the person writes on", WRITES).await?;
    ensure!(window.value(ATTACHED).await? == 0, "something is attached");
    ensure!(
        window.value("document.querySelectorAll('[role=alert]').length").await? == 0,
        "it complains about a change of mind"
    );

    capture(&desk).await?;
    window.turn_to_capture().await?;
    desk.press_until("Up", async || {
        Ok(window.value("Boolean(document.querySelector('.part'))").await? == true)
    })
    .await?;
    let chip = "document.querySelector('.part .chip').innerText";
    ensure!(window.value(chip).await? == "427 × 267", "{} is not a third", window.value(chip).await?);
    for _ in 0..4 {
        desk.press("Left").await?;
        desk.press("shift+Right").await?;
        desk.press("ctrl+shift+Down").await?;
    }
    window.until("keys change the part", &format!("{chip} === '491 × 271'")).await?;
    window.until_drawn().await?;
    desk.keep_picture("94-overlay-keys").await?;
    window.turn_to_main().await?;
    desk.press_until_gone("Return", OVERLAY).await?;
    desk.until_focused(MAIN).await?;
    window.until("the image is there", &format!("{ATTACHED} === 1")).await?;
    window.until("the person writes on", WRITES).await?;
    let text = window.value("document.querySelector('[data-composer]').value").await?;
    ensure!(text == "What is this?", "the draft is {text}");
    window.close().await
}

#[tokio::test]
async fn the_quick_question_shows_a_part_of_the_screen_too() -> Result<()> {
    let (desk, profile) = (Desk, Profile::settled(&[]).await?);
    desk.hang(&screen(profile.path()).await?).await?;
    let window = Window::open(profile.path()).await?;
    desk.until_focused(MAIN).await?;
    desk.press("ctrl+alt+space").await?;
    let place = desk.corner(&desk.until_focused(QUICK).await?).await?;
    window.turn_to_overlay().await?;
    let button = "document.querySelector('[aria-label=\"Part of the screen…\"]')";
    click(&desk, &window, QUICK, button).await?;
    desk.until_focused(OVERLAY).await?;
    ensure!(desk.shown(QUICK).await?.is_none(), "the overlay hides what is to be shown");
    desk.press_until_gone("Return", OVERLAY).await?;
    let back = desk.until_focused(QUICK).await?;
    ensure!(desk.corner(&back).await? == place, "it came back elsewhere");
    window.turn_to_overlay().await?;
    window.until("the image is there", &format!("{ATTACHED} === 1")).await?;
    window.until_drawn().await?;
    desk.keep_picture("95-quick-captured").await?;
    window.turn_to_main().await?;
    window.close().await
}

#[tokio::test]
async fn a_wayland_desktop_chooses_itself() -> Result<()> {
    let (desk, profile) = (Desk, Profile::settled(&[]).await?);
    let shot = screen(profile.path()).await?;
    let window = Window::open_with(profile.path(), &WAYLAND).await?;
    desk.until_focused(MAIN).await?;

    // Without a portal it says what to do.
    desk.press(CAPTURE).await?;
    window.until("it says what is missing", "/xdg-desktop-portal/.test(document.body.innerText)").await?;
    desk.until_focused(MAIN).await?;
    window.until_drawn().await?;
    desk.keep_picture("96-no-portal").await?;

    // The person thinks better of it.
    let portal = Portal::start(None).await?;
    desk.press(CAPTURE).await?;
    desk.until_gone(MAIN).await?;
    desk.until_focused(MAIN).await?;
    window.until("the person writes on", WRITES).await?;
    ensure!(window.value(ATTACHED).await? == 0, "something is attached");
    drop(portal);

    let _portal = Portal::start(Some(&shot)).await?;
    desk.press(CAPTURE).await?;
    window.until("the image is there", &format!("{ATTACHED} === 1")).await?;
    desk.until_focused(MAIN).await?;
    window.close().await
}

#[tokio::test]
async fn policy_switches_it_off() -> Result<()> {
    let (desk, profile) = (Desk, Profile::settled(&[]).await?);
    let policy = "managed_by = \"Example IT\"\n[settings]\n\"images.capture\" = false\n";
    std::fs::write(profile.path().join("policy.toml"), policy)?;
    let window = Window::open(profile.path()).await?;
    desk.until_focused(MAIN).await?;
    window.named("Attach images or recordings").await?;
    let refused =
        "window.__TAURI_INTERNALS__.invoke('capture_region').then(() => '', (error) => error.message)";
    let refused = window.client.execute_async(&format!("{refused}.then(arguments[0])"), Vec::new()).await?;
    let refused = refused.as_str().context("it is not refused")?;
    ensure!(refused.contains("switched off by the policy of Example IT"), "{refused}");
    ensure!(desk.shown(OVERLAY).await?.is_none(), "the screen is taken");
    window.close().await
}

/// With the real pointer: a window manager gives the keyboard to what follows from it.
async fn click(desk: &Desk, window: &Window, title: &str, element: &str) -> Result<()> {
    window.until("the element is there", element).await?;
    let place = format!(
        "(() => {{ const box = {element}.getBoundingClientRect(); \
         return [box.x + box.width / 2, box.y + box.height / 2].map(Math.round); }})()"
    );
    let (x, y): (i32, i32) = serde_json::from_value(window.value(&place).await?)?;
    let (left, top) = desk.corner(&desk.shown(title).await?.context("the window is gone")?).await?;
    desk.click((left + x, top + y)).await
}

async fn capture(desk: &Desk) -> Result<()> {
    desk.press_until(CAPTURE, async || Ok(desk.shown(MAIN).await?.is_none())).await?;
    desk.until_focused(OVERLAY).await.map(drop)
}

/// What stands on the screen behind the windows: an error, and something else further down.
async fn screen(folder: &Path) -> Result<PathBuf> {
    let file = folder.join("screen.png");
    let status = command("convert")
        .args(["-size", "1280x800", "xc:#f4f4f4", "-fill", "#202020", "-font", "DejaVu-Sans"])
        .args(["-pointsize", "22", "-annotate", "+120+140", "The ledger could not be opened"])
        .args(["-pointsize", "18", "-annotate", "+120+200", "Error: connect ECONNREFUSED 10.0.4.17:5432"])
        .args(["-annotate", "+120+600", "Payroll of the whole department"])
        .arg(&file)
        .status()
        .await
        .context("ImageMagick does not start: run `make test`")?;
    ensure!(status.success(), "the screen could not be drawn");
    Ok(file)
}
