//! Images beside questions: the pixels, apart from what was read in them.

use attune_domain::{Attachment, AttachmentId, MessageId};
use sea_orm::ConnectionTrait;

use crate::write::{Kind, Write, query};
use crate::{Store, StoreError};

/// What stands beside a question that is asked.
#[derive(Debug, Clone, PartialEq)]
pub enum NewAttachment {
    /// An image.
    Image(NewImage),
    /// What was heard in a recording. Its sound is not kept.
    Recording(Attachment),
}

impl NewAttachment {
    /// What is kept with the question.
    #[must_use]
    pub fn attachment(&self) -> &Attachment {
        match self {
            Self::Image(image) => &image.attachment,
            Self::Recording(attachment) => attachment,
        }
    }
}

/// An image that is asked about.
#[derive(Debug, Clone, PartialEq)]
pub struct NewImage {
    /// What was read in it.
    pub attachment: Attachment,
    /// The image itself.
    pub stored: StoredImage,
}

/// An image as it is kept: twice, in the same form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredImage {
    /// Its form, as the web names it: `image/png`.
    pub media: String,
    /// A small version of it, as a file.
    pub thumbnail: Vec<u8>,
    /// The image, as a file without anything but its pixels.
    pub pixels: Vec<u8>,
}

impl Store {
    /// An image that was asked about: its form, and the small version or the whole one as a file.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when it is not there, or its conversation was deleted.
    pub async fn image(&self, id: AttachmentId, is_small: bool) -> Result<(String, Vec<u8>), StoreError> {
        let column = if is_small { "thumbnail" } else { "pixels" };
        let sql = format!(
            "SELECT i.media, i.{column} FROM images i JOIN messages m ON m.id = i.message \
             JOIN conversations c ON c.id = m.conversation \
             WHERE i.id = ? AND i.deleted_at IS NULL AND m.deleted_at IS NULL AND c.deleted_at IS NULL"
        );
        let row = self.reader.query_one_raw(query(&sql, [id.0.into()])).await?;
        let row = row.ok_or_else(|| StoreError::not_found("image", &id))?;
        Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?))
    }
}

/// Keeps the images of a question.
pub(crate) async fn insert(
    write: &Write<'_>,
    message: MessageId,
    attached: Vec<NewAttachment>,
) -> Result<(), StoreError> {
    let sql = "INSERT INTO images (id, message, actor, hybrid_time, media, thumbnail, pixels) \
               VALUES (?, ?, ?, ?, ?, ?, ?)";
    let images = attached.into_iter().filter_map(|attached| match attached {
        NewAttachment::Image(image) => Some(image),
        NewAttachment::Recording(_) => None,
    });
    for NewImage { attachment, stored: StoredImage { media, thumbnail, pixels } } in images {
        let id = attachment.id.0;
        let time = write.change(Kind::Image, id).await?;
        let values = [
            id.into(),
            message.0.into(),
            write.actor().0.into(),
            time.0.into(),
            media.into(),
            thumbnail.into(),
            pixels.into(),
        ];
        write.db.execute_raw(query(sql, values)).await?;
    }
    Ok(())
}
