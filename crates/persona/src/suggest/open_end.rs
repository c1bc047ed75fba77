//! Whether a conversation was left open, and in which way.

use std::sync::LazyLock;

use attune_domain::{Author, MessageStatus};
use regex::Regex;

use super::{Turn, pattern};
use crate::markdown::prose_lines;

/// How a conversation was left open, the most telling first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OpenEnd {
    /// The person said that they would go on later.
    PutOff,
    /// The person's last question has no answer.
    Unanswered,
    /// The last answer was cut off or failed.
    CutOff,
    /// The last answer asks the person something.
    AskedBack,
}

/// The longest message that can be a mere thank-you or a mere putting off, in characters.
const ASIDE_CHARS: usize = 160;

/// How a conversation stands open that ends in these turns; none where it is closed, or cannot be told.
#[must_use]
pub fn open_end(turns: &[Turn]) -> Option<OpenEnd> {
    let last = turns.last()?;
    let said = turns.iter().rev().find(|turn| turn.author == Author::Person);
    let aside = said.map(|turn| turn.text.trim()).filter(|text| text.chars().count() <= ASIDE_CHARS);
    if aside.is_some_and(puts_off) {
        return Some(OpenEnd::PutOff);
    }
    if aside.is_some_and(closes) {
        return None;
    }
    match (last.author, last.status) {
        (Author::Person, _) => Some(OpenEnd::Unanswered),
        (_, MessageStatus::Stopped | MessageStatus::Failed | MessageStatus::Interrupted) => {
            Some(OpenEnd::CutOff)
        }
        (Author::Assistant, MessageStatus::Complete) if asks_back(&last.text) => Some(OpenEnd::AskedBack),
        _ => None,
    }
}

/// Whether a message says that the person goes on later.
fn puts_off(message: &str) -> bool {
    static LATER: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)\b(?:to be continued|(?:i(?:['’]ll| will)|let['’]?s|let us|we(?:['’]ll| will)) (?:(?:\w+ )?(?:get|come) back|continue|finish|go on|do (?:this|it|that|the rest)|look at (?:this|it|that|the rest))\b.{0,30}\b(?:later|tomorrow|another day|next (?:week|time)|to (?:this|it|that)|on \w+day)|(?:gotta|have to|need to|must) (?:go|run)\b.{0,40}\b(?:later|tomorrow|continue)|(?:more|rest|the rest) (?:later|tomorrow)|fortsetzung folgt|(?:später|morgen|ein andermal|nächste woche) (?:mehr|weiter|mach\w*|geht)|mach\w* (?:ich|wir) (?:das )?(?:später|morgen|ein andermal) (?:weiter|fertig)|(?:muss|müssen) (?:jetzt )?(?:los|weg)\b.{0,40}\b(?:später|morgen)|ich (?:komme|schaue|melde) .{0,30}(?:später|morgen|darauf zurück)|den rest (?:später|morgen))\b",
        )
    });
    LATER.is_match(message)
}

/// Whether a message thanks, or says that all is done.
fn closes(message: &str) -> bool {
    static DONE: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)^(?:(?:ok(?:ay)?|great|perfect|super|cool|nice|good|alright|fine|prima|perfekt|gut|alles klar|klasse)[,.! ]+)*(?:thanks?\b|thank you|thx|cheers|that(?:['’]s| is) (?:all|it|enough|perfect|what i needed)|got it|solved|done|never ?mind|forget it|works now|it works|no (?:more )?(?:questions|need)|danke\w*|vielen dank|besten dank|passt|erledigt|das (?:ist|war['’]?s?) (?:alles|es)?|das reicht|das genügt|hat geklappt|funktioniert|egal|vergiss es|(?:ok(?:ay)?|great|perfect|super|prima|perfekt|gut|alles klar)[.! ]*$)",
        )
    });
    DONE.is_match(message) && !message.contains('?')
}

/// Whether an answer ends in a question that only the person can answer. Offers ("shall I…?") are none: models make
/// them out of habit.
fn asks_back(answer: &str) -> bool {
    static OFFER: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)\b(?:would you like|do you want|want me|shall i|should i|can i|may i|could i|let me know|anything else|any (?:other )?questions|does (?:that|this) help|is there anything|how can i|what else|möchten sie|möchtest du|willst du|wollen sie|soll ich|kann ich|darf ich|noch (?:etwas|fragen)|hilft (?:dir|ihnen)|brauchst du|brauchen sie)\b",
        )
    });
    let last = prose_lines(answer).map(str::trim).filter(|line| !line.is_empty()).last().unwrap_or_default();
    let last = last.trim_end_matches(['*', '_', '"', '”', '“', ')', ' ']);
    let Some(body) = last.strip_suffix('?') else { return false };
    let sentence = body.rsplit(['.', '!', '?', ':']).next().unwrap_or(body);
    !OFFER.is_match(sentence)
}

#[cfg(test)]
mod tests {
    use attune_domain::Timestamp;

    use super::*;

    fn turns(texts: &[(&str, MessageStatus)]) -> Vec<Turn> {
        let turn = |(index, (text, status)): (usize, &(&str, MessageStatus))| Turn {
            author: if index % 2 == 0 { Author::Person } else { Author::Assistant },
            status: *status,
            text: (*text).to_owned(),
            at: Timestamp(0),
        };
        texts.iter().enumerate().map(turn).collect()
    }

    fn check(texts: &[&str], expected: Option<OpenEnd>) {
        let whole: Vec<(&str, MessageStatus)> =
            texts.iter().map(|text| (*text, MessageStatus::Complete)).collect();
        assert_eq!(open_end(&turns(&whole)), expected, "{texts:?}");
    }

    #[test]
    fn what_was_put_off_or_has_no_answer_is_open() {
        check(&["How do I file this?"], Some(OpenEnd::Unanswered));
        check(
            &["Draft the note", "Here it is.", "I'll finish this tomorrow", "Fine."],
            Some(OpenEnd::PutOff),
        );
        check(&["Danke, den Rest morgen", "Gern."], Some(OpenEnd::PutOff));
        check(&["Muss los, morgen mehr!"], Some(OpenEnd::PutOff));
        check(&["Plan the move", "How many desks are there, and until when?"], Some(OpenEnd::AskedBack));
        check(
            &["Plane den Umzug", "Dafür fehlt eines. **Wie viele Tische sind es?**"],
            Some(OpenEnd::AskedBack),
        );
    }

    #[test]
    fn what_is_done_is_closed() {
        check(&[], None);
        check(&["What is a VPN?", "A private way through a public network."], None);
        check(&["Plan the move", "How many desks?", "Thanks, that's all"], None);
        check(&["Was ist ein VPN?", "Ein Tunnel.", "Alles klar, danke!", "Gern. Noch Fragen?"], None);
        check(&["Translate this", "Done. Would you like another version?"], None);
        check(&["Übersetze das", "Fertig. Soll ich es kürzen?"], None);
        check(&["Why?", "Because.\n```\nwhat?\n```"], None);
    }

    #[test]
    fn an_answer_that_broke_off_is_open() {
        for status in [MessageStatus::Stopped, MessageStatus::Failed, MessageStatus::Interrupted] {
            let cut = turns(&[("List the risks", MessageStatus::Complete), ("First,", status)]);
            assert_eq!(open_end(&cut), Some(OpenEnd::CutOff));
        }
        let writing = turns(&[("Go", MessageStatus::Complete), ("", MessageStatus::Streaming)]);
        assert_eq!(open_end(&writing), None);
    }
}
