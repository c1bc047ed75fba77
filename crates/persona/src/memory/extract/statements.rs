//! A message as the statements that the person makes in it, each as clauses.

use std::sync::LazyLock;

use super::whole::says_a_name;
use crate::memory::{Pattern, pattern};

/// A sentence of the person's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Statement {
    /// The sentence, without its full stop.
    pub text: String,
    /// Whether it asks something.
    pub is_question: bool,
}

/// Longer messages hold pasted text. Of them only what stands before the first empty line is read.
const OWN_CHARS: usize = 1_200;

static CODE: Pattern = LazyLock::new(|| pattern(r"(?s)```.*?(?:```|$)|~~~.*?(?:~~~|$)|`[^`\n]*`"));
/// Three words and fewer in quotes are a name; more are somebody's words.
static QUOTED: Pattern =
    LazyLock::new(|| pattern(r"[“„«\x22»](?:[^\s“”„«»\x22]+\s+){3,}[^“”„«»\x22]*(?:[”“»\x22«]|$)"));
/// From here on a text is a letter or a mail that was pasted.
static PASTED: Pattern = LazyLock::new(|| {
    pattern(
        r"(?im)^\s*(?:(?:from|to|subject|von|an|betreff|gesendet|sent)\s*:|-{3,}|_{3,}|(?:dear|hi|hello|hallo|liebe[rs]?|sehr geehrte\w*|guten (?:tag|morgen))\b[^.!?\n]{0,60},?\s*$)",
    )
});
/// What follows a task and a colon is what the task is about.
static TASK: Pattern = LazyLock::new(|| {
    pattern(
        r"(?is)\b(?:translate|summari[sz]e|rewrite|rephrase|paraphrase|proofread|correct|improve|edit|shorten|explain|analy[sz]e|classify|write|draft|compose|continue|complete|begins? with|starts? with|reads?|says?|following|übersetz\w*|fass\w*|formulier\w*|korrigier\w*|verbesser\w*|kürz\w*|erklär\w*|analysier\w*|schreib\w*|verfass\w*|ergänz\w*|lies|folgende\w*|beginnt|lautet)\b[^.!?\n]{0,80}:\s.*$",
    )
});

static HYPOTHESIS: Pattern = LazyLock::new(|| {
    pattern(
        r"(?i)^(?:and |but |so |now |ok(?:ay)?,? |und |aber |also |mal )*(?:if|suppose|supposing|imagine|assume|assuming|pretend|let['’]?s say|let us say|hypothetically|what if|say,? i|consider|whether|in case|for example|e\.g\.|unless|wenn|falls|angenommen|nimm an|nehmen wir an|gesetzt den fall|stell dir vor|sagen wir|mal angenommen|zum beispiel|z\. ?b\.|was wäre|ob|sofern)\b",
    )
});
/// Somebody else is speaking, or the person wonders.
static REPORTED: Pattern = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:he|she|they|it|who|someone|somebody|everyone|people|(?:my|our|the|a|his|her) [\w-]+(?: [\w-]+)?|[A-Z]\w+) (?:said|says|told|tells|thinks?|thought|claims?|claimed|wrote|writes|believes?|asked|asks|mentioned|suggests?|insists?|argues?)\b|\b(?:er|sie|man|jemand|(?:mein|meine|unser|unsere|der|die|ein|eine) [\wäöüß-]+) (?:sagt|sagte|meint|meinte|behauptet|glaubt|glaubte|schreibt|schrieb|fragt|fragte|denkt|findet)\b|^(?:i wonder|i wondered|i am wondering|i['’]m wondering|should i|shall i|do i|am i|would i|soll ich|sollte ich|ich frage mich|würde ich)\b",
    )
});

/// The statements of a message.
pub(super) fn statements(message: &str) -> Vec<Statement> {
    let own = own_words(message);
    let mut found = Vec::new();
    for line in own.lines().map(str::trim).filter(|line| !line.starts_with('>')) {
        let line = line.trim_start_matches(['-', '*', '•', '#', ' ']);
        for (sentence, is_question) in sentences(line) {
            let reported = REPORTED.is_match(&sentence) && !says_a_name(&sentence);
            let speaks_for_itself = !HYPOTHESIS.is_match(&sentence) && !reported;
            if speaks_for_itself {
                found.push(Statement { text: sentence, is_question });
            }
        }
    }
    found
}

impl Statement {
    /// A text of this sentence as clauses that each begin anew: `I like tea and I live in Oslo` is two.
    #[expect(clippy::unused_self, reason = "clauses are a sentence's")]
    pub(super) fn clauses_of(&self, text: &str) -> Vec<String> {
        static JOINT: Pattern = LazyLock::new(|| {
            pattern(
                r"(?i)\s*[;:]\s+|\s*,\s*(?:and |but |so |because |und |aber |denn |also |then )?|\s+[–—-]\s+|\s+(?:and|but|und|aber|so|because)\s+",
            )
        });
        let mut clauses = Vec::new();
        let mut start = 0;
        for joint in JOINT.find_iter(text) {
            let head = text.get(start..joint.start()).unwrap_or_default();
            if joint.start() >= start && !leads_on(head) && begins_anew(&text[joint.end()..]) {
                clauses.push(text[start..joint.start()].trim().to_owned());
                start = joint.end();
            }
        }
        clauses.push(text[start..].trim().to_owned());
        clauses.retain(|clause| !clause.is_empty());
        clauses
    }
}

