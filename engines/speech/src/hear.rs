//! One request: from samples to segments.

use attune_models::child::Board;
use attune_models::protocol::speech::{MOST_SAMPLES, SAMPLE_RATE, Search, Segment, SpeechFault, Transcribe};
use whisper_rs::{FullParams, SamplingStrategy, get_lang_id, get_lang_str};

use crate::bias::Bias;
use crate::fault::Fault;
use crate::model::Model;
use crate::outbox::Outbox;
use crate::poll::Poll;
use crate::segments;

/// Whisper's frames a second, after its convolutions.
const FRAMES_PER_SECOND: usize = 50;

/// What a fitted look has at least, and beyond the recording's end. With less, Whisper repeats itself: it never
/// saw a recording that ends with the last word.
const LEAST_FRAMES: usize = 512;
const FRAMES_BEYOND: usize = 128;

/// Shorter recordings are filled up with silence.
const LEAST_SAMPLES: usize = SAMPLE_RATE as usize;

/// The most tokens of a prompt: half of Whisper's text context, less the sign that starts it.
const MOST_PROMPT_TOKENS: usize = 223;

/// What came of a request.
#[derive(Debug)]
pub(crate) struct Heard {
    pub(crate) segments: Vec<Segment>,
    pub(crate) language: String,
    pub(crate) cancelled: bool,
}

/// Turns a request's recording into text.
///
/// # Errors
/// [`SpeechFault::BadLanguage`], [`SpeechFault::TooLong`], [`SpeechFault::Internal`].
pub(crate) fn hear(
    model: &mut Model,
    request: &Transcribe,
    board: &Board,
    out: &Outbox,
) -> Result<Heard, Fault> {
    let mut samples = request.pcm.to_floats();
    if samples.len() > MOST_SAMPLES {
        let message = format!("{} samples are more than {MOST_SAMPLES}", samples.len());
        return Err(Fault::new(SpeechFault::TooLong, message));
    }
    if samples.is_empty() {
        let language = request.language.clone().unwrap_or_default();
        return Ok(Heard { segments: Vec::new(), language, cancelled: false });
    }
    let frames = if request.fitted { fitted_frames(samples.len(), model.audio_frames()) } else { 0 };
    samples.resize(samples.len().max(LEAST_SAMPLES), 0.0);

    let language = language_of(model, request.language.as_deref())?;
    let prompt = tokens_of(model, &request.prompt)?;
    let mut params = FullParams::new(match request.search {
        Search::Greedy => SamplingStrategy::Greedy { best_of: 5 },
        Search::Beam { width } => SamplingStrategy::BeamSearch {
            beam_size: i32::try_from(width.clamp(2, 8)).unwrap_or(5),
            patience: -1.0,
        },
    });
    params.set_n_threads(model.threads);
    params.set_language(language);
    params.set_tokens(&prompt);
    // Nothing of an earlier request: that may have been somebody else's.
    params.set_no_context(true);
    params.set_no_timestamps(!request.timestamps);
    params.set_audio_ctx(i32::try_from(frames).unwrap_or(0));
    params.set_suppress_nst(true);
    if !request.retry {
        params.set_temperature_inc(0.0);
    }
    params.set_print_progress(false);
    params.set_print_realtime(false);
    params.set_print_timestamps(false);
    params.set_print_special(false);
    let poll = Poll::new(board);
    poll.set(&mut params);
    let bias = Bias::of(model, &request.terms);
    if let Some(bias) = &bias {
        bias.set(&mut params);
    }

    let ended = poll.beating(out, request.id, || model.state.full(params, &samples));
    let language = get_lang_str(model.state.full_lang_id_from_state()).unwrap_or("en").to_owned();
    // whisper.cpp calls a stop a failure.
    if board.stopped() {
        return Ok(Heard { segments: Vec::new(), language, cancelled: true });
    }
    ended.map_err(|error| Fault::internal(format!("the recording could not be computed: {error}")))?;
    Ok(Heard { segments: segments::of(model), language, cancelled: false })
}

/// Frames for a recording of so many samples; 0 is as many as there are.
fn fitted_frames(samples: usize, most: usize) -> usize {
    let needed = (samples * FRAMES_PER_SECOND).div_ceil(SAMPLE_RATE as usize) + FRAMES_BEYOND;
    let frames = needed.max(LEAST_FRAMES).next_multiple_of(64);
    if frames >= most { 0 } else { frames }
}

fn language_of<'a>(model: &Model, wanted: Option<&'a str>) -> Result<Option<&'a str>, Fault> {
    let bad = |why: String| Err(Fault::new(SpeechFault::BadLanguage, why));
    match wanted {
        None if model.context.is_multilingual() => Ok(None),
        None => Ok(Some("en")),
        Some(code) if code.contains('\0') || get_lang_id(code).is_none() => {
            bad(format!("{code:?} is no language that Whisper knows"))
        }
        Some(code) if code != "en" && !model.context.is_multilingual() => {
            bad(format!("this model understands English only, not {code:?}"))
        }
        Some(code) => Ok(Some(code)),
    }
}

/// The last tokens of a prompt.
fn tokens_of(model: &Model, prompt: &str) -> Result<Vec<i32>, Fault> {
    let prompt = prompt.replace('\0', " ");
    if prompt.trim().is_empty() {
        return Ok(Vec::new());
    }
    // A token has a byte at least.
    let mut tokens = model
        .context
        .tokenize(&prompt, prompt.len() + 1)
        .map_err(|error| Fault::internal(format!("the prompt could not be read: {error}")))?;
    tokens.drain(..tokens.len().saturating_sub(MOST_PROMPT_TOKENS));
    Ok(tokens)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(seconds: usize, frames: usize) {
        assert_eq!(fitted_frames(seconds * SAMPLE_RATE as usize, 1500), frames, "{seconds} s");
    }

    #[test]
    fn a_fitted_look_covers_the_recording_and_what_follows() {
        check(0, 512);
        check(1, 512);
        check(10, 640);
        check(20, 1152);
        check(26, 1472);
        check(28, 0);
        check(300, 0);
    }
}
