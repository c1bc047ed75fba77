//! From what a person writes to what may be remembered of them, by rules in English and German.
//!
//! Only what they say of themselves counts, in words of their own: questions, hypotheses, quotes, code, pasted
//! text and what others are said to think are passed over. Secrets and orders never come out of here.

use std::sync::LazyLock;

use attune_domain::memory::{MEMORY_CHARS, MemoryKind, MemoryScope};
use attune_domain::{Author, ConversationId, Language};

use self::exchange::exchange;
pub(super) use self::general::renews;
use self::general::{exchanged, given_up, updates};
use self::reach::{Reach, reach};
use self::rules::read_clause;
use self::statements::{Statement, statements};
use self::whole::{heart_of, whole_sentence, with_subject};
use super::{Candidate, Change, Pattern, find_secret, find_sensitive, pattern, reads_as_instruction};

mod english;
mod exchange;
mod general;
mod german;
mod manner;
mod reach;
mod rules;
mod statements;
mod things;
mod whole;

/// The most that is learned from one message: more is a text about somebody, not a remark of their own.
const MOST: usize = 8;

static ASKED_TO_REMEMBER: Pattern = LazyLock::new(|| {
    pattern(
        r"(?i)^(?:hey |hi |so |and |also |please |kindly |(?:can|could|would|will) you (?:please )?|i(?:'d| would)? (?:want|need|like) you to )*(?:remember|memori[sz]e|keep in mind|bear in mind|make a note|take note|note|don['’]t forget|do not forget|never forget)\b(?: this| please| for me| down| of)*\s*[:,]?\s*(?:that |this: )?(?P<rest>.+)$",
    )
});
static GEBETEN: Pattern = LazyLock::new(|| {
    pattern(
        r"(?i)^(?:hey |also |und |bitte |(?:kannst|könntest|würdest|magst) du (?:dir |bitte )*)*(?:merke?n?(?: dir)?|notiere?(?: dir)?|behalte?(?: im (?:kopf|hinterkopf))?|denk daran|denk dran|vergiss (?:bitte )?nicht)\b(?: bitte| mal| auch| für mich)*\s*[:,]?\s*(?P<rest>.+)$",
    )
});
/// "Kannst du dir merken, dass …": the verb follows what is asked.
static GEBETEN_MERKEN: Pattern = LazyLock::new(|| {
    pattern(
        r"(?i)^(?:bitte )?(?:kannst|könntest|würdest|magst) du dir (?:bitte )?merken\s*[:,]?\s*(?P<rest>.+)$",
    )
});
static REMEMBER_THIS: Pattern = LazyLock::new(|| {
    pattern(
        r"(?i)[,;.\s–-]+(?:so |and |please |und |bitte )*(?:remember|keep|note|save|memori[sz]e|merk(?:e)?(?: dir)?|notier(?:e)?(?: dir)?) (?:that|this|it|das|dir das|dies)(?: please| bitte| for me| in mind)?\s*$",
    )
});

/// The sentences that a person says in their own voice, in order: no quotations, code, pasted texts or hypotheses.
pub(crate) fn own_sentences(message: &str) -> Vec<String> {
    statements(message).into_iter().map(|statement| statement.text).collect()
}

/// What may be remembered of the person after they wrote `text`.
///
/// `language` settles clauses that fit both. What the assistant writes is never taken for the person's. What is
/// said for one conversation only (`in this chat, answer in French`) is passed over, as none is known here.
#[must_use]
pub fn extract_memories(text: &str, language: Language, author: Author) -> Vec<Candidate> {
    extract_memories_in(text, language, author, None)
}

/// The same for what was written in `conversation`, with what holds in it alone.
#[must_use]
pub fn extract_memories_in(
    text: &str,
    language: Language,
    author: Author,
    conversation: Option<ConversationId>,
) -> Vec<Candidate> {
    if author != Author::Person {
        return Vec::new();
    }
    let mut found: Vec<Candidate> = Vec::new();
    for statement in statements(text) {
        if find_secret(&statement.text).is_some() || reads_as_instruction(&statement.text) {
            continue;
        }
        for candidate in read_in_reach(&statement, language, conversation) {
            if !found.iter().any(|other| other.text == candidate.text && other.scope == candidate.scope) {
                found.push(candidate);
            }
        }
    }
    found.truncate(MOST);
    found
}

