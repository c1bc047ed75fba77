//! What is never remembered, whoever asks: passwords, keys, tokens, numbers of cards, accounts and identity
//! papers. Where a number carries a check digit it is computed, so that an order number is not taken for a card.

use std::ops::Range;
use std::sync::LazyLock;

use super::{Pattern, pattern};

/// A kind of secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SecretKind {
    /// A password, passphrase or PIN.
    Password,
    /// A key or token of a program.
    Token,
    /// A private key.
    PrivateKey,
    /// The number of a payment card.
    Card,
    /// The number of a bank account.
    Iban,
    /// The number of an identity paper, a tax or social security number.
    NationalId,
}

impl SecretKind {
    /// What it is, for a sentence to a person.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Password => "a password",
            Self::Token => "a key or token",
            Self::PrivateKey => "a private key",
            Self::Card => "a card number",
            Self::Iban => "an account number",
            Self::NationalId => "an identity number",
        }
    }
}

static PRIVATE_KEY: Pattern = LazyLock::new(|| pattern(r"-----BEGIN [A-Z ]*PRIVATE KEY|PuTTY-User-Key-File"));

static PRIVATE_KEY_END: Pattern = LazyLock::new(|| pattern(r"-----END [A-Z ]*PRIVATE KEY-----"));

/// A word for a password, then the password itself. What follows "is" must not be a word about passwords.
static PASSWORD: Pattern = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:pass ?words?|passphrase|passcode|pass ?wort|kennwort|pwd|passwd|pin(?:[- ]?(?:code|nummer))?|puk|tan|cvv|cvc|geheimzahl|login|credentials?|secret|zugangsdaten|zugangscode|door code|türcode|alarm code)\b(?:\s+(?:for|für|of|to|zu[mr]?|vom|von|beim|bei|on|at)\s+[^\s:=]+(?:\s+[^\s:=]+){0,3}?)?\s*(?:is|are|was|ist|lautet|heißt|now|jetzt|[:=]|->|→)+\s*(?:now |jetzt |still |noch )?[“„”'\x22`]?(?P<value>[^\s“”'\x22`]{3,})",
    )
});
static ABOUT_PASSWORDS: Pattern = LazyLock::new(|| {
    pattern(
        r"(?i)^(?:expired|wrong|invalid|too|not|always|never|never|about|that|this|the|what|how|why|when|where|stored|saved|kept|managed|required|needed|broken|reset|changed|weak|strong|long|short|abgelaufen|falsch|ungültig|nicht|immer|nie|zu|sehr|dass|das|die|der|was|wie|gespeichert|nötig|erforderlich|schwach|stark|lang|kurz)[.,!?]*$",
    )
});

static TOKEN: Pattern = LazyLock::new(|| {
    pattern(
        r"\b(?:sk|pk|rk)[-_](?:live|test|proj|ant|or)?[-_]?[A-Za-z0-9_-]{12,}|\bgh[pousr]_[A-Za-z0-9]{20,}|\bgithub_pat_\w{20,}|\bglpat-[\w-]{16,}|\bxox[abprs]-[\w-]{10,}|\bA(?:KIA|SIA)[A-Z0-9]{12,}|\bAIza[\w-]{30,}|\bhf_[A-Za-z0-9]{20,}|\beyJ[\w-]{8,}\.[\w-]{8,}|(?i:\bbearer\s+[\w.~+/-]{16,})|(?i:\b(?:api[- _]?key|access[- _]?key|access[- _]?token|auth[- _]?token|api[- _]?schlüssel|client[- _]?secret|licen[cs]e key)\b\s*(?:is|ist|lautet|[:=])*\s*[\w./+-]{8,})",
    )
});

static DIGITS: Pattern = LazyLock::new(|| pattern(r"\b\d(?:[ -]?\d){12,18}\b"));
static IBAN: Pattern =
    LazyLock::new(|| pattern(r"(?i)\b[a-z]{2}\d{2}(?:[ -]?[a-z0-9]{2,4}){3,8}(?:[ -]?[a-z0-9]{1,3})?\b"));
static NATIONAL_ID: Pattern = LazyLock::new(|| {
    pattern(
        r"(?x)\b\d{3}-\d{2}-\d{4}\b                                     # United States: social security
        | \b[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\s?\d{2}\s?\d{2}\s?\d{2}\s?[A-D]\b  # United Kingdom
        | \b\d{2}\s?[0-3]\d[01]\d{3}\s?[A-Z]\s?\d{3}\b                  # Germany: pension insurance
        | \b[12]\s?\d{2}\s?[01]\d\s?\d[\dAB]\s?\d{3}\s?\d{3}\s?\d{2}\b  # France
        | (?i:\b(?:passport|id\x20card|identity\x20card|social\x20security|insurance|tax\x20id|tax\x20identification|driving\x20licen[cs]e|ausweis\w*|reisepass\w*|pass(?:nummer)|steuer-?id\w*|steueridentifikations\w*|idnr|sozialversicherungs\w*|rentenversicherungs\w*|führerschein\w*)\b
            (?:\s*(?:number|nummer|no\.?|nr\.?))?\s*(?:is|ist|lautet|[:=])*\s*(?P<value>[a-z0-9]{1,4}(?:[\x20./-]?[a-z0-9]){5,}\d))",
    )
});

/// The secret in a text, if there is one.
#[must_use]
pub fn find_secret(text: &str) -> Option<SecretKind> {
    find_secrets(text).first().map(|(_, kind)| *kind)
}

/// The secrets in a text with their bytes, the gravest kinds first. They may overlap.
pub(crate) fn find_secrets(text: &str) -> Vec<(Range<usize>, SecretKind)> {
    let mut found: Vec<(Range<usize>, SecretKind)> = Vec::new();
    // What follows a key's beginning is the key, to its end or to that of the text.
    found.extend(PRIVATE_KEY.find(text).map(|begin| {
        let end = PRIVATE_KEY_END.find(text).map_or(text.len(), |end| end.end());
        (begin.start()..end.max(begin.end()), SecretKind::PrivateKey)
    }));
    found.extend(TOKEN.find_iter(text).map(|token| (token.range(), SecretKind::Token)));
    let drawn = text.split_whitespace().filter(|word| looks_drawn(word));
    // A word of the text begins where the text does, and so many bytes further.
    found.extend(drawn.map(|word| {
        let start = word.as_ptr().addr() - text.as_ptr().addr();
        (start..start + word.len(), SecretKind::Token)
    }));
    let cards = DIGITS.find_iter(text).filter(|digits| is_card(digits.as_str()));
    found.extend(cards.map(|card| (card.range(), SecretKind::Card)));
    found.extend(IBAN.find_iter(text).filter_map(|iban| {
        let length = length_of_iban(iban.as_str())?;
        Some((iban.start()..iban.start() + length, SecretKind::Iban))
    }));
    let passwords = PASSWORD.captures_iter(text).filter_map(|password| password.name("value"));
    let passwords = passwords.filter(|value| !ABOUT_PASSWORDS.is_match(value.as_str()));
    found.extend(passwords.map(|value| (value.range(), SecretKind::Password)));
    let ids = NATIONAL_ID.captures_iter(text).filter_map(|id| id.name("value").or_else(|| id.get(0)));
    found.extend(ids.map(|id| (id.range(), SecretKind::NationalId)));
    found
}

/// The check digit of card numbers (Luhn, ISO/IEC 7812), and a first digit of a payment network.
fn is_card(text: &str) -> bool {
    let digits: Vec<u32> = text.chars().filter_map(|letter| letter.to_digit(10)).collect();
    if !matches!(digits.first(), Some(2..=6)) || !matches!(digits.len(), 13..=16 | 19) {
        return false;
    }
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(place, digit)| match (place % 2, digit * 2) {
            (0, _) => *digit,
            (_, doubled) => doubled / 10 + doubled % 10,
        })
        .sum();
    sum.is_multiple_of(10)
}

/// The bytes of the IBAN with which a text begins, if it does (ISO 13616: remainder 1 modulo 97). Words that
/// follow it may have been taken for its last groups.
fn length_of_iban(text: &str) -> Option<usize> {
    let (places, letters): (Vec<usize>, Vec<char>) =
        text.char_indices().filter(|(_, sign)| sign.is_ascii_alphanumeric()).unzip();
    let fits = |length: &usize| {
        let length = *length;
        let (head, tail) = letters[..length].split_at(4);
        let rest = tail.iter().chain(head).try_fold(0_u32, |rest, letter| {
            let value = letter.to_digit(36)?;
            Some((rest * if value > 9 { 100 } else { 10 } + value) % 97)
        });
        rest == Some(1)
    };
    let length = (15..=letters.len().min(34)).find(fits)?;
    Some(places[length - 1] + 1)
}

/// Whether a word looks drawn by a machine: long, of mixed letters and digits, with as much surprise in each
/// letter as text never has (Shannon 1951 gives written English far less).
fn looks_drawn(word: &str) -> bool {
    let word = word.trim_matches(|letter: char| !letter.is_ascii_alphanumeric());
    if word.len() < 20 || word.contains("://") || word.contains('@') || word.matches('/').count() > 1 {
        return false;
    }
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-_+/=.".contains(&byte);
    let has = |test: fn(&u8) -> bool| word.as_bytes().iter().any(test);
    let is_hex = word.bytes().all(|byte| byte.is_ascii_hexdigit());
    let (digits, letters) = (has(u8::is_ascii_digit), has(u8::is_ascii_alphabetic));
    if is_hex {
        return word.len() >= 32 && digits && letters;
    }
    let mixed = digits && has(u8::is_ascii_lowercase) && has(u8::is_ascii_uppercase);
    word.bytes().all(is_allowed) && mixed && entropy(word) > 3.5
}

/// Bits of surprise in a letter, by how often each occurs in the word itself.
fn entropy(word: &str) -> f32 {
    let mut counts = [0_u32; 256];
    word.bytes().for_each(|byte| counts[usize::from(byte)] += 1);
    let length = word.len() as f32;
    counts
        .into_iter()
        .filter(|count| *count > 0)
        .map(|count| count as f32 / length)
        .map(|share| -share * share.log2())
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(kind: Option<SecretKind>, texts: &[&str]) {
        for text in texts {
            assert_eq!(find_secret(text), kind, "{text}");
        }
    }

    #[test]
    fn secrets_are_found() {
        check(
            Some(SecretKind::Password),
            &[
                "my password is hunter2",
                "Password: correct-horse",
                "Das Passwort für das WLAN lautet Apfelbaum7",
                "Merk dir mein Kennwort: geheim!",
                "the PIN for my card is 4821",
                "The door code is 9921#",
                "password for the staging server is swordfish",
            ],
        );
        check(
            Some(SecretKind::Token),
            &[
                "key sk-proj-Z8x1Qp7Lr2Vt9Nw4Ks6Yb3Hd",
                "ghp_0123456789abcdefghijABCDEFGHIJ012345",
                "AKIAIOSFODNN7EXAMPLE",
                "Authorization: Bearer abcdef0123456789abcdef",
                "token 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b",
                "use Tr0ub4dorXq9ZpLmVw3nKs8y for it",
                "API key: a1b2c3d4e5",
            ],
        );
        check(Some(SecretKind::PrivateKey), &["-----BEGIN OPENSSH PRIVATE KEY-----\nabc"]);
        check(
            Some(SecretKind::Card),
            &["pay with 4111 1111 1111 1111", "5500-0000-0000-0004", "378282246310005"],
        );
        check(
            Some(SecretKind::Iban),
            &[
                "DE89 3704 0044 0532 0130 00",
                "gb82west12345698765432",
                "FR14 2004 1010 0505 0001 3M02 606 please",
            ],
        );
        check(
            Some(SecretKind::NationalId),
            &[
                "my SSN is 078-05-1120",
                "National insurance QQ 12 34 56 C".replace("QQ", "AB").as_str(),
                "Meine Steuer-ID ist 12 345 678 901",
                "passport number: C01X00T47",
                "Versicherung 65 180875 M 003",
            ],
        );
    }

    #[test]
    fn what_only_looks_like_one_is_not() {
        check(
            None,
            &[
                "I use a password manager",
                "The password is too long",
                "Mein Passwort ist abgelaufen",
                "order 4111 1111 1111 1112",
                "call me at +49 170 1234567",
                "my birthday is on 4 June 1990",
                "the file is in src/memory/secrets/reader.rs",
                "see https://example.com/a/B3cD4eF5gH6iJ7kL8mN9",
                "id 123e4567-e89b-12d3-a456-426614174000",
                "Donaudampfschifffahrtsgesellschaft",
                "DE89 3704 0044 0532 0130 01",
                "the invoice 2024-0001-7734 is due",
                "mara.berger@long-company-name.example",
            ],
        );
    }

    #[test]
    fn a_secret_with_words_around_it_is_found_at_any_place() {
        for before in ["", "please remember ", "Merk dir: "] {
            for after in ["", " thanks", ", danke"] {
                check(Some(SecretKind::Iban), &[&format!("{before}DE89 3704 0044 0532 0130 00{after}")]);
                check(Some(SecretKind::Card), &[&format!("{before}4111 1111 1111 1111{after}")]);
            }
        }
    }
}
