//! Text that comes while somebody speaks.

use attune_models::speech::{Dictated, FRAME, Feed, SpeechError};
use tokio::sync::mpsc::UnboundedReceiver;

use crate::support::*;

/// What came of it: each text that was shown, and the last one.
async fn listen(mut events: UnboundedReceiver<Dictated>) -> (Vec<(String, String)>, String) {
    let mut shown = Vec::new();
    while let Some(event) = events.recv().await {
        match event {
            Dictated::Text { settled, open } => shown.push((settled, open)),
            Dictated::Done(transcript) => return (shown, transcript.text()),
            Dictated::Failed { error, .. } => panic!("{error}"),
        }
    }
    panic!("it ended without a last word");
}

fn speak(feed: &Feed, samples: &[f32]) {
    for block in samples.chunks(1600) {
        feed.push(block.to_vec());
    }
}

#[tokio::test]
async fn text_comes_while_somebody_speaks_and_what_settled_stays() {
    let clips = clips();
    let transcriber = transcriber();
    let (feed, mut events) = transcriber.dictate(english()).unwrap();
    let sound = samples(&clips[0].path);
    // The next block comes when the text of the last one was seen, as if the engine were as fast as speech. There
    // is enough in each to be worth a look.
    let mut shown = Vec::new();
    for block in [0..48_000, 48_000..72_000, 72_000..96_000] {
        speak(&feed, &sound[block]);
        match events.recv().await {
            Some(Dictated::Text { settled, open }) => shown.push((settled, open)),
            other => panic!("{other:?}"),
        }
    }
    assert!(shown.iter().any(|(_, open)| !open.is_empty()), "{shown:?}");
    speak(&feed, &sound[96_000..]);
    feed.finish();
    let (more, text) = listen(events).await;
    let (errors, words) = word_errors(&clips[0].text, &text);
    assert!(errors * 4 <= words, "{} was heard as {text}", clips[0].text);
    assert!(!more.is_empty());
    let settled: Vec<String> = shown.into_iter().map(|(settled, _)| settled).collect();
    assert!(settled.windows(2).all(|pair| pair[1].starts_with(&pair[0])), "{settled:?}");
}

#[tokio::test]
async fn a_pause_settles_and_what_follows_is_added() {
    let clips = clips();
    let (feed, events) = transcriber().dictate(english()).unwrap();
    speak(&feed, &samples(&clips[1].path));
    (0..4).for_each(|_| speak(&feed, &pause()));
    speak(&feed, &samples(&clips[2].path));
    feed.finish();
    let (_, text) = listen(events).await;
    let (errors, words) = word_errors(&format!("{} {}", clips[1].text, clips[2].text), &text);
    assert!(errors * 4 <= words, "{text}");
}

#[tokio::test]
async fn a_text_that_was_decided_in_a_pause_is_the_last_one() {
    let answers_once = Script::new(
        r#"echo '{"event":"ready","protocol":1}'; read line; echo '{"event":"loaded","multilingual":true,"load_ms":1}'
        read line
        echo '{"event":"segment","id":1,"segment":{"start_s":0,"end_s":3,"pieces":[{"text":" Once","probability":1}],"no_speech":0,"mean_log_probability":0}}'
        echo '{"event":"done","id":1,"language":"en","cancelled":false,"wall_ms":1}'
        read line; exit 3"#,
    );
    let engine = attune_models::speech::SpeechEngine::spawn(answers_once.config());
    let (feed, mut events) = attune_models::speech::Transcriber::new(engine).dictate(english()).unwrap();
    let mut sound = samples(&clips()[0].path);
    sound.extend(&pause()[..7 * FRAME]);
    feed.push(sound);
    let shown = events.recv().await;
    assert!(matches!(&shown, Some(Dictated::Text { open, .. }) if open == "Once"), "{shown:?}");
    feed.push(pause());
    feed.finish();
    assert_eq!(listen(events).await, (vec![("Once".into(), String::new())], "Once".into()));
}

#[tokio::test]
async fn silence_gives_no_text() {
    let (feed, events) = transcriber().dictate(english()).unwrap();
    speak(&feed, &noise(5, 0.01));
    feed.finish();
    assert_eq!(listen(events).await, (Vec::new(), String::new()));
}

#[tokio::test]
async fn a_dropped_feed_cancels() {
    let transcriber = transcriber();
    let (feed, mut events) = transcriber.dictate(english()).unwrap();
    speak(&feed, &samples(&clips()[0].path));
    drop(feed);
    while let Some(event) = events.recv().await {
        assert!(matches!(event, Dictated::Text { .. }), "{event:?}");
    }
}

#[tokio::test]
async fn what_was_heard_is_kept_when_the_engine_fails() {
    let clips = clips();
    let fails = Script::new(
        r#"echo '{"event":"ready","protocol":1}'; read line; echo '{"event":"loaded","multilingual":true,"load_ms":1}'
        read line; exit 3"#,
    );
    let engine = attune_models::speech::SpeechEngine::spawn(fails.config());
    let transcriber = attune_models::speech::Transcriber::new(engine);
    let (feed, mut events) = transcriber.dictate(english()).unwrap();
    speak(&feed, &samples(&clips[0].path));
    feed.finish();
    loop {
        match events.recv().await.expect("it says that it failed") {
            Dictated::Text { .. } => {}
            Dictated::Failed { error, heard } => {
                assert!(matches!(error, SpeechError::EngineCrashed(_)), "{error}");
                assert!(heard.audio_s > 0.0);
                return;
            }
            Dictated::Done(transcript) => panic!("{transcript:?}"),
        }
    }
}
