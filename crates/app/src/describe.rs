//! What the assistant reads in an image file, for IT and scripts.

use std::path::PathBuf;
use std::time::Instant;

use attune_domain::ReadLine;
use serde::Serialize;

use crate::{App, Error};

/// Characters of text that are shown: a page has some thousand.
const MOST_CHARACTERS: usize = 200_000;

/// What was read, and how long that took.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Description {
    /// The image's width in pixels, as it is meant to be seen.
    pub width: u32,
    /// Its height.
    pub height: u32,
    /// The text in reading order, tables in Markdown.
    pub text: String,
    /// Each line with its place.
    pub lines: Vec<DescribedLine>,
    /// What it seems to show, likeliest first.
    pub tags: Vec<DescribedTag>,
    /// What bar codes and QR codes say.
    pub codes: Vec<DescribedCode>,
    /// Seconds from the file to this, the first reading of the models included.
    pub wall_s: f64,
}

/// A line of text.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DescribedLine {
    /// What it says.
    pub text: String,
    /// How sure the reader is, 0 to 1.
    pub confidence: f32,
    /// Its corners in pixels, as (x, y): clockwise from the top left of the text.
    pub corners: [[f32; 2]; 4],
}

/// Something that the image seems to show.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DescribedTag {
    /// What, in English.
    pub label: String,
    /// How likely, 0 to 1.
    pub score: f32,
}

/// A bar code or QR code.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DescribedCode {
    /// Its kind.
    pub format: String,
    /// What it says.
    pub text: String,
}

/// Reads an image file on this machine.
///
/// # Errors
/// [`Error::Io`], [`Error::NotFound`] when the model is not installed, [`Error::Image`].
pub async fn describe(app: &App, file: PathBuf) -> Result<Description, Error> {
    let begun = Instant::now();
    let picture = app.open_picture(file).await?;
    let reading = app.read_picture(picture).await?;
    let text = reading.text(MOST_CHARACTERS);
    let line = |ReadLine { text, corners, confidence, .. }| DescribedLine { text, confidence, corners };
    Ok(Description {
        width: reading.width,
        height: reading.height,
        text,
        lines: reading.lines.into_iter().map(line).collect(),
        tags: reading
            .tags
            .into_iter()
            .map(|tag| DescribedTag { label: tag.label, score: tag.score })
            .collect(),
        codes: reading
            .codes
            .into_iter()
            .map(|code| DescribedCode { format: code.format, text: code.text })
            .collect(),
        wall_s: begun.elapsed().as_secs_f64(),
    })
}
