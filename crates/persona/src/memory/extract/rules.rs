//! One clause against the rules of its language.

use std::sync::LazyLock;

use attune_domain::Language;
use attune_domain::memory::{MemoryKind, MemoryScope};
use regex::{Captures, Regex};

use super::general::read_frame;
use super::manner::side_of_answer;
use super::things::{group_of, key_of, key_of_both};
use super::{english, german};
use crate::memory::{Candidate, Change, Pattern, pattern};

/// A clause in the form that rules are written for.
#[derive(Debug, Clone, Default)]
pub(super) struct Clause {
    /// The statement itself, positive, without fillers and adverbs.
    pub text: String,
    /// Whether it says that this no longer holds.
    pub ends: bool,
    /// Whether it says that this is new, or another than before.
    pub renews: bool,
    /// Whether it says that this comes beside something else.
    pub adds: bool,
    /// What it says that this takes the place of.
    pub instead_of: Option<String>,
}

impl Clause {
    /// Takes note of an adverb that is taken out of the clause.
    pub(super) fn note(&mut self, adverb: &str) {
        self.renews |= adverb.starts_with("since ") || adverb.starts_with("seit ");
        self.renews |= matches!(
            adverb,
            "now"
                | "nowadays"
                | "these days"
                | "currently"
                | "instead"
                | "just"
                | "recently"
                | "at last"
                | "by now"
                | "finally"
                | "jetzt"
                | "nun"
                | "inzwischen"
                | "mittlerweile"
                | "aktuell"
                | "derzeit"
                | "momentan"
                | "zurzeit"
                | "seit kurzem"
                | "seit gestern"
                | "stattdessen"
        );
        self.adds |= matches!(adverb, "also" | "too" | "as well" | "both" | "auch");
    }
}

/// A rule: what a clause looks like, and what is remembered of it.
pub(super) struct Rule {
    /// The pattern, with the group `v` for the value and perhaps `k` for what it is the value of.
    pub looks: &'static str,
    pub kind: MemoryKind,
    pub slot: Slot,
    /// The sentence that is remembered, with `{v}` and `{k}`.
    pub says: &'static str,
    pub confidence: f32,
}

