//! What can be read off a question and off a turn before they are compared: whether the question asks for
//! advice, whom it names, whether the turn states what somebody likes or avoids.
//!
//! Events are found by their words. What a person prefers often shares no word with the question that it
//! matters to; there the statement's form is a sign, and so the fusion has to know both.

use super::words::plain;

/// Words with which somebody asks for advice, alone or as the beginning of the text.
const ADVICE_WORDS: &[&str] = &[
    "advice",
    "advise",
    "choose",
    "idea",
    "ideas",
    "options",
    "pick",
    "propose",
    "recommend",
    "recommendations",
    "recommended",
    "should",
    "suggest",
    "suggestion",
    "suggestions",
    "tip",
    "tips",
];

/// How requests begin.
const REQUESTS: &[&[&str]] = &[
    &["can", "you"],
    &["could", "you"],
    &["would", "you"],
    &["will", "you"],
    &["help", "me"],
    &["give", "me"],
    &["find", "me"],
    &["plan"],
    &["write"],
    &["draft"],
    &["make", "me"],
    &["set", "up"],
    &["explain"],
    &["compare"],
    &["create"],
    &["design"],
    &["build", "me"],
    &["show", "me"],
    &["tell", "me"],
    &["please"],
    &["im", "looking"],
    &["im", "planning"],
    &["im", "thinking"],
    &["im", "considering"],
    &["im", "going"],
    &["im", "trying"],
    &["im", "interested"],
    &["im", "hoping"],
    &["i", "want"],
    &["i", "need"],
    &["id", "like"],
    &["id", "love"],
    &["ive", "been"],
    &["ill", "be"],
    &["where", "can"],
    &["where", "could"],
    &["where", "should"],
    &["how", "can"],
    &["how", "could"],
    &["how", "do"],
    &["how", "should"],
    &["what", "can"],
    &["what", "could"],
    &["what", "should"],
    &["which", "should"],
    &["what", "are", "some"],
    &["whats", "the", "best"],
    &["what", "is", "the", "best"],
    &["what", "are", "the", "best"],
    &["what", "would"],
    &["any"],
    &["is", "there"],
    &["are", "there"],
    &["lets"],
    &["when", "should"],
];

/// Words with which somebody speaks of themselves.
const FIRST_PERSON: &[&str] =
    &["i", "id", "im", "ive", "ill", "me", "my", "myself", "we", "our", "us", "were"];

/// What follows "I" when somebody says what they like, avoid or need.
const STANCES: &[&str] = &[
    "adore",
    "afraid",
    "allergic",
    "allergy",
    "always",
    "aversion",
    "avoid",
    "bore",
    "bored",
    "boycott",
    "cannot",
    "cant",
    "choose",
    "comfortable",
    "committed",
    "dedicated",
    "despise",
    "detest",
    "dislike",
    "distrust",
    "dont",
    "enjoy",
    "enthusiast",
    "exclusively",
    "fan",
    "favor",
    "favour",
    "fear",
    "find",
    "fond",
    "hate",
    "insist",
    "interest",
    "interested",
    "into",
    "intolerant",
    "keep",
    "learn",
    "like",
    "loathe",
    "love",
    "loved",
    "make",
    "makes",
    "must",
    "need",
    "needs",
    "never",
    "only",
    "opposed",
    "passionate",
    "phobia",
    "prefer",
    "preference",
    "prioritise",
    "prioritize",
    "put",
    "puts",
    "rather",
    "refuse",
    "reluctant",
    "scared",
    "sceptical",
    "sensitive",
    "skeptical",
    "strictly",
    "struggle",
    "suffer",
    "terrified",
    "tired",
    "trust",
    "uncomfortable",
    "uneasy",
    "use",
    "value",
    "vegan",
    "vegetarian",
    "want",
    "wear",
    "wont",
    "work",
    "worried",
];

/// How many words after the "I" a stance is looked for.
const STANCE_REACH: usize = 5;

/// How many words of a turn are looked at. Who writes more is telling or quoting something.
const STATEMENT_WORDS: usize = 60;

