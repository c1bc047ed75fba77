//! Reads recordings: wav, mp3, m4a (AAC), ogg (Vorbis) and flac, as 16,000 samples a second of one channel.
//!
//! A file may come from anybody. It is read in small blocks and nothing is reserved for what it only claims, so that
//! a header that lies and a file that unpacks to a hundred gigabytes cost no memory.

mod resample;

use std::fs::File;
use std::io::{ErrorKind, Seek as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use symphonia::core::codecs::CodecParameters;
use symphonia::core::codecs::audio::well_known::{CODEC_ID_ALAC, CODEC_ID_OPUS};
use symphonia::core::codecs::audio::{AudioCodecId, AudioDecoder, AudioDecoderOptions};
use symphonia::core::errors::Error;
use symphonia::core::formats::probe::Hint;
use symphonia::core::formats::{FormatOptions, FormatReader, TrackType};
use symphonia::core::io::{MediaSourceStream, MediaSourceStreamOptions};
use symphonia::core::meta::MetadataOptions;

use crate::protocol::speech::SAMPLE_RATE;

pub use resample::{Resampler, UnusableRate};

/// The longest recording: half a day. Longer ones are mostly files that lie.
pub const MOST_SECONDS: f64 = 12.0 * 3600.0;

/// Packets in a row that may be unreadable before the file counts as damaged.
const MOST_BAD_PACKETS: u32 = 100;

/// Packets and bytes that may give no sound at all before the file counts as damaged: a file can hold any number
/// of empty packets.
const MOST_EMPTY_PACKETS: u32 = 100_000;

/// What is said where a decoder panicked. It reads what strangers wrote, and a mistake in it must cost nothing but the file.
const GAVE_UP: &str = "its decoder gave up";

/// How much a file's claim about its length may be off before it counts as cut off.
const SLACK_S: f64 = 1.0;

/// Why a recording cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum AudioError {
    /// The file cannot be opened or read.
    #[error("“{path}” cannot be read: {source}")]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// It is no recording, or one of a kind that is not known.
    #[error(
        "“{path}” is no recording that can be read here ({reason}); wav, mp3, m4a, ogg (Vorbis) and flac can"
    )]
    Unknown {
        /// Which.
        path: PathBuf,
        /// What the reader said.
        reason: String,
    },
    /// It begins like a recording, but there is nothing to hear in it.
    #[error("“{path}” is damaged: {reason}")]
    Damaged {
        /// Which.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
    /// It is longer than anybody speaks.
    #[error("“{path}” is longer than twelve hours; cut it into parts")]
    TooLong {
        /// Which.
        path: PathBuf,
    },
}

/// Where a recording lies.
#[derive(Debug)]
pub enum Sound {
    /// In a file with a name.
    Path(PathBuf),
    /// In a file that is open, and has perhaps no name any more.
    Open {
        /// The file.
        file: File,
        /// What it is called where it came from: its ending says of which kind it may be, and errors name it.
        name: PathBuf,
    },
}

impl<P: AsRef<Path> + ?Sized> From<&P> for Sound {
    fn from(path: &P) -> Self {
        Self::Path(path.as_ref().to_owned())
    }
}

/// A recording that is being read.
pub struct AudioFile {
    path: PathBuf,
    format: Box<dyn FormatReader>,
    decoder: Box<dyn AudioDecoder>,
    track: u32,
    claimed_s: Option<f64>,
    /// For the rate that it was made for.
    resampler: Option<(u32, Resampler)>,
    interleaved: Vec<f32>,
    read_s: f64,
    given_samples: u64,
    bad_packets: u32,
    empty_packets: u32,
    /// What was wrong, where the file ended before its end.
    broke_off: Option<String>,
    is_over: bool,
}

impl AudioFile {
    /// Opens a file and looks what it is.
    ///
    /// # Errors
    /// [`AudioError::Unreadable`], [`AudioError::Unknown`].
    pub fn open(path: &Path) -> Result<Self, AudioError> {
        let file =
            File::open(path).map_err(|source| AudioError::Unreadable { path: path.to_owned(), source })?;
        Self::of(file, path)
    }

    /// Reads from where a recording lies, and looks what it is.
    ///
    /// # Errors
    /// As [`AudioFile::open`].
    pub fn from_sound(sound: Sound) -> Result<Self, AudioError> {
        match sound {
            Sound::Path(path) => Self::open(&path),
            Sound::Open { mut file, name } => match file.rewind() {
                Ok(()) => Self::of(file, &name),
                Err(source) => Err(AudioError::Unreadable { path: name, source }),
            },
        }
    }

