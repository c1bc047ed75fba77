//! Recordings beside a question: handed over in slices, heard on this machine one after the other, and kept as text with the
//! question once it is asked. Their sound lies in a file without a name, and is gone when the text is there: nothing of it
//! is left behind by a crash.

use std::collections::HashMap;
use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use attune_domain::transcript::{Spoken, Transcript};
use attune_domain::{Attachment, AttachmentId};
use attune_models::speech::SpeechError;
use attune_models::speech::audio::Sound;
use attune_wire::{
    AddToRecording, AttachmentView, BeginRecording, BegunRecording, CorrectPart, HearRecording,
    HeardRecording, MOST_RECORDING_BYTES, MOST_SLICE_BYTES, Nothing, RecordingEvent, SpokenView,
};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tokio_util::sync::CancellationToken;

use crate::attached::shown_name;
use crate::clock::new_id;
use crate::dictation::needs_voice;
use crate::transcribe::{Heard, Listen, listen, speech_model};
use crate::{App, Error};

/// Recordings that wait to be asked about, in all windows together.
const MOST_WAITING: usize = 8;

/// Characters of one part that a person puts right.
const MOST_TEXT: usize = 20_000;

/// Recordings that were not asked about yet.
#[derive(Debug, Default)]
pub(crate) struct Recordings {
    waiting: Mutex<HashMap<AttachmentId, Waiting>>,
    /// The ear: two that were listened to at once would both be late.
    ear: tokio::sync::Mutex<()>,
}

#[derive(Debug)]
struct Waiting {
    attachment: Attachment,
    /// The sound as far as it came. None while it is written or listened to, and afterwards.
    coming: Option<Coming>,
    /// Ends whatever is done with it.
    dropped: CancellationToken,
}

/// A recording that is being handed over.
#[derive(Debug)]
struct Coming {
    /// Without a name; gone with the last that has it open.
    file: File,
    /// Bytes that came.
    bytes: u64,
    /// Bytes that there are.
    of: u64,
}

impl Recordings {
    fn waiting(&self) -> MutexGuard<'_, HashMap<AttachmentId, Waiting>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn add(&self, attachment: Attachment, coming: Option<Coming>) -> Result<(), Error> {
        let mut waiting = self.waiting();
        if waiting.len() >= MOST_WAITING {
            return Err(Error::Invalid(format!(
                "{MOST_WAITING} recordings wait to be asked about already. Send or remove some of them first."
            )));
        }
        waiting.insert(attachment.id, Waiting { attachment, coming, dropped: CancellationToken::new() });
        Ok(())
    }

    fn change(&self, id: AttachmentId, change: impl FnOnce(&mut Attachment)) -> Result<Attachment, Error> {
        let mut waiting = self.waiting();
        let attachment = &mut waiting.get_mut(&id).ok_or_else(gone)?.attachment;
        change(attachment);
        Ok(attachment.clone())
    }

    /// The sound as far as it came, for one who gives it back or listens to it; its name; and what tells that it was dropped.
    fn take(&self, id: AttachmentId) -> Result<(Coming, String, CancellationToken), Error> {
        let mut waiting = self.waiting();
        let found = waiting.get_mut(&id).ok_or_else(gone)?;
        let coming = found.coming.take().ok_or_else(|| not_whole(&found.attachment.name))?;
        Ok((coming, found.attachment.name.clone(), found.dropped.clone()))
    }

    /// Gives the sound back. Where the recording was dropped meanwhile, so is its sound.
    fn give_back(&self, id: AttachmentId, coming: Coming) -> Result<(), Error> {
        self.waiting().get_mut(&id).ok_or(SpeechError::Cancelled)?.coming = Some(coming);
        Ok(())
    }

    /// A recording as it is known now.
    pub(crate) fn get(&self, id: AttachmentId) -> Option<Attachment> {
        self.waiting().get(&id).map(|waiting| waiting.attachment.clone())
    }

    /// Forgets recordings, and ends whatever is done with them.
    pub(crate) fn remove(&self, ids: &[AttachmentId]) {
        let mut waiting = self.waiting();
        for id in ids {
            if let Some(waiting) = waiting.remove(id) {
                waiting.dropped.cancel();
            }
        }
    }

    /// Forgets all of them.
    pub(crate) fn clear(&self) {
        for (_, waiting) in self.waiting().drain() {
            waiting.dropped.cancel();
        }
    }
}

