//! The voices of Windows and macOS.

use std::time::Duration;

use tokio_util::sync::CancellationToken;
use tts::Tts;

use super::VoiceError;

/// Between two looks at whether a sentence is over: so soon a stop is heard.
const GLANCE: Duration = Duration::from_millis(40);

pub(super) fn is_offered() -> bool {
    Tts::default().and_then(|voice| voice.voices()).is_ok_and(|voices| !voices.is_empty())
}

pub(super) fn read(sentences: &[String], language: &str, stop: &CancellationToken) -> Result<(), VoiceError> {
    let failed = |error: tts::Error| VoiceError::Failed(error.to_string());
    let mut voice = Tts::default().map_err(|_| VoiceError::Missing)?;
    let voices = voice.voices().unwrap_or_default();
    if let Some(own) = voices.iter().find(|each| each.language().primary_language() == language) {
        voice.set_voice(own).map_err(failed)?;
    }
    for sentence in sentences {
        voice.speak(sentence.as_str(), false).map_err(failed)?;
        loop {
            // The systems' voices tell their end in ways of their own; all of them can be asked.
            std::thread::park_timeout(GLANCE);
            if stop.is_cancelled() {
                return voice.stop().map(drop).map_err(failed);
            }
            if !voice.is_speaking().map_err(failed)? {
                break;
            }
        }
    }
    Ok(())
}