/// The sentences of a message that the person says of themselves in words of their own.
pub(super) fn own_statements(message: &str) -> Vec<String> {
    let own = statements(message).into_iter().filter(|statement| !statement.is_question);
    own.map(|statement| statement.text).collect()
}

/// Whether a message tells something of the person that these rules do not understand, and that a model may
/// read: a statement about themselves that is no wish of the moment, no secret and no order.
#[must_use]
pub fn leaves_unread(message: &str, language: Language) -> bool {
    static OF_THEMSELVES: Pattern = LazyLock::new(|| {
        pattern(
            r"(?i)\b(?:i|i['’](?:m|ve|d)|my|mine|we|we['’](?:re|ve)|our|ich|mein\w*|mir|mich|wir|unser\w*)\b",
        )
    });
    /// Said of this moment, this answer or this task.
    static OF_THE_MOMENT: Pattern = LazyLock::new(|| {
        pattern(
            r"(?i)\b(?:you|your|this|that one|these|error|answer|question|sure|wonder|trying|tried|asked|need|want|would like|let me|let['’]?s|thanks?|think|mean|see|got|get|getting|know|understand|care|can['’]?t|cannot|could(?:n['’]t)?|had to|please|how|why|what|which|enjoyed|today|tonight|tomorrow|yesterday|dir|dein\w*|du|diese[mnrs]?|fehler|antwort|frage|sicher|versuche?|brauche?|möchte|danke|glaube|meine|sehe|bekomme|weiß|verstehe|kann|konnten?|mussten?|bitte|wie|warum|welche[mnrs]?|heute|morgen|gestern)\b",
        )
    });
    const LEAST_WORDS: usize = 3;
    own_statements(message).iter().any(|statement| {
        OF_THEMSELVES.is_match(statement)
            && !OF_THE_MOMENT.is_match(statement)
            && super::content_words(statement).len() >= LEAST_WORDS
            && find_secret(statement).is_none()
            && find_sensitive(statement).is_none()
            && !reads_as_instruction(statement)
            && reach(statement).is_none()
            && read_statement(&Statement { text: statement.clone(), is_question: false }, language)
                .iter()
                .all(is_unsettled)
    })
}

/// Reads a statement that may say itself how far it reaches.
fn read_in_reach(
    statement: &Statement,
    language: Language,
    conversation: Option<ConversationId>,
) -> Vec<Candidate> {
    let Some((reach, rest)) = reach(&statement.text) else { return read_statement(statement, language) };
    let scope = match (&reach, conversation) {
        (Reach::Project(name), _) => MemoryScope::Project { name: name.clone() },
        (Reach::Conversation, Some(id)) => MemoryScope::Conversation { id },
        (Reach::Conversation, None) => return Vec::new(),
    };
    let inner = Statement { text: rest, is_question: statement.is_question };
    let mut found = read_statement(&inner, language);
    if found.iter().all(is_unsettled) && !statement.is_question {
        // `In this chat, answer in French` is a wish that lasts as `from now on` does.
        found = ["from now on, ", "ab jetzt "]
            .iter()
            .map(|lasting| format!("{lasting}{}", inner.text))
            .map(|text| read_statement(&Statement { text, is_question: false }, language))
            .find(|found| !found.iter().all(is_unsettled))
            .unwrap_or(found);
    }
    if found.iter().all(is_unsettled) && matches!(reach, Reach::Project(_)) {
        // `I work on the Atlas project` names it and tells nothing inside of it.
        return read_statement(statement, language);
    }
    found.iter_mut().for_each(|candidate| candidate.scope = scope.clone());
    found
}

