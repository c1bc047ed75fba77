//! Kill -9 on the window's own process, and on the engine under it, while an answer is written.
//!
//! A window takes seconds where the terminal takes a fraction of one, so that fewer kills happen here than in
//! `kills`; what is looked at is the same, and how the window tells it.
#![cfg(target_os = "linux")]

use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use attune_app::{App, AppOptions, Home, commands};
use attune_tests::{Profile, Window, command, program};
use attune_wire::{ListConversations, MessageView, OpenConversation, StatusOfMessage};
use serde_json::Value;

/// Kills of the window.
const WINDOW_KILLS: u32 = 20;
/// Kills of the engine under it.
const ENGINE_KILLS: u32 = 12;

const ENGINE: &str = "attune-chat-eng";
const LONG: &str = "Count from one to three hundred in words, one after the other. Never stop early.";

/// How many letters the answers on the screen have.
const LETTERS: &str = "(document.querySelector('article.answer .prose')?.innerText.length ?? 0)";
const ACKNOWLEDGED: &str = "Boolean(document.querySelector('article.answer'))";

#[tokio::test]
async fn a_killed_window_loses_no_question_and_keeps_what_had_come() -> Result<()> {
    let profile = Profile::settled(&[]).await?;
    let mut random = 7;
    let mut acknowledged = Vec::new();
    let mut left = Vec::new();
    for kill in 0..WINDOW_KILLS {
        let window = Window::open(profile.path()).await?;
        window.ask(&format!("Question {kill}, to the end. {LONG}")).await?;
        // A quarter dies while the question is on its way or the model is read; the others at some letter of
        // the answer, or a moment after it.
        let letters = draw(&mut random) % 400;
        if !kill.is_multiple_of(4) {
            let reached =
                format!("{LETTERS} >= {letters} || {LETTERS} > 0 && !document.querySelector('.caret')");
            window.until("the answer has come so far", &reached).await?;
        }
        let seen = window.value(&format!("[{ACKNOWLEDGED}, {LETTERS}]")).await?;
        if seen[0] == true {
            acknowledged.push(kill);
        }
        let moment = Duration::from_millis(draw(&mut random) % 120);
        tokio::time::timeout(moment, std::future::pending::<()>()).await.err();
        left.extend(window.kill().await?);
    }
    ensure!(left.len() as u32 > WINDOW_KILLS, "the window has had no children: {left:?}");
    ensure!(left.iter().any(|child| child.starts_with(ENGINE)), "no engine was there to be left: {left:?}");

    let (mut whole, mut kept) = (0, 0);
    let app = App::open(AppOptions::at(Home::new(profile.path()))).await?;
    let (mut found, mut cut_off) = (Vec::new(), None);
    for conversation in commands::list_conversations(&app, ListConversations {}).await? {
        let request = OpenConversation { id: conversation.id, at: None };
        let opened = commands::open_conversation(&app, request).await?;
        let [question, answer] = <[MessageView; 2]>::try_from(opened.messages)
            .map_err(|all| anyhow::anyhow!("a question without its answer, or the reverse: {all:?}"))?;
        let words = question.text.strip_suffix(&format!(", to the end. {LONG}"));
        let number: u32 = words.and_then(|words| words.strip_prefix("Question ")).context("torn")?.parse()?;
        found.push(number);
        match answer.status {
            StatusOfMessage::Complete => whole += 1,
            StatusOfMessage::Interrupted if answer.text.is_empty() => {}
            StatusOfMessage::Interrupted => {
                kept += 1;
                // The newest come first; a list shows only so many.
                cut_off = cut_off.or(Some(number));
            }
            other => anyhow::bail!("an answer was left {other:?}"),
        }
    }
    app.close().await;
    let lost: Vec<u32> = acknowledged.into_iter().filter(|kill| !found.contains(kill)).collect();
    ensure!(lost.is_empty(), "questions {lost:?} were on the screen with their answers and are gone");
    ensure!(kept > 5, "{kept} answers were cut off and {whole} whole: the test proves little");

    let mut doctor = command(program("ATTUNE_CTL")?);
    let said = doctor.args(["doctor", "--json"]).env("ATTUNE_HOME", profile.path()).output().await?;
    let checks: Vec<Value> = serde_json::from_slice(&said.stdout)?;
    let database =
        checks.iter().find(|check| check["name"] == "database").context("no check of the database")?;
    ensure!(database["status"] == "ok", "{database}");

    // And the window says so.
    let window = Window::open(profile.path()).await?;
    let cut_off = cut_off.context("none was cut off")?;
    window.named_containing(&format!("Question {cut_off},")).await?.click().await?;
    window
        .until(
            "it says that the answer was cut off",
            "document.body.innerText.includes('This answer was cut off')",
        )
        .await?;
    window.keep_picture("30-after-a-kill").await?;
    window.close().await
}

#[tokio::test]
async fn an_engine_that_is_killed_is_told_of_and_answers_again() -> Result<()> {
    let profile = Profile::settled(&[]).await?;
    let window = Window::open(profile.path()).await?;
    let mut random = 11;
    for kill in 0..ENGINE_KILLS {
        until_under_way(&window, 1 + draw(&mut random) % 40).await?;
        let engine = window.child(ENGINE).context("no engine runs")?;
        command("kill").args(["-9", &engine.to_string()]).status().await?;
        window
            .until(
                "the window says what failed",
                "document.body.innerText.includes('The engine on this device failed')",
            )
            .await?;
        if kill == 0 {
            window.keep_picture("31-engine-killed").await?;
        }
        window.named("Try again").await?.click().await?;
        window.until("another answer grows", "document.querySelector('article.answer .caret')").await?;
        window.named("Stop").await?.click().await?;
        window
            .until("it has stopped", "!document.querySelector('article.answer[aria-busy=\"true\"]')")
            .await?;
    }
    let questions = window.value("document.querySelectorAll('article.question').length").await?;
    ensure!(questions.as_u64() > Some(0), "the questions are gone");
    window.keep_picture("32-engine-answers-again").await?;
    window.close().await
}

/// Asks until an answer has so many letters and goes on: the smallest model ends some answers early, and more
/// so in a conversation where it did that before.
async fn until_under_way(window: &Window, letters: u64) -> Result<()> {
    let answer = "[...document.querySelectorAll('article.answer')].at(-1)";
    let grown =
        format!("Boolean({answer}?.querySelector('.caret')) && {answer}.innerText.length >= {letters}");
    let ended = format!("{answer}?.getAttribute('aria-busy') === 'false'");
    loop {
        window.named_containing("New conversation").await?.click().await?;
        window.until("the conversation is new", &format!("!{answer}")).await?;
        window.ask(LONG).await?;
        window.until("an answer grows, or ends", &format!("({grown}) || ({ended})")).await?;
        if window.value(&grown).await? == true {
            return Ok(());
        }
    }
}

/// The next of a fixed row of numbers.
fn draw(random: &mut u64) -> u64 {
    *random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    *random >> 33
}
