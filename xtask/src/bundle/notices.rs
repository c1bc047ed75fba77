//! The licence texts of everything that is compiled into the packages. Most licences that we accept ask for
//! their text to travel along.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use crate::cargo;
use crate::place::Place;

/// Writes all texts to `file`, each text once, under the packages that it covers.
///
/// # Errors
/// When cargo cannot tell what the programs are made of, or a file cannot be read or written.
pub(crate) fn write(place: &Place, file: &Path) -> Result<()> {
    let mut covered: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut cover = |name: &str, folder: &Path, stated: Option<&str>| {
        let mut texts = texts(folder);
        if texts.is_empty() {
            texts.push(format!("Licence: {}", stated.unwrap_or("see its sources")));
        }
        for text in texts {
            covered.entry(text).or_default().insert(name.to_owned());
        }
    };
    for package in cargo::everything(&place.root)?.iter().filter(|package| package.source.is_some()) {
        if let Some(folder) = Path::new(&package.manifest_path).parent() {
            cover(&format!("{} {}", package.name, package.version), folder, package.license.as_deref());
        }
    }
    let lock = fs::read_to_string(place.ui().join("package-lock.json"))?;
    let lock: serde_json::Value =
        serde_json::from_str(&lock).context("package-lock.json was not understood")?;
    for (path, locked) in lock["packages"].as_object().into_iter().flatten() {
        let folder = place.ui().join(path);
        // Packages for other systems are in the list but not on the disk.
        if let Some((_, name)) = path.rsplit_once("node_modules/")
            && folder.is_dir()
        {
            let version = locked["version"].as_str().unwrap_or_default();
            cover(&format!("{name} {version}"), &folder, locked["license"].as_str());
        }
    }

    let mut all = String::from("Attune contains the following software under the following licences.\n");
    for (text, names) in &covered {
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        write!(all, "\n{}\n{}\n\n{}\n", "=".repeat(80), names.join(", "), text)?;
    }
    fs::write(file, all).with_context(|| format!("could not write {}", file.display()))
}

/// The licence texts in a package's folder and one below, where foreign sources lie that a package carries.
fn texts(folder: &Path) -> Vec<String> {
    let below = files(folder).filter(|path| path.is_dir() && !path.ends_with("node_modules"));
    let nested = below.flat_map(|folder| files(&folder).collect::<Vec<_>>());
    files(folder)
        .chain(nested)
        .filter(|path| path.file_name().is_some_and(|name| is_licence(&name.to_string_lossy())))
        .filter_map(|path| fs::read_to_string(path).ok())
        .map(|text| text.trim().to_owned())
        .collect()
}

fn files(folder: &Path) -> impl Iterator<Item = PathBuf> + use<> {
    fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok).map(|entry| entry.path())
}

fn is_licence(name: &str) -> bool {
    let name = name.to_ascii_uppercase();
    ["LICENSE", "LICENCE", "COPYING", "NOTICE", "UNLICENSE"].iter().any(|start| name.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn licences_are_known_by_their_names() {
        for licence in ["LICENSE", "license.md", "LICENSE-MIT", "COPYING", "UNLICENSE"] {
            assert!(is_licence(licence), "{licence}");
        }
        assert!(!is_licence("README.md"));
    }
}
