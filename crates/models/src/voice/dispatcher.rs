//! speech-dispatcher, in its own protocol (SSIP) over its socket.

use std::io::ErrorKind;
use std::os::unix::net::UnixStream;
use std::time::{Duration, Instant};

use ssip_client_async::fifo::synchronous::Builder;
use ssip_client_async::{
    Client, ClientError, ClientName, ClientScope, MessageScope, NotificationType, Priority, Response,
};
use tokio_util::sync::CancellationToken;

use super::VoiceError;

/// How long a look at the socket takes where nothing comes: so soon a stop is heard.
const GLANCE: Duration = Duration::from_millis(40);

/// How long an answer may take before the voice counts as dead.
const PATIENCE: Duration = Duration::from_secs(10);

pub(super) fn is_offered() -> bool {
    let asked = Voice::open().and_then(|mut voice| {
        voice.client.list_synthesis_voices()?;
        voice.wait(|answer| matches!(answer, Response::VoicesListSent(_)))
    });
    // What has voices and is no dummy says so; the rest is told when it is tried.
    matches!(asked, Ok(Response::VoicesListSent(voices)) if !voices.is_empty())
}

pub(super) fn read(sentences: &[String], language: &str, stop: &CancellationToken) -> Result<(), VoiceError> {
    let mut voice = Voice::open().map_err(|_| VoiceError::Missing)?;
    let read = voice.read(sentences, language, stop);
    let _ = voice.client.quit();
    read.map_err(|error| VoiceError::Failed(error.to_string()))
}

struct Voice {
    client: Client<UnixStream>,
}

impl Voice {
    /// Connects, and has the voice started where it is not running, unless the system forbids that.
    fn open() -> Result<Self, ClientError> {
        let mut builder = Builder::new();
        builder.timeout(GLANCE);
        let address = std::env::var("SPEECHD_ADDRESS").unwrap_or_default();
        if let Some(socket) = address.strip_prefix("unix_socket:") {
            builder.path(socket);
        }
        let client = builder.build().or_else(|_| builder.with_spawn()?.build())?;
        let mut voice = Self { client };
        voice.client.set_client_name(ClientName::new("attune", "attune"))?;
        voice.wait(|answer| matches!(answer, Response::ClientNameSet))?;
        Ok(voice)
    }

    fn read(
        &mut self,
        sentences: &[String],
        language: &str,
        stop: &CancellationToken,
    ) -> Result<(), ClientError> {
        self.client.set_priority(Priority::Text)?;
        self.wait(|answer| matches!(answer, Response::PrioritySet))?;
        self.client.set_language(ClientScope::Current, language)?;
        self.wait(|answer| matches!(answer, Response::LanguageSet))?;
        for kind in [NotificationType::End, NotificationType::Cancel] {
            self.client.set_notification(kind, true)?;
            self.wait(|answer| matches!(answer, Response::NotificationSet))?;
        }
        for sentence in sentences {
            if stop.is_cancelled() {
                return Ok(());
            }
            self.client.speak()?;
            self.wait(|answer| matches!(answer, Response::ReceivingData))?;
            // A point at the beginning of a line would end the text.
            self.client.send_line(sentence.trim_start_matches('.'))?;
            self.wait(|answer| matches!(answer, Response::MessageQueued))?;
            loop {
                match self.glance()? {
                    Some(Response::EventEnd(_)) => break,
                    // Somebody else asked for silence.
                    Some(Response::EventCanceled(_)) => return Ok(()),
                    _ if stop.is_cancelled() => {
                        self.client.cancel(MessageScope::Last)?;
                        return self.wait(|answer| matches!(answer, Response::Canceled)).map(drop);
                    }
                    _ => {}
                }
            }
        }
        Ok(())
    }

    /// The answer that is waited for; events that come before it are passed over.
    fn wait(&mut self, mut is_it: impl FnMut(&Response) -> bool) -> Result<Response, ClientError> {
        let begun = Instant::now();
        loop {
            match self.glance()? {
                Some(answer) if is_it(&answer) => return Ok(answer),
                _ if begun.elapsed() > PATIENCE => return Err(ClientError::NotReady),
                _ => {}
            }
        }
    }

    /// What came meanwhile, if something did.
    fn glance(&mut self) -> Result<Option<Response>, ClientError> {
        match self.client.receive() {
            Ok(response) => Ok(Some(response)),
            Err(ClientError::NotReady) => Ok(None),
            Err(ClientError::Io(error))
                if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) =>
            {
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }
}