/// How much a question asks for advice for the one who asks, from 0 to 1, as opposed to for something that
/// happened. `names` tells whether it names somebody who takes part in the conversations: then it asks about
/// them.
pub(super) fn asks_for_advice(question: &str, names: bool) -> f32 {
    if names {
        return 0.0;
    }
    let words = plain(question);
    let past = words.iter().any(|word| matches!(word.as_str(), "did" | "didnt" | "was" | "were" | "had"));
    let first = words.iter().any(|word| FIRST_PERSON.contains(&word.as_str()));
    let advice = words.iter().any(|word| ADVICE_WORDS.binary_search(&word.as_str()).is_ok());
    let request = sentences(question).iter().any(|sentence| {
        REQUESTS.iter().any(|request| {
            sentence.iter().map(String::as_str).take(request.len()).eq(request.iter().copied())
        })
    });
    let sum = 0.8 * f32::from(u8::from(advice))
        + 0.8 * f32::from(u8::from(request))
        + 0.3 * f32::from(u8::from(first))
        - 0.6 * f32::from(u8::from(past));
    sum.clamp(0.0, 1.0)
}

/// Whether a question speaks of who asks, in English or German: what was said before is more likely about that.
pub(super) fn speaks_of_oneself(question: &str) -> bool {
    let german = |word: &str| {
        let stem = word.trim_end_matches(['e', 'm', 'n', 'r', 's']);
        matches!(word, "ich" | "mich" | "mir" | "wir" | "uns") || matches!(stem, "mei" | "unse" | "uns")
    };
    plain(question).iter().any(|word| word != "were" && FIRST_PERSON.contains(&word.as_str()) || german(word))
}

/// How much a turn reads like a statement of what its speaker likes, avoids or needs, from 0 to 1.
pub(super) fn states_preference(text: &str) -> f32 {
    let words = plain(text);
    if words.len() > STATEMENT_WORDS || text.contains("```") {
        return 0.0;
    }
    let is_stance = |word: &String| STANCES.binary_search(&word.as_str()).is_ok();
    let speaks = |word: &String| FIRST_PERSON.contains(&word.as_str());
    let mut found = 0.0_f32;
    for (at, _) in words.iter().enumerate().filter(|(_, word)| speaks(word)) {
        let reach = &words[at + 1..words.len().min(at + 1 + STANCE_REACH)];
        let before = &words[at.saturating_sub(2)..at];
        if reach.iter().chain(before).any(is_stance) {
            // Said at the beginning it is what the turn is about.
            found = found.max(if at < 8 { 1.0 } else { 0.6 });
        }
    }
    if ends_by_asking(text) { found * 0.3 } else { found }
}

/// Whether a turn ends with a question.
pub(super) fn ends_by_asking(text: &str) -> bool {
    text.trim_end().ends_with('?')
}

fn sentences(text: &str) -> Vec<Vec<String>> {
    text.split(['.', '!', '?', ';', '\n']).map(plain).filter(|words| !words.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_sorted_for_the_search_in_them() {
        let mut stances = STANCES.to_vec();
        stances.sort_unstable();
        assert_eq!(stances, STANCES);
        let mut advice = ADVICE_WORDS.to_vec();
        advice.sort_unstable();
        assert_eq!(advice, ADVICE_WORDS);
    }

    #[test]
    fn advice_is_told_from_what_happened() {
        for question in
            ["What should I cook tonight?", "Can you suggest a film?", "I need a new phone. Any ideas?"]
        {
            assert!(asks_for_advice(question, false) > 0.7, "{question}");
        }
        for question in
            ["When did we sign the contract?", "Who was at the meeting?", "What colour is the logo?"]
        {
            assert!(asks_for_advice(question, false) < 0.4, "{question}");
        }
        assert!(asks_for_advice("What should Anna do?", true) < 0.1);
    }

    #[test]
    fn who_asks_is_told_from_the_world() {
        for question in
            ["Where is my key?", "When do we meet?", "Was haben wir beschlossen?", "Wo ist meine Mappe?"]
        {
            assert!(speaks_of_oneself(question), "{question}");
        }
        for question in ["Who were the Celts?", "What is a lease?", "Was ist ein Meister?"] {
            assert!(!speaks_of_oneself(question), "{question}");
        }
    }

    #[test]
    fn statements_of_taste_are_known() {
        for text in [
            "I can't stand coriander.",
            "I'm allergic to cats.",
            "Crowds put me off.",
            "I never drink alcohol.",
        ] {
            assert!(states_preference(text) > 0.5, "{text}");
        }
        for text in ["The build is green again.", "Do I need a visa?", "Add a section on risks."] {
            assert!(states_preference(text) < 0.5, "{text}");
        }
    }
}
