//! Which models a developer's machine gets, and where they lie.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use crate::fetch::Fetch;
use crate::place::Place;
use crate::programs;

/// The model that answers people.
pub(crate) const STANDARD: &str = "qwen2.5-coder-1.5b";

/// The model that tests use, and that a first start falls back to.
pub(crate) const SMALLEST: &str = "smollm2-135m";

/// Where a model lies when it is installed. The installer moves it there only after its hash was right.
pub(crate) fn file(home: &Path, model: &str) -> PathBuf {
    home.join("models").join(format!("{model}.gguf"))
}

/// Installs `model` below `home` and waits for it.
///
/// # Errors
/// The installer's own words.
pub(crate) fn install(place: &Place, home: &Path, model: &str) -> Result<()> {
    if file(home, model).exists() {
        return Ok(());
    }
    println!("Fetching the model {model}.");
    Fetch::start(place, home, model)?
        .finish()
        .with_context(|| format!("the model {model} could not be fetched"))
}

/// `xtask setup-models`: the standard and the smallest model for the person who runs it.
///
/// # Errors
/// Those of the build and of the installer.
pub(crate) fn set_up(place: &Place) -> Result<()> {
    programs::build_control(place)?;
    install(place, &place.home, SMALLEST)?;
    install(place, &place.home, STANDARD)
}
