//! Scripts that put no spaces between words. The full-text index takes a run of letters for one word, so it
//! would only find whole sentences; their letters are therefore indexed one by one, in a column of their own,
//! and searched as phrases.

/// Stands between runs, so that a phrase does not match across a gap. The index takes letters of private use
/// for words, and nobody can search for them.
const GAP: &str = "\u{e000}";

/// Whether a letter belongs to such a script: Chinese, Japanese, Korean, Thai, Lao, Khmer, Burmese.
pub(crate) fn is_ideograph(letter: char) -> bool {
    matches!(u32::from(letter),
        0x0e00..=0x0eff | 0x1000..=0x109f | 0x1100..=0x11ff | 0x1780..=0x17ff | 0x3005..=0x3007
        | 0x3040..=0x30ff | 0x3100..=0x312f | 0x3130..=0x318f | 0x31f0..=0x31ff | 0x3400..=0x4dbf
        | 0x4e00..=0x9fff | 0xac00..=0xd7af | 0xf900..=0xfaff | 0xff66..=0xff9d | 0x2_0000..=0x3_ffff)
}

/// The ideographs of a text, each a word of its own. Empty for most texts.
pub(crate) fn ideographs(text: &str) -> String {
    if text.is_ascii() {
        return String::new();
    }
    let mut words = String::new();
    let mut in_run = false;
    for letter in text.chars() {
        if is_ideograph(letter) {
            if !words.is_empty() {
                words.push(' ');
            }
            if !in_run && !words.is_empty() {
                words.push_str(GAP);
                words.push(' ');
            }
            words.push(letter);
        }
        in_run = is_ideograph(letter);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, words: &str) {
        assert_eq!(ideographs(text), words);
    }

    #[test]
    fn ideographs_become_words_and_gaps_stay_gaps() {
        check("Quarterly report, 2.5 %", "");
        check("déjà vu", "");
        check("東京", "東 京");
        check("東京 and 大阪", "東 京 \u{e000} 大 阪");
        check("서울 사무소", "서 울 \u{e000} 사 무 소");
    }
}
