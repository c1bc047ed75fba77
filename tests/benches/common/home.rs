//! A home with nothing in it but some of the test models.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use attune_app::Home;

/// Makes a home in a folder, with these files of `ATTUNE_TEST_MODELS` as its models.
pub(crate) fn home_with(folder: &Path, files: &[&str]) -> Result<Home> {
    let home = Home::new(folder.join("home"));
    std::fs::create_dir_all(home.models())?;
    let models =
        PathBuf::from(std::env::var_os("ATTUNE_TEST_MODELS").context("ATTUNE_TEST_MODELS is not set")?);
    for file in files {
        std::fs::copy(models.join(file), home.models().join(file))?;
    }
    Ok(home)
}
