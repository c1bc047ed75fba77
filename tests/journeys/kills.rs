//! Kill -9 at any moment of a turn: what was acknowledged is there, what was being written is kept and marked,
//! and the profile opens again.

use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use attune_app::{App, AppOptions, Home, commands};
use attune_tests::{Profile, command, program};
use attune_wire::{ListConversations, OpenConversation, StatusOfMessage};
use serde_json::Value;
use tokio::io::{AsyncBufReadExt as _, BufReader};

/// As many kills as the list of faults asks for.
const KILLS: u32 = 100;

#[tokio::test]
async fn a_killed_program_loses_no_question_and_no_finished_answer() -> Result<()> {
    let profile = Profile::with_model()?;
    let mut finished = 0_usize;
    for kill in 0..KILLS {
        let mut asking = command(&program("ATTUNE_CTL")?)
            .args(["ask", "--json", "--role", "leader", &format!("Question number {kill}: what is a risk?")])
            .env("ATTUNE_HOME", profile.path())
            .env("ATTUNE_CHAT_ENGINE", program("ATTUNE_CHAT_ENGINE")?)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()?;
        let mut lines = BufReader::new(asking.stdout.take().context("no output")?).lines();
        // Each kill comes after another number of lines: before the first, in the middle, at the very end. Some
        // come on a timer, so that they also fall between two lines.
        let wanted = kill % 25;
        let read = async {
            let mut done = false;
            for _ in 0..wanted {
                let Some(line) = lines.next_line().await? else { break };
                done |= serde_json::from_str::<Value>(&line)?["event"] == "done";
            }
            Ok::<_, anyhow::Error>(done)
        };
        let patience = Duration::from_millis(u64::from(kill * 37 % 900) + 20);
        if matches!(tokio::time::timeout(patience, read).await, Ok(Ok(true))) {
            finished += 1;
        }
        asking.kill().await?;
    }

    let app = App::open(AppOptions::at(Home::new(profile.path()))).await?;
    let conversations = commands::list_conversations(&app, ListConversations {}).await?;
    let (mut whole, mut kept) = (0, 0);
    for conversation in &conversations {
        let request = OpenConversation { id: conversation.id, at: None };
        let opened = commands::open_conversation(&app, request).await?;
        ensure!(opened.messages.len() == 2, "a question without its answer, or the reverse");
        ensure!(opened.messages[0].text.contains("what is a risk?"), "a torn question");
        match opened.messages[1].status {
            StatusOfMessage::Complete => whole += 1,
            StatusOfMessage::Interrupted => kept += 1,
            other => anyhow::bail!("an answer was left {other:?}"),
        }
    }
    ensure!(whole >= finished, "{finished} answers were acknowledged, {whole} are there");
    ensure!(kept > 0, "no kill came in the middle of an answer: the test proves nothing");
    app.close().await;
    Ok(())
}
