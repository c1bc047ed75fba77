//! Which images go to a provider as they look, and what the record says of them.

use attune_app::commands;
use attune_domain::AttachmentId;
use attune_wire::{
    Ask, AttachImage, Cover, ListDepartures, ListProviders, ModelChoiceView, OriginView, ProviderDraft,
    SaveProvider,
};
use serde_json::json;
use uuid::Uuid;

use crate::drawn::picture;
use crate::support::{Profile, elsewhere, question};

/// Whatever is composed goes no further than the gate.
const NOBODY: &str = "[remote]\nallowed = false\n";

async fn profile(images: bool) -> Profile {
    let profile = Profile::open().await;
    // Nobody listens there.
    let base_url = "http://127.0.0.1:9/v1".to_owned();
    let provider = ProviderDraft { images: Some(images), base_url, ..elsewhere(None) };
    commands::save_provider(&profile.app, SaveProvider { provider, key: None }).await.unwrap();
    profile
}

/// What shaped the answer to a question with an image, and the newest row of the record.
async fn asked(profile: &Profile, cover: Option<Cover>) -> (OriginView, String, u64) {
    let id = AttachmentId(Uuid::now_v7());
    let base64 = picture(&["Transfer of today", "IBAN DE89 3704 0044 0532 0130 00"]);
    let attach = AttachImage { id, name: "transfer.png".to_owned(), base64 };
    commands::attach_image(&profile.app, attach, |_| ()).await.unwrap();
    let provider =
        commands::list_providers(&profile.app, ListProviders {}).await.unwrap().providers[0].id.clone();
    let model = Some(ModelChoiceView::Remote { provider });
    let request = Ask { attachments: Some(vec![id]), model, cover, ..question("Is it due?") };
    let origin = profile.ask(request).await.unwrap().answer.origin.unwrap();
    let row = commands::list_departures(&profile.app, ListDepartures { limit: 1 }).await.unwrap().remove(0);
    (origin, row.subject, row.personal_bytes)
}

#[tokio::test]
async fn an_image_goes_where_policy_lets_it_and_its_numbers_are_black() {
    let profile = profile(true).await;
    let text = {
        std::fs::write(profile.policy_file(), NOBODY).unwrap();
        // A policy that says nothing of it does not let it, whatever the person would like.
        let refused = commands::set_setting(
            &profile.app,
            attune_wire::SetSetting { key: "privacy.pixels".to_owned(), value: json!(true) },
        );
        assert!(refused.await.is_err());
        let (origin, note, bytes) = asked(&profile, None).await;
        assert_eq!(origin.pixels, 0);
        assert!(note.ends_with("; covered: 1 × account number"), "{note}");
        let listed = commands::list_providers(&profile.app, ListProviders {}).await.unwrap();
        assert!(listed.providers[0].images_forbidden_by.is_some());
        bytes
    };
    std::fs::write(profile.policy_file(), format!("{NOBODY}[privacy]\npixels = true\n")).unwrap();
    let (origin, note, bytes) = asked(&profile, None).await;
    assert_eq!(origin.pixels, 1);
    assert!(
        note.ends_with("; covered: 1 × account number; 1 image (blackened: 1 × account number)"),
        "{note}"
    );
    assert!(bytes > text + 1000, "{bytes} {text}");
    let (_, note, _) = asked(&profile, Some(Cover::Off)).await;
    assert!(note.ends_with("; not covered by choice: 1 × account number; 1 image"), "{note}");
}

#[tokio::test]
async fn without_a_policy_the_person_decides_and_a_model_that_does_not_see_gets_none() {
    let seeing = profile(true).await;
    let (origin, ..) = asked(&seeing, None).await;
    assert_eq!(origin.pixels, 0);
    seeing.set("privacy.pixels", json!(true)).await;
    let (origin, note, _) = asked(&seeing, None).await;
    assert_eq!((origin.pixels, note.contains("1 image (blackened")), (1, true), "{note}");

    let blind = profile(false).await;
    blind.set("privacy.pixels", json!(true)).await;
    let (origin, note, _) = asked(&blind, None).await;
    assert_eq!((origin.pixels, note.contains("image")), (0, false), "{note}");
}
