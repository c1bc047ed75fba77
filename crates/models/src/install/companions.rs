//! The files that a model cannot be used without: looked for where the model itself came from, and fetched on
//! their own where they are not there.

use std::path::{Path, PathBuf};

use tokio_util::sync::CancellationToken;

use super::folder::CompanionRecord;
use super::progress::Reporter;
use super::{InstallError, Installer, fetch, sink};
use crate::catalogue::{Companion, ModelEntry};

/// Where a companion waits that was found in the model's own package.
pub(super) fn found_path(incoming: &Path, companion: &Companion) -> PathBuf {
    incoming.join(format!("companion-{}", companion.name))
}

/// Whether a companion lies in its place and is what was recorded.
pub(super) async fn is_there(
    installer: &Installer,
    record: &CompanionRecord,
    cancel: &CancellationToken,
) -> bool {
    is_file_of(&installer.folder.root().join(&record.file), record, cancel).await
}

/// Puts every companion of a model in its place.
///
/// # Errors
/// [`InstallError`] when one can be had nowhere.
pub(super) async fn complete(
    installer: &Installer,
    entry: &ModelEntry,
    reporter: &Reporter,
    cancel: &CancellationToken,
) -> Result<(), InstallError> {
    for companion in &entry.companions {
        let record = CompanionRecord::of(entry, companion);
        if is_there(installer, &record, cancel).await {
            continue;
        }
        let incoming = installer.folder.incoming(&entry.id)?;
        let found = found_path(&incoming, companion);
        let path = if is_file_of(&found, &record, cancel).await {
            found
        } else {
            let incoming = incoming.join(&companion.name);
            std::fs::create_dir_all(&incoming)
                .map_err(|error| InstallError::io("make the folder", &incoming, error))?;
            let as_entry = entry.for_companion(companion);
            fetch::fetch_into(incoming, installer, &as_entry, reporter, cancel).await?.0
        };
        installer.folder.place_companion(&path, &record)?;
    }
    Ok(())
}

/// Puts companions that lie beside an imported file in their places.
///
/// # Errors
/// [`InstallError::NotAModel`] when one is neither there nor beside the file.
pub(super) async fn import_beside(
    installer: &Installer,
    entry: &ModelEntry,
    imported: &Path,
    scratch: &Path,
    cancel: &CancellationToken,
) -> Result<(), InstallError> {
    for companion in &entry.companions {
        let record = CompanionRecord::of(entry, companion);
        if is_there(installer, &record, cancel).await {
            continue;
        }
        let names = [format!("{}.json", companion.name), record.file.clone()];
        let mut found = None;
        for beside in names.map(|name| imported.with_file_name(name)) {
            if is_file_of(&beside, &record, cancel).await {
                found = Some(beside);
            }
        }
        let Some(beside) = found else {
            return Err(InstallError::NotAModel {
                path: imported.to_owned(),
                reason: format!(
                    "{} needs its {}.json of {} bytes; put it into the same folder and import again",
                    entry.name, companion.name, companion.bytes
                ),
            });
        };
        let copy = scratch.join(&companion.name);
        std::fs::copy(&beside, &copy).map_err(|error| InstallError::io("copy", &beside, error))?;
        installer.folder.place_companion(&copy, &record)?;
    }
    Ok(())
}

async fn is_file_of(path: &Path, record: &CompanionRecord, cancel: &CancellationToken) -> bool {
    std::fs::metadata(path).is_ok_and(|metadata| metadata.is_file() && metadata.len() == record.bytes)
        && sink::hash_of(path, |_| {}, cancel).await.is_ok_and(|whole| whole.sha256 == record.sha256)
}
