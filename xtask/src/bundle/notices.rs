//! The licence texts of everything that is compiled into the packages. Most licences that we accept ask for
//! their text to travel along.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};

use crate::cargo::{self, Package};
use crate::place::Place;

/// Writes all texts to `file`, each text once, under the crates that it covers.
///
/// # Errors
/// When cargo cannot tell what the programs are made of, or the file cannot be written.
pub(crate) fn write(place: &Place, file: &Path) -> Result<()> {
    let packages = cargo::everything(&place.root)?;
    let mut covered: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for package in packages.iter().filter(|package| package.source.is_some()) {
        let name = format!("{} {}", package.name, package.version);
        for text in texts(package) {
            covered.entry(text).or_default().push(name.clone());
        }
    }
    let mut all = String::from("Attune contains the following software under the following licences.\n");
    for (text, names) in &covered {
        write!(all, "\n{}\n{}\n\n{}\n", "=".repeat(80), names.join(", "), text)?;
    }
    fs::write(file, all).with_context(|| format!("could not write {}", file.display()))
}

/// The licence files in a crate's folder, or its own statement where it ships none.
fn texts(package: &Package) -> Vec<String> {
    let folder = Path::new(&package.manifest_path).parent();
    let mut texts: Vec<String> = folder
        .and_then(|folder| fs::read_dir(folder).ok())
        .into_iter()
        .flatten()
        .filter_map(Result::ok)
        .filter(|entry| is_licence(&entry.file_name().to_string_lossy()))
        .filter_map(|entry| fs::read_to_string(entry.path()).ok())
        .map(|text| text.trim().to_owned())
        .collect();
    if texts.is_empty() {
        texts.push(format!("Licence: {}", package.license.as_deref().unwrap_or("see its sources")));
    }
    texts
}

fn is_licence(name: &str) -> bool {
    let name = name.to_ascii_uppercase();
    ["LICENSE", "LICENCE", "COPYING", "NOTICE", "UNLICENSE"].iter().any(|start| name.starts_with(start))
}
