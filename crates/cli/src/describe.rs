//! `attunectl describe`: what the assistant reads in an image.

use std::path::PathBuf;
use std::process::ExitCode;

use attune_app::App;

use crate::output::{Failure, Output};

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  attunectl models install pp-ocrv6-small\n  attunectl describe screenshot.png\n  attunectl describe invoice.jpg --json"
)]
pub(crate) struct Arguments {
    /// A PNG, JPEG, WebP, GIF, BMP or TIFF file.
    file: PathBuf,
}

pub(crate) async fn run(app: &App, arguments: Arguments, output: &Output) -> Result<ExitCode, Failure> {
    let described = attune_app::describe::describe(app, arguments.file).await?;
    if output.json {
        output.document(&described);
        return Ok(ExitCode::SUCCESS);
    }
    println!("{} × {} pixels, read in {:.1} s", described.width, described.height, described.wall_s);
    if !described.text.is_empty() {
        println!("\n{}", described.text);
    }
    for code in described.codes {
        println!("\n{}: {}", code.format, code.text);
    }
    let tags: Vec<String> =
        described.tags.iter().map(|tag| format!("{} ({:.0} %)", tag.label, tag.score * 100.0)).collect();
    if !tags.is_empty() {
        println!("\nIt seems to show: {}", tags.join(", "));
    }
    Ok(ExitCode::SUCCESS)
}
