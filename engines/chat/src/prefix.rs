//! The saved states of role prefixes: what the model computed when it read them, so that a new conversation
//! in that role goes on from there.
//!
//! A state is bytes that llama.cpp wrote. They are given back to it only if a checksum says that they are
//! still the same and the key says that model, adapter and text are.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use llama_cpp_2::token::LlamaToken;
use sha2::{Digest, Sha256};

use crate::model::Identity;

/// Prefixes shorter than this are read faster than restored.
pub(crate) const LEAST_TOKENS: usize = 32;

const MEMORY_BYTES: usize = 128 * 1024 * 1024;
const MEMORY_STATES: usize = 4;
const FILES: usize = 16;

/// Changes with llama.cpp, whose states other versions do not read.
const FORMAT: &[u8; 16] = b"attune-kv 161-1\n";
const SUFFIX: &str = "kv";
const HEADER: usize = FORMAT.len() + 32 + 32;

/// Names a state: a hash of all that it depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Key([u8; 32]);

impl Key {
    pub(crate) fn of(model: &Identity, adapter: Option<(&Identity, f32)>, tokens: &[LlamaToken]) -> Self {
        let mut hash = Sha256::new();
        hash.update(FORMAT);
        hash.update(model);
        if let Some((adapter, scale)) = adapter {
            hash.update(adapter);
            hash.update(scale.to_bits().to_le_bytes());
        }
        for token in tokens {
            hash.update(token.0.to_le_bytes());
        }
        Self(hash.finalize().into())
    }
}

/// States, the most recently used in memory and on disk.
#[derive(Debug, Default)]
pub(crate) struct PrefixStates {
    dir: Option<PathBuf>,
    /// Oldest use first.
    kept: Vec<Kept>,
}

#[derive(Debug)]
struct Kept {
    key: Key,
    state: Arc<[u8]>,
    on_disk: bool,
}

impl PrefixStates {
    pub(crate) fn new(dir: Option<&str>) -> Self {
        let dir = dir.map(PathBuf::from);
        if let Some(dir) = &dir {
            remove_unfinished(dir);
        }
        Self { dir, kept: Vec::new() }
    }

    /// A saved state, from memory or from disk.
    pub(crate) fn find(&mut self, key: Key) -> Option<Arc<[u8]>> {
        let found = if let Some(at) = self.kept.iter().position(|kept| kept.key == key) {
            self.kept.remove(at)
        } else {
            let path = self.path(key)?;
            let state = match read(&path, key) {
                Ok(state) => state,
                Err(error) if error.kind() == io::ErrorKind::NotFound => return None,
                Err(error) => {
                    tracing::warn!("the saved state {} is removed: {error}", path.display());
                    let _ = fs::remove_file(&path);
                    return None;
                }
            };
            touch(&path);
            Kept { key, state: state.into(), on_disk: true }
        };
        let state = Arc::clone(&found.state);
        self.keep_in_memory(found);
        Some(state)
    }

    /// Keeps a state in memory. [`Self::save`] writes it to disk when there is time.
    pub(crate) fn keep(&mut self, key: Key, state: Vec<u8>) {
        self.kept.retain(|kept| kept.key != key);
        self.keep_in_memory(Kept { key, state: state.into(), on_disk: false });
    }

    /// Forgets a state that llama.cpp did not take.
    pub(crate) fn forget(&mut self, key: Key) {
        self.kept.retain(|kept| kept.key != key);
        if let Some(path) = self.path(key) {
            let _ = fs::remove_file(path);
        }
    }

    /// Writes what is only in memory to disk. A failure costs time later and nothing else.
    pub(crate) fn save(&mut self) {
        let Some(dir) = &self.dir else { return };
        let mut wrote = false;
        for kept in self.kept.iter_mut().filter(|kept| !kept.on_disk) {
            // Not tried again: a disk that is full now would be tried after each answer.
            kept.on_disk = true;
            match write(dir, kept.key, &kept.state) {
                Ok(()) => wrote = true,
                Err(error) => tracing::warn!("a state cannot be saved in {}: {error}", dir.display()),
            }
        }
        if wrote {
            remove_oldest(dir);
        }
    }

    fn keep_in_memory(&mut self, new: Kept) {
        self.kept.push(new);
        let bytes = |kept: &[Kept]| kept.iter().map(|kept| kept.state.len()).sum::<usize>();
        while self.kept.len() > 1 && (self.kept.len() > MEMORY_STATES || bytes(&self.kept) > MEMORY_BYTES) {
            self.kept.remove(0);
        }
    }

    fn path(&self, key: Key) -> Option<PathBuf> {
        Some(self.dir.as_ref()?.join(file_name(key)))
    }
}

fn file_name(key: Key) -> String {
    let hex: String = key.0[..16].iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{hex}.{SUFFIX}")
}

fn read(path: &Path, key: Key) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.read_to_end(&mut bytes)?;
    let damaged = |what| Err(io::Error::new(io::ErrorKind::InvalidData, what));
    if bytes.len() <= HEADER || !bytes.starts_with(FORMAT) {
        return damaged("it has another format");
    }
    let (stored_key, stored_sum) = bytes[FORMAT.len()..HEADER].split_at(32);
    if stored_key != key.0 {
        return damaged("it belongs to another model or text");
    }
    if stored_sum != &Sha256::digest(&bytes[HEADER..])[..] {
        return damaged("its checksum is wrong");
    }
    bytes.drain(..HEADER);
    Ok(bytes)
}