fn read_statement(statement: &Statement, language: Language) -> Vec<Candidate> {
    let text = statement.text.as_str();
    let remembered = [&GEBETEN_MERKEN, &GEBETEN, &ASKED_TO_REMEMBER]
        .into_iter()
        .find_map(|asked| asked.captures(text))
        .map(|found| found["rest"].trim().to_owned());
    if let Some(rest) = remembered {
        return asked_to_remember(&rest, language);
    }
    let (text, explicit) = match REMEMBER_THIS.find(text) {
        Some(found) => (&text[..found.start()], true),
        None => (text, false),
    };
    if statement.is_question {
        // The last clause is what is asked; what stands before it may be said.
        let mut clauses = statement.clauses_of(text);
        clauses.pop();
        let found = clauses.iter().flat_map(|clause| read_clause(clause, language, false)).collect();
        return finish(found, explicit);
    }
    let exchange = exchange(text);
    let rewritten = exchange.as_ref().and_then(|exchange| exchange.rewritten.clone());
    let said = rewritten.as_deref().unwrap_or(text);
    let mut found: Vec<Candidate> = Vec::new();
    for clause in statement.clauses_of(said) {
        let clause = with_subject(&clause);
        let mut read = read_clause(&clause, language, false);
        if read.is_empty() {
            read = heart_of(&clause).map_or_else(Vec::new, |heart| read_clause(heart, language, false));
        }
        if exchange.is_none() && read.iter().all(|candidate| candidate.change == Change::Ends) {
            // What is given up, whatever it is; and what only says something of what is known.
            found.extend(given_up(&clause));
            found.extend(updates(&clause).filter(|_| read.is_empty()));
        }
        found.extend(read);
    }
    found.extend(whole_sentence(text).iter().flat_map(|clause| read_clause(clause, language, false)));
    if explicit && found.iter().all(is_unsettled) {
        found.extend(as_said(text));
    }
    if found.iter().all(is_unsettled) {
        found.extend(given_up(text));
    }
    found.extend(exchange.map(|exchange| exchanged(said, exchange.old, exchange.new)));
    let ended: Vec<String> = ends(&found).flat_map(|ends| super::content_words(&ends.text)).collect();
    let overlaps =
        |candidate: &Candidate| ended.iter().any(|word| super::content_words(&candidate.text).contains(word));
    let updates = |candidate: &Candidate| matches!(candidate.change, Change::Updates { new: None, .. });
    if !found.iter().filter(|candidate| updates(candidate)).any(overlaps) {
        // `We're done with A, everything is hosted at B now`: what B updates must still be known by then.
        found.sort_by_key(|candidate| !updates(candidate));
    }
    finish(found, explicit)
}

fn ends(found: &[Candidate]) -> impl Iterator<Item = &Candidate> {
    found.iter().filter(|candidate| candidate.change == Change::Ends)
}

/// Whether it hangs on what is known whether a candidate says anything.
fn is_unsettled(candidate: &Candidate) -> bool {
    matches!(candidate.change, Change::Updates { .. })
}

fn asked_to_remember(rest: &str, language: Language) -> Vec<Candidate> {
    let statement = Statement { text: rest.to_owned(), is_question: false };
    let clauses = statement.clauses_of(rest);
    let mut found: Vec<Candidate> =
        clauses.iter().flat_map(|clause| read_clause(clause, language, true)).collect();
    if found.is_empty() {
        found.extend(as_said(rest));
    }
    finish(found, true)
}

/// What fits no rule is remembered in the person's own words when they ask for it.
fn as_said(rest: &str) -> Option<Candidate> {
    static SUBORDINATE: Pattern = LazyLock::new(|| pattern(r"(?i)^(?:that|dass|,)\s+"));
    static SAYS_NOTHING: Pattern = LazyLock::new(|| {
        pattern(r"(?i)^(?:me|this|that|it|them|mich|das|dies|alles|everything|to .*|what .*|was .*)$")
    });
    let rest = rest.trim().trim_end_matches(['.', '!', '?']);
    let rest = SUBORDINATE.replace(rest, "");
    if SAYS_NOTHING.is_match(&rest) || rest.chars().count() < 4 {
        return None;
    }
    Some(Candidate {
        text: format!("“{rest}”"),
        kind: MemoryKind::Fact,
        slot: None,
        scope: MemoryScope::Person,
        confidence: 0.9,
        explicit: true,
        sensitive: false,
        change: Change::Adds,
    })
}

