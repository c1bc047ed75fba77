//! The global hotkeys: one brings the quick-ask window, the other lets the person speak, wherever they are.

use std::sync::{Mutex, PoisonError};

use tauri::plugin::TauriPlugin;
use tauri::{AppHandle, Manager, Wry, async_runtime};
use tauri_plugin_global_shortcut::{Builder, GlobalShortcutExt, Shortcut, ShortcutState};

use crate::windows;

/// The keys that are listened to; empty for none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Hotkeys {
    /// Brings the quick-ask window, or puts it away.
    pub quick: String,
    /// Speaks: a press begins and the next one ends; held, it ends when it is let go.
    pub speak: String,
}

/// Which of the hotkeys speaks.
#[derive(Debug, Default)]
struct Speaking(Mutex<Option<Shortcut>>);

impl Speaking {
    fn is(&self, shortcut: &Shortcut) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).as_ref() == Some(shortcut)
    }

    fn set(&self, shortcut: Option<Shortcut>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = shortcut;
    }
}

/// Hears the hotkeys.
pub(crate) fn plugin() -> TauriPlugin<Wry> {
    Builder::new()
        .with_handler(|handle, shortcut, event| {
            let is_pressed = event.state() == ShortcutState::Pressed;
            let speaks = handle.try_state::<Speaking>().is_some_and(|speaking| speaking.is(shortcut));
            if speaks {
                let handle = handle.clone();
                async_runtime::spawn(async move { windows::speak(&handle, is_pressed).await });
            } else if is_pressed {
                windows::toggle_quick(handle);
            }
        })
        .build()
}

/// Listens to these hotkeys from now on. Another program may hold the keys already, or the system may not offer
/// hotkeys at all; then the tray, the menu and the button beside the question do the same.
pub(crate) fn register(handle: &AppHandle, keys: &Hotkeys) {
    let shortcuts = handle.global_shortcut();
    if let Err(error) = shortcuts.unregister_all() {
        tracing::warn!(%error, "the former hotkeys could not be let go");
    }
    // Managed the first time only; afterwards the state is there.
    handle.manage(Speaking::default());
    handle.state::<Speaking>().set(keys.speak.parse().ok());
    for keys in [&keys.quick, &keys.speak] {
        if keys.is_empty() {
            continue;
        }
        if let Err(error) = shortcuts.register(keys.as_str()) {
            tracing::warn!(%error, keys, "a hotkey could not be registered; choose another in the settings");
        }
    }
}
