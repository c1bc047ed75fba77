//! Images as they look, for a provider whose model sees them: only where policy, or without one the person, lets them
//! leave, and with black in the place of what is covered.

use std::sync::Arc;

use attune_domain::{Attachment, AttachmentId, ProviderConfig, Reading, SensitiveKind, SettingKey};
use attune_models::chat::ChatImage;
use attune_models::names::NameFinder;
use attune_models::vision::{Picture, VisionError};
use attune_persona::redact::{ImageText, find_in_codes};
use attune_store::{StoreError, StoredImage};
use attune_wire::Cover;

use crate::cover::{in_words, sensitive};
use crate::images::blocking;
use crate::{App, Error};

/// The longer side that an image has at most when it leaves, in pixels: what models look at, and nothing finer.
const MOST_SIDE: u32 = 1568;

/// Tokens of a provider's room that one image takes, at most about.
pub(crate) const TOKENS: u32 = 1600;

/// The images of a question that may go along.
#[derive(Debug, Default)]
pub(crate) struct Pixels {
    pub images: Vec<ChatImage>,
    /// What became black in them.
    blackened: Vec<SensitiveKind>,
    /// Images that stay here, because it could not be found what to cover in them.
    kept_back: usize,
}

impl App {
    /// Whether a provider may be sent images as they look.
    pub(crate) fn may_see_pixels(&self, provider: &ProviderConfig) -> bool {
        provider.images && self.switch(SettingKey::PixelsLeave)
    }

    /// The images beside a question, no larger than a model looks at. Where something is to be covered, each is read
    /// once more and what is found becomes black; one that cannot be read stays here.
    ///
    /// # Errors
    /// [`Error::Store`] and [`Error::Image`] where an image cannot be had, [`Error::NamesMissing`] where names are to be
    /// covered and nothing finds them.
    pub(crate) async fn pixels(
        &self,
        attachments: &[Attachment],
        provider: &ProviderConfig,
        cover: Cover,
    ) -> Result<Pixels, Error> {
        let mut pixels = Pixels::default();
        if attachments.is_empty() || !self.may_see_pixels(provider) {
            return Ok(pixels);
        }
        let finder = match cover {
            Cover::Names => Some(self.name_finder().await?),
            Cover::Off | Cover::Identifiers => None,
        };
        for attachment in attachments {
            let Some(file) = self.stored_pixels(attachment.id).await? else { continue };
            let picture = self.decode_picture(file).await?;
            let reading = match cover {
                Cover::Off => None,
                Cover::Identifiers | Cover::Names => match self.read_picture(Arc::clone(&picture)).await {
                    Ok(reading) => Some(reading),
                    Err(error) => {
                        tracing::warn!(%error, "an image stays here, because nothing can be covered in it");
                        pixels.kept_back += 1;
                        continue;
                    }
                },
            };
            let finder = finder.clone();
            let (image, kinds) =
                blocking(move || prepared(&picture, reading.as_ref(), finder.as_deref())).await??;
            pixels.images.push(image);
            pixels.blackened.extend(kinds);
        }
        Ok(pixels)
    }

