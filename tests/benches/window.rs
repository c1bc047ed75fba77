//! The real window against a bare one of the same toolkit, built the same way.
//!
//! A cold start is measured from the start of the process to the word of the page that its script has run
//! and its first frame is due, in a profile of 10,000 messages. “Cold” means a new process: files are in the
//! system's cache for both. Runs alternate, and the ratio is the median of the pairs' ratios, so that what
//! else the machine does weighs on both. Memory is that of the whole process tree, half a minute's worth of
//! idling not waited for: once the page is ready and its processes have rested. Frames are counted by the
//! page itself while the smallest model streams a long answer.
#![allow(clippy::print_stdout, reason = "printing is what it is for")]

mod common;

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use attune_tests::{Memory, Profile, Window, command, end_tree, program};
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::Child;

use common::{figure, fill, quantile};

const ROUNDS: usize = 9;
/// How long a window rests before its memory is read.
const REST: Duration = Duration::from_secs(5);
/// What our start may take, as a multiple of the bare one.
const MARK: f64 = 1.5;

#[tokio::main]
async fn main() -> Result<()> {
    let profile = Profile::settled(&[]).await?;
    fill(&profile).await?;
    let bare =
        PathBuf::from(std::env::var_os("ATTUNE_BARE_WINDOW").context("ATTUNE_BARE_WINDOW is not set")?);
    let ours = program("ATTUNE_APP")?;
    starts(&ours, &bare, &profile).await?;
    memory("ours", &ours, &profile).await?;
    memory("bare window", &bare, &profile).await?;
    frames(&profile).await
}

async fn starts(ours: &Path, bare: &Path, profile: &Profile) -> Result<()> {
    let (mut our, mut their, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..=ROUNDS {
        // Each goes first in half of the rounds.
        let (mine, its) = if round % 2 == 0 {
            let mine = start(ours, profile).await?;
            (mine, start(bare, profile).await?)
        } else {
            let its = start(bare, profile).await?;
            (start(ours, profile).await?, its)
        };
        // The first round warms both up.
        if round > 0 {
            our.push(mine);
            their.push(its);
            ratios.push(mine / its);
        }
    }
    figure("cold start, ours", quantile(&our, 0.5), "ms", None);
    figure("cold start, bare window", quantile(&their, 0.5), "ms", None);
    figure("cold start / bare window", quantile(&ratios, 0.5), "", Some(MARK));
    Ok(())
}

/// Starts a window, and ends it as soon as it can be used. Gives the milliseconds until then.
async fn start(program: &Path, profile: &Profile) -> Result<f64> {
    let (mut child, took) = interactive(program, profile).await?;
    end(&mut child).await?;
    Ok(took.as_secs_f64() * 1e3)
}

async fn interactive(program: &Path, profile: &Profile) -> Result<(Child, Duration)> {
    let begun = Instant::now();
    let mut child = command(program)
        .env("ATTUNE_HOME", profile.path())
        .env("XDG_DATA_HOME", profile.path().join("xdg"))
        .env("ATTUNE_LOG", "attune=info")
        .env("NO_COLOR", "1")
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()?;
    let mut lines = BufReader::new(child.stderr.take().context("no log")?).lines();
    while let Some(line) = lines.next_line().await? {
        if line.contains("interactive") {
            let took = begun.elapsed();
            // What it says later must not fill the pipe.
            tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
            return Ok((child, took));
        }
    }
    anyhow::bail!("{} ended before its window could be used", program.display())
}

/// Ends a window with all its processes, so that none of them weighs on the next.
async fn end(child: &mut Child) -> Result<()> {
    end_tree(child.id().context("the window has ended by itself")?, "-TERM").await?;
    child.wait().await?;
    Ok(())
}

async fn memory(name: &str, program: &Path, profile: &Profile) -> Result<()> {
    let (mut child, _) = interactive(program, profile).await?;
    tokio::time::sleep(REST).await;
    let memory = Memory::of_tree(child.id().context("the window has ended by itself")?);
    figure(&format!("idle resident memory, {name}"), memory.resident, "MiB", None);
    figure(&format!("idle memory with shared parts divided, {name}"), memory.proportional, "MiB", None);
    end(&mut child).await
}

/// Counts the time between the page's frames from the first piece of a long answer to its end.
async fn frames(profile: &Profile) -> Result<()> {
    let window = Window::open(profile.path()).await?;
    window.ask("Count from one to three hundred in words, one after the other. Never stop early.").await?;
    window.until("the answer grows", "document.querySelector('article.answer .caret')").await?;
    let count = "const done = arguments[arguments.length - 1];
        const gaps = []; let last = performance.now();
        const next = (now) => {
          gaps.push(now - last); last = now;
          if (document.querySelector('article.answer .caret')) requestAnimationFrame(next); else done(gaps);
        };
        requestAnimationFrame(next);";
    let gaps: Vec<f64> = serde_json::from_value(window.client.execute_async(count, Vec::new()).await?)?;
    figure("frames while streaming", gaps.len() as f64, "", None);
    figure("gap between frames while streaming, median", quantile(&gaps, 0.5), "ms", None);
    figure("gap between frames while streaming, p95", quantile(&gaps, 0.95), "ms", None);
    figure("gap between frames while streaming, longest", quantile(&gaps, 1.0), "ms", None);
    window.close().await
}
