//! One overlay for each screen, which shows it frozen and lets the person choose a part. What is chosen in one of them
//! ends them all.
#![expect(clippy::needless_pass_by_value, reason = "Tauri hands a command its arguments by value")]

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use attune_wire::ErrorBody;
use tauri::ipc::Response;
use tauri::webview::NewWindowResponse;
use tauri::window::Color;
use tauri::{
    AppHandle, Manager, Monitor, PhysicalPosition, PhysicalSize, State, WebviewUrl, WebviewWindow,
    WebviewWindowBuilder,
};
use tokio::sync::oneshot;

use super::failed;
use super::picture::{Area, Picture};
use super::screen::{self, Place};
use crate::windows::FREEZE;

/// What the overlays' windows are called; their screen's number follows.
const OVERLAY: &str = "capture-";

/// How long the first overlay may take to be drawn, before the person gets their windows back.
const PATIENCE: Duration = Duration::from_secs(20);

/// What lies under a picture until it is there: the dark that is laid over it.
const DARK: Color = Color(20, 20, 22, 255);

/// The one capture that can be at a time.
#[derive(Debug, Default)]
pub(crate) struct Capturing {
    is_on: AtomicBool,
    session: Mutex<Option<Session>>,
}

#[derive(Debug)]
struct Session {
    screens: Vec<Arc<Picture>>,
    /// Where the pointer was: this one gets the keyboard.
    first: usize,
    shown: Option<oneshot::Sender<()>>,
    chosen: Option<oneshot::Sender<Option<(usize, Area)>>>,
}

/// Ends a capture when it is dropped.
pub(super) struct One<'c>(&'c Capturing);

impl Drop for One<'_> {
    fn drop(&mut self) {
        self.0.is_on.store(false, Ordering::SeqCst);
    }
}

impl Capturing {
    /// None while another capture is on.
    pub(super) fn begin(&self) -> Option<One<'_>> {
        let was_on = self.is_on.swap(true, Ordering::SeqCst);
        (!was_on).then_some(One(self))
    }

    fn session(&self) -> MutexGuard<'_, Option<Session>> {
        self.session.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn choose(&self, chosen: Option<(usize, Area)>) {
        let sender = self.session().as_mut().and_then(|session| session.chosen.take());
        if let Some(sender) = sender {
            let _ = sender.send(chosen);
        }
    }
}

/// Whether a window is an overlay.
pub(crate) fn is_overlay(label: &str) -> bool {
    label.starts_with(OVERLAY)
}

/// To be called when a window is gone: an overlay that somebody closed chooses nothing.
pub(crate) fn closed(window: &tauri::Window) {
    if is_overlay(window.label()) {
        window.state::<Capturing>().choose(None);
    }
}

/// Freezes the screens and lets the person choose a part of one. None if they think better of it.
pub(super) async fn choose(handle: &AppHandle, language: &str) -> Result<Option<String>, ErrorBody> {
    let places = places(handle)?;
    let screens = freeze(places.clone()).await?;
    let (tell_shown, shown) = oneshot::channel();
    let (tell_chosen, chosen) = oneshot::channel();
    let first = under_pointer(handle, &places);
    let session =
        Session { screens: screens.clone(), first, shown: Some(tell_shown), chosen: Some(tell_chosen) };
    *handle.state::<Capturing>().session() = Some(session);
    let choosing = async {
        for (number, place) in places.iter().enumerate() {
            open(handle, number, *place, number == first, language).map_err(|error| unusable(&error))?;
        }
        let shown = tokio::time::timeout(PATIENCE, shown).await;
        shown.map_err(|_| failed("The picture of the screen could not be shown. Try once more."))?.ok();
        Ok::<_, ErrorBody>(chosen.await.ok().flatten())
    };
    let chosen = choosing.await;
    *handle.state::<Capturing>().session() = None;
    for number in 0..places.len() {
        if let Some(window) = handle.get_webview_window(&format!("{OVERLAY}{number}")) {
            let _ = window.destroy();
        }
    }
    let Some((number, area)) = chosen? else { return Ok(None) };
    let Some(part) = screens.get(number).and_then(|screen| screen.part(area)) else { return Ok(None) };
    let file = move || attune_app::picture_file(part.width, part.height, part.rgba);
    tauri::async_runtime::spawn_blocking(file).await.map_err(|error| unusable(&error))
}

