//! The tray icon with its menu, and whether anybody shows it.

use tauri::image::Image;
use tauri::menu::{Menu, MenuItem, PredefinedMenuItem};
use tauri::tray::{MouseButton, MouseButtonState, TrayIconBuilder, TrayIconEvent};
use tauri::{AppHandle, Wry, include_image};

use crate::windows;
use crate::words::Words;

const ID: &str = "attune";
const ICON: Image<'_> = include_image!("../icons/tray-dark.png");

/// Adds the icon. A desktop without a tray is no reason to fail: the window has everything.
pub(crate) fn add(handle: &AppHandle, words: &Words) {
    if let Err(error) = build(handle, words) {
        tracing::warn!(%error, "there is no tray to put an icon in");
    }
}

/// Says the menu's words in another language.
pub(crate) fn rename(handle: &AppHandle, words: &Words) {
    let Some(tray) = handle.tray_by_id(ID) else { return };
    if let Err(error) = menu(handle, words).and_then(|menu| tray.set_menu(Some(menu))) {
        tracing::warn!(%error, "the tray menu keeps its former language");
    }
}

/// Whether a window that hides can be brought back from the tray. That we made an icon says little: many
/// desktops have nobody who shows it.
pub(crate) async fn is_shown(handle: &AppHandle) -> bool {
    handle.tray_by_id(ID).is_some() && host::is_there().await
}

fn build(handle: &AppHandle, words: &Words) -> tauri::Result<()> {
    TrayIconBuilder::with_id(ID)
        .icon(ICON)
        .tooltip("Attune")
        .menu(&menu(handle, words)?)
        .show_menu_on_left_click(false)
        .on_menu_event(|handle, event| match event.id().as_ref() {
            "open" => windows::show_main(handle),
            "quick" => windows::toggle_quick(handle),
            "quit" => handle.exit(0),
            _ => {}
        })
        .on_tray_icon_event(|tray, event| {
            if let TrayIconEvent::Click {
                button: MouseButton::Left,
                button_state: MouseButtonState::Up,
                ..
            } = event
            {
                windows::show_main(tray.app_handle());
            }
        })
        .build(handle)?;
    Ok(())
}

fn menu(handle: &AppHandle, words: &Words) -> tauri::Result<Menu<Wry>> {
    Menu::with_items(
        handle,
        &[
            &MenuItem::with_id(handle, "open", words.open, true, None::<&str>)?,
            &MenuItem::with_id(handle, "quick", words.quick, true, None::<&str>)?,
            &PredefinedMenuItem::separator(handle)?,
            &MenuItem::with_id(handle, "quit", words.quit, true, None::<&str>)?,
        ],
    )
}

#[cfg(target_os = "linux")]
mod host {
    use std::time::Duration;

    use zbus::Connection;
    use zbus::proxy::{Builder, CacheProperties};

    /// A session that does not answer has no tray either.
    const PATIENCE: Duration = Duration::from_secs(1);
    const WATCHER: &str = "org.kde.StatusNotifierWatcher";

    /// Whether the desktop has somebody who shows icons: panels register with the watcher on the session bus.
    pub(super) async fn is_there() -> bool {
        matches!(tokio::time::timeout(PATIENCE, ask()).await, Ok(Ok(true)))
    }

    async fn ask() -> zbus::Result<bool> {
        let session = Connection::session().await?;
        let watcher = Builder::<zbus::Proxy<'_>>::new(&session)
            .destination(WATCHER)?
            .path("/StatusNotifierWatcher")?
            .interface(WATCHER)?
            .cache_properties(CacheProperties::No)
            .build()
            .await?;
        watcher.get_property("IsStatusNotifierHostRegistered").await
    }
}

#[cfg(not(target_os = "linux"))]
mod host {
    /// The system itself shows icons.
    pub(super) async fn is_there() -> bool {
        true
    }
}
