//! What a clause says for which there is no rule, by its frame alone: something of theirs and what it is, or what
//! they do, have or are as a habit. What is in no frame may still change or end what is known of the same thing.

use std::sync::LazyLock;

use attune_domain::memory::{MemoryKind, MemoryScope};

use super::rules::{Clause, tidy};
use super::things::key_of;
use crate::memory::gist::Gist;
use crate::memory::{Candidate, Change, Pattern, content_words, pattern};

/// Things of theirs that are of the moment, of a text or of a task.
const FLEETING: &str = "question|questions|problem|issue|point|idea|guess|answer|code|error|bug|file|files|text|draft|message|concern|\
    worry|feeling|impression|suggestion|request|task|sentence|paragraph|essay|letter|output|result|results|test|tests|build|turn|brain|\
    head|eyes|mistake|fault|bad|understanding|input|query|prompt|mind|opinion|thought|thoughts|hope|fear|first thought|version|proposal|\
    plan|heart|aim|advice|reply|reason|example|function|script|formula|sheet|spreadsheet|slide|slides|table|list|cursor|window|tab|only \\w+|\
    character|protagonist|novel|story|poem|speech|reasoning|summary|word|words|spelling|frage|fragen|problem|fehler|punkt|idee|vermutung|antwort|text|entwurf|nachricht|sorge|gefühl|eindruck|\
    vorschlag|bitte|aufgabe|satz|absatz|aufsatz|brief|ausgabe|ergebnis|test|verständnis|eingabe|meinung|gedanke|gedanken|hoffnung|angst|version|\
    plan|herz|rat|grund|beispiel|funktion|skript|formel|tabelle|liste|folie|folien|fenster|kopf|figur|roman|geschichte|wort";

/// What something is only now, or is said to be.
const OF_THE_MOMENT: &str = "(?:too|so|very|rather|quite|pretty|really|a bit|a little|kind of|not|also|just|still|already|all|\
    zu|so|sehr|ziemlich|etwas|nicht|noch|schon|ganz|gerade)\\b.*|(?:broken|late|slow|wrong|missing|full|empty|ready|done|fine|good|bad|ok|okay|great|nice|\
    better|worse|gone|lost|dead|open|closed|sick|ill|tired|busy|angry|happy|sad|away|stuck|unclear|clear|\
    long|short|big|small|old|easy|hard|\\w+ing|\\w{3,}ed|\\w+t? to|that|whether|how|why|what|if|dass|ob|wie|warum|was|wenn)\\b.*";

/// Verbs of habit and state: `I take the early train`, `we ship on Tuesdays`.
const DO: &str = "take|play|pay|ship|share|sign|weigh|host|heat|wear|own|rent|run|teach|coach|train|sell|produce|buy|order|invoice|bill|store|\
    deploy|cook|drink|eat|smoke|speak|sit|start|finish|drive|ride|fly|bank|report|lead|head|manage|supervise|handle|look after|live|\
    stay|sleep|study|belong|publish|release|write|read|practi[cs]e|volunteer|serve|cycle|swim|get up|wake up|meet|commute|work|go by|go to|go|\
    am based|are based|am in charge|are in charge|am responsible|am married|am engaged|am divorced|am a member|am part of|carry|brew|grow|breed|collect|get|keep|track|\
    communicate|collaborate|charge|earn|spend|close|open|build|develop|test|measure|save|employ|never (?:work|eat|drink|fly|drive|travel|wear|take|read|smoke)";
const TUN: &str = "nehme|nehmen|spiele|spielen|zahle|zahlen|bezahle|bezahlen|verschicke|verschicken|versende|versenden|liefern|teile|teilen|\
    unterschreibe|unterschreiben|wiege|heize|heizen|trage|besitze|besitzen|miete|mieten|leite|leiten|unterrichte|trainiere|verkaufe|verkaufen|kaufe|kaufen|\
    bestelle|bestellen|beziehe|beziehen|speichere|speichern|koche|kochen|trinke|trinken|esse|rauche|sitze|sitzen|beginne|beginnen|fahre|fahren|fliege|\
    berichte|berichten|betreue|betreuen|wohne|wohnen|lebe|leben|schlafe|studiere|gehöre|veröffentliche|veröffentlichen|lese|schreibe|schreiben|schwimme|\
    laufe|pendle|arbeite|arbeiten|gehe|treffe|treffen|bekomme|verdiene|mache immer|mache jeden|mache jeweils|mache|duzen|siezen|züchte|sammle|beschäftigen|bauen|stellen|stehe|\
    bin teilzeit|bin vollzeit|bin in teilzeit|wachsen|buche|buchen|verwalte|backe|singe|tanze|jogge|klettere|reite";

