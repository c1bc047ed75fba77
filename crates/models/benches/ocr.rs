//! How much of a page is read, beside what `tesseract` reads of the same file, and how long a screenshot takes on
//! two threads.
//!
//! Without `tesseract` on the machine (`xtask/setup.sh bench` installs it) its figures and the marks are missing.
#![expect(clippy::print_stdout, reason = "printing is what it is for")]
#![expect(clippy::disallowed_methods, reason = "it starts the program that it measures beside")]
#![expect(clippy::unwrap_used, reason = "a failed measurement ends with its reason")]

#[path = "../tests/vision/page.rs"]
mod page;

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use attune_models::vision::{Picture, ReaderFiles, TextReader, read_picture};
use image::RgbImage;
use serde_json::json;

use page::{FACES, LETTER, Page, accuracy, face};

const THREADS: NonZeroUsize = NonZeroUsize::new(2).unwrap();

/// What reading a screenshot may take, in milliseconds.
const SCREENSHOT: f64 = 2_000.0;

/// What stands on the photographed page of scikit-image, as far as it is on the picture.
const PHOTOGRAPH: &str = "Region-based segmentation Let us first determine markers of the coins and the background. \
    These markers are pixels that we can label unambiguously as either object or background. Here, the markers are \
    found at the two extreme parts of the histogram of grey values: >>> markers = np.zeros_like(coins)";

fn main() {
    let folder = PathBuf::from(std::env::var_os("ATTUNE_TEST_MODELS").unwrap());
    let files = ReaderFiles::of_installed(&folder.join("pp-ocrv6-small.onnx"));
    let started = Instant::now();
    let reader = TextReader::load(&files, THREADS).unwrap();
    figure("load the reader of images", millis(started), "ms", None, "lower");

    let scratch = tempfile::tempdir().unwrap();
    let compare = |name: &str, pixels: RgbImage, expect: &str| {
        let picture = Picture::of_pixels(pixels);
        let text = read_picture(&picture, Some(&reader), None, &|| false).unwrap().text(100_000);
        let file = scratch.path().join("page.png");
        std::fs::write(&file, picture.encoded(picture.form()).unwrap()).unwrap();
        let theirs = tesseract(&file).map(|text| 100.0 * accuracy(&text, expect));
        let ours = 100.0 * accuracy(&text, expect);
        if std::env::var_os("ATTUNE_BENCH_SHOW").is_some() {
            println!("--- {name}\n{text}");
        }
        figure(&format!("letters read: {name}"), ours, "%", theirs, "higher");
        if let Some(theirs) = theirs {
            figure(&format!("letters read by tesseract: {name}"), theirs, "%", None, "higher");
        }
    };
    for (name, size) in FACES.into_iter().zip([12.0, 15.0, 13.0, 24.0, 36.0]) {
        let mut page = Page::new((size * 36.0) as u32, (size * 11.0) as u32);
        page.write_all(&face(name), size, size, size, &LETTER);
        let name = format!("{} in {size} pixels", name.trim_end_matches(".ttf"));
        compare(&name, page.pixels, &LETTER.join("\n"));
    }
    let mut page = Page::new(900, 300);
    page.write_all(&face("NotoSans-Regular.ttf"), 24.0, 30.0, 30.0, &LETTER);
    compare("a page at an angle of 8 degrees", page.turned(8.0), &LETTER.join("\n"));
    let (dark, said) = screenshot([30, 32, 40], [215, 220, 228]);
    compare("a dark screenshot", dark, &said);
    let (light, said) = screenshot([250, 250, 250], [40, 42, 48]);
    compare("a light screenshot", light.clone(), &said);
    let (editor, said) = editor();
    compare("a screenshot of an editor", editor, &said);
    if let Some(photograph) = photograph() {
        compare("a photographed page", photograph, PHOTOGRAPH);
    }

    let picture = Picture::of_pixels(light);
    let mut took: Vec<f64> = (0..5)
        .map(|_| {
            let started = Instant::now();
            read_picture(&picture, Some(&reader), None, &|| false).unwrap();
            millis(started)
        })
        .collect();
    took.sort_by(f64::total_cmp);
    figure("read a screenshot of 1920 × 1080, median", took[2], "ms", Some(SCREENSHOT), "lower");
}

/// A screen with a list at the left and an answer at the right: some sixty lines; and what stands on it.
fn screenshot(paper: [u8; 3], ink: [u8; 3]) -> (RgbImage, String) {
    let sans = face("NotoSans-Regular.ttf");
    let mut page = Page::coloured(1920, 1080, paper, ink);
    let list: Vec<String> = (1..=24).map(|at| format!("Notes of week {at}")).collect();
    let list: Vec<&str> = list.iter().map(String::as_str).collect();
    let answer: Vec<&str> = LETTER.iter().copied().cycle().take(36).collect();
    for (line, at) in list.iter().zip(0..) {
        page.write(&sans, 15.0, 40.0, 60.0 + at as f32 * 40.0, line);
    }
    for (line, at) in answer.iter().zip(0..) {
        page.write(&sans, 16.0, 520.0, 60.0 + at as f32 * 27.0, line);
    }
    (page.pixels, [list, answer].concat().join("\n"))
}

/// A screen full of small letters of equal width, as editors and terminals show them: line upon line, hardly apart.
fn editor() -> (RgbImage, String) {
    let mono = face("DejaVuSansMono.ttf");
    let mut page = Page::coloured(1920, 1080, [40, 44, 52], [220, 223, 228]);
    let lines: Vec<&str> = LETTER.iter().copied().cycle().take(56).collect();
    for (line, at) in lines.iter().zip(0..) {
        page.write(&mono, 14.0, 80.0, 20.0 + at as f32 * 18.0, line);
    }
    (page.pixels, lines.join("\n"))
}

fn tesseract(file: &Path) -> Option<String> {
    let output =
        Command::new("tesseract").arg(file).args(["-", "-l", "eng+deu", "--psm", "3"]).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The page that scikit-image carries, where the measuring Python has that.
fn photograph() -> Option<RgbImage> {
    let python = std::env::var_os("ATTUNE_BENCH_PYTHON")?;
    let script = "import skimage, pathlib; print(pathlib.Path(skimage.__file__).parent / 'data/page.png')";
    let output = Command::new(python).args(["-c", script]).output().ok()?;
    let file = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    Some(image::open(file).ok()?.to_rgb8())
}

fn millis(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1e3
}

fn figure(name: &str, value: f64, unit: &str, mark: Option<f64>, better: &str) {
    println!("{}", json!({ "name": name, "value": value, "unit": unit, "mark": mark, "better": better }));
}
