//! Dependencies that no source names. They cost build time and, worse, trust.

use super::Finding;
use super::tree::File;
use crate::cargo::Package;

/// Looks for every declared dependency in the sources of its crate. One that is needed without being
/// named is listed, as for cargo-machete, under `package.metadata.cargo-machete.ignored`.
pub(crate) fn check(workspace: &[Package], files: &[File]) -> Vec<Finding> {
    workspace.iter().flat_map(|package| check_package(package, files)).collect()
}

fn check_package(package: &Package, files: &[File]) -> Vec<Finding> {
    let folder = package.manifest_path.trim_end_matches("Cargo.toml");
    let sources: Vec<&str> = files
        .iter()
        .filter(|file| file.path.starts_with(folder) && file.is(&["rs"]))
        .map(|file| file.text.as_str())
        .collect();
    let ignored = package.metadata["cargo-machete"]["ignored"].as_array();
    let is_ignored = |name: &str| ignored.is_some_and(|names| names.iter().any(|listed| listed == name));

    package
        .dependencies
        .iter()
        .filter(|dependency| !is_ignored(&dependency.name))
        .filter(|dependency| {
            let name = dependency.rename.as_ref().unwrap_or(&dependency.name).replace('-', "_");
            !sources.iter().any(|source| names(source, &name))
        })
        .map(|dependency| {
            Finding::new(&package.manifest_path, format!("{} is not used; remove it", dependency.name))
        })
        .collect()
}

/// Whether `word` stands in `source` as a whole identifier.
fn names(source: &str, word: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    source
        .match_indices(word)
        .any(|(at, _)| !source[..at].ends_with(is_part) && !source[at + word.len()..].starts_with(is_part))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cargo::tests::{package, theirs};
    use crate::tidy::tree::file;

    #[test]
    fn an_unused_dependency_is_found() {
        let files = [
            file("one/src/lib.rs", "use tokio_util::sync;"),
            file("two/src/lib.rs", "use serde::Serialize;"),
        ];
        let one = package("one", vec![theirs("tokio-util"), theirs("tokio"), theirs("serde")]);
        let found: Vec<String> = check(&[one], &files).into_iter().map(|finding| finding.what).collect();
        assert_eq!(found, ["tokio is not used; remove it", "serde is not used; remove it"]);
    }

    #[test]
    fn a_listed_one_is_let_be() {
        let mut one = package("one", vec![theirs("openssl")]);
        one.metadata = serde_json::json!({ "cargo-machete": { "ignored": ["openssl"] } });
        assert_eq!(check(&[one], &[]), []);
    }
}
