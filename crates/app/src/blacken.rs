//! Blackening parts of an image before it is asked about: its pixels change, and it is read anew.

use std::sync::Arc;

use attune_domain::Attachment;
use attune_domain::reading::Corners;
use attune_persona::redact::without_covered;
use attune_store::NewImage;
use attune_wire::{AttachOutcome, AttachmentEvent, BlackenImage, MOST_REGIONS};

use crate::images::{Looked, address, blocking, read, stored};
use crate::{App, Error};

/// Makes parts of an image black for good, tells so, and reads what is left on this machine.
///
/// What it was before is nowhere any more: neither in full size nor in the small version, and nothing of what was read in
/// it stays but what the person has put right. Of that, whatever may have come from a blackened line goes too; see
/// [`without_covered`]. A text that was typed where nothing could be read goes whole, because nobody can say where it
/// stands.
///
/// # Errors
/// [`Error::NotFound`] when the image is not there, [`Error::Invalid`] for regions that cover nothing of it, and
/// [`attune_models::vision::VisionError::Ended`] when it was dropped while it was read.
pub async fn blacken_image(
    app: &App,
    request: BlackenImage,
    send: impl Fn(AttachmentEvent) + Send + Sync + 'static,
) -> Result<AttachOutcome, Error> {
    let BlackenImage { id, regions } = request;
    let Looked { image, reading, version } = app.waiting_images().look(id)?;
    check(&regions, &image.attachment)?;
    let NewImage { mut attachment, stored: before } = image;
    let picture = app.decode_picture(before.pixels.clone()).await?;
    let (picture, files) = if regions.is_empty() {
        (picture, before)
    } else {
        let shapes = regions.clone();
        let black = blocking(move || Arc::new(picture.blackened(&shapes))).await?;
        (Arc::clone(&black), stored(black).await?)
    };
    attachment.text = match &reading {
        Some(reading) if attachment.corrected => without_covered(&attachment.text, reading, &regions),
        // Typed where nothing was read: without regions nothing of it can be covered.
        None if attachment.corrected && regions.is_empty() => attachment.text,
        _ => String::new(),
    };
    attachment.corrected &= !attachment.text.is_empty();
    attachment.read = false;
    attachment.codes.clear();
    attachment.tags.clear();
    let thumbnail = address(&files.media, &files.thumbnail);
    let shown = attachment.clone().into();
    let (dropped, version) = app.waiting_images().replace(version, NewImage { attachment, stored: files })?;
    send(AttachmentEvent::Opened { attachment: shown, thumbnail: thumbnail.clone() });
    read(app, (id, version), picture, thumbnail, &dropped).await
}

/// Regions must be shapes that cover something: whoever believes that a number is black must not be wrong.
fn check(regions: &[Corners], image: &Attachment) -> Result<(), Error> {
    if regions.len() > MOST_REGIONS {
        return Err(Error::Invalid(format!("At most {MOST_REGIONS} regions are blackened at once.")));
    }
    let (width, height) = (image.width as f32, image.height as f32);
    let reach = |region: &Corners, axis: usize| {
        let along = region.iter().map(|corner| corner[axis]);
        along.fold((f32::INFINITY, f32::NEG_INFINITY), |(least, most), at| (least.min(at), most.max(at)))
    };
    let covers = |region: &Corners| {
        let ((left, right), (top, bottom)) = (reach(region, 0), reach(region, 1));
        let is_inside = left < width && right > 0.0 && top < height && bottom > 0.0;
        region.iter().flatten().all(|number| number.is_finite()) && is_inside && is_convex(region)
    };
    if regions.iter().all(covers) {
        return Ok(());
    }
    Err(Error::Invalid(
        "A region lies beside the image, or is none. Nothing was blackened; draw it again.".to_owned(),
    ))
}

/// Whether a shape turns one way all around and holds something.
fn is_convex(shape: &Corners) -> bool {
    let turn = |at: usize| {
        let (from, by, to) = (shape[at], shape[(at + 1) % 4], shape[(at + 2) % 4]);
        (by[0] - from[0]) * (to[1] - by[1]) - (by[1] - from[1]) * (to[0] - by[0])
    };
    let turns: Vec<f32> = (0..4).map(turn).collect();
    let is_one_way = turns.iter().all(|turn| *turn >= 0.0) || turns.iter().all(|turn| *turn <= 0.0);
    is_one_way && turns.iter().any(|turn| *turn != 0.0)
}

#[cfg(test)]
mod tests {
    use attune_domain::AttachmentId;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn regions_that_cover_nothing_are_refused() {
        let image = Attachment {
            id: AttachmentId(Uuid::nil()),
            name: String::new(),
            width: 100,
            height: 50,
            text: String::new(),
            tags: Vec::new(),
            codes: Vec::new(),
            corrected: false,
            read: true,
            recording: None,
        };
        let upright = |left: f32, top: f32, right: f32, bottom: f32| {
            [[left, top], [right, top], [right, bottom], [left, bottom]]
        };
        for good in
            [upright(0.0, 0.0, 10.0, 10.0), upright(-5.0, 40.0, 300.0, 90.0), upright(9.0, 9.0, 2.0, 2.0)]
        {
            assert!(check(&[good], &image).is_ok(), "{good:?}");
        }
        let crossed = [[0.0, 0.0], [10.0, 10.0], [10.0, 0.0], [0.0, 10.0]];
        for bad in [
            upright(100.0, 0.0, 120.0, 10.0),
            upright(0.0, -9.0, 10.0, 0.0),
            upright(5.0, 5.0, 5.0, 5.0),
            upright(0.0, 0.0, f32::NAN, 10.0),
            crossed,
        ] {
            assert!(check(&[bad], &image).is_err(), "{bad:?}");
        }
        assert!(check(&vec![upright(0.0, 0.0, 1.0, 1.0); MOST_REGIONS + 1], &image).is_err());
    }
}
