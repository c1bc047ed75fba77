//! Running the system's pip, which knows the company's package index, proxy and certificates.
//!
//! pip is started with an argument vector, never through a shell. `download --no-deps --only-binary :all:`
//! fetches one wheel and runs nothing of it.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt as _};
use tokio::process::{Child, Command};

use super::joined::requirement;
use crate::catalogue::Package;
use crate::install::InstallError;
use crate::install::error::Stop;
use crate::install::fetch::Job;

/// Runs pip, but ends as soon as standard input does: when the installer is killed, no pip is left behind
/// that goes on fetching.
const RUN_PIP: &str = "\
import os, runpy, sys, threading
threading.Thread(target=lambda: (os.read(0, 1), os._exit(1)), daemon=True).start()
sys.argv[0] = 'pip'
runpy.run_module('pip', run_name='__main__', alter_sys=True)
";

/// How the folders begin that pip works in.
pub(super) const SCRATCH: &str = "pip-";

/// How often the growing wheel is looked at.
const LOOK: Duration = Duration::from_millis(150);

/// The most of pip's complaints that is kept.
const COMPLAINT: u64 = 64 << 10;

const HOW_TO_GET_PIP: &str =
    "Install Python 3 with pip (on Debian and Ubuntu: apt install python3-pip), and try again";

/// A Python that has pip.
#[derive(Debug)]
pub(super) struct Pip {
    python: PathBuf,
    settings: Vec<(OsString, OsString)>,
}

/// How a download ended.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Download {
    /// The wheel is here.
    Done,
    /// The package index has no such package, as far as pip can tell.
    Nowhere(String),
    /// It failed in a way that may pass.
    BrokenOff(String),
}

impl Pip {
    /// Looks for a Python with pip.
    pub(super) async fn find(job: &Job<'_>) -> Result<Self, Stop> {
        let options = &job.installer.options;
        let names = match &options.python {
            Some(python) => vec![python.clone()],
            None => vec!["python3".into(), "python".into()],
        };
        let mut reason = format!("Python is not installed. {HOW_TO_GET_PIP}");
        for python in names {
            let mut asked = command(&python);
            // Not in the folder that the person happens to be in: Python would look for pip there first.
            asked.args(["-m", "pip", "--version"]).current_dir(&job.incoming).stdin(Stdio::null());
            match asked.output().await {
                Ok(output) if output.status.success() => {
                    return Ok(Self { python, settings: options.pip_settings.clone() });
                }
                Ok(_) => reason = format!("{} has no pip. {HOW_TO_GET_PIP}", python.display()),
                Err(_) => {}
            }
        }
        Err(Stop::Failed(reason))
    }

    /// Fetches a wheel to a path that is there only when the wheel is complete, and tells how much of it is
    /// here.
    pub(super) async fn download(
        &self,
        job: &Job<'_>,
        package: &Package,
        to: &Path,
        told: impl Fn(u64),
    ) -> Result<Download, Stop> {
        let failed = |error| job.explain(InstallError::io("make a folder in", &job.incoming, error), 0);
        // Everything that pip writes goes in here, and vanishes with it when this try fails.
        let scratch = tempfile::Builder::new().prefix(SCRATCH).tempdir_in(&job.incoming).map_err(failed)?;
        let mut child = self.start(job, package, scratch.path())?;
        // Held for as long as pip may run.
        let _input = child.stdin.take();
        let complaint = child.stderr.take();
        let watched = async {
            loop {
                tokio::time::sleep(LOOK).await;
                told(largest_file_below(scratch.path()));
            }
        };
        let (status, complaint) = tokio::select! {
            () = job.cancel.cancelled() => {
                let _ = child.kill().await;
                return Err(InstallError::Cancelled.into());
            }
            never = watched => never,
            ended = async { tokio::join!(child.wait(), last_words(complaint)) } => ended,
        };
        let status = status.map_err(|error| InstallError::io("wait for", &self.python, error))?;
        if !status.success() {
            return Ok(failure_in(&complaint, package));
        }
        let wheel = wheel_in(scratch.path())
            .ok_or_else(|| Stop::Failed(format!("pip fetched no wheel of {}", requirement(package))))?;
        std::fs::rename(&wheel, to).map_err(|error| InstallError::io("move", &wheel, error))?;
        Ok(Download::Done)
    }

