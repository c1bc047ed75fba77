//! Bar codes and QR codes, by `rxing`, the port of `ZXing`.

use attune_domain::ReadCode;
use image::RgbImage;
use image::imageops::{self, FilterType};
use rxing::{BarcodeFormat, helpers};

/// The longer side to which images are made smaller: a code whose parts vanish there was too small to be scanned.
const MOST_SIDE: u32 = 1600;

/// Codes of one image.
const MOST: usize = 32;

/// The codes of an image, each once.
pub(super) fn find(image: &RgbImage) -> Vec<ReadCode> {
    let mut grey = imageops::grayscale(image);
    let long = grey.width().max(grey.height());
    let scale = long as f32 / MOST_SIDE as f32;
    if scale > 1.0 {
        let side = |pixels: u32| ((pixels as f32 / scale).round() as u32).max(1);
        let (width, height) = (side(grey.width()), side(grey.height()));
        grey = imageops::resize(&grey, width, height, FilterType::Triangle);
    }
    let (width, height) = grey.dimensions();
    let Ok(found) = helpers::detect_multiple_in_luma(grey.into_raw(), width, height) else {
        return Vec::new();
    };
    let scale = scale.max(1.0);
    let mut codes: Vec<ReadCode> = Vec::new();
    for found in found {
        let code = ReadCode {
            text: found.getText().to_owned(),
            format: name(*found.getBarcodeFormat()).to_owned(),
            points: found.getPoints().iter().map(|point| [point.x * scale, point.y * scale]).collect(),
        };
        if !codes.iter().any(|known| known.text == code.text && known.format == code.format) {
            codes.push(code);
        }
        if codes.len() == MOST {
            break;
        }
    }
    codes
}

fn name(format: BarcodeFormat) -> &'static str {
    match format {
        BarcodeFormat::QR_CODE | BarcodeFormat::MICRO_QR_CODE | BarcodeFormat::RECTANGULAR_MICRO_QR_CODE => {
            "QR code"
        }
        BarcodeFormat::DATA_MATRIX => "Data Matrix code",
        BarcodeFormat::AZTEC => "Aztec code",
        BarcodeFormat::PDF_417 => "PDF417 code",
        _ => "bar code",
    }
}
