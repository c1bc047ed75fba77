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

/// The model that turns text into vectors, for people and for tests.
pub(crate) const EMBEDDER: &str = "bge-small-en";

/// The model that judges passages. Only tests fetch it by themselves.
pub(crate) const RERANKER: &str = "ms-marco-minilm-l12";

/// The model that reads each word where it stands, for people and for tests.
pub(crate) const LATE_READER: &str = "colbert-small-en";

/// The model that reads text in images, for people and for tests.
pub(crate) const READER: &str = "pp-ocrv6-small";

/// The model that says what an image seems to show, for people and for tests.
pub(crate) const TAGGER: &str = "efficientnet-lite0";

/// The model that finds names and addresses, for people and for tests.
pub(crate) const NAMES: &str = "rampart";

/// The model that turns speech into text, in many languages.
pub(crate) const HEARER: &str = "whisper-base";

/// A smaller one that knows English alone. Only tests fetch it by themselves.
pub(crate) const SMALL_HEARER: &str = "whisper-tiny.en";

/// Where a model lies when it is installed. The installer moves it there only after its hash was right, and
/// after everything that belongs to it.
pub(crate) fn file(home: &Path, model: &str) -> PathBuf {
    let extension = match model {
        EMBEDDER | RERANKER | LATE_READER | READER | NAMES => "onnx",
        TAGGER => "pth",
        HEARER | SMALL_HEARER => "bin",
        _ => "gguf",
    };
    home.join("models").join(format!("{model}.{extension}"))
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

/// `xtask setup-models`: every model that a person has use of, for the person who runs it.
///
/// # Errors
/// Those of the build and of the installer.
pub(crate) fn set_up(place: &Place) -> Result<()> {
    programs::build_control(place)?;
    install(place, &place.home, SMALLEST)?;
    install(place, &place.home, EMBEDDER)?;
    install(place, &place.home, LATE_READER)?;
    install(place, &place.home, READER)?;
    install(place, &place.home, TAGGER)?;
    install(place, &place.home, NAMES)?;
    install(place, &place.home, HEARER)?;
    install(place, &place.home, STANDARD)
}
