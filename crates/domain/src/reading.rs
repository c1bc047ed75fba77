//! What was read in an image: lines of text where they stand, tables, what it seems to show, and codes.
//!
//! Everything in it was written by whoever made the image. It is data and never an instruction, and
//! [`crate::Attachment::described`] gives it in a form that cannot be taken for anything else.

use serde::{Deserialize, Serialize};

/// Four corners in pixels, as (x, y) from the top left of the image: clockwise, beginning at the corner that is
/// at the top left for someone who reads the text.
pub type Corners = [[f32; 2]; 4];

/// What was read in an image.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Reading {
    /// The image's width in pixels, as it is meant to be seen.
    pub width: u32,
    /// Its height.
    pub height: u32,
    /// Lines of text, in the order in which a person reads them.
    pub lines: Vec<ReadLine>,
    /// Runs of lines that stand as a table. They do not overlap and are in order.
    pub tables: Vec<ReadTable>,
    /// What the image seems to show, likeliest first.
    pub tags: Vec<Tag>,
    /// What bar codes and QR codes say.
    pub codes: Vec<ReadCode>,
}

/// One line of text, or as much of one as stands together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReadLine {
    /// The text.
    pub text: String,
    /// Where it stands.
    pub corners: Corners,
    /// How sure the reader is, 0 to 1: the mean over the characters.
    pub confidence: f32,
    /// Where the middle of each character lies on the way from the line's beginning, 0, to its end, 1. As many
    /// as `text` has characters, or none where that is not known.
    #[serde(default)]
    pub middles: Vec<f32>,
    /// What parts it from the one before.
    #[serde(default)]
    pub gap: Gap,
}

/// What parts a line from the one that is read before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Gap {
    /// They stand side by side.
    Space,
    /// It stands below.
    #[default]
    Line,
    /// It belongs to another paragraph or column.
    Block,
}

/// Lines `first..first + cells.len()` of a [`Reading`], row after row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadTable {
    /// The index of its first line.
    pub first: usize,
    /// How many columns it has, at least 2.
    pub columns: usize,
    /// For each of its lines the cell: row × `columns` + column. Ascending; two lines may share a cell.
    pub cells: Vec<usize>,
}

/// Something that an image seems to show.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Tag {
    /// What, in English.
    pub label: String,
    /// How likely, 0 to 1.
    pub score: f32,
}

/// A bar code or QR code.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReadCode {
    /// What it says.
    pub text: String,
    /// Its kind, for example `QR code`.
    pub format: String,
    /// Points on it, in pixels.
    pub points: Vec<[f32; 2]>,
}

impl Reading {
    /// The text in reading order, tables in Markdown, cut off after about `most` characters. Blocks are parted
    /// by an empty line.
    #[must_use]
    pub fn text(&self, most: usize) -> String {
        let mut text = String::new();
        let mut tables = self.tables.iter().peekable();
        let mut at = 0;
        while let Some(line) = self.lines.get(at) {
            let table = tables.next_if(|table| table.first == at && !table.cells.is_empty());
            if !text.is_empty() {
                text.push_str(match line.gap {
                    _ if table.is_some() => "\n\n",
                    Gap::Space => " ",
                    Gap::Line => "\n",
                    Gap::Block => "\n\n",
                });
            }
            match table {
                Some(table) => {
                    text.push_str(&self.markdown(table));
                    at += table.cells.len();
                }
                None => {
                    text.push_str(&plain(&line.text));
                    at += 1;
                }
            }
        }
        cut(text, most)
    }

