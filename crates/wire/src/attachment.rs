//! Images beside a question: read on this machine, shown, put right, and kept with the question.

use attune_domain::{Attachment, AttachmentId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{ErrorBody, FoundInImage, RecordingView};

/// The most images and recordings beside one question.
pub const MOST_ATTACHMENTS: usize = 4;

/// Reads an image on this machine, to be asked about. It stays in memory until it is asked about, or dropped with
/// [`DropAttachment`], which also stops the reading.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct AttachImage {
    /// The id that it gets: a UUID of version 7, chosen by the window, which can drop it at any time.
    #[ts(as = "String")]
    pub id: AttachmentId,
    /// The file's name, or empty for what comes from the clipboard.
    pub name: String,
    /// The file's bytes in base64: PNG, JPEG, WebP, GIF (its first frame), BMP or TIFF, at most 64 MiB.
    pub base64: String,
}

/// What happens while an image is read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum AttachmentEvent {
    /// It is an image, and can be shown; it is being read now.
    Opened {
        /// The image, without what will be read in it.
        attachment: AttachmentView,
        /// A small version, as a `data:` address.
        thumbnail: String,
    },
}

/// An image that is attached, read or not.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct AttachOutcome {
    /// The image, with what was read in it.
    pub attachment: AttachmentView,
    /// A small version, as a `data:` address: a page may hear of the end before it hears that the image was opened.
    pub thumbnail: String,
    /// Numbers, addresses and keys in it that its person may want to blacken, in the order in which they are read.
    pub found: Vec<FoundInImage>,
    /// Why it was not read, if it was not.
    pub error: Option<ErrorBody>,
}

/// An image or a recording beside a question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct AttachmentView {
    /// Its id.
    #[ts(as = "String")]
    pub id: AttachmentId,
    /// The file's name, or empty.
    pub name: String,
    /// Its width in pixels; zero for a recording.
    pub width: u32,
    /// Its height in pixels; zero for a recording.
    pub height: u32,
    /// The text in it, tables in Markdown; perhaps put right by the person. Empty where there is none.
    pub text: String,
    /// What it seems to show, in English, likeliest first.
    pub tags: Vec<String>,
    /// What bar codes and QR codes in it say.
    pub codes: Vec<String>,
    /// Whether the person has put the text right.
    pub corrected: bool,
    /// Whether it was read, or heard. One that no model could read is sent without a text.
    pub read: bool,
    /// What was heard, where it is a recording and no image.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub recording: Option<RecordingView>,
}

impl From<Attachment> for AttachmentView {
    fn from(attachment: Attachment) -> Self {
        let Attachment { id, name, width, height, text, tags, codes, corrected, read, recording } =
            attachment;
        let recording = recording.map(RecordingView::from);
        Self { id, name, width, height, text, tags, codes, corrected, read, recording }
    }
}

/// Puts right what was read in an image that was not asked about yet.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CorrectReading {
    /// Which image.
    #[ts(as = "String")]
    pub id: AttachmentId,
    /// The text as it should be, at most 20,000 characters.
    pub text: String,
}

/// Throws away an image or a recording that was not asked about. One that is gone already is no error.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct DropAttachment {
    /// Which.
    #[ts(as = "String")]
    pub id: AttachmentId,
}

/// Asks for an image itself, whether it was asked about or not.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct GetImage {
    /// Which.
    #[ts(as = "String")]
    pub id: AttachmentId,
    /// Whether a small version is enough: at most 320 pixels on its longer side.
    pub small: bool,
}

/// An image.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ImageView {
    /// As a `data:` address.
    pub address: String,
}
