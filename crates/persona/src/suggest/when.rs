//! Days that a person names in their own words, in English and German: `remind me on Friday`, `bis 3. Dezember`,
//! `in two weeks`, `2026-12-03`.
//!
//! Only a day that lies ahead counts, and only in a sentence that shows why it was named: a wish to be reminded, a
//! deadline, or something that the person has to do or go to. What they quote, and what a text they ask for shall
//! say, names no day of theirs. A day missed is better than a day made up.

use std::sync::LazyLock;

use jiff::Span;
use jiff::civil::{Date, Weekday};
use regex::{Captures, Match, Regex};

use super::pattern;
use crate::memory::own_sentences;

/// The farthest day ahead that is taken for meant, in days.
const FARTHEST: i64 = 400;
/// A day and month without a year that passed within so many days is taken for past, and not for next year's.
const JUST_PASSED: i64 = 90;

/// Why a day was named, the most telling first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cue {
    /// The person wants to come back to it.
    Remind,
    /// Something has to be done by then.
    Deadline,
    /// Something happens then.
    Appointment,
}

/// A day that lies ahead of when it was named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// The day.
    pub date: Date,
    /// Why it was named.
    pub cue: Cue,
    /// The sentence that names it.
    pub sentence: String,
}

/// The days that a message names, in its order; `said_on` is when it was written.
#[must_use]
pub fn dues(message: &str, said_on: Date) -> Vec<Due> {
    if !may_name_a_day(message) {
        return Vec::new();
    }
    let of_sentence = |sentence: String| {
        let (date, at) = first_day(&sentence, said_on)?;
        let cue = cue(&sentence, at)?;
        Some(Due { date, cue, sentence })
    };
    own_sentences(message).into_iter().filter_map(of_sentence).collect()
}

/// Finds a day that a sentence names, and the byte at which it does.
type Reader = fn(&str, Date) -> Option<(Date, usize)>;

/// The first day ahead that a sentence names, and where it does.
fn first_day(sentence: &str, said_on: Date) -> Option<(Date, usize)> {
    let readers: [Reader; 5] = [iso, with_month, numeric, weekday, relative];
    let found = readers.into_iter().filter_map(|read| read(sentence, said_on));
    let ahead = found.filter(|(date, _)| (1..=FARTHEST).contains(&days_between(said_on, *date)));
    ahead.min_by_key(|(_, at)| *at)
}

pub(super) fn days_between(from: Date, to: Date) -> i64 {
    (to - from).get_days().into()
}

/// Most messages name no day, and are passed over without reading them.
fn may_name_a_day(message: &str) -> bool {
    static HINT: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)\d{4}-\d|\d\.\s?\d|\d/\d|days?\b|tag(?:en)?\b|woch|week|month|monat|morrow|morgen|mitt|sonnabend|\b(?:jan|feb|mar|mär|apr|ma[iy]|jun|jul|aug|sep|o[ck]t|nov|de[cz])",
        )
    });
    HINT.is_match(message)
}

/// Why a sentence names the day that stands at `at`.
fn cue(sentence: &str, at: usize) -> Option<Cue> {
    static REMIND: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)\b(?:remind|don['’]?t let me forget|follow(?:ing)?[- ]?up|(?:get|come|go) back to|check (?:back|in|again)|ping me|(?:continue|carry on|pick (?:this|it) up)|erinner\w*|vergiss nicht|nachfass\w*|nachhak\w*|wiedervorlage|zurückkomm\w*|darauf zurück|weitermach\w*|weiter machen|mach\w* (?:ich|wir) (?:hier )?weiter|melde mich)\b",
        )
    });
    static DEADLINE: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)\b(?:deadline|due|no later than|at the latest|hand (?:it |this )?in|submit|deliver(?:ed)?|expires?|frist|fällig|spätestens|abgabe|abgeben|einreich\w*|läuft ab|stichtag)\b",
        )
    });
    // Only right before the day do these words set a limit.
    static UNTIL: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)\b(?:by|until|till|before|bis(?: zum| zur| spätestens)?|vor(?: dem)?)(?: (?:the|end of|next|this|coming|nächste\w*|kommende\w*|diese\w*|ende))?\s*$",
        )
    });
    static APPOINTMENT: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)\b(?:meeting|appointment|interview|presentation|present|workshop|call|review|exam|conference|demo|kick-?off|launch|takes place|scheduled|planned|my first day|(?:i|we) (?:have|need|must|will|want|am|are|plan|go|start|begin|leave|travel|fly)|(?:i|we)['’](?:ll|m|re|ve)|termin\w*|besprechung\w*|gespräch\w*|vorstellungsgespräch|präsentation\w*|präsentier\w*|prüfung|konferenz|schulung|(?:ich|wir) (?:muss|müssen|habe|haben|will|wollen|werde|werden|soll|sollen|bin|sind|treffe\w*|fahre\w*|fliege\w*|brauche\w*)|(?:muss|habe|will|werde|soll|bin|treffe|fahre|fliege|brauche) ich|(?:müssen|haben|wollen|werden|sollen|sind|treffen|fahren|brauchen) wir|findet statt|findet .* statt|steht an)\b",
        )
    });
    if REMIND.is_match(sentence) {
        Some(Cue::Remind)
    } else if DEADLINE.is_match(sentence) || UNTIL.is_match(&sentence[..at]) {
        Some(Cue::Deadline)
    } else if APPOINTMENT.is_match(sentence) {
        Some(Cue::Appointment)
    } else {
        None
    }
}