    /// The file of an image; none where there is none, or not of this kind.
    async fn stored_pixels(&self, id: AttachmentId) -> Result<Option<Vec<u8>>, Error> {
        let in_memory = self.temporary().image(id, |stored: &StoredImage| stored.pixels.clone());
        if in_memory.is_some() {
            return Ok(in_memory);
        }
        match self.store().image(id, false).await {
            Ok((_, file)) => Ok(Some(file)),
            Err(StoreError::NotFound { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }
}

impl Pixels {
    /// What the record says of them: how many, and what was covered in them, without content. Added to what it says of the
    /// text.
    pub(crate) fn note(&self, text: Option<String>) -> Option<String> {
        let images = |count: usize| if count == 1 { "1 image".to_owned() } else { format!("{count} images") };
        let mut parts: Vec<String> = text.into_iter().collect();
        if !self.images.is_empty() {
            let covered = in_words(self.blackened.iter().copied());
            let covered = if covered.is_empty() { covered } else { format!(" (blackened: {covered})") };
            parts.push(images(self.images.len()) + &covered);
        }
        if self.kept_back > 0 {
            parts.push(format!(
                "{} kept back, because nothing could be covered there",
                images(self.kept_back)
            ));
        }
        (!parts.is_empty()).then(|| parts.join("; "))
    }
}

/// An image as it leaves, and what became black in it. Blocks.
fn prepared(
    picture: &Picture,
    reading: Option<&Reading>,
    finder: Option<&NameFinder>,
) -> Result<(ChatImage, Vec<SensitiveKind>), Error> {
    let found = match reading {
        Some(reading) => {
            let text = ImageText::of(reading);
            let mut found = text.found(reading, &sensitive(text.text(), finder)?);
            found.extend(find_in_codes(reading));
            found
        }
        None => Vec::new(),
    };
    let kinds = found.iter().map(|one| one.kind).collect();
    let shapes: Vec<_> = found.into_iter().flat_map(|one| one.shapes).collect();
    let black = picture.blackened(&shapes).fitted(MOST_SIDE);
    let file = black.encoded(black.form()).map_err(|error: VisionError| Error::from(error))?;
    Ok((ChatImage { media: black.form().media().to_owned(), file }, kinds))
}

#[cfg(test)]
mod tests {
    use attune_domain::reading::Gap;
    use attune_domain::{ReadLine, SensitiveKind};
    use image::{Rgb, RgbImage};

    use super::*;

    /// A white picture, and a line across its upper half as it would be read there.
    fn page(width: u32, height: u32, text: &str) -> (Picture, Reading) {
        let (right, bottom) = (width as f32, height as f32 / 2.0);
        let count = text.chars().count();
        let line = ReadLine {
            text: text.to_owned(),
            corners: [[0.0, 0.0], [right, 0.0], [right, bottom], [0.0, bottom]],
            confidence: 0.9,
            middles: (0..count).map(|at| (at as f32 + 0.5) / count as f32).collect(),
            gap: Gap::Line,
        };
        let reading = Reading { width, height, lines: vec![line], ..Reading::default() };
        (Picture::of_pixels(RgbImage::from_pixel(width, height, Rgb([255; 3]))), reading)
    }

    #[test]
    fn what_leaves_is_small_and_black_where_a_number_stands() {
        let (picture, reading) = page(3136, 400, "Pay to DE89 3704 0044 0532 0130 00");
        let (image, kinds) = prepared(&picture, Some(&reading), None).unwrap();
        assert_eq!((image.media.as_str(), kinds), ("image/png", vec![SensitiveKind::Iban]));
        let seen = image::load_from_memory(&image.file).unwrap().to_rgb8();
        assert_eq!(seen.dimensions(), (1568, 200));
        let at = |x: u32, y: u32| seen.get_pixel(x, y).0;
        assert_eq!(
            (at(100, 50), at(900, 50), at(1560, 50), at(900, 150)),
            ([255; 3], [0; 3], [0; 3], [255; 3])
        );
        // Where nothing is to be covered it is as it was.
        let (image, kinds) = prepared(&picture, None, None).unwrap();
        assert!(kinds.is_empty());
        assert!(
            image::load_from_memory(&image.file).unwrap().to_rgb8().pixels().all(|pixel| pixel.0 == [255; 3])
        );
    }

    #[test]
    fn the_record_counts_images_and_what_is_black_in_them() {
        let image = || ChatImage { media: "image/png".to_owned(), file: Vec::new() };
        let pixels =
            Pixels { images: vec![image(), image()], blackened: vec![SensitiveKind::Iban], kept_back: 1 };
        assert_eq!(
            pixels.note(Some("covered: 1 × account number".to_owned())).as_deref(),
            Some(
                "covered: 1 × account number; 2 images (blackened: 1 × account number); 1 image kept back, because nothing could be covered there"
            )
        );
        assert_eq!(Pixels::default().note(None), None);
    }
}
