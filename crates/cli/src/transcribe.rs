//! `attunectl transcribe`: a recording as text.

use std::path::PathBuf;
use std::process::ExitCode;

use attune_app::{App, TranscribeFile, TranscriptForm, transcribe_file};
use attune_wire::{ErrorBody, ErrorCode};
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;

use crate::output::{Failure, Output};

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  attunectl transcribe meeting.m4a\n  attunectl transcribe interview.mp3 --language de --form srt > interview.srt\n  attunectl transcribe note.wav --glossary names.txt --json"
)]
pub(crate) struct Arguments {
    /// The recording: wav, mp3, m4a, ogg (Vorbis) or flac.
    file: PathBuf,
    /// The language that is spoken, for example en or de. Found out where it is not said.
    #[arg(long, value_name = "LANGUAGE")]
    language: Option<String>,
    /// A file with names and words as they are spelt, one a line, the most important first.
    #[arg(long, value_name = "FILE")]
    glossary: Option<PathBuf>,
    /// How to write the text.
    #[arg(long, value_enum, default_value_t = Form::Txt)]
    form: Form,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Form {
    /// The text, a line for each part.
    Txt,
    /// Subtitles (`SubRip`).
    Srt,
    /// Subtitles for the web (`WebVTT`).
    Vtt,
}

pub(crate) async fn run(app: &App, arguments: Arguments, output: &Output) -> Result<ExitCode, Failure> {
    let glossary = match &arguments.glossary {
        Some(file) => lines(file)?,
        None => Vec::new(),
    };
    let request = TranscribeFile { file: arguments.file, language: arguments.language, glossary };
    let bar = output.progress.then(progress_bar);
    let transcribing = transcribe_file(app, request, |heard| show(heard.done_s, heard.of_s, bar.as_ref()));
    let done = tokio::select! {
        done = transcribing => done?,
        _ = tokio::signal::ctrl_c() => return Err(cancelled()),
    };
    if let Some(bar) = bar {
        bar.finish_and_clear();
    }
    let transcript = &done.transcript;
    if output.json {
        output.document(&json!({
            "text": transcript.text(),
            "segments": transcript.segments,
            "language": transcript.language,
            "audio_s": transcript.audio_s,
            "wall_s": done.wall_s,
            "model": done.model,
            "missing": transcript.missing,
        }));
    } else {
        output.piece(&transcript.to_form(match arguments.form {
            Form::Txt => TranscriptForm::Plain,
            Form::Srt => TranscriptForm::Srt,
            Form::Vtt => TranscriptForm::Vtt,
        }));
    }
    if let Some(missing) = &transcript.missing {
        eprintln!("The recording is not whole: {missing}.");
    } else if transcript.segments.is_empty() {
        eprintln!("Nobody speaks in this recording.");
    }
    Ok(ExitCode::SUCCESS)
}

fn lines(file: &PathBuf) -> Result<Vec<String>, Failure> {
    let text = std::fs::read_to_string(file).map_err(|error| {
        let message = format!("{} cannot be read: {error}.", file.display());
        Failure(ErrorBody { code: ErrorCode::Invalid, message })
    })?;
    Ok(text.lines().map(str::to_owned).collect())
}

fn cancelled() -> Failure {
    let message = "It was cancelled; nothing was written.".to_owned();
    Failure(ErrorBody { code: ErrorCode::Cancelled, message })
}

/// Shows how much of a recording is done, in seconds.
pub(crate) fn progress_bar() -> ProgressBar {
    let bar = ProgressBar::new(0);
    if let Ok(style) = ProgressStyle::with_template("{msg:12} {bar:30} {pos}/{len} s {eta}") {
        bar.set_style(style);
    }
    bar.set_message("Listening");
    bar
}

/// Moves the bar to what is done of a recording, in seconds.
pub(crate) fn show(done_s: f64, of_s: Option<f64>, bar: Option<&ProgressBar>) {
    if let Some(bar) = bar {
        // Whole seconds; a cast of a float keeps within the integer's range.
        bar.set_length(of_s.unwrap_or(done_s).max(done_s) as u64);
        bar.set_position(done_s as u64);
    }
}
