//! The desktop shell: windows, tray, hotkey and command adapters around the use cases of `attune-app`.
//!
//! This crate must never know how an answer comes about. It is the only one that knows Tauri.
#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a test fails by panicking"))]

mod attention;
mod backend;
mod capture;
mod commands;
mod hotkey;
mod navigation;
mod single_instance;
mod tray;
mod windows;
mod words;

use tauri::{App, Manager, RunEvent, WindowEvent, async_runtime};
use tracing_subscriber::EnvFilter;

use crate::backend::Backend;
use crate::single_instance::SingleInstance;

/// Opens the window and runs until the person quits.
///
/// # Errors
/// When the window system cannot be used.
pub fn run() -> anyhow::Result<()> {
    // PulseAudio's client calls it an error that a microphone was closed, and Symphonia that a file is none of its own.
    let usual = "warn,attune=info,pulseaudio=off,symphonia_core=off";
    let filter = EnvFilter::try_from_env("ATTUNE_LOG").unwrap_or_else(|_| EnvFilter::new(usual));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();

    let app = tauri::Builder::default()
        // First, so that a second start ends before it opens anything.
        .plugin(SingleInstance)
        .plugin(navigation::guard())
        .plugin(tauri_plugin_clipboard_manager::init())
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_opener::init())
        .plugin(
            tauri_plugin_window_state::Builder::default().with_filter(|label| label == windows::MAIN).build(),
        )
        .plugin(hotkey::plugin())
        .invoke_handler(commands::handler())
        .on_window_event(on_window_event)
        .setup(|app| set_up(app).map_err(Into::into))
        .build(tauri::generate_context!())?;
    app.run(|app, event| match event {
        RunEvent::Exit => app.state::<Backend>().close(),
        #[cfg(target_os = "macos")]
        RunEvent::Reopen { .. } => windows::show_main(app),
        _ => {}
    });
    Ok(())
}

/// Only what the first frame needs happens before it; the rest waits for the page.
fn set_up(app: &mut App) -> anyhow::Result<()> {
    app.manage(attention::Wanted::default());
    app.manage(capture::Capturing::default());
    app.manage(Backend::start(app.handle()));
    windows::open_main(app.handle())?;
    Ok(())
}

fn on_window_event(window: &tauri::Window, event: &WindowEvent) {
    match event {
        WindowEvent::CloseRequested { api, .. } if window.label() == windows::MAIN => {
            // Whether a hidden window could be brought back is asked of the desktop, which must not hold up
            // the event loop.
            api.prevent_close();
            window.state::<Backend>().falls_silent();
            let window = window.clone();
            async_runtime::spawn(async move {
                let app = window.app_handle();
                if app.state::<Backend>().closes_to_tray() && tray::is_shown(app).await {
                    let _ = window.hide();
                } else {
                    app.exit(0);
                }
            });
        }
        WindowEvent::Destroyed => capture::closed(window),
        WindowEvent::Focused(false) if window.label() == windows::QUICK => attention::lost(window),
        _ => {}
    }
}
