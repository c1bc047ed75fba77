//! Pictures with text in them, drawn for a test.

use ab_glyph::{Font as _, FontVec, PxScale, ScaleFont as _, point};
use attune_app::picture_file;

/// The size of the letters in pixels.
const LETTERS: f32 = 26.0;

/// How far one line is from the next.
pub(crate) const LINE: u32 = 60;

/// A white PNG of 700 pixels' width with these lines on it, in base64.
pub(crate) fn picture(lines: &[&str]) -> String {
    let (width, height) = (700_u32, LINE * lines.len() as u32 + 20);
    let mut pixels = vec![255_u8; (width * height * 4) as usize];
    for (at, line) in lines.iter().enumerate() {
        write(&mut pixels, (width, height), line, (at as u32 * LINE + 20) as f32);
    }
    picture_file(width, height, pixels).unwrap()
}

fn write(pixels: &mut [u8], (width, height): (u32, u32), text: &str, top: f32) {
    let font = font();
    let scaled = font.as_scaled(PxScale::from(LETTERS));
    let mut left = 20.0;
    for sign in text.chars() {
        let id = scaled.glyph_id(sign);
        let glyph = id.with_scale_and_position(LETTERS, point(left, top + scaled.ascent()));
        left += scaled.h_advance(id);
        let Some(outline) = font.outline_glyph(glyph) else { continue };
        let bounds = outline.px_bounds();
        outline.draw(|x, y, covered| {
            let (x, y) = (bounds.min.x as u32 + x, bounds.min.y as u32 + y);
            if x < width && y < height {
                let at = ((y * width + x) * 4) as usize;
                pixels[at..at + 3].fill((255.0 * (1.0 - covered)) as u8);
            }
        });
    }
}

fn font() -> FontVec {
    let found = ["/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", "/usr/share/fonts/dejavu/DejaVuSans.ttf"];
    let file = found.iter().find_map(|path| std::fs::read(path).ok());
    FontVec::try_from_vec(file.expect("DejaVu Sans is not installed; xtask/setup.sh installs it")).unwrap()
}
