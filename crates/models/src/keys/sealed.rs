//! The encrypted file: all keys in one XChaCha20-Poly1305 box, its own key in a second file that only this
//! account can read. Every write replaces the whole file at once, under a lock that other processes respect.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use rand::TryRngCore;
use rand::rngs::OsRng;
use tempfile::NamedTempFile;
use zeroize::Zeroizing;

use super::{KeyError, Secret};

/// The folder that holds the box, its key and the lock.
#[derive(Debug)]
pub(super) struct SealedFile {
    folder: PathBuf,
}

const BOX: &str = "keys.sealed";
const KEY: &str = "keys.key";
const LOCK: &str = "keys.lock";

/// Format and version; also bound into the box, so that it cannot be exchanged.
const HEADER: &[u8] = b"attune keys 1\n";
const KEY_BYTES: usize = 32;
const NONCE_BYTES: usize = 24;
/// More than any number of keys needs.
const MAX_BOX: u64 = 1 << 20;

type Keys = BTreeMap<String, Secret>;

impl SealedFile {
    /// Nothing is created until a key is kept.
    pub(super) fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    pub(super) fn get(&self, name: &str) -> Result<Option<Secret>, KeyError> {
        Ok(self.load()?.remove(name))
    }

    pub(super) fn set(&self, name: &str, secret: Secret) -> Result<(), KeyError> {
        self.change(|keys| keys.insert(name.to_owned(), secret))
    }

    pub(super) fn delete(&self, name: &str) -> Result<(), KeyError> {
        if !self.path(BOX).exists() {
            return Ok(());
        }
        self.change(|keys| keys.remove(name))
    }

    fn change<T>(&self, change: impl FnOnce(&mut Keys) -> T) -> Result<(), KeyError> {
        self.create_folder()?;
        let lock = open_private(&self.path(LOCK)).map_err(|error| self.io(LOCK, error))?;
        lock.lock().map_err(|error| self.io(LOCK, error))?;
        // A box that cannot be opened ends here, before anything is written.
        let mut keys = self.load()?;
        change(&mut keys);
        let key = self.key_for_writing()?;
        self.replace(BOX, &seal(&key, &keys)?)
    }

    fn load(&self) -> Result<Keys, KeyError> {
        let Some(sealed) = self.read(BOX, MAX_BOX)? else { return Ok(Keys::new()) };
        let Some(key) = self.read(KEY, KEY_BYTES as u64)? else {
            return Err(self.damaged("the file with their key is missing"));
        };
        let key: &[u8; KEY_BYTES] =
            key.as_slice().try_into().map_err(|_| self.damaged("the file with their key is too short"))?;
        let nonce_and_text = sealed
            .strip_prefix(HEADER)
            .ok_or_else(|| self.damaged("the file is of another kind or of a newer version"))?;
        let (nonce, text) = nonce_and_text
            .split_first_chunk::<NONCE_BYTES>()
            .ok_or_else(|| self.damaged("the file was cut off"))?;
        let plain = XChaCha20Poly1305::new(key.into())
            .decrypt(&XNonce::from(*nonce), Payload { msg: text, aad: HEADER })
            .map(Zeroizing::new)
            .map_err(|_| self.damaged("the file was changed, or the key beside it is another one"))?;
        let texts: BTreeMap<String, String> =
            serde_json::from_slice(&plain).map_err(|_| self.damaged("the file was changed"))?;
        Ok(texts.into_iter().map(|(name, text)| (name, Secret::new(text))).collect())
    }

    /// The key of the box; a new one only where there is neither a key nor a box.
    fn key_for_writing(&self) -> Result<Zeroizing<[u8; KEY_BYTES]>, KeyError> {
        let mut key = Zeroizing::new([0; KEY_BYTES]);
        if let Some(found) = self.read(KEY, KEY_BYTES as u64)? {
            if found.len() != KEY_BYTES {
                return Err(self.damaged("the file with their key is too short"));
            }
            key.copy_from_slice(&found);
        } else {
            random(key.as_mut())?;
            self.replace(KEY, key.as_ref())?;
        }
        Ok(key)
    }

    /// A file's content, or None where there is no file. A file that others may read is closed to them first.
    fn read(&self, name: &str, limit: u64) -> Result<Option<Zeroizing<Vec<u8>>>, KeyError> {
        let file = match File::open(self.path(name)) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(self.io(name, error)),
        };
        make_private(&file).map_err(|error| self.io(name, error))?;
        let mut content = Zeroizing::new(Vec::new());
        let read = file.take(limit + 1).read_to_end(&mut content);
        if read.map_err(|error| self.io(name, error))? as u64 > limit {
            return Err(self.damaged("a file is longer than it can be"));
        }
        Ok(Some(content))
    }

    /// Puts a whole new file in place of the old one, or leaves the old one.
    fn replace(&self, name: &str, content: &[u8]) -> Result<(), KeyError> {
        let write = || -> std::io::Result<()> {
            // Temporary files are readable for this account only.
            let mut file = NamedTempFile::new_in(&self.folder)?;
            file.write_all(content)?;
            file.as_file().sync_all()?;
            file.persist(self.path(name)).map_err(|error| error.error)?;
            sync_folder(&self.folder)
        };
        write().map_err(|error| self.io(name, error))
    }

    fn create_folder(&self) -> Result<(), KeyError> {
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(&self.folder).map_err(|error| self.io("", error))
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    fn io(&self, name: &str, source: std::io::Error) -> KeyError {
        KeyError::Io { path: self.path(name), source }
    }

    fn damaged(&self, reason: &'static str) -> KeyError {
        KeyError::Damaged { path: self.folder.clone(), reason }
    }
}

fn seal(key: &[u8; KEY_BYTES], keys: &Keys) -> Result<Vec<u8>, KeyError> {
    let texts: BTreeMap<&str, &str> =
        keys.iter().map(|(name, secret)| (name.as_str(), secret.expose())).collect();
    let plain = serde_json::to_vec(&texts).map(Zeroizing::new).map_err(|_| sealing())?;
    let mut nonce = [0; NONCE_BYTES];
    random(&mut nonce)?;
    let text = XChaCha20Poly1305::new(key.into())
        .encrypt(&XNonce::from(nonce), Payload { msg: &plain, aad: HEADER })
        .map_err(|_| sealing())?;
    Ok([HEADER, &nonce, &text].concat())
}

fn random(bytes: &mut [u8]) -> Result<(), KeyError> {
    OsRng.try_fill_bytes(bytes).map_err(|_| KeyError::Keyring("the system gives no random numbers".into()))
}

fn sealing() -> KeyError {
    KeyError::Keyring("the keys could not be encrypted".into())
}

fn open_private(path: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.create(true).truncate(false).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

#[cfg(unix)]
fn make_private(file: &File) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let mode = file.metadata()?.permissions().mode();
    if mode & 0o077 != 0 {
        tracing::warn!(
            mode = format!("{mode:o}"),
            "a file with keys could be read by other accounts; it is closed to them"
        );
        file.set_permissions(fs::Permissions::from_mode(0o600))?;
    }
    Ok(())
}

/// Elsewhere the folder of the person's account keeps others out.
#[cfg(not(unix))]
fn make_private(_: &File) -> std::io::Result<()> {
    Ok(())
}

#[cfg(unix)]
fn sync_folder(folder: &Path) -> std::io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Elsewhere a folder cannot be opened as a file; the system keeps its own journal.
#[cfg(not(unix))]
fn sync_folder(_: &Path) -> std::io::Result<()> {
    Ok(())
}
