//! One program at a time: a second start shows the window of the first, and ends.

use std::error::Error;

use serde_json::Value;
use tauri::plugin::Plugin;
use tauri::{AppHandle, Wry};

use crate::windows;

/// How often a start finds somebody who goes while it speaks to them, before it gives up.
const TRIES: usize = 3;

/// Tauri's own plugin, tried again where the program that runs is just ending: it still holds the name by which it is
/// found, and does not answer any more. By the time that this is known it has gone, and the name is free.
pub(crate) struct SingleInstance;

impl Plugin<Wry> for SingleInstance {
    fn name(&self) -> &'static str {
        "single-instance"
    }

    fn initialize(&mut self, app: &AppHandle, config: Value) -> Result<(), Box<dyn Error>> {
        let mut tries = 1;
        loop {
            let mut plugin =
                tauri_plugin_single_instance::init(|app, _arguments, _folder| windows::show_main(app));
            match plugin.initialize(app, config.clone()) {
                Err(error) if tries < TRIES => {
                    tracing::info!(%error, "the program that ran does not answer; trying again");
                    tries += 1;
                }
                outcome => return outcome,
            }
        }
    }
}
