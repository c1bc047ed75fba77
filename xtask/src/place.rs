//! Where things are: the checkout, the build's results, and what outlives both.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

/// The folders that tasks work in.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    /// The top of the checkout.
    pub(crate) root: PathBuf,
    /// Cargo's results.
    pub(crate) target: PathBuf,
    /// What is expensive to make again and belongs to no one: test models, the test's Python.
    pub(crate) cache: PathBuf,
    /// The person's data, as the programs themselves find it.
    pub(crate) home: PathBuf,
}

impl Place {
    /// Reads the environment.
    ///
    /// # Errors
    /// When the person's home folder is unknown.
    pub(crate) fn find() -> Result<Self> {
        let manifest =
            env::var("CARGO_MANIFEST_DIR").unwrap_or_else(|_| env!("CARGO_MANIFEST_DIR").to_owned());
        let root = Path::new(&manifest).parent().context("xtask lies at the top of the checkout")?.to_owned();
        let person = env::home_dir().context("the home folder is unknown; set HOME")?;
        let cache = folder("ATTUNE_CACHE").unwrap_or_else(|| {
            folder("XDG_CACHE_HOME").unwrap_or_else(|| person.join(".cache")).join("attune")
        });
        let data = if cfg!(target_os = "macos") {
            person.join("Library/Application Support")
        } else {
            folder("XDG_DATA_HOME").unwrap_or_else(|| person.join(".local/share"))
        };
        let home = folder("ATTUNE_HOME").unwrap_or_else(|| data.join("attune"));
        let target = folder("CARGO_TARGET_DIR").unwrap_or_else(|| cache.join("target"));
        Ok(Self { root, target, cache, home })
    }

    /// The UI's folder.
    pub(crate) fn ui(&self) -> PathBuf {
        self.root.join("ui")
    }

    /// A program that the `dev` profile built.
    pub(crate) fn program(&self, name: &str) -> PathBuf {
        self.target.join("debug").join(format!("{name}{}", env::consts::EXE_SUFFIX))
    }

    /// An engine. Engines have a profile of their own.
    pub(crate) fn engine(&self, name: &str) -> PathBuf {
        self.target.join("engine").join(format!("{name}{}", env::consts::EXE_SUFFIX))
    }
}

fn folder(variable: &str) -> Option<PathBuf> {
    env::var_os(variable).filter(|value| !value.is_empty()).map(PathBuf::from)
}
