//! Fetching a model beside the build: `attunectl models install`, with a line of progress now and then, and
//! nothing left behind when the build fails.

use std::collections::VecDeque;
use std::io::{BufRead as _, BufReader, Read};
use std::path::Path;
use std::process::{Child, Stdio};
use std::thread::{self, JoinHandle};

use anyhow::{Context as _, Result, bail};

use crate::place::Place;
use crate::process;

/// Lines of complaint that are kept to explain a failure.
const KEPT_LINES: usize = 3;

/// A model on its way.
#[derive(Debug)]
pub(crate) struct Fetch {
    model: String,
    child: Child,
    progress: Option<JoinHandle<()>>,
    complaints: Option<JoinHandle<VecDeque<String>>>,
    ended: bool,
}

impl Fetch {
    /// Starts the installer and returns at once.
    ///
    /// # Errors
    /// When `attunectl` cannot be started.
    pub(crate) fn start(place: &Place, home: &Path, model: &str) -> Result<Self> {
        let mut child = process::program(place.program("attunectl"))
            .arg("--home")
            .arg(home)
            .args(["models", "install", model, "--json"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .context("could not start attunectl")?;
        let progress = child.stdout.take().map(|stdout| {
            let model = model.to_owned();
            thread::spawn(move || show_progress(&model, stdout))
        });
        let complaints = child.stderr.take().map(|stderr| thread::spawn(move || last_lines(stderr)));
        Ok(Self { model: model.to_owned(), child, progress, complaints, ended: false })
    }

    /// Whether the installer has ended, one way or the other.
    pub(crate) fn is_over(&mut self) -> bool {
        self.child.try_wait().is_ok_and(|status| status.is_some())
    }

    /// Waits until the model is there.
    ///
    /// # Errors
    /// The installer's own words when it is not.
    pub(crate) fn finish(mut self) -> Result<()> {
        let status = self.child.wait().context("attunectl was lost")?;
        self.ended = true;
        if let Some(progress) = self.progress.take() {
            progress.join().ok();
        }
        let said = self.complaints.take().and_then(|thread| thread.join().ok()).unwrap_or_default();
        if !status.success() {
            let said = Vec::from(said).join(" ");
            bail!("{}", if said.is_empty() { format!("attunectl ended with {status}") } else { said });
        }
        Ok(())
    }
}

impl Drop for Fetch {
    /// Ends the installer and what it started. An interrupt from the keyboard reaches them by itself; this
    /// is for a build that failed meanwhile. What was fetched so far stays, and the next run goes on from it.
    fn drop(&mut self) {
        if self.ended || self.is_over() {
            return;
        }
        println!("Stopping the download of {}; the next run goes on where it stopped.", self.model);
        for descendant in descendants(self.child.id()) {
            process::run(process::program("kill").arg(descendant.to_string()).stderr(Stdio::null())).ok();
        }
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// The processes below `parent`, as Linux lists them. Elsewhere none are known.
fn descendants(parent: u32) -> Vec<u32> {
    let children =
        std::fs::read_to_string(format!("/proc/{parent}/task/{parent}/children")).unwrap_or_default();
    let children: Vec<u32> = children.split_whitespace().filter_map(|id| id.parse().ok()).collect();
    children.into_iter().flat_map(|child| std::iter::once(child).chain(descendants(child))).collect()
}

fn show_progress(model: &str, stdout: impl Read) {
    let mut shown = Milestones::default();
    for line in BufReader::new(stdout).lines().map_while(Result::ok) {
        if let Some(progress) = Progress::parse(&line)
            && let Some(percent) = shown.reached(&progress)
        {
            println!("     Model {model}: {percent} % of {} MB", progress.total / 1_000_000);
        }
    }
}

fn last_lines(stderr: impl Read) -> VecDeque<String> {
    let mut kept = VecDeque::new();
    for line in BufReader::new(stderr).lines().map_while(Result::ok) {
        if !line.trim().is_empty() {
            kept.push_back(line.trim().to_owned());
        }
        if kept.len() > KEPT_LINES {
            kept.pop_front();
        }
    }
    kept
}

/// Bytes so far and altogether.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Progress {
    done: u64,
    total: u64,
}

impl Progress {
    /// Reads a line of `attunectl models install --json`. Lines that tell something else are none.
    fn parse(line: &str) -> Option<Self> {
        let line: serde_json::Value = serde_json::from_str(line).ok()?;
        let progress = line.get("progress")?;
        let total = progress.get("total_bytes")?.as_u64().filter(|total| *total > 0)?;
        Some(Self { done: progress.get("done_bytes")?.as_u64()?, total })
    }
}

/// Which tenths were shown, so that a build's own lines are not drowned.
#[derive(Debug, Default)]
struct Milestones {
    tenths: Option<u64>,
}

impl Milestones {
    fn reached(&mut self, progress: &Progress) -> Option<u64> {
        let tenths = progress.done.min(progress.total) * 10 / progress.total;
        if self.tenths.is_some_and(|shown| tenths <= shown) {
            return None;
        }
        self.tenths = Some(tenths);
        Some(tenths * 10)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_is_shown_by_tenths() {
        let mut shown = Milestones::default();
        let reached: Vec<_> = [0, 4, 11, 19, 20, 95, 100, 100]
            .into_iter()
            .map(|done| shown.reached(&Progress { done, total: 100 }))
            .collect();
        assert_eq!(reached, [Some(0), None, Some(10), None, Some(20), Some(90), Some(100), None]);
    }

    #[test]
    fn other_lines_are_no_progress() {
        assert_eq!(
            Progress::parse(r#"{"event":"progress","progress":{"done_bytes":1,"total_bytes":4}}"#),
            Some(Progress { done: 1, total: 4 })
        );
        assert_eq!(Progress::parse(r#"{"event":"installed"}"#), None);
        assert_eq!(Progress::parse(r#"{"progress":{"done_bytes":0,"total_bytes":0}}"#), None);
        assert_eq!(Progress::parse("Resolving…"), None);
    }

    #[test]
    fn the_last_words_are_kept() {
        assert_eq!(last_lines("one\n\ntwo\nthree\nfour\n".as_bytes()), ["two", "three", "four"]);
    }
}
