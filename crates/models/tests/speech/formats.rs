//! Real speech in every form that people have it in, encoded by ffmpeg: whole, cut off, and with bytes that lie.

use std::path::{Path, PathBuf};
use std::process::Command;

use attune_models::speech::audio::{AudioError, AudioFile};
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;

use crate::support::*;

/// The kinds of files, each with what makes ffmpeg write it.
const FORMS: [(&str, &[&str]); 5] = [
    ("a.wav", &["-c:a", "pcm_s16le"]),
    ("a.mp3", &["-c:a", "libmp3lame", "-b:a", "64k"]),
    ("a.m4a", &["-c:a", "aac", "-b:a", "64k"]),
    ("a.ogg", &["-c:a", "libvorbis", "-q:a", "5"]),
    ("a.flac", &["-c:a", "flac"]),
];

/// Samples of one block at most, whatever a file says: the longest block of flac at the lowest rate, and some.
const MOST_IN_A_BLOCK: usize = 300_000;

/// A file of another form, in a folder that ends with it.
fn encoded(from: &Path, name: &str, how: &[&str]) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    #[expect(clippy::disallowed_methods, reason = "the test starts the program that encodes")]
    let mut ffmpeg = Command::new("ffmpeg");
    ffmpeg.args(["-nostdin", "-loglevel", "error", "-i"]).arg(from).args(how).arg(&path);
    assert!(ffmpeg.status().expect("`xtask/setup.sh test` installs ffmpeg").success(), "{name}");
    (folder, path)
}

/// How alike two sounds are, 0 to 1, where one lies best beside the other; encoders put some silence before what they
/// encode. Half a second out of the middle is compared.
fn likeness(one: &[f32], other: &[f32]) -> f32 {
    const MOST_DELAY: usize = 2_500;
    let from = one.len() / 2;
    let part = &one[from..from + 8_000];
    let energy = |samples: &[f32]| samples.iter().map(|sample| sample * sample).sum::<f32>();
    let beside = |at: usize| {
        let other = &other[at..at + part.len()];
        let shared: f32 = part.iter().zip(other).map(|(one, other)| one * other).sum();
        shared / (energy(part) * energy(other)).sqrt().max(1e-9)
    };
    (from - MOST_DELAY..from + MOST_DELAY).map(beside).fold(0.0, f32::max)
}

fn loudness(samples: &[f32]) -> f32 {
    (samples.iter().map(|sample| sample * sample).sum::<f32>() / samples.len() as f32).sqrt()
}

#[test]
fn every_form_rate_and_number_of_channels_sounds_the_same() {
    let clip = &clips()[1].path;
    let expected = samples(clip);
    let check = |name: &str, how: &[&str]| {
        let (_folder, path) = encoded(clip, name, how);
        let heard = samples(&path);
        let off = heard.len().abs_diff(expected.len());
        // AAC fills up its first and last block, which at 8 kHz are long.
        assert!(off <= 6_400, "{name} {how:?}: {} samples of {}", heard.len(), expected.len());
        let alike = likeness(&expected, &heard);
        assert!(alike > 0.9, "{name} {how:?}: {alike}");
        let louder = loudness(&heard) / loudness(&expected);
        // ffmpeg shares the power of one channel between two.
        assert!((0.65..1.25).contains(&louder), "{name} {how:?}: {louder} times as loud");
    };
    for (name, how) in FORMS {
        check(name, how);
        for (rate, channels) in [("8000", "1"), ("48000", "2")] {
            check(name, &[how, &["-ar", rate, "-ac", channels]].concat());
        }
    }
    check("a.wav", &["-c:a", "pcm_f32le", "-ar", "44100"]);
    check("a.wav", &["-c:a", "pcm_mulaw", "-ar", "8000"]);
    check("a.flac", &["-c:a", "flac", "-sample_fmt", "s32", "-ar", "96000"]);
}