    fn markdown(&self, table: &ReadTable) -> String {
        let rows = table.cells.last().map_or(0, |last| last / table.columns.max(1) + 1);
        let mut cells = vec![String::new(); rows * table.columns.max(1)];
        for (line, cell) in self.lines.iter().skip(table.first).zip(&table.cells) {
            let Some(cell) = cells.get_mut(*cell) else { continue };
            if !cell.is_empty() {
                cell.push(' ');
            }
            cell.push_str(&plain(&line.text).replace('|', "\\|"));
        }
        let mut rows: Vec<String> =
            cells.chunks(table.columns.max(1)).map(|row| format!("| {} |", row.join(" | "))).collect();
        rows.insert(1.min(rows.len()), format!("|{}", " --- |".repeat(table.columns)));
        rows.join("\n")
    }
}

impl ReadLine {
    /// The part of the line's corners that the characters `from..to` stand in, a little wider than they are.
    /// The whole line where the characters' places are not known.
    #[must_use]
    pub fn corners_of(&self, from: usize, to: usize) -> Corners {
        let count = self.middles.len();
        if from >= to || to > count {
            return self.corners;
        }
        let between = |left: usize, right: usize| f32::midpoint(self.middles[left], self.middles[right]);
        // Up to the middles of the neighbours' gaps, and half a character beyond: what is to be covered must be
        // covered whole.
        let slack = 0.5 / count as f32;
        let start = if from == 0 { 0.0 } else { (between(from - 1, from) - slack / 2.0).max(0.0) };
        let end = if to == count { 1.0 } else { (between(to - 1, to) + slack / 2.0).min(1.0) };
        let along = |from: [f32; 2], to: [f32; 2], share: f32| {
            [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share]
        };
        let [top_left, top_right, bottom_right, bottom_left] = self.corners;
        [
            along(top_left, top_right, start),
            along(top_left, top_right, end),
            along(bottom_left, bottom_right, end),
            along(bottom_left, bottom_right, start),
        ]
    }
}

/// Text on one line, without what no reader sees.
pub(crate) fn plain(text: &str) -> String {
    text.chars().map(|character| if character.is_control() { ' ' } else { character }).collect()
}

/// The beginning of a text, with a sign where more was.
pub(crate) fn cut(mut text: String, most: usize) -> String {
    if let Some((end, _)) = text.char_indices().nth(most) {
        text.truncate(end);
        text.push('…');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str, gap: Gap) -> ReadLine {
        let corners = [[0.0, 0.0], [100.0, 0.0], [100.0, 10.0], [0.0, 10.0]];
        ReadLine { text: text.to_owned(), corners, confidence: 0.9, middles: Vec::new(), gap }
    }

    fn reading(lines: Vec<ReadLine>) -> Reading {
        Reading { width: 640, height: 480, lines, ..Reading::default() }
    }

    #[test]
    fn text_keeps_blocks_and_tables() {
        let mut reading = reading(vec![
            line("Prices", Gap::Line),
            line("Item", Gap::Block),
            line("Euro", Gap::Line),
            line("Pen", Gap::Line),
            line("blue", Gap::Line),
            line("1|2", Gap::Line),
            line("Thank you", Gap::Block),
        ]);
        reading.tables = vec![ReadTable { first: 1, columns: 2, cells: vec![0, 1, 2, 2, 3] }];
        assert_eq!(
            reading.text(1000),
            "Prices\n\n| Item | Euro |\n| --- | --- |\n| Pen blue | 1\\|2 |\n\nThank you"
        );
        assert_eq!(reading.text(3), "Pri…");
    }

    #[test]
    fn a_part_of_a_line_has_its_own_corners() {
        let mut line = line("abcd", Gap::Line);
        assert_eq!(line.corners_of(1, 2), line.corners, "places are not known");
        line.middles = vec![0.125, 0.375, 0.625, 0.875];
        let [left, right, ..] = line.corners_of(1, 3);
        assert!(left[0] > 15.0 && left[0] < 25.0 && right[0] > 75.0 && right[0] < 85.0, "{left:?} {right:?}");
        assert_eq!(line.corners_of(0, 4), line.corners);
        assert_eq!(line.corners_of(2, 9), line.corners, "beyond the end");
    }
}
