//! Pages that are drawn for a test or a measurement, and how much of them was read.

use std::path::{Path, PathBuf};

use ab_glyph::{Font as _, FontVec, Glyph, PxScale, ScaleFont as _, point};
use image::{Rgb, RgbImage};

/// Five faces: without and with serifs, of equal width, of two families.
pub(crate) const FACES: [&str; 5] = [
    "DejaVuSans.ttf",
    "DejaVuSerif.ttf",
    "DejaVuSansMono.ttf",
    "NotoSans-Regular.ttf",
    "NotoSerif-Regular.ttf",
];

/// Sentences of business, with numbers, signs and the letters of German.
pub(crate) const LETTER: [&str; 6] = [
    "Dear Ms Larsson, thank you for your message of 14 March.",
    "The invoice 2024-0917 over 1,482.50 euros was paid twice,",
    "so we return 741.25 euros to account 7731 (see page 3).",
    "Bitte prüfen Sie die Größe der Räume für Jörg Müßig;",
    "über 30 % der Plätze sind schon vergeben: 12 von 36.",
    "Questions? Write to office@larsson.example before 17:30.",
];

/// A page on which text is drawn.
pub(crate) struct Page {
    pub(crate) pixels: RgbImage,
    ink: Rgb<u8>,
}

impl Page {
    pub(crate) fn new(width: u32, height: u32) -> Self {
        Self::coloured(width, height, [255; 3], [20; 3])
    }

    pub(crate) fn coloured(width: u32, height: u32, paper: [u8; 3], ink: [u8; 3]) -> Self {
        Self { pixels: RgbImage::from_pixel(width, height, Rgb(paper)), ink: Rgb(ink) }
    }

    /// Draws a line whose top left is at (`left`, `top`), and gives its width. `size` is that of the letters in
    /// pixels.
    pub(crate) fn write(&mut self, face: &FontVec, size: f32, left: f32, top: f32, text: &str) -> f32 {
        let scale = face.pt_to_px_scale(size * 0.75).unwrap_or(PxScale::from(size));
        let scaled = face.as_scaled(scale);
        let mut at = left;
        let mut before = None;
        for sign in text.chars() {
            let id = scaled.glyph_id(sign);
            at += before.map_or(0.0, |before| scaled.kern(before, id));
            let glyph: Glyph = id.with_scale_and_position(scale, point(at, top + scaled.ascent()));
            at += scaled.h_advance(id);
            before = Some(id);
            let Some(outline) = face.outline_glyph(glyph) else { continue };
            let bounds = outline.px_bounds();
            outline.draw(|x, y, covered| {
                let (x, y) = (bounds.min.x as i64 + i64::from(x), bounds.min.y as i64 + i64::from(y));
                let (Ok(x), Ok(y)) = (u32::try_from(x), u32::try_from(y)) else { return };
                if let Some(pixel) = self.pixels.get_pixel_mut_checked(x, y) {
                    for (value, ink) in pixel.0.iter_mut().zip(self.ink.0) {
                        let mixed =
                            f32::from(*value) + (f32::from(ink) - f32::from(*value)) * covered.min(1.0);
                        *value = mixed.round() as u8;
                    }
                }
            });
        }
        at - left
    }

    /// Lines below each other.
    pub(crate) fn write_all(&mut self, face: &FontVec, size: f32, left: f32, top: f32, lines: &[&str]) {
        for (line, at) in lines.iter().zip(0..) {
            self.write(face, size, left, top + at as f32 * size * 1.5, line);
        }
    }

    /// The page as it looks when it lies turned on a white table.
    pub(crate) fn turned(&self, degrees: f32) -> RgbImage {
        let (sine, cosine) = degrees.to_radians().sin_cos();
        let (width, height) = (self.pixels.width() as f32, self.pixels.height() as f32);
        let wide = (width * cosine.abs() + height * sine.abs()).ceil();
        let high = (width * sine.abs() + height * cosine.abs()).ceil();
        RgbImage::from_fn(wide as u32, high as u32, |x, y| {
            let (x, y) = (x as f32 + 0.5 - wide / 2.0, y as f32 + 0.5 - high / 2.0);
            let (from_x, from_y) =
                (x * cosine + y * sine + width / 2.0, y * cosine - x * sine + height / 2.0);
            self.between(from_x - 0.5, from_y - 0.5)
        })
    }

    fn between(&self, x: f32, y: f32) -> Rgb<u8> {
        let pixel = |x: f32, y: f32| {
            let inside =
                x >= 0.0 && y >= 0.0 && x < self.pixels.width() as f32 && y < self.pixels.height() as f32;
            if inside { self.pixels.get_pixel(x as u32, y as u32).0 } else { [255; 3] }
        };
        let (left, top) = (x.floor(), y.floor());
        let (share_x, share_y) = (x - left, y - top);
        let corners =
            [pixel(left, top), pixel(left + 1.0, top), pixel(left, top + 1.0), pixel(left + 1.0, top + 1.0)];
        Rgb(std::array::from_fn(|channel| {
            let [one, two, three, four] = corners.map(|corner| f32::from(corner[channel]));
            let upper = one + (two - one) * share_x;
            let lower = three + (four - three) * share_x;
            (upper + (lower - upper) * share_y).round() as u8
        }))
    }
}

/// A typeface of the system: of the packages `fonts-dejavu-core`, `fonts-noto-core` and `fonts-noto-cjk`.
pub(crate) fn face(file: &str) -> FontVec {
    let folders = ["truetype/dejavu", "truetype/noto", "opentype/noto"];
    let places = folders.map(|folder| Path::new("/usr/share/fonts").join(folder).join(file));
    let found: Option<&PathBuf> = places.iter().find(|place| place.is_file());
    let Some(place) = found else {
        panic!("the typeface {file} is missing: `xtask/setup.sh test` installs it")
    };
    FontVec::try_from_vec_and_index(std::fs::read(place).unwrap(), 0).unwrap()
}

/// How much of a text was read, 0 to 1: one less the letters that have to be changed for each letter that is
/// there (Levenshtein). Ends of lines count as spaces.
pub(crate) fn accuracy(read: &str, expect: &str) -> f64 {
    let letters =
        |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").chars().collect::<Vec<_>>();
    let (read, expect) = (letters(read), letters(expect));
    let mut costs: Vec<usize> = (0..=expect.len()).collect();
    for (row, letter) in read.iter().enumerate() {
        let mut diagonal = std::mem::replace(&mut costs[0], row + 1);
        for (column, other) in expect.iter().enumerate() {
            let change = diagonal + usize::from(letter != other);
            diagonal = costs[column + 1];
            costs[column + 1] = change.min(diagonal + 1).min(costs[column] + 1);
        }
    }
    (1.0 - costs[expect.len()] as f64 / expect.len().max(1) as f64).max(0.0)
}