/// Whether these words belong to what follows them: `from now on, answer in German`.
fn leads_on(head: &str) -> bool {
    static LEADS: Pattern = LazyLock::new(|| {
        pattern(
            r"(?i)^\s*(?:(?:and|but|und|aber) )?(?:for me|from now on|in (?:the )?future|by default|going forward|correction|actually|sorry|no|für mich|ab jetzt|ab sofort|ab heute|von nun an|künftig|in zukunft|korrektur|nein)\s*$",
        )
    });
    LEADS.is_match(head)
}

/// Whether a clause of its own begins here.
fn begins_anew(text: &str) -> bool {
    static START: Pattern = LazyLock::new(|| {
        pattern(
            r"(?i)^(?:actually |now |also |please |jetzt |bitte |eigentlich )?(?:i|i['’](?:m|ve|d|ll)|my|we|we['’](?:re|ve)|our|the|what|how|why|which|when|who|where|can|could|should|would|is|are|do|does|did|any|please|remember|call|always|never|use|answer|ich|wir|mein\w*|unser\w*|was|wie|warum|wer|wo|wann|welche\w*|kannst|könntest|gib|mach|schreib\w*|merk|nenn\w*|bitte|antworte|verwende|hast|no .{3,40} please|nothing .{3,40} please|rechne|nimm|setze?|sag|zeig\w*|lass|keine?n? \p{L}+|(?:short|brief|simple|plain)\b.{3,40} please|lebe|wohne|arbeite|look after|report to|work (?:at|for|as)|live in|(?:jetzt|nun|inzwischen|mittlerweile|seit \w+|seitdem|heute) \p{L}+ (?:ich|wir)|starting (?:at|with)|everything|(?:plain |simple )?[\p{L}-]+ works? better|(?-i:\p{Lu})[\p{L}.-]+(?: (?-i:\p{Lu})[\p{L}.-]+)? (?:is|has|ist|hat|wird|takes over|took over|leitet|übernimmt))\b",
        )
    });
    START.is_match(text)
}

/// The message without what is not the person's own.
fn own_words(message: &str) -> String {
    let text = CODE.replace_all(message, " ");
    let head = if text.chars().count() > OWN_CHARS {
        let end = text.char_indices().nth(OWN_CHARS).map_or(text.len(), |(at, _)| at);
        let end = text[..end].find("\n\n").unwrap_or(end);
        &text[..end]
    } else {
        &text[..]
    };
    let head = match PASTED.find(head) {
        // A greeting in the first line is the person's own.
        Some(found) if !head[..found.start()].trim().is_empty() => &head[..found.start()],
        _ => head,
    };
    let head = TASK.replace(head, " ");
    QUOTED.replace_all(&head, "…").into_owned()
}

/// A line as sentences, with whether each asks something.
fn sentences(line: &str) -> Vec<(String, bool)> {
    let mut found = Vec::new();
    let mut start = 0;
    for (at, letter) in line.char_indices() {
        if matches!(letter, '.' | '!' | '?' | '…') && ends_here(line, at, letter) {
            push(&mut found, &line[start..at], letter == '?');
            start = at + letter.len_utf8();
        }
    }
    push(&mut found, &line[start..], false);
    found
}

fn push(found: &mut Vec<(String, bool)>, sentence: &str, is_question: bool) {
    let sentence =
        sentence.trim_matches(|letter: char| letter.is_whitespace() || matches!(letter, '.' | '!'));
    if sentence.chars().any(char::is_alphabetic) {
        found.push((sentence.to_owned(), is_question));
    }
}

/// Whether a sentence ends at this mark: `3. Mai`, `z. B.` and `2.5` go on.
fn ends_here(line: &str, at: usize, letter: char) -> bool {
    let rest = &line[at + letter.len_utf8()..];
    if !(rest.is_empty() || rest.starts_with(char::is_whitespace) || rest.starts_with(['.', '!', '?', ')'])) {
        return false;
    }
    if letter != '.' {
        return true;
    }
    let word = line[..at].rsplit(char::is_whitespace).next().unwrap_or_default();
    let next = rest.trim_start();
    if word.chars().all(|letter| letter.is_ascii_digit()) && !word.is_empty() {
        // An ordinal, unless the person begins a new sentence.
        return next.is_empty() || next.starts_with("I ") || next.starts_with("Ich ") || word.len() > 2;
    }
    let abbreviated = word.chars().count() == 1
        || matches!(word, "Dr" | "Prof" | "Mr" | "Ms" | "Mrs" | "Nr" | "St" | "bzw" | "ca");
    !abbreviated || next.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(message: &str, expected: &[&str]) {
        let found: Vec<String> = statements(message).into_iter().map(|statement| statement.text).collect();
        assert_eq!(found, expected, "{message}");
    }

    #[test]
    fn only_the_persons_own_sentences_are_left() {
        check("I live in Oslo. Is it cold?", &["I live in Oslo", "Is it cold"]);
        check("Die Frist ist der 3. Mai. Danke!", &["Die Frist ist der 3. Mai", "Danke"]);
        check("If I moved, what then? I like tea.", &["I like tea"]);
        check("Translate: I live in Rome.", &[]);
        check("> I live in Rome\nWhy?", &["Why"]);
        check("He said he likes it. I use `vim` daily", &["I use   daily"]);
        check("See below\n\nDear all,\nI am away.", &["See below"]);
    }

    #[test]
    fn clauses_begin_with_somebody_or_a_question() {
        let statement = Statement { text: String::new(), is_question: false };
        assert_eq!(
            statement.clauses_of("I like short answers, bullets and tea and I live in Oslo, what now"),
            ["I like short answers, bullets and tea", "I live in Oslo", "what now"]
        );
        assert_eq!(
            statement.clauses_of("Ich mag Tee, aber ich wohne in Bonn"),
            ["Ich mag Tee", "ich wohne in Bonn"]
        );
    }
}
