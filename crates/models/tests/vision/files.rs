//! Files that are not what they should be, and what is left of those that are.

use std::io::Cursor;

use attune_models::vision::{ImageForm, MOST_BYTES, Picture, VisionError, read_bytes};
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};

fn file(image: &RgbImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::from(image.clone()).write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// 40 × 20, red on the left and blue on the right.
fn halves() -> RgbImage {
    RgbImage::from_fn(40, 20, |x, _| Rgb(if x < 20 { [220, 10, 10] } else { [10, 10, 220] }))
}

/// A PNG file that says how large it is, and has next to nothing in it.
fn png_of_size(width: u32, height: u32) -> Vec<u8> {
    png_of(width, height, [8, 6], &[0x78, 0x9c, 1, 0, 0])
}

/// A PNG file of packed rows, with the bits of a sample and the kind of its colours.
pub(crate) fn png_of(width: u32, height: u32, form: [u8; 2], packed: &[u8]) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut header = [width.to_be_bytes(), height.to_be_bytes()].concat();
    header.extend([form[0], form[1], 0, 0, 0]);
    for (kind, data) in [(b"IHDR", &header[..]), (b"IDAT", packed), (b"IEND", &[])] {
        bytes.extend((data.len() as u32).to_be_bytes());
        let checked = [kind.as_slice(), data].concat();
        bytes.extend(&checked);
        bytes.extend(crc(&checked).to_be_bytes());
    }
    bytes
}

/// The checksum of PNG (ISO 3309).
fn crc(bytes: &[u8]) -> u32 {
    let mut rest = u32::MAX;
    for byte in bytes {
        rest ^= u32::from(*byte);
        for _ in 0..8 {
            rest = if rest & 1 == 1 { rest >> 1 ^ 0xedb8_8320 } else { rest >> 1 };
        }
    }
    !rest
}

#[test]
fn every_form_is_decoded() {
    for format in [
        ImageFormat::Png,
        ImageFormat::Jpeg,
        ImageFormat::WebP,
        ImageFormat::Gif,
        ImageFormat::Bmp,
        ImageFormat::Tiff,
    ] {
        let picture = Picture::decode(&file(&halves(), format)).unwrap();
        assert_eq!(picture.size(), (40, 20), "{format:?}");
        let expect = match format {
            ImageFormat::Jpeg => ImageForm::Jpeg,
            ImageFormat::WebP => ImageForm::WebP,
            _ => ImageForm::Png,
        };
        assert_eq!(picture.form(), expect);
        let again = Picture::decode(&picture.encoded(picture.form()).unwrap()).unwrap();
        assert_eq!(again.size(), (40, 20), "{format:?}");
    }
}

#[test]
fn sizes_are_looked_at_before_memory_is_asked_for() {
    let check = |bytes: &[u8], width: u32, height: u32| {
        let error = Picture::decode(bytes).unwrap_err();
        let expect = VisionError::TooLarge { width, height };
        assert_eq!(error.to_string(), expect.to_string());
    };
    check(&png_of_size(50_000, 50_000), 50_000, 50_000);
    check(&png_of_size(8_193, 8_192), 8_193, 8_192);
    check(&png_of_size(40_000, 1), 40_000, 1);
    let mut gif = b"GIF89a".to_vec();
    gif.extend([0xff, 0xff, 0xff, 0xff, 0, 0, 0]);
    gif.extend([0x2c, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0, 2, 1, 0, 0, 0x3b]);
    check(&gif, 65_535, 65_535);
    let mut bmp = file(&halves(), ImageFormat::Bmp);
    bmp[18..22].copy_from_slice(&60_000_i32.to_le_bytes());
    bmp[22..26].copy_from_slice(&60_000_i32.to_le_bytes());
    assert!(Picture::decode(&bmp).is_err());
    // The largest that is allowed has too little in it, which is another complaint.
    let error = Picture::decode(&png_of_size(8_192, 8_192)).unwrap_err();
    assert!(matches!(error, VisionError::Damaged(_)), "{error}");
    let error = Picture::decode(&vec![0; MOST_BYTES + 1]).unwrap_err();
    assert!(matches!(error, VisionError::TooManyBytes { .. }), "{error}");
}

#[test]
fn damaged_files_are_refused_with_a_reason() {
    for format in [ImageFormat::Png, ImageFormat::WebP, ImageFormat::Gif, ImageFormat::Bmp, ImageFormat::Tiff]
    {
        let whole = file(&halves(), format);
        for part in [whole.len() / 2, 16] {
            let error = read_bytes(&whole[..part], None, None).unwrap_err();
            assert!(matches!(error, VisionError::Damaged(_)), "{format:?} of {part} bytes: {error}");
        }
    }
    for bytes in [&b""[..], b"hello", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"%PDF-1.7"] {
        let error = read_bytes(bytes, None, None).unwrap_err();
        assert!(matches!(error, VisionError::UnknownForm), "{error}");
    }
}

