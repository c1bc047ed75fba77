//! The text files of the checkout: everything that git tracks or would track.

use std::path::Path;

use anyhow::Result;

use crate::process;

/// One text file.
#[derive(Debug)]
pub(crate) struct File {
    /// Where, from the top of the checkout, with forward slashes.
    pub(crate) path: String,
    /// All of it.
    pub(crate) text: String,
}

impl File {
    /// Whether the path ends with one of `extensions` (without dots).
    pub(crate) fn is(&self, extensions: &[&str]) -> bool {
        self.path.rsplit_once('.').is_some_and(|(_, extension)| extensions.contains(&extension))
    }

    /// The file's own name.
    pub(crate) fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }
}

/// Reads them all. Binary files and files that were deleted but not yet committed are left out.
///
/// # Errors
/// When git cannot list them.
pub(crate) fn read(root: &Path) -> Result<Vec<File>> {
    let list = process::read(process::program("git").current_dir(root).args([
        "-c",
        "core.quotePath=false",
        "ls-files",
        "--cached",
        "--others",
        "--exclude-standard",
    ]))?;
    let mut files: Vec<File> = list
        .lines()
        .filter_map(|path| {
            let text = std::fs::read_to_string(root.join(path)).ok()?;
            Some(File { path: path.to_owned(), text })
        })
        .collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files.dedup_by(|a, b| a.path == b.path);
    Ok(files)
}

#[cfg(test)]
pub(super) fn file(path: &str, text: &str) -> File {
    File { path: path.to_owned(), text: text.to_owned() }
}
