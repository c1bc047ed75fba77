//! What `cargo metadata` knows, reduced to what the rules ask.

use std::path::Path;

use anyhow::{Context as _, Result};
use serde::Deserialize;

use crate::process;

/// A crate of ours or a dependency.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Package {
    pub(crate) name: String,
    pub(crate) version: String,
    pub(crate) license: Option<String>,
    pub(crate) source: Option<String>,
    pub(crate) manifest_path: String,
    pub(crate) dependencies: Vec<Dependency>,
    #[serde(default)]
    pub(crate) metadata: serde_json::Value,
}

/// One line of a `[dependencies]` table.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Dependency {
    pub(crate) name: String,
    /// The name it goes by in the code, where that differs.
    pub(crate) rename: Option<String>,
    /// Set for crates of the workspace.
    pub(crate) path: Option<String>,
    pub(crate) features: Vec<String>,
    pub(crate) uses_default_features: bool,
}

impl Package {
    /// The crate's folder, from the top of the checkout, for files listed by git.
    pub(crate) fn folder(&self, root: &Path) -> String {
        Path::new(&self.manifest_path)
            .parent()
            .and_then(|folder| folder.strip_prefix(root).ok())
            .map(|folder| folder.to_string_lossy().replace('\\', "/"))
            .unwrap_or_default()
    }
}

/// The crates of the workspace, with `manifest_path` counted from the top of the checkout.
///
/// # Errors
/// When cargo cannot read the workspace.
pub(crate) fn workspace(root: &Path) -> Result<Vec<Package>> {
    let mut packages = metadata(root, &["--no-deps"])?;
    for package in &mut packages {
        package.manifest_path = format!("{}/Cargo.toml", package.folder(root));
    }
    Ok(packages)
}

/// Every crate that any of our programs is made of, on any system.
///
/// # Errors
/// When cargo cannot resolve the workspace as it is locked.
pub(crate) fn everything(root: &Path) -> Result<Vec<Package>> {
    metadata(root, &["--locked"])
}

fn metadata(root: &Path, arguments: &[&str]) -> Result<Vec<Package>> {
    #[derive(Deserialize)]
    struct Metadata {
        packages: Vec<Package>,
    }
    let text = process::read(
        process::program("cargo")
            .current_dir(root)
            .args(["metadata", "--quiet", "--format-version", "1"])
            .args(arguments),
    )?;
    let metadata: Metadata = serde_json::from_str(&text).context("cargo metadata was not understood")?;
    Ok(metadata.packages)
}

#[cfg(test)]
pub(crate) mod tests {
    //! Crates made up for the rules' tests.

    use super::{Dependency, Package};

    pub(crate) fn package(name: &str, dependencies: Vec<Dependency>) -> Package {
        Package {
            name: name.to_owned(),
            version: "1.0.0".to_owned(),
            license: None,
            source: None,
            manifest_path: format!("{name}/Cargo.toml"),
            dependencies,
            metadata: serde_json::Value::Null,
        }
    }

    pub(crate) fn ours(name: &str) -> Dependency {
        Dependency { path: Some(format!("../{name}")), ..theirs(name) }
    }

    pub(crate) fn theirs(name: &str) -> Dependency {
        Dependency {
            name: name.to_owned(),
            rename: None,
            path: None,
            features: Vec::new(),
            uses_default_features: true,
        }
    }
}
