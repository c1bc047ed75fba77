//! What the doctor says of voice and of images, and what to do about it.

use attune_app::commands;
use attune_wire::{CheckStatus, CheckView, RunDoctor};
use serde_json::json;

use crate::support::Profile;

async fn check(profile: &Profile, name: &str) -> CheckView {
    let checks = commands::run_doctor(&profile.app, RunDoctor {}).await.unwrap();
    checks.into_iter().find(|check| check.name == name).unwrap()
}

#[tokio::test]
async fn what_is_missing_for_voice_and_images_is_named_with_what_installs_it() {
    let profile = Profile::without_models().await;
    let voice = check(&profile, "voice").await;
    assert_eq!(voice.status, CheckStatus::Warn, "{voice:?}");
    assert!(voice.fix.contains("attunectl models install whisper-base"), "{voice:?}");
    let images = check(&profile, "images").await;
    assert_eq!(images.status, CheckStatus::Warn, "{images:?}");
    assert!(images.fix.contains("attunectl models install pp-ocrv6-small"), "{images:?}");

    profile.set("voice.use", json!(false)).await;
    let voice = check(&profile, "voice").await;
    assert!(voice.status == CheckStatus::Ok && voice.detail.contains("switched off"), "{voice:?}");
}

#[tokio::test]
async fn what_is_installed_is_named() {
    let profile = Profile::with_senses().await;
    let voice = check(&profile, "voice").await;
    // Whether there is a microphone depends on the machine; the model is there in any case.
    assert!(voice.detail.starts_with("whisper-base; ") && voice.status != CheckStatus::Fail, "{voice:?}");
    let is_without = voice.status == CheckStatus::Warn;
    assert_eq!(is_without, voice.fix.contains("plug in a microphone"), "{voice:?}");
    let images = check(&profile, "images").await;
    assert!(images.detail.starts_with("pp-ocrv6-small"), "{images:?}");
    assert!(images.fix.is_empty() || images.fix.contains("efficientnet-lite0"), "{images:?}");
}

#[tokio::test]
async fn an_engine_that_is_not_there_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let power = attune_app::Power::told_by(|| false);
    let profile = Profile::with_engine(folder.path().join("attune-chat-engine"), power).await;
    let engine = check(&profile, "engine").await;
    assert_eq!(engine.status, CheckStatus::Fail, "{engine:?}");
    assert!(engine.fix.contains("ATTUNE_CHAT_ENGINE"), "{engine:?}");
}
