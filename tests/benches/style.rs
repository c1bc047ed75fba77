//! How fast Attune learns which style a person likes, beside public learners that meet the same people.
//!
//! `peers/style.py` makes the people, from nothing but the dimensions that `attunectl eval style` names, and
//! drives both it and the peers from their own packages. Regret is what a choice loses to the best one in
//! chances of a thumb up, cumulated over a person's turns. A random choice loses 22.5 in 50 turns and 89.7
//! in 200, whatever the world. One kind of world adds up over dimensions, as our learner believes; in the
//! other, pairs of dimensions interact in ways that depend on the task, as it does not.
//!
//! Arguments after the program's name go to the Python program, for example `--seeds 8 --whole`.
#![allow(clippy::print_stdout, reason = "printing is what it is for")]

#[path = "common/figures.rs"]
mod figures;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Stdio;

use anyhow::{Context as _, Result, ensure};
use attune_tests::{command, program};
use serde::Deserialize;
use tokio::io::{AsyncBufReadExt as _, BufReader};

use figures::figure;

/// What may be lost in 50 turns and in 200.
const MARKS: [(&str, f64); 2] = [("50", 6.0), ("200", 17.0)];
/// The share of Vowpal Wabbit's regret at 200 turns that ours may be.
const SHARE: f64 = 0.65;
/// What a new person may lose in 20 turns when others of their role were there before.
const COLD_START: f64 = 2.7;

const OURS: &str = "ours";
const STRONGEST: &str = "VW bag 5";

/// One learner in one kind of world.
#[derive(Debug, Deserialize)]
struct Run {
    learner: String,
    world: String,
    /// Turns → cumulated regret of a person.
    regret: BTreeMap<String, f64>,
    /// Turns → its standard error over worlds.
    error: BTreeMap<String, f64>,
}

#[tokio::main]
async fn main() -> Result<()> {
    let runs = judge().await?;
    for world in ["additive", "interactions"] {
        for run in runs.iter().filter(|run| run.world == world) {
            for turns in ["20", "50", "200"] {
                let mark = MARKS.iter().find(|(at, _)| *at == turns).map(|(_, mark)| *mark);
                let promised = mark.filter(|_| run.learner == OURS && world == "additive");
                let name = format!("style regret, {world}, {}: {turns} turns", run.learner);
                figure(&name, regret(run, turns)?, "", promised);
            }
        }
        if let (Some(ours), Some(theirs)) = (find(&runs, world, OURS), find(&runs, world, STRONGEST)) {
            let share = regret(ours, "200")? / regret(theirs, "200")?;
            let name = format!("style regret, {world}, ours / {STRONGEST}: 200 turns");
            figure(&name, share, "", Some(SHARE));
        }
    }
    for run in runs.iter().filter(|run| run.world == "cold start") {
        let promised = (run.learner == "with a role prior").then_some(COLD_START);
        figure(
            &format!("style regret, new people {}: 20 turns", run.learner),
            regret(run, "20")?,
            "",
            promised,
        );
    }
    Ok(())
}

/// Runs the Python program to its end, and shows what it prints.
async fn judge() -> Result<Vec<Run>> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/peers/style.py");
    // Cargo adds `--bench` to what it passes on.
    let arguments = std::env::args().skip(1).filter(|argument| argument != "--bench");
    let learner = program("ATTUNE_CTL")?;
    let learner = learner.to_str().context("the path of attunectl is not in UTF-8")?;
    let mut child = command(program("ATTUNE_BENCH_PYTHON")?)
        // No caches in the checkout, and no warnings of the packages' own.
        .args(["-B", "-W", "ignore"])
        .arg(script)
        .arg("--learner")
        .arg(format!("'{learner}' eval style"))
        .args(arguments)
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()?;
    let mut lines = BufReader::new(child.stdout.take().context("no output")?).lines();
    let mut runs = Vec::new();
    while let Some(line) = lines.next_line().await? {
        let run: Run = serde_json::from_str(&line).with_context(|| format!("not a result: {line}"))?;
        println!("{} in the {} world: {:?} ± {:?}", run.learner, run.world, run.regret, run.error);
        runs.push(run);
    }
    ensure!(child.wait().await?.success(), "the judge failed");
    Ok(runs)
}

fn find<'a>(runs: &'a [Run], world: &str, learner: &str) -> Option<&'a Run> {
    runs.iter().find(|run| run.world == world && run.learner == learner)
}

fn regret(run: &Run, turns: &str) -> Result<f64> {
    run.regret.get(turns).copied().with_context(|| format!("{} has no regret at {turns} turns", run.learner))
}
