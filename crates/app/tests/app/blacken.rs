//! What is found in an image, what is left of it after a part of it was made black, and what is not.

use attune_app::commands;
use attune_domain::{AttachmentId, SensitiveKind};
use attune_wire::{
    AttachImage, AttachOutcome, AttachmentEvent, BlackenImage, CorrectReading, DropAttachment, ErrorCode,
    GetImage,
};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use uuid::Uuid;

use crate::drawn::{LINE, picture};
use crate::support::Profile;

const LINES: [&str; 3] = ["Invoice 4711 of today", "IBAN DE89 3704 0044 0532 0130 00", "Thank you"];

async fn attach(profile: &Profile, lines: &[&str]) -> AttachOutcome {
    let id = AttachmentId(Uuid::now_v7());
    let request = AttachImage { id, name: "invoice.png".to_owned(), base64: picture(lines) };
    commands::attach_image(&profile.app, request, |_| ()).await.unwrap()
}

/// The pixels of an image that waits: width, height, and red, green, blue in turn.
async fn pixels(profile: &Profile, id: AttachmentId, small: bool) -> image::RgbImage {
    let address = commands::get_image(&profile.app, GetImage { id, small }).await.unwrap().address;
    let file = STANDARD.decode(address.split_once(',').unwrap().1).unwrap();
    image::load_from_memory(&file).unwrap().to_rgb8()
}

fn dark(pixels: &image::RgbImage, left: u32, top: u32, right: u32, bottom: u32) -> f32 {
    let all = (top..bottom).flat_map(|y| (left..right).map(move |x| (x, y)));
    let count = (right - left) * (bottom - top);
    all.filter(|(x, y)| pixels.get_pixel(*x, *y).0 == [0; 3]).count() as f32 / count as f32
}

#[tokio::test]
async fn what_was_found_becomes_black_and_is_read_no_more() {
    let profile = Profile::open().await;
    let attached = attach(&profile, &LINES).await;
    let id = attached.attachment.id;
    assert!(attached.attachment.text.contains("3704"), "{}", attached.attachment.text);
    let [found] = &attached.found[..] else { panic!("{:?}", attached.found) };
    assert_eq!((found.kind, found.text.as_str()), (SensitiveKind::Iban, "DE89 3704 0044 0532 0130 00"));

    let request = BlackenImage { id, regions: found.regions.clone() };
    let left = commands::blacken_image(&profile.app, request, |event| {
        // Before it is read anew, nothing of the old reading is told.
        let AttachmentEvent::Opened { attachment, .. } = event;
        assert_eq!((attachment.text.as_str(), attachment.read), ("", false));
    });
    let left = left.await.unwrap();
    assert!(left.attachment.read && left.found.is_empty(), "{left:?}");
    assert!(
        !left.attachment.text.contains("3704") && left.attachment.text.contains("Invoice 4711"),
        "{left:?}"
    );

    let [[from, top], _, [to, bottom], _] = found.regions[0].map(|corner| corner.map(|number| number as u32));
    let whole = pixels(&profile, id, false).await;
    assert_eq!(dark(&whole, from + 2, top + 2, to - 2, bottom - 2), 1.0);
    assert!(dark(&whole, 0, 0, 700, LINE) < 0.1, "the first line is as it was");
    let small = pixels(&profile, id, true).await;
    let scale = small.width() as f32 / whole.width() as f32;
    let at = |number: u32, more: f32| (number as f32 * scale + more) as u32;
    assert!(dark(&small, at(from, 3.0), at(top, 3.0), at(to, -3.0), at(bottom, -3.0)) > 0.9);
    assert_ne!(left.thumbnail, attached.thumbnail);
}

#[tokio::test]
async fn a_name_is_offered_after_the_identifiers_and_its_place_becomes_black() {
    let profile = Profile::open().await;
    let lines = ["Please call Marta Lindqvist today", "Write to office@larsson.example", "Thank you"];
    let attached = attach(&profile, &lines).await;
    let kinds: Vec<SensitiveKind> = attached.found.iter().map(|found| found.kind).collect();
    assert_eq!(kinds, [SensitiveKind::Email, SensitiveKind::Name], "{:?}", attached.found);
    assert_eq!(attached.found[1].text, "Marta Lindqvist");

    let id = attached.attachment.id;
    let request = BlackenImage { id, regions: attached.found[1].regions.clone() };
    let left = commands::blacken_image(&profile.app, request, |_| ()).await.unwrap();
    assert!(!left.attachment.text.contains("Lindqvist"), "{left:?}");
    assert!(left.attachment.text.contains("Please call") && left.attachment.text.contains("office@"));
}

#[tokio::test]
async fn a_text_that_was_put_right_loses_what_was_under_a_region_and_nothing_else() {
    let profile = Profile::open().await;
    let attached = attach(&profile, &LINES).await;
    let id = attached.attachment.id;
    let text = attached.attachment.text.replace("0130 00", "0130 00 of Ms Berger") + "\nSeen by me";
    commands::correct_reading(&profile.app, CorrectReading { id, text }).await.unwrap();
    let request = BlackenImage { id, regions: attached.found[0].regions.clone() };
    let left = commands::blacken_image(&profile.app, request, |_| ()).await.unwrap().attachment;
    let kept: Vec<&str> = left.text.lines().filter(|line| !line.is_empty()).collect();
    assert_eq!(kept, ["Invoice 4711 of today", "Thank you", "Seen by me"]);
    assert!(left.corrected);
}

#[tokio::test]
async fn where_nothing_can_be_read_it_becomes_black_and_a_typed_text_goes() {
    let profile = Profile::without_models().await;
    let attached = attach(&profile, &LINES).await;
    let id = attached.attachment.id;
    let typed = CorrectReading { id, text: "IBAN DE89 3704 0044 0532 0130 00".to_owned() };
    commands::correct_reading(&profile.app, typed).await.unwrap();
    let region = [[0.0, 60.0], [700.0, 60.0], [700.0, 120.0], [0.0, 120.0]];
    let blacken = |regions| commands::blacken_image(&profile.app, BlackenImage { id, regions }, |_| ());
    // To read it once more changes nothing.
    let again = blacken(Vec::new()).await.unwrap();
    assert_eq!(again.error.unwrap().code, ErrorCode::ModelMissing);
    assert!(again.attachment.text.contains("3704"));
    let left = blacken(vec![region]).await.unwrap().attachment;
    assert_eq!((left.text.as_str(), left.corrected), ("", false));
    assert_eq!(dark(&pixels(&profile, id, false).await, 0, 60, 700, 120), 1.0);

    let beside = [[800.0, 60.0], [900.0, 60.0], [900.0, 120.0], [800.0, 120.0]];
    assert_eq!(blacken(vec![beside]).await.unwrap_err().body().code, ErrorCode::Invalid);
    commands::drop_attachment(&profile.app, DropAttachment { id }).await.unwrap();
    assert_eq!(blacken(vec![region]).await.unwrap_err().body().code, ErrorCode::NotFound);
}
