//! Recordings to text, on this machine.

use std::path::{Path, PathBuf};
use std::time::Instant;

use attune_domain::transcript::{Spoken, Transcript};
use attune_domain::{ModelId, RoleId, SettingKey};
use attune_models::catalogue::Task;
use attune_models::speech::audio::Sound;
use attune_models::speech::{self, Listening, Search, SpeechConfig, SpeechEngine, SpeechModel, Transcriber};
use attune_persona::glossary::Glossary;
use attune_store::StoreError;
use tokio_util::sync::CancellationToken;

use crate::{App, Error};

/// Tokens of names and words that Whisper is given to read: the rest of what it reads stays free for what was said.
const GLOSSARY_TOKENS: usize = 170;

/// A recording that shall become text.
#[derive(Debug, Clone)]
pub struct TranscribeFile {
    /// wav, mp3, m4a, ogg or flac.
    pub file: PathBuf,
    /// The language as Whisper names it (`en`, `de`), or none to find out.
    pub language: Option<String>,
    /// Names and words as they are spelt, the most important first.
    pub glossary: Vec<String>,
}

/// A recording as text.
#[derive(Debug, Clone)]
pub struct Transcribed {
    /// What was said.
    pub transcript: Transcript,
    /// Who heard it.
    pub model: ModelId,
    /// How long that took, in seconds.
    pub wall_s: f64,
}

/// How far a recording is.
#[derive(Debug, Clone)]
pub struct Heard {
    /// Seconds that are done.
    pub done_s: f64,
    /// Seconds that there are, where the file says so.
    pub of_s: Option<f64>,
    /// What came since the last time.
    pub spoken: Vec<Spoken>,
}

/// Prepares the engine beside the chat engine; no process is started yet.
pub(crate) fn prepare(chat_engine: &Path) -> Transcriber {
    let program = engine_beside(chat_engine).unwrap_or_else(|| PathBuf::from("attune-speech-engine"));
    Transcriber::new(SpeechEngine::spawn(SpeechConfig::new(program)))
}

/// The engine's program: `ATTUNE_SPEECH_ENGINE`, or beside the chat engine.
pub(crate) fn engine_beside(chat_engine: &Path) -> Option<PathBuf> {
    chat_engine.parent().and_then(speech::find_engine)
}

/// Turns a recording into text. Dropping the future cancels.
///
/// # Errors
/// [`Error::SpeechModelMissing`], or [`Error::Speech`] when the recording cannot be read or the engine fails.
pub async fn transcribe_file(
    app: &App,
    request: TranscribeFile,
    tell: impl FnMut(Heard),
) -> Result<Transcribed, Error> {
    let TranscribeFile { file, language, glossary } = request;
    listen(app, Listen { sound: (&file).into(), language, glossary: &glossary }, tell).await
}

/// A recording to listen to, wherever it lies.
#[derive(Debug)]
pub(crate) struct Listen<'a> {
    pub sound: Sound,
    /// As [`TranscribeFile::language`].
    pub language: Option<String>,
    /// As [`TranscribeFile::glossary`].
    pub glossary: &'a [String],
}

/// As [`transcribe_file`].
pub(crate) async fn listen(
    app: &App,
    request: Listen<'_>,
    mut tell: impl FnMut(Heard),
) -> Result<Transcribed, Error> {
    let start = Instant::now();
    let Listen { sound, language, glossary } = request;
    let ears = Ears::of(app, language, None, glossary).await?;
    let cancel = CancellationToken::new();
    let correct = |part: Spoken| Spoken { text: ears.corrected(&part.text), ..part };
    let mut segments = Vec::new();
    let mut transcript = app
        .transcriber()
        .transcribe(sound, &ears.how, &cancel, |progress| {
            let spoken: Vec<Spoken> = progress.spoken.into_iter().map(correct).collect();
            segments.extend(spoken.iter().cloned());
            tell(Heard { done_s: progress.done_s, of_s: progress.of_s, spoken });
        })
        .await?;
    transcript.segments = segments;
    Ok(Transcribed { transcript, model: ears.how.model.id, wall_s: start.elapsed().as_secs_f64() })
}

/// How a profile hears: with which model, which language, and which names and words.
#[derive(Debug)]
pub(crate) struct Ears {
    /// What the engine is told.
    pub how: Listening,
    glossary: Glossary,
}

impl Ears {
    /// The ears for what is said in a role, or in the one that conversations begin in. `words` come before those of the
    /// company and of the role, since a model that hears reads only so many.
    pub(crate) async fn of(
        app: &App,
        language: Option<String>,
        role: Option<&RoleId>,
        words: &[String],
    ) -> Result<Self, Error> {
        let model = speech_model(app)?;
        let mut known = words.to_vec();
        known.extend(app.policy().rules.voice.words.iter().cloned());
        known.extend(role_words(app, role).await?);
        known.push(app.setting_text(SettingKey::ProfileName));
        let glossary = Glossary::new(&known);
        let prompt = glossary.prompt(GLOSSARY_TOKENS, language.as_deref());
        let terms = glossary.terms();
        Ok(Self { how: Listening { model, language, prompt, terms, search: Search::Greedy }, glossary })
    }

    /// A text with names and words that were nearly heard put right.
    pub(crate) fn corrected(&self, text: &str) -> String {
        self.glossary.correct(text).text
    }
}

/// The words that a role uses in its own way. A role that is gone has none.
async fn role_words(app: &App, role: Option<&RoleId>) -> Result<Vec<String>, Error> {
    let id = match role {
        Some(id) => id.clone(),
        None => app.default_role().await?,
    };
    let terms = match app.role(&id).await {
        Ok(template) => template.glossary,
        Err(Error::Store(StoreError::NotFound { .. })) => Vec::new(),
        Err(error) => return Err(error),
    };
    Ok(terms.into_iter().map(|term| term.term).collect())
}

/// The best model that hears and is here.
pub(crate) fn speech_model(app: &App) -> Result<SpeechModel, Error> {
    let installer = app.installer();
    let hearing = installer.catalogue().models.iter().filter(|entry| entry.task == Task::Speech);
    let installed = hearing.filter_map(|entry| installer.installed(&entry.id)).find(|model| !model.damaged);
    let installed = installed.ok_or(Error::SpeechModelMissing)?;
    Ok(SpeechModel::at(installed.id, installed.path))
}
