//! The microphone, as one channel of [`SAMPLE_RATE`] samples a second.
//!
//! Sound systems call back on threads of their own, on which nothing may wait, and their streams may not travel
//! between threads everywhere. So one thread owns the stream for as long as somebody listens; the callback only
//! copies, and that thread does the rest.

use std::sync::mpsc as ways;
use std::time::Duration;

use cpal::traits::{DeviceTrait, HostTrait as _, StreamTrait as _};
use cpal::{Device, ErrorKind, FromSample, Host, Sample, SampleFormat, SizedSample, Stream, StreamConfig};
use tokio::sync::mpsc;

use super::audio::Resampler;

/// How long a sound system may take to open a microphone.
const OPENING: Duration = Duration::from_secs(5);

/// An open microphone that gives no sample for so long gives none at all.
const SILENCE: Duration = Duration::from_secs(3);

/// A microphone that there is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Microphone {
    /// Stays the same while it is plugged in, and mostly after that.
    pub id: String,
    /// As the system calls it.
    pub name: String,
    /// Whether it is the one that the system would take.
    pub is_default: bool,
}

/// Why there is no sound.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MicrophoneError {
    /// There is none.
    #[error("no microphone was found")]
    Missing,
    /// The one that was chosen is not there.
    #[error("the chosen microphone is not plugged in")]
    Gone,
    /// It was unplugged, or its sound system ended, while somebody spoke.
    #[error("the microphone was unplugged")]
    Unplugged,
    /// The system does not allow it.
    #[error("the system does not let Attune use the microphone")]
    Denied,
    /// Another program holds it.
    #[error("another program is using the microphone")]
    Busy,
    /// It is there, but no sound comes.
    #[error("the microphone gives no sound")]
    Silent,
    /// Anything else.
    #[error("the microphone cannot be used: {0}")]
    Unusable(String),
}

/// What comes from a microphone.
#[derive(Debug, Clone, PartialEq)]
pub enum Captured {
    /// Samples between -1 and 1, one channel.
    Sound(Vec<f32>),
    /// It is over. Nothing follows.
    Lost(MicrophoneError),
}

/// An open microphone. Dropping it closes it.
#[derive(Debug)]
pub struct Capture {
    events: mpsc::UnboundedReceiver<Captured>,
}

/// What the owning thread waits for.
enum Moment {
    Sound(Vec<f32>),
    Trouble(MicrophoneError),
}

impl Capture {
    /// What came next; none after [`Captured::Lost`].
    pub async fn next(&mut self) -> Option<Captured> {
        self.events.recv().await
    }
}

/// The microphones that there are, the system's choice first. Asks the sound system and waits for it.
///
/// # Errors
/// [`MicrophoneError`], but an empty list where there is none.
pub fn microphones() -> Result<Vec<Microphone>, MicrophoneError> {
    let host = cpal::default_host();
    let chosen = host.default_input_device().and_then(|device| device.id().ok()).map(|id| id.to_string());
    let mut found: Vec<Microphone> = host
        .input_devices()
        .map_err(|error| trouble(&error, false))?
        .filter_map(|device| {
            let id = device.id().ok()?.to_string();
            let name = device.description().ok()?.name().to_owned();
            let is_default = chosen.as_ref() == Some(&id);
            Some(Microphone { id, name, is_default })
        })
        // What loudspeakers play is no microphone.
        .filter(|microphone| microphone.is_default || !microphone.id.ends_with(".monitor"))
        .collect();
    found.sort_by_key(|microphone| !microphone.is_default);
    Ok(found)
}

/// Opens a microphone; the system's choice where none is named. Waits until it is open, which takes up to some seconds.
///
/// # Errors
/// [`MicrophoneError`].
pub fn open(id: Option<&str>) -> Result<Capture, MicrophoneError> {
    let (sender, events) = mpsc::unbounded_channel();
    let (opened, is_open) = ways::channel();
    let id = id.map(str::to_owned);
    std::thread::Builder::new()
        .name("microphone".to_owned())
        .spawn(move || own(id.as_deref(), &opened, &sender))
        .map_err(|error| MicrophoneError::Unusable(error.to_string()))?;
    match is_open.recv_timeout(OPENING) {
        Ok(Ok(())) => Ok(Capture { events }),
        Ok(Err(error)) => Err(error),
        Err(_) => Err(MicrophoneError::Silent),
    }
}

/// Owns the stream until nobody listens any more or the microphone is lost.
fn own(
    id: Option<&str>,
    opened: &ways::Sender<Result<(), MicrophoneError>>,
    sender: &mpsc::UnboundedSender<Captured>,
) {
    let (moments, inbox) = ways::channel();
    // Whoever names none cannot have lost it: there is none.
    let listening = listen_to(id, &moments).map_err(|error| match error {
        MicrophoneError::Gone if id.is_none() => MicrophoneError::Missing,
        other => other,
    });
    let (_stream, mut resampler) = match listening {
        Ok(listening) => {
            // Whoever opened it may have lost patience; then the sender is closed.
            let _ = opened.send(Ok(()));
            listening
        }
        Err(error) => {
            let _ = opened.send(Err(error));
            return;
        }
    };
    while !sender.is_closed() {
        let captured = match inbox.recv_timeout(SILENCE) {
            Ok(Moment::Sound(samples)) => {
                let mut sound = Vec::new();
                resampler.push(&samples, &mut sound);
                Captured::Sound(sound)
            }
            Ok(Moment::Trouble(error)) => Captured::Lost(error),
            Err(_) => Captured::Lost(MicrophoneError::Silent),
        };
        let is_lost = matches!(captured, Captured::Lost(_));
        if sender.send(captured).is_err() || is_lost {
            return;
        }
    }
}