static THEIRS: Pattern = LazyLock::new(|| {
    pattern(
        r"(?i)^(?:my|our|the new|new|mein(?:e[rsn]?)?|unser(?:e[rsn]?)?|neue[rs]?) (?:new |current |usual |neue[rsn]? |aktuelle[rsn]? |derzeitige[rsn]? )?(?P<k>[\p{L}\d][\p{L}\d /&'’-]*?) (?P<is>is|are|will be|has become|have become|became|has been|is called|are called|ist|sind|hei(?:ß|ss)t|hei(?:ß|ss)en|lautet|lauten|wird|beträgt|liegt bei) (?:now |jetzt |nun |inzwischen |mittlerweile |ab sofort |called |named )*(?P<v>.+)$",
    )
});
/// Something of theirs that does something: starts at nine, runs until May.
static RUNS: Pattern = LazyLock::new(|| {
    pattern(
        r"(?i)^(?:my|our|the|mein(?:e[rsn]?)?|unser(?:e[rsn]?)?|der|die|das) (?P<k>[\p{L}\d][\p{L}\d /&'’-]*?) (?P<is>is planned|is scheduled|is set|are planned|is|are|runs|run|has|have|hat|haben|tagt|tagen|starts?|begins?|ends?|finishes|leaves|closes|opens|lasts|costs?|goes|works|lives|lie|lies|takes place|meets?|ships?|reports?|ist|sind|läuft|laufen|beginnt|startet|endet|fährt|geht|gehen|kostet|dauert|sitzt|wohnt|lebt|arbeitet|liegt|öffnet|schließt|findet|trifft|heißt|beträgt)\b (?P<v>.+)$",
    )
});
/// Prof. Stein is my mentor now.
static IS_THEIRS: Pattern = LazyLock::new(|| {
    pattern(
        r"(?i)^(?P<v>[^,;]{2,50}?) (?:is|are|has become|became|will be|ist|sind|wird) (?:now |jetzt |nun |ab sofort )?(?:my|our|meine?|unsere?) (?:new |current |neue[rs]? )?(?P<k>[\p{L}\d][\p{L}\d /&'’-]*)$",
    )
});
static DOES: Pattern = LazyLock::new(|| {
    pattern(&format!(r"(?i)^(?:i|we) (?:now |do |only |always |will )?(?P<do>{DO})\b (?P<v>.+)$"))
});
static TUT: Pattern = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)^(?:(?P<lead>[^,;]{{2,50}}) )??(?:(?:ich|wir) (?P<do>{TUN})|(?P<verb>{TUN}) (?:ich|wir))\b ?(?P<v>.*)$"
    ))
});
/// What they do without an object.
static DOES_IT: Pattern = LazyLock::new(|| {
    pattern(
        r"(?i)^(?:i|we) (?:run|swim|cycle|smoke|row|climb|ski|dance|paint|knit|garden|volunteer|commute|jog|hike|box)$",
    )
});
/// What somebody has become: `I am a journeyman now`.
static HAS_BECOME: Pattern =
    LazyLock::new(|| pattern(r"(?i)^(?:i am an?|ich bin) (?P<v>[\p{L}-]+(?: [\p{L}-]+){0,3})$"));
