//! The UI's types, written from `crates/wire`. They are committed, so that the UI can be read and checked
//! without Rust; `--check` fails when they differ.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, bail};

/// Where they lie, from the top of the checkout.
const FOLDER: &str = "ui/src/lib/wire";

/// Writes the files, and removes generated ones that are no longer wanted.
///
/// # Errors
/// When the folder cannot be written.
pub(crate) fn write(root: &Path) -> Result<()> {
    let folder = root.join(FOLDER);
    fs::create_dir_all(&folder)?;
    for difference in differences(&folder, attune_wire::typescript::files())? {
        let path = folder.join(&difference.file);
        match difference.wanted {
            Some(text) => {
                fs::write(&path, text).with_context(|| format!("could not write {}", path.display()))?
            }
            None => fs::remove_file(&path)?,
        }
        println!("{FOLDER}/{}", difference.file);
    }
    Ok(())
}

/// Compares without writing.
///
/// # Errors
/// When a file differs.
pub(crate) fn check(root: &Path) -> Result<()> {
    let differences = differences(&root.join(FOLDER), attune_wire::typescript::files())?;
    if differences.is_empty() {
        println!("types: {FOLDER} is what crates/wire says");
        return Ok(());
    }
    let files: Vec<&str> = differences.iter().map(|difference| difference.file.as_str()).collect();
    bail!(
        "{FOLDER} is not what crates/wire says: {}. Run `make types` and commit the result",
        files.join(", ")
    )
}

struct Difference {
    file: String,
    /// None where the file should not be there.
    wanted: Option<String>,
}

fn differences(folder: &Path, wanted: Vec<(&'static str, String)>) -> Result<Vec<Difference>> {
    let names: BTreeSet<&str> = wanted.iter().map(|(file, _)| *file).collect();
    let mut differences: Vec<Difference> = Vec::new();
    if folder.is_dir() {
        for entry in fs::read_dir(folder)? {
            let name = entry?.file_name().to_string_lossy().into_owned();
            if !names.contains(name.as_str()) {
                differences.push(Difference { file: name, wanted: None });
            }
        }
    }
    for (file, text) in wanted {
        if fs::read_to_string(folder.join(file)).ok().as_deref() != Some(&text) {
            differences.push(Difference { file: file.to_owned(), wanted: Some(text) });
        }
    }
    differences.sort_by(|a, b| a.file.cmp(&b.file));
    Ok(differences)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn missing_changed_and_superfluous_files_are_found() {
        let folder = std::env::temp_dir().join(format!("attune-types-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        for (file, text) in [("same.ts", "1"), ("changed.ts", "old"), ("superfluous.ts", "1")] {
            fs::write(folder.join(file), text).unwrap();
        }
        let wanted = [("same.ts", "1"), ("changed.ts", "new"), ("missing.ts", "1")];
        let wanted = wanted.map(|(file, text)| (file, text.to_owned())).to_vec();

        let found: Vec<String> =
            differences(&folder, wanted).unwrap().into_iter().map(|one| one.file).collect();
        assert_eq!(found, ["changed.ts", "missing.ts", "superfluous.ts"]);
        fs::remove_dir_all(folder).unwrap();
    }
}
