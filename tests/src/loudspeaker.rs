//! A voice of the system, and an ear at the loudspeaker: a real speech-dispatcher that speaks into a sound server of its own.

use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use tokio::io::AsyncReadExt as _;
use tokio::process::{Child, ChildStdout};

use crate::microphone::Microphone;
use crate::window::command;

/// How long the voice may take on a busy machine before the journey gives up.
const PATIENCE: Duration = Duration::from_secs(60);

/// Samples a second that the ear hears.
const RATE: usize = 8000;

/// Louder than this is a voice; a voice that spells is far above it.
const LOUD: u16 = 600;

/// A voice and an ear, until they are dropped.
#[derive(Debug)]
pub struct Loudspeaker {
    sound: Microphone,
    socket: String,
    _voice: Child,
    _ear: Child,
    heard: ChildStdout,
}

impl Loudspeaker {
    /// Plugs one in, with a voice that speaks out of it.
    ///
    /// # Errors
    /// When the sound server or the voice does not start.
    pub async fn plug_in() -> Result<Self> {
        let sound = Microphone::plug_in().await?;
        let (name, value) = sound.address();
        let folder = sound.folder().to_owned();
        let socket = folder.join("voice");
        let voice = command("speech-dispatcher")
            .args(["--run-single", "--communication-method", "unix_socket", "--timeout", "0"])
            .arg("--socket-path")
            .arg(&socket)
            .arg("--log-dir")
            .arg(&folder)
            .arg("--pid-file")
            .arg(folder.join("voice.pid"))
            .env(name, &value)
            .env("XDG_RUNTIME_DIR", &folder)
            .env("HOME", &folder)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .context("speech-dispatcher does not start: run `make test`")?;
        let mut ear = command("parec")
            .args(["--device=mouth.monitor", "--raw", "--format=s16le", "--channels=1", "--latency-msec=50"])
            .arg(format!("--rate={RATE}"))
            .env(name, &value)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .context("parec does not start: run `make test`")?;
        let heard = ear.stdout.take().context("the ear hears nothing")?;
        // A socket is there once it is; nothing else tells.
        let there = async { while tokio::net::UnixStream::connect(&socket).await.is_err() {} };
        tokio::time::timeout(PATIENCE, there).await.context("the voice is never ready")?;
        let socket = socket.display().to_string();
        Ok(Self { sound, socket, _voice: voice, _ear: ear, heard })
    }

    /// What a program needs in its environment to find them: names and values.
    #[must_use]
    pub fn addresses(&self) -> [(&'static str, String); 2] {
        [self.sound.address(), ("SPEECHD_ADDRESS", format!("unix_socket:{}", self.socket))]
    }

    /// Listens until something is said.
    ///
    /// # Errors
    /// When it stays silent.
    pub async fn until_loud(&mut self) -> Result<()> {
        let listening = async {
            while !self.is_loud().await? {}
            Ok(())
        };
        tokio::time::timeout(PATIENCE, listening).await.context("nothing is said")?
    }

    /// Listens until nothing was said for two seconds of sound. Gives for how many seconds something was said before.
    ///
    /// # Errors
    /// When the voice goes on and on.
    pub async fn until_silent(&mut self) -> Result<f64> {
        let (mut tenths, mut silent) = (0_u32, 0);
        let listening = async {
            while silent < 20 {
                tenths += 1;
                silent = if self.is_loud().await? { 0 } else { silent + 1 };
            }
            Ok(f64::from(tenths - silent) / 10.0)
        };
        match tokio::time::timeout(PATIENCE, listening).await {
            Ok(said) => said,
            Err(_) => bail!("it goes on and on"),
        }
    }

    /// Whether something is said in the next tenth of a second of sound.
    async fn is_loud(&mut self) -> Result<bool> {
        let mut sound = [0; RATE / 10 * 2];
        self.heard.read_exact(&mut sound).await.context("the ear is gone")?;
        let mut samples = sound.chunks_exact(2).map(|pair| i16::from_le_bytes([pair[0], pair[1]]));
        Ok(samples.any(|sample| sample.unsigned_abs() > LOUD))
    }
}
