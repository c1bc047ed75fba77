//! Images beside a question: opened, read on this machine, put right, and kept with the question once it is asked.
//! Until then they are in memory and nowhere else.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use attune_domain::{Attachment, AttachmentId, Reading, SensitiveKind};
use attune_models::names::NameFinder;
use attune_models::vision::{ImageForm, MOST_BYTES, Picture, VisionError};
use attune_persona::redact::{FoundInImage as Found, ImageText, find_in_codes, find_sensitive};
use attune_store::{NewImage, StoredImage};
use attune_wire::{
    AttachImage, AttachOutcome, AttachmentEvent, AttachmentView, CorrectReading, DropAttachment,
    FoundInImage, GetImage, ImageView, Nothing,
};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tokio_util::sync::CancellationToken;

use crate::attached::shown_name;
use crate::clock::new_id;
use crate::cover::sensitive;
use crate::{App, Error};

/// Images that wait to be asked about, in all windows together.
const MOST_WAITING: usize = 16;

/// The longer side of a small version, in pixels: sharp in a card on a screen of double density.
const SMALL: u32 = 320;

/// Characters of a reading that are kept: a page has some thousand.
const MOST_TEXT: usize = 20_000;

/// Images that were not asked about yet.
#[derive(Debug, Default)]
pub(crate) struct Waiting {
    images: Mutex<HashMap<AttachmentId, WaitingImage>>,
}

#[derive(Debug)]
struct WaitingImage {
    image: NewImage,
    /// What was read in it and where; none before it was read, and where it could not be.
    reading: Option<Arc<Reading>>,
    /// Grows each time its pixels change: what is read in others is not taken in.
    version: u32,
    /// Ends its reading.
    dropped: CancellationToken,
}

/// An image that waits, as it is at a moment.
pub(crate) struct Looked {
    pub(crate) image: NewImage,
    pub(crate) reading: Option<Arc<Reading>>,
    pub(crate) version: u32,
}

impl Waiting {
    fn images(&self) -> MutexGuard<'_, HashMap<AttachmentId, WaitingImage>> {
        self.images.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes an image in, and gives what tells that it was dropped.
    fn add(&self, image: NewImage) -> Result<CancellationToken, Error> {
        let mut images = self.images();
        if images.len() >= MOST_WAITING {
            return Err(Error::Invalid(format!(
                "{MOST_WAITING} images wait to be asked about already. Send or remove some of them first."
            )));
        }
        let dropped = CancellationToken::new();
        let id = image.attachment.id;
        let waiting = WaitingImage { image, reading: None, version: 0, dropped: dropped.clone() };
        images.insert(id, waiting);
        Ok(dropped)
    }

    fn change(&self, id: AttachmentId, change: impl FnOnce(&mut Attachment)) -> Result<Attachment, Error> {
        let mut images = self.images();
        let attachment = &mut images.get_mut(&id).ok_or_else(gone)?.image.attachment;
        change(attachment);
        Ok(attachment.clone())
    }

    /// Takes in what was read in a version of its pixels.
    fn take_in(&self, id: AttachmentId, version: u32, reading: Option<Reading>) -> Result<Attachment, Error> {
        let mut images = self.images();
        let waiting = images.get_mut(&id).ok_or_else(gone)?;
        if waiting.version != version {
            return Err(VisionError::Ended.into());
        }
        if let Some(reading) = reading {
            take_in(&mut waiting.image.attachment, &reading);
            waiting.reading = Some(Arc::new(reading));
        }
        Ok(waiting.image.attachment.clone())
    }

    /// An image as it is now.
    pub(crate) fn look(&self, id: AttachmentId) -> Result<Looked, Error> {
        let images = self.images();
        let WaitingImage { image, reading, version, .. } = images.get(&id).ok_or_else(gone)?;
        Ok(Looked { image: image.clone(), reading: reading.clone(), version: *version })
    }

    /// Puts other pixels in the place of those of a version. Gives what tells that the image was dropped, and the next
    /// version.
    pub(crate) fn replace(&self, version: u32, image: NewImage) -> Result<(CancellationToken, u32), Error> {
        let mut images = self.images();
        let waiting = images.get_mut(&image.attachment.id).ok_or_else(gone)?;
        if waiting.version != version {
            return Err(Error::Invalid(
                "The image was changed meanwhile. Look at it again, and blacken what is left.".to_owned(),
            ));
        }
        waiting.image = image;
        waiting.reading = None;
        waiting.version += 1;
        Ok((waiting.dropped.clone(), waiting.version))
    }