/// Makes room for a recording. Where no model could hear it, it is attached without its sound, and the answer says so.
///
/// # Errors
/// [`Error::Invalid`] for what is empty or too large, and where voice is off; [`Error::PolicyForbids`] where policy
/// switched it off; [`Error::Io`] when there is no room on the disk.
pub async fn begin_recording(app: &App, request: BeginRecording) -> Result<BegunRecording, Error> {
    needs_voice(app, "have recordings heard")?;
    let BeginRecording { id, name, bytes: of } = request;
    let attachment = Attachment::unheard(id, shown_name(&name));
    if of == 0 {
        return Err(Error::Invalid(format!("“{}” is empty. Choose another recording.", attachment.name)));
    }
    if of > MOST_RECORDING_BYTES {
        return Err(Error::Invalid(format!(
            "“{}” has {} MB; at most {} MB are listened to. Cut it into parts, or save it as MP3.",
            attachment.name,
            of >> 20,
            MOST_RECORDING_BYTES >> 20
        )));
    }
    let error = speech_model(app).err().map(|error| error.body());
    let coming = match error {
        Some(_) => None,
        None => {
            let folder = app.home().folder().to_owned();
            let file = blocking(move || tempfile::tempfile_in(folder)).await?.map_err(not_written)?;
            Some(Coming { file, bytes: 0, of })
        }
    };
    app.recordings().add(attachment.clone(), coming)?;
    Ok(BegunRecording { attachment: attachment.into(), error })
}

/// Takes the next slice of a recording.
///
/// # Errors
/// [`Error::Invalid`] for a slice that is not the next, [`Error::Io`] when the disk takes no more, [`Error::NotFound`], and
/// [`SpeechError::Cancelled`] when the recording was dropped meanwhile.
pub async fn add_to_recording(app: &App, request: AddToRecording) -> Result<Nothing, Error> {
    let AddToRecording { id, at, base64 } = request;
    let (mut coming, name, _) = app.recordings().take(id)?;
    // Before memory is asked for.
    if at != coming.bytes || base64.len() / 4 > MOST_SLICE_BYTES.div_ceil(3) {
        return Err(not_whole(&name));
    }
    let write = move || -> Result<Coming, Error> {
        let slice = STANDARD.decode(base64).map_err(|_| not_whole(&name))?;
        coming.bytes += slice.len() as u64;
        if coming.bytes > coming.of {
            return Err(not_whole(&name));
        }
        coming.file.write_all(&slice).map_err(not_written)?;
        Ok(coming)
    };
    let coming = blocking(write).await??;
    app.recordings().give_back(id, coming)?;
    Ok(Nothing {})
}

/// Listens to a recording, after those that came before it. Where listening ends early, what was heard stays.
///
/// # Errors
/// [`Error::Speech`] for what is no recording: then nothing is attached; and with [`SpeechError::Cancelled`] when it was
/// dropped. [`Error::Invalid`] where sound is missing.
pub async fn hear_recording(
    app: &App,
    request: HearRecording,
    send: impl Fn(RecordingEvent) + Send + Sync + 'static,
) -> Result<HeardRecording, Error> {
    let (coming, name, dropped) = app.recordings().take(request.id)?;
    if coming.bytes != coming.of {
        app.recordings().remove(&[request.id]);
        return Err(not_whole(&name));
    }
    let sound = Sound::Open { file: coming.file, name: PathBuf::from(name) };
    hear(app, request.id, sound, &dropped, &send).await
}

