//! What these tests share.

use std::path::{Path, PathBuf};

use attune_domain::ModelId;
use attune_models::speech::audio::AudioFile;
use attune_models::speech::{FRAME, Listening, Search, SpeechConfig, SpeechEngine, SpeechModel, Transcriber};

fn from_environment(name: &str, what: &str) -> PathBuf {
    let Some(value) = std::env::var_os(name) else {
        panic!("{name} does not say where {what}: run these tests with `make test`");
    };
    let path = PathBuf::from(value);
    assert!(path.exists(), "{} is missing: run these tests with `make test`", path.display());
    path
}

pub(crate) fn engine() -> PathBuf {
    from_environment("ATTUNE_SPEECH_ENGINE", "the speech engine is")
}

/// An installed model: `whisper-base` or `whisper-tiny.en`.
pub(crate) fn model(id: &str) -> SpeechModel {
    let path = from_environment("ATTUNE_TEST_MODELS", "the test models are").join(format!("{id}.bin"));
    let model = SpeechModel::at(id.parse::<ModelId>().unwrap(), path);
    assert!(model.path.is_file(), "{} is missing: `make test` fetches it", model.path.display());
    assert!(model.vad.is_file(), "{} is missing: `make test` fetches it", model.vad.display());
    model
}

pub(crate) fn config() -> SpeechConfig {
    SpeechConfig::new(engine())
}

pub(crate) fn transcriber() -> Transcriber {
    Transcriber::new(SpeechEngine::spawn(config()))
}

/// English, by the smaller model.
pub(crate) fn english() -> Listening {
    listening(model("whisper-tiny.en"), Some("en"))
}

pub(crate) fn listening(model: SpeechModel, language: Option<&str>) -> Listening {
    Listening {
        model,
        language: language.map(str::to_owned),
        prompt: String::new(),
        terms: Vec::new(),
        search: Search::Greedy,
    }
}

/// A recording of a reader of "Sense and Sensibility", with what she reads.
pub(crate) struct Clip {
    pub(crate) path: PathBuf,
    pub(crate) text: String,
}

/// The clips that come with the system's package pocketsphinx-testdata.
pub(crate) fn clips() -> Vec<Clip> {
    let folder = from_environment("ATTUNE_TEST_SPEECH", "recordings are").join("librivox");
    let transcription = std::fs::read_to_string(folder.join("transcription")).unwrap();
    let clips: Vec<Clip> = transcription
        .lines()
        .filter_map(|line| {
            let (text, name) = line.trim().rsplit_once(" (")?;
            let text = text.replace("<s>", "").replace("</s>", "");
            let path = folder.join(format!("{}.wav", name.trim_end_matches(')')));
            Some(Clip { path, text })
        })
        .collect();
    assert_eq!(clips.len(), 5);
    clips
}

/// A clip's samples.
pub(crate) fn samples(path: &Path) -> Vec<f32> {
    let mut file = AudioFile::open(path).unwrap();
    let mut samples = Vec::new();
    while file.next(&mut samples).unwrap() {}
    samples
}

/// A wav file of 16-bit samples.
pub(crate) fn wav(rate: u32, channels: u16, samples: &[f32]) -> Vec<u8> {
    let data: Vec<u8> =
        samples.iter().flat_map(|sample| ((sample * 32_767.0) as i16).to_le_bytes()).collect();
    let mut bytes = b"RIFF".to_vec();
    bytes.extend((36 + data.len() as u32).to_le_bytes());
    bytes.extend(b"WAVEfmt ");
    bytes.extend(16_u32.to_le_bytes());
    bytes.extend(1_u16.to_le_bytes());
    bytes.extend(channels.to_le_bytes());
    bytes.extend(rate.to_le_bytes());
    bytes.extend((rate * u32::from(channels) * 2).to_le_bytes());
    bytes.extend((channels * 2).to_le_bytes());
    bytes.extend(16_u16.to_le_bytes());
    bytes.extend(b"data");
    bytes.extend((data.len() as u32).to_le_bytes());
    bytes.extend(data);
    bytes
}

/// Seconds of sound between -1 and 1 that nobody speaks in: the same each time.
pub(crate) fn noise(seconds: usize, loudness: f32) -> Vec<f32> {
    let mut state = 1_u32;
    (0..seconds * 16_000)
        .map(|_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            ((state >> 8) as f32 / 8_388_608.0 - 1.0) * loudness
        })
        .collect()
}

/// Words as they are compared: lower case, without signs.
pub(crate) fn words(text: &str) -> Vec<String> {
    text.split(|char: char| char.is_whitespace() || char == '-')
        .map(|word| word.chars().filter(|char| char.is_alphanumeric()).collect::<String>().to_lowercase())
        .filter(|word| !word.is_empty())
        .collect()
}

/// Words that differ, and words that there are.
pub(crate) fn word_errors(expected: &str, heard: &str) -> (usize, usize) {
    let (expected, heard) = (words(expected), words(heard));
    let mut row: Vec<usize> = (0..=heard.len()).collect();
    for (i, left) in expected.iter().enumerate() {
        let mut next = vec![i + 1];
        for (j, right) in heard.iter().enumerate() {
            let least = (row[j] + usize::from(left != right)).min(row[j + 1] + 1).min(next[j] + 1);
            next.push(least);
        }
        row = next;
    }
    (row[heard.len()], expected.len())
}

/// A script that stands in for the engine.
pub(crate) struct Script {
    dir: tempfile::TempDir,
}

impl Script {
    pub(crate) fn new(body: &str) -> Self {
        use std::os::unix::fs::PermissionsExt as _;
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("engine.sh");
        std::fs::write(&path, format!("#!/bin/sh\n{body}\n")).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
        Self { dir }
    }

    pub(crate) fn config(&self) -> SpeechConfig {
        SpeechConfig::new(self.dir.path().join("engine.sh"))
    }
}

/// Half a second of silence.
pub(crate) fn pause() -> Vec<f32> {
    vec![0.0; 16 * FRAME]
}
