//! Running processes as the system lists them: whose child, whether alive, how much memory.

use std::time::Duration;

use anyhow::{Context as _, Result};

use crate::window::command;

/// How long processes may take to end on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// Memory of a process with everything that it has started, in MiB.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Memory {
    /// All resident pages: what several share counts for each.
    pub resident: f64,
    /// What is shared counts in equal parts.
    pub proportional: f64,
}

impl Memory {
    /// Of this process and all below it.
    #[must_use]
    pub fn of_tree(process: u32) -> Self {
        let rollup = std::fs::read_to_string(format!("/proc/{process}/smaps_rollup")).unwrap_or_default();
        let mib = |name: &str| {
            let line = rollup.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default();
            line.split_whitespace().next().and_then(|kib| kib.parse::<f64>().ok()).unwrap_or_default()
                / 1024.0
        };
        let own = Self { resident: mib("Rss:"), proportional: mib("Pss:") };
        children_of(process).unwrap_or_default().into_iter().map(Self::of_tree).fold(own, |sum, child| Self {
            resident: sum.resident + child.resident,
            proportional: sum.proportional + child.proportional,
        })
    }
}

/// Ends a process by a signal (`-TERM`, `-KILL`) and waits until it and every process that it had started are
/// gone. Gives the names of those.
///
/// # Errors
/// When one of them goes on running.
pub async fn end_tree(process: u32, signal: &str) -> Result<Vec<String>> {
    let children = children_of(process)?;
    let names: Vec<String> = children.iter().map(|child| name_of(*child)).collect();
    command("kill").args([signal, &process.to_string()]).status().await?;
    let all = async {
        gone(process).await;
        for child in children {
            gone(child).await;
        }
    };
    let ended = tokio::time::timeout(PATIENCE, all).await;
    ended.with_context(|| format!("of the program that was ended, something of {names:?} goes on"))?;
    Ok(names)
}

/// The processes that a process has started, from whichever of its threads.
pub(crate) fn children_of(process: u32) -> Result<Vec<u32>> {
    let mut children = Vec::new();
    for thread in std::fs::read_dir(format!("/proc/{process}/task"))? {
        // A thread may end while it is looked at.
        let listed = std::fs::read_to_string(thread?.path().join("children")).unwrap_or_default();
        children.extend(listed.split_whitespace().filter_map(|child| child.parse::<u32>().ok()));
    }
    Ok(children)
}

/// A process's name, as the system shortens it.
pub(crate) fn name_of(process: u32) -> String {
    let name = std::fs::read_to_string(format!("/proc/{process}/comm")).unwrap_or_default();
    name.trim().to_owned()
}

/// Returns when a process has ended.
pub(crate) async fn gone(process: u32) {
    while is_alive(process) {
        tokio::task::yield_now().await;
    }
}

/// Whether a process still runs; one that only waits to be forgotten by its parent does not.
fn is_alive(process: u32) -> bool {
    let state = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    state.rsplit(") ").next().is_some_and(|rest| !rest.is_empty() && !rest.starts_with(['Z', 'X']))
}
