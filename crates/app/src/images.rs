//! Images beside a question: opened, read on this machine, put right, and kept with the question once it is asked.
//! Until then they are in memory and nowhere else.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use attune_domain::{Attachment, AttachmentId, Reading};
use attune_models::vision::{ImageForm, MOST_BYTES, Picture, VisionError};
use attune_store::{NewImage, StoredImage};
use attune_wire::{
    AttachImage, AttachOutcome, AttachmentEvent, AttachmentView, CorrectReading, DropAttachment, GetImage,
    ImageView, MOST_ATTACHMENTS, Nothing,
};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tokio_util::sync::CancellationToken;

use crate::clock::new_id;
use crate::{App, Error};

/// Images that wait to be asked about, in all windows together.
const MOST_WAITING: usize = 16;

/// The longer side of a small version, in pixels: sharp in a card on a screen of double density.
const SMALL: u32 = 320;

/// Characters of a reading that are kept: a page has some thousand.
const MOST_TEXT: usize = 20_000;

/// Characters of a file's name that are kept.
const LONGEST_NAME: usize = 200;

/// Images that were not asked about yet.
#[derive(Debug, Default)]
pub(crate) struct Waiting {
    images: Mutex<HashMap<AttachmentId, WaitingImage>>,
}

#[derive(Debug)]
struct WaitingImage {
    image: NewImage,
    /// Ends its reading.
    dropped: CancellationToken,
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
        images.insert(image.attachment.id, WaitingImage { image, dropped: dropped.clone() });
        Ok(dropped)
    }

    fn change(&self, id: AttachmentId, change: impl FnOnce(&mut Attachment)) -> Result<Attachment, Error> {
        let mut images = self.images();
        let attachment = &mut images.get_mut(&id).ok_or_else(gone)?.image.attachment;
        change(attachment);
        Ok(attachment.clone())
    }

    /// The images with these ids, in this order. They stay until [`Waiting::remove`].
    pub(crate) fn get(&self, ids: &[AttachmentId]) -> Result<Vec<NewImage>, Error> {
        if ids.len() > MOST_ATTACHMENTS {
            return Err(Error::Invalid(format!(
                "At most {MOST_ATTACHMENTS} images can stand beside a question."
            )));
        }
        let images = self.images();
        ids.iter().map(|id| images.get(id).map(|waiting| waiting.image.clone()).ok_or_else(gone)).collect()
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
    let name = name.chars().filter(|character| !character.is_control()).take(LONGEST_NAME).collect();
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
    let reading = tokio::select! {
        reading = app.read_picture(picture) => reading,
        () = dropped.cancelled() => return Err(VisionError::Ended.into()),
    };
    let (reading, error) = match reading {
        Ok(reading) => (Some(reading), None),
        Err(error) => (None, Some(error.body())),
    };
    let take_in = |attachment: &mut Attachment| {
        if let Some(reading) = reading {
            take_in(attachment, reading);
        }
    };
    let attachment = app.waiting_images().change(id, take_in)?.into();
    Ok(AttachOutcome { attachment, thumbnail, error })
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
fn address(media: &str, file: &[u8]) -> String {
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
async fn stored(picture: Arc<Picture>) -> Result<StoredImage, Error> {
    let encode = move || -> Result<StoredImage, VisionError> {
        let form = picture.form();
        let media = match form {
            ImageForm::Png => "image/png",
            ImageForm::Jpeg => "image/jpeg",
            ImageForm::WebP => "image/webp",
        };
        let thumbnail = picture.fitted(SMALL).encoded(form)?;
        Ok(StoredImage { media: media.to_owned(), thumbnail, pixels: picture.encoded(form)? })
    };
    Ok(blocking(encode).await??)
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Error> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|error| VisionError::Failed(error.to_string()).into())
}

/// Takes in what was read. A text that the person has put right meanwhile stays.
fn take_in(attachment: &mut Attachment, reading: Reading) {
    if !attachment.corrected {
        attachment.text = reading.text(MOST_TEXT);
    }
    attachment.tags = reading.tags.into_iter().map(|tag| tag.label).collect();
    attachment.codes =
        reading.codes.into_iter().map(|code| format!("{}: {}", code.format, code.text)).collect();
    attachment.read = true;
}