/// What somebody is or has beside the rules' things.
static IS: Pattern = LazyLock::new(|| {
    pattern(
        r"(?i)^(?:i|we) (?:am|are) (?P<v>(?:(?:on|in|part of|with) (?:the |a |an |my |our )?[\p{L}\d -]*\b(?:shift|plan|team|board|committee|rota|contract|union|probation|trial|tariff|payroll|track|scheme|programme|program|project|squad|version|tier)\b.*|(?:an? |the )?[\p{L}-]+(?: [\p{L}-]+)? (?:person|contact|lead|owner|rep|representative|chair|treasurer|deputy|coordinator|responsible) (?:for|of) .+|an? team of .+|a [\p{L}-]+ of [\p{L}\d-]+|[\p{L}\d]+ people|(?:single|married|engaged|divorced|widowed|pregnant|retired|part[- ]time|full[- ]time|remote)\b.*|on (?-i:\p{Lu})\p{L}+[\p{L} .-]* v?\d[\d.]*|(?:in|at|on) .*\b(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b.*|down to .+|up to .+|based .+|open .+|closed .+|doing an? .+)|ich bin .*(?:schicht|probezeit|teilzeit|vollzeit|elternzeit|prozent)\b.*)$",
    )
});
static IST: Pattern = LazyLock::new(|| {
    pattern(
        r"(?i)^(?:ich bin|wir sind) (?P<v>.*(?:schicht|probezeit|teilzeit|vollzeit|elternzeit|prozent|ledig|verheiratet|verlobt|geschieden|verwitwet|mitglied|ansprechpartner(?:in)?|zuständig|beauftragte[rn]?)\b.*)$",
    )
});
static HAS: Pattern = LazyLock::new(|| {
    pattern(
        r"(?i)^(?:i|we|ich|wir) (?:have|own|employ|habe|haben|beschäftigen|besitzen?) (?P<v>(?:about |around |over |only |nur |etwa |rund |über |an? |eine?n? )?.+)$",
    )
});
static HAS_NOT: Pattern = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)^(?:an? |the |eine?n? |die |das |den )?(?:\p{{L}}+ )?(?:{FLEETING}|time|headache|cold|meeting|call|look|hunch|feeling|chance|choice|clue|deadline|zeit|termin|ahnung|lust|kopfschmerzen)\b"
    ))
});
static IS_FLEETING: Pattern = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)^(?:\w+ )?(?:{FLEETING})(?: (?:about|for|with|to|on|in|of|zu|für|mit|an|in)\b.*)?$"
    ))
});
static IS_OF_THE_MOMENT: Pattern =
    LazyLock::new(|| pattern(&format!(r"(?i)^(?:{OF_THE_MOMENT}|down|up|here|there|out|over|off|on)$")));
/// What a clause tells only of now, of this answer or of its reader.
static POINTS: Pattern = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:you|your|yours|this|that|these|those|(?-i:it)|them|here|there|today|tonight|tomorrow|yesterday|right now|du|dir|dich|dein\w*|diese[mnrs]?|es|heute|morgen früh|gestern|gerade eben|grade)\b",
    )
});
/// Words by which a statement says that something is other than before.
static RENEWS: Pattern = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:now|nowadays|these days|currently|at the moment|momentan|zurzeit|derzeit|aktuell|instead|from now on|as of|starting|since|no longer|any ?more|again|changed|moved|switched|updated|renamed|replaced|upgraded|rescheduled|postponed|slipped|pushed|extended|transferred|promoted|(?:went|gone|go) (?:up|down)|(?:is|are|am|['’][sm]) (?:down|up) to|(?:was|were|been|got) (?:cut|raised|reduced|moved|put)|became|become|correction|scrap that|actually|make that|make it|turns out|after all|finally|for good|new|put me|put us|took over|taken over|they put|adopted|bought|hired|got|can be|jetzt|nun|inzwischen|mittlerweile|neuerdings|künftig|ab (?:sofort|morgen|heute|jetzt|nächste\w*|kommende\w*|dem|\p{Lu}\p{L}+)|seit|nicht mehr|statt|doch|geändert|verschoben|verlegt|verlängert|gewechselt|umgezogen|gezogen|aufgestockt|erhöht|gesenkt|umgestellt|ersetzt|korrektur|wieder|nur noch|neue[rsn]?)\b",
    )
});

/// Whether a text says that something is other than before.
pub(in crate::memory) fn renews(text: &str) -> bool {
    RENEWS.is_match(text)
}

/// What a clause that is in the form of rules says, by its frame alone.
pub(super) fn read_frame(clause: &Clause) -> Option<Candidate> {
    let text = &bare_words(&clause.text);
    if POINTS.is_match(text) || text.chars().count() > 200 {
        return None;
    }
    if clause.ends {
        return ends(text);
    }
    let found =
        theirs(text).or_else(|| does(text)).or_else(|| clause.renews.then(|| has_become(text)).flatten())?;
    let change = match (&clause.instead_of, clause.renews || renews(&clause.text)) {
        (Some(old), _) => Change::Replaces { old: Some(old.clone()) },
        (None, true) => Change::Replaces { old: None },
        (None, false) if found.slot.is_some() => Change::Sets,
        (None, false) => Change::Adds,
    };
    Some(Candidate { change, ..found })
}