/// What a rule's value is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Slot {
    /// The one value of a slot.
    One(&'static str),
    /// The one value for its `k`.
    OneFor(&'static str),
    /// A value beside others: its slot ends with itself.
    Many(&'static str),
    /// A thing of a group, beside others of the group until one takes its place.
    Thing(&'static str),
    /// Something liked or not: the newest word on it holds.
    Taste,
    /// What the person is beside others: left-handed, a morning person.
    Trait,
    /// Nothing that has a slot: only what is known by its words ends with it.
    Any,
    /// One thing over another, or one of a group.
    Preference,
    /// How the person wants to be answered, or a rule of theirs.
    Manner,
}

/// A rule with its pattern compiled.
pub(super) struct Compiled {
    looks: Regex,
    rule: &'static Rule,
}

pub(super) fn compile(rules: &'static [Rule]) -> Vec<Compiled> {
    rules.iter().map(|rule| Compiled { looks: pattern(&format!("(?i)^(?:{})$", rule.looks)), rule }).collect()
}

/// What a clause says of the person. `asked` widens what may be named to things of every kind.
pub(super) fn read_clause(clause: &str, language: Language, asked: bool) -> Vec<Candidate> {
    static GERMAN: Pattern = LazyLock::new(|| {
        pattern(
            r"(?i)\b(?:ich|mich|mir|mein\w*|wir|unser\w*|bitte|nicht|kein\w*|dass|ist|der|die|das|und|auf|immer|nie|merk|antworte|verwende|nenn\w*)\b",
        )
    });
    static ENGLISH: Pattern = LazyLock::new(|| {
        pattern(
            r"(?i)\b(?:i|i['’](?:m|ve|d)|my|we|our|me|the|is|am|not|please|always|never|use|answer|call|and|no)\b",
        )
    });
    let (german, english) = (GERMAN.find_iter(clause).count(), ENGLISH.find_iter(clause).count());
    let is_german = german > english || german == english && language == Language::German;
    let in_german = || read(&german::prepare(clause), &german::RULES, asked);
    let in_english = || read(&english::prepare(clause), &english::RULES, asked);
    let found = if is_german { in_german() } else { in_english() };
    // A few words may look like either language.
    match (found.is_empty() && german == english, is_german) {
        (true, true) => in_english(),
        (true, false) => in_german(),
        (false, _) => found,
    }
}

fn read(clause: &Clause, rules: &[Compiled], asked: bool) -> Vec<Candidate> {
    let found = rules.iter().find_map(|compiled| {
        let groups = compiled.looks.captures(&clause.text)?;
        if compiled.rule.slot == Slot::OneFor("my") && !asked && !is_known(&groups) {
            return None;
        }
        candidate(clause, compiled.rule, &groups)
    });
    match found.or_else(|| read_frame(clause)) {
        Some(found) => split_job(found),
        None => Vec::new(),
    }
}

fn candidate(clause: &Clause, rule: &Rule, groups: &Captures<'_>) -> Option<Candidate> {
    static NOTHING: Pattern = LazyLock::new(|| {
        pattern(
            r"(?i)^(?:it|(?:this|that|these|those)\b.*|them|him|her|you|your\b.*|yours|what\b.*|how\b.*|when\b.*|where\b.*|which\b.*|whether\b.*|everything|nothing|something|anything|one|so|verlängert|verschoben|verlegt|geändert|abgesagt|extended|postponed|moved|changed|cancell?ed|delayed|to know\b.*|to ask\b.*|to see\b.*|to say\b.*|to admit\b.*|to bother\b.*|to interrupt\b.*|to understand\b.*|das|es|dies\w*|jene\w*|ihn|sie|dich|dein\w*|was\b.*|wie\b.*|wenn\b.*|ob\b.*|alles|nichts|etwas|sehr|the (?:idea|answer|way you)\b.*|(?:the |your )?(?:version|option|variant|draft|suggestion|proposal)\b.*|the (?:first|second|third|last|other|latter|former)(?: (?:one|two|version|option|draft|paragraph|sentence|part|point|example|answer|suggestion|half|bit|attempt|variant|proposal)\b.*)?|the [\p{L}-]+ one|(?:das|die|den|der) (?:\p{L}+ )?(?:fassung|variante|version|beispiel|vorschlag|satz|entwurf)|die (?:idee|antwort|erste|zweite)\b.*)$",
        )
    });
    let value = tidy(groups.name("v").map_or("", |group| group.as_str()));
    let key = tidy(groups.name("k").map_or("", |group| group.as_str()));
    if rule.slot == Slot::One("home") && group_of(&value).is_some() {
        // Who moves from one program to another does not move house.
        return None;
    }
    if value.is_empty() && rule.says.contains("{v}")
        || NOTHING.is_match(&value)
        || value.chars().count() > 200
    {
        return None;
    }
    let subject = if value.is_empty() { groups[0].to_owned() } else { value.clone() };
    let (slot, own_change) = slot(rule, &subject, &key, &groups[0]);
    let change = if clause.ends {
        Change::Ends
    } else if clause.adds {
        Change::Adds
    } else if clause.renews || clause.instead_of.is_some() {
        match own_change {
            Change::Sets => Change::Sets,
            _ => Change::Replaces { old: clause.instead_of.clone() },
        }
    } else {
        own_change
    };
    let text = rule.says.replace("{v}", &value).replace("{k}", &key).replace("{all}", groups[0].trim());
    Some(Candidate {
        text,
        kind: rule.kind,
        slot,
        scope: MemoryScope::Person,
        confidence: rule.confidence,
        explicit: false,
        sensitive: false,
        change,
    })
}

fn slot(rule: &Rule, value: &str, key: &str, all: &str) -> (Option<String>, Change) {
    let (slot, change) = match rule.slot {
        Slot::Any => return (None, Change::Ends),
        Slot::Trait => (format!("trait:{}", key_of(value)), Change::Adds),
        Slot::One(name) => (name.to_owned(), Change::Sets),
        Slot::OneFor("favourite") => (format!("favourite:{}", favourite(key)), Change::Sets),
        Slot::OneFor(name) => (format!("{name}:{}", key_of(key)), Change::Sets),
        Slot::Many(name) => (format!("{name}:{}", key_of(value)), Change::Sets),
        Slot::Thing(name) => match group_of(value) {
            Some("units") => (format!("{name}:units"), Change::Sets),
            Some(group) => (format!("{name}:{group}"), Change::Adds),
            None => (format!("{name}:{}", key_of(value)), Change::Adds),
        },
        Slot::Taste => match side_of_answer(all) {
            Some(side) => (side, Change::Sets),
            None => (format!("taste:{}", key_of(value)), Change::Sets),
        },
        Slot::Preference => {
            let slot = match (side_of_answer(all), group_of(value)) {
                (Some(side), _) => side,
                (None, _) if !key.is_empty() => format!("over:{}", key_of_both(value, key)),
                (None, Some(group)) => format!("favourite:{group}"),
                (None, None) => format!("taste:{}", key_of(value)),
            };
            (slot, Change::Sets)
        }
        Slot::Manner => match side_of_answer(all) {
            Some(side) => (side, Change::Sets),
            None => (format!("rule:{}", key_of(value)), Change::Sets),
        },
    };
    (Some(slot), change)
}

/// What somebody's favourite is one of.
fn favourite(key: &str) -> String {
    static FAVOURITE: Pattern = LazyLock::new(|| pattern(r"(?i)^(?:favou?rite |lieblings-?)"));
    let thing = FAVOURITE.replace(key, "");
    group_of(&thing).map_or_else(|| key_of(&thing), str::to_owned)
}

/// `Contoso as a buyer` names an employer and a job.
fn split_job(found: Candidate) -> Vec<Candidate> {
    static BOTH: Pattern = LazyLock::new(|| {
        pattern(
            r"(?i)^(?P<verb>Works at|Arbeitet bei) (?P<at>.+?) (?P<as>as an?|als(?: eine?)?) (?P<job>.+)$",
        )
    });
    let Some(groups) = BOTH.captures(&found.text).filter(|_| found.change != Change::Ends) else {
        return vec![found];
    };
    let job = match &groups["verb"] {
        "Works at" => format!("Works as {}", &groups["job"]),
        _ => format!("Arbeitet als {}", &groups["job"]),
    };
    let text = format!("{} {}", &groups["verb"], &groups["at"]);
    let job = Candidate { text: job, slot: Some("job".to_owned()), ..found.clone() };
    vec![Candidate { text, ..found }, job]
}

/// Things of a person's own of which it is worth knowing what they are. Of others (`my question is …`) it is
/// only when they ask to remember it.
fn is_known(groups: &Captures<'_>) -> bool {
    static KNOWN: Pattern = LazyLock::new(|| {
        pattern(
            r"(?i)\b(?:name|surname|nickname|pronouns|birthday|anniversary|age|team|department|office|desk|employer|company|title|role|position|stack|tech stack|flat|apartment|house|garden|kitchen|home office|bank|first language|middle name|first name|last name|salary|rent|setup|screen|phone|keyboard|operating system|camera|car|budget|time ?zone|phone number|email|laptop|car|bike|dog|cat|pet|school|university|hometown|city|country|address|deadline|start date|notice period|salary band|cost cent(?:er|re)|language|native language|mother tongue|editor|shift|working hours|holiday|vacation|project|client|customer|hobby|hobbies|goal|vorname|nachname|familienname|spitzname|wohnung|haus|garten|küche|bank|handy|bildschirm|kamera|gehalt|jour fixe|stammtisch|rollen?name|geburtstag|hochzeitstag|alter|abteilung|büro|schreibtisch|firma|arbeitgeber|titel|rolle|stelle|zeitzone|rufnummer|telefonnummer|rechner|auto|fahrrad|hund|katze|haustier|schule|universität|heimatstadt|stadt|land|adresse|frist|kostenstelle|sprache|muttersprache|schicht|arbeitszeiten?|urlaub|projekt|kunde|hobbys?|ziel)$",
        )
    });
    groups.name("k").is_some_and(|key| KNOWN.is_match(key.as_str().trim()))
}

/// A value without reasons, without what it is not, and in the third person.
pub(super) fn tidy(value: &str) -> String {
    static TAIL: Pattern = LazyLock::new(|| {
        pattern(
            r"(?i)(?:,?\s+(?:because|since|so that|so i|which is|weil|da ich|damit)\b.*|,\s+(?:she|he|it|they|who|er|sie|es|die|der|das)\b.*|,\s+[\p{L}]+ (?:was|were|war|waren) (?:too|so|zu|such)\b.*|,.{0,3}\b(?:not|nicht)\b.*|\s+(?:now|jetzt),.*|\s+(?:now that|as of)\b.*|\s+(?:by the way|btw|übrigens|though|thanks|thank you|danke)\b.*|,\s+(?:hurry|quick|quickly|asap|lol|haha|ha ha|ok(?:ay)?|right|slowly|doing\b.*|which\b.*|where\b.*)|,?\s+(?:but|aber)\b.*|,\s+(?:anyway|trotzdem)\b.*|\s+(?:please|bitte))$",
        )
    });
    static PERSONS: LazyLock<[(Regex, &str); 4]> = LazyLock::new(|| {
        [
            (pattern(r"(?i)\bmy\b"), "their"),
            (pattern(r"\bI\b"), "they"),
            (pattern(r"(?i)\bme\b"), "them"),
            (pattern(r"(?i)\bmyself\b"), "themselves"),
        ]
    });
    let mut value = TAIL.replace(value.trim(), "").into_owned();
    for (person, third) in PERSONS.iter() {
        value = person.replace_all(&value, *third).into_owned();
    }
    value
        .trim_matches(|letter: char| {
            letter.is_whitespace() || matches!(letter, ',' | '.' | '!' | '"' | '“' | '”' | '„')
        })
        .to_owned()
}
