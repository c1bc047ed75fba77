//! `make bundle`: the Linux packages. The engines and `attunectl` ride along as the window's sidecars,
//! and the licences of everything inside are written out beside them.

mod notices;

use std::fs;
use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};

use crate::place::Place;
use crate::{process, programs, ui};

/// The bundler. It is fetched when it is needed: everyday work has no use for it.
const BUNDLER: &str = "--package=@tauri-apps/cli@2.12.5";

/// Builds everything anew for release and packs it.
///
/// # Errors
/// Those of the builds and of the bundler.
pub(crate) fn run(place: &Place) -> Result<()> {
    if !cfg!(target_os = "linux") {
        bail!("`make bundle` makes Linux packages, and this is not Linux");
    }
    ui::install(place)?;
    ui::build(place)?;
    programs::build_engines(place)?;
    process::run(&mut programs::plain_cargo(place, &["build", "--release", "--package", "attune-cli"]))?;
    for engine in programs::ENGINES {
        place_sidecar(place, engine, &place.engine(engine))?;
    }
    place_sidecar(place, "attunectl", &place.target.join("release/attunectl"))?;
    notices::write(place, &place.root.join("src-tauri/binaries/THIRD-PARTY.txt"))?;

    let mut bundler = process::program("npm");
    bundler
        .current_dir(&place.root)
        .env("CARGO_TARGET_DIR", &place.target)
        .args(["exec", "--yes", BUNDLER, "--", "tauri", "build", "--bundles", "deb,rpm", "--config"])
        .arg(place.root.join("xtask/bundle.json"));
    process::run(&mut bundler)?;
    show(place)
}

/// Copies a program to where the bundler looks for sidecars: named after the system it was built for.
fn place_sidecar(place: &Place, name: &str, built: &PathBuf) -> Result<()> {
    let rustc = process::read(process::program("rustc").arg("-vV"))?;
    let triple = rustc.lines().find_map(|line| line.strip_prefix("host: ")).context("rustc names no host")?;
    let folder = place.root.join("src-tauri/binaries");
    fs::create_dir_all(&folder)?;
    fs::copy(built, folder.join(format!("{name}-{triple}")))
        .with_context(|| format!("could not copy {}", built.display()))?;
    Ok(())
}

fn show(place: &Place) -> Result<()> {
    println!("\nPackages:");
    for kind in ["deb", "rpm"] {
        for entry in fs::read_dir(place.target.join("release/bundle").join(kind))? {
            let path = entry?.path();
            if path.extension().is_some_and(|extension| extension == kind) {
                let bytes = path.metadata()?.len();
                println!("  {} ({:.1} MB)", path.display(), bytes as f64 / 1e6);
            }
        }
    }
    Ok(())
}