/// Something of theirs and what it is.
fn theirs(text: &str) -> Option<Candidate> {
    if let Some(found) = THEIRS.captures(text) {
        let (key, value) = (tidy(&found["k"]), tidy(&found["v"]));
        // A German thing has a capital letter: what has none is how something is today.
        let is_thing = !matches!(found["is"].to_lowercase().as_str(), "ist" | "sind" | "wird")
            || value.chars().any(char::is_uppercase)
            || !Gist::of(&value).values.is_empty();
        return (is_thing && lasts(&key, &value)).then(|| attribute(&key, &format!("{key}: {value}")));
    }
    if let Some(found) = IS_THEIRS.captures(text) {
        let (key, value) = (tidy(&found["k"]), tidy(&found["v"]));
        let named = value.chars().any(char::is_uppercase) || value.bytes().any(|byte| byte.is_ascii_digit());
        return (named && lasts(&key, &value)).then(|| attribute(&key, &format!("{key}: {value}")));
    }
    let found = RUNS.captures(text)?;
    let (key, value) = (tidy(&found["k"]), tidy(&found["v"]));
    let is_own = text.get(..1).is_some_and(|first| {
        first.eq_ignore_ascii_case("m") || first.eq_ignore_ascii_case("o") || first.eq_ignore_ascii_case("u")
    });
    let measured = !Gist::of(&value).values.is_empty();
    let named = value.chars().any(char::is_uppercase) || value.contains('@');
    let first = value.split_whitespace().next().unwrap_or_default();
    let has = matches!(found["is"].to_lowercase().as_str(), "has" | "have" | "hat" | "haben");
    if has && Gist::of(first).values.is_empty() {
        // `The team has decided` is no property of the team's.
        return None;
    }
    ((measured || value.contains('@') || is_own && named) && lasts(&key, &value)).then(|| {
        let verb = found["is"].to_lowercase();
        // What a thing does is no other value of what it is.
        let is = matches!(verb.as_str(), "is" | "are" | "ist" | "sind");
        let does = (!is && !verb.starts_with("is ") && !verb.starts_with("are ")).then(|| verb.clone());
        let says = if is { format!("{key}: {value}") } else { format!("{key}: {verb} {value}") };
        let said = attribute(&key, &says);
        let slot = does.and_then(|verb| said.slot.as_ref().map(|slot| format!("{slot}:{verb}")));
        Candidate { slot: slot.or(said.slot), ..said }
    })
}

fn attribute(key: &str, says: &str) -> Candidate {
    Candidate { slot: Some(format!("my:{}", key_of(key))), ..said(says.to_owned(), 0.7) }
}

/// Whether a thing is one that is still worth knowing next week.
fn lasts(key: &str, value: &str) -> bool {
    !key.is_empty() && !value.is_empty() && !IS_FLEETING.is_match(key) && !IS_OF_THE_MOMENT.is_match(value)
}

/// What they do, are or have.
fn does(text: &str) -> Option<Candidate> {
    let quoted = |text: &str| said(format!("“{}”", capital(&bare_words(text))), 0.65);
    if let Some(found) = DOES.captures(text) {
        let value = &found["v"];
        let told = !content_words(value).is_empty() || !Gist::of(value).values.is_empty();
        return (told && !IS_FLEETING.is_match(&tidy(value)) && !HAS_NOT.is_match(value))
            .then(|| quoted(text));
    }
    if let Some(found) = TUT.captures(text) {
        let rest = format!("{} {}", found.name("lead").map_or("", |lead| lead.as_str()), &found["v"]);
        let told = rest.split_whitespace().any(|word| word.chars().next().is_some_and(char::is_uppercase))
            || !Gist::of(&rest).values.is_empty()
            || content_words(&rest).len() > 1
            || matches!(found.name("do").map(|verb| verb.as_str()), Some("duzen" | "siezen"));
        return (told && !HAS_NOT.is_match(rest.trim())).then(|| quoted(text));
    }
    if IS.is_match(text) || IST.is_match(text) || DOES_IT.is_match(text) {
        return Some(quoted(text));
    }
    let found = HAS.captures(text)?;
    let value = &found["v"];
    let counted = !Gist::of(value).values.is_empty();
    (counted && !HAS_NOT.is_match(value)).then(|| quoted(text))
}

