//! Numbers of identity papers and tax offices, by the check digits that each country's rules give.

use std::ops::Range;
use std::sync::LazyLock;

use crate::memory::{Pattern, pattern};

macro_rules! form {
    ($form:literal) => {
        LazyLock::new(|| pattern($form))
    };
}

/// A country's number: how it is written, and whether its digits and letters fit together.
struct Rule {
    form: Pattern,
    fits: fn(&[u8]) -> bool,
}

static RULES: [Rule; 11] = [
    // Germany: the number for taxes, 11 digits.
    Rule { form: form!(r"\b[1-9]\d(?:\x20?\d{3}){3}\b"), fits: is_german_tax_number },
    // Germany: identity card, passport and residence permit, nine signs and a check digit.
    Rule { form: form!(r"\b[CFGHJKLMNPRTVWXYZ][0-9CFGHJKLMNPRTVWXYZ]{8}\x20?\d\b"), fits: is_german_card },
    // Austria: social insurance, whose end is a day.
    Rule { form: form!(r"\b\d{4}[\x20-]?[0-3]\d[01]\d{3}\b"), fits: is_austrian },
    // Switzerland: old-age insurance.
    Rule { form: form!(r"\b756[.\x20]?\d{4}[.\x20]?\d{4}[.\x20]?\d{2}\b"), fits: is_ean },
    // Spain: citizens and foreigners.
    Rule { form: form!(r"(?i)\b(?:\d{8}|[XYZ][\x20-]?\d{7})[\x20-]?[A-Z]\b"), fits: is_spanish },
    // France: social security.
    Rule {
        form: form!(r"(?i)\b[1-478]\x20?\d{2}\x20?\d{2}\x20?\d[\dAB]\x20?\d{3}\x20?\d{3}\x20?\d{2}\b"),
        fits: is_french,
    },
    // Italy: the fiscal code.
    Rule {
        form: form!(
            r"(?i)\b[A-Z]{6}\x20?[\dL-NP-V]{2}[A-EHLMPRST][\dL-NP-V]{2}\x20?[A-Z][\dL-NP-V]{3}\x20?[A-Z]\b"
        ),
        fits: is_italian,
    },
    // Belgium: the national register.
    Rule { form: form!(r"\b\d{2}\.?[0-5]\d\.?[0-3]\d[-\x20]?\d{3}[.\x20]?\d{2}\b"), fits: is_belgian },
    // Poland: PESEL.
    Rule { form: form!(r"\b\d{2}[0-3]\d[0-3]\d{6}\b"), fits: is_polish },
    // Sweden: the personal number, with the sign that says the century.
    Rule { form: form!(r"\b(?:19|20)?\d{2}[01]\d[0-3]\d[-+]\d{4}\b"), fits: is_swedish },
    // The Netherlands: the citizen service number, only where it is named.
    Rule { form: form!(r"(?i)\bBSN\b[^\d\n]{0,12}\d{4}[.\x20]?\d{2}[.\x20]?\d{3}\b"), fits: is_dutch },
];

/// The numbers of all countries in a text.
pub(super) fn find(text: &str) -> Vec<Range<usize>> {
    let of_rule = |rule: &'static Rule| {
        rule.form.find_iter(text).filter_map(|found| {
            let signs: Vec<u8> = found
                .as_str()
                .bytes()
                .filter(u8::is_ascii_alphanumeric)
                .map(|sign| sign.to_ascii_uppercase())
                .collect();
            (rule.fits)(&signs).then(|| found.range())
        })
    };
    RULES.iter().flat_map(of_rule).collect()
}

/// ISO 7064 mod 11,10, and the rule that of the first ten digits one occurs twice or three times and no other more
/// than once.
fn is_german_tax_number(signs: &[u8]) -> bool {
    let Some(digits) = digits(signs).filter(|digits| digits.len() == 11) else { return false };
    let mut counts = [0_u8; 10];
    digits[..10].iter().for_each(|digit| counts[*digit as usize] += 1);
    let repeated: Vec<u8> = counts.into_iter().filter(|count| *count > 1).collect();
    let product = digits[..10].iter().fold(10, |product, digit| {
        let sum = (digit + product) % 10;
        (if sum == 0 { 10 } else { sum }) * 2 % 11
    });
    let check = if product == 1 { 0 } else { 11 - product };
    matches!(repeated[..], [2 | 3]) && check == digits[10]
}

/// Weights 7, 3, 1 in turn (ICAO Doc 9303).
fn is_german_card(signs: &[u8]) -> bool {
    let Some((check, signs)) = signs.split_last() else { return false };
    let value = |sign: u8| if sign.is_ascii_digit() { sign - b'0' } else { sign - b'A' + 10 };
    let sum: u32 = signs
        .iter()
        .zip([7, 3, 1].into_iter().cycle())
        .map(|(sign, weight)| u32::from(value(*sign)) * weight)
        .sum();
    let has_digit = signs.iter().any(u8::is_ascii_digit);
    has_digit && sum % 10 == u32::from(check - b'0')
}