fn finish(mut found: Vec<Candidate>, explicit: bool) -> Vec<Candidate> {
    found.retain(|candidate| {
        let letters = candidate.text.chars().count();
        letters <= MEMORY_CHARS
            && find_secret(&candidate.text).is_none()
            && !reads_as_instruction(&candidate.text)
    });
    for candidate in &mut found {
        candidate.sensitive = find_sensitive(&candidate.text).is_some();
        if explicit {
            candidate.explicit = true;
            candidate.confidence = candidate.confidence.max(0.95);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(message: &str) -> Vec<String> {
        extract_memories(message, Language::English, Author::Person)
            .into_iter()
            .map(|candidate| candidate.text)
            .collect()
    }

    #[test]
    fn what_the_assistant_writes_is_not_the_persons() {
        assert!(extract_memories("I live in Leeds.", Language::English, Author::Assistant).is_empty());
    }

    #[test]
    fn what_rules_do_not_understand_is_left_for_a_model() {
        let unread = |message| leaves_unread(message, Language::English);
        assert!(unread("The sea calms me, and I feel at home near big waves."));
        assert!(unread("Bei uns daheim kocht mein Vater, und zwar ziemlich scharf."));
        for message in [
            "I live in Leeds.",
            "I swim before work.",
            "Do I swim too often before work?",
            "I get an error in this build.",
            "My password for the sea club is hunter2!",
            "Suppose I swim before work most mornings.",
            "The report covers costs, risks and dates.",
        ] {
            assert!(!unread(message), "{message}");
        }
    }

    #[test]
    fn what_is_said_for_one_conversation_or_project_holds_there() {
        let id = ConversationId(uuid::Uuid::from_u128(7));
        let here = MemoryScope::Conversation { id };
        let project = |name: &str| MemoryScope::Project { name: name.to_owned() };
        for (message, text, scope) in [
            ("For this conversation only, answer in French.", "Asks to answer in French", &here),
            ("Please use short sentences in this chat.", "Asks to use short sentences", &here),
            ("Nur in diesem Chat: antworte auf Englisch.", "Bittet: antworte auf Englisch", &here),
            ("I prefer tables in this conversation.", "Prefers tables", &here),
            ("In project Falke we use Rust.", "Uses Rust", &project("Falke")),
            ("On the Atlas project we use Jira.", "Uses Jira", &project("Atlas")),
            ("Im Projekt Falke nutzen wir Kotlin.", "Verwendet Kotlin", &project("Falke")),
        ] {
            let found = extract_memories_in(message, Language::English, Author::Person, Some(id));
            let found: Vec<_> = found.iter().map(|found| (found.text.as_str(), &found.scope)).collect();
            assert_eq!(found, [(text, scope)], "{message}");
        }
        assert!(texts("For this conversation only, answer in French.").is_empty());
        assert_eq!(texts("I'm working on the Atlas project."), ["Works on Atlas"]);
    }

    #[test]
    fn a_long_message_is_read_quickly_and_teaches_little() {
        let pasted = "I like tea and I live in Oslo. ".repeat(3_000);
        assert!(texts(&pasted).len() <= MOST);
    }

    #[test]
    fn what_was_asked_for_is_kept_in_the_persons_words() {
        assert_eq!(texts("Remember that the red folder is for Mara."), ["“the red folder is for Mara”"]);
        assert!(extract_memories("Remember that tea is hot", Language::English, Author::Person)[0].explicit);
        assert!(texts("Do you remember me?").is_empty());
        assert!(texts("Remember to water the plants").is_empty());
    }
}
