//! What Attune itself adds to a turn, on a profile of 10,000 messages, with the real engine and the smallest
//! model.
//!
//! Counted is the whole time from the call of `ask` to its outcome, less the engine's own: from the arrival
//! of the request in the engine to the end of its last token, as the engine measures and reports it
//! (`ttft_ms`, and `tokens - 1` at `tokens_per_s`). So it holds, among all else: making question and answer
//! durable, choosing role and model, reading the recent turns, composing, the way to the engine and back
//! through pipes and frames, what flushing delays, measuring adherence, storing the end. Of the engine's work
//! nothing is counted, and of ours nothing is left out.
//!
//! Half of the questions begin a conversation, half go on in a long one. The first of each kind warms up: it
//! loads the model.
#![allow(clippy::print_stdout, reason = "printing is what it is for")]

mod common;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use anyhow::{Context as _, Result, ensure};
use attune_app::{App, AppOptions, ConversationId, Home, commands};
use attune_tests::{Profile, program};
use attune_wire::{
    AnswerEvent, AnswerOutcome, Ask, EngineState, Event, ListConversations, SaveDraft, StatusOfMessage,
};
use serde_json::json;

use common::{figure, fill, quantile};

const ROUNDS: usize = 25;
/// What all of ours may take, in milliseconds.
const MARK: f64 = 10.0;
/// Reading is most of the time to the first token, of which a second turn may take this share of an uncached one.
const ANEW: f64 = 0.3;

/// One turn, in milliseconds.
struct Turn {
    /// All of ours.
    ours: f64,
    /// From the call to the word that question and answer are durable.
    accepted: f64,
    /// Reading the recent turns and composing the prompt.
    composed: f64,
    /// From the last piece of the answer to its outcome: the model's last step is in it.
    ended: f64,
}

#[tokio::main]
async fn main() -> Result<()> {
    // A short context, so that reading a long conversation anew does not take most of the bench's time.
    let settings = [("profile.role", json!("leader")), ("chat.context_tokens", json!(1536))];
    let profile = Profile::settled(&settings).await?;
    fill(&profile).await?;
    let options = AppOptions {
        engine: Some(program("ATTUNE_CHAT_ENGINE")?),
        ..AppOptions::at(Home::new(profile.path()))
    };
    let app = App::open(options).await?;
    let long = commands::list_conversations(&app, ListConversations {}).await?;
    let long = long.first().context("the profile is empty")?.id;
    let (mut new, mut further) = (Vec::new(), Vec::new());
    for round in 0..=ROUNDS {
        let pair = [turn(&app, None).await?, turn(&app, Some(long)).await?];
        if round > 0 {
            let [begun, continued] = pair;
            new.push(begun);
            further.push(continued);
        }
    }
    let anew = read_anew(&app).await?;
    app.close().await;

    for (name, turns) in [("new conversation", &new), ("long conversation", &further)] {
        for (part, read) in [
            ("ours", (|turn| turn.ours) as fn(&Turn) -> f64),
            ("until durable", |turn| turn.accepted),
            ("composing", |turn| turn.composed),
            ("after the last piece", |turn| turn.ended),
        ] {
            let values: Vec<f64> = turns.iter().map(read).collect();
            figure(&format!("a turn, {name}: {part}, median"), quantile(&values, 0.5), "ms", None);
        }
    }
    let all: Vec<f64> = new.iter().chain(&further).map(|turn| turn.ours).collect();
    figure("a turn: all of ours, median", quantile(&all, 0.5), "ms", None);
    figure("a turn: all of ours, p95", quantile(&all, 0.95), "ms", Some(MARK));
    figure(
        "a follow-up: tokens of its prompt that are read anew, median",
        quantile(&anew, 0.5),
        "",
        Some(ANEW),
    );
    Ok(())
}

/// The share of a second question's prompt that the engine has to read once it is asked: what stands before it was
/// read while it was typed.
async fn read_anew(app: &App) -> Result<Vec<f64>> {
    let mut shares = Vec::new();
    for thing in ["a supplier", "a warranty", "a tender", "an audit", "a backlog"] {
        let first = ask(app, None, &format!("Explain what {thing} is, with an example.")).await?;
        type_first_letter(app, first.conversation.id).await?;
        let next = ask(app, Some(first.conversation.id), "And which risks does one bring?").await?;
        let origin = next.answer.origin.context("an answer without its origin")?;
        ensure!(origin.prompt_tokens > 0, "a prompt without tokens");
        shares.push(1.0 - f64::from(origin.reused_tokens) / f64::from(origin.prompt_tokens));
    }
    Ok(shares)
}

/// Begins to write a question, and waits until the engine has read what comes before it.
async fn type_first_letter(app: &App, conversation: ConversationId) -> Result<()> {
    let mut events = app.events();
    let draft = SaveDraft { conversation: Some(conversation), text: "A".to_owned() };
    commands::save_draft(app, draft).await?;
    let mut was_busy = false;
    loop {
        if let Event::EngineChanged { engine } = events.recv().await? {
            was_busy |= engine.state == EngineState::Busy;
            if was_busy && engine.state == EngineState::Idle {
                return Ok(());
            }
        }
    }
}

async fn ask(app: &App, conversation: Option<ConversationId>, text: &str) -> Result<AnswerOutcome> {
    Ok(commands::ask(app, asked(conversation, text), |_| ()).await?)
}

fn asked(conversation: Option<ConversationId>, text: &str) -> Ask {
    Ask { conversation, text: text.to_owned(), ..Ask::default() }
}

async fn turn(app: &App, conversation: Option<ConversationId>) -> Result<Turn> {
    let request = asked(conversation, "Name one colour. Answer with one word.");
    // When question and answer were durable, and when the last piece came.
    let told = Arc::new(Mutex::new((None, None)));
    let tell = told.clone();
    let asked = Instant::now();
    let outcome = commands::ask(app, request, move |event| {
        let mut told = tell.lock().unwrap_or_else(PoisonError::into_inner);
        match event {
            AnswerEvent::Accepted { .. } => told.0 = Some(asked.elapsed()),
            AnswerEvent::Token { .. } => told.1 = Some(asked.elapsed()),
            _ => {}
        }
    });
    let outcome = outcome.await?;
    let wall = asked.elapsed();
    let (accepted, last) = *told.lock().unwrap_or_else(PoisonError::into_inner);
    let last = last.context("no answer came")?;
    let (model, composed) = model_time(&outcome)?;
    Ok(Turn {
        ours: wall.as_secs_f64() * 1e3 - model,
        accepted: accepted.context("nothing was stored")?.as_secs_f64() * 1e3,
        composed,
        ended: (wall - last).as_secs_f64() * 1e3,
    })
}

/// The engine's own milliseconds, and those of composing.
fn model_time(outcome: &AnswerOutcome) -> Result<(f64, f64)> {
    ensure!(outcome.answer.status == StatusOfMessage::Complete, "{:?}", outcome.error);
    let origin = outcome.answer.origin.as_ref().context("an answer without its origin")?;
    ensure!(origin.tokens > 1 && origin.tokens_per_s > 0.0, "too short to measure: {origin:?}");
    let after_first = f64::from(origin.tokens - 1) / origin.tokens_per_s * 1e3;
    Ok((origin.ttft_ms + after_first, origin.personalisation_ms))
}
