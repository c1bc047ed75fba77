//! Pages of lines in letters of one size, upright and turned: in which order they are read.

use attune_domain::Reading;

use super::*;

/// Lines of the width that their text has in letters of 10 × 20 pixels.
fn line(text: &str, left: f32, top: f32) -> ReadLine {
    let (right, bottom) = (left + 10.0 * text.chars().count() as f32, top + 20.0);
    let corners = [[left, top], [right, top], [right, bottom], [left, bottom]];
    ReadLine { text: text.to_owned(), corners, confidence: 0.9, middles: Vec::new(), gap: Gap::Line }
}

fn check(lines: &[(&str, f32, f32)], expect: &str) {
    let lines: Vec<ReadLine> = lines.iter().map(|(text, left, top)| line(text, *left, *top)).collect();
    let turned = |line: &ReadLine, degrees: f32| {
        let (sine, cosine) = degrees.to_radians().sin_cos();
        let corners = line.corners.map(|[x, y]| [x * cosine - y * sine, x * sine + y * cosine]);
        ReadLine { corners, ..line.clone() }
    };
    // The same page photographed at an angle, or on its side, reads the same; and so does a pile in disorder.
    for degrees in [0.0, 8.0, -30.0, 90.0, 180.0] {
        let mut lines: Vec<ReadLine> = lines.iter().map(|line| turned(line, degrees)).collect();
        lines.reverse();
        let (lines, tables) = arrange(lines);
        let reading = Reading { lines, tables, ..Reading::default() };
        assert_eq!(reading.text(10_000), expect, "{degrees} degrees");
    }
}

#[test]
fn paragraphs_are_parted() {
    check(
        &[
            ("A heading", 0.0, 0.0),
            ("first line", 0.0, 50.0),
            ("second line", 0.0, 74.0),
            ("next", 0.0, 130.0),
        ],
        "A heading\n\nfirst line\nsecond line\n\nnext",
    );
}

#[test]
fn columns_are_read_one_after_the_other() {
    check(
        &[
            ("A heading above both of the columns of this page, to be read first", 0.0, 0.0),
            ("The left column has running text", 0.0, 60.0),
            ("The right column goes on with it", 380.0, 60.0),
            ("in lines that are rather long and", 0.0, 84.0),
            ("and has lines of the same length", 380.0, 84.0),
            ("ends here, with a last line of it.", 0.0, 108.0),
            ("and ends there, as can be seen.", 380.0, 108.0),
        ],
        "A heading above both of the columns of this page, to be read first\n\n\
         The left column has running text\nin lines that are rather long and\nends here, with a last line of it.\n\n\
         The right column goes on with it\nand has lines of the same length\nand ends there, as can be seen.",
    );
}

#[test]
fn a_table_is_read_row_by_row() {
    check(
        &[
            ("Order of the third of May, to be delivered", 0.0, 0.0),
            ("Item", 0.0, 60.0),
            ("Count", 200.0, 60.0),
            ("Price", 320.0, 60.0),
            ("Pencils", 0.0, 90.0),
            ("12", 200.0, 91.0),
            ("3.40", 320.0, 90.0),
            ("Paper", 0.0, 120.0),
            ("17.00", 320.0, 119.0),
            ("Sum", 0.0, 150.0),
            ("12", 200.0, 150.0),
            ("20.40", 320.0, 150.0),
        ],
        "Order of the third of May, to be delivered\n\n| Item | Count | Price |\n| --- | --- | --- |\n\
         | Pencils | 12 | 3.40 |\n| Paper |  | 17.00 |\n| Sum | 12 | 20.40 |",
    );
}

#[test]
fn words_of_one_row_stay_in_it() {
    check(&[("File", 0.0, 0.0), ("Edit", 60.0, 1.0), ("View", 120.0, 0.0)], "File Edit View");
    check(&[], "");
}