    fn start(&self, job: &Job<'_>, package: &Package, scratch: &Path) -> Result<Child, InstallError> {
        let mut pip = command(&self.python);
        pip.args(["-c", RUN_PIP, "download"])
            .args(["--no-deps", "--only-binary", ":all:", "--no-cache-dir", "--no-input"])
            .args(["--disable-pip-version-check", "--quiet", "--progress-bar", "off"])
            .arg("--dest")
            .arg(scratch);
        if let Some(proxy) = &job.installer.options.proxy {
            pip.args(["--proxy", proxy.as_str()]);
        }
        pip.arg(requirement(package))
            .current_dir(scratch)
            .envs(["TMPDIR", "TEMP", "TMP"].map(|name| (name, scratch)))
            .envs(self.settings.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .kill_on_drop(true);
        pip.spawn().map_err(|error| InstallError::io("start", &self.python, error))
    }
}

#[expect(clippy::disallowed_methods, reason = "pip is the one program that the installer starts")]
fn command(program: &Path) -> Command {
    Command::new(program)
}

/// What pip wrote on standard error, as far as it is of interest.
async fn last_words(stream: Option<impl AsyncRead + Unpin>) -> String {
    let Some(mut stream) = stream else { return String::new() };
    let mut words = Vec::new();
    let _ = (&mut stream).take(COMPLAINT).read_to_end(&mut words).await;
    // pip must not wait for a reader.
    let _ = tokio::io::copy(&mut stream, &mut tokio::io::sink()).await;
    String::from_utf8_lossy(&words).into_owned()
}

/// pip's complaint in a sentence.
fn failure_in(complaint: &str, package: &Package) -> Download {
    let requirement = requirement(package);
    if complaint.contains("No space left on device") {
        return Download::BrokenOff(format!("the disk was full while pip fetched {requirement}"));
    }
    if complaint.contains("No matching distribution") {
        return Download::Nowhere(format!(
            "the package index that pip is set up for has no {requirement}, or cannot be reached"
        ));
    }
    let mut errors = complaint.lines().filter_map(|line| line.strip_prefix("ERROR: "));
    let last = errors.next_back().or_else(|| complaint.lines().rev().find(|line| !line.trim().is_empty()));
    let last = last.unwrap_or("it gave no reason").trim();
    Download::BrokenOff(format!("pip could not fetch {requirement}: {last}"))
}

fn wheel_in(folder: &Path) -> Option<PathBuf> {
    let files = std::fs::read_dir(folder).ok()?.flatten();
    files.map(|file| file.path()).find(|path| path.extension().is_some_and(|extension| extension == "whl"))
}

/// pip writes a wheel to a temporary folder and then copies it: the larger of the two is how far it is.
fn largest_file_below(folder: &Path) -> u64 {
    let files = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let sizes = files.map(|file| match file.metadata() {
        Ok(metadata) if metadata.is_dir() => largest_file_below(&file.path()),
        Ok(metadata) => metadata.len(),
        Err(_) => 0,
    });
    sizes.max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_complaint_of_pip_is_understood() {
        let package = Package { name: "p".into(), version: "1.0".into(), entry: "p/x".into() };
        let check = |complaint: &str, expect: Download| assert_eq!(failure_in(complaint, &package), expect);
        let broken_off = |reason: &str| Download::BrokenOff(reason.to_owned());
        let nowhere = "the package index that pip is set up for has no p==1.0, or cannot be reached";
        check(
            "ERROR: Could not find a version (from versions: none)\nERROR: No matching distribution found\n",
            Download::Nowhere(nowhere.into()),
        );
        check("WARNING: x\nERROR: y\n", broken_off("pip could not fetch p==1.0: y"));
        check(
            "OSError: [Errno 28] No space left on device\n",
            broken_off("the disk was full while pip fetched p==1.0"),
        );
        check("", broken_off("pip could not fetch p==1.0: it gave no reason"));
    }
}
