//! Part of the screen as an image beside the question. The windows step aside, the screen is taken, and the person
//! chooses a part of it: in overlays of ours over the frozen picture, or, under Wayland, in the desktop's own dialog.

pub(crate) mod overlay;
mod picture;
#[cfg(target_os = "linux")]
mod portal;
mod screen;

use std::time::Duration;

use attune_wire::{ErrorBody, ErrorCode};
use tauri::{AppHandle, Manager, PhysicalPosition, State, WebviewWindow};

use crate::backend::Backend;
use crate::{attention, windows};

pub(crate) use overlay::{Capturing, closed, is_overlay};

/// How long what lay behind our windows may take to be drawn again. No desktop tells when it is.
const UNCOVERED: Duration = Duration::from_millis(300);

/// What a page in an overlay may call, and no other page may.
const OVERLAY_COMMANDS: [&str; 3] = ["captured_screen", "show_capture", "take_capture"];

/// Whether the page of a window may call a command: an overlay sees its own screen and hands a part of it back, and
/// nothing else.
pub(crate) fn may_call(window: &str, command: &str) -> bool {
    is_overlay(window) == OVERLAY_COMMANDS.contains(&command)
}

/// A part of the screen that the person chooses, as an image file in base64; none if they think better of it.
#[tauri::command]
pub(crate) async fn capture_region(
    window: WebviewWindow,
    backend: State<'_, Backend>,
) -> Result<Option<String>, ErrorBody> {
    let app = backend.app().await?;
    app.may_capture().map_err(|error| error.body())?;
    let handle = window.app_handle();
    let capturing = handle.state::<Capturing>();
    let Some(_one) = capturing.begin() else { return Ok(None) };
    let aside = Aside::step(handle);
    tokio::time::sleep(UNCOVERED).await;
    let taken = choose(handle, &app.language()).await;
    aside.come_back(&window);
    taken
}

#[cfg(target_os = "linux")]
async fn choose(handle: &AppHandle, language: &str) -> Result<Option<String>, ErrorBody> {
    if portal::is_needed() { portal::choose().await } else { overlay::choose(handle, language).await }
}

#[cfg(not(target_os = "linux"))]
async fn choose(handle: &AppHandle, language: &str) -> Result<Option<String>, ErrorBody> {
    overlay::choose(handle, language).await
}

/// The windows that stepped aside, so that what they cover can be taken.
struct Aside(Vec<(WebviewWindow, Option<PhysicalPosition<i32>>)>);

impl Aside {
    fn step(handle: &AppHandle) -> Self {
        let seen = |window: &WebviewWindow| {
            window.is_visible().unwrap_or(false) && !window.is_minimized().unwrap_or(false)
        };
        let all = [windows::MAIN, windows::QUICK].map(|label| handle.get_webview_window(label));
        let step = |window: WebviewWindow| {
            // A window manager may put it elsewhere when it comes back; a maximised one knows its place.
            let place = window.outer_position().ok().filter(|_| !window.is_maximized().unwrap_or(false));
            let _ = window.hide();
            (window, place)
        };
        Self(all.into_iter().flatten().filter(seen).map(step).collect())
    }

    /// Shows them again; the one in which the person asked gets the keyboard.
    fn come_back(self, asked_in: &WebviewWindow) {
        attention::wanted(asked_in.app_handle());
        for (window, place) in &self.0 {
            let _ = window.show();
            if let Some(place) = place {
                let _ = window.set_position(*place);
            }
        }
        let _ = asked_in.show();
        let _ = asked_in.set_focus();
    }
}

/// Why the screen was not taken.
fn failed(message: impl Into<String>) -> ErrorBody {
    ErrorBody { code: ErrorCode::Screen, message: message.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_overlay_hands_back_a_part_of_the_screen_and_does_nothing_else() {
        for command in OVERLAY_COMMANDS {
            assert!(may_call("capture-0", command));
            assert!(!may_call(windows::MAIN, command));
            assert!(!may_call(windows::QUICK, command));
        }
        for command in ["capture_region", "get_settings", "load_messages", "open_link"] {
            assert!(may_call(windows::MAIN, command));
            assert!(!may_call("capture-1", command), "{command}");
        }
    }
}
