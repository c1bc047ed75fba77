//! The words of a text that say something: lower-case stems of whatever is not among the commonest words.

/// Words that nearly every person uses, whatever they talk about.
const COMMON: &str = "i me my mine myself you your yours we us our they them their he him his he's she her hers \
it its this that these those a an the and or but so if then than as of to in on at by for from with about into \
over after before out up down off again very really just too also not no yes do does did done doing don't \
doesn't didn't can can't could couldn't would wouldn't will won't should shouldn't may might must am are is was \
were be been being i'm you're we're they're it's she's that's i've you've we've they've i'd you'd i'll you'll \
isn't aren't wasn't weren't have has had having haven't hasn't get got getting go going goes gone what which who \
whom whose when where why how all any both each few more most other some such only own same there here now well \
oh hi hey hello ok okay yeah lol haha wow thanks thank please sure great good nice cool fun like love enjoy think \
know want need make makes made thing things lot lots much many one two day today time let lets say says said tell \
see try way kind sorry bet true maybe always never ever every something anything nothing people still even back \
because while awesome interesting sounds sound";

/// A 16-bit name of each telling word of `text`, in its order, repetitions included.
pub(super) fn telling(text: &str) -> Vec<u16> {
    let telling = |word: &&String| word.chars().count() > 1 && !is_common(word);
    words(text).iter().filter(telling).map(|word| name(stem(word))).collect()
}

/// The words of a text in lower case.
pub(super) fn words(text: &str) -> Vec<String> {
    let lower = text.to_lowercase().replace('’', "'");
    let words = lower.split(|c: char| !(c.is_alphanumeric() || c == '\''));
    words.map(|word| word.trim_matches('\'')).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

fn is_common(word: &str) -> bool {
    COMMON.split_ascii_whitespace().any(|common| common == word)
}

/// Takes the endings of English words off, so that "painted" and "paints" meet. It may go wrong on a word, but
/// it goes wrong in the same way each time.
fn stem(word: &str) -> &str {
    let mut stem = word.strip_suffix("'s").unwrap_or(word);
    for ending in ["ing", "ies", "ed", "es", "s", "y"] {
        if let Some(rest) = stem.strip_suffix(ending)
            && rest.len() >= 3
            && !stem.ends_with("ss")
        {
            stem = rest;
            break;
        }
    }
    let bytes = stem.as_bytes();
    // "runn" of "running", but not "fall".
    if let [.., before, last] = bytes
        && bytes.len() > 3
        && before == last
        && last.is_ascii_alphabetic()
        && !matches!(last, b'l' | b's')
    {
        stem = &stem[..stem.len() - 1];
    }
    if stem.len() > 3 { stem.strip_suffix('e').unwrap_or(stem) } else { stem }
}

/// FNV-1a, folded to 16 bits: stable over versions and machines, which the standard library's hash is not.
fn name(word: &str) -> u16 {
    let hash =
        word.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    ((hash >> 16) ^ (hash & 0xffff)) as u16
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_have_one_name() {
        for (a, b) in [
            ("paints", "painted"),
            ("running", "run"),
            ("ponies", "pony"),
            ("Baking", "bakes"),
            ("dog's", "dogs"),
        ] {
            assert_eq!(telling(a), telling(b), "{a} and {b}");
            assert_eq!(telling(a).len(), 1);
        }
        assert_ne!(telling("horse"), telling("house"));
    }

    #[test]
    fn small_talk_has_no_telling_word() {
        assert!(telling("Hello, how are you doing today? I’m great, thanks!").is_empty());
        assert_eq!(telling("I have a Parrot").len(), 1);
    }
}
