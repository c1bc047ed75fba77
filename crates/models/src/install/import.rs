//! Taking a model from this machine's own disk. It is copied, never moved, and never run.

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use attune_domain::ModelId;
use tokio_util::sync::CancellationToken;

use super::folder::{Lock, Manifest};
use super::progress::{Phase, Progress, Reporter};
use super::sink::{CHUNK, Sink, Whole, blocking};
use super::{ConversionError, InstallError, InstalledModel, Installer, companions, ctranslate2};
use crate::catalogue::Task;

const GGUF: &[u8; 4] = b"GGUF";

/// The longest name that is made from a file's.
const LONGEST: usize = 48;

/// A file in the models' folder that has no name yet.
struct Copied {
    /// Deleted with everything in it when it was not placed.
    scratch: tempfile::TempDir,
    path: PathBuf,
    whole: Whole,
    task: Task,
}

/// Copies a file, or converts a folder, and registers the result.
///
/// # Errors
/// [`InstallError`]
pub(super) async fn import(
    installer: &Installer,
    path: &Path,
    id: Option<ModelId>,
    tell: Arc<dyn Fn(Progress) + Send + Sync>,
    cancel: &CancellationToken,
) -> Result<InstalledModel, InstallError> {
    let refuse = |reason: &str| InstallError::NotAModel { path: path.to_owned(), reason: reason.to_owned() };
    let derived = path.file_stem().and_then(|stem| slug_from(&stem.to_string_lossy()));
    let provisional = id.clone().or(derived).ok_or_else(|| refuse("give it a name of letters and digits"))?;
    let reporter = Reporter::new(provisional.clone(), tell);
    let metadata = std::fs::metadata(path).map_err(|error| InstallError::io("read", path, error))?;
    let copied = if metadata.is_dir() {
        convert(installer, path, &reporter, cancel).await?
    } else if metadata.is_file() {
        copy(installer, path, metadata.len(), &reporter, cancel).await?
    } else {
        return Err(refuse("it is neither a file nor a folder"));
    };
    let source = format!("imported from {}", path.display());
    let (manifest, _lock) = match installer.catalogue.with_hash(&copied.whole.sha256) {
        Some(entry) => {
            let lock = installer.folder.lock(&entry.id, &reporter, cancel).await?;
            companions::import_beside(installer, entry, path, copied.scratch.path(), cancel).await?;
            (Manifest::of(entry, copied.whole.sha256.clone(), source, None), lock)
        }
        None => {
            if let Some(entry) = id.as_ref().and_then(|id| installer.catalogue.get(id)) {
                return Err(refuse(&format!(
                    "it is not {} (its SHA-256 is {}… instead of {}…); give it another name to import it anyway",
                    entry.name,
                    copied.whole.sha256.short(),
                    entry.sha256.short()
                )));
            }
            let (id, lock) = free_id(installer, provisional, id.is_some(), &copied.whole)?;
            let name =
                path.file_stem().map_or_else(|| id.to_string(), |stem| stem.to_string_lossy().into_owned());
            let extension = if copied.task == Task::Speech { "bin" } else { "gguf" };
            let manifest = Manifest {
                file: format!("{id}.{extension}"),
                id,
                name,
                task: copied.task,
                bytes: copied.whole.bytes,
                sha256: copied.whole.sha256.clone(),
                source,
                source_sha256: None,
                imported: true,
                damaged: false,
                companions: Vec::new(),
            };
            (manifest, lock)
        }
    };
    let model = installer.folder.place(&copied.path, &manifest)?;
    reporter.finish(&model.source, model.bytes);
    Ok(model)
}

/// Copies a file that is a GGUF model, or that may be a model of the catalogue.
async fn copy(
    installer: &Installer,
    path: &Path,
    bytes: u64,
    reporter: &Reporter,
    cancel: &CancellationToken,
) -> Result<Copied, InstallError> {
    let is_gguf = begins_with(path, GGUF).map_err(|error| InstallError::io("read", path, error))?;
    let may_be_listed = installer.catalogue.models.iter().any(|entry| entry.bytes == bytes);
    if !may_be_listed && !installer.options.import_unlisted {
        return Err(only_listed());
    }
    let no_model = || InstallError::NotAModel {
        path: path.to_owned(),
        reason: "it is not a GGUF file; download the GGUF form of the model and import that".into(),
    };
    if !is_gguf && !may_be_listed {
        return Err(no_model());
    }
    check_space(installer, bytes)?;
    let scratch = scratch_in(installer)?;
    let target = scratch.path().join("model");
    reporter.enter(Phase::Verifying, "a file", bytes);
    let (from, to) = (path.to_owned(), target.clone());
    let (told, cancelled) = (reporter.clone(), cancel.clone());
    let whole = blocking(move || copy_hashed(&from, &to, &told, &cancelled)).await?;
    let is_listed = installer.catalogue.with_hash(&whole.sha256).is_some();
    if !is_listed && !installer.options.import_unlisted {
        return Err(only_listed());
    }
    if !is_listed && !is_gguf {
        return Err(no_model());
    }
    Ok(Copied { scratch, path: target, whole, task: Task::Chat })
}