    fn of(file: File, path: &Path) -> Result<Self, AudioError> {
        let opened = catch_unwind(AssertUnwindSafe(|| Self::look_at(file, path)));
        opened.unwrap_or_else(|_| {
            Err(AudioError::Damaged { path: path.to_owned(), reason: GAVE_UP.to_owned() })
        })
    }

    fn look_at(file: File, path: &Path) -> Result<Self, AudioError> {
        let unreadable = |source| AudioError::Unreadable { path: path.to_owned(), source };
        let unknown = |reason: String| AudioError::Unknown { path: path.to_owned(), reason };
        let metadata = file.metadata().map_err(unreadable)?;
        if !metadata.is_file() {
            return Err(unknown("it is not a file".into()));
        }
        let stream = MediaSourceStream::new(Box::new(file), MediaSourceStreamOptions::default());
        let mut hint = Hint::new();
        if let Some(extension) = path.extension().and_then(|extension| extension.to_str()) {
            hint.with_extension(extension);
        }
        let format = symphonia::default::get_probe()
            .probe(&hint, stream, FormatOptions::default(), MetadataOptions::default())
            .map_err(|error| match error {
                Error::Unsupported(_) => unknown("its kind is not known".to_owned()),
                error => unknown(error.to_string()),
            })?;
        let track =
            format.default_track(TrackType::Audio).ok_or_else(|| unknown("it has no sound".into()))?;
        let Some(CodecParameters::Audio(parameters)) = &track.codec_params else {
            return Err(unknown("its sound is of an unknown kind".into()));
        };
        let decoder = symphonia::default::get_codecs()
            .make_audio_decoder(parameters, &AudioDecoderOptions::default())
            .map_err(|error| unknown(unsupported(parameters.codec).unwrap_or_else(|| error.to_string())))?;
        let claimed_s = match (track.num_frames, parameters.sample_rate) {
            (Some(frames), Some(rate)) if rate > 0 => Some(seconds(frames, rate)),
            _ => None,
        };
        Ok(Self {
            path: path.to_owned(),
            track: track.id,
            decoder,
            format,
            claimed_s,
            resampler: None,
            interleaved: Vec::new(),
            read_s: 0.0,
            given_samples: 0,
            bad_packets: 0,
            empty_packets: 0,
            broke_off: None,
            is_over: false,
        })
    }

    /// How long the file says that it is, in seconds. It may lie.
    #[must_use]
    pub fn claimed_s(&self) -> Option<f64> {
        self.claimed_s
    }

    /// How much was read so far, in seconds.
    #[must_use]
    pub fn read_s(&self) -> f64 {
        self.read_s
    }

    /// What is missing, once the end was reached: why the recording is shorter than it says.
    #[must_use]
    pub fn missing(&self) -> Option<String> {
        let read = self.read_s;
        match (&self.broke_off, self.claimed_s) {
            (_, Some(claimed)) if self.is_over && claimed > read + SLACK_S => {
                Some(format!("the file ends after {read:.1} s, but says that it has {claimed:.1} s"))
            }
            (Some(reason), _) => Some(format!("the file breaks off after {read:.1} s: {reason}")),
            _ => None,
        }
    }

    /// Appends the next block to `out`: samples between -1 and 1, [`SAMPLE_RATE`] a second. False at the end.
    ///
    /// # Errors
    /// [`AudioError::Damaged`] when there is nothing to hear at all, [`AudioError::TooLong`],
    /// [`AudioError::Unreadable`].
    pub fn next(&mut self, out: &mut Vec<f32>) -> Result<bool, AudioError> {
        if self.is_over {
            return Ok(false);
        }
        let before = out.len();
        while out.len() == before {
            if !self.read_packet(out)? {
                self.is_over = true;
                if let Some((_, resampler)) = &mut self.resampler {
                    resampler.finish(out);
                }
                self.given_samples += (out.len() - before) as u64;
                if self.given_samples == 0 {
                    let reason = self.missing().unwrap_or_else(|| "there is no sound in it".into());
                    return Err(AudioError::Damaged { path: self.path.clone(), reason });
                }
                return Ok(out.len() > before);
            }
        }
        self.given_samples += (out.len() - before) as u64;
        if self.read_s > MOST_SECONDS {
            return Err(AudioError::TooLong { path: self.path.clone() });
        }
        Ok(true)
    }