/// The screen of this overlay.
#[tauri::command]
pub(crate) fn captured_screen(window: WebviewWindow, capturing: State<'_, Capturing>) -> Response {
    let session = capturing.session();
    let picture = number(&window).and_then(|number| session.as_ref()?.screens.get(number));
    Response::new(picture.map(|picture| picture.bytes()).unwrap_or_default())
}

/// The picture is drawn: from here on the overlay can be seen.
#[tauri::command]
pub(crate) fn show_capture(window: WebviewWindow, capturing: State<'_, Capturing>) {
    let mut session = capturing.session();
    let Some(session) = session.as_mut() else { return };
    let _ = window.show();
    cover_screen(&window);
    if number(&window) == Some(session.first) {
        let _ = window.set_focus();
    }
    if let Some(shown) = session.shown.take() {
        let _ = shown.send(());
    }
}

/// Takes a part of this overlay's screen, or none.
#[tauri::command]
pub(crate) fn take_capture(window: WebviewWindow, capturing: State<'_, Capturing>, area: Option<Area>) {
    capturing.choose(number(&window).zip(area));
}

fn number(window: &WebviewWindow) -> Option<usize> {
    window.label().strip_prefix(OVERLAY)?.parse().ok()
}

fn places(handle: &AppHandle) -> Result<Vec<Place>, ErrorBody> {
    let place = |monitor: &Monitor| Place {
        x: monitor.position().x,
        y: monitor.position().y,
        width: monitor.size().width,
        height: monitor.size().height,
        scale: monitor.scale_factor(),
    };
    let places: Vec<_> =
        handle.available_monitors().map_err(|error| unusable(&error))?.iter().map(place).collect();
    if places.is_empty() {
        return Err(unusable(&"there is none"));
    }
    Ok(places)
}

fn under_pointer(handle: &AppHandle, places: &[Place]) -> usize {
    let Ok(pointer) = handle.cursor_position() else { return 0 };
    let within = |at: f64, from: i32, length: u32| {
        (f64::from(from)..f64::from(from) + f64::from(length)).contains(&at)
    };
    let is_under =
        |place: &Place| within(pointer.x, place.x, place.width) && within(pointer.y, place.y, place.height);
    places.iter().position(is_under).unwrap_or(0)
}

async fn freeze(places: Vec<Place>) -> Result<Vec<Arc<Picture>>, ErrorBody> {
    let take = move || {
        places.into_iter().map(|place| screen::take(place).map(Arc::new)).collect::<anyhow::Result<Vec<_>>>()
    };
    let taken = tauri::async_runtime::spawn_blocking(take).await.map_err(|error| unusable(&error))?;
    taken.map_err(|error| unusable(&error))
}

fn open(
    handle: &AppHandle,
    number: usize,
    place: Place,
    is_first: bool,
    language: &str,
) -> tauri::Result<()> {
    let address = WebviewUrl::App(format!("capture?language={language}").into());
    let window = WebviewWindowBuilder::new(handle, format!("{OVERLAY}{number}"), address)
        .title("Attune: part of the screen")
        .visible(false)
        // One that is made without the focus cannot take it before it is drawn.
        .focused(is_first)
        .decorations(false)
        .shadow(false)
        .always_on_top(true)
        .skip_taskbar(true)
        .background_color(DARK)
        .initialization_script(FREEZE)
        .on_new_window(|_url, _features| NewWindowResponse::Deny)
        .build()?;
    window.set_position(PhysicalPosition::new(place.x, place.y))?;
    window.set_size(PhysicalSize::new(place.width, place.height))
}

/// Over panels and docks too. A full screen of macOS would slide in as a space of its own.
fn cover_screen(window: &WebviewWindow) {
    #[cfg(target_os = "macos")]
    let _ = window.set_simple_fullscreen(true);
    #[cfg(not(target_os = "macos"))]
    let _ = window.set_fullscreen(true);
}

fn unusable(error: &dyn std::fmt::Display) -> ErrorBody {
    tracing::warn!(%error, "the screen cannot be taken");
    failed(format!(
        "The screen could not be taken: {error}. Allow Attune to record the screen in the system's settings for privacy, or \
         take a screenshot with the system's own key and paste it."
    ))
}
