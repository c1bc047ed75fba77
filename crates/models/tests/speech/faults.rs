//! Engines that fail, and models that cannot be used.

use std::time::Duration;

use attune_models::speech::{
    Listening, Search, SpeechConfig, SpeechEngine, SpeechError, Stage, Transcriber, find_engine,
};
use rustix::process::{Pid, Signal, kill_process};
use tokio_util::sync::CancellationToken;

use crate::support::*;

async fn hear(transcriber: &Transcriber, how: &Listening) -> Result<String, SpeechError> {
    let heard = transcriber.transcribe(&clips()[0].path, how, &CancellationToken::new(), |_| {}).await;
    heard.map(|transcript| transcript.text())
}

/// Waits until the engine does this, and sends it a signal.
async fn signal_when(engine: &SpeechEngine, stage: Stage, signal: Signal) {
    let mut status = engine.status();
    let now = *status.wait_for(|status| status.stage == stage).await.unwrap();
    let pid = now.process.and_then(|pid| Pid::from_raw(pid.cast_signed())).unwrap();
    kill_process(pid, signal).unwrap();
}

#[tokio::test]
async fn a_killed_engine_is_started_again_and_nothing_is_lost() {
    let transcriber = transcriber();
    let how = english();
    let (text, ()) = tokio::join!(
        hear(&transcriber, &how),
        signal_when(transcriber.engine(), Stage::Transcribing, Signal::KILL)
    );
    let clip = &clips()[0];
    let (errors, words) = word_errors(&clip.text, &text.unwrap());
    assert!(errors * 4 <= words);
}

#[tokio::test]
async fn a_stopped_engine_counts_as_hung_and_the_next_one_works() {
    let engine = SpeechEngine::spawn(SpeechConfig { hang_after: Duration::from_secs(10), ..config() });
    let transcriber = Transcriber::new(engine);
    let how = english();
    let (text, ()) = tokio::join!(
        hear(&transcriber, &how),
        signal_when(transcriber.engine(), Stage::Transcribing, Signal::STOP)
    );
    assert!(matches!(text, Err(SpeechError::EngineHung)), "{text:?}");
    assert!(!hear(&transcriber, &how).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_cancel_stops_the_engine_and_the_next_request_works() {
    let transcriber = transcriber();
    let how = english();
    let cancel = CancellationToken::new();
    let clip = &clips()[0];
    let stop = async {
        let mut status = transcriber.engine().status();
        status.wait_for(|status| status.stage == Stage::Transcribing).await.unwrap();
        cancel.cancel();
    };
    let (heard, ()) = tokio::join!(transcriber.transcribe(&clip.path, &how, &cancel, |_| {}), stop);
    assert!(matches!(heard, Err(SpeechError::Cancelled)), "{heard:?}");
    assert!(!hear(&transcriber, &how).await.unwrap().is_empty());
}

#[tokio::test]
async fn an_idle_engine_ends() {
    let engine = SpeechEngine::spawn(SpeechConfig { idle_unload: Duration::from_millis(10), ..config() });
    let transcriber = Transcriber::new(engine);
    assert!(!hear(&transcriber, &english()).await.unwrap().is_empty());
    let mut status = transcriber.engine().status();
    let now = *status.wait_for(|status| status.stage == Stage::Stopped).await.unwrap();
    assert_eq!(now.process, None);
}

#[tokio::test]
async fn a_missing_or_foreign_model_is_said() {
    let transcriber = transcriber();
    let dir = tempfile::tempdir().unwrap();
    let foreign = dir.path().join("foreign.bin");
    std::fs::write(&foreign, "this is not a model").unwrap();
    for path in [dir.path().join("missing.bin"), foreign] {
        let mut how = english();
        how.model.path = path;
        let error = hear(&transcriber, &how).await.unwrap_err();
        assert!(matches!(error, SpeechError::BadModel(_)), "{error}");
    }
    let mut how = english();
    how.model.vad = dir.path().join("missing.vad");
    let error = hear(&transcriber, &how).await.unwrap_err();
    assert!(matches!(&error, SpeechError::BadModel(reason) if reason.contains("missing")), "{error}");
    assert!(!hear(&transcriber, &english()).await.unwrap().is_empty(), "the engine lives");
}

#[tokio::test]
async fn a_cut_off_model_takes_down_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let whole = std::fs::read(model("whisper-tiny.en").path).unwrap();
    let transcriber = transcriber();
    for length in [40, 5000, 1_000_000] {
        let mut how = english();
        how.model.path = dir.path().join("cut.bin");
        std::fs::write(&how.model.path, &whole[..length]).unwrap();
        let error = hear(&transcriber, &how).await.unwrap_err();
        let is_told = matches!(
            error,
            SpeechError::BadModel(_) | SpeechError::OutOfMemory | SpeechError::EngineCrashed(_)
        );
        assert!(is_told, "{length} bytes: {error}");
    }
    assert!(!hear(&transcriber, &english()).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_language_that_the_model_does_not_know_is_said() {
    let transcriber = transcriber();
    for language in ["de", "klingon"] {
        let how = listening(model("whisper-tiny.en"), Some(language));
        let error = hear(&transcriber, &how).await.unwrap_err();
        assert!(matches!(error, SpeechError::BadLanguage(_)), "{error}");
    }
}

#[tokio::test]
async fn programs_that_are_no_engine_are_said() {
    let check = |script: &'static str, words: &'static str| async move {
        let script = Script::new(script);
        let transcriber = Transcriber::new(SpeechEngine::spawn(script.config()));
        let error = hear(&transcriber, &english()).await.unwrap_err();
        assert!(error.to_string().contains(words), "{error}");
    };
    check("exit 1", "stopped unexpectedly").await;
    check("echo '{\"event\":\"ready\",\"protocol\":99}'; read line", "version 99").await;
    let missing = SpeechConfig::new("/nowhere/engine".into());
    let error = hear(&Transcriber::new(SpeechEngine::spawn(missing)), &english()).await.unwrap_err();
    assert!(matches!(error, SpeechError::EngineMissing(_)), "{error}");
}

#[tokio::test]
async fn a_beam_and_a_prompt_are_understood() {
    let transcriber = transcriber();
    let how = Listening {
        search: Search::Beam { width: 3 },
        prompt: "Sense and Sensibility. ".repeat(100),
        ..english()
    };
    assert!(!hear(&transcriber, &how).await.unwrap().is_empty());
}

#[test]
fn the_engine_is_found_where_the_environment_says() {
    assert_eq!(find_engine(std::path::Path::new("/nowhere")), Some(engine()));
}
