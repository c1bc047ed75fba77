//! The steps of somebody's first weeks, as questions to ask. A step is done once it was taken up.

use attune_domain::{Language, Localised};

/// A step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Its name, which events keep. It never changes its meaning.
    pub name: &'static str,
    /// The question that takes it.
    pub question: Localised,
}

/// All steps, in the order in which they are offered.
#[must_use]
pub fn steps() -> Vec<Step> {
    let step = |(name, en, de): &(&'static str, &str, &str)| Step {
        name,
        question: Localised { en: (*en).to_owned(), de: (*de).to_owned() },
    };
    STEPS.iter().map(step).collect()
}

impl Step {
    /// The question in a language.
    #[must_use]
    pub fn text(&self, language: Language) -> &str {
        self.question.text(language)
    }
}

const STEPS: [(&str, &str, &str); 8] = [
    (
        "first-week",
        "Help me make a list of what I should know and whom I should meet in my first week.",
        "Hilf mir, aufzuschreiben, was ich in der ersten Woche wissen und wen ich kennenlernen sollte.",
    ),
    (
        "introduce",
        "Help me write three friendly sentences to introduce myself to my team.",
        "Hilf mir, mich meinem Team in drei freundlichen Sätzen vorzustellen.",
    ),
    (
        "expectations",
        "Which questions should I ask my mentor to find out what is expected of me?",
        "Welche Fragen stelle ich meiner Mentorin oder meinem Mentor, um zu erfahren, was von mir erwartet wird?",
    ),
    (
        "safe-work",
        "Explain in plain words how I handle passwords, customer data and company files safely.",
        "Erkläre mir einfach, wie ich mit Passwörtern, Kundendaten und Firmendateien sicher umgehe.",
    ),
    (
        "own-words",
        "I would like to keep a list of company words that are new to me. How do I start it, and what goes in?",
        "Ich möchte eine Liste mit Firmenwörtern führen, die mir neu sind. Wie fange ich an, und was gehört hinein?",
    ),
    (
        "ask-well",
        "How do I ask a good question when I am stuck: what do I try first, and what do I write?",
        "Wie stelle ich eine gute Frage, wenn ich nicht weiterkomme: Was versuche ich zuerst, und was schreibe ich?",
    ),
    (
        "first-task",
        "Help me plan my first own task in small steps, with a point at which I ask for feedback.",
        "Hilf mir, meine erste eigene Aufgabe in kleinen Schritten zu planen, mit einer Stelle, an der ich um Rückmeldung bitte.",
    ),
    (
        "look-back",
        "Ask me five questions to look back at my first weeks, one after the other.",
        "Stell mir nacheinander fünf Fragen, mit denen ich auf meine ersten Wochen zurückblicke.",
    ),
];

#[cfg(test)]
mod tests {
    use attune_domain::Subject;

    use super::*;

    #[test]
    fn every_step_can_be_named_and_is_there_in_both_languages() {
        let mut names = std::collections::BTreeSet::new();
        for step in steps() {
            let id = Subject::Step(step.name.to_owned()).to_string();
            assert!(id.parse::<Subject>().is_ok(), "{id}");
            assert!(names.insert(step.name));
            assert_ne!(step.text(Language::English), step.text(Language::German));
        }
    }
}
