//! Recordings of all kinds, and files that lie.

use std::path::Path;

use attune_models::speech::audio::{AudioError, AudioFile};

use crate::support::*;

/// Reads a file to its end: how many samples there are, and what is missing.
fn read(path: &Path) -> Result<(usize, Option<String>), AudioError> {
    let mut file = AudioFile::open(path)?;
    let (mut samples, mut all) = (Vec::new(), 0);
    while file.next(&mut samples)? {
        all += samples.len();
        samples.clear();
    }
    Ok((all, file.missing()))
}

fn read_bytes(name: &str, bytes: &[u8]) -> Result<(usize, Option<String>), AudioError> {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    read(&path)
}

fn tone(rate: u32, seconds: u32, channels: usize) -> Vec<f32> {
    (0..rate * seconds)
        .map(|index| (index as f32 * 300.0 / rate as f32 * std::f32::consts::TAU).sin() * 0.4)
        .flat_map(|sample| vec![sample; channels])
        .collect()
}

#[test]
fn any_rate_and_any_number_of_channels_become_one_second() {
    for (rate, channels) in [(8_000, 1), (16_000, 1), (22_050, 2), (44_100, 2), (48_000, 6)] {
        let bytes = wav(rate, channels, &tone(rate, 1, usize::from(channels)));
        assert_eq!(read_bytes("a.wav", &bytes).unwrap(), (16_000, None), "{rate} Hz, {channels} channels");
    }
}

#[test]
fn a_header_that_lies_costs_nothing_and_is_said() {
    let mut bytes = wav(16_000, 1, &tone(16_000, 2, 1));
    let claimed = 3_600 * 32_000_u32;
    bytes[4..8].copy_from_slice(&(claimed + 36).to_le_bytes());
    bytes[40..44].copy_from_slice(&claimed.to_le_bytes());
    let (samples, missing) = read_bytes("liar.wav", &bytes).unwrap();
    assert_eq!(samples, 32_000);
    let missing = missing.unwrap();
    assert!(missing.contains("2.0 s") && missing.contains("3600.0 s"), "{missing}");
}

#[test]
fn impossible_headers_are_refused() {
    let good = wav(16_000, 1, &tone(16_000, 1, 1));
    let check = |at: usize, with: &[u8]| {
        let mut bytes = good.clone();
        bytes[at..at + with.len()].copy_from_slice(with);
        let read = read_bytes("odd.wav", &bytes);
        assert!(
            matches!(read, Err(AudioError::Unknown { .. } | AudioError::Damaged { .. })),
            "{at} {with:?}: {read:?}"
        );
    };
    check(22, &[0, 0]);
    check(24, &[0, 0, 0, 0]);
    check(24, &u32::MAX.to_le_bytes());
    check(24, &1_u32.to_le_bytes());
    check(20, &[0x99, 0x99]);
}

#[test]
fn what_is_no_recording_is_said() {
    for bytes in [&b""[..], b"RIFF", b"hello, I am a text file", &[0; 5000], &[0xff; 5000]] {
        let error = read_bytes("x.mp3", bytes).unwrap_err();
        assert!(matches!(error, AudioError::Unknown { .. } | AudioError::Damaged { .. }), "{error}");
    }
    let missing = read(Path::new("/nowhere/a.wav")).unwrap_err();
    assert!(matches!(missing, AudioError::Unreadable { .. }), "{missing}");
    let folder = read(Path::new("/tmp")).unwrap_err();
    assert!(matches!(folder, AudioError::Unknown { .. } | AudioError::Unreadable { .. }), "{folder}");
}

#[test]
fn a_file_may_end_anywhere_and_be_wrong_anywhere() {
    let whole = wav(44_100, 2, &tone(44_100, 1, 2));
    for length in (0..200).chain((200..whole.len()).step_by(7919)) {
        let _ = read_bytes("cut.wav", &whole[..length]);
    }
    for seed in 0..300_usize {
        let mut damaged = whole[..4000].to_vec();
        damaged[(seed * 31) % 60] ^= 1 << (seed % 8);
        let _ = read_bytes("damaged.wav", &damaged);
    }
}
