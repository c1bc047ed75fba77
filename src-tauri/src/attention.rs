//! Whether the person has turned away from the overlay. A window that loses the keyboard has not always lost
//! its person: X11 takes it away while a hotkey is held and while a window is pulled about.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tauri::{AppHandle, Manager, Window, async_runtime};

/// How long between two looks at who is active, while the overlay is shown without the keyboard.
const PAUSE: Duration = Duration::from_millis(100);

/// How often the overlay was wanted. What was seen before it was last wanted says nothing about it now.
#[derive(Debug, Default)]
pub(crate) struct Wanted(AtomicU64);

/// Notes that the person wants the overlay.
pub(crate) fn wanted(handle: &AppHandle) {
    handle.state::<Wanted>().0.fetch_add(1, Ordering::SeqCst);
}

/// Puts the overlay away when the person has turned to something else, and keeps it while they have not. To be
/// called when it has lost the keyboard.
pub(crate) fn lost(window: &Window) {
    let window = window.clone();
    let times = |window: &Window| window.state::<Wanted>().0.load(Ordering::SeqCst);
    let then = times(&window);
    async_runtime::spawn(async move {
        while !turned_away(&window).await {
            tokio::time::sleep(PAUSE).await;
            if window.is_focused().unwrap_or(true) || !window.is_visible().unwrap_or(false) {
                return;
            }
        }
        let looked_at = window.clone();
        let _ = window.run_on_main_thread(move || {
            if times(&looked_at) == then {
                let _ = looked_at.hide();
            }
        });
    });
}

/// Whether the person works in a window, also while a hotkey holds the keyboard.
pub(crate) async fn is_on(window: &Window) -> bool {
    window.is_visible().unwrap_or(false)
        && (window.is_focused().unwrap_or(false) || !turned_away(window).await)
}

/// The window manager says who is active, whoever holds the keyboard. Where none says so, the keyboard does.
#[cfg(target_os = "linux")]
async fn turned_away(window: &Window) -> bool {
    let Some(own) = desktop::id(window) else { return true };
    let active = async_runtime::spawn_blocking(desktop::active).await;
    !matches!(active, Ok(Some(active)) if active == own)
}

#[cfg(not(target_os = "linux"))]
async fn turned_away(_window: &Window) -> bool {
    true
}

#[cfg(target_os = "linux")]
mod desktop {
    use raw_window_handle::{HasWindowHandle as _, RawWindowHandle};
    use tauri::Window;
    use x11rb::connection::Connection as _;
    use x11rb::protocol::xproto::{AtomEnum, ConnectionExt as _};

    /// The X server's number of a window; none under Wayland.
    pub(super) fn id(window: &Window) -> Option<u32> {
        match window.window_handle().ok()?.as_raw() {
            RawWindowHandle::Xlib(handle) => handle.window.try_into().ok(),
            _ => None,
        }
    }

    /// The window that the person works in, if the window manager tells.
    pub(super) fn active() -> Option<u32> {
        let (server, screen) = x11rb::connect(None).ok()?;
        let root = server.setup().roots.get(screen)?.root;
        let name = server.intern_atom(true, b"_NET_ACTIVE_WINDOW").ok()?.reply().ok()?.atom;
        let property = server.get_property(false, root, name, AtomEnum::WINDOW, 0, 1).ok()?.reply().ok()?;
        property.value32()?.next()
    }
}