fn is_austrian(signs: &[u8]) -> bool {
    let Some(digits) = digits(signs).filter(|digits| digits.len() == 10) else { return false };
    let sum = weighted(&digits, &[3, 7, 9, 0, 5, 8, 4, 2, 1, 6]);
    let (day, month) = (digits[4] * 10 + digits[5], digits[6] * 10 + digits[7]);
    digits[0] != 0 && sum % 11 == digits[3] && (1..=31).contains(&day) && (1..=15).contains(&month)
}

/// Weights 1 and 3 in turn.
fn is_ean(signs: &[u8]) -> bool {
    digits(signs)
        .is_some_and(|digits| weighted(&digits, &[1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1]).is_multiple_of(10))
}

fn is_spanish(signs: &[u8]) -> bool {
    let Some((letter, number)) = signs.split_last() else { return false };
    let first = match number.first() {
        Some(b'X') => b'0',
        Some(b'Y') => b'1',
        Some(b'Z') => b'2',
        Some(digit) => *digit,
        None => return false,
    };
    let digits = digits(&[&[first], &number[1..]].concat());
    let number = digits.map(|digits| digits.iter().fold(0, |number, digit| number * 10 + digit));
    number.is_some_and(|number| b"TRWAGMYFPDXBNJZSQVHLCKE"[number as usize % 23] == *letter)
}

/// 97 less the remainder of the rest; Corsica's letters stand for 19 and 18.
fn is_french(signs: &[u8]) -> bool {
    let text: String = signs.iter().map(|sign| char::from(*sign)).collect();
    let text = text.replace("2A", "19").replace("2B", "18");
    let number = |part: Option<&str>| part.and_then(|part| part.parse::<u64>().ok());
    match (number(text.get(..13)), number(text.get(13..))) {
        (Some(rest), Some(key)) => 97 - rest % 97 == key,
        _ => false,
    }
}

/// Signs at odd places count by a table, those at even places by themselves.
fn is_italian(signs: &[u8]) -> bool {
    const ODD: [u32; 26] =
        [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];
    let Some((check, signs)) = signs.split_last() else { return false };
    let place = |sign: u8| usize::from(if sign.is_ascii_digit() { sign - b'0' } else { sign - b'A' });
    let value = |(at, sign): (usize, &u8)| if at % 2 == 0 { ODD[place(*sign)] } else { place(*sign) as u32 };
    signs.len() == 15 && signs.iter().enumerate().map(value).sum::<u32>() % 26 == u32::from(check - b'A')
}

/// 97 less the remainder; those born since 2000 have a 2 before.
fn is_belgian(signs: &[u8]) -> bool {
    let number = |signs: &[u8]| std::str::from_utf8(signs).ok().and_then(|text| text.parse::<u64>().ok());
    match (signs.get(..9).and_then(number), signs.get(9..).and_then(number)) {
        (Some(rest), Some(check)) => 97 - rest % 97 == check || 97 - (2_000_000_000 + rest) % 97 == check,
        _ => false,
    }
}

fn is_polish(signs: &[u8]) -> bool {
    let Some(digits) = digits(signs).filter(|digits| digits.len() == 11) else { return false };
    let (month, day) = (digits[2] * 10 + digits[3], digits[4] * 10 + digits[5]);
    let is_day = (1..=12).contains(&(month % 20)) && (1..=31).contains(&day);
    is_day && weighted(&digits, &[1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]).is_multiple_of(10)
}

/// Luhn over the last ten digits.
fn is_swedish(signs: &[u8]) -> bool {
    let Some(digits) = digits(signs).filter(|digits| digits.len() >= 10) else { return false };
    let doubled = |(at, digit): (usize, &u32)| {
        let value = if at % 2 == 0 { digit * 2 } else { *digit };
        value / 10 + value % 10
    };
    digits[digits.len() - 10..].iter().enumerate().map(doubled).sum::<u32>().is_multiple_of(10)
}

/// Weights 9 to 2, and -1 for the last.
fn is_dutch(signs: &[u8]) -> bool {
    let number: Vec<u8> = signs.iter().copied().filter(u8::is_ascii_digit).collect();
    let Some(digits) = digits(&number).filter(|digits| digits.len() == 9) else { return false };
    let sum = weighted(&digits[..8], &[9, 8, 7, 6, 5, 4, 3, 2]);
    sum > 0 && sum % 11 == digits[8]
}

fn digits(signs: &[u8]) -> Option<Vec<u32>> {
    signs.iter().map(|sign| char::from(*sign).to_digit(10)).collect()
}

fn weighted(digits: &[u32], weights: &[u32]) -> u32 {
    digits.iter().zip(weights).map(|(digit, weight)| digit * weight).sum()
}
