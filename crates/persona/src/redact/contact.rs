//! Addresses of electronic mail, and telephone numbers.

use std::ops::Range;
use std::sync::LazyLock;

use crate::memory::{Pattern, pattern};

static EMAIL: Pattern = LazyLock::new(|| {
    pattern(
        r"(?i)\b[\p{L}0-9][\p{L}0-9._%+-]{0,63}\s?@\s?(?:[\p{L}0-9](?:[\p{L}0-9-]{0,62})\.)+[\p{L}]{2,24}\b",
    )
});

/// With a country's code, with the zero of a country's own numbers, or in the form of North America.
static PHONE: Pattern = LazyLock::new(|| {
    pattern(
        r"(?x)(?:\+|\b00)[1-9]\d{0,2}(?:[\x20\u{a0}./-]?\(?\d{1,5}\)?){2,6}
        | \(0\d{1,5}\)[\x20/-]?\d{2,8}(?:[\x20/-]?\d{2,6}){0,4}
        | \b0[1-9]\d{1,4}[\x20/-]+\d{2,8}(?:[\x20/-]?\d{2,6}){0,4}
        | \(\d{3}\)\x20?\d{3}[-.\x20]\d{4}\b
        | \b[2-9]\d{2}[-.][2-9]\d{2}[-.]\d{4}\b",
    )
});

/// A word that says that a telephone number follows.
static CALLED: Pattern = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:tel(?:efon|ephone)?|phone|mobile?|handy|fax|ruf|durchwahl|cell)\b[^\d+\n]{0,12}(?P<number>\+?\d(?:[ ()./-]?\d){5,14})",
    )
});

/// Digits that a telephone number has, its country's code included (ITU-T E.164 allows 15).
const DIGITS: std::ops::RangeInclusive<usize> = 8..=15;

pub(super) fn emails(text: &str) -> Vec<Range<usize>> {
    EMAIL.find_iter(text).map(|found| found.range()).collect()
}

pub(super) fn phones(text: &str) -> Vec<Range<usize>> {
    let digits = |text: &str| text.bytes().filter(u8::is_ascii_digit).count();
    let formed = PHONE.find_iter(text).filter(|found| {
        // The middle of a longer number is none.
        let is_begun = text[..found.start()].trim_end().ends_with(|before: char| before.is_ascii_digit());
        let goes_on = text[found.end()..].starts_with(|next: char| next.is_alphanumeric());
        !is_begun && !goes_on && DIGITS.contains(&digits(found.as_str())) && !is_date(found.as_str())
    });
    let called = CALLED.captures_iter(text).filter_map(|found| found.name("number").map(|it| it.range()));
    formed.map(|found| found.range()).chain(called).collect()
}

/// Days that begin with a zero look like numbers of a country: 04/05/2024, 01-12-2023.
fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split(['.', '/', '-', ' ']).collect();
    let fits =
        |part: &str, most: u32| part.len() <= 2 && part.parse().is_ok_and(|number: u32| number <= most);
    matches!(parts[..], [day, month, year] if fits(day, 31) && fits(month, 31) && matches!(year.len(), 2 | 4))
}
