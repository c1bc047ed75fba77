//! The window's pages: npm's part of the build.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use crate::place::Place;
use crate::{fresh, process};

/// Folders of `ui/` that are results, not sources.
const RESULTS: &[&str] = &["node_modules", "build", ".svelte-kit", "test-results", "coverage"];

/// `npm` with the UI as its project.
pub(crate) fn npm(place: &Place, arguments: &[&str]) -> Command {
    let mut npm = process::program("npm");
    npm.current_dir(place.ui()).args(arguments);
    npm
}

/// Installs what `package-lock.json` names, when it names something else than last time.
///
/// # Errors
/// When npm fails.
pub(crate) fn install(place: &Place) -> Result<()> {
    // The stamp lies in the folder that npm clears, so that it cannot outlive what it vouches for.
    let stamp = place.ui().join("node_modules/.attune-installed");
    fresh::when_changed(&stamp, &[place.ui().join("package-lock.json")], || {
        println!("Installing the window's JavaScript packages.");
        process::run(&mut npm(place, &["ci", "--no-audit", "--no-fund"]))
    })?;
    Ok(())
}

/// Builds `ui/build` when its sources changed.
///
/// # Errors
/// When npm fails.
pub(crate) fn build(place: &Place) -> Result<()> {
    // Not beside the pages: everything there becomes part of the window.
    let stamp = place.ui().join("node_modules/.attune-built");
    if !place.ui().join("build/index.html").exists() {
        std::fs::remove_file(&stamp).ok();
    }
    fresh::when_changed(&stamp, &sources(place)?, || {
        println!("Building the window's pages.");
        process::run(&mut npm(place, &["run", "--silent", "build", "--", "--logLevel", "error"]))
    })?;
    Ok(())
}

fn sources(place: &Place) -> Result<Vec<PathBuf>> {
    let mut sources = Vec::new();
    for entry in std::fs::read_dir(place.ui())? {
        let entry = entry?;
        if !RESULTS.iter().any(|result| entry.file_name() == *result) {
            sources.push(entry.path());
        }
    }
    sources.sort();
    Ok(sources)
}