fn listen_to(
    id: Option<&str>,
    moments: &ways::Sender<Moment>,
) -> Result<(Stream, Resampler), MicrophoneError> {
    let host = cpal::default_host();
    let device = find(&host, id)?;
    let config = device.default_input_config().map_err(|error| trouble(&error, false))?;
    let resampler =
        Resampler::new(config.sample_rate()).map_err(|error| MicrophoneError::Unusable(error.to_string()))?;
    let (format, config) = (config.sample_format(), StreamConfig::from(config));
    let stream = match format {
        SampleFormat::I8 => build::<i8>(&device, config, moments),
        SampleFormat::I16 => build::<i16>(&device, config, moments),
        SampleFormat::I32 => build::<i32>(&device, config, moments),
        SampleFormat::U8 => build::<u8>(&device, config, moments),
        SampleFormat::U16 => build::<u16>(&device, config, moments),
        SampleFormat::F32 => build::<f32>(&device, config, moments),
        SampleFormat::F64 => build::<f64>(&device, config, moments),
        other => return Err(MicrophoneError::Unusable(format!("its samples are {other}"))),
    };
    let stream = stream.map_err(|error| trouble(&error, false))?;
    stream.play().map_err(|error| trouble(&error, false))?;
    Ok((stream, resampler))
}

fn find(host: &Host, id: Option<&str>) -> Result<Device, MicrophoneError> {
    let Some(id) = id else { return host.default_input_device().ok_or(MicrophoneError::Missing) };
    let id = id.parse().map_err(|_| MicrophoneError::Gone)?;
    host.device_by_id(&id).filter(DeviceTrait::supports_input).ok_or(MicrophoneError::Gone)
}

/// A stream whose callback mixes the channels to one and hands the samples on.
fn build<T>(
    device: &Device,
    config: StreamConfig,
    moments: &ways::Sender<Moment>,
) -> Result<Stream, cpal::Error>
where
    T: SizedSample,
    f32: FromSample<T>,
{
    let channels = usize::from(config.channels.max(1));
    let (sounds, troubles) = (moments.clone(), moments.clone());
    device.build_input_stream(
        config,
        move |samples: &[T], _| {
            // The owning thread may have ended; then nobody wants the sound.
            let _ = sounds.send(Moment::Sound(mixed(samples, channels)));
        },
        move |error| {
            if ends_it(error.kind()) {
                let _ = troubles.send(Moment::Trouble(trouble(&error, true)));
            } else {
                tracing::debug!(%error, "the microphone stumbled");
            }
        },
        None,
    )
}

/// The mean of the channels.
fn mixed<T>(samples: &[T], channels: usize) -> Vec<f32>
where
    T: Sample,
    f32: FromSample<T>,
{
    #[expect(clippy::cast_precision_loss, reason = "a microphone has a few channels")]
    let share = 1.0 / channels as f32;
    let mix = |frame: &[T]| frame.iter().map(|sample| f32::from_sample(*sample)).sum::<f32>() * share;
    samples.chunks_exact(channels).map(mix).collect()
}

/// Whether no sound follows an error of the stream.
fn ends_it(kind: ErrorKind) -> bool {
    !matches!(kind, ErrorKind::Xrun | ErrorKind::RealtimeDenied | ErrorKind::DeviceChanged)
}

fn trouble(error: &cpal::Error, was_open: bool) -> MicrophoneError {
    match error.kind() {
        ErrorKind::DeviceNotAvailable | ErrorKind::StreamInvalidated if was_open => {
            MicrophoneError::Unplugged
        }
        ErrorKind::DeviceNotAvailable => MicrophoneError::Gone,
        ErrorKind::HostUnavailable => MicrophoneError::Missing,
        ErrorKind::PermissionDenied => MicrophoneError::Denied,
        ErrorKind::DeviceBusy => MicrophoneError::Busy,
        _ => MicrophoneError::Unusable(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn channels_become_their_mean() {
        assert_eq!(mixed(&[0.5_f32, -0.5, 1.0, 0.0], 2), [0.0, 0.5]);
        assert_eq!(mixed(&[i16::MIN, 0], 1), [-1.0, 0.0]);
        assert_eq!(mixed::<f32>(&[0.25, 0.5, 0.75], 3), [0.5]);
    }

    #[test]
    fn a_stumble_is_no_end() {
        assert!(!ends_it(ErrorKind::Xrun));
        assert!(ends_it(ErrorKind::DeviceNotAvailable));
    }

    #[test]
    fn a_name_that_is_none_is_a_microphone_that_is_gone() {
        assert!(matches!(open(Some("no such thing")), Err(MicrophoneError::Gone)));
    }
}