/// `2026-12-03`.
fn iso(sentence: &str, _: Date) -> Option<(Date, usize)> {
    static ISO: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b(\d{4})-(\d{2})-(\d{2})\b"));
    let found = ISO.captures(sentence)?;
    Some((date(number(&found, 1)?, number(&found, 2)?, number(&found, 3)?)?, start(&found)))
}

/// `3 December`, `December 3rd, 2027`, `3. Dezember`, `end of November`, `Mitte Dezember`.
fn with_month(sentence: &str, said_on: Date) -> Option<(Date, usize)> {
    const MONTH: &str = r"(?P<month>jan(?:uary|uar|ner)?|jänner|feb(?:ruary|ruar)?|mar(?:ch)?|märz|mär|apr(?:il)?|may|mai|june?|juni?|july?|juli?|aug(?:ust)?|sept?(?:ember)?|o[ck]t(?:ober)?|nov(?:ember)?|de[cz](?:ember)?)\b";
    const YEAR: &str = r"(?:\.?,? (?P<year>(?:19|20)\d{2})\b)?";
    static DAY_FIRST: LazyLock<Regex> = LazyLock::new(|| {
        pattern(&format!(r"(?i)\b(?P<day>\d{{1,2}})(?:\.|st|nd|rd|th)? ?(?:of )?{MONTH}{YEAR}"))
    });
    static MONTH_FIRST: LazyLock<Regex> = LazyLock::new(|| {
        pattern(&format!(r"(?i)\b{MONTH}\.? (?:the )?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b{YEAR}"))
    });
    static PART: LazyLock<Regex> =
        LazyLock::new(|| pattern(&format!(r"(?i)\b(?P<part>end of|ende|mid|mitte)[ -]{MONTH}{YEAR}")));
    let month = |found: &Captures<'_>| month(found.name("month")?.as_str());
    let year = |found: &Captures<'_>| Some(found.name("year")?.as_str().parse::<i16>());
    let whole = |found: Captures<'_>| {
        let day = found.name("day")?.as_str().parse().ok()?;
        let date = day_of_year(year(&found).transpose().ok()?, month(&found)?, day, said_on)?;
        Some((date, start(&found)))
    };
    let part = |found: Captures<'_>| {
        let is_end = found.name("part")?.as_str().to_lowercase().starts_with('e');
        let middle = day_of_year(year(&found).transpose().ok()?, month(&found)?, 15, said_on);
        let date = middle.map(|middle| if is_end { middle.last_of_month() } else { middle })?;
        Some((date, start(&found)))
    };
    let each = [&DAY_FIRST, &MONTH_FIRST].map(|form| form.captures(sentence).and_then(whole));
    let part = PART.captures(sentence).and_then(part);
    each.into_iter().chain([part]).flatten().min_by_key(|(_, at)| *at)
}