/// Converts a folder with Whisper in CTranslate2's form.
async fn convert(
    installer: &Installer,
    folder: &Path,
    reporter: &Reporter,
    cancel: &CancellationToken,
) -> Result<Copied, InstallError> {
    let refuse = |reason: String| InstallError::NotAModel { path: folder.to_owned(), reason };
    let weights = folder.join("model.bin");
    let vocabulary = ["vocabulary.txt", "vocabulary.json"]
        .map(|name| folder.join(name))
        .into_iter()
        .find(|path| path.is_file());
    let Some(vocabulary) = vocabulary.filter(|_| weights.is_file()) else {
        return Err(refuse(
            "a folder can be imported when it holds model.bin and vocabulary.txt of faster-whisper".into(),
        ));
    };
    let bytes = std::fs::metadata(&weights).map_err(|error| InstallError::io("read", &weights, error))?.len();
    // The vocabulary and full-precision vectors make the converted file a little larger, or it is half as
    // large when the weights came in full precision.
    let room = bytes + bytes / 8;
    check_space(installer, room)?;
    let scratch = scratch_in(installer)?;
    let target = scratch.path().join("model");
    reporter.enter(Phase::Converting, "a folder", bytes);
    let files = ctranslate2::Files { weights, vocabulary };
    let (to, told, cancelled) = (target.clone(), reporter.clone(), cancel.clone());
    let precision = ctranslate2::Precision::F16;
    let whole = blocking(move || {
        let converted = ctranslate2::convert(&files, &to, precision, |done| told.reached(done), &cancelled);
        Ok::<_, InstallError>(converted)
    })
    .await?
    .map_err(|error| match error {
        ConversionError::Output(error) => error,
        other => refuse(other.to_string()),
    })?;
    if installer.catalogue.with_hash(&whole.sha256).is_none() && !installer.options.import_unlisted {
        return Err(only_listed());
    }
    Ok(Copied { scratch, path: target, whole, task: Task::Speech })
}

/// An id that no other model has, and its lock. A name that somebody chose is taken as it is; one that was
/// made from a file's gets a number when it has to.
fn free_id(
    installer: &Installer,
    wanted: ModelId,
    was_chosen: bool,
    whole: &Whole,
) -> Result<(ModelId, Lock), InstallError> {
    let numbered = (2..100).filter_map(|number| ModelId::new(format!("{wanted}-{number}")).ok());
    let others: Vec<ModelId> = if was_chosen { Vec::new() } else { numbered.collect() };
    for id in std::iter::once(wanted.clone()).chain(others) {
        let there = installer.folder.manifest(&id);
        let is_same =
            there.as_ref().is_some_and(|manifest| manifest.imported && manifest.sha256 == whole.sha256);
        let is_free = there.is_none() && installer.catalogue.get(&id).is_none();
        if !is_same && !is_free {
            continue;
        }
        if let Some(lock) = installer.folder.try_lock(&id)? {
            return Ok((id, lock));
        }
    }
    Err(InstallError::Taken(wanted))
}

fn copy_hashed(
    from: &Path,
    to: &Path,
    told: &Reporter,
    cancel: &CancellationToken,
) -> Result<Whole, InstallError> {
    let failed = |error| InstallError::io("read", from, error);
    let mut file = File::open(from).map_err(failed)?;
    let mut sink = Sink::open(to, 0, |_| {}, cancel)?;
    let mut buffer = vec![0; CHUNK];
    loop {
        if cancel.is_cancelled() {
            return Err(InstallError::Cancelled);
        }
        match file.read(&mut buffer) {
            Ok(0) => break,
            Ok(read) => sink.append(&buffer[..read])?,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(failed(error)),
        }
        told.reached(sink.len());
    }
    sink.sync()?;
    Ok(sink.whole())
}

fn check_space(installer: &Installer, needed: u64) -> Result<(), InstallError> {
    let free = installer.free_bytes()?;
    if needed <= free {
        return Ok(());
    }
    Err(InstallError::DiskFull { folder: installer.folder.root().to_owned(), needed, free })
}

fn scratch_in(installer: &Installer) -> Result<tempfile::TempDir, InstallError> {
    // No id begins with a dot, so no model's own folder has such a name.
    let root = installer.folder.incoming_root();
    tempfile::Builder::new()
        .prefix(".import-")
        .tempdir_in(&root)
        .map_err(|error| InstallError::io("make a folder in", &root, error))
}

fn only_listed() -> InstallError {
    InstallError::Refused(
        "Only models of the catalogue may be used here, and this file is none of them. Ask IT if you need it \
         (policy: models.import)."
            .into(),
    )
}

fn begins_with(path: &Path, magic: &[u8; 4]) -> std::io::Result<bool> {
    let mut start = Vec::with_capacity(magic.len());
    File::open(path)?.take(magic.len() as u64).read_to_end(&mut start)?;
    Ok(start == magic)
}

/// A name that is an id, from one that may be anything.
fn slug_from(name: &str) -> Option<ModelId> {
    let mut slug = String::new();
    for char in name.chars().flat_map(char::to_lowercase) {
        let char = if char.is_ascii_alphanumeric() || char == '.' { char } else { '-' };
        let repeats = matches!(char, '-' | '.') && slug.ends_with(['-', '.']);
        if !repeats && slug.len() < LONGEST {
            slug.push(char);
        }
    }
    ModelId::new(slug.trim_matches(['-', '.'])).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, expect: Option<&str>) {
        assert_eq!(slug_from(name).as_ref().map(ModelId::as_str), expect, "{name}");
    }

    #[test]
    fn a_file_name_becomes_an_id() {
        check("SmolLM2-135M-Instruct.Q4_1", Some("smollm2-135m-instruct.q4-1"));
        check("Mistral 7B  (v0.3)", Some("mistral-7b-v0.3"));
        check("..", None);
        check("../../etc", Some("etc"));
        check("模型", None);
        check("Größe", Some("gr-e"));
        check(&"a".repeat(300), Some(&"a".repeat(LONGEST)));
    }
}
