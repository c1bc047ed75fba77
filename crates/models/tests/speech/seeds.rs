//! What fuzzing begins with, and whatever it found: each once more.

use std::path::PathBuf;

use attune_models::speech::audio::{AudioFile, Sound};

#[test]
fn no_recording_of_any_bytes_ends_the_program() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/fuzz/corpus/audio");
    let (mut files, mut heard) = (0, 0);
    for entry in std::fs::read_dir(folder).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        // The first byte says what the file is called, as in the target.
        let (kind, bytes) = bytes.split_first().unwrap();
        let ending = ["wav", "mp3", "m4a", "ogg", "flac", ""][usize::from(*kind) % 6];
        let mut file = tempfile::tempfile().unwrap();
        std::io::Write::write_all(&mut file, bytes).unwrap();
        files += 1;
        let name = PathBuf::from(format!("a.{ending}"));
        let Ok(mut audio) = AudioFile::from_sound(Sound::Open { file, name }) else { continue };
        let mut block = Vec::new();
        while heard < 30 * 16_000 && audio.next(&mut block).is_ok_and(|more| more) {
            assert!(block.len() <= 300_000 && block.iter().all(|sample| sample.is_finite()));
            heard += block.len();
            block.clear();
        }
    }
    assert!(files >= 6 && heard > 4 * 900, "{files} files, {heard} samples");
}