/// `3.12.`, `3.12.2026`, `23/12/2026`. A day and a month that could be the other way round name no day.
fn numeric(sentence: &str, said_on: Date) -> Option<(Date, usize)> {
    static DOTS: LazyLock<Regex> = LazyLock::new(|| {
        // A version or a price has no second full stop; at the end of a sentence a preposition tells.
        pattern(
            r"(?i)(?:^|\s)(?:(?P<day>\d{1,2})\. ?(?P<month>\d{1,2})\.(?: ?(?P<year>(?:19|20)\d{2}|\d{2})\b)?|(?:am|bis|zum|der|den|ab|vor dem) (?P<day2>\d{1,2})\.(?P<month2>\d{1,2})$)",
        )
    });
    static SLASHES: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b(\d{1,2})/(\d{1,2})/(20\d{2})\b"));
    if let Some(found) = DOTS.captures(sentence) {
        let either = |one, other| found.name(one).or_else(|| found.name(other));
        let (day, month) = (either("day", "day2")?, either("month", "month2")?);
        let year = found.name("year").and_then(|year| year.as_str().parse::<i16>().ok());
        let year = year.map(|year| if year < 100 { 2000 + year } else { year });
        let date = day_of_year(year, month.as_str().parse().ok()?, day.as_str().parse().ok()?, said_on)?;
        return Some((date, day.start()));
    }
    let found = SLASHES.captures(sentence)?;
    let (one, other) = (number(&found, 1)?, number(&found, 2)?);
    let (day, month) = match (one > 12, other > 12) {
        (true, false) => (one, other),
        (false, true) => (other, one),
        _ => return None,
    };
    Some((date(number(&found, 3)?, month, day)?, start(&found)))
}

/// `on Friday`, `next Tuesday`, `bis nächsten Montag`.
fn weekday(sentence: &str, said_on: Date) -> Option<(Date, usize)> {
    static WEEKDAY: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)(?:\b(?P<before>next|last|past|every|each|nächste[nrms]?|übernächste[nrms]?|letzte[nrms]?|vergangene[nrms]?|jede[nrms]?)\s+)?\b(?P<day>monday|tuesday|wednesday|thursday|friday|saturday|sunday|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag)\b",
        )
    });
    for found in WEEKDAY.captures_iter(sentence) {
        let before = found.name("before").map(|word| word.as_str().to_lowercase()).unwrap_or_default();
        if ["last", "past", "every", "each", "letzt", "vergangen", "jede"]
            .iter()
            .any(|past| before.starts_with(past))
        {
            continue;
        }
        let Some(day) = found.name("day").and_then(|day| day_of_week(day.as_str())) else { continue };
        let since = i64::from(said_on.weekday().since(day));
        // On a Friday, “on Friday” is the next one.
        let mut ahead = 7 - since;
        let same_week = said_on.weekday().to_monday_zero_offset() < day.to_monday_zero_offset();
        // In English “next Friday” is rarely the one of this week; in German it is.
        if before == "next" && same_week || before.starts_with("über") {
            ahead += 7;
        }
        return Some((later(said_on, Span::new().days(ahead))?, start(&found)));
    }
    None
}

