//! What the classifier sees of a message: phrases by group, marks, the question repeated, and hashed pieces
//! of words.

use crate::signal::lexicon::{FEELINGS, Hit};
use crate::signal::words::Reading;

use super::FollowUp;

/// Hashed features (Weinberger et al. 2009, “Feature hashing for large scale multitask learning”).
pub(crate) const BUCKETS: usize = 8192;
/// The length of a message's hashed features, which are one vector whatever the number of words.
const HASHED_LENGTH: f32 = 4.0;
/// How many words before a phrase may turn it over.
const REACH_OF_NEGATION: usize = 4;

/// Each group of phrases gives three features: met, turned over by a negation, and said of the person's own
/// affairs (“my printer is dead”) instead of the answer.
const A_GROUP: usize = 3;

/// The features that are neither a group's nor hashed.
const OTHER: &[&str] = &[
    "always",
    "opens with no",
    "opens with yes",
    "opens with but",
    "opens with why",
    "opens with a question word",
    "exclamations",
    "questions",
    "insistent marks",
    "ellipses",
    "shouted",
    "shouted a part",
    "stretched",
    "pleased smileys",
    "displeased smileys",
    "length",
    "one word",
    "two or three words",
    "long",
    "figures",
    "quotes",
    "sentences",
    "question repeated",
    "question repeated whole",
    "good and bad words",
    "good words about you",
    "bad words about you",
    "bad words about this",
    "thanks and a complaint",
    "praise, then but",
    "no alone",
    "lower case throughout",
    "complaints in all",
    "satisfaction in all",
];

const AFFAIRS: &[&str] = &[
    "negative",
    "failing",
    "broken",
    "insult",
    "swear",
    "frustration",
    "sighs",
    "complaint",
    "doubt",
    "again",
];
const TURNED: &[&str] =
    &["praise", "liking", "positive", "negative", "accept", "insult", "frustration", "sighs"];
/// “My question” is about the conversation, not about the person's affairs.
const NOT_AFFAIRS: &[&str] = &[
    "question",
    "questions",
    "message",
    "answer",
    "request",
    "point",
    "instructions",
    "time",
    "comments",
    "patience",
    "words",
    "frage",
    "nachricht",
    "bitte",
    "zeit",
    "text",
];

/// The features of one message.
#[derive(Debug, Clone, Default)]
pub(crate) struct Features {
    /// Number and value of each that is not zero.
    pub(crate) values: Vec<(usize, f32)>,
    pub(crate) hits: Vec<Marked>,
    /// The share of the question before that is asked again, 0 to 1.
    pub(crate) repeated: f32,
}

/// A phrase with what surrounds it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Marked {
    pub(crate) hit: Hit,
    pub(crate) turned: bool,
    pub(crate) affairs: bool,
}

/// How many features there are.
pub(crate) fn width() -> usize {
    first_bucket() + BUCKETS
}

/// The number of the first hashed feature.
pub(crate) fn first_bucket() -> usize {
    FEELINGS.groups().len() * A_GROUP + OTHER.len()
}

/// The names of the features that are not hashed, in order.
pub(crate) fn names() -> impl Iterator<Item = String> {
    let groups = FEELINGS
        .groups()
        .iter()
        .flat_map(|group| [group.clone(), format!("{group}, turned"), format!("{group}, own affairs")]);
    groups.chain(OTHER.iter().map(|name| (*name).to_owned()))
}

/// The number of the feature of a marked phrase.
pub(crate) fn feature_of(marked: &Marked) -> usize {
    marked.hit.group * A_GROUP + if marked.turned { 1 } else { usize::from(marked.affairs) * 2 }
}

