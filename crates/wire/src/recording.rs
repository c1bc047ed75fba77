//! Recordings beside a question: handed over in slices, heard on this machine, and given away as files.

use attune_domain::AttachmentId;
use attune_domain::transcript::{Spoken, Transcript, TranscriptForm};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{AttachmentView, ErrorBody};

/// The largest recording, in bytes: one GiB, which is a day of compressed speech or three hours of a studio's sound.
pub const MOST_RECORDING_BYTES: u64 = 1 << 30;

/// The most of a recording that is handed over at once, in bytes.
pub const MOST_SLICE_BYTES: usize = 1 << 20;

/// Announces a recording: its sound follows with [`AddToRecording`], and is listened to with [`HearRecording`]. Dropping
/// it with [`crate::DropAttachment`] ends whatever is done with it. Until it is heard, its sound lies in a file that
/// has no name; afterwards it is gone.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct BeginRecording {
    /// The id that it gets: a UUID of version 7, chosen by the window.
    #[ts(as = "String")]
    pub id: AttachmentId,
    /// The file's name: its ending says what it may be.
    pub name: String,
    /// How many bytes it has: 1 to [`MOST_RECORDING_BYTES`].
    #[ts(type = "number")]
    pub bytes: u64,
}

/// A recording that was announced.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct BegunRecording {
    /// It, with nothing heard yet.
    pub attachment: AttachmentView,
    /// Why nobody can listen to it, if nobody can: then its sound need not follow.
    pub error: Option<ErrorBody>,
}

/// Hands over the next slice of a recording.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct AddToRecording {
    /// Of which.
    #[ts(as = "String")]
    pub id: AttachmentId,
    /// How many bytes came before it.
    #[ts(type = "number")]
    pub at: u64,
    /// At most [`MOST_SLICE_BYTES`], in base64.
    pub base64: String,
}

/// Listens to a recording that was handed over whole. Two are listened to one after the other.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct HearRecording {
    /// Which.
    #[ts(as = "String")]
    pub id: AttachmentId,
}

/// What happens while somebody listens to a recording.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum RecordingEvent {
    /// It is listened to; the first of these says that it has begun.
    Heard {
        /// Seconds that are done.
        done_s: f64,
        /// Seconds that there are, where the file says so.
        of_s: Option<f64>,
        /// What came since the last time.
        spoken: Vec<SpokenView>,
    },
}

/// A recording that was listened to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct HeardRecording {
    /// It, with what was heard.
    pub attachment: AttachmentView,
    /// Why it was not heard, or not to its end.
    pub error: Option<ErrorBody>,
}

/// What was heard in a recording.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct RecordingView {
    /// How long it is, in seconds; zero where nobody knows yet.
    pub seconds: f64,
    /// The language as ISO 639-1 names it; empty where nothing was said.
    pub language: String,
    /// What was said, in order.
    pub segments: Vec<SpokenView>,
    /// Why it is shorter than it should be, if it is.
    pub missing: Option<String>,
}

impl From<Transcript> for RecordingView {
    fn from(transcript: Transcript) -> Self {
        let Transcript { segments, language, audio_s: seconds, missing } = transcript;
        Self { seconds, language, segments: segments.into_iter().map(SpokenView::from).collect(), missing }
    }
}

/// A part of what was said: a sentence or some of them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct SpokenView {
    /// When it begins, in seconds.
    pub start_s: f64,
    /// When it ends.
    pub end_s: f64,
    /// What was said.
    pub text: String,
}

impl From<Spoken> for SpokenView {
    fn from(Spoken { start_s, end_s, text }: Spoken) -> Self {
        Self { start_s, end_s, text }
    }
}

impl From<SpokenView> for Spoken {
    fn from(SpokenView { start_s, end_s, text }: SpokenView) -> Self {
        Self { start_s, end_s, text }
    }
}

/// Puts right what was heard in a recording that was not asked about yet.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CorrectPart {
    /// In which.
    #[ts(as = "String")]
    pub id: AttachmentId,
    /// Which part, counted from zero.
    #[ts(type = "number")]
    pub part: usize,
    /// What was said, at most 20,000 characters.
    pub text: String,
}

/// Writes what was said to a file in the downloads folder.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ExportTranscript {
    /// What the recording is called; the file is called like it.
    pub name: String,
    /// What was said.
    pub segments: Vec<SpokenView>,
    /// In which form.
    pub form: TranscriptFormView,
}

/// A form of a transcript.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum TranscriptFormView {
    /// The text, a line for each part.
    Txt,
    /// Subtitles (`SubRip`).
    Srt,
    /// Subtitles for the web (`WebVTT`).
    Vtt,
}

impl From<TranscriptFormView> for TranscriptForm {
    fn from(form: TranscriptFormView) -> Self {
        match form {
            TranscriptFormView::Txt => Self::Plain,
            TranscriptFormView::Srt => Self::Srt,
            TranscriptFormView::Vtt => Self::Vtt,
        }
    }
}

/// A transcript that is on the disk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ExportedTranscript {
    /// Its file.
    pub path: String,
}
