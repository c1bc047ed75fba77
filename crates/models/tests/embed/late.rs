//! Reading each word where it stands, with the real model.

use attune_models::embed::{LateReader, MOST_LATE_TOKENS};

use super::{THREADS, files};

#[test]
fn a_detail_is_found_in_a_longer_text() {
    let reader = LateReader::load(&files("colbert-small-en"), THREADS).unwrap();
    let question = reader.read("Which instrument does Anna play?").unwrap();
    let told = reader.read("Anna: Busy as always. I took up the cello again, on Thursdays.").unwrap();
    let other = reader.read("Anna: Busy as always. I took down the old shed, on Thursdays.").unwrap();
    assert!(question.nearness(&told) > question.nearness(&other));
}

#[test]
fn long_texts_are_cut_and_empty_ones_are_read() {
    let reader = LateReader::load(&files("colbert-small-en"), THREADS).unwrap();
    assert_eq!(reader.read(&"word ".repeat(500)).unwrap().len(), MOST_LATE_TOKENS);
    // The marks at the beginning and at the end.
    assert_eq!(reader.read("").unwrap().len(), 2);
}