/// Writes beside the final name and renames, so that the name never stands for half a state. There is no
/// sync to disk: after a power cut the checksum tells.
fn write(dir: &Path, key: Key, state: &[u8]) -> io::Result<()> {
    fs::create_dir_all(dir)?;
    let path = dir.join(file_name(key));
    let unfinished = path.with_extension(format!("{}.tmp", std::process::id()));
    let written = create_private(&unfinished).and_then(|mut file| {
        file.write_all(FORMAT)?;
        file.write_all(&key.0)?;
        file.write_all(&Sha256::digest(state))?;
        file.write_all(state)?;
        drop(file);
        fs::rename(&unfinished, &path)
    });
    if written.is_err() {
        let _ = fs::remove_file(&unfinished);
    }
    written
}

/// A state can be turned back into the text it was computed from: it is as private as that text.
fn create_private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Marks a file as used now, for [`remove_oldest`].
fn touch(path: &Path) {
    #[expect(clippy::disallowed_methods, reason = "a file's time of use is the system's")]
    let now = std::time::SystemTime::now();
    let _ = File::options().append(true).open(path).and_then(|file| file.set_modified(now));
}

fn remove_oldest(dir: &Path) {
    let mut files: Vec<_> = files(dir, |name| name.ends_with(&format!(".{SUFFIX}")))
        .filter_map(|path| Some((fs::metadata(&path).ok()?.modified().ok()?, path)))
        .collect();
    files.sort();
    for (_, path) in files.iter().take(files.len().saturating_sub(FILES)) {
        let _ = fs::remove_file(path);
    }
}

/// What an engine left behind that was killed while it wrote.
fn remove_unfinished(dir: &Path) {
    for path in files(dir, |name| name.ends_with(".tmp")) {
        let _ = fs::remove_file(path);
    }
}

fn files(dir: &Path, wanted: impl Fn(&str) -> bool) -> impl Iterator<Item = PathBuf> {
    fs::read_dir(dir)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .filter(move |path| path.file_name().and_then(|name| name.to_str()).is_some_and(&wanted))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(number: i32) -> Key {
        Key::of(&[7; 32], None, &[LlamaToken(number)])
    }

    fn states(dir: &Path) -> PrefixStates {
        PrefixStates::new(dir.to_str())
    }

    fn names(dir: &Path) -> Vec<PathBuf> {
        files(dir, |_| true).collect()
    }

    #[test]
    fn a_state_survives_the_process() {
        let dir = tempfile::tempdir().unwrap();
        let mut first = states(dir.path());
        first.keep(key(1), vec![1, 2, 3]);
        first.save();
        assert_eq!(states(dir.path()).find(key(1)).as_deref(), Some(&[1, 2, 3][..]));
        assert_eq!(states(dir.path()).find(key(2)), None);
    }

    #[test]
    fn a_damaged_file_is_ignored_and_removed() {
        for damage in [
            |bytes: &mut Vec<u8>| bytes.truncate(HEADER + 1),
            |bytes: &mut Vec<u8>| bytes.clear(),
            |bytes: &mut Vec<u8>| bytes[0] ^= 1,
            |bytes: &mut Vec<u8>| bytes[FORMAT.len()] ^= 1,
            |bytes: &mut Vec<u8>| bytes[HEADER] ^= 1,
        ] {
            let dir = tempfile::tempdir().unwrap();
            let mut states = states(dir.path());
            states.keep(key(1), vec![1, 2, 3]);
            states.save();
            let path = names(dir.path()).remove(0);
            let mut bytes = fs::read(&path).unwrap();
            damage(&mut bytes);
            fs::write(&path, bytes).unwrap();
            assert_eq!(PrefixStates::new(dir.path().to_str()).find(key(1)), None);
            assert!(!path.exists());
        }
    }

    #[test]
    fn folder_and_memory_are_bounded() {
        let dir = tempfile::tempdir().unwrap();
        let mut states = states(dir.path());
        for number in 0..40 {
            states.keep(key(number), vec![1; 100]);
            states.save();
        }
        assert_eq!(names(dir.path()).len(), FILES);
        assert_eq!(states.kept.len(), MEMORY_STATES);
        assert!(states.find(key(39)).is_some());
    }

    #[test]
    fn unfinished_files_are_removed() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("00.1.tmp"), b"half").unwrap();
        states(dir.path());
        assert!(names(dir.path()).is_empty());
    }

    #[test]
    fn an_unwritable_folder_costs_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("file");
        fs::write(&file, b"").unwrap();
        let mut states = states(&file);
        states.keep(key(1), vec![1]);
        states.save();
        assert!(states.find(key(1)).is_some());
    }

    #[test]
    fn keys_tell_adapters_and_scales_apart() {
        let with = |adapter| Key::of(&[1; 32], adapter, &[LlamaToken(1)]);
        let adapter = [2; 32];
        let keys = [with(None), with(Some((&adapter, 1.0))), with(Some((&adapter, 0.5)))];
        assert!(keys[0] != keys[1] && keys[1] != keys[2] && keys[0] != keys[2]);
    }
}
