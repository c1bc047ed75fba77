//! What the program and the speech engine say to each other.
//!
//! Sound travels inside the requests as 16-bit samples in base64. One kind of frame for everything keeps the
//! reader simple and a log readable. 16 bits are what microphones and files have, and half of what floats
//! would take; a whole window of thirty seconds is 1.3 MB and takes a few milliseconds, where recognising it takes
//! a second. Each request brings all that it needs, so that an engine that died owes nothing to the next one.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Samples a second that the engine hears: one channel.
pub const SAMPLE_RATE: u32 = 16_000;

/// The most samples in one request: ten minutes. Longer recordings are cut at pauses by the caller.
pub const MOST_SAMPLES: usize = 600 * SAMPLE_RATE as usize;

/// A request to the speech engine.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum ToSpeech {
    /// Loads a model, replacing the one that is loaded.
    Load {
        /// A whisper.cpp file (ggml).
        path: String,
        /// Threads that compute.
        threads: u32,
    },
    /// Turns speech into text. One at a time; a second one waits.
    Transcribe(Transcribe),
    /// Stops the request with this id as soon as possible, or forgets it if it still waits.
    Cancel {
        /// The id of a [`Transcribe`].
        id: u64,
    },
    /// Frees the model's memory.
    Unload,
    /// Ends the process.
    Quit,
}

/// A request for a text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Transcribe {
    /// Chosen by the caller, unique in the life of the process.
    pub id: u64,
    /// What was heard.
    pub pcm: Pcm,
    /// The language as Whisper names it (`en`, `de`), or none to find out, which takes about as long again.
    pub language: Option<String>,
    /// Text that is taken to come before: names and words as they are spelt, or what was said. The last 223
    /// tokens of it count.
    pub prompt: String,
    /// Names and words as they are spelt, which are likelier than the model knows. Up to a thousand count.
    #[serde(default)]
    pub terms: Vec<String>,
    /// How the likeliest text is searched.
    pub search: Search,
    /// Whether the text comes in segments with their times. Without them it is a little faster.
    pub timestamps: bool,
    /// Whether a text that looks wrong (repetition, improbable words) is tried again with more randomness, as
    /// Whisper's authors do. Off for passing texts, which the next one replaces anyway.
    pub retry: bool,
    /// Whether to look at the recording's length only and not at thirty seconds always. Much faster for short
    /// recordings.
    pub fitted: bool,
}

/// How the likeliest text is searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Search {
    /// The likeliest token at each step.
    Greedy,
    /// The likeliest of several texts.
    Beam {
        /// How many, 2 to 8.
        width: u32,
    },
}

/// What the speech engine says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum FromSpeech {
    /// The process runs and listens.
    Ready {
        /// The protocol it speaks; see [`PROTOCOL`].
        protocol: u32,
    },
    /// A model is loaded.
    Loaded {
        /// Whether it knows more than English.
        multilingual: bool,
        /// How long loading took.
        load_ms: f64,
    },
    /// The model is no longer loaded.
    Unloaded,
    /// A sign of life, about every second.
    Working {
        /// The request.
        id: u64,
        /// How much of the recording is done, 0 to 1.
        fraction: f32,
    },
    /// A part of the text. Parts come in order.
    Segment {
        /// The request.
        id: u64,
        /// The part.
        segment: Segment,
    },
    /// The text is complete, or as complete as a cancelled one will be.
    Done {
        /// The request.
        id: u64,
        /// The language that was spoken, or that was named.
        language: String,
        /// Whether it was cancelled. Then there is no text.
        cancelled: bool,
        /// How long it took.
        wall_ms: f64,
    },
    /// A request failed; the process goes on.
    Failed {
        /// The request, where it was a [`Transcribe`].
        id: Option<u64>,
        /// What kind of failure.
        code: SpeechFault,
        /// What happened, for a log.
        message: String,
    },
}

/// A part of a text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Segment {
    /// When it begins, in seconds of the request's recording.
    pub start_s: f64,
    /// When it ends.
    pub end_s: f64,
    /// The text in pieces: whole characters, one or more tokens each. Joined they are the text.
    pub pieces: Vec<Piece>,
    /// How probable it is that nobody spoke, 0 to 1.
    pub no_speech: f32,
    /// The mean of the natural logarithms of the tokens' probabilities: 0 is certain, -1 a bad sign.
    pub mean_log_probability: f32,
}

/// A piece of a text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Piece {
    /// The text, with its leading space.
    pub text: String,
    /// How probable it was, 0 to 1: the least of its tokens.
    pub probability: f32,
}

impl Segment {
    /// The text without space around it.
    #[must_use]
    pub fn text(&self) -> String {
        let joined: String = self.pieces.iter().map(|piece| piece.text.as_str()).collect();
        joined.trim().to_owned()
    }
}

/// What kind of failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SpeechFault {
    /// The model file could not be read as a model.
    BadModel,
    /// No model is loaded.
    NoModel,
    /// The model does not know this language.
    BadLanguage,
    /// The recording is longer than a request may be.
    TooLong,
    /// This processor lacks instructions that the engine was built with.
    OldProcessor,
    /// Anything else.
    Internal,
}

/// The version of this protocol. Program and engine ship together; a mismatch is refused.
pub const PROTOCOL: u32 = 1;

/// 16-bit samples of one channel at [`SAMPLE_RATE`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pcm(pub Vec<i16>);

impl Pcm {
    /// From samples between -1 and 1. What is louder is clipped.
    #[must_use]
    pub fn from_floats(samples: &[f32]) -> Self {
        #[expect(clippy::cast_possible_truncation, reason = "it was clipped to the range before")]
        let narrow = |sample: &f32| (sample * 32_768.0).round().clamp(-32_768.0, 32_767.0) as i16;
        Self(samples.iter().map(narrow).collect())
    }

    /// As samples between -1 and 1.
    #[must_use]
    pub fn to_floats(&self) -> Vec<f32> {
        self.0.iter().map(|sample| f32::from(*sample) / 32_768.0).collect()
    }
}

impl Serialize for Pcm {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let bytes: Vec<u8> = self.0.iter().flat_map(|sample| sample.to_le_bytes()).collect();
        serializer.serialize_str(&STANDARD.encode(bytes))
    }
}

impl<'de> Deserialize<'de> for Pcm {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        let bytes = STANDARD.decode(text.as_bytes()).map_err(serde::de::Error::custom)?;
        let (pairs, rest) = bytes.as_chunks::<2>();
        if !rest.is_empty() {
            return Err(serde::de::Error::custom("a sample of 16 bits has two bytes"));
        }
        Ok(Self(pairs.iter().map(|pair| i16::from_le_bytes(*pair)).collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn samples_of_16_bits_come_back_as_they_were() {
        let pcm = Pcm((i16::MIN..=i16::MAX).collect());
        let line = serde_json::to_string(&pcm).unwrap();
        assert_eq!(serde_json::from_str::<Pcm>(&line).unwrap(), pcm);
        assert_eq!(Pcm::from_floats(&pcm.to_floats()), pcm);
    }

    #[test]
    fn what_is_too_loud_is_clipped_and_no_number_is_silence() {
        assert_eq!(Pcm::from_floats(&[2.0, -2.0, f32::NAN, f32::INFINITY]).0, [32_767, -32_768, 0, 32_767]);
    }

    #[test]
    fn half_a_sample_is_refused() {
        assert!(serde_json::from_str::<Pcm>("\"AAAA\"").is_err(), "three bytes");
        assert!(serde_json::from_str::<Pcm>("\"?\"").is_err());
    }
}
