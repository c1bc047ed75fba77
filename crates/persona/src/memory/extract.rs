//! From what a person writes to what may be remembered of them, by rules in English and German.
//!
//! Only what they say of themselves counts, in words of their own: questions, hypotheses, quotes, code, pasted
//! text and what others are said to think are passed over. Secrets and orders never come out of here.

use std::sync::LazyLock;

use attune_domain::memory::{MEMORY_CHARS, MemoryKind, MemoryScope};
use attune_domain::{Author, Language};

use self::rules::read_clause;
use self::statements::{Statement, statements};
use super::{Candidate, Change, Pattern, find_secret, find_sensitive, pattern, reads_as_instruction};

mod english;
mod german;
mod manner;
mod rules;
mod statements;
mod things;

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
/// `language` settles clauses that fit both. What the assistant writes is never taken for the person's.
#[must_use]
pub fn extract_memories(text: &str, language: Language, author: Author) -> Vec<Candidate> {
    if author != Author::Person {
        return Vec::new();
    }
    let mut found: Vec<Candidate> = Vec::new();
    for statement in statements(text) {
        if find_secret(&statement.text).is_some() || reads_as_instruction(&statement.text) {
            continue;
        }
        for candidate in read_statement(&statement, language) {
            if !found.iter().any(|other| other.text == candidate.text) {
                found.push(candidate);
            }
        }
    }
    found.truncate(MOST);
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
    let mut clauses = statement.clauses_of(text);
    if statement.is_question {
        // The last clause is what is asked; what stands before it may be said.
        clauses.pop();
    }
    let mut found: Vec<Candidate> =
        clauses.iter().flat_map(|clause| read_clause(clause, language, false)).collect();
    if explicit && found.is_empty() {
        found.extend(as_said(text));
    }
    finish(found, explicit)
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
