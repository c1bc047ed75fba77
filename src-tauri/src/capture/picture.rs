//! A picture of a screen in memory.

use serde::Deserialize;

/// What a screen showed at one moment.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Picture {
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// Rows of red, green, blue and 255.
    pub rgba: Vec<u8>,
}

/// A part of a picture, in its pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub(crate) struct Area {
    x: u32,
    y: u32,
    width: u32,
    height: u32,
}

impl Picture {
    /// Only this part, as far as it lies within the picture; none where nothing of it does.
    pub(super) fn part(&self, area: Area) -> Option<Self> {
        let width = area.width.min(self.width.checked_sub(area.x)?);
        let height = area.height.min(self.height.checked_sub(area.y)?);
        if width == 0 || height == 0 {
            return None;
        }
        let row = self.width as usize * 4;
        let from = area.x as usize * 4;
        let rows = self.rgba.chunks_exact(row).skip(area.y as usize).take(height as usize);
        let rgba = rows.flat_map(|row| &row[from..from + width as usize * 4]).copied().collect();
        Some(Self { width, height, rgba })
    }

    /// For a page: width and height as four bytes each, the lowest first, and then the pixels.
    pub(super) fn bytes(&self) -> Vec<u8> {
        [&self.width.to_le_bytes()[..], &self.height.to_le_bytes()[..], &self.rgba].concat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Three columns and two rows; each pixel is named by its red.
    fn picture() -> Picture {
        Picture { width: 3, height: 2, rgba: (0..6).flat_map(|red| [red, 0, 0, 255]).collect() }
    }

    fn reds(area: (u32, u32, u32, u32)) -> Option<Vec<u8>> {
        let (x, y, width, height) = area;
        let part = picture().part(Area { x, y, width, height })?;
        assert_eq!(part.rgba.len(), (part.width * part.height * 4) as usize);
        Some(part.rgba.iter().copied().step_by(4).collect())
    }

    #[test]
    fn a_part_is_cut_out_and_never_reaches_beyond_the_picture() {
        assert_eq!(reds((1, 0, 2, 2)), Some(vec![1, 2, 4, 5]));
        assert_eq!(reds((0, 1, 1, 1)), Some(vec![3]));
        assert_eq!(reds((2, 1, u32::MAX, 9)), Some(vec![5]));
        for beyond in [(3, 0, 1, 1), (0, 2, 1, 1), (9, 9, 1, 1), (0, 0, 0, 1), (1, 1, 1, 0)] {
            assert_eq!(reds(beyond), None, "{beyond:?}");
        }
    }

    #[test]
    fn a_page_is_told_the_size_before_the_pixels() {
        let bytes = picture().bytes();
        assert_eq!(bytes[..8], [3, 0, 0, 0, 2, 0, 0, 0]);
        assert_eq!(bytes[8..], picture().rgba);
    }
}
