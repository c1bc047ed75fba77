//! Cargo's part of the build. Every call selects the same packages and features, so that shared crates are
//! compiled once and not once for each program.

use std::process::Command;

use anyhow::{Context as _, Result};
use serde::Deserialize;

use crate::place::Place;
use crate::process;

/// The package that compiles llama.cpp.
pub(crate) const CHAT_ENGINE: &str = "attune-chat-engine";

/// The package that compiles whisper.cpp.
pub(crate) const SPEECH_ENGINE: &str = "attune-speech-engine";

/// The packages that compile a model's native code. They have a profile of their own and are left out everywhere
/// else; and each is built by itself, since two of them carry the same library in different versions.
pub(crate) const ENGINES: &[&str] = &[CHAT_ENGINE, SPEECH_ENGINE];

/// Everything but the engines, with the built pages inside the window.
const SELECTION: &[&str] = &[
    "--workspace",
    "--exclude",
    CHAT_ENGINE,
    "--exclude",
    SPEECH_ENGINE,
    "--features",
    "attune-desktop/custom-protocol",
];

/// A cargo call over everything but the engines: `subcommand`, the selection, then what the caller adds.
pub(crate) fn cargo(place: &Place, subcommand: &[&str]) -> Command {
    let mut cargo = plain_cargo(place, subcommand);
    cargo.args(SELECTION);
    cargo
}

/// A cargo call over one engine alone, in the engines' profile.
pub(crate) fn cargo_engine(
    place: &Place,
    engine: &str,
    subcommand: &[&str],
    profile_option: &str,
) -> Command {
    let mut cargo = plain_cargo(place, subcommand);
    cargo.args(["--package", engine, profile_option, "engine"]);
    cargo
}

/// A cargo call without a selection.
pub(crate) fn plain_cargo(place: &Place, arguments: &[&str]) -> Command {
    let mut cargo = process::program("cargo");
    cargo.current_dir(&place.root).env("CARGO_TARGET_DIR", &place.target).args(arguments);
    cargo
}

/// Builds `attunectl`, the smallest program that can install models.
///
/// # Errors
/// When cargo fails.
pub(crate) fn build_control(place: &Place) -> Result<()> {
    process::run(cargo(place, &["build"]).args(["--bin", "attunectl"]))
}

/// Builds the window. The pages must have been built before: they become part of it.
///
/// # Errors
/// When cargo fails.
pub(crate) fn build_window(place: &Place) -> Result<()> {
    process::run(cargo(place, &["build"]).args(["--bin", "attune"]))
}

/// Builds the bridge that carries out commands for a page in a browser. It never ships.
///
/// # Errors
/// When cargo fails.
pub(crate) fn build_bridge(place: &Place) -> Result<()> {
    process::run(cargo(place, &["build"]).args(["--bin", "attune-bridge"]))
}

/// Builds the engines.
///
/// # Errors
/// When cargo fails.
pub(crate) fn build_engines(place: &Place) -> Result<()> {
    ENGINES
        .iter()
        .try_for_each(|engine| process::run(&mut cargo_engine(place, engine, &["build"], "--profile")))
}

/// A part of a package that cargo can build or run by its name.
#[derive(Debug)]
pub(crate) struct Target {
    pub(crate) package: String,
    pub(crate) name: String,
}

/// All targets of a kind (`test`, `bench`) in the workspace.
///
/// # Errors
/// When cargo cannot read the workspace.
pub(crate) fn targets(place: &Place, kind: &str) -> Result<Vec<Target>> {
    #[derive(Deserialize)]
    struct Metadata {
        packages: Vec<Package>,
    }
    #[derive(Deserialize)]
    struct Package {
        name: String,
        targets: Vec<Listed>,
    }
    #[derive(Deserialize)]
    struct Listed {
        name: String,
        kind: Vec<String>,
    }
    let text = process::read(&mut plain_cargo(
        place,
        &["metadata", "--quiet", "--no-deps", "--format-version", "1"],
    ))?;
    let metadata: Metadata = serde_json::from_str(&text).context("cargo metadata was not understood")?;
    let mut found = Vec::new();
    for package in metadata.packages {
        for target in
            package.targets.into_iter().filter(|target| target.kind.iter().any(|known| known == kind))
        {
            found.push(Target { package: package.name.clone(), name: target.name });
        }
    }
    Ok(found)
}
