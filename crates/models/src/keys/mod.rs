//! Secret keys: in the keyring of the operating system, and in an encrypted file where there is none.
//!
//! What the file is good for, honestly: its key lies beside it, readable for this account only. It keeps
//! keys out of sight, out of backups of other files and out of a search; it does not stop whoever can
//! read this account's files, and a program that this account runs can do that. A keyring that is
//! locked while the person is away does. Show [`KeyBackend::EncryptedFile`] as a warning.
//!
//! This module must never know what a key opens, and never log, print or serialise one.

mod keyring;
mod sealed;

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use zeroize::Zeroizing;

use self::keyring::Keyring;
use self::sealed::SealedFile;

/// A secret text. It is never printed, and its memory is wiped when it is dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Takes a text over.
    #[must_use]
    pub fn new(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    /// The text itself, for the one place that sends it.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// Where keys are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyBackend {
    /// The keyring of the operating system.
    Keyring,
    /// An encrypted file in the home of the program, because there is no keyring.
    EncryptedFile,
}

/// Why a key could not be kept or had.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The keyring is locked, or the person said no.
    #[error("the keyring of this machine is locked; unlock it and try again")]
    Locked,
    /// The keyring does not answer; it may wait for a password in a window of its own.
    #[error(
        "the keyring of this machine does not answer; see whether it asks for a password in another window"
    )]
    TimedOut,
    /// The keyring failed.
    #[error("the keyring of this machine failed: {0}")]
    Keyring(String),
    /// The encrypted file or its key was changed. It is left as it is.
    #[error(
        "the encrypted keys in {} cannot be opened: {reason}. Nothing was changed; restore the folder from a \
         backup, or remove it and enter the keys again", path.display()
    )]
    Damaged {
        /// The folder.
        path: PathBuf,
        /// What is wrong.
        reason: &'static str,
    },
    /// The encrypted file could not be read or written.
    #[error("the encrypted keys in {} cannot be read or written: {source}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
}

/// Long enough for a person to type the keyring's password.
const PATIENCE: Duration = Duration::from_secs(60);
/// Long enough for a keyring to be started.
const START: Duration = Duration::from_secs(10);

/// Keys by name. Clones share one store.
#[derive(Debug, Clone)]
pub struct KeyStore {
    keyring: Option<Arc<Keyring>>,
    file: Arc<SealedFile>,
}

impl KeyStore {
    /// Opens the keyring, or the encrypted file in `home` where there is none. `service` is the name that a
    /// keyring shows: `Attune` for the usual home, another for another home, so that a trial does not
    /// overwrite a person's keys. Nothing is written, and nothing asks for a password yet.
    pub async fn open(home: &Path, service: &str) -> Self {
        let keyring = match in_time(START, Keyring::open(service)).await {
            Ok(keyring) => Some(Arc::new(keyring)),
            Err(error) => {
                tracing::warn!(%error, "no keyring can be used; keys go to an encrypted file");
                None
            }
        };
        Self { keyring, ..Self::open_file(home) }
    }

    /// Opens the encrypted file, even where there is a keyring.
    #[must_use]
    pub fn open_file(home: &Path) -> Self {
        Self { keyring: None, file: Arc::new(SealedFile::new(home.join("keys"))) }
    }

    /// Where new keys go.
    #[must_use]
    pub fn backend(&self) -> KeyBackend {
        if self.keyring.is_some() { KeyBackend::Keyring } else { KeyBackend::EncryptedFile }
    }

    /// The key of this name, if there is one. A key that was put into the file while there was no keyring is
    /// found too.
    ///
    /// # Errors
    /// [`KeyError`], never for a key that is not there.
    pub async fn get(&self, name: &str) -> Result<Option<Secret>, KeyError> {
        if let Some(keyring) = &self.keyring {
            let (keyring, owned) = (keyring.clone(), name.to_owned());
            if let Some(secret) = in_time(PATIENCE, move || keyring.get(&owned)).await? {
                return Ok(Some(secret));
            }
        }
        let (file, name) = (self.file.clone(), name.to_owned());
        in_time(PATIENCE, move || file.get(&name)).await
    }

    /// Keeps a key, replacing one of the same name. Says where it went: a keyring may be there and yet take
    /// nothing, and then the file does.
    ///
    /// # Errors
    /// [`KeyError`]. The former key, if any, is still there.
    pub async fn set(&self, name: &str, secret: Secret) -> Result<KeyBackend, KeyError> {
        if let Some(keyring) = &self.keyring {
            let (keyring, owned, kept) = (keyring.clone(), name.to_owned(), secret.clone());
            match in_time(PATIENCE, move || keyring.set(&owned, &kept)).await {
                Ok(()) => {
                    // A former copy in the file would be weaker, but the key is kept either way.
                    let (file, name) = (self.file.clone(), name.to_owned());
                    if let Err(error) = in_time(PATIENCE, move || file.delete(&name)).await {
                        tracing::warn!(%error, "a former copy of a key stays in the encrypted file");
                    }
                    return Ok(KeyBackend::Keyring);
                }
                Err(KeyError::Keyring(reason)) => tracing::warn!(reason, "the keyring took no key"),
                Err(error) => return Err(error),
            }
        }
        let (file, name) = (self.file.clone(), name.to_owned());
        in_time(PATIENCE, move || file.set(&name, secret)).await?;
        Ok(KeyBackend::EncryptedFile)
    }

    /// Forgets a key, wherever it is. Forgetting one that is not there is no error.
    ///
    /// # Errors
    /// [`KeyError`].
    pub async fn delete(&self, name: &str) -> Result<(), KeyError> {
        if let Some(keyring) = &self.keyring {
            let (keyring, owned) = (keyring.clone(), name.to_owned());
            in_time(PATIENCE, move || keyring.delete(&owned)).await?;
        }
        let (file, name) = (self.file.clone(), name.to_owned());
        in_time(PATIENCE, move || file.delete(&name)).await
    }
}

/// Runs a blocking call aside. One that never returns keeps its thread, but nobody waits for it.
async fn in_time<T: Send + 'static>(
    patience: Duration,
    call: impl FnOnce() -> Result<T, KeyError> + Send + 'static,
) -> Result<T, KeyError> {
    match tokio::time::timeout(patience, tokio::task::spawn_blocking(call)).await {
        Ok(Ok(result)) => result,
        Ok(Err(_)) => Err(KeyError::Keyring("it stopped unexpectedly".into())),
        Err(_) => Err(KeyError::TimedOut),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_never_printed() {
        let secret = Secret::new("sk-very-secret".into());
        assert_eq!(format!("{secret:?} {:#?}", Some(&secret)).matches("secret").count(), 0);
        assert_eq!(secret.expose(), "sk-very-secret");
    }
}
