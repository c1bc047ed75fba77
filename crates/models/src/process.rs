//! An engine as a process: frames in and out, its last words, its end. Which frames, its owner says.

use std::collections::VecDeque;
use std::io;
use std::path::Path;
use std::process::{ExitStatus, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::process::{Child, ChildStderr, ChildStdin, ChildStdout, Command};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio::time::timeout;

/// Lines of the engine's log that are kept for an error.
const LAST_WORDS: usize = 4;

/// How long an engine may take to end when it is asked to: a little longer than it gives itself.
const QUIT_DELAY: Duration = Duration::from_millis(3500);
/// How long the engine's log may take to arrive after its end.
const LOG_DELAY: Duration = Duration::from_millis(200);

/// A running engine that says `F`. Dropping it kills the process.
///
/// When this program dies, of whatever cause, the system closes the pipe to the engine, and the engine ends
/// itself. `PR_SET_PDEATHSIG` would add nothing but a trap: it fires when the *thread* that started the
/// process ends, and the runtime's threads come and go.
#[derive(Debug)]
pub(crate) struct Engine<F> {
    child: Child,
    requests: mpsc::UnboundedSender<Vec<u8>>,
    frames: mpsc::UnboundedReceiver<F>,
    last_words: LastWords,
    log: JoinHandle<()>,
}

/// How an engine ended.
#[derive(Debug)]
pub(crate) struct End {
    status: Option<ExitStatus>,
    last_words: String,
}

type LastWords = Arc<Mutex<VecDeque<String>>>;

impl<F: DeserializeOwned + Send + 'static> Engine<F> {
    /// Starts the program.
    ///
    /// # Errors
    /// When the system cannot.
    pub(crate) fn start(program: &Path) -> io::Result<Self> {
        let mut child = command(program).spawn()?;
        let missing = || io::Error::other("the process has no pipes");
        let stdin = child.stdin.take().ok_or_else(missing)?;
        let stdout = child.stdout.take().ok_or_else(missing)?;
        let stderr = child.stderr.take().ok_or_else(missing)?;
        let (requests, outgoing) = mpsc::unbounded_channel();
        let (incoming, frames) = mpsc::unbounded_channel();
        let last_words = LastWords::default();
        // Tasks of their own: an engine that is stopped reads nothing, and must not hold up the actor.
        tokio::spawn(write(stdin, outgoing));
        tokio::spawn(read(stdout, incoming));
        let log = tokio::spawn(listen(stderr, Arc::clone(&last_words)));
        Ok(Self { child, requests, frames, last_words, log })
    }

    pub(crate) fn id(&self) -> Option<u32> {
        self.child.id()
    }

    /// Sends a request. If the engine is gone, [`Self::next`] says so.
    pub(crate) fn send(&self, request: &impl Serialize) {
        if let Ok(mut line) = serde_json::to_vec(request) {
            line.push(b'\n');
            let _ = self.requests.send(line);
        }
    }

    /// The next frame. None when the engine closed its end.
    pub(crate) async fn next(&mut self) -> Option<F> {
        self.frames.recv().await
    }

    /// Asks the process to end, in its own words, and waits, because it may still be saving something; one that
    /// does not end in time is ended.
    pub(crate) async fn quit(mut self, request: &impl Serialize) {
        self.send(request);
        let _ = timeout(QUIT_DELAY, self.child.wait()).await;
        self.end().await;
    }

    /// Ends the process, if it has not ended, and waits until it is gone.
    pub(crate) async fn end(mut self) -> End {
        let status = match self.child.try_wait() {
            Ok(Some(status)) => Some(status),
            _ => {
                let _ = self.child.start_kill();
                self.child.wait().await.ok()
            }
        };
        let _ = timeout(LOG_DELAY, &mut self.log).await;
        let words = self.last_words.lock().unwrap_or_else(PoisonError::into_inner);
        End { status, last_words: words.iter().map(String::as_str).collect::<Vec<_>>().join(" / ") }
    }

    /// Waits for the end of a process that closed its pipe, and ends it if it only did that.
    pub(crate) async fn ended(mut self) -> End {
        // A moment for the process to finish dying, so that its own status is seen and not our signal.
        let _ = timeout(LOG_DELAY, self.child.wait()).await;
        self.end().await
    }
}

impl End {
    /// In words, for an error and a log.
    pub(crate) fn describe(&self) -> String {
        let status =
            self.status.map_or_else(|| "its state is unknown".to_owned(), |status| status.to_string());
        if self.last_words.is_empty() { status } else { format!("{status}; {}", self.last_words) }
    }

    /// Whether the system ended it from outside, as it does when memory runs out.
    pub(crate) fn was_killed(&self) -> bool {
        self.signal() == Some(9)
    }

    /// Whether its own code failed in a way that only native code does.
    pub(crate) fn was_native_crash(&self) -> bool {
        matches!(self.signal(), Some(4 | 6 | 7 | 8 | 11))
    }

    #[cfg(unix)]
    fn signal(&self) -> Option<i32> {
        std::os::unix::process::ExitStatusExt::signal(&self.status?)
    }

    #[cfg(not(unix))]
    fn signal(&self) -> Option<i32> {
        None
    }
}

fn command(program: &Path) -> Command {
    #[expect(clippy::disallowed_methods, reason = "this is the engine's supervisor")]
    let mut command = Command::new(program);
    command
        .envs(crate::child::WAITING)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    #[cfg(windows)]
    {
        const CREATE_NO_WINDOW: u32 = 0x0800_0000;
        command.creation_flags(CREATE_NO_WINDOW);
    }
    command
}

async fn write(mut stdin: ChildStdin, mut lines: mpsc::UnboundedReceiver<Vec<u8>>) {
    while let Some(line) = lines.recv().await {
        if stdin.write_all(&line).await.is_err() {
            return;
        }
    }
}

async fn read<F: DeserializeOwned>(stdout: ChildStdout, frames: mpsc::UnboundedSender<F>) {
    // Bytes and not text: what is no text would end the reading.
    let mut lines = BufReader::new(stdout).split(b'\n');
    loop {
        match lines.next_segment().await {
            Ok(Some(line)) => match serde_json::from_slice(&line) {
                Ok(frame) => {
                    if frames.send(frame).is_err() {
                        return;
                    }
                }
                // A newer engine may say more than this program knows.
                Err(error) => tracing::warn!(%error, "a frame of the engine was not understood"),
            },
            Ok(None) | Err(_) => return,
        }
    }
}

async fn listen(stderr: ChildStderr, last_words: LastWords) {
    let mut lines = BufReader::new(stderr).split(b'\n');
    while let Ok(Some(line)) = lines.next_segment().await {
        let line = String::from_utf8_lossy(&line);
        tracing::warn!(target: "attune::engine", "{line}");
        let mut words = last_words.lock().unwrap_or_else(PoisonError::into_inner);
        if words.len() == LAST_WORDS {
            words.pop_front();
        }
        words.push_back(line.chars().take(200).collect());
    }
}