fn has_become(text: &str) -> Option<Candidate> {
    static PASSES: Pattern = LazyLock::new(|| {
        pattern(r"(?i)^(?:bit|little|few|lot|fan|(?-i:\p{Ll})[\p{L}-]*(?: |$)(?-i:\p{Ll})?.*)$")
    });
    let found = HAS_BECOME.captures(text)?;
    let is_german = text.get(..3).is_some_and(|who| who.eq_ignore_ascii_case("ich"));
    let passes = if is_german {
        PASSES.is_match(&found["v"])
    } else {
        found["v"].starts_with("bit ") || found["v"].starts_with("little ")
    };
    (!passes).then(|| said(format!("“{}”", capital(text)), 0.65))
}

/// What no longer holds: its words, for whatever is known of it.
fn ends(text: &str) -> Option<Candidate> {
    static LEAD: Pattern = LazyLock::new(|| {
        pattern(
            r"(?i)^(?:i|we|ich|wir|my|our|mein\w*|unser\w*|they|the|der|die|das)\b(?: (?:am|are|is|was|have|do|bin|sind|habe|haben|the|an?|der|die|das|den|dem|im|in|eine?[nmr]?))*\s*",
        )
    });
    let rest = LEAD.replace(text, "");
    let rest = tidy(&rest);
    (!content_words(&rest).is_empty()).then(|| Candidate { change: Change::Ends, ..said(rest, 0.8) })
}

/// What a sentence says that was given up, lost or is over, whatever it was.
pub(super) fn given_up(text: &str) -> Option<Candidate> {
    static FORMS: LazyLock<[regex::Regex; 15]> = LazyLock::new(|| {
        let over = r"(?P<v>[^,;.]{2,60}?)";
        let thing = r"(?:the |my |our |an? |all |using |on )?(?P<v>[^,;.]{2,60}?)";
        let tail = r"(?: (?:in|last|since|for good|altogether|recently|now|a while ago|this|at last|years? ago)\b[^,;]*)?";
        let was = r"(?:der |die |das |den |dem |mein\w* |unser\w* )?(?P<v>[^,;.]{2,60}?)";
        [
            format!(r"^(?:and |but |so )?(?:i|we)?(?: have|['’]ve| had)?(?: just| recently| finally| now)? ?(?:gave up|given up|quit|dropped(?: out of)?|ditched|sold|cancel(?:l)?ed|got rid of|left|went off|gone off|kicked|finished with|sworn off|swore off|stopped|lost|resigned from|retired from|unsubscribed from|let go of|parted with) {thing}{tail}$"),
            format!(r"^(?:i|we)(?: am|['’]m| are|['’]re) (?:done with|over|through with|off|finished with|no longer (?:into|with|at|in|on)?) ?{thing}{tail}$"),
            format!(r"^(?:i|we) (?:do not|don['’]?t|no longer) (?:\p{{L}}+ )?(?:have |do |play |go to |use |own |like |want )?{thing}(?: any ?more| any longer|, the test was wrong| after all)$"),
            format!(r"^(?:turns out |it turns out |in fact |actually )?(?:i am|i['’]?m|we are) not (?:an? |the )?(?P<v>[^,;.]{{2,60}}?)(?: after all| any ?more| any longer)?$"),
            format!(r"^(?:i|we) (?:do not|don['’]?t) have (?:an? |any )?(?P<v>[^,;.]{{2,60}}?)(?: any ?more| after all)?$"),
            format!(r"\b(?:i|we)(?: have|['’]ve)? (?:handed|passed|gave|turned) (?:the |my |our )?{over} (?:over|on|back)? ?to (?-i:\p{{Lu}})"),
            format!(r"^my {over} (?:broke|died|is broken for good|(?:got|was) stolen|gave up the ghost|passed away)$"),
            // What they used to do, they do no longer.
            format!(r"^(?:i|we) used to (?:be |have )?(?:\p{{L}}+ )??(?:in |at |for |with |to |on |as )?(?:an? |the )?{over}$"),
            format!(r"^früher (?:habe|war|hatte|bin|haben|waren) (?:ich|wir) (?:mal |immer |noch )?(?:in |bei |beim |bei der |mit |als )?{over}(?: gewohnt| gelebt| gearbeitet| gefahren| gespielt| benutzt| genutzt| verwendet)?$"),
            // What is to be forgotten no longer counts.
            format!(r"^(?:please |bitte )?(?:forget|delete|remove|disregard|drop|strike) (?:that |about |what i (?:said|told you) about |the (?:fact|bit|part|thing) (?:that|about) |everything about )(?:my |the |i |we |i['’]m |i am |an? )*{over}$"),
            format!(r"^(?:bitte )?(?:vergiss|lösch|lösche|streich|streiche)(?: bitte)?,? (?:dass |das mit |die sache mit |alles über |was ich (?:über|von|zu) )(?:ich |wir |mein\w* |dem |der |den |die |das )*{over}(?: gesagt habe| erzählt habe)?$"),
            format!(r"^(?:(?:i|we) )?(?:have )?handed in (?:my|our) notice at {over}$"),
            format!(r"^{thing} (?:is|are) (?:gone|history|dead|over|cancel(?:l)?ed|discontinued|finished|off the table|no more|no longer a thing|sold)$"),
            format!(r"^(?:mit )?{was} (?:habe ich|haben wir|hab ich|ist|sind|wurde|wurden|gibt es) (?:mir |uns |jetzt |inzwischen |längst |endlich |leider |schon )*(?:aufgehört|aufgegeben|abgewöhnt|an den nagel gehängt|gekündigt|verkauft|abgeschafft|abgebrochen|hingeschmissen|rausgeschmissen|rausgeworfen|eingestellt|gestrichen|abgesagt|weg|tot|vorbei|geschichte|gestorben|ausgeschieden|abgeschaltet|nicht mehr|abgemeldet|abbestellt|sein lassen|beendet|losgeworden)$"),
            format!(r"^(?:ich habe|ich hab|wir haben) (?:mir |uns )?(?:mit )?{was} (?:aufgehört|aufgegeben|abgewöhnt|an den nagel gehängt|gekündigt|verkauft|abgeschafft|abgebrochen|hingeschmissen|rausgeschmissen|eingestellt|gestrichen|abgesagt|abgemeldet|abbestellt|beendet)$"),
        ]
        .map(|looks| pattern(&format!("(?i){looks}")))
    });
    let found = FORMS.iter().find_map(|form| form.captures(text))?;
    let value = tidy(&found["v"]);
    let says_something = !content_words(&value).is_empty() && !POINTS.is_match(&value);
    says_something.then(|| Candidate { change: Change::Ends, ..said(value, 0.8) })
}