/// Reads the features of a message.
pub(crate) fn features(message: &FollowUp<'_>) -> Features {
    let reading = Reading::of(message.text);
    let hits: Vec<Marked> = FEELINGS.find(&reading).into_iter().map(|hit| mark(&reading, hit)).collect();
    let mut counts = vec![0.0_f32; FEELINGS.groups().len() * A_GROUP];
    for marked in &hits {
        counts[feature_of(marked)] += 1.0;
    }
    let repeated = message.question.map_or(0.0, |question| repetition(&Reading::of(question), &reading));
    let other = other(message.text, &reading, &counts, repeated);
    let mut values: Vec<(usize, f32)> =
        counts.iter().map(|count| count.sqrt()).chain(other).enumerate().collect();
    values.retain(|(_, value)| *value != 0.0);
    values.extend(hashed(&reading));
    Features { values, hits, repeated }
}

fn mark(reading: &Reading, hit: Hit) -> Marked {
    let name = FEELINGS.groups()[hit.group].as_str();
    let clause = reading.clause_start(hit.first);
    let from = hit.first.saturating_sub(REACH_OF_NEGATION).max(clause);
    let negated = |at: usize| NEGATORS.contains(&reading.words[at].text.as_str());
    let turned = TURNED.contains(&name) && (from..hit.first).any(negated);
    let affairs = AFFAIRS.contains(&name) && about_own_affairs(reading, hit);
    Marked { hit, turned, affairs }
}

const NEGATORS: &[&str] = &[
    "not", "no", "never", "dont", "doesnt", "didnt", "isnt", "wasnt", "arent", "werent", "cant", "cannot",
    "couldnt", "wont", "wouldnt", "shouldnt", "havent", "hasnt", "aint", "none", "nothing", "neither", "nor",
    "without", "hardly", "barely", "nicht", "kein", "keine", "keinen", "nie", "nichts", "ohne", "kaum",
];

const OWN: &[&str] =
    &["my", "our", "mein", "meine", "meinen", "meinem", "meiner", "unser", "unsere", "unserem"];

fn about_own_affairs(reading: &Reading, hit: Hit) -> bool {
    let sentence = reading.words[hit.first].sentence;
    let words = &reading.words;
    (0..words.len()).any(|at| {
        words[at].sentence == sentence
            && OWN.contains(&words[at].text.as_str())
            && words.get(at + 1).is_some_and(|next| !NOT_AFFAIRS.contains(&next.text.as_str()))
    })
}

fn other(text: &str, reading: &Reading, counts: &[f32], repeated: f32) -> Vec<f32> {
    let count = |name: &str| FEELINGS.group(name).map_or(0.0, |group| counts[group * A_GROUP]);
    let turned = |name: &str| FEELINGS.group(name).map_or(0.0, |group| counts[group * A_GROUP + 1]);
    let yes = |met: bool| f32::from(u8::from(met));
    let few = |number: usize| (number.min(4) as f32).sqrt();
    let words = reading.words.len();
    let first = reading.texts().next().unwrap_or("");
    let letters = text.chars().filter(|letter| letter.is_alphabetic()).count();
    let shouted = if letters > 0 { reading.shouted.min(words) } else { 0 };
    let bad = count("negative") + turned("positive") + turned("praise");
    let good = count("positive") + count("praise");
    let you = count("you") > 0.0;
    let this = reading.texts().any(|word| {
        matches!(
            word,
            "this" | "that" | "thats" | "these" | "those" | "it" | "its" | "answer" | "das" | "antwort"
        )
    });
    let but = reading.texts().position(|word| matches!(word, "but" | "aber"));
    let complaints: f32 = COMPLAINTS.iter().map(|name| count(name)).sum();
    let satisfaction: f32 = ["praise", "thanks", "accept", "close"].iter().map(|name| count(name)).sum();
    vec![
        1.0,
        yes(matches!(first, "no" | "nope" | "nah" | "nein" | "nee" | "nö")),
        yes(matches!(first, "yes" | "yeah" | "yep" | "ja" | "sure")),
        yes(matches!(first, "but" | "aber" | "well" | "hmm" | "hm" | "actually")),
        yes(matches!(first, "why" | "warum" | "wieso")),
        yes(matches!(
            first,
            "what" | "who" | "when" | "where" | "how" | "which" | "was" | "wie" | "wer" | "wann"
        )),
        few(reading.exclamations),
        few(reading.questions),
        few(reading.insistent),
        few(reading.ellipses),
        few(shouted),
        yes(shouted > 0 && shouted < words),
        few(reading.stretched),
        few(reading.pleased),
        few(reading.displeased),
        (words as f32 + 1.0).ln() / 3.0,
        yes(words == 1),
        yes(words == 2 || words == 3),
        yes(words > 25),
        yes(text.contains(|letter: char| letter.is_ascii_digit())),
        yes(reading.words.iter().any(|word| word.quoted)),
        few(reading.sentences.saturating_sub(1)),
        repeated * repeated,
        yes(repeated > 0.7),
        yes(good > 0.0 && bad > 0.0),
        yes(good > 0.0 && you),
        yes(bad > 0.0 && you),
        yes(bad > 0.0 && this),
        yes(count("thanks") > 0.0 && complaints > 0.0),
        yes(good + count("accept") > 0.0 && but.is_some_and(|at| at > 0)),
        yes(words == 1 && matches!(first, "no" | "nein" | "nope")),
        yes(letters > 12 && !text.contains(char::is_uppercase)),
        complaints.sqrt(),
        satisfaction.sqrt(),
    ]
}