    /// Forgets images, and ends their reading.
    pub(crate) fn remove(&self, ids: &[AttachmentId]) {
        let mut images = self.images();
        for id in ids {
            if let Some(waiting) = images.remove(id) {
                waiting.dropped.cancel();
            }
        }
    }

    /// Forgets all of them.
    pub(crate) fn clear(&self) {
        for (_, waiting) in self.images().drain() {
            waiting.dropped.cancel();
        }
    }
}

/// Opens an image, tells so, and reads it on this machine. One that cannot be read stays attached; the outcome says why.
///
/// # Errors
/// [`Error::Image`] and [`Error::Invalid`] for what is no image, and [`VisionError::Ended`] when it was dropped while it was
/// read: then nothing is attached.
pub async fn attach_image(
    app: &App,
    request: AttachImage,
    send: impl Fn(AttachmentEvent) + Send + Sync + 'static,
) -> Result<AttachOutcome, Error> {
    let AttachImage { id, name, base64 } = request;
    let picture = open(app, base64).await?;
    attach(app, id, &name, picture, &send).await
}

/// Reads an image file on this machine, to be asked about in [`attune_wire::Ask::attachments`].
///
/// # Errors
/// As [`attach_image`], and [`Error::Io`] when the file cannot be read. What was not read is in the outcome.
pub async fn attach_file(app: &App, file: PathBuf) -> Result<AttachOutcome, Error> {
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let picture = app.open_picture(file).await?;
    attach(app, AttachmentId(new_id()), &name, picture, &|_| ()).await
}

/// A file in base64 of pixels that are in memory: PNG, from rows of red, green, blue and transparency. None where there are
/// too many of them, or fewer than they should be. Blocks.
#[must_use]
pub fn picture_file(width: u32, height: u32, rgba: Vec<u8>) -> Option<String> {
    let picture = Picture::of_rgba(width, height, rgba)?;
    Some(STANDARD.encode(picture.encoded(ImageForm::Png).ok()?))
}

async fn attach(
    app: &App,
    id: AttachmentId,
    name: &str,
    picture: Arc<Picture>,
    send: &(impl Fn(AttachmentEvent) + Sync),
) -> Result<AttachOutcome, Error> {
    let stored = stored(Arc::clone(&picture)).await?;
    let (width, height) = picture.size();
    let name = shown_name(name);
    let (text, tags, codes) = (String::new(), Vec::new(), Vec::new());
    let attachment = Attachment {
        id,
        name,
        width,
        height,
        text,
        tags,
        codes,
        corrected: false,
        read: false,
        recording: None,
    };
    let thumbnail = address(&stored.media, &stored.thumbnail);
    let dropped = app.waiting_images().add(NewImage { attachment: attachment.clone(), stored })?;
    send(AttachmentEvent::Opened { attachment: attachment.into(), thumbnail: thumbnail.clone() });
    read(app, (id, 0), picture, thumbnail, &dropped).await
}

/// Reads a version of an image that waits. What cannot be read stays; the outcome says why.
pub(crate) async fn read(
    app: &App,
    (id, version): (AttachmentId, u32),
    picture: Arc<Picture>,
    thumbnail: String,
    dropped: &CancellationToken,
) -> Result<AttachOutcome, Error> {
    let reading = tokio::select! {
        reading = app.read_picture(picture) => reading,
        () = dropped.cancelled() => return Err(VisionError::Ended.into()),
    };
    let (reading, error) = match reading {
        Ok(reading) => (Some(reading), None),
        Err(error) => (None, Some(error.body())),
    };
    let found = match reading.clone() {
        Some(reading) => {
            let finder = app.name_finder().await.ok();
            blocking(move || found_in(&reading, finder.as_deref())).await?
        }
        None => Vec::new(),
    };
    let attachment = app.waiting_images().take_in(id, version, reading)?.into();
    Ok(AttachOutcome { attachment, thumbnail, found, error })
}

