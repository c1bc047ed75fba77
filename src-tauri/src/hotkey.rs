//! The global hotkey that brings the quick-ask window.

use tauri::plugin::TauriPlugin;
use tauri::{AppHandle, Wry};
use tauri_plugin_global_shortcut::{Builder, GlobalShortcutExt, ShortcutState};

use crate::windows;

/// Hears the hotkey.
pub(crate) fn plugin() -> TauriPlugin<Wry> {
    Builder::new()
        .with_handler(|handle, _shortcut, event| {
            if event.state() == ShortcutState::Pressed {
                windows::toggle_quick(handle);
            }
        })
        .build()
}

/// Listens to this hotkey from now on; empty listens to none. Another program may hold the keys already, or
/// the system may not offer hotkeys at all; then the tray and the menu still open the window.
pub(crate) fn register(handle: &AppHandle, keys: &str) {
    let shortcuts = handle.global_shortcut();
    if let Err(error) = shortcuts.unregister_all() {
        tracing::warn!(%error, "the former hotkey could not be let go");
    }
    if keys.is_empty() {
        return;
    }
    if let Err(error) = shortcuts.register(keys) {
        tracing::warn!(%error, keys, "the quick-ask hotkey could not be registered; choose another in the settings");
    }
}
