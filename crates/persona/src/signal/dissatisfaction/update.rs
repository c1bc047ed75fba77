//! Whether a message may move what is learned. Precision first: a complaint has to be addressed to the answer
//! or to the assistant, not told of a printer, a colleague or a film.

use super::features::{COMPLAINTS, Features, Marked};
use super::{COMMAND, Update};
use crate::signal::lexicon::FEELINGS;
use crate::signal::words::Reading;

/// From this score on, a complaint in so many words is one.
const SURELY_DISSATISFIED: f32 = 0.74;
/// Up to this score, praise in so many words is meant.
const SURELY_SATISFIED: f32 = 0.14;
/// A message of more words is a text that was handed over, not a word about the answer.
const LONGEST_REMARK: usize = 60;
/// A sentence of so few words that holds a complaint says nothing else.
const SHORT_SENTENCE: usize = 4;
/// A message of so few words that holds praise says little else.
const SHORT_PRAISE: usize = 7;

/// Decides from the phrases and the score.
pub(crate) fn decide(reading: &Reading, features: &Features, score: f32) -> Update {
    if reading.words.len() > LONGEST_REMARK {
        return Update::None;
    }
    let hits = || features.hits.iter().filter(|marked| meant(reading, features, marked));
    let complains = || {
        hits().any(|marked| {
            COMPLAINTS.contains(&group(marked)) && (addressed(reading, marked) || bare(reading, marked))
        })
    };
    let praises = || {
        let thanks = features.hits.iter().any(|marked| group(marked) == "thanks");
        let short = reading.words.len() <= SHORT_PRAISE;
        let praised = |marked: &Marked| {
            let whole = marked.hit.last > marked.hit.first;
            whole || short || thanks
        };
        reading.questions == 0 && hits().any(|marked| group(marked) == "praise" && praised(marked))
    };
    let told = reading.words.is_empty();
    if score >= SURELY_DISSATISFIED && (complains() || (told && reading.displeased > 0)) {
        Update::Negative
    } else if score <= SURELY_SATISFIED && (praises() || (told && reading.pleased > 0)) {
        Update::Positive
    } else {
        Update::None
    }
}

fn group(marked: &Marked) -> &'static str {
    FEELINGS.groups()[marked.hit.group].as_str()
}

/// Whether a phrase is the person's own word about this conversation: not negated, not about their affairs,
/// not reported from somebody else, and not part of what they ask to be written.
fn meant(reading: &Reading, features: &Features, own: &Marked) -> bool {
    let sentence = reading.words[own.hit.first].sentence;
    let commanded = features
        .hits
        .iter()
        .any(|marked| group(marked) == COMMAND && reading.words[marked.hit.first].sentence == sentence);
    let reported =
        || reading.words.iter().any(|word| word.sentence == sentence && OTHERS.contains(&word.text.as_str()));
    let mine = group(own) == "praise" && of_the_persons_own(reading, sentence);
    !own.turned && !own.affairs && !mine && !commanded && !reported()
}

fn of_the_persons_own(reading: &Reading, sentence: usize) -> bool {
    reading
        .words
        .iter()
        .any(|word| word.sentence == sentence && matches!(word.text.as_str(), "my" | "mein" | "meinem"))
}

/// Whether the sentence is almost nothing but the complaint, and no question of another kind follows.
fn bare(reading: &Reading, marked: &Marked) -> bool {
    let sentence = reading.words[marked.hit.first].sentence;
    let words = reading.words.iter().filter(|word| word.sentence == sentence).count();
    words <= SHORT_SENTENCE && (reading.questions == 0 || reading.sentences == 1)
}

/// Whether the sentence speaks to the assistant or of its answer.
fn addressed(reading: &Reading, marked: &Marked) -> bool {
    let sentence = reading.words[marked.hit.first].sentence;
    (0..reading.words.len()).filter(|&at| reading.words[at].sentence == sentence).any(|at| {
        let word = reading.words[at].text.as_str();
        let next = reading.words.get(at + 1).map_or("", |next| next.text.as_str());
        TO_YOU.contains(&word)
            || (POINTING.contains(&word) && SAID_OF_IT.contains(&next))
            || (TELLING.contains(&word) && TOLD.contains(&next))
            || (matches!(word, "my" | "meine" | "the" | "die")
                && matches!(next, "question" | "frage" | "point"))
    })
}

const OTHERS: &[&str] = &[
    "he",
    "she",
    "they",
    "him",
    "her",
    "hes",
    "shes",
    "theyre",
    "says",
    "sagt",
    "sagte",
    "er",
    "ihm",
    "boss",
    "chef",
    "colleague",
    "kollege",
    "kollegen",
    "kunde",
    "customer",
    "client",
    "supplier",
    "somebody",
    "jemand",
];
const TO_YOU: &[&str] = &[
    "you",
    "your",
    "youre",
    "youve",
    "u",
    "ur",
    "bot",
    "thats",
    "answer",
    "answers",
    "du",
    "dich",
    "dir",
    "dein",
    "deine",
    "hast",
    "antwort",
    "suggestions",
];
const POINTING: &[&str] = &["this", "that", "it", "these", "those", "das", "es", "there", "what"];
const SAID_OF_IT: &[&str] = &[
    "is",
    "isnt",
    "was",
    "wasnt",
    "are",
    "arent",
    "were",
    "makes",
    "doesnt",
    "does",
    "didnt",
    "did",
    "has",
    "had",
    "cant",
    "sucks",
    "wont",
    "takes",
    "took",
    "goes",
    "leads",
    "reads",
    "contradicts",
    "still",
    "answer",
    "suggestion",
    "conversation",
    "has",
    "broke",
    "fails",
    "keeps",
    "not",
    "never",
    "made",
    "i",
    "ist",
    "war",
    "hat",
    "habe",
    "hatte",
    "stimmt",
    "hilft",
    "ergibt",
    "kann",
    "beantwortet",
    "bringt",
    "macht",
    "wollte",
    "klappt",
    "geht",
    "funktioniert",
    "nervt",
    "sind",
    "darf",
    "taugt",
    "wird",
    "meinte",
    "hab",
];
const TELLING: &[&str] = &["i", "ive", "ich", "have", "habe", "hab"];
const TOLD: &[&str] = &[
    "said",
    "asked",
    "told",
    "wanted",
    "gave",
    "given",
    "answered",
    "meant",
    "mentioned",
    "already",
    "ordered",
    "never",
    "explained",
    "specifically",
    "clearly",
    "repeat",
    "just",
    "did",
    "didnt",
    "say",
    "doch",
    "schon",
    "sagte",
    "wollte",
    "need",
    "dont",
    "ich",
    "expected",
    "bereits",
    "cant",
];
