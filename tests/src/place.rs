//! Where the programs under test, the models and the artefacts are. `make test` says so in the environment.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use attune_app::{App, AppOptions, Home, commands};
use attune_wire::SetSetting;
use serde_json::Value;

/// A program that `make test` built: `ATTUNE_APP`, `ATTUNE_CTL`, `ATTUNE_CHAT_ENGINE`.
///
/// # Errors
/// When the variable is not set or names no file.
pub fn program(variable: &str) -> Result<PathBuf> {
    let path = PathBuf::from(
        std::env::var_os(variable).with_context(|| format!("{variable} is not set: run `make test`"))?,
    );
    if !path.is_file() {
        bail!("{variable} names {}, which is not there: run `make test`", path.display());
    }
    Ok(path)
}

/// The folder that keeps screenshots.
///
/// # Errors
/// When it cannot be made.
pub fn artefacts() -> Result<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("artefacts");
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// A profile of its own for one journey, with the smallest model in it.
#[derive(Debug)]
pub struct Profile {
    folder: tempfile::TempDir,
}

impl Profile {
    /// An empty profile without a model.
    ///
    /// # Errors
    /// When no folder can be made.
    pub fn empty() -> Result<Self> {
        Ok(Self { folder: tempfile::Builder::new().prefix("attune-journey-").tempdir()? })
    }

    /// A profile with the smallest model, linked rather than copied.
    ///
    /// # Errors
    /// When the model is not there.
    pub fn with_model() -> Result<Self> {
        let profile = Self::empty()?;
        profile.link(&["smollm2-135m.gguf", "smollm2-135m.json"])?;
        Ok(profile)
    }

    /// Gives the profile the smallest model that hears English.
    ///
    /// # Errors
    /// When the model is not there.
    pub fn add_ears(&self) -> Result<()> {
        self.link(&["whisper-tiny.en.bin", "whisper-tiny.en.json", "whisper-tiny.en.vad"])
    }

    /// Gives the profile the models that read images.
    ///
    /// # Errors
    /// When they are not there.
    pub fn add_eyes(&self) -> Result<()> {
        self.link(&["pp-ocrv6-small.onnx", "pp-ocrv6-small.json", "pp-ocrv6-small.recogniser"])?;
        self.link(&["efficientnet-lite0.pth", "efficientnet-lite0.json", "efficientnet-lite0.labels"])
    }

    /// Links files of the test models, so that nothing is copied.
    fn link(&self, names: &[&str]) -> Result<()> {
        let models = PathBuf::from(
            std::env::var_os("ATTUNE_TEST_MODELS")
                .context("ATTUNE_TEST_MODELS is not set: run `make test`")?,
        );
        let into = self.path().join("models");
        std::fs::create_dir_all(&into)?;
        for name in names {
            let (from, into) = (models.join(name), into.join(name));
            std::fs::hard_link(&from, &into)
                .or_else(|_| std::fs::copy(&from, &into).map(drop))
                .with_context(|| format!("{} is not there: run `make test`", from.display()))?;
        }
        Ok(())
    }

    /// A profile with the smallest model whose first steps are done, with these settings chosen.
    ///
    /// # Errors
    /// When the profile cannot be opened, or a setting is refused.
    pub async fn settled(settings: &[(&str, Value)]) -> Result<Self> {
        let profile = Self::with_model()?;
        let app = App::open(AppOptions::at(Home::new(profile.path()))).await?;
        for (key, value) in [("app.first_run_done", Value::Bool(true))].iter().chain(settings) {
            let request = SetSetting { key: (*key).to_owned(), value: value.clone() };
            commands::set_setting(&app, request).await?;
        }
        app.close().await;
        Ok(profile)
    }

    /// The folder.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.folder.path()
    }
}
