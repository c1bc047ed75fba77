//! Conversations that a test wants to find, written through the real store before the profile is opened.
//!
//! A file has one conversation a line, as JSON:
//! `{"title": "…", "role": "leader", "pinned": false, "at": 1760000000000, "turns": [["question", "answer"]]}`.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use anyhow::{Context as _, Result};
use attune_app::Home;
use attune_domain::{AnswerOrigin, MessageStatus, RoleId, Timestamp};
use attune_store::{Ending, NewConversation, NewTurn, Place, Store, StoreOptions};
use serde::Deserialize;
use uuid::Uuid;

/// A conversation as it is to be found.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Conversation {
    title: String,
    role: RoleId,
    #[serde(default)]
    pinned: bool,
    /// When all of it was written, in milliseconds since 1970.
    at: i64,
    /// Questions with their answers.
    turns: Vec<(String, String)>,
}

/// Writes every conversation of `file` into the profile at `home`.
pub(crate) async fn seed(home: &Home, file: &Path) -> Result<()> {
    let text = std::fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))?;
    let clock = Arc::new(AtomicI64::new(0));
    let reading = clock.clone();
    let options = StoreOptions {
        now: Arc::new(move || Timestamp(reading.load(Ordering::Relaxed))),
        ids: Arc::new(Uuid::now_v7),
        actor: None,
    };
    let store = Store::open(home.database(), options).await?;
    for (number, line) in text.lines().enumerate() {
        let conversation: Conversation = serde_json::from_str(line)
            .with_context(|| format!("line {} of {}", number + 1, file.display()))?;
        clock.store(conversation.at, Ordering::Relaxed);
        write(&store, conversation).await?;
    }
    store.close().await?;
    Ok(())
}

async fn write(store: &Store, conversation: Conversation) -> Result<()> {
    let Conversation { title, role, pinned, turns, .. } = conversation;
    let id = store.create_conversation(NewConversation { title, role: role.clone() }).await?.id;
    for (question, text) in turns {
        let turn = NewTurn { place: Place::Tip(id), question, attached: None, events: Vec::new() };
        let answer = store.begin_turn(turn).await?.answer.message.id;
        let origin = AnswerOrigin { role: Some(role.clone()), role_version: 1, ..AnswerOrigin::default() };
        let ending = Ending {
            status: MessageStatus::Complete,
            text,
            origin: Some(origin),
            adherence: None,
            failure: None,
            events: Vec::new(),
        };
        store.finish(answer, ending).await?;
    }
    if pinned {
        store.pin_conversation(id, true).await?;
    }
    Ok(())
}