/// Any byte changed: an error or an image, but never an end of the program.
#[test]
fn no_changed_byte_ends_the_program() {
    for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP, ImageFormat::Gif, ImageFormat::Bmp]
    {
        let whole = file(&halves(), format);
        for at in 0..whole.len().min(700) {
            let mut changed = whole.clone();
            changed[at] ^= 0xff;
            let _ = Picture::decode(&changed);
        }
    }
}

#[test]
fn a_photograph_stands_upright_and_forgets_where_it_was_taken() {
    let plain = file(&halves(), ImageFormat::Jpeg);
    // EXIF with the orientation 6, to be turned a quarter clockwise, and a text that stands for a place.
    let mut exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x02".to_vec();
    exif.extend(b"\x01\x12\0\x03\0\0\0\x01\0\x06\0\0");
    exif.extend(b"\x01\x0e\0\x02\0\0\0\x0e\0\0\0\x26\0\0\0\0HARBOURSTREET\0");
    let length = (exif.len() as u16 + 2).to_be_bytes();
    let photograph = [&plain[..2], &[0xff, 0xe1], &length, &exif, &plain[2..]].concat();
    assert!(photograph.windows(13).any(|part| part == b"HARBOURSTREET"));

    let picture = Picture::decode(&photograph).unwrap();
    assert_eq!(picture.size(), (20, 40));
    for form in [ImageForm::Png, ImageForm::Jpeg, ImageForm::WebP] {
        let kept = picture.encoded(form).unwrap();
        assert!(
            !kept.windows(4).any(|part| part == b"Exif" || part == b"HARB" || part == b"eXIf"),
            "{form:?}"
        );
        let pixels = image::load_from_memory(&kept).unwrap().to_rgb8();
        let (top, bottom) = (pixels.get_pixel(10, 4).0, pixels.get_pixel(10, 35).0);
        assert!(top[0] > 150 && bottom[2] > 150, "what was left is above: {top:?} {bottom:?}");
    }
}

#[test]
fn a_small_picture_keeps_its_shape() {
    let wide = Picture::of_pixels(RgbImage::new(4000, 1000));
    assert_eq!(wide.fitted(320).size(), (320, 80));
    assert_eq!(Picture::of_pixels(RgbImage::new(100, 50)).fitted(320).size(), (100, 50));
    assert_eq!(Picture::of_pixels(RgbImage::new(5000, 1)).fitted(64).size(), (64, 1));
}

#[test]
fn codes_are_read_without_a_model() {
    const QR: [&str; 25] = [
        "#######...#####...#######",
        "#.....#..##.......#.....#",
        "#.###.#....#..##..#.###.#",
        "#.###.#.#....#.#..#.###.#",
        "#.###.#.##.###..#.#.###.#",
        "#.....#.......#.#.#.....#",
        "#######.#.#.#.#.#.#######",
        "..........##..#.#........",
        "##...###.#.#####....##...",
        ".#.###.#.#.##..#.#.#####.",
        "..#...###.#....#.###.#.##",
        ".##..#...#.....##.#..#..#",
        "###...####..#...#.##....#",
        "#..###.#...#.#.#.#.#...#.",
        "#.#..##..##...########.##",
        "#.####.##..#..#...##.##.#",
        "##.#..#.#..##########.#..",
        "........####....#...#....",
        "#######.#..#.#..#.#.#...#",
        "#.....#.#..#..###...#..##",
        "#.###.#..#.###.######.##.",
        "#.###.#...##.##..##....##",
        "#.###.#..#..###.##...##.#",
        "#.....#.#.###.#.#####...#",
        "#######.####....#.#..#..#",
    ];
    const EAN: &str =
        "10100011010100111010111101111010001001011001101010100001010000101000010111010010000101100110101";
    let mut pixels = RgbImage::from_pixel(800, 400, Rgb([255; 3]));
    for (row, y) in QR.iter().zip(0..) {
        for (module, x) in row.chars().zip(0..) {
            if module == '#' {
                let place = |x: u32, y: u32| (40 + x * 6, 40 + y * 6);
                let (left, top) = place(x, y);
                (0..36).for_each(|at| pixels.put_pixel(left + at % 6, top + at / 6, Rgb([0; 3])));
            }
        }
    }
    for (bar, x) in EAN.chars().zip(0..) {
        if bar == '1' {
            (0..240).for_each(|at| pixels.put_pixel(400 + x * 3 + at % 3, 250 + at / 3, Rgb([0; 3])));
        }
    }
    let reading = read_bytes(&file(&pixels, ImageFormat::Png), None, None).unwrap();
    let mut codes: Vec<(&str, &str)> =
        reading.codes.iter().map(|code| (code.format.as_str(), code.text.as_str())).collect();
    codes.sort_unstable();
    assert_eq!(codes, [("QR code", "https://attune.example/room/7"), ("bar code", "4006381333931")]);
}
