//! The reader of images: its models where the installer puts them, and what is needed before it can be asked.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use attune_domain::{ModelId, Reading};
use attune_models::catalogue::{Catalogue, Task};
use attune_models::vision::{
    MOST_BYTES, Picture, ReaderFiles, TaggerFiles, VisionConfig, VisionError, VisionHandle, Wanted,
};

use crate::{App, Error};

/// How long the models may do nothing before their memory is free again.
const IDLE_UNLOAD: Duration = Duration::from_secs(5 * 60);

/// The reader of images.
#[derive(Debug)]
pub(crate) struct Vision {
    /// The catalogue's model that reads text; none in a catalogue without one.
    reader: Option<ModelId>,
    /// The one that says what an image seems to show.
    tagger: Option<ModelId>,
    handle: VisionHandle,
}

impl Vision {
    /// Prepares everything and reads nothing yet.
    pub(crate) fn new(catalogue: &Catalogue, models: &Path) -> Self {
        let (reader, text) = catalogue.first_for(Task::Ocr, models);
        let (tagger, tags) = catalogue.first_for(Task::Image, models);
        let cores = thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
        let config = VisionConfig {
            reader: ReaderFiles::of_installed(&text),
            tagger: TaggerFiles::of_installed(&tags),
            threads: cores.min(NonZeroUsize::MIN.saturating_add(1)),
            idle_unload: IDLE_UNLOAD,
        };
        Self { reader, tagger, handle: VisionHandle::spawn(config) }
    }
}

impl App {
    /// Decodes an image file beside everything else.
    ///
    /// # Errors
    /// [`Error::Io`] when it cannot be read, [`Error::Image`] when it is no image or too large.
    pub(crate) async fn open_picture(&self, path: PathBuf) -> Result<Arc<Picture>, Error> {
        let read = move || {
            let failed =
                |source| Error::Io { what: format!("The file {} cannot be read", path.display()), source };
            let bytes =
                usize::try_from(std::fs::metadata(&path).map_err(failed)?.len()).unwrap_or(usize::MAX);
            // Before memory is asked for.
            if bytes > MOST_BYTES {
                return Err(VisionError::TooManyBytes { bytes }.into());
            }
            std::fs::read(&path).map_err(failed)
        };
        let bytes = tokio::task::spawn_blocking(read).await;
        let bytes = bytes.map_err(|error| Error::Invalid(error.to_string()))??;
        self.decode_picture(bytes).await
    }

    /// Decodes an image beside everything else.
    ///
    /// # Errors
    /// [`Error::Image`] when it is no image or too large.
    pub(crate) async fn decode_picture(&self, bytes: Vec<u8>) -> Result<Arc<Picture>, Error> {
        Ok(Arc::new(self.vision().handle.decode(bytes).await?))
    }

    /// Reads a picture on this machine.
    ///
    /// # Errors
    /// [`Error::ReaderMissing`] when the model is not installed, [`Error::Image`].
    pub(crate) async fn read_picture(&self, picture: Arc<Picture>) -> Result<Reading, Error> {
        self.require(self.vision().reader.as_ref(), Error::ReaderMissing)?;
        // What it seems to show is a help, and not worth a refusal.
        let tagger = self.vision().tagger.as_ref().and_then(|tagger| self.installer().installed(tagger));
        let wanted = Wanted { text: true, tags: tagger.is_some_and(|tagger| !tagger.damaged) };
        Ok(self.vision().handle.read(picture, wanted).await?)
    }
}