/// What a sentence that nothing reads may change: it is remembered only where the same thing is known.
pub(super) fn updates(text: &str) -> Option<Candidate> {
    let text = bare_words(text);
    let gist = Gist::of(&text);
    let speaks = !gist.topic.is_empty() && text.chars().count() <= 200;
    (speaks && (renews(&text) || !gist.values.is_empty())).then(|| Candidate {
        change: Change::Updates { old: None, new: None },
        ..said(format!("“{}”", capital(&text)), 0.7)
    })
}

/// An exchange of one thing for another, which is remembered where the older is known.
pub(super) fn exchanged(text: &str, old: String, new: String) -> Candidate {
    Candidate {
        change: Change::Updates { old: Some(old), new: Some(new) },
        ..said(format!("“{}”", capital(&bare_words(text))), 0.75)
    }
}

/// A sentence without what opens and closes it.
fn bare_words(text: &str) -> String {
    static LEAD: Pattern = LazyLock::new(|| {
        pattern(
            r"(?i)^(?:(?:well|so|um|uh|yeah|yes|ok(?:ay)?|but|and|fyi|sorry|actually|correction|update|btw|by the way|quick note|note|korrektur|übrigens|also|und|aber|ach|so)\b[,:]?\s+)+",
        )
    });
    static END: Pattern = LazyLock::new(|| {
        pattern(
            r"(?i)(?:,?\s+(?:because|since|so that|which|weil|da ich|damit|denn|now that)\b.*|,?\s+(?:btw|tbh|fyi|please|bitte|thanks|danke|lol))$",
        )
    });
    let text = LEAD.replace(text.trim(), "");
    END.replace(&text, "")
        .trim_matches(|letter: char| letter.is_whitespace() || matches!(letter, ',' | '.' | '!' | '“' | '”'))
        .to_owned()
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn said(text: String, confidence: f32) -> Candidate {
    Candidate {
        text,
        kind: MemoryKind::Fact,
        slot: None,
        scope: MemoryScope::Person,
        confidence,
        explicit: false,
        sensitive: false,
        change: Change::Adds,
    }
}
