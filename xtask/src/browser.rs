//! Which Chromium the page tests drive.

use std::env;
use std::path::PathBuf;

use anyhow::{Context as _, Result};

use crate::place::Place;
use crate::{process, ui};

/// Names under which systems carry it.
const NAMES: &[&str] = &["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];

/// The one that `ATTUNE_CHROMIUM` names, else the system's, else one that Playwright fetches.
///
/// # Errors
/// When there is none and none can be fetched.
pub(crate) fn find(place: &Place) -> Result<PathBuf> {
    if let Some(named) = env::var_os("ATTUNE_CHROMIUM").filter(|name| !name.is_empty()) {
        return Ok(named.into());
    }
    if let Some(found) = on_the_search_path() {
        return Ok(found);
    }
    println!("No Chromium is installed here; fetching Playwright's.");
    process::run(&mut ui::npm(place, &["exec", "playwright-core", "install", "chromium"]))
        .context("install Chromium, or name one in ATTUNE_CHROMIUM")?;
    let script = "import('playwright-core').then(({ chromium }) => console.log(chromium.executablePath()))";
    let path = process::read(process::program("node").current_dir(place.ui()).args(["-e", script]))?;
    Ok(PathBuf::from(path.trim()))
}

/// A snap is passed over: it is shut off from the folders in which tests keep their profiles.
fn on_the_search_path() -> Option<PathBuf> {
    let folders: Vec<PathBuf> = env::split_paths(&env::var_os("PATH")?).collect();
    NAMES
        .iter()
        .flat_map(|name| folders.iter().map(move |folder| folder.join(name)))
        .find(|path| path.is_file() && !is_snap(path))
}

fn is_snap(path: &std::path::Path) -> bool {
    let target = std::fs::canonicalize(path).unwrap_or_default();
    // Ubuntu's transitional package is a script that calls the snap.
    target.starts_with("/snap")
        || target.ends_with("usr/bin/snap")
        || std::fs::read_to_string(&target).is_ok_and(|script| script.contains("/snap/bin/"))
}