/// What a person may want to blacken: identifiers first, then names where a model finds them. Blocks.
fn found_in(reading: &Reading, finder: Option<&NameFinder>) -> Vec<FoundInImage> {
    let text = ImageText::of(reading);
    let parts = sensitive(text.text(), finder).unwrap_or_else(|error| {
        tracing::warn!(%error, "names in an image could not be looked for");
        find_sensitive(text.text())
    });
    let mut found = text.found(reading, &parts);
    found.extend(find_in_codes(reading));
    found.sort_by_key(|found| matches!(found.kind, SensitiveKind::Name | SensitiveKind::Address));
    let view = |found: Found| FoundInImage { kind: found.kind, text: found.text, regions: found.shapes };
    found.into_iter().map(view).collect()
}

/// Puts right what was read in an image that was not asked about yet.
///
/// # Errors
/// [`Error::NotFound`] when it is not there, [`Error::Invalid`] for an overlong text.
pub async fn correct_reading(app: &App, request: CorrectReading) -> Result<AttachmentView, Error> {
    if request.text.chars().count() > MOST_TEXT {
        return Err(Error::Invalid(format!(
            "The text of an image has at most {MOST_TEXT} characters. Shorten it."
        )));
    }
    let corrected = app.waiting_images().change(request.id, |attachment| {
        attachment.corrected |= attachment.text != request.text;
        attachment.text = request.text;
    });
    Ok(corrected?.into())
}

/// Throws away an image or a recording that was not asked about, and ends its reading.
///
/// # Errors
/// None.
pub async fn drop_attachment(app: &App, request: DropAttachment) -> Result<Nothing, Error> {
    app.forget_attached(&[request.id]);
    Ok(Nothing {})
}

/// An image, whether it was asked about or not.
///
/// # Errors
/// [`Error::Store`] when it is not there.
pub async fn get_image(app: &App, request: GetImage) -> Result<ImageView, Error> {
    let pick = |stored: &StoredImage| {
        address(&stored.media, if request.small { &stored.thumbnail } else { &stored.pixels })
    };
    let waiting = app.waiting_images().images().get(&request.id).map(|waiting| pick(&waiting.image.stored));
    let in_memory = waiting.or_else(|| app.temporary().image(request.id, pick));
    let address = match in_memory {
        Some(address) => address,
        None => {
            let (media, file) = app.store().image(request.id, request.small).await?;
            self::address(&media, &file)
        }
    };
    Ok(ImageView { address })
}

fn gone() -> Error {
    Error::NotFound("An image is not there any more. Attach it again.".to_owned())
}

/// A file as a `data:` address.
pub(crate) fn address(media: &str, file: &[u8]) -> String {
    format!("data:{media};base64,{}", STANDARD.encode(file))
}

async fn open(app: &App, base64: String) -> Result<Arc<Picture>, Error> {
    // Before memory is asked for.
    let bytes = base64.len() / 4 * 3;
    if bytes > MOST_BYTES + 2 {
        return Err(VisionError::TooManyBytes { bytes }.into());
    }
    let bytes = blocking(move || STANDARD.decode(base64)).await?;
    let bytes =
        bytes.map_err(|_| Error::Invalid("The image did not arrive whole. Attach it again.".to_owned()))?;
    app.decode_picture(bytes).await
}

/// The files in which a picture is kept: nothing but its pixels.
pub(crate) async fn stored(picture: Arc<Picture>) -> Result<StoredImage, Error> {
    let encode = move || -> Result<StoredImage, VisionError> {
        let form = picture.form();
        let thumbnail = picture.fitted(SMALL).encoded(form)?;
        Ok(StoredImage { media: form.media().to_owned(), thumbnail, pixels: picture.encoded(form)? })
    };
    Ok(blocking(encode).await??)
}

pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Error> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|error| VisionError::Failed(error.to_string()).into())
}

/// Takes in what was read. A text that the person has put right meanwhile stays.
fn take_in(attachment: &mut Attachment, reading: &Reading) {
    if !attachment.corrected {
        attachment.text = reading.text(MOST_TEXT);
    }
    attachment.tags = reading.tags.iter().map(|tag| tag.label.clone()).collect();
    attachment.codes = reading.codes.iter().map(|code| format!("{}: {}", code.format, code.text)).collect();
    attachment.read = true;
}
