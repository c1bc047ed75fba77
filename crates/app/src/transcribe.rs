//! Recordings to text, on this machine.

use std::path::{Path, PathBuf};
use std::time::Instant;

use attune_domain::ModelId;
use attune_domain::transcript::{Spoken, Transcript};
use attune_models::catalogue::Task;
use attune_models::speech::{self, Listening, Search, SpeechConfig, SpeechEngine, SpeechModel, Transcriber};
use attune_persona::glossary::Glossary;
use tokio_util::sync::CancellationToken;

use crate::{App, Error};

/// Tokens of names and words that Whisper is given: half of what it reads stays free for what was said.
const GLOSSARY_TOKENS: usize = 120;

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
    let program = chat_engine.parent().and_then(speech::find_engine);
    let program = program.unwrap_or_else(|| PathBuf::from("attune-speech-engine"));
    Transcriber::new(SpeechEngine::spawn(SpeechConfig::new(program)))
}

/// Turns a recording into text. Dropping the future cancels.
///
/// # Errors
/// [`Error::SpeechModelMissing`], or [`Error::Speech`] when the recording cannot be read or the engine fails.
pub async fn transcribe_file(
    app: &App,
    request: TranscribeFile,
    mut tell: impl FnMut(Heard),
) -> Result<Transcribed, Error> {
    let start = Instant::now();
    let model = speech_model(app)?;
    let glossary = Glossary::new(&request.glossary);
    let how = Listening {
        model: model.clone(),
        language: request.language,
        prompt: glossary.prompt(GLOSSARY_TOKENS),
        search: Search::Greedy,
    };
    let cancel = CancellationToken::new();
    let correct = |part: Spoken| Spoken { text: glossary.correct(&part.text).text, ..part };
    let mut segments = Vec::new();
    let mut transcript = app
        .transcriber()
        .transcribe(&request.file, &how, &cancel, |progress| {
            let spoken: Vec<Spoken> = progress.spoken.into_iter().map(correct).collect();
            segments.extend(spoken.iter().cloned());
            tell(Heard { done_s: progress.done_s, of_s: progress.of_s, spoken });
        })
        .await?;
    transcript.segments = segments;
    Ok(Transcribed { transcript, model: model.id, wall_s: start.elapsed().as_secs_f64() })
}

/// The best model that hears and is here.
fn speech_model(app: &App) -> Result<SpeechModel, Error> {
    let installer = app.installer();
    let hearing = installer.catalogue().models.iter().filter(|entry| entry.task == Task::Speech);
    let installed = hearing.filter_map(|entry| installer.installed(&entry.id)).find(|model| !model.damaged);
    let installed = installed.ok_or(Error::SpeechModelMissing)?;
    Ok(SpeechModel::at(installed.id, installed.path))
}
