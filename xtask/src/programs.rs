//! Cargo's part of the build. Every call selects the same packages and features, so that shared crates are
//! compiled once and not once for each program.

use std::process::Command;

use anyhow::{Context as _, Result};
use serde::Deserialize;

use crate::place::Place;
use crate::process;

/// The package that compiles llama.cpp. It has a profile of its own and is left out everywhere else.
pub(crate) const ENGINE: &str = "attune-chat-engine";

/// Everything but the engine, with the built pages inside the window.
const SELECTION: &[&str] =
    &["--workspace", "--exclude", ENGINE, "--features", "attune-desktop/custom-protocol"];

/// A cargo call over everything but the engine: `subcommand`, the selection, then what the caller adds.
pub(crate) fn cargo(place: &Place, subcommand: &[&str]) -> Command {
    let mut cargo = plain_cargo(place, subcommand);
    cargo.args(SELECTION);
    cargo
}

/// A cargo call over the engine alone, in its own profile.
pub(crate) fn cargo_engine(place: &Place, subcommand: &[&str], profile_option: &str) -> Command {
    let mut cargo = plain_cargo(place, subcommand);
    cargo.args(["--package", ENGINE, profile_option, "engine"]);
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

/// Builds the chat engine.
///
/// # Errors
/// When cargo fails.
pub(crate) fn build_engine(place: &Place) -> Result<()> {
    process::run(&mut cargo_engine(place, &["build"], "--profile"))
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
