//! Answers that are read aloud, with the voice of the system. One at a time, and silent at once when it is stopped.

use std::sync::{Mutex, PoisonError};

use attune_domain::{Language, SettingKey};
use attune_models::voice::{self, VoiceError};
use attune_persona::aloud::spoken;
use attune_wire::{FindVoice, Nothing, ReadAloud, StopReading, VoiceView};
use tokio_util::sync::CancellationToken;

use crate::{App, Error};

/// The longest text that is read, in characters: an hour and more.
const LONGEST: usize = 100_000;

/// What is being read.
#[derive(Debug, Default)]
pub(crate) struct Reader {
    stop: Mutex<CancellationToken>,
}

impl Reader {
    /// Begins with something new; what was being read stops.
    fn begin(&self) -> CancellationToken {
        let token = CancellationToken::new();
        let mut stop = self.stop.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::replace(&mut *stop, token.clone()).cancel();
        token
    }

    /// Silence.
    pub(crate) fn stop(&self) {
        self.stop.lock().unwrap_or_else(PoisonError::into_inner).cancel();
    }
}

impl App {
    /// Stops what is being read aloud, at once.
    pub fn stop_aloud(&self) {
        self.reader().stop();
    }
}

/// Reads a text aloud, in its own language, until it ends or is stopped.
///
/// # Errors
/// [`Error::Invalid`] where it is switched off or the text is too long, [`Error::Voice`] where the system has no voice or it
/// fell silent.
pub async fn read_aloud(app: &App, request: ReadAloud) -> Result<Nothing, Error> {
    if !app.switch(SettingKey::VoiceAloud) {
        return Err(Error::Invalid(
            "Reading aloud is switched off. Switch it on in the settings first.".to_owned(),
        ));
    }
    if request.text.chars().count() > LONGEST {
        return Err(Error::Invalid(format!("At most {LONGEST} characters are read aloud.")));
    }
    let stop = app.reader().begin();
    let otherwise = Language::from_tag(&app.language()).unwrap_or_default();
    let said = spoken(&request.text, otherwise);
    let language = match said.language {
        Language::English => "en",
        Language::German => "de",
    };
    voice::read(said.sentences, language, stop).await?;
    Ok(Nothing {})
}

/// Stops what is being read aloud, at once.
///
/// # Errors
/// None.
pub async fn stop_reading(app: &App, _request: StopReading) -> Result<Nothing, Error> {
    app.stop_aloud();
    Ok(Nothing {})
}

/// Whether answers can be read aloud. The system is asked only where it is switched on.
///
/// # Errors
/// [`Error::Voice`] when it cannot be asked.
pub async fn find_voice(app: &App, _request: FindVoice) -> Result<VoiceView, Error> {
    if !app.switch(SettingKey::VoiceAloud) {
        return Ok(VoiceView { offered: false });
    }
    let asked = tokio::task::spawn_blocking(voice::is_offered).await;
    let offered = asked.map_err(|error| VoiceError::Failed(error.to_string()))?;
    Ok(VoiceView { offered })
}
