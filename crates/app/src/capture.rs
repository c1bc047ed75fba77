//! Part of the screen as an image: whether it may be taken, and the file that a desktop made of it. Taking it is the
//! shell's work.

use std::path::PathBuf;

use attune_domain::SettingKey;
use attune_models::vision::{MOST_BYTES, VisionError};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tokio::io::AsyncReadExt as _;

use crate::{App, Error};

impl App {
    /// Whether the person may attach a part of the screen.
    ///
    /// # Errors
    /// [`Error::PolicyForbids`] where policy switched it off, [`Error::Invalid`] where the person did.
    pub fn may_capture(&self) -> Result<(), Error> {
        if self.switch(SettingKey::ImagesCapture) {
            return Ok(());
        }
        let policy = self.policy();
        Err(match policy.setting(SettingKey::ImagesCapture) {
            Some(_) => Error::PolicyForbids(format!(
                "Nothing was taken: capturing the screen is switched off by {}.",
                policy.authority()
            )),
            None => Error::Invalid(
                "Capturing the screen is switched off. Switch it on in the settings first.".to_owned(),
            ),
        })
    }
}

/// A picture that the desktop has put into a file, in base64. What lies in the folder for passing things is taken out of
/// it; what the desktop keeps among the person's pictures, as it does with each of theirs, stays there.
///
/// # Errors
/// [`Error::Io`] when the file cannot be read, [`Error::Image`] for more bytes than a picture may have.
pub async fn captured_file(file: PathBuf) -> Result<String, Error> {
    let failed = |source| Error::Io { what: format!("{} cannot be read", file.display()), source };
    let mut bytes = Vec::new();
    let most = u64::try_from(MOST_BYTES).unwrap_or(u64::MAX).saturating_add(1);
    let opened = tokio::fs::File::open(&file).await.map_err(failed)?;
    opened.take(most).read_to_end(&mut bytes).await.map_err(failed)?;
    if file.starts_with(std::env::temp_dir()) {
        let _ = tokio::fs::remove_file(&file).await;
    }
    if bytes.len() > MOST_BYTES {
        return Err(VisionError::TooManyBytes { bytes: bytes.len() }.into());
    }
    Ok(STANDARD.encode(bytes))
}
