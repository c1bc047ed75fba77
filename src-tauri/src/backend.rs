//! The use cases behind the window. They open beside the first frame; commands wait for them, and say why
//! if they cannot be opened.

use std::path::PathBuf;

use attune_app::{App, AppOptions, default_home};
use attune_wire::{ErrorBody, ErrorCode, Event};
use tauri::async_runtime::{self, JoinHandle};
use tauri::{AppHandle, Emitter};
use tokio::sync::watch;

use crate::hotkey::{self, Hotkeys};
use crate::words::Words;
use crate::{tray, windows};

/// The event under which pushed facts reach the pages.
const EVENT: &str = "attune://event";

type Opened = Option<Result<App, ErrorBody>>;

/// The use cases, opened or being opened.
pub(crate) struct Backend {
    opened: watch::Receiver<Opened>,
    _opening: JoinHandle<()>,
}

impl Backend {
    pub(crate) fn start(handle: &AppHandle) -> Self {
        let (sender, opened) = watch::channel(None);
        let handle = handle.clone();
        let opening = async_runtime::spawn(async move {
            let result =
                App::open(AppOptions { engine: find_engine(), ..AppOptions::at(default_home()) }).await;
            match result {
                Ok(app) => {
                    let events = app.events();
                    sender.send_replace(Some(Ok(app.clone())));
                    let overdue = app.clone();
                    async_runtime::spawn(async move { overdue.erase_overdue().await });
                    forward(&handle, &app, events).await;
                }
                Err(error) => {
                    tracing::error!(%error, "the profile cannot be opened");
                    sender.send_replace(Some(Err(error.body())));
                }
            }
        });
        Self { opened, _opening: opening }
    }

    /// The use cases, once they are open.
    pub(crate) async fn app(&self) -> Result<App, ErrorBody> {
        let mut opened = self.opened.clone();
        let result = opened.wait_for(Option::is_some).await;
        match result.as_deref() {
            Ok(Some(result)) => result.clone(),
            _ => Err(ErrorBody {
                code: ErrorCode::Internal,
                message: "Attune could not start. Start it again; the log says more.".to_owned(),
            }),
        }
    }

    fn app_if_open(&self) -> Option<App> {
        self.opened.borrow().as_ref().and_then(|result| result.as_ref().ok().cloned())
    }

    pub(crate) fn closes_to_tray(&self) -> bool {
        self.app_if_open().is_some_and(|app| app.closes_to_tray())
    }

    /// Stops what is being read aloud: whoever closes a window wants no voice from it.
    pub(crate) fn falls_silent(&self) {
        if let Some(app) = self.app_if_open() {
            app.stop_aloud();
        }
    }

    /// Ends engines and closes the database, so that nothing is left behind.
    pub(crate) fn close(&self) {
        if let Some(app) = self.app_if_open() {
            async_runtime::block_on(app.close());
        }
    }
}

/// What the desktop itself has of the settings and the policy.
struct Choices {
    hotkeys: Hotkeys,
    words: &'static Words,
}

impl Choices {
    fn of(app: &App) -> Self {
        let hotkeys = Hotkeys { quick: app.quick_ask_hotkey(), speak: app.voice_hotkey() };
        Self { hotkeys, words: Words::of(app) }
    }

    fn begin(handle: &AppHandle, app: &App) -> Self {
        let choices = Self::of(app);
        let (on_main, hotkeys, words) = (handle.clone(), choices.hotkeys.clone(), choices.words);
        let _ = handle.run_on_main_thread(move || {
            tray::add(&on_main, words);
            hotkey::register(&on_main, &hotkeys);
        });
        choices
    }

    fn change(&mut self, handle: &AppHandle, app: &App) {
        let chosen = Self::of(app);
        if chosen.hotkeys != self.hotkeys {
            hotkey::register(handle, &chosen.hotkeys);
        }
        if chosen.words != self.words {
            tray::rename(handle, chosen.words);
        }
        *self = chosen;
    }
}

/// Tells the pages every fact, until the program ends.
async fn forward(handle: &AppHandle, app: &App, mut events: tokio::sync::broadcast::Receiver<Event>) {
    use tokio::sync::broadcast::error::RecvError;
    let mut choices = Choices::begin(handle, app);
    loop {
        match events.recv().await {
            Ok(event) => {
                if matches!(event, Event::SettingChanged { .. } | Event::PolicyChanged) {
                    choices.change(handle, app);
                }
                let _ = handle.emit(EVENT, &event);
            }
            // A page that misses facts asks anew when it next opens something; nothing is lost in the database.
            Err(RecvError::Lagged(missed)) => {
                tracing::warn!(missed, "events came faster than the page took them")
            }
            Err(RecvError::Closed) => return,
        }
    }
}

fn find_engine() -> Option<PathBuf> {
    let program = std::env::current_exe().ok()?;
    attune_app::find_engine(program.parent()?)
}

/// Brings the main window forward and shows a page in it.
pub(crate) fn go_to(handle: &AppHandle, path: &str) {
    windows::show_main(handle);
    let _ = handle.emit_to(windows::MAIN, "attune://go-to", path);
}
