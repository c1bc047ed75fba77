//! How far a statement reaches by its own words: one conversation, one project.

use std::sync::LazyLock;

use crate::memory::{Pattern, pattern};

/// Where a statement holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Reach {
    /// In this conversation.
    Conversation,
    /// In the project of this name.
    Project(String),
}

/// How far a statement reaches where it says so, and what is left of it without these words.
pub(super) fn reach(text: &str) -> Option<(Reach, String)> {
    static HERE: Pattern = LazyLock::new(|| {
        pattern(
            r"(?i)[,;]?\s*\b(?:but )?(?:(?:just|only) )?(?:for|in|within|during) (?:the (?:rest|course) of )?this (?:conversation|chat|thread|session)(?: only| alone)?\b\s*[,:]?\s*|[,;]?\s*\b(?:aber )?(?:nur |bloß )?(?:in|für|innerhalb) (?:diese[mnrs]?) (?:chat|gesprächs?|unterhaltung|konversation)(?: hier)?\b\s*[,:]?\s*",
        )
    });
    static LEADING: Pattern = LazyLock::new(|| {
        pattern(&format!(
            r"(?i)^(?:(?:and|also|but|so|und|aber|hi|hey),? )?{IN} {PROJECT},?:?\s+(?P<rest>.+)$"
        ))
    });
    static CLOSING: Pattern = LazyLock::new(|| pattern(&format!(r"(?i)^(?P<rest>.+?),? {IN} {PROJECT}$")));

    if let Some(found) = HERE.find(text) {
        let rest = format!("{} {}", &text[..found.start()], &text[found.end()..]);
        return Some((Reach::Conversation, subject_first(rest.trim())));
    }
    let found = LEADING.captures(text).or_else(|| CLOSING.captures(text))?;
    let name = ["before", "after"].into_iter().find_map(|group| found.name(group))?;
    Some((Reach::Project(name.as_str().to_owned()), subject_first(found["rest"].trim())))
}

const IN: &str = r"(?:in|for|on|within|at|im|für|bei|beim)";
/// `project Falke`, `the Atlas project`, `Projekt Falke 2`.
const PROJECT: &str = r"(?:the |our |my |das |unser |unserem )?(?:proje[ck]t (?P<after>(?-i:\p{Lu})[\p{L}\d-]*(?: \d+)?)|(?P<before>(?-i:\p{Lu})[\p{L}\d-]*)[ -]project)";

/// `nutzen wir Rust` as `wir nutzen Rust`: what stood before it is gone.
fn subject_first(rest: &str) -> String {
    static VERB_FIRST: Pattern =
        LazyLock::new(|| pattern(r"(?i)^(?P<verb>\p{L}+) (?P<who>wir|ich) (?P<what>.+)$"));
    VERB_FIRST.captures(rest).map_or_else(
        || rest.to_owned(),
        |found| format!("{} {} {}", &found["who"], &found["verb"], &found["what"]),
    )
}
