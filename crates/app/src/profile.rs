//! The profile as a whole: handed over to the person in one file, or erased.

use std::fs::{self, File, OpenOptions};
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

use attune_wire::{EraseProfile, Event, ExportProfile, ExportedProfile, Nothing};

use crate::{App, Error};

/// What a person types to erase everything.
const ERASE: &str = "erase";

/// Writes everything that is stored of the person to one JSON file that only they can read: where they say, or in
/// their downloads folder.
///
/// # Errors
/// [`Error::Io`] when the file exists or cannot be written, [`Error::Store`].
pub async fn export_profile(app: &App, request: ExportProfile) -> Result<ExportedProfile, Error> {
    let path = match request.path {
        Some(path) => PathBuf::from(path),
        None => default_path(app),
    };
    let failed =
        |source| Error::Io { what: format!("The export {} cannot be written", path.display()), source };
    let file = new_private_file(&path).map_err(failed)?;
    let mut out = BufWriter::new(file);
    let written = match app.store().export(&mut out).await {
        Ok(()) => out.flush().and_then(|()| out.get_ref().sync_all()).map_err(failed),
        Err(error) => Err(error.into()),
    };
    if let Err(error) = written {
        // Half an export would be taken for a whole one.
        let _ = fs::remove_file(&path);
        return Err(error);
    }
    Ok(ExportedProfile { path: path.display().to_string() })
}

/// Erases everything that is stored of the person, and overwrites where it lay.
///
/// # Errors
/// [`Error::Invalid`] without the word that confirms it, [`Error::Store`].
pub async fn erase_profile(app: &App, request: EraseProfile) -> Result<Nothing, Error> {
    if request.confirm != ERASE {
        return Err(Error::Invalid(format!("Nothing was erased. Type “{ERASE}” to confirm.")));
    }
    app.answering().stop_all();
    // The engine keeps what it last read, in memory and as files beside the profile.
    app.local().unload().await;
    app.store().erase().await?;
    app.temporary().forget_all();
    app.waiting_images().clear();
    app.recordings().clear();
    app.memory_vectors().clear();
    app.interests().clear();
    app.past().forget_all().await;
    app.days().clear().await;
    let prefixes = app.home().prefixes();
    if let Err(source) = fs::remove_dir_all(&prefixes)
        && source.kind() != std::io::ErrorKind::NotFound
    {
        let what = format!("Everything else is erased, but {} cannot be removed", prefixes.display());
        return Err(Error::Io { what, source });
    }
    app.settings_write(crate::settings::Settings::forget);
    app.relearn_style();
    app.publish(Event::ProfileErased {});
    Ok(Nothing {})
}

/// Where files go that a person takes along: their downloads folder, or the profile's where there is none.
pub(crate) fn downloads(app: &App) -> PathBuf {
    let folder = dirs::download_dir().filter(|folder| folder.is_dir());
    folder.unwrap_or_else(|| app.home().folder().to_owned())
}

fn default_path(app: &App) -> PathBuf {
    downloads(app).join(format!("attune-profile-{}.json", app.clock().now().0))
}

/// Opens a file that is not there yet, for this person alone.
pub(crate) fn new_private_file(path: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
