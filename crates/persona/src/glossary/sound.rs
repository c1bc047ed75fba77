//! How a word sounds, roughly, in English and German: its consonants, without what ears and models confuse.

use unicode_normalization::UnicodeNormalization;

/// Letters and digits alone, in lower case and without accents.
pub(super) fn letters(text: &str) -> String {
    text.nfd()
        .flat_map(char::to_lowercase)
        .flat_map(|char| match char {
            '\u{df}' => ['s', 's'].into_iter().take(2),
            char => [char, ' '].into_iter().take(1),
        })
        .filter(|char| char.is_alphanumeric())
        .collect()
}

/// The sound of [`letters`]. Words that sound alike mostly have the same one.
pub(super) fn sound(letters: &str) -> String {
    let text: Vec<char> = letters.chars().collect();
    let mut sounds: Vec<char> = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let (heard, taken) = one(&text, at);
        for sound in heard.chars() {
            if sounds.last() != Some(&sound) {
                sounds.push(sound);
            }
        }
        at += taken;
    }
    // Vowels tell little and are heard worst; where a word begins with one, that is heard.
    sounds.iter().enumerate().filter(|(index, sound)| *index == 0 || **sound != 'a').map(|(_, s)| s).collect()
}

/// The sound at a place, and the letters that make it.
fn one(text: &[char], at: usize) -> (&'static str, usize) {
    let next = |offset: usize| text.get(at + offset).copied().unwrap_or(' ');
    match (text[at], next(1), next(2)) {
        ('s', 'c', 'h') | ('t', 'c', 'h') => ("x", 3),
        ('s' | 'c', 'h', _) | ('c', 'z', _) => ("x", 2),
        ('p', 'h', _) | ('f' | 'v' | 'p', 'f', _) => ("f", 2),
        ('t', 'h', _) | ('d', 't', _) => ("t", 2),
        ('g', 'h', _) if at > 0 => ("", 2),
        ('k' | 'g' | 'p', 'n', _) if at == 0 => ("n", 2),
        ('w', 'r', _) if at == 0 => ("r", 2),
        ('c', 'k', _) => ("k", 2),
        ('q', 'u', _) => ("kf", 2),
        ('c', 'e' | 'i' | 'y', _) => ("s", 1),
        ('x', ..) => ("ks", 1),
        ('c' | 'k' | 'q' | 'g', ..) => ("k", 1),
        ('s' | 'z', ..) => ("s", 1),
        ('f' | 'v' | 'w', ..) => ("f", 1),
        ('d' | 't', ..) => ("t", 1),
        ('b' | 'p', ..) => ("p", 1),
        ('j', ..) => ("j", 1),
        ('l', ..) => ("l", 1),
        ('m', ..) => ("m", 1),
        ('n', ..) => ("n", 1),
        ('r', ..) => ("r", 1),
        ('h', ..) if at == 0 => ("h", 1),
        ('h', ..) => ("", 1),
        ('a' | 'e' | 'i' | 'o' | 'u' | 'y', ..) => ("a", 1),
        ('0', ..) => ("0", 1),
        ('1', ..) => ("1", 1),
        ('2', ..) => ("2", 1),
        ('3', ..) => ("3", 1),
        ('4', ..) => ("4", 1),
        ('5', ..) => ("5", 1),
        ('6', ..) => ("6", 1),
        ('7', ..) => ("7", 1),
        ('8', ..) => ("8", 1),
        ('9', ..) => ("9", 1),
        _ => ("?", 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_what_is_left_without_signs_and_accents() {
        assert_eq!(letters("Zo\u{eb}'s Stra\u{df}e 4-B"), "zoesstrasse4b");
    }

    #[test]
    fn what_sounds_alike_is_alike() {
        for (left, right) in [
            ("siobhan", "siobhaun"),
            ("kubernetes", "coobernetties"),
            ("philips", "filips"),
            ("schmidt", "shmit"),
            ("databricks", "databrix"),
            ("knight", "nite"),
            ("meyer", "maier"),
            ("marquardt", "markwart"),
        ] {
            assert_eq!(sound(left), sound(right), "{left} and {right}");
        }
        assert_ne!(sound("attune"), sound("return"));
    }
}
