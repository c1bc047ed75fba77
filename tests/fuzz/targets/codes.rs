//! Bar codes and QR codes looked for in any pixels.
#![no_main]

use attune_models::vision::{Picture, read_picture};
use image::{Rgb, RgbImage};
use libfuzzer_sys::fuzz_target;

// A panic of the reader is caught and means that there is no code: libFuzzer's hook would end the program before.
fuzz_target!(init: std::panic::set_hook(Box::new(|_| {})), |data: &[u8]| {
    let Some((width, modules)) = data.split_first() else { return };
    let wide = u32::from(*width % 64) + 1;
    let bits = u32::try_from(modules.len()).unwrap_or(0).min(2048) * 8;
    let high = (bits / wide).max(1);
    // Each bit is a module of four times four pixels.
    let pixels = RgbImage::from_fn(wide * 4, high * 4, |x, y| {
        let bit = (y / 4) * wide + x / 4;
        let is_dark = modules.get(bit as usize / 8).is_some_and(|byte| byte >> (bit % 8) & 1 == 1);
        Rgb([if is_dark { 0 } else { 255 }; 3])
    });
    let _ = read_picture(&Picture::of_pixels(pixels), None, None, &|| false);
});