/// The groups that speak against the answer itself.
pub(crate) const COMPLAINTS: &[&str] =
    &["complaint", "repeat", "giveup", "agent", "failing", "insult", "sarcasm", "frustration"];

/// How much of a question is asked again: Dice's coefficient of the two sets of content words, 0 to 1.
fn repetition(question: &Reading, message: &Reading) -> f32 {
    let content = |reading: &Reading| {
        let mut stems: Vec<String> = reading
            .texts()
            .filter(|word| word.chars().count() >= 4 || word.contains(|letter: char| letter.is_ascii_digit()))
            .map(|word| word.chars().take(6).collect())
            .collect();
        stems.sort_unstable();
        stems.dedup();
        stems
    };
    let (before, now) = (content(question), content(message));
    let shared = now.iter().filter(|stem| before.binary_search(stem).is_ok()).count();
    if shared < 2 { 0.0 } else { 2.0 * shared as f32 / (before.len() + now.len()) as f32 }
}

fn hashed(reading: &Reading) -> Vec<(usize, f32)> {
    let mut pieces: Vec<(usize, f32)> = Vec::new();
    let mut add = |kind: u8, parts: &[&str], value: f32| {
        let hash = hash(kind, parts);
        let bucket = first_bucket() + (hash >> 1) as usize % BUCKETS;
        // The sign makes pieces that fall together cancel out on average.
        pieces.push((bucket, if hash & 1 == 0 { value } else { -value }));
    };
    let mut before = "^";
    for word in reading.texts() {
        add(b'w', &[word], 1.0);
        add(b'b', &[before, word], 0.8);
        let letters: Vec<char> = std::iter::once('<').chain(word.chars().take(24)).chain(['>']).collect();
        for window in letters.windows(4) {
            add(b'c', &[&window.iter().collect::<String>()], 0.5);
        }
        before = word;
    }
    add(b'b', &[before, "$"], 0.8);
    pieces.sort_unstable_by_key(|(bucket, _)| *bucket);
    pieces.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        if same {
            kept.1 += next.1;
        }
        same
    });
    let length = pieces.iter().map(|(_, value)| value * value).sum::<f32>().sqrt().max(1.0);
    pieces.iter_mut().for_each(|(_, value)| *value *= HASHED_LENGTH / length);
    pieces
}

/// FNV-1a, 64 bits: stable for ever, which the standard library's hasher is not.
pub(crate) fn fnv(bytes: impl Iterator<Item = u8>) -> u64 {
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

fn hash(kind: u8, parts: &[&str]) -> u64 {
    let bytes = parts.iter().flat_map(|part| part.bytes().chain([0x1f]));
    let hash = fnv(std::iter::once(kind).chain(bytes));
    hash ^ (hash >> 29)
}
