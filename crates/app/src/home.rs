//! Where everything lies on disk. All data of one profile is below one folder, so that several can live side
//! by side and one can be moved or erased whole.

use std::path::{Path, PathBuf};

/// The folder of one profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Home(PathBuf);

impl Home {
    /// A profile at this folder.
    #[must_use]
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self(folder.into())
    }

    /// The folder itself.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.0
    }

    /// The profile database.
    #[must_use]
    pub fn database(&self) -> PathBuf {
        self.0.join("profile.db")
    }

    /// Local models.
    #[must_use]
    pub fn models(&self) -> PathBuf {
        self.0.join("models")
    }

    /// Saved states of role prefixes; safe to delete.
    #[must_use]
    pub fn prefixes(&self) -> PathBuf {
        self.0.join("cache").join("prefixes")
    }
}

/// The profile that is used where none is named: `ATTUNE_HOME`, or the user's data folder.
#[must_use]
pub fn default_home() -> Home {
    let from_environment =
        |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    if let Some(home) = from_environment("ATTUNE_HOME") {
        return Home::new(home);
    }
    let user = || from_environment("HOME").unwrap_or_else(|| PathBuf::from("."));
    let data = if cfg!(windows) {
        from_environment("LOCALAPPDATA").unwrap_or_else(user)
    } else if cfg!(target_os = "macos") {
        user().join("Library").join("Application Support")
    } else {
        from_environment("XDG_DATA_HOME").unwrap_or_else(|| user().join(".local").join("share"))
    };
    Home::new(data.join("attune"))
}
