//! Bar codes and QR codes, by `rxing`, the port of `ZXing`.

use std::panic::{AssertUnwindSafe, catch_unwind};

use attune_domain::ReadCode;
use image::RgbImage;
use image::imageops;
use rxing::common::HybridBinarizer;
use rxing::multi::MultipleBarcodeReader as _;
use rxing::multi::qrcode::QRCodeMultiReader;
use rxing::{BarcodeFormat, BinaryBitmap, DecodeHints, Luma8LuminanceSource, RXingResult, helpers};

use super::VisionError;
use super::resized::resized_grey;

/// The kinds that are looked for. Others have so weak a check that text is taken for them.
const KINDS: [BarcodeFormat; 9] = [
    BarcodeFormat::QR_CODE,
    BarcodeFormat::DATA_MATRIX,
    BarcodeFormat::AZTEC,
    BarcodeFormat::PDF_417,
    BarcodeFormat::EAN_13,
    BarcodeFormat::EAN_8,
    BarcodeFormat::UPC_A,
    BarcodeFormat::CODE_128,
    BarcodeFormat::CODE_39,
];

/// The longer side to which images are made smaller: a code whose parts vanish there was too small to be scanned.
const MOST_SIDE: u32 = 1600;

/// Codes of one image.
const MOST: usize = 32;

/// The codes of an image, each once.
pub(super) fn find(image: &RgbImage) -> Result<Vec<ReadCode>, VisionError> {
    let mut grey = imageops::grayscale(image);
    let long = grey.width().max(grey.height());
    let scale = long as f32 / MOST_SIDE as f32;
    if scale > 1.0 {
        let side = |pixels: u32| ((pixels as f32 / scale).round() as u32).max(1);
        let size = (side(grey.width()), side(grey.height()));
        grey = resized_grey(&grey, size)?;
    }
    let (width, height) = grey.dimensions();
    // Its reader panics on some pixels: then there is no code, and everything else in the image is still read.
    let found = catch_unwind(AssertUnwindSafe(|| found_in(grey.into_raw(), width, height)));
    let found = found.unwrap_or_default();
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
    Ok(codes)
}

/// QR codes first, all at once: the other way to find several cuts the image beside each, and loses some.
fn found_in(luma: Vec<u8>, width: u32, height: u32) -> Vec<RXingResult> {
    let mut found = Vec::new();
    if let Ok(source) = Luma8LuminanceSource::new(luma.clone(), width, height) {
        let mut bitmap = BinaryBitmap::new(HybridBinarizer::new(source));
        let hints = DecodeHints { TryHarder: Some(true), ..DecodeHints::default() };
        found.extend(
            QRCodeMultiReader::default().decode_multiple_with_hints(&mut bitmap, &hints).unwrap_or_default(),
        );
    }
    let mut hints = DecodeHints { PossibleFormats: Some(KINDS.into()), ..DecodeHints::default() };
    let others = helpers::detect_multiple_in_luma_with_hints(luma, width, height, &mut hints);
    found.extend(others.unwrap_or_default());
    found
}

fn name(format: BarcodeFormat) -> &'static str {
    match format {
        BarcodeFormat::QR_CODE => "QR code",
        BarcodeFormat::DATA_MATRIX => "Data Matrix code",
        BarcodeFormat::AZTEC => "Aztec code",
        BarcodeFormat::PDF_417 => "PDF417 code",
        _ => "bar code",
    }
}