/// `tomorrow`, `übermorgen`, `in two weeks`, `in 3 Tagen`, `next week`, `Ende des Monats`.
fn relative(sentence: &str, said_on: Date) -> Option<(Date, usize)> {
    static TOMORROW: LazyLock<Regex> = LazyLock::new(|| {
        // “Morgen” with a capital is the morning, but where a sentence begins with it and goes on about the day.
        pattern(
            r"\b(?P<after>(?i:the )?(?i:day after tomorrow)|[Üü]bermorgen)\b|\b(?i:tomorrow)\b|(?:^|[^\p{L}])(?P<de>morgen)\b|^(?P<start>Morgen) (?:muss|habe|will|werde|soll|bin|ist|früh|um|brauche|kommt|geht|müssen|haben|treffe|findet)\b",
        )
    });
    static IN: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)\bin (?P<count>\d{1,2}|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|eine[mr]?|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|zwölf) (?P<unit>days?|tag(?:en)?|weeks?|wochen?|months?|monat(?:en)?)\b",
        )
    });
    static PERIOD: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)\b(?:(?P<week>next week|nächste[rn]? woche|kommende[rn]? woche)|(?P<month>next month|nächste[nm]? monat|kommende[nm]? monat)|(?P<endweek>(?:end of|by the end of) (?:the|this) week|ende (?:der|dieser) woche)|(?P<endmonth>end of (?:the|this) month|ende (?:des|dieses) monats|monatsende))\b",
        )
    });
    let tomorrow = TOMORROW.captures(sentence).and_then(|found| {
        let days = if found.name("after").is_some() { 2 } else { 1 };
        let own = found.name("de").or_else(|| found.name("start")).map(|word| word.start());
        Some((later(said_on, Span::new().days(days))?, own.unwrap_or_else(|| start(&found))))
    });
    let counted = IN.captures(sentence).and_then(|found| {
        let count = count_of(found.name("count")?.as_str())?;
        let unit = found.name("unit")?.as_str().to_lowercase();
        let span = match unit.as_bytes().first()? {
            b'd' | b't' => Span::new().days(count),
            b'w' => Span::new().weeks(count),
            _ => Span::new().months(count),
        };
        Some((later(said_on, span)?, start(&found)))
    });
    let period = PERIOD.captures(sentence).and_then(|found| {
        let to_friday = 4 - i64::from(said_on.weekday().to_monday_zero_offset());
        let date = if found.name("week").is_some() {
            later(said_on, Span::new().days(to_friday + 3))?
        } else if found.name("month").is_some() {
            later(said_on.first_of_month(), Span::new().months(1))?
        } else if found.name("endweek").is_some() {
            later(said_on, Span::new().days(to_friday))?
        } else {
            said_on.last_of_month()
        };
        Some((date, start(&found)))
    });
    [tomorrow, counted, period].into_iter().flatten().min_by_key(|(_, at)| *at)
}

fn later(from: Date, span: Span) -> Option<Date> {
    from.checked_add(span).ok()
}

fn start(found: &Captures<'_>) -> usize {
    found.get(0).as_ref().map_or(0, Match::start)
}

fn number(found: &Captures<'_>, group: usize) -> Option<i16> {
    found.get(group)?.as_str().parse().ok()
}

fn date(year: i16, month: i16, day: i16) -> Option<Date> {
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// A day of a year, or of the year in which it is next ahead; none where it has just passed.
fn day_of_year(year: Option<i16>, month: i16, day: i16, said_on: Date) -> Option<Date> {
    if let Some(year) = year {
        return date(year, month, day);
    }
    let this_year = date(said_on.year(), month, day)?;
    match days_between(this_year, said_on) {
        passed if passed > JUST_PASSED => date(said_on.year() + 1, month, day),
        passed if passed > 0 => None,
        _ => Some(this_year),
    }
}

fn month(name: &str) -> Option<i16> {
    let name: String = name.to_lowercase().chars().take(3).collect();
    let place = match name.as_str() {
        "jan" | "jän" => 1,
        "feb" => 2,
        "mar" | "mär" => 3,
        "apr" => 4,
        "may" | "mai" => 5,
        "jun" => 6,
        "jul" => 7,
        "aug" => 8,
        "sep" => 9,
        "oct" | "okt" => 10,
        "nov" => 11,
        "dec" | "dez" => 12,
        _ => return None,
    };
    Some(place)
}

fn day_of_week(name: &str) -> Option<Weekday> {
    let name = name.to_lowercase();
    Some(match name.get(..2)? {
        "mo" => Weekday::Monday,
        "tu" | "di" => Weekday::Tuesday,
        "we" | "mi" => Weekday::Wednesday,
        "th" | "do" => Weekday::Thursday,
        "fr" => Weekday::Friday,
        "sa" => Weekday::Saturday,
        "su" => Weekday::Sunday,
        _ if name == "sonnabend" => Weekday::Saturday,
        _ => Weekday::Sunday,
    })
}

fn count_of(word: &str) -> Option<i64> {
    Some(match word.to_lowercase().as_str() {
        "a" | "an" | "one" | "ein" | "eine" | "einem" | "einer" => 1,
        "two" | "zwei" => 2,
        "three" | "drei" => 3,
        "four" | "vier" => 4,
        "five" | "fünf" => 5,
        "six" | "sechs" => 6,
        "seven" | "sieben" => 7,
        "eight" | "acht" => 8,
        "nine" | "neun" => 9,
        "ten" | "zehn" => 10,
        "twelve" | "zwölf" => 12,
        figure => figure.parse().ok()?,
    })
}

#[cfg(test)]
#[path = "when_tests.rs"]
mod tests;
