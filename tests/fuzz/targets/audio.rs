//! A recording of any bytes: an error or sound within its limits, and never an end of the program.
#![no_main]

use std::io::Write as _;
use std::path::PathBuf;

use attune_models::speech::audio::{AudioFile, Sound};
use libfuzzer_sys::fuzz_target;

/// Samples after which a recording was heard enough: half a minute.
const ENOUGH: usize = 30 * 16_000;

// A panic of a decoder is caught and becomes an error: libFuzzer's hook would end the program before.
fuzz_target!(init: std::panic::set_hook(Box::new(|_| {})), |data: &[u8]| {
    let (Some((kind, bytes)), Ok(mut file)) = (data.split_first(), tempfile::tempfile()) else { return };
    if file.write_all(bytes).is_err() {
        return;
    }
    let ending = ["wav", "mp3", "m4a", "ogg", "flac", ""][usize::from(*kind) % 6];
    let name = PathBuf::from(format!("a.{ending}"));
    let Ok(mut audio) = AudioFile::from_sound(Sound::Open { file, name }) else { return };
    let (mut block, mut heard) = (Vec::new(), 0);
    while heard < ENOUGH && audio.next(&mut block).is_ok_and(|more| more) {
        assert!(block.iter().all(|sample| sample.is_finite()));
        heard += block.len();
        block.clear();
    }
});
