//! The voice of the system: speech-dispatcher on Linux, spoken to over its socket, so that nothing of it has to be there;
//! SAPI's successor on Windows and `AVSpeech` on macOS. It reads on a thread of its own, sentence by sentence, so that it can
//! fall silent at once.

#[cfg(target_os = "linux")]
mod dispatcher;
#[cfg(target_os = "linux")]
use dispatcher as system;
#[cfg(not(target_os = "linux"))]
mod system;

use tokio::sync::oneshot;
use tokio_util::sync::CancellationToken;

/// Why nothing is read.
#[derive(Debug, thiserror::Error)]
pub enum VoiceError {
    /// There is no voice, or none that can be reached.
    #[error("this system offers no voice")]
    Missing,
    /// It fell silent.
    #[error("the voice of the system does not speak: {0}")]
    Failed(String),
}

/// Whether the system offers a voice. Blocks, the first time for as long as a voice needs to start.
#[must_use]
pub fn is_offered() -> bool {
    system::is_offered()
}

/// Reads sentences aloud, one after the other, in a language that ISO 639-1 names. Ends when all are read, and at once when
/// it is stopped.
///
/// # Errors
/// [`VoiceError`] where nothing, or not all, could be read.
pub async fn read(
    sentences: Vec<String>,
    language: &'static str,
    stop: CancellationToken,
) -> Result<(), VoiceError> {
    let (sender, ended) = oneshot::channel();
    let read = move || drop(sender.send(system::read(&sentences, language, &stop)));
    let thread = std::thread::Builder::new().name("voice".to_owned()).spawn(read);
    thread.map_err(|error| VoiceError::Failed(error.to_string()))?;
    ended.await.unwrap_or_else(|_| Err(VoiceError::Failed("it ended without a word".to_owned())))
}