    /// Reads one packet. False where no more will come.
    fn read_packet(&mut self, out: &mut Vec<f32>) -> Result<bool, AudioError> {
        let read = catch_unwind(AssertUnwindSafe(|| self.decode_packet(out)));
        read.unwrap_or_else(|_| {
            self.broke_off = Some(GAVE_UP.to_owned());
            Ok(false)
        })
    }

    fn decode_packet(&mut self, out: &mut Vec<f32>) -> Result<bool, AudioError> {
        let packet = match self.format.next_packet() {
            Ok(Some(packet)) => packet,
            Ok(None) => return Ok(false),
            Err(Error::IoError(source)) if source.kind() != ErrorKind::UnexpectedEof => {
                return Err(AudioError::Unreadable { path: self.path.clone(), source });
            }
            // Whatever was heard until here stands.
            Err(error) => {
                self.broke_off = Some(error.to_string());
                return Ok(false);
            }
        };
        if packet.track_id != self.track {
            return Ok(self.count_empty());
        }
        let (rate, channels) = match self.decoder.decode(&packet) {
            Ok(buffer) => {
                buffer.copy_to_vec_interleaved::<f32>(&mut self.interleaved);
                (buffer.spec().rate(), buffer.spec().channels().count())
            }
            Err(error) => {
                self.bad_packets += 1;
                if self.bad_packets < MOST_BAD_PACKETS {
                    return Ok(true);
                }
                self.broke_off = Some(error.to_string());
                return Ok(false);
            }
        };
        if self.interleaved.is_empty() || channels == 0 {
            return Ok(self.count_empty());
        }
        (self.bad_packets, self.empty_packets) = (0, 0);
        self.read_s += seconds((self.interleaved.len() / channels) as u64, rate.max(1));
        let mono = mix_down(&self.interleaved, channels);
        self.resample(rate, &mono, out)?;
        Ok(true)
    }

    fn count_empty(&mut self) -> bool {
        self.empty_packets += 1;
        if self.empty_packets >= MOST_EMPTY_PACKETS {
            self.broke_off = Some("it is full of empty packets".into());
        }
        self.empty_packets < MOST_EMPTY_PACKETS
    }

    fn resample(&mut self, rate: u32, mono: &[f32], out: &mut Vec<f32>) -> Result<(), AudioError> {
        // A stream may change its rate on the way.
        if let Some((old, resampler)) = &mut self.resampler
            && *old != rate
        {
            resampler.finish(out);
            self.resampler = None;
        }
        let (_, resampler) = match &mut self.resampler {
            Some(resampler) => resampler,
            none => {
                let made = Resampler::new(rate).map_err(|error| AudioError::Damaged {
                    path: self.path.clone(),
                    reason: error.to_string(),
                })?;
                none.insert((rate, made))
            }
        };
        resampler.push(mono, out);
        Ok(())
    }
}

impl std::fmt::Debug for AudioFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AudioFile")
            .field("path", &self.path)
            .field("read_s", &self.read_s)
            .finish_non_exhaustive()
    }
}

/// What is said of sound that is known and not decoded.
fn unsupported(codec: AudioCodecId) -> Option<String> {
    let name = match codec {
        CODEC_ID_OPUS => "Opus",
        CODEC_ID_ALAC => "Apple Lossless",
        _ => return None,
    };
    Some(format!(
        "its sound is {name}, which is not read yet; save it as mp3, m4a (AAC) or flac and try again"
    ))
}

/// The mean of all channels. What is no number is silence.
fn mix_down(interleaved: &[f32], channels: usize) -> Vec<f32> {
    #[expect(clippy::cast_precision_loss, reason = "there are a few channels")]
    let share = 1.0 / channels as f32;
    interleaved
        .chunks_exact(channels)
        .map(|frame| frame.iter().sum::<f32>() * share)
        .map(|sample| if sample.is_finite() { sample } else { 0.0 })
        .collect()
}

#[expect(clippy::cast_precision_loss, reason = "a recording has fewer samples than a float has integers")]
fn seconds(frames: u64, rate: u32) -> f64 {
    frames as f64 / f64::from(rate)
}

/// Samples of a length at [`SAMPLE_RATE`], in seconds.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "a recording has fewer samples than a float has integers")]
pub fn seconds_of(samples: usize) -> f64 {
    samples as f64 / f64::from(SAMPLE_RATE)
}
