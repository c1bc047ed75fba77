//! Reading aside with engines that fail: one that dies, hangs, or says what the person never said. And what waits
//! while the machine runs on its battery.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use attune_app::{Power, commands};
use attune_wire::ListMemories;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::{Profile, further, question};

/// Something of the person that no rule reads.
const TOLD: &str = "The sea calms me, and I feel at home near big waves.";

/// An engine that answers every question with `Yes.`, and does `aside` when it is to read a message.
fn engine(aside: &str) -> (TempDir, PathBuf) {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("engine.sh");
    let script = format!(
        r#"#!/bin/sh
says() {{
    printf '{{"event":"started","id":%s,"prompt_tokens":9,"reused_tokens":0,"dropped_turns":0}}\n' "$id"
    printf '{{"event":"token","id":%s,"text":%s}}\n' "$id" "$1"
    printf '{{"event":"done","id":%s,"reason":"stop","tokens":1,"ttft_ms":1.0,"tokens_per_s":1.0}}\n' "$id"
}}
echo '{{"event":"ready","protocol":1}}'
while read -r line; do
    id=$(printf '%s' "$line" | sed 's/^{{"do":"[a-z]*","id":\([0-9]*\).*/\1/')
    case "$line" in
    *'"do":"load"'*) echo '{{"event":"loaded","context_tokens":2048,"load_ms":1.0}}' ;;
    *'"do":"generate"'*'"schema":{{'*) {aside} ;;
    *'"do":"generate"'*) says '"Yes."' ;;
    *'"do":"quit"'*) exit 0 ;;
    esac
done
"#
    );
    std::fs::write(&path, script).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    (folder, path)
}

/// An engine that says this when it is to read a message.
fn that_says(answer: &str) -> (TempDir, PathBuf) {
    let text = Value::String(answer.to_owned()).to_string();
    engine(&format!("says '{text}'"))
}

fn plugged_in() -> Power {
    Power::told_by(|| false)
}

/// What a model that did its work would say.
fn well_read() -> String {
    entry("The sea calms me")
}

fn entry(quote: &str) -> String {
    let entry = json!({ "text": "The sea calms them", "kind": "fact", "about": "sea", "quote": quote, "confidence": 0.9 });
    json!({ "memories": [entry] }).to_string()
}

async fn texts(profile: &Profile) -> Vec<String> {
    let request = ListMemories { query: None, all: true };
    let memories = commands::list_memories(&profile.app, request).await.unwrap();
    memories.into_iter().map(|memory| memory.text).collect()
}

#[tokio::test]
async fn only_what_the_person_said_is_learned_of_what_an_engine_says() {
    for (answer, learned) in [
        (well_read(), 1),
        (entry("The mountains calm me"), 0),
        (entry(""), 0),
        ("The person loves the sea.".to_owned(), 0),
        (r#"{"memories":[{"text":"The sea calms them","kind":"#.to_owned(), 0),
        (r#"{"memories":[]}"#.to_owned(), 0),
        (r#"["sea"]"#.to_owned(), 0),
        (String::new(), 0),
    ] {
        let (_folder, engine) = that_says(&answer);
        let profile = Profile::with_engine(engine, plugged_in()).await;
        assert!(profile.ask(question(TOLD)).await.unwrap().error.is_none());
        assert_eq!(profile.app.read_set_aside().await.unwrap(), 1, "{answer}");
        assert_eq!(texts(&profile).await.len(), learned, "{answer}");
        assert_eq!(profile.app.read_set_aside().await.unwrap(), 0, "it is read once: {answer}");
        profile.app.close().await;
    }
}

#[tokio::test]
async fn an_engine_that_dies_over_a_message_is_not_given_it_again() {
    let (_folder, engine) = engine("kill -KILL $$");
    let profile = Profile::with_engine(engine, plugged_in()).await;
    let first = profile.ask(question(TOLD)).await.unwrap();
    assert_eq!(profile.app.read_set_aside().await.unwrap(), 1);
    let next = profile.ask(further(first.conversation.id, "Hello")).await.unwrap();
    assert!(next.error.is_none(), "{:?}", next.error);
    assert_eq!(profile.app.read_set_aside().await.unwrap(), 0);
    assert!(texts(&profile).await.is_empty());
}

#[tokio::test]
async fn an_engine_that_hangs_over_a_message_is_taken_from_it_by_a_question() {
    // It hangs the first time only, says so through one pipe, and waits for what never comes through another.
    let well = Value::String(well_read()).to_string();
    let hangs = ": > \"$0.hung\"; echo hung > \"$0.says\"; read -r never < \"$0.never\"";
    let (folder, engine) = engine(&format!("if [ -e \"$0.hung\" ]; then says '{well}'; else {hangs}; fi"));
    let pipe = |name: &str| folder.path().join(format!("engine.sh.{name}"));
    for name in ["says", "never"] {
        #[expect(clippy::disallowed_methods, reason = "the test makes a pipe for its own engine")]
        let mut mkfifo = std::process::Command::new("mkfifo");
        assert!(mkfifo.arg(pipe(name)).status().unwrap().success());
    }
    let profile = Profile::with_engine(engine, plugged_in()).await;
    let first = profile.ask(question(TOLD)).await.unwrap();
    let app = profile.app.clone();
    let reading = tokio::spawn(async move { app.read_set_aside().await.unwrap() });
    assert_eq!(tokio::fs::read_to_string(pipe("says")).await.unwrap(), "hung\n");
    let next = profile.ask(further(first.conversation.id, "Hello")).await.unwrap();
    assert!(next.error.is_none(), "{:?}", next.error);
    assert_eq!(reading.await.unwrap(), 0, "the message waits");
    assert_eq!(profile.app.read_set_aside().await.unwrap(), 1);
}

#[tokio::test]
async fn nothing_is_read_aside_while_the_battery_pays_for_it() {
    let (_folder, engine) = that_says(&well_read());
    let battery = Arc::new(AtomicBool::new(true));
    let told = battery.clone();
    let power = Power::told_by(move || told.load(Ordering::Relaxed));
    let profile = Profile::with_engine(engine, power).await;
    profile.ask(question(TOLD)).await.unwrap();
    assert_eq!(profile.app.read_set_aside().await.unwrap(), 0);
    assert!(texts(&profile).await.is_empty());
    battery.store(false, Ordering::Relaxed);
    assert_eq!(profile.app.read_set_aside().await.unwrap(), 1);
    assert_eq!(texts(&profile).await, ["The sea calms them"]);
}
