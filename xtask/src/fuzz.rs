//! Any bytes for what reads files of strangers: each target of `tests/fuzz` runs for a minute under libFuzzer.
//!
//! It needs a nightly compiler and cargo-fuzz, which `xtask/setup.sh bench` installs; without them it is left out, and
//! says so.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result};

use crate::bench::{Better, Figure};
use crate::place::Place;
use crate::process;

/// What `make bench` calls it.
pub(crate) const NAME: &str = "fuzz";

/// The targets, as `tests/fuzz/Cargo.toml` names them.
pub(crate) const TARGETS: [&str; 3] = ["audio", "picture", "codes"];

/// How long each runs, in seconds.
const SECONDS: u32 = 60;

/// Memory that a target may take, in megabytes: what decoding may ask for, and libFuzzer's own.
const MEGABYTES: u32 = 2048;

/// How long one input may take, in seconds.
const LONGEST: u32 = 25;

/// Runs a target. None of its figures where cargo-fuzz is not installed.
///
/// # Errors
/// When it cannot be built or says nothing.
pub(crate) fn measure(place: &Place, target: &str) -> Result<Vec<Figure>> {
    if !is_installed(place) {
        println!("cargo-fuzz or nightly is not installed: `xtask/setup.sh bench` installs both.");
        return Ok(Vec::new());
    }
    let folder = place.target.join(NAME);
    let (grown, found) = (folder.join("corpus").join(target), folder.join("found").join(target));
    for folder in [&grown, &found] {
        std::fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    }
    let before = count(&found)?;
    let mut cargo = cargo_fuzz(place);
    cargo.env("CARGO_TARGET_DIR", &folder).args(["run", "--fuzz-dir", "tests/fuzz", target]);
    // The first folder is the one that grows.
    cargo.arg(&grown).arg(place.root.join("tests/fuzz/corpus").join(target)).arg("--");
    cargo.args([
        format!("-max_total_time={SECONDS}"),
        format!("-rss_limit_mb={MEGABYTES}"),
        format!("-timeout={LONGEST}"),
        "-print_final_stats=1".to_owned(),
        "-print_funcs=0".to_owned(),
        format!("-artifact_prefix={}/", found.display()),
    ]);
    let mut child = cargo.stderr(Stdio::piped()).spawn().context("cargo fuzz could not be started")?;
    let mut speed = None;
    if let Some(stderr) = child.stderr.take() {
        for line in BufReader::new(stderr).lines().map_while(Result::ok) {
            match line.strip_prefix("stat::average_exec_per_sec:") {
                Some(number) => speed = number.trim().parse::<f64>().ok(),
                None if line.starts_with('#') => {}
                None => eprintln!("{line}"),
            }
        }
    }
    child.wait()?;
    let speed = speed.context("it did not run to its end; what it says stands above")?;
    #[expect(clippy::cast_precision_loss, reason = "a few files")]
    let crashes = count(&found)?.saturating_sub(before) as f64;
    let figure = |what: &str, value, unit: &str, mark, better| Figure {
        name: format!("{NAME} {target}: {what}"),
        value,
        unit: unit.to_owned(),
        mark,
        better,
    };
    Ok(vec![
        figure("executions", speed, "1/s", None, None),
        figure("crashes", crashes, "", Some(0.0), Some(Better::Lower)),
    ])
}

fn cargo_fuzz(place: &Place) -> Command {
    let mut cargo = process::program("cargo");
    // Started by a cargo itself, whose choice of a compiler would win.
    cargo.env_remove("RUSTUP_TOOLCHAIN").current_dir(&place.root).args(["+nightly", "fuzz"]);
    cargo
}

fn is_installed(place: &Place) -> bool {
    let asked = cargo_fuzz(place).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    asked.is_ok_and(|status| status.success())
}

fn count(folder: &Path) -> Result<usize> {
    Ok(std::fs::read_dir(folder)?.count())
}
