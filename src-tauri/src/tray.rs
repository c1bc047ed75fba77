//! The tray icon with its menu.

use tauri::image::Image;
use tauri::menu::{Menu, MenuItem, PredefinedMenuItem};
use tauri::tray::{MouseButton, MouseButtonState, TrayIconBuilder, TrayIconEvent};
use tauri::{AppHandle, include_image};

use crate::windows;

const ID: &str = "attune";
const ICON: Image<'_> = include_image!("../icons/tray-dark.png");

/// Adds the icon. A desktop without a tray is no reason to fail: the window has everything.
pub(crate) fn add(handle: &AppHandle) {
    if let Err(error) = build(handle) {
        tracing::warn!(%error, "there is no tray to put an icon in");
    }
}

/// Whether there is an icon from which a hidden window can be brought back.
pub(crate) fn is_there(handle: &AppHandle) -> bool {
    handle.tray_by_id(ID).is_some()
}

fn build(handle: &AppHandle) -> tauri::Result<()> {
    let menu = Menu::with_items(
        handle,
        &[
            &MenuItem::with_id(handle, "open", "Open Attune", true, None::<&str>)?,
            &MenuItem::with_id(handle, "quick", "Quick ask", true, None::<&str>)?,
            &PredefinedMenuItem::separator(handle)?,
            &MenuItem::with_id(handle, "quit", "Quit", true, None::<&str>)?,
        ],
    )?;
    TrayIconBuilder::with_id(ID)
        .icon(ICON)
        .tooltip("Attune")
        .menu(&menu)
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
