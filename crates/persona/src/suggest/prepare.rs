//! What an accepted suggestion puts into the composer. The person reads it, changes it, and sends it or does not:
//! nothing here is ever sent by itself. Words of theirs stand as they wrote them, set off as a quotation.

use attune_domain::{Author, ConversationId, Language, Subject};
use jiff::civil::Date;

use super::{Facts, Occasion, OpenEnd, digest, dues, one_line, open_end, steps};

/// Tokens that the notes of a week may take: they fit beside any role into the smallest context.
const DIGEST_TOKENS: u32 = 700;
/// The longest quotation, in characters.
const QUOTE_CHARS: usize = 300;

/// What an accepted suggestion leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prepared {
    /// The conversation that is opened; none where a new one begins.
    pub conversation: Option<ConversationId>,
    /// What stands in the composer; empty where the conversation says enough.
    pub text: String,
}

/// Prepares what a suggestion leads to. None where its subject is no longer there, and for starters, which are
/// questions as they stand.
#[must_use]
pub fn prepare(subject: &Subject, facts: &Facts, occasion: &Occasion) -> Option<Prepared> {
    let language = occasion.language;
    let new = |text: String| Some(Prepared { conversation: None, text });
    match subject {
        Subject::Conversation(id) => {
            let thread = facts.threads.iter().find(|thread| thread.id == *id)?;
            let question = thread.turns.iter().rfind(|turn| turn.author == Author::Person);
            let text = match open_end(&thread.turns) {
                Some(OpenEnd::Unanswered | OpenEnd::CutOff) => {
                    question.map(|turn| turn.text.clone()).unwrap_or_default()
                }
                Some(OpenEnd::PutOff) => say(
                    language,
                    "Let us go on where we stopped.",
                    "Machen wir da weiter, wo wir aufgehört haben.",
                )
                .to_owned(),
                Some(OpenEnd::AskedBack) | None => String::new(),
            };
            Some(Prepared { conversation: Some(*id), text })
        }
        Subject::Reminder(message) => {
            let said = facts.said.iter().find(|said| said.message == *message)?;
            let named = dues(&said.text, said.day).into_iter().next();
            let sentence = named.map_or_else(|| said.text.clone(), |due| due.sentence);
            let quote = one_line(&sentence, QUOTE_CHARS);
            let day = day(said.day, language);
            let text = match language {
                Language::English => {
                    format!("On {day} I told you:\n\n> {quote}\n\nWhat is the best next step now?")
                }
                Language::German => {
                    format!(
                        "Am {day} habe ich dir gesagt:\n\n> {quote}\n\nWas ist jetzt der beste nächste Schritt?"
                    )
                }
            };
            Some(Prepared { conversation: Some(said.conversation), text })
        }
        Subject::Topic(question) => {
            let topic = facts.topics.iter().find(|topic| topic.question == *question)?;
            let quote = one_line(&topic.text, QUOTE_CHARS);
            new(match language {
                Language::English => format!(
                    "I keep coming back to this:\n\n> {quote}\n\nGive me an overview of it, and the one thing that I \
                     should settle for good."
                ),
                Language::German => format!(
                    "Darauf komme ich immer wieder zurück:\n\n> {quote}\n\nGib mir einen Überblick darüber, und das \
                     eine, das ich ein für alle Mal klären sollte."
                ),
            })
        }
        Subject::Step(name) => {
            let step = steps().into_iter().find(|step| step.name == name)?;
            new(step.text(language).to_owned())
        }
        Subject::Week(_) => new(digest(&facts.threads, occasion.today, language, DIGEST_TOKENS)?),
        Subject::Starter { .. } => None,
    }
}

fn say(language: Language, en: &'static str, de: &'static str) -> &'static str {
    match language {
        Language::English => en,
        Language::German => de,
    }
}

/// `23 November`, `23. November`.
fn day(date: Date, language: Language) -> String {
    const EN: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    const DE: [&str; 12] = [
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ];
    let month = usize::try_from(date.month() - 1).unwrap_or_default();
    match language {
        Language::English => format!("{} {}", date.day(), EN[month]),
        Language::German => format!("{}. {}", date.day(), DE[month]),
    }
}
