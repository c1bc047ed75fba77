//! Sentences that put one thing in the place of another, whatever it is the value of: `no longer Mondi but Sappi`,
//! `from 4471 to 5120`, `we replaced Redshift with BigQuery`. Both are found, and the sentence is written anew
//! with the newer alone, for the rules to read.

use std::sync::LazyLock;

use crate::memory::{Pattern, pattern};

/// What takes whose place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Exchange {
    /// What no longer holds.
    pub old: String,
    /// What holds now.
    pub new: String,
    /// The sentence with the newer alone, where it can be read so.
    pub rewritten: Option<String>,
}

/// A form, and the sentence that is left of it; none where it says nothing without the older.
struct Form {
    looks: regex::Regex,
    rewritten: Option<&'static str>,
}

/// Verbs that go from one thing to another.
const GOES: &str = "switched|switching|moved|moving|changed|changing|went|going|migrated|upgraded|updated|renamed|converted|gone|\
    transferred|promoted|reduced|increased|raised|cut|lowered|dropped|rose|grew|shrank|postponed|rescheduled|pushed|extended";
const GEHT: &str = "gewechselt|umgestiegen|gegangen|migriert|umgezogen|gezogen|geändert|verschoben|verlegt|umbenannt|erhöht|gesenkt|\
    gekürzt|reduziert|verlängert|aufgestockt|umgestellt|gestiegen|gesunken|befördert|verkürzt";

static FORMS: LazyLock<Vec<Form>> = LazyLock::new(|| {
    let new = r"(?P<new>[^,;]+?)";
    let old = r"(?P<old>[^,;]+?)";
    let end = r"(?: now| instead| from now on| as of [^,]+| jetzt| since [^,]+)?";
    [
        // … is no longer Mondi but Sappi; heißt nicht mehr Nordsee, sondern Ostsee.
        (format!(r"^(?P<head>.*\b)(?:no longer|not) {old},? but (?:rather )?{new}{end}$"), Some("${head}${new} now")),
        (format!(r"^(?P<head>.*\b)nicht (?:mehr |länger )?{old},? sondern {new}(?: jetzt)?$"), Some("${head}jetzt ${new}")),
        // Not Friday but Wednesday for the review.
        (format!(r"^(?:sorry,? |no,? |correction:? )*not {old},? but {new}(?P<tail> (?:for|in|at|on|with) .+)?$"), None),
        (format!(r"^(?:nein,? |sorry,? |korrektur:? |also )*nicht (?:mehr )?{old},? sondern {new}$"), None),
        // From 4471 to 5120.
        (format!(r"\b(?:{GOES})\b(?: [^,;]+?)?,? from {old} (?:over )?(?:to|back to) {new}{end}$"), None),
        (format!(r"\b(?:von|vom) {old} (?:auf|zu|zum|zur|nach|in) (?:den |die |das )?{new} (?:{GEHT})$"), None),
        // We replaced Redshift with BigQuery; we renamed master to main.
        (format!(r"\b(?:replaced|swapped|exchanged|traded|substituted) (?:our |the |my )?{old} (?:with|for|by) {new}{end}$"), None),
        (format!(r"\b(?:renamed) (?:our |the |my )?{old} to {new}{end}$"), None),
        (format!(r"^{old} (?:was|has been|is being|got|is) (?:replaced|superseded|succeeded) (?:by|with) {new}{end}$"), None),
        (format!(r"^{new} (?:has |have )?(?:replaced|succeeded|taken over from|took over from|superseded) {old}(?: as [^,]+)?$"), None),
        (format!(r"\b(?:habe|haben|hab) (?:ich |wir )?{old} durch {new} (?:ersetzt|ausgetauscht|abgelöst)$"), None),
        (format!(r"^{old} (?:wurde|ist|wird) (?:jetzt |nun )?(?:durch|von) {new} (?:ersetzt|abgelöst)(?: worden)?$"), None),
        (format!(r"^{new} (?:hat|haben) {old} (?:abgelöst|ersetzt)$"), None),
        (format!(r"\b(?:habe|haben|hab) (?:ich |wir )?{old} in {new} umbenannt$"), None),
        // … from Reyher instead of from Würth; statt Figma nehme ich … Penpot.
        (format!(r"^(?P<head>.*\b){new} (?:instead of|in place of) {old}{end}$"), Some("${head}${new} now")),
        (format!(r"^(?P<head>.*\b){new},? (?:statt|anstatt|anstelle von) (?:von |mit |in |auf |am |im )?{old}$"), Some("${head}${new}")),
        (format!(r"^(?:statt|anstatt|anstelle von) {old} (?P<verb>\p{{L}}+) (?P<who>ich|wir) (?P<mid>(?:für|bei|zum|zur|im|in|am) [^,;]+? )?(?:jetzt |nun |neuerdings |inzwischen |mittlerweile |lieber |nur noch )+{new}$"), Some("${who} ${verb} jetzt ${mid}${new}")),
        (format!(r"^instead of {old},? (?P<who>i|we) (?:now )?(?P<verb>\p{{L}}+) {new}{end}$"), Some("${who} now ${verb} ${new}")),
        // Celsius, not Fahrenheit.
        (format!(r"^(?P<head>.*\b){new}, (?:and )?(?:not|no longer|nicht(?: mehr)?) {old}(?: please| bitte| any ?more)?$"), Some("${head}${new}")),
        // Don't write to me on Signal any more, use Threema.
        (format!(r"^(?:please )?(?:do not|don['’]?t|stop) \p{{L}}+ (?:me |us )?(?:on |at |by |via |with |in )?{old}(?: any ?more| any longer)?, (?:please )?(?:use|try|take|rather|prefer|better) {new}{end}$"), None),
        // Seven, no, eight.
        (format!(r"^(?:correction|scrap that|i mean|korrektur|ich meine)[:,]? (?:not |nicht ){old},? {new}$"), None),
    ]
    .into_iter()
    .map(|(looks, rewritten)| Form { looks: pattern(&format!("(?i){looks}")), rewritten })
    .collect()
});

