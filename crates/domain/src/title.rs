//! Titles: what a conversation is called until a person gives it a name.

/// The longest title, in characters.
pub const TITLE_CHARS: usize = 60;

/// A title for a conversation from its first question: its first sentence, cut at a word.
#[must_use]
pub fn title_from_question(question: &str) -> String {
    let line = question.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    let line = line.trim_start_matches(['#', '>', '*', '-', ' ']);
    let sentence_end = line
        .char_indices()
        .find(|&(at, letter)| {
            matches!(letter, '.' | '?' | '!')
                && line[at + letter.len_utf8()..].starts_with(' ')
                && !(letter == '.' && is_shortened(&line[..at]))
        })
        .map_or(line.len(), |(at, letter)| if letter == '?' { at + 1 } else { at });
    let sentence = &line[..sentence_end];
    if sentence.chars().count() <= TITLE_CHARS {
        return sentence.to_owned();
    }
    let cut: String = sentence.chars().take(TITLE_CHARS - 1).collect();
    let at_word = cut.rsplit_once(' ').map_or(cut.as_str(), |(head, _)| head);
    format!("{}…", at_word.trim_end_matches([',', ';', ':', ' ']))
}

/// Whether the word at the end of a text is one that is written with a dot, so that no sentence ends there: a single
/// letter or number, a title, a common abbreviation of English or German.
fn is_shortened(before: &str) -> bool {
    const SHORT: &[&str] = &[
        "abs", "art", "bzw", "ca", "co", "corp", "dr", "etc", "evtl", "ggf", "hr", "inc", "jr", "lt", "ltd",
        "mr", "mrs", "ms", "nr", "prof", "resp", "sr", "st", "str", "tel", "vgl", "vs",
    ];
    let word = before.rsplit([' ', '(', '.']).next().unwrap_or_default();
    let mut letters = word.chars();
    let is_one = letters.next().is_some() && letters.next().is_none();
    is_one
        || word.chars().all(|letter| letter.is_ascii_digit())
        || SHORT.contains(&word.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_title(question: &str, title: &str) {
        assert_eq!(title_from_question(question), title);
    }

    #[test]
    fn titles_are_first_sentences_cut_at_words() {
        check_title("Why is the ledger slow? It was fine yesterday.", "Why is the ledger slow?");
        check_title("\n\n  Restart the VPN. Then call me", "Restart the VPN");
        check_title("## Notes", "Notes");
        check_title("", "");
        check_title("Version 2.5 is out", "Version 2.5 is out");
        check_title("And Mr. John Dashwood had leisure. He sat.", "And Mr. John Dashwood had leisure");
        check_title("Was heißt z. B. das am 3. Mai? Danke", "Was heißt z. B. das am 3. Mai?");
        check_title(
            "Our main supplier had a breach overnight and I have to tell the board what we will decide",
            "Our main supplier had a breach overnight and I have to…",
        );
    }
}
