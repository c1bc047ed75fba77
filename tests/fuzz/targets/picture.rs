//! An image of any bytes: an error or pixels within their limits, and never an end of the program.
#![no_main]

use attune_models::vision::{MOST_PIXELS, MOST_SIDE, Picture};
use libfuzzer_sys::fuzz_target;

// A panic of a decoder is caught and becomes an error: libFuzzer's hook would end the program before.
fuzz_target!(init: std::panic::set_hook(Box::new(|_| {})), |data: &[u8]| {
    let Ok(picture) = Picture::decode(data) else { return };
    let (width, height) = picture.size();
    assert!(u64::from(width) * u64::from(height) <= MOST_PIXELS && width.max(height) <= MOST_SIDE);
    assert!(picture.fitted(320).encoded(picture.form()).is_ok());
});
