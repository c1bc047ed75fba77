//! In which of the known languages a text is written.

use attune_domain::Language;
use whatlang::{Detector, Lang};

/// Below this confidence of the detector, between 0 and 1, a text says too little: a greeting, a name, a
/// command.
const LEAST_CONFIDENCE: f64 = 0.1;

/// The language of a text; none where it is too short to tell.
///
/// Trigram statistics (Cavnar and Trenkle 1994) over the languages that the window speaks. A text in any
/// other language is read as the nearest of them, which is English for most.
#[must_use]
pub fn detect_language(text: &str) -> Option<Language> {
    let detector = Detector::with_allowlist(vec![Lang::Eng, Lang::Deu]);
    let found = detector.detect(text).filter(|found| found.confidence() >= LEAST_CONFIDENCE)?;
    match found.lang() {
        Lang::Deu => Some(Language::German),
        _ => Some(Language::English),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(language: Option<Language>, texts: &[&str]) {
        for text in texts {
            assert_eq!(detect_language(text), language, "{text}");
        }
    }

    #[test]
    fn short_questions_are_told_apart() {
        check(
            Some(Language::English),
            &[
                "Why is the VPN slow?",
                "What is a VPN?",
                "shorter please",
                "And now?",
                "How do I get access to the wiki?",
                "Explain TLS",
                "list the risks",
            ],
        );
        check(
            Some(Language::German),
            &[
                "Warum ist das VPN langsam?",
                "Was ist ein VPN?",
                "Kürzer bitte",
                "Und jetzt?",
                "Wie bekomme ich Zugang zum Wiki?",
                "Docker-Container startet dauernd neu",
                "Nenne die Risiken",
            ],
        );
    }

    #[test]
    fn what_says_too_little_is_left_open() {
        check(None, &["", "42", "Hello", "Docker container restart loop"]);
    }
}
