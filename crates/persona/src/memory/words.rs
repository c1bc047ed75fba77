//! Texts as words: what two memories have in common, and what a text is recognised by after it was erased.

use attune_domain::MemoryId;
use attune_domain::memory::Fingerprint;
use sha2::{Digest, Sha256};

/// Words that carry nothing of a memory's own: articles, pronouns, helpers, and the verbs of our own sentences.
const EMPTY: &str = "a an the and or but of to in on at for with from by as is am are was were be been being it its this that \
    these those i me my mine myself we us our you your he she they them their themselves do does did done have has had will would \
    can could should shall may might must so than then too very just now also please about into over \
    what which who whom whose when where why how if there here some any all only more most much many \
    use uses using used called named says said asks wants want works work working lives live living goes prefers prefer \
    der die das den dem des ein eine einen einem einer eines und oder aber von zu zum zur im in am an auf fur mit aus bei als \
    ist bin bist sind war waren sein seine es dies diese dieser dieses ich mich mir mein meine meinen meinem meiner wir uns \
    unser unsere dich dir dein deine er ihr ihre ihnen man so sehr nur jetzt auch bitte \
    was welche welcher welches wer wem wen wann wo warum wie wenn dass ob hier dort sich haben habe hat hatte werden wird wurde \
    kann konnen soll sollte muss mussen will nutzt verwendet benutzt nutze verwende benutze heisst genannt sagt bittet arbeitet \
    arbeite wohnt wohne lebt lebe bevorzugt bevorzuge";

/// A word without its case and its accents.
#[must_use]
pub(crate) fn fold(word: &str) -> String {
    let mut folded = String::with_capacity(word.len());
    for letter in word.chars().flat_map(char::to_lowercase) {
        match letter {
            'ä' | 'à' | 'á' | 'â' | 'ã' | 'å' => folded.push('a'),
            'ö' | 'ò' | 'ó' | 'ô' | 'õ' | 'ø' => folded.push('o'),
            'ü' | 'ù' | 'ú' | 'û' => folded.push('u'),
            'é' | 'è' | 'ê' | 'ë' => folded.push('e'),
            'í' | 'ì' | 'î' | 'ï' => folded.push('i'),
            'ç' => folded.push('c'),
            'ñ' => folded.push('n'),
            'ß' => folded.push_str("ss"),
            letter => folded.push(letter),
        }
    }
    folded
}

/// The words of a text, folded, in order.
pub(crate) fn all_words(text: &str) -> impl Iterator<Item = String> {
    text.split(|letter: char| !letter.is_alphanumeric() && !matches!(letter, '+' | '#'))
        .filter(|word| !word.is_empty())
        .map(fold)
}

/// The words that carry a text: folded, without endings, without empty ones, in order.
#[must_use]
pub fn content_words(text: &str) -> Vec<String> {
    all_words(text)
        .filter(|word| !EMPTY.split_whitespace().any(|empty| empty == word))
        .map(|word| stem(&word))
        .collect()
}

/// A word without the commonest endings of English and German. It need not be a word: it need only be the
/// same for the forms of one word.
pub(crate) fn stem(word: &str) -> String {
    const ENDINGS: [&str; 15] =
        ["innen", "ings", "isch", "ing", "ern", "ies", "in", "en", "er", "es", "em", "ed", "e", "s", "y"];
    let letters = word.chars().count();
    let ending = ENDINGS.iter().find(|ending| word.ends_with(*ending) && letters >= ending.len() + 4);
    ending.map_or(word, |ending| &word[..word.len() - ending.len()]).to_owned()
}

/// How alike two texts are by their words, 0 to 1: the coefficient of Dice (1945) over sets of words.
#[must_use]
pub fn similarity(one: &str, other: &str) -> f32 {
    let (one, other) = (sorted(one), sorted(other));
    if one.is_empty() || other.is_empty() {
        return 0.0;
    }
    let common = one.iter().filter(|word| other.contains(word)).count();
    2.0 * common as f32 / (one.len() + other.len()) as f32
}

/// The first of some names that a text names, as whole words and whatever their case.
#[must_use]
pub fn named_in<'n>(text: &str, names: &[&'n str]) -> Option<&'n str> {
    let words: Vec<String> = all_words(text).collect();
    names.iter().copied().find(|name| {
        let name: Vec<String> = all_words(name).collect();
        !name.is_empty() && words.windows(name.len()).any(|window| window == name)
    })
}

/// What a text is recognised by: a hash over its carrying words, whatever their order, salted with the
/// memory's id, so that equal texts of two memories do not show as equal.
#[must_use]
pub fn fingerprint(memory: MemoryId, text: &str) -> Fingerprint {
    let mut hash = Sha256::new();
    hash.update(memory.0.as_bytes());
    for word in sorted(text) {
        hash.update(word.as_bytes());
        hash.update([0]);
    }
    Fingerprint(hash.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect())
}

/// The carrying words as a set. A text of empty words only is its words.
pub(crate) fn sorted(text: &str) -> Vec<String> {
    let mut words = content_words(text);
    if words.is_empty() {
        words = all_words(text).collect();
    }
    words.sort_unstable();
    words.dedup();
    words
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn forms_of_a_word_are_one() {
        for (one, other) in [("Vegetarian", "vegetarians"), ("recipes", "recipe"), ("Rezepte", "Rezepten")] {
            assert_eq!(content_words(one), content_words(other), "{one} {other}");
        }
        assert_eq!(content_words("I use the C++ compiler"), ["c++", "compil"]);
    }

    #[test]
    fn a_fingerprint_knows_the_text_in_any_order_and_no_other() {
        let (one, other) = (MemoryId(Uuid::from_u128(1)), MemoryId(Uuid::from_u128(2)));
        assert_eq!(fingerprint(one, "Likes green tea"), fingerprint(one, "green TEA, likes"));
        assert_ne!(fingerprint(one, "Likes green tea"), fingerprint(one, "Likes black tea"));
        assert_ne!(fingerprint(one, "Likes green tea"), fingerprint(other, "Likes green tea"));
    }

    #[test]
    fn names_are_found_as_whole_words() {
        assert_eq!(named_in("What does FALKE 2 need?", &["Atlas", "Falke 2"]), Some("Falke 2"));
        assert_eq!(named_in("falkenhof", &["Falke"]), None);
    }

    #[test]
    fn likeness_is_a_share_of_words() {
        assert!((similarity("Lives in Leeds", "lives in leeds!") - 1.0).abs() < f32::EPSILON);
        assert!(similarity("Likes tea", "Uses Vim").abs() < f32::EPSILON);
    }
}