#[tokio::test]
async fn what_a_telephone_records_is_understood() {
    let clip = &clips()[0];
    let transcriber = transcriber();
    for (name, how) in [FORMS[1], FORMS[2]] {
        let (_folder, path) = encoded(&clip.path, name, &[how, &["-ar", "44100", "-ac", "2"]].concat());
        let heard =
            transcriber.transcribe(&path, &english(), &CancellationToken::new(), |_| {}).await.unwrap();
        let (errors, words) = word_errors(&clip.text, &heard.text());
        assert!(errors * 4 <= words, "{name}: {} was heard as {}", clip.text, heard.text());
    }
}

#[test]
fn sound_of_a_kind_that_is_not_read_is_named_with_what_to_do() {
    for (name, how, kind) in [
        ("a.opus", ["-c:a", "libopus"], "Opus"),
        ("a.ogg", ["-c:a", "libopus"], "Opus"),
        ("a.m4a", ["-c:a", "alac"], "Apple Lossless"),
    ] {
        let (_folder, path) = encoded(&clips()[0].path, name, &how);
        let error = AudioFile::open(&path).unwrap_err();
        assert!(matches!(error, AudioError::Unknown { .. }), "{name}: {error}");
        let said = error.to_string();
        assert!(said.contains(&format!("its sound is {kind}")) && said.contains("save it as mp3"), "{said}");
    }
}

/// Reads to the end: how many samples there are, or what is wrong. No block is longer than it may be.
fn read(name: &str, bytes: &[u8]) -> Result<usize, AudioError> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    let mut file = AudioFile::open(&path)?;
    let (mut block, mut all) = (Vec::new(), 0);
    while file.next(&mut block)? {
        assert!(block.len() <= MOST_IN_A_BLOCK, "{name}: {} samples at once", block.len());
        all += block.len();
        block.clear();
    }
    Ok(all)
}

#[test]
fn a_file_that_is_cut_off_gives_what_is_there_or_says_what_is_wrong() {
    for (name, how) in FORMS {
        let (_folder, path) = encoded(&clips()[1].path, name, how);
        let whole = std::fs::read(&path).unwrap();
        let all = read(name, &whole).unwrap();
        for part in [0, 3, 40, 200, whole.len() / 3 * 2, whole.len() - 1] {
            match read(name, &whole[..part]) {
                Ok(samples) => assert!(samples <= all, "{name} of {part} bytes"),
                Err(AudioError::Unknown { .. } | AudioError::Damaged { .. }) => {}
                Err(error) => panic!("{name} of {part} bytes: {error}"),
            }
        }
        let most = read(name, &whole[..whole.len() / 3 * 2]);
        // An m4a tells where its sound lies at its end.
        let expect = if name == "a.m4a" { 0 } else { all / 4 };
        assert!(most.unwrap_or(0) >= expect, "{name}: less than is there");
    }
}

/// The reader of wav multiplies such sizes without a look, which is a panic where numbers are checked.
#[test]
fn bytes_that_lie_cost_no_memory() {
    for (name, how) in FORMS {
        let (_folder, path) = encoded(&clips()[1].path, name, &[how, &["-t", "0.5"]].concat());
        let whole = std::fs::read(&path).unwrap();
        let at_end = whole.len().saturating_sub(700).max(400);
        for at in (0..whole.len().min(400)).chain(at_end..whole.len()) {
            for value in [0xff, 0x7f, 0] {
                let mut changed = whole.clone();
                changed[at] = value;
                let _ = read(name, &changed);
            }
        }
    }
}

#[test]
fn a_claim_of_a_thousand_hours_costs_nothing_and_is_said() {
    let (_folder, path) = encoded(&clips()[1].path, "a.flac", &["-c:a", "flac"]);
    let mut bytes = std::fs::read(&path).unwrap();
    let expected = read("a.flac", &bytes).unwrap();
    // The number of samples: 36 bits, after the marks and the rate.
    bytes[21] |= 0x0f;
    bytes[22..26].fill(0xff);
    std::fs::write(&path, &bytes).unwrap();
    let mut file = AudioFile::open(&path).unwrap();
    let mut heard = Vec::new();
    while file.next(&mut heard).unwrap() {}
    assert_eq!(heard.len(), expected);
    let missing = file.missing().unwrap();
    assert!(missing.contains("but says that it has"), "{missing}");
}
