//! The keyring of the operating system: Secret Service on Linux, Keychain on macOS, Credential Manager on
//! Windows. All calls block, and may wait for a person to unlock it.

use keyring::{Entry, Error};

use super::{KeyError, Secret};

/// The keyring, under one service name.
#[derive(Debug)]
pub(super) struct Keyring {
    service: String,
}

impl Keyring {
    /// A call that finds out whether there is a keyring. Nothing is unlocked by it.
    pub(super) fn open(service: &str) -> impl FnOnce() -> Result<Self, KeyError> + Send + use<> {
        let service = service.to_owned();
        move || match Entry::store_status() {
            Ok(()) => Ok(Self { service }),
            Err(error) => Err(read_error(error)),
        }
    }

    pub(super) fn get(&self, name: &str) -> Result<Option<Secret>, KeyError> {
        match self.entry(name)?.get_password() {
            Ok(text) => Ok(Some(Secret::new(text))),
            Err(Error::NoEntry) => Ok(None),
            Err(error) => Err(read_error(&error)),
        }
    }

    pub(super) fn set(&self, name: &str, secret: &Secret) -> Result<(), KeyError> {
        self.entry(name)?.set_password(secret.expose()).map_err(|error| read_error(&error))
    }

    pub(super) fn delete(&self, name: &str) -> Result<(), KeyError> {
        match self.entry(name)?.delete_credential() {
            Ok(()) | Err(Error::NoEntry) => Ok(()),
            Err(error) => Err(read_error(&error)),
        }
    }

    fn entry(&self, name: &str) -> Result<Entry, KeyError> {
        Entry::new(&self.service, name).map_err(|error| read_error(&error))
    }
}

/// Some variants carry the stored bytes, so nothing but the words of known ones is passed on.
fn read_error(error: &Error) -> KeyError {
    match error {
        Error::NoStorageAccess(_) => KeyError::Locked,
        Error::PlatformFailure(cause) => KeyError::Keyring(cause.to_string()),
        Error::NoDefaultStore => KeyError::Keyring("there is none".into()),
        Error::NoEntry => KeyError::Keyring("it has no place for keys".into()),
        Error::TooLong(_, limit) => KeyError::Keyring(format!("it takes at most {limit} characters")),
        Error::Ambiguous(_) => {
            KeyError::Keyring("it holds several keys of this name; remove them there".into())
        }
        _ => KeyError::Keyring("it holds something that is not a key".into()),
    }
}
