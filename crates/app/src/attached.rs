//! What stands beside a question that is being asked: images and recordings, in the order in which they were attached.

use attune_domain::AttachmentId;
use attune_store::NewAttachment;
use attune_wire::MOST_ATTACHMENTS;

use crate::{App, Error};

/// Characters of a file's name that are kept.
const LONGEST_NAME: usize = 200;

/// A file's name as it is shown and kept.
pub(crate) fn shown_name(name: &str) -> String {
    name.chars().filter(|character| !character.is_control()).take(LONGEST_NAME).collect()
}

impl App {
    /// What was attached with these ids, in this order. It stays until [`App::forget_attached`].
    pub(crate) fn attached(&self, ids: &[AttachmentId]) -> Result<Vec<NewAttachment>, Error> {
        if ids.len() > MOST_ATTACHMENTS {
            return Err(Error::Invalid(format!(
                "At most {MOST_ATTACHMENTS} images and recordings can stand beside a question."
            )));
        }
        let mut attached = Vec::with_capacity(ids.len());
        for id in ids {
            match self.recordings().get(*id) {
                Some(recording) => attached.push(NewAttachment::Recording(recording)),
                None => attached.push(NewAttachment::Image(self.waiting_images().look(*id)?.image)),
            }
        }
        Ok(attached)
    }

    /// Forgets what was attached, and ends its reading.
    pub(crate) fn forget_attached(&self, ids: &[AttachmentId]) {
        self.waiting_images().remove(ids);
        self.recordings().remove(ids);
    }
}