/// What a sentence puts in the place of what.
pub(super) fn exchange(text: &str) -> Option<Exchange> {
    /// The longest name of a thing, in words.
    const LONGEST: usize = 7;
    static CONDITION: Pattern = LazyLock::new(|| {
        pattern(r"(?i)^(?:if|when|should|wenn|falls|sobald|can|could|kannst)\b|\b(?:not only|nicht nur)\b")
    });
    if CONDITION.is_match(text) {
        return None;
    }
    FORMS.iter().find_map(|form| {
        let found = form.looks.captures(text)?;
        let (old, new) = (found["old"].trim(), found["new"].trim());
        if old.split(' ').count() > LONGEST || old.eq_ignore_ascii_case(new) {
            return None;
        }
        let rewritten = form.rewritten.map(|says| {
            let mut sentence = String::new();
            found.expand(says, &mut sentence);
            sentence
        });
        Some(Exchange { old: bare(old), new: bare(new), rewritten })
    })
}

/// A thing without what leads up to it.
fn bare(text: &str) -> String {
    static LEAD: Pattern = LazyLock::new(|| {
        pattern(
            r"(?i)^(?:(?:from|to|by|with|on|in|at|von|mit|bei|auf|am|im|zum|zur|the|a|an|our|my|der|die|das|den|dem|eine?[nmr]?)\s+)+",
        )
    });
    let bare = LEAD.replace(text, "");
    if bare.is_empty() { text.to_owned() } else { bare.into_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_older_and_the_newer_are_told_apart() {
        for (text, old, new, rewritten) in [
            (
                "Our printer is no longer a Brother but a Kyocera",
                "Brother",
                "Kyocera",
                Some("Our printer is a Kyocera now"),
            ),
            ("Das Tor heißt nicht mehr Nord, sondern Ost", "Nord", "Ost", Some("Das Tor heißt jetzt Ost")),
            ("my code changed from 12 to 34", "12", "34", None),
            ("Wir haben Gas durch Strom ersetzt", "Gas", "Strom", None),
            ("Ms Ito took over from Mr Blum as our auditor", "Mr Blum", "Ms Ito", None),
            ("We buy nuts from Weber instead of Lang", "Lang", "Weber", Some("We buy nuts from Weber now")),
        ] {
            let found = exchange(text).unwrap();
            assert_eq!((found.old.as_str(), found.new.as_str()), (old, new), "{text}");
            assert_eq!(found.rewritten.as_deref(), rewritten, "{text}");
        }
        assert_eq!(exchange("If we moved from Jira to Trello"), None);
        assert_eq!(exchange("I like tea"), None);
    }
}
