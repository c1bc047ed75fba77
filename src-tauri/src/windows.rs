//! The two windows: the main one, and the quick-ask overlay, which is made when it is first wanted.

use tauri::webview::NewWindowResponse;
use tauri::{AppHandle, Emitter, Manager, WebviewUrl, WebviewWindow, WebviewWindowBuilder};

use crate::attention;

/// The main window.
pub(crate) const MAIN: &str = "main";
/// The quick-ask overlay.
pub(crate) const QUICK: &str = "quick";

/// Runs before any script of a page. Tauri's own way of freezing leaves no way to assign what is inherited.
pub(crate) const FREEZE: &str = include_str!("freeze.js");

/// Opens the main window. It shows itself at once, in the ground colour of the theme, so that a slow machine
/// does not look as if nothing happened.
pub(crate) fn open_main(handle: &AppHandle) -> tauri::Result<WebviewWindow> {
    WebviewWindowBuilder::new(handle, MAIN, WebviewUrl::App("index.html".into()))
        .title("Attune")
        .inner_size(1280.0, 800.0)
        .min_inner_size(420.0, 480.0)
        .initialization_script(FREEZE)
        // What is dropped goes to the page, which opens nothing but images.
        .disable_drag_drop_handler()
        .on_new_window(|_url, _features| NewWindowResponse::Deny)
        .build()
}

/// Brings the main window forward.
pub(crate) fn show_main(handle: &AppHandle) {
    let window = handle.get_webview_window(MAIN).or_else(|| open_main(handle).ok());
    if let Some(window) = window {
        let _ = window.show();
        let _ = window.unminimize();
        let _ = window.set_focus();
    }
}

/// Shows the quick-ask overlay, or puts it away.
pub(crate) fn toggle_quick(handle: &AppHandle) {
    match handle.get_webview_window(QUICK) {
        Some(window) if window.is_visible().unwrap_or(false) => drop(window.hide()),
        Some(window) => show_quick(handle, &window),
        None => open_quick(handle, "quick"),
    }
}

fn show_quick(handle: &AppHandle, window: &WebviewWindow) {
    attention::wanted(handle);
    let _ = window.center();
    let _ = window.show();
    let _ = window.set_focus();
}

/// The event that tells a page that the key for speaking is down, or up again.
const SPEAK: &str = "attune://speak";

/// Lets the person speak: in the window that they work in, else in the overlay. The key going up again is told to the
/// same one; a page that was only being opened does not hear it, and goes on until the next press.
pub(crate) async fn speak(handle: &AppHandle, is_pressed: bool) {
    for label in [MAIN, QUICK] {
        if let Some(window) = handle.get_webview_window(label)
            && attention::is_on(&window.as_ref().window()).await
        {
            let _ = handle.emit_to(label, SPEAK, is_pressed);
            return;
        }
    }
    if !is_pressed {
        return;
    }
    let on_main = handle.clone();
    let _ = handle.run_on_main_thread(move || match on_main.get_webview_window(QUICK) {
        Some(window) => {
            show_quick(&on_main, &window);
            let _ = on_main.emit_to(QUICK, SPEAK, true);
        }
        None => open_quick(&on_main, "quick?speak"),
    });
}

/// Puts the quick-ask overlay away.
pub(crate) fn hide_quick(handle: &AppHandle) {
    if let Some(window) = handle.get_webview_window(QUICK) {
        let _ = window.hide();
    }
}

fn open_quick(handle: &AppHandle, path: &str) {
    if let Err(error) = build_quick(handle, path) {
        tracing::warn!(%error, "the quick-ask window could not be opened");
    }
}

fn build_quick(handle: &AppHandle, path: &str) -> tauri::Result<WebviewWindow> {
    WebviewWindowBuilder::new(handle, QUICK, WebviewUrl::App(path.into()))
        .title("Attune: quick ask")
        .inner_size(640.0, 440.0)
        .center()
        .decorations(false)
        .resizable(false)
        .always_on_top(true)
        .skip_taskbar(true)
        .initialization_script(FREEZE)
        // What is dropped goes to the page, which opens nothing but images.
        .disable_drag_drop_handler()
        .on_new_window(|_url, _features| NewWindowResponse::Deny)
        .build()
}
