//! Transcripts as files, for whoever goes on with them elsewhere.

use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use attune_domain::transcript::{Spoken, Transcript, TranscriptForm};
use attune_wire::{ExportTranscript, ExportedTranscript, TranscriptFormView};

use crate::profile::{downloads, new_private_file};
use crate::{App, Error};

/// Files of one name in a folder, before another name has to be found.
const MOST_OF_A_NAME: u32 = 1000;

/// Characters of a recording's name that its transcripts have too.
const LONGEST_STEM: usize = 80;

/// Writes what was said to a new file in the downloads folder, called like the recording.
///
/// # Errors
/// [`Error::Io`] when it cannot be written.
pub async fn export_transcript(app: &App, request: ExportTranscript) -> Result<ExportedTranscript, Error> {
    let ExportTranscript { name, segments, form } = request;
    let segments = segments.into_iter().map(Spoken::from).collect();
    let text = Transcript { segments, ..Transcript::default() }.to_form(TranscriptForm::from(form));
    let folder = downloads(app);
    let failed = |source| Error::Io {
        what: format!("The transcript cannot be written to {}", folder.display()),
        source,
    };
    let path = write_new(&folder, &stem(&name), ending(form), &text).map_err(failed)?;
    Ok(ExportedTranscript { path: path.display().to_string() })
}

fn ending(form: TranscriptFormView) -> &'static str {
    match form {
        TranscriptFormView::Txt => "txt",
        TranscriptFormView::Srt => "srt",
        TranscriptFormView::Vtt => "vtt",
    }
}

/// Writes a file that was not there: `meeting.srt`, or `meeting (2).srt`. Half a file is none.
fn write_new(folder: &Path, stem: &str, ending: &str, text: &str) -> std::io::Result<PathBuf> {
    for number in 1..=MOST_OF_A_NAME {
        let again = if number == 1 { String::new() } else { format!(" ({number})") };
        let path = folder.join(format!("{stem}{again}.{ending}"));
        let mut file = match new_private_file(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::AlreadyExists => continue,
            Err(error) => return Err(error),
        };
        let written = file.write_all(text.as_bytes()).and_then(|()| file.sync_all());
        if written.is_err() {
            let _ = std::fs::remove_file(&path);
        }
        return written.map(|()| path);
    }
    Err(ErrorKind::AlreadyExists.into())
}

/// What a recording is called without its ending, as every system takes it: a name comes from anybody, and names no folder.
fn stem(name: &str) -> String {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let plain = |character: char| {
        if character.is_control() || r#"<>:"/\|?*"#.contains(character) { '-' } else { character }
    };
    let stem: String = stem.chars().map(plain).take(LONGEST_STEM).collect();
    let stem = stem.trim_matches(|character: char| character.is_whitespace() || character == '.');
    if stem.is_empty() { "transcript".to_owned() } else { stem.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_called_like_its_recording_and_leaves_no_folder() {
        let names = ["meeting.mp3", "../../.bashrc", "a/b\\c:d.wav", "..", "", "v1.2 draft.m4a"].map(stem);
        assert_eq!(names, ["meeting", "-..-", "a-b-c-d", "transcript", "transcript", "v1.2 draft"]);
    }

    #[test]
    fn nothing_that_is_there_is_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let first = write_new(folder.path(), "meeting", "srt", "one").unwrap();
        let second = write_new(folder.path(), "meeting", "srt", "two").unwrap();
        assert_eq!(std::fs::read_to_string(first).unwrap(), "one");
        assert_eq!(second.file_name().unwrap(), "meeting (2).srt");
    }
}
