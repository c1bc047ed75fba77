//! Work that is done again only when its inputs changed. Contents decide, not dates: a fresh clone has new
//! dates and old contents.

use std::fs;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

/// Does `work` unless `stamp` says that it succeeded with the same `inputs` before. An input is a file or a
/// folder; one that does not exist counts as that. Returns whether the work was done.
///
/// # Errors
/// Those of the work, and of reading and writing files.
pub(crate) fn when_changed(
    stamp: &Path,
    inputs: &[PathBuf],
    work: impl FnOnce() -> Result<()>,
) -> Result<bool> {
    let now = fingerprint(inputs)?;
    if fs::read_to_string(stamp).is_ok_and(|before| before == now) {
        return Ok(false);
    }
    work()?;
    if let Some(folder) = stamp.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(stamp, now).with_context(|| format!("could not write {}", stamp.display()))?;
    Ok(true)
}

fn fingerprint(inputs: &[PathBuf]) -> Result<String> {
    let mut hasher = DefaultHasher::new();
    for input in inputs {
        add(&mut hasher, input)?;
    }
    Ok(format!("{:016x}", hasher.finish()))
}

fn add(hasher: &mut DefaultHasher, path: &Path) -> Result<()> {
    path.hash(hasher);
    if path.is_dir() {
        let mut entries = fs::read_dir(path)?.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
        entries.sort();
        for entry in entries {
            add(hasher, &entry)?;
        }
    } else if path.exists() {
        fs::read(path).with_context(|| format!("could not read {}", path.display()))?.hash(hasher);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_is_done_once_a_change() {
        let folder = std::env::temp_dir().join(format!("attune-fresh-{}", std::process::id()));
        let (inputs, stamp) = (folder.join("in"), folder.join("stamp"));
        fs::create_dir_all(&inputs).unwrap();
        fs::write(inputs.join("a"), "1").unwrap();
        let done = || when_changed(&stamp, std::slice::from_ref(&inputs), || Ok(())).unwrap();

        assert!(done(), "the first time");
        assert!(!done(), "nothing changed");
        fs::write(inputs.join("a"), "2").unwrap();
        assert!(done(), "other contents");
        fs::write(inputs.join("b"), "").unwrap();
        assert!(done(), "one more file");
        fs::remove_file(inputs.join("b")).unwrap();
        assert!(done(), "one file less");
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn failed_work_is_tried_again() {
        let folder = std::env::temp_dir().join(format!("attune-fresh-failed-{}", std::process::id()));
        let stamp = folder.join("stamp");
        assert!(when_changed(&stamp, &[], || anyhow::bail!("no")).is_err());
        assert!(when_changed(&stamp, &[], || Ok(())).unwrap());
        fs::remove_dir_all(folder).unwrap();
    }
}
