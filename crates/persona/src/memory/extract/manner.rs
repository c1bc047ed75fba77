//! Which side of an answer a wish is about, so that a newer wish about the same side supersedes it.

use std::sync::LazyLock;

use crate::memory::pattern;

static SIDES: LazyLock<Vec<(&str, regex::Regex)>> = LazyLock::new(|| {
    [
        ("spelling", r"spelling|rechtschreibung|schreibweise"),
        ("temperature", r"celsius|fahrenheit|kelvin"),
        ("dates", r"(format|write|put|give|schreib\w*|gib)\b.{0,12}\b(dates?|datum\w*|datumsangaben)|dates? (as|in)|date format|datumsformat"),
        ("emojis", r"emojis?|emoticons?|smileys?"),
        ("sources", r"sources?|citations?|references?|quellen?|belege?|quellenangaben?"),
        ("examples", r"(code )?examples?|(code-?)?beispiele?n?|code (snippets?|samples?)"),
        ("language", r"(answer|reply|respond|write|answers?|replies|antwort\w*|schreib\w*)\b.{0,30}\b(in|auf) (english|german|french|spanish|italian|polish|dutch|englisch|deutsch|französisch|spanisch|italienisch|polnisch|niederländisch)"),
        ("format", r"bullet ?-?points?|bullets|lists?|tables?|paragraphs?|prose|headings?|markdown|stichpunkte?n?|stichworte?n?|aufzählung\w*|listen?|tabellen?|fließtext|absätze?n?|überschriften"),
        ("tone", r"(in)?formal(ly)?|casual(ly)?|friendly|tone|polite(ly)?|direct(ly)?|blunt(ly)?|du-form|sie-form|per du|per sie|duz\w*|siez\w*|förmlich\w*|formell\w*|informell\w*|locker\w*|freundlich\w*|ton(fall)?|höflich\w*"),
        ("jargon", r"jargon|simple (words|language|terms)|plain (words|language|english)|technical (terms|words|language)|layman'?s terms|buzz ?words?|einfache\w* (worte?n?|sprache)|fachbegriffe?n?|fachsprache|fremdwörter\w*|leichte\w* sprache"),
        ("length", r"(short(er)?|brief|concise|terse|long(er)?|detailed|thorough|in-depth|lengthy|comprehensive|kurze?\w*|knappe?\w*|lange\w*|ausführliche?\w*|detaillierte?\w*|prägnante?\w*)\b.{0,20}\b(answers?|repl\w+|responses?|explanations?|summar\w+|antworten?|erklärung\w*|zusammenfassung\w*)|(answers?|repl\w+|antworten?)\b.{0,30}\b\d+ (words|sentences|lines|wörter\w*|worte\w*|sätze\w*|zeilen)|(answers?|antworten?)\b.{0,20}\b(short|brief|concise|long|detailed|kurz|knapp|lang|ausführlich)"),
    ]
    .into_iter()
    .map(|(side, words)| (side, pattern(&format!(r"(?i)\b(?:{words})\b"))))
    .collect()
});

/// The slot of the side of an answer that a text is about.
pub(super) fn side_of_answer(text: &str) -> Option<String> {
    SIDES.iter().find(|(_, words)| words.is_match(text)).map(|(side, _)| format!("answer:{side}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wishes_about_answers_are_told_from_tastes() {
        for (text, side) in [
            ("short answers", Some("answer:length")),
            ("ausführliche Antworten", Some("answer:length")),
            ("code examples in Rust", Some("answer:examples")),
            ("answer in German", Some("answer:language")),
            ("antworte mir bitte immer auf Englisch", Some("answer:language")),
            ("an informal tone in your answers", Some("answer:tone")),
            ("short walks", None),
            ("German bread", None),
        ] {
            assert_eq!(side_of_answer(text).as_deref(), side, "{text}");
        }
    }
}
