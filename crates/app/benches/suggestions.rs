//! How long a listing of suggestions takes on a profile of 5,000 messages, and how much of a processor it takes: a page
//! that is opened waits for it, while nothing else should.
#![expect(clippy::print_stdout, reason = "printing is what it is for")]

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Instant;

use attune_app::{App, AppOptions, Clock, Home, commands};
use attune_domain::{MessageStatus, RoleId, Timestamp};
use attune_store::{Ending, NewConversation, NewTurn, Place, Store, StoreOptions};
use attune_wire::ListSuggestions;
use serde_json::json;
use uuid::Uuid;

const MESSAGES: usize = 5_000;
/// Of those, so many make a conversation.
const USUAL: usize = 20;
/// Over so many days.
const DAYS: i64 = 120;
const LISTINGS: u32 = 20;
const STARTS: u32 = 4;
/// What a listing may take of a processor, in milliseconds.
const MARK: f64 = 30.0;

/// Monday, 23 November 2026, 10:00.
const MONDAY: i64 = 1_795_428_000_000;
const DAY: i64 = 86_400_000;

/// What is asked, in turn: most of it names no day.
const ASKED: [&str; 8] = [
    "What did the supplier say about the outage, and who has to be told before the board meets?",
    "Summarise the notes of the review in five points, with the open questions at the end.",
    "Remind me on Friday to send the contract to the lawyers.",
    "Why is the nightly job slow since the database was moved to the new machine?",
    "Write a polite reply to the customer who waits for the spare part since Monday.",
    "Wie erkläre ich dem Team, warum das Budget in diesem Jahr nicht reicht?",
    "The offer has to be handed in by 3 December, what is still missing in it?",
    "Compare both offers for the cleaning of the offices, and say which one you would take and why.",
];

type Failure = Box<dyn std::error::Error>;

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    let home = Home::new(folder.path().join("home"));
    fill(&home).await?;
    let options = AppOptions {
        policy_file: folder.path().join("policy.toml"),
        clock: Clock::universal(|| MONDAY),
        ..AppOptions::at(home)
    };
    // The first program of all makes its patterns ready as well.
    let mut first = 0.0;
    for number in 0..=STARTS {
        let app = App::open(options.clone()).await?;
        let before = processor_ms();
        println!("{} suggestions", list(&app).await?);
        if let (Some(before), Some(after), true) = (before, processor_ms(), number > 0) {
            first += (after - before) / f64::from(STARTS);
        }
        app.close().await;
    }
    figure("suggestions at 5,000 messages, processor time of a first listing", first, None);
    let app = App::open(options).await?;
    list(&app).await?;
    let (begun, used) = (Instant::now(), processor_ms());
    for _ in 0..LISTINGS {
        list(&app).await?;
    }
    let each = |total: f64| total / f64::from(LISTINGS);
    let took = each(begun.elapsed().as_secs_f64() * 1_000.0);
    figure("suggestions at 5,000 messages, a later listing", took, None);
    if let (Some(before), Some(after)) = (used, processor_ms()) {
        let name = "suggestions at 5,000 messages, processor time of a later listing";
        figure(name, each(after - before), Some(MARK));
    }
    app.close().await;
    Ok(())
}

async fn list(app: &App) -> Result<usize, Failure> {
    let request = ListSuggestions { role: None, language: None };
    Ok(commands::list_suggestions(app, request).await?.suggestions.len())
}

/// Fills a profile through the real store, up to the day before.
async fn fill(home: &Home) -> Result<(), Failure> {
    let step = DAYS * DAY / i64::try_from(MESSAGES)?;
    let clock = Arc::new(AtomicI64::new(MONDAY - (DAYS + 1) * DAY));
    let now = clock.clone();
    let options = StoreOptions {
        now: Arc::new(move || Timestamp(now.load(Ordering::Relaxed))),
        ids: Arc::new(Uuid::now_v7),
        actor: None,
    };
    std::fs::create_dir_all(home.database().parent().map(PathBuf::from).unwrap_or_default())?;
    let store = Store::open(home.database(), options).await?;
    for number in 0..MESSAGES / USUAL {
        let new = NewConversation { title: format!("Matter {number}"), role: RoleId::new("leader")? };
        let conversation = store.create_conversation(new).await?.id;
        for turn in 0..USUAL / 2 {
            let question = format!("{} ({number}, {turn})", ASKED[(number + turn * 3) % ASKED.len()]);
            let begun =
                NewTurn { place: Place::Tip(conversation), question, attached: None, events: Vec::new() };
            let begun = store.begin_turn(begun).await?;
            let ending = Ending {
                status: MessageStatus::Complete,
                text: "What the supplier said about it, and what it means for the contract. ".repeat(12),
                origin: None,
                adherence: None,
                failure: None,
                events: Vec::new(),
            };
            store.finish(begun.answer.message.id, ending).await?;
            clock.fetch_add(2 * step, Ordering::Relaxed);
        }
    }
    Ok(store.close().await?)
}

/// What this program has used of processors so far, as Linux counts it, in hundredths of a second.
fn processor_ms() -> Option<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    let mut rest = stat.rsplit_once(')')?.1.split_whitespace().skip(11);
    let mut ticks = || rest.next()?.parse::<f64>().ok();
    Some((ticks()? + ticks()?) * 10.0)
}

fn figure(name: &str, value: f64, mark: Option<f64>) {
    let mut line = json!({ "name": name, "value": (value * 10.0).round() / 10.0, "unit": "ms" });
    if let Some(mark) = mark {
        line["mark"] = mark.into();
        line["better"] = "lower".into();
    }
    println!("{line}");
}