/// Listens to a recording in a file, to be asked about in [`attune_wire::Ask::attachments`]. Dropping the future cancels.
///
/// # Errors
/// As [`begin_recording`] and [`hear_recording`]. What was not heard is in the outcome.
pub async fn hear_file(
    app: &App,
    file: &Path,
    tell: impl Fn(RecordingEvent) + Sync,
) -> Result<HeardRecording, Error> {
    needs_voice(app, "have recordings heard")?;
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let id = AttachmentId(new_id());
    app.recordings().add(Attachment::unheard(id, shown_name(&name)), None)?;
    hear(app, id, file.into(), &CancellationToken::new(), &tell).await
}

/// Puts right a part of what was heard in a recording that was not asked about yet.
///
/// # Errors
/// [`Error::NotFound`] when it, or that part of it, is not there; [`Error::Invalid`] for an overlong text.
pub async fn correct_part(app: &App, request: CorrectPart) -> Result<AttachmentView, Error> {
    let CorrectPart { id, part, text } = request;
    if text.chars().count() > MOST_TEXT {
        return Err(Error::Invalid(format!("A part has at most {MOST_TEXT} characters. Shorten it.")));
    }
    let mut is_found = false;
    let corrected = app.recordings().change(id, |attachment| {
        let segments = attachment.recording.as_mut().map(|transcript| &mut transcript.segments);
        if let Some(spoken) = segments.and_then(|segments| segments.get_mut(part)) {
            is_found = true;
            attachment.corrected |= spoken.text != text;
            spoken.text = text;
        }
    })?;
    if is_found { Ok(corrected.into()) } else { Err(gone()) }
}

async fn hear(
    app: &App,
    id: AttachmentId,
    sound: Sound,
    dropped: &CancellationToken,
    send: &(impl Fn(RecordingEvent) + Sync),
) -> Result<HeardRecording, Error> {
    let mut heard = Transcript::default();
    let listening = async {
        let _ear = app.recordings().ear.lock().await;
        let request = Listen { sound, language: None, glossary: &[] };
        let tell = |Heard { done_s, of_s, spoken }: Heard| {
            heard.audio_s = done_s;
            heard.segments.extend(spoken.iter().cloned());
            let spoken = spoken.into_iter().map(SpokenView::from).collect();
            send(RecordingEvent::Heard { done_s, of_s, spoken });
        };
        listen(app, request, tell).await
    };
    let ended = tokio::select! {
        ended = listening => ended,
        () = dropped.cancelled() => return Err(SpeechError::Cancelled.into()),
    };
    let (transcript, error) = match ended {
        Ok(done) => (done.transcript, None),
        // Half a meeting is worth more than none; what is no recording at all is not attached.
        Err(error) if is_kept(&error, &heard.segments) => (broken_off(heard), Some(error)),
        Err(error) => {
            app.recordings().remove(&[id]);
            return Err(error);
        }
    };
    let is_heard = error.is_none() || !transcript.segments.is_empty();
    let attachment = app.recordings().change(id, |attachment| {
        attachment.recording = Some(transcript);
        attachment.read = is_heard;
    })?;
    Ok(HeardRecording { attachment: attachment.into(), error: error.map(|error| error.body()) })
}

/// Whether a recording stays attached that was not heard to its end.
fn is_kept(error: &Error, heard: &[Spoken]) -> bool {
    !heard.is_empty() || !matches!(error, Error::Speech(SpeechError::Audio(_)))
}

fn broken_off(mut heard: Transcript) -> Transcript {
    if !heard.segments.is_empty() {
        heard.missing = Some(format!("it was listened to for {:.1} s only", heard.audio_s));
    }
    heard
}

fn gone() -> Error {
    Error::NotFound("A recording is not there any more. Attach it again.".to_owned())
}

fn not_whole(name: &str) -> Error {
    Error::Invalid(format!("“{name}” did not arrive whole. Attach it again."))
}

fn not_written(source: std::io::Error) -> Error {
    Error::Io { what: "The recording could not be copied to be listened to".to_owned(), source }
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Error> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|error| SpeechError::Internal(error.to_string()).into())
}
