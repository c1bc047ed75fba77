//! What tests stand on: built programs, the small model, a Python with a model server that is not ours.
//! Everything here is done once and found again by the next run.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use crate::place::Place;
use crate::{fresh, models, process, programs, ui};

/// Something that a section needs before it can run.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Need {
    /// The UI's JavaScript packages.
    Packages,
    /// The built pages. The window cannot be compiled without them.
    Pages,
    /// The engines for chat and speech.
    Engine,
    /// The window, `attunectl` and the bridge.
    Programs,
    /// The smallest model.
    Model,
    /// The embedder and the reranker.
    Embedder,
    /// The models that read images and find names.
    Vision,
    /// The models that hear.
    Speech,
    /// The other model server.
    Python,
    /// The public learners that ours is measured beside.
    Peers,
    /// Recordings to measure with, beside those of the system's package.
    Clips,
}

impl Need {
    /// Makes it be there.
    ///
    /// # Errors
    /// Those of the build, or of the network.
    pub(crate) fn meet(self, place: &Place) -> Result<()> {
        match self {
            Self::Packages => ui::install(place),
            Self::Pages => ui::build(place),
            Self::Engine => programs::build_engines(place),
            Self::Programs => {
                programs::build_control(place)?;
                programs::build_bridge(place)?;
                programs::build_window(place)
            }
            Self::Model => models::install(place, &test_home(place), models::SMALLEST),
            Self::Python => python(
                place,
                &python_folder(place),
                "xtask/test-python.txt",
                "a Python with a model server to test providers against",
            ),
            Self::Peers => python(
                place,
                &peers_folder(place),
                "xtask/bench-python.txt",
                "a Python with the learners to measure ours beside",
            ),
            Self::Clips => clips(place),
            Self::Vision => {
                models::install(place, &test_home(place), models::READER)?;
                models::install(place, &test_home(place), models::TAGGER)?;
                models::install(place, &test_home(place), models::NAMES)
            }
            Self::Embedder => {
                models::install(place, &test_home(place), models::EMBEDDER)?;
                models::install(place, &test_home(place), models::LATE_READER)?;
                models::install(place, &test_home(place), models::RERANKER)
            }
            Self::Speech => {
                models::install(place, &test_home(place), models::HEARER)?;
                models::install(place, &test_home(place), models::SMALL_HEARER)
            }
        }
    }
}

/// Tells a program where it stands: see CONTRIBUTING.md, "What tests are given".
pub(crate) fn describe(place: &Place, command: &mut Command) {
    command
        .env("ATTUNE_TEST_MODELS", test_home(place).join("models"))
        .env("ATTUNE_TEST_PYTHON", python_folder(place).join("bin/python"))
        .env("ATTUNE_BENCH_PYTHON", peers_folder(place).join("bin/python"))
        .env("ATTUNE_TEST_SPEECH", "/usr/share/pocketsphinx/test/data")
        .env("ATTUNE_BENCH_SPEECH", clips_folder(place))
        .env("ATTUNE_CHAT_ENGINE", place.engine(programs::CHAT_ENGINE))
        .env("ATTUNE_SPEECH_ENGINE", place.engine(programs::SPEECH_ENGINE))
        .env("ATTUNE_APP", place.program("attune"))
        .env("ATTUNE_BRIDGE_PROGRAM", place.program("attune-bridge"))
        .env("ATTUNE_CTL", place.program("attunectl"));
}

/// A home with nothing but models: tests make their own for everything else.
fn test_home(place: &Place) -> PathBuf {
    place.cache.join("test-home")
}

fn python_folder(place: &Place) -> PathBuf {
    place.cache.join("test-python")
}

fn peers_folder(place: &Place) -> PathBuf {
    place.cache.join("bench-python")
}

fn clips_folder(place: &Place) -> PathBuf {
    place.cache.join("bench-speech")
}

/// Fetches recordings out of public packages.
fn clips(place: &Place) -> Result<()> {
    Need::Peers.meet(place)?;
    let (script, folder) = (place.root.join("xtask/bench-speech.py"), clips_folder(place));
    fresh::when_changed(&folder.join("fetched"), std::slice::from_ref(&script), || {
        println!("Fetching recordings to measure with.");
        process::run(process::program(peers_folder(place).join("bin/python")).arg(&script).arg(&folder))
    })?;
    Ok(())
}

/// Sets up a Python with the packages of a requirements file, from their wheels.
fn python(place: &Place, folder: &Path, requirements: &str, what: &str) -> Result<()> {
    let requirements = place.root.join(requirements);
    fresh::when_changed(&folder.join("installed"), std::slice::from_ref(&requirements), || {
        println!("Setting up {what}.");
        process::run(process::program("python3").args(["-m", "venv", "--clear"]).arg(folder))?;
        process::run(
            process::program(folder.join("bin/python"))
                .args([
                    "-m",
                    "pip",
                    "install",
                    "--quiet",
                    "--disable-pip-version-check",
                    "--only-binary",
                    ":all:",
                ])
                .arg("--requirement")
                .arg(&requirements),
        )
    })?;
    Ok(())
}
