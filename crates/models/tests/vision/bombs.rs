//! Files that unpack to more than any machine has, in a process that may have little; and what fuzzing begins with.

use std::io::{Cursor, Write as _};
use std::path::PathBuf;
use std::process::Command;

use attune_models::vision::{MOST_PIXELS, Picture, VisionError, read_bytes, read_picture};
use flate2::Compression;
use flate2::write::ZlibEncoder;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};

use crate::files::png_of;

/// Set where the memory of this process is bounded.
const BOUNDED: &str = "ATTUNE_TEST_BOUNDED";

/// Memory that decoding may ask for at most, in kilobytes: what an image of the most pixels needs, twice.
const KILOBYTES: u64 = 1_000_000;

/// 50,000 × 50,000 white or black pixels, all of them there, in some three hundred kilobytes.
fn a_whole_bomb() -> Vec<u8> {
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::fast());
    let row = [0; 1 + 50_000 / 8];
    (0..50_000).for_each(|_| packed.write_all(&row).unwrap());
    png_of(50_000, 50_000, [1, 0], &packed.finish().unwrap())
}

/// A WebP file without loss that says to be 16,382 × 16,382.
fn webp() -> Vec<u8> {
    let size = (16_381_u32 | 16_381 << 14).to_le_bytes();
    let data = [&[0x2f][..], &size, &[0; 11]].concat();
    let length = |length: usize| (length as u32).to_le_bytes();
    [b"RIFF", &length(12 + data.len())[..], b"WEBPVP8L", &length(data.len()), &data].concat()
}

/// A TIFF file of 8 × 8 pixels that says to have more.
fn tiff(side: u32) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    let pixels = RgbImage::from_pixel(8, 8, Rgb([9; 3]));
    DynamicImage::from(pixels).write_to(&mut file, ImageFormat::Tiff).unwrap();
    let mut bytes = file.into_inner();
    let directory = u32::from_le_bytes(bytes[4..8].try_into().unwrap()) as usize;
    let entries = usize::from(u16::from_le_bytes(bytes[directory..directory + 2].try_into().unwrap()));
    for at in (0..entries).map(|entry| directory + 2 + entry * 12) {
        // Width and height, as whole numbers of 32 bits.
        if bytes[at + 1] == 1 && bytes[at] < 2 {
            bytes[at + 2] = 4;
            bytes[at + 8..at + 12].copy_from_slice(&side.to_le_bytes());
        }
    }
    bytes
}

#[test]
fn a_bomb_takes_no_memory() {
    if std::env::var_os(BOUNDED).is_none() {
        let limited = format!("ulimit -v {KILOBYTES} && exec \"$0\" --exact bombs::a_bomb_takes_no_memory");
        #[expect(clippy::disallowed_methods, reason = "the test starts itself with little memory")]
        let mut child = Command::new("sh");
        child.args(["-c", &limited]).arg(std::env::current_exe().unwrap());
        let ended = child.env(BOUNDED, "1").env("RUST_TEST_THREADS", "1").output().unwrap();
        let said = String::from_utf8_lossy(&ended.stdout);
        assert!(ended.status.success() && said.contains("1 passed"), "{said}");
        return;
    }
    let check = |bytes: &[u8], side: u32| {
        let error = read_bytes(bytes, None, None).unwrap_err();
        let expect = VisionError::TooLarge { width: side, height: side };
        assert_eq!(error.to_string(), expect.to_string());
    };
    let bomb = a_whole_bomb();
    assert!(bomb.len() < 4 << 20, "{} bytes", bomb.len());
    check(&bomb, 50_000);
    check(&webp(), 16_382);
    for side in [9_000, 50_000, u32::MAX] {
        let error = Picture::decode(&tiff(side)).unwrap_err();
        assert!(matches!(error, VisionError::TooLarge { .. } | VisionError::Damaged(_)), "{side}: {error}");
    }
}

fn seeds(target: &str) -> impl Iterator<Item = Vec<u8>> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/fuzz/corpus").join(target);
    std::fs::read_dir(folder).unwrap().map(|entry| std::fs::read(entry.unwrap().path()).unwrap())
}

#[test]
fn no_image_of_any_bytes_ends_the_program() {
    let mut decoded = 0;
    for bytes in seeds("picture") {
        if let Ok(picture) = Picture::decode(&bytes) {
            let (width, height) = picture.size();
            assert!(u64::from(width) * u64::from(height) <= MOST_PIXELS);
            assert!(picture.fitted(320).encoded(picture.form()).is_ok());
            decoded += 1;
        }
    }
    assert!(decoded >= 6, "{decoded}");
}

#[test]
fn no_pixels_end_the_program_that_looks_for_codes() {
    for bytes in seeds("codes") {
        let (width, modules) = bytes.split_first().unwrap();
        let wide = u32::from(*width % 64) + 1;
        let bits = u32::try_from(modules.len()).unwrap().min(2048) * 8;
        // As in the target.
        let pixels = RgbImage::from_fn(wide * 4, (bits / wide).max(1) * 4, |x, y| {
            let bit = (y / 4) * wide + x / 4;
            let is_dark = modules.get(bit as usize / 8).is_some_and(|byte| byte >> (bit % 8) & 1 == 1);
            Rgb([if is_dark { 0 } else { 255 }; 3])
        });
        assert!(read_picture(&Picture::of_pixels(pixels), None, None, &|| false).is_ok());
    }
}
