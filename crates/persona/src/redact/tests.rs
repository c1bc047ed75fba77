//! What is found in texts and what is not, and what stands in its place.

use attune_domain::{ReadLine, Reading};

use super::*;

fn check(kind: SensitiveKind, texts: &[(&str, &str)]) {
    for (text, part) in texts {
        let found = find_sensitive(text);
        let parts: Vec<(&str, SensitiveKind)> =
            found.iter().map(|one| (&text[one.range.clone()], one.kind)).collect();
        assert_eq!(parts, [(*part, kind)], "{text}");
    }
}

#[test]
fn numbers_are_found_with_their_ends() {
    check(
        SensitiveKind::Card,
        &[
            ("Pay with 4111 1111 1111 1111 today", "4111 1111 1111 1111"),
            ("5500-0000-0000-0004", "5500-0000-0000-0004"),
        ],
    );
    check(
        SensitiveKind::Iban,
        &[
            ("An DE89 3704 0044 0532 0130 00 bis Montag", "DE89 3704 0044 0532 0130 00"),
            ("GB82WEST12345698765432", "GB82WEST12345698765432"),
        ],
    );
    check(
        SensitiveKind::Email,
        &[
            ("Ask mara.berger@firma.example now.", "mara.berger@firma.example"),
            ("<jörg+x@büro.de>", "jörg+x@büro.de"),
        ],
    );
    check(
        SensitiveKind::Phone,
        &[
            ("Call +49 170 1234567.", "+49 170 1234567"),
            ("Tel. 030/1234567", "030/1234567"),
            ("(555) 123-4567 is new", "(555) 123-4567"),
            ("0043 1 234 56 78", "0043 1 234 56 78"),
            ("Durchwahl: 4455667", "4455667"),
        ],
    );
    check(
        SensitiveKind::Token,
        &[("key sk-proj-Z8x1Qp7Lr2Vt9Nw4Ks6Yb3Hd ok", "sk-proj-Z8x1Qp7Lr2Vt9Nw4Ks6Yb3Hd")],
    );
    check(SensitiveKind::Password, &[("my password is hunter2 since May", "hunter2")]);
}

#[test]
fn identity_numbers_are_found_by_their_check_digits() {
    check(
        SensitiveKind::NationalId,
        &[
            ("Germany 86 095 742 719", "86 095 742 719"),
            ("Ausweis L01X00T471", "L01X00T471"),
            ("Austria 1237 010180", "1237 010180"),
            ("Switzerland 756.9217.0769.85", "756.9217.0769.85"),
            ("Spain 12345678Z and", "12345678Z"),
            ("Spain X1234567L", "X1234567L"),
            ("France 2 55 08 14 168 025 38", "2 55 08 14 168 025 38"),
            ("Italy RSSMRA85T10A562S", "RSSMRA85T10A562S"),
            ("Belgium 85.07.30-033 28", "85.07.30-033 28"),
            ("Poland 44051401359", "44051401359"),
            ("Sweden 811228-9874", "811228-9874"),
            ("BSN 111222333", "BSN 111222333"),
            ("United States 078-05-1120", "078-05-1120"),
            ("United Kingdom AB 12 34 56 C", "AB 12 34 56 C"),
        ],
    );
}

#[test]
fn what_only_looks_like_one_is_left() {
    for text in [
        "Invoice 2024-0001-7734 is due on 04/05/2024",
        "86 095 742 718 is one digit off",
        "Spain 12345678A, Italy RSSMRA85T10A562T",
        "Version 10.4.2019, 1,234,567.89 euros",
        "Order 4111 1111 1111 1112",
        "The ratio is 3:1 and the room 0815",
        "See https://example.com/a/b and @mention",
    ] {
        assert_eq!(find_sensitive(text), [], "{text}");
    }
}

#[test]
fn placeholders_stay_the_same() {
    let mut placeholders = Placeholders::new();
    let mut mask = |text: &str| {
        let found = find_sensitive(text);
        placeholders.mask(text, &found)
    };
    assert_eq!(
        mask("From DE89 3704 0044 0532 0130 00 to GB82WEST12345698765432, not de89370400440532013000."),
        "From [account number 1] to [account number 2], not [account number 1]."
    );
    assert_eq!(mask("gb82 west 1234 5698 7654 32"), "[account number 2]");
    assert_eq!(mask("nothing"), "nothing");
    assert_eq!(placeholders.counts().get(&SensitiveKind::Iban), Some(&2));
}

#[test]
fn parts_of_a_name_are_one_and_precedence_is_kept() {
    let text = "Ask Mara Berger, Hauptstraße 5";
    let name = |range| Sensitive { range, kind: SensitiveKind::Name };
    let address = |range| Sensitive { range, kind: SensitiveKind::Address };
    let found = merged(text, vec![address(17..29), name(9..15), name(4..8), address(30..31), name(90..99)]);
    assert_eq!(found, [name(4..15), address(17..31)]);
    let both = merged("x@y.de", vec![name(0..1), Sensitive { range: 0..6, kind: SensitiveKind::Email }]);
    assert_eq!(both, [Sensitive { range: 0..6, kind: SensitiveKind::Email }]);
}

#[test]
fn what_was_found_is_covered_where_it_stands() {
    let line = |text: &str, top: f32| ReadLine {
        text: text.to_owned(),
        corners: [[0.0, top], [100.0, top], [100.0, top + 10.0], [0.0, top + 10.0]],
        confidence: 0.9,
        middles: (0..text.chars().count())
            .map(|at| (at as f32 + 0.5) / text.chars().count() as f32)
            .collect(),
        gap: attune_domain::reading::Gap::Line,
    };
    let reading = Reading {
        width: 100,
        height: 50,
        lines: vec![line("Grüße", 0.0), line("Mail an m.berger@firma.de", 20.0)],
        ..Reading::default()
    };
    let text = ImageText::of(&reading);
    let found = text.found(&reading, &find_sensitive(text.text()));
    assert_eq!((found.len(), found[0].text.as_str()), (1, "m.berger@firma.de"));
    let shapes = &found[0].shapes;
    let [left, right, ..] = shapes[0];
    assert!(left[1] == 20.0 && left[0] > 24.0 && left[0] < 33.0 && right[0] == 100.0, "{shapes:?}");
}

#[test]
fn a_code_that_says_a_number_is_covered_whole() {
    let code = |text: &str| attune_domain::ReadCode {
        text: text.to_owned(),
        format: "QR code".to_owned(),
        points: vec![[20.0, 80.0], [20.0, 20.0], [80.0, 20.0]],
    };
    let codes =
        vec![code("BCD\n002\n1\nSCT\n\nMara\nDE89370400440532013000\nEUR5"), code("https://example.com")];
    let found = find_in_codes(&Reading { codes, ..Reading::default() });
    assert_eq!((found.len(), found[0].kind), (1, SensitiveKind::Iban));
    let [[left, top], _, [right, bottom], _] = found[0].shapes[0];
    assert!(left < 5.0 && top < 5.0 && right > 95.0 && bottom > 95.0, "{found:?}");
}
