//! A microphone that hears what it is given: a sound server of its own, whose microphone is the end of a
//! loudspeaker. It plays at the pace at which people speak.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::Child;

use crate::window::command;

/// How long the sound server may take on a busy machine before the journey gives up.
const PATIENCE: Duration = Duration::from_secs(60);

/// What a sound server is told: a loudspeaker that nobody hears, and a microphone at its other end.
const SETUP: &str = "load-module module-native-protocol-unix socket={socket}
load-module module-null-sink sink_name=mouth rate=48000 channels=1
load-module module-remap-source source_name=ear master=mouth.monitor source_properties=device.description=Ear
set-default-sink mouth
set-default-source ear
";

/// A microphone, until it is dropped.
#[derive(Debug)]
pub struct Microphone {
    folder: tempfile::TempDir,
    socket: PathBuf,
    server: Child,
}

impl Microphone {
    /// Plugs one in.
    ///
    /// # Errors
    /// When the sound server does not start.
    pub async fn plug_in() -> Result<Self> {
        let folder = tempfile::Builder::new().prefix("attune-ear-").tempdir()?;
        let socket = folder.path().join("native");
        let setup = folder.path().join("setup.pa");
        std::fs::write(&setup, SETUP.replace("{socket}", &socket.display().to_string()))?;
        let mut server = command("pulseaudio")
            .args([
                "-n",
                "--daemonize=no",
                "--exit-idle-time=-1",
                "--use-pid-file=no",
                "--log-target=stderr",
                "-v",
            ])
            .arg("-F")
            .arg(&setup)
            .env("XDG_RUNTIME_DIR", folder.path())
            .env("PULSE_RUNTIME_PATH", folder.path().join("pulse"))
            .env("HOME", folder.path())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .context("pulseaudio does not start: run `make test`")?;
        let log = server.stderr.take().context("pulseaudio says nothing")?;
        tokio::time::timeout(PATIENCE, until_ready(log))
            .await
            .context("the sound server is never ready")??;
        Ok(Self { folder, socket, server })
    }

    /// What a program needs in its environment to find it: a name and a value.
    #[must_use]
    pub fn address(&self) -> (&'static str, String) {
        ("PULSE_SERVER", format!("unix:{}", self.socket.display()))
    }

    /// Where it keeps its files.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Speaks a recording into it, to its end.
    ///
    /// # Errors
    /// When it cannot be played.
    pub async fn hear(&self, recording: &Path) -> Result<()> {
        let (name, value) = self.address();
        let status = command("paplay").arg("--device=mouth").arg(recording).env(name, value).status().await?;
        if !status.success() {
            bail!("{} could not be played", recording.display());
        }
        Ok(())
    }

    /// Pulls it out.
    ///
    /// # Errors
    /// When the sound server does not end.
    pub async fn unplug(mut self) -> Result<()> {
        self.server.kill().await.context("the sound server goes on")
    }
}

/// Returns when the server has read all that it was told. It goes on being listened to, or it would stand still.
async fn until_ready(log: impl tokio::io::AsyncRead + Unpin + Send + 'static) -> Result<()> {
    let mut lines = BufReader::new(log).lines();
    while let Some(line) = lines.next_line().await? {
        if line.contains("Daemon startup complete") {
            tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
            return Ok(());
        }
    }
    bail!("the sound server ended at once")
}
