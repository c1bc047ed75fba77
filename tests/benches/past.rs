//! What all of personalisation adds to a turn on a profile of 5,000 messages: memories, the past, style and
//! composing, with the question's vector made by the real embedder.
//!
//! The time is the one that every answer notes (`personalisation_ms`). The provider that is asked is one that
//! policy forbids, so that no model is waited for. The messages have vectors in directions that were drawn.
#![allow(clippy::print_stdout, reason = "printing is what it is for")]

#[path = "common/figures.rs"]
mod figures;
#[path = "common/home.rs"]
mod home;

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use anyhow::{Context as _, Result};
use attune_app::{App, AppOptions, Home, commands};
use attune_domain::{Embedding, MessageId, MessageStatus, ModelId, QuantisedEmbedding, RoleId, Timestamp};
use attune_store::{Ending, NewConversation, NewTurn, Place, Store, StoreOptions};
use attune_wire::{Ask, ModelChoiceView, ProviderDraft, ProviderKindView, SaveProvider};
use uuid::Uuid;

use figures::figure;
use home::home_with;

const MESSAGES: usize = 5_000;
/// Of those, so many make a conversation.
const USUAL: usize = 50;
const QUESTIONS: usize = 60;
/// What all of it may take, in milliseconds.
const MARK: f64 = 25.0;

#[tokio::main]
async fn main() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let home =
        home_with(folder.path(), &["bge-small-en.onnx", "bge-small-en.tokenizer", "bge-small-en.json"])?;
    fill(&home).await?;
    let policy_file = folder.path().join("policy.toml");
    std::fs::write(&policy_file, "[remote]\nallowed = false\n")?;
    let app = App::open(AppOptions { policy_file, ..AppOptions::at(home) }).await?;
    let provider = ProviderDraft {
        id: None,
        name: "Elsewhere".to_owned(),
        kind: ProviderKindView::OpenAi {},
        base_url: "https://models.example.com/v1".to_owned(),
        model: "large".to_owned(),
        context_tokens: 4096,
        enabled: true,
        memories: Some(true),
        images: None,
    };
    let provider = commands::save_provider(&app, SaveProvider { provider, key: None }).await?.id;
    app.make_ready().await;
    let mut took = Vec::new();
    for number in 0..QUESTIONS {
        let ask = Ask {
            text: format!("What did the supplier say about outage {number}, and who is told?"),
            model: Some(ModelChoiceView::Remote { provider: provider.clone() }),
            ..Ask::default()
        };
        let outcome = commands::ask(&app, ask, |_| ()).await?;
        took.push(outcome.answer.origin.context("an answer without its origin")?.personalisation_ms);
    }
    app.close().await;
    took.sort_by(f64::total_cmp);
    let at = |share: f64| took[((took.len() - 1) as f64 * share).round() as usize];
    figure("personalisation of a turn, 5,000 messages: least", at(0.0), "ms", None);
    figure("personalisation of a turn, 5,000 messages: median", at(0.5), "ms", None);
    figure("personalisation of a turn, 5,000 messages: p95", at(0.95), "ms", Some(MARK));
    Ok(())
}

/// Fills a profile through the real store.
async fn fill(home: &Home) -> Result<()> {
    let clock = Arc::new(AtomicI64::new(1_700_000_000_000));
    let options = StoreOptions {
        now: Arc::new(move || Timestamp(clock.fetch_add(1000, Ordering::Relaxed))),
        ids: Arc::new(Uuid::now_v7),
        actor: None,
    };
    let store = Store::open(home.database(), options).await?;
    let (role, model) = (RoleId::new("leader")?, ModelId::new("bge-small-en")?);
    let mut drawn = 1_u64;
    for number in 0..MESSAGES / USUAL {
        let new = NewConversation { title: format!("Outage {number}"), role: role.clone() };
        let conversation = store.create_conversation(new).await?.id;
        let mut vectors: Vec<(MessageId, QuantisedEmbedding)> = Vec::new();
        for turn in 0..USUAL / 2 {
            let question = format!("Question {turn} about outage {number}: what does the contract say?");
            let begun =
                NewTurn { place: Place::Tip(conversation), question, attached: None, events: Vec::new() };
            let begun = store.begin_turn(begun).await?;
            let ending = Ending {
                status: MessageStatus::Complete,
                text: "What the supplier said about it, and what it means for the contract. ".repeat(4),
                origin: None,
                adherence: None,
                failure: None,
                events: Vec::new(),
            };
            store.finish(begun.answer.message.id, ending).await?;
            for message in [begun.question.message.id, begun.answer.message.id] {
                vectors.push((message, direction(&mut drawn)?));
            }
        }
        store.keep_vectors(&model, &vectors).await?;
    }
    Ok(store.close().await?)
}

/// A direction that was drawn (Knuth's linear congruences: any noise will do).
fn direction(drawn: &mut u64) -> Result<QuantisedEmbedding> {
    let mut next = || {
        *drawn = drawn.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (*drawn >> 40) as f32 / (1_u64 << 23) as f32 - 1.0
    };
    let values: Vec<f32> = (0..384).map(|_| next()).collect();
    Ok(Embedding::normalised(values)?.quantised())
}
