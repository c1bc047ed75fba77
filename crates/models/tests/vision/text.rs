//! What is read on pages that are drawn here.

use attune_models::vision::{Picture, read_picture};

use crate::page::{FACES, LETTER, Page, accuracy, face};
use crate::{READER, read};

#[test]
fn a_letter_is_read_in_every_typeface() {
    for (name, size) in FACES.into_iter().zip([15.0, 18.0, 13.0, 24.0, 36.0]) {
        let mut page = Page::new((size * 36.0) as u32, (size * 11.0) as u32);
        page.write_all(&face(name), size, size, size, &LETTER);
        let text = read(page.pixels).text(10_000);
        let right = accuracy(&text, &LETTER.join("\n"));
        assert!(right > 0.97, "{name} in {size} pixels: {right}\n{text}");
    }
}

#[test]
fn a_page_may_lie_at_an_angle_or_on_its_head() {
    let mut page = Page::new(760, 260);
    page.write_all(&face("NotoSans-Regular.ttf"), 22.0, 30.0, 30.0, &LETTER);
    for degrees in [12.0, -20.0, 90.0, 180.0] {
        let text = read(page.turned(degrees)).text(10_000);
        let right = accuracy(&text, &LETTER.join("\n"));
        assert!(right > 0.93, "{degrees} degrees: {right}\n{text}");
    }
}

#[test]
fn light_letters_on_a_dark_ground_and_other_scripts_are_read() {
    let mut page = Page::coloured(700, 160, [24, 26, 32], [220, 224, 230]);
    page.write(&face("DejaVuSansMono.ttf"), 16.0, 20.0, 20.0, "error[E0308]: mismatched types in line 42");
    page.write(&face("NotoSansCJK-Regular.ttc"), 30.0, 20.0, 80.0, "会议在下午三点开始");
    let text = read(page.pixels).text(10_000);
    let right = accuracy(&text, "error[E0308]: mismatched types in line 42\n会议在下午三点开始");
    assert!(right > 0.95, "{right}: {text}");
}

#[test]
fn columns_are_read_one_after_the_other() {
    let serif = face("NotoSerif-Regular.ttf");
    let left = ["The meeting began at nine and", "ended before lunch. All of", "the guests had gone home."];
    let right = ["A second meeting follows in", "June, when the figures are", "known and have been checked."];
    let mut page = Page::new(960, 330);
    page.write(&serif, 34.0, 40.0, 30.0, "Minutes of the board and of its committees");
    page.write_all(&serif, 22.0, 40.0, 140.0, &left);
    page.write_all(&serif, 22.0, 500.0, 140.0, &right);
    let text = read(page.pixels).text(10_000);
    let expect =
        format!("Minutes of the board and of its committees\n{}\n{}", left.join("\n"), right.join("\n"));
    let right = accuracy(&text, &expect);
    assert!(right > 0.97, "{right}: {text}");
}

#[test]
fn a_table_stays_a_table() {
    let sans = face("DejaVuSans.ttf");
    let mut page = Page::new(760, 300);
    let rows = [
        ["Product", "Units", "Price"],
        ["Desk lamp", "12", "39.90"],
        ["Chair", "4", "189.00"],
        ["Bookshelf", "1", "75.50"],
    ];
    for (row, top) in rows.iter().zip([40.0, 95.0, 150.0, 205.0]) {
        for (cell, left) in row.iter().zip([40.0, 330.0, 560.0]) {
            page.write(&sans, 20.0, left, top, cell);
        }
    }
    let reading = read(page.pixels);
    let expect = rows.map(|row| format!("| {} |", row.join(" | ")));
    let text = reading.text(10_000);
    assert_eq!(text, format!("{}\n| --- | --- | --- |\n{}", expect[0], expect[1..].join("\n")));
}

#[test]
fn a_long_page_is_read_to_its_end() {
    let mono = face("DejaVuSansMono.ttf");
    let lines: Vec<String> = (1..=90).map(|at| format!("Entry {at}: value {}", at * 37 % 101)).collect();
    let mut page = Page::new(520, 3300);
    page.write_all(&mono, 24.0, 30.0, 20.0, &lines.iter().map(String::as_str).collect::<Vec<_>>());
    let text = read(page.pixels).text(100_000);
    let right = accuracy(&text, &lines.join("\n"));
    assert!(right > 0.98, "{right}: {text}");
}

#[test]
fn an_empty_page_says_nothing() {
    let reading = read(Page::new(400, 300).pixels);
    assert_eq!((reading.width, reading.height), (400, 300));
    assert_eq!(reading.text(100), "");
    assert!(read(Page::new(1, 1).pixels).lines.is_empty());
}

#[test]
fn a_covered_number_is_gone_from_the_pixels() {
    let sans = face("NotoSans-Regular.ttf");
    let mut page = Page::new(720, 140);
    page.write(&sans, 26.0, 30.0, 20.0, "Account DE89 3704 0044 0532 0130 00 of May");
    page.write(&sans, 26.0, 30.0, 75.0, "Nothing to hide here");
    let reading = read(page.pixels.clone());
    let line = reading.lines.iter().find(|line| line.text.starts_with("Account")).unwrap();
    let from = line.text.chars().position(|sign| sign == ' ').unwrap() + 1;
    let to = line.text.chars().count() - " of May".len();
    let masked = Picture::of_pixels(page.pixels).blackened(&[line.corners_of(from, to)]);
    let again = read_picture(&masked, Some(&READER), None, &|| false).unwrap().text(1000);
    assert!(!again.contains("3704") && !again.contains("DE89") && !again.contains("0130"), "{again}");
    assert!(again.contains("Account") && again.contains("Nothing to hide"), "{again}");
}

#[test]
fn nobody_waits_for_what_was_given_up() {
    let picture = Picture::of_pixels(Page::new(400, 300).pixels);
    let ended = read_picture(&picture, Some(&READER), None, &|| true).unwrap_err();
    assert!(matches!(ended, attune_models::vision::VisionError::Ended), "{ended}");
}
