//! Sentences that say something only as a whole: who somebody is by the way, what took the place of what, and
//! what stands in a sentence without its subject. Each is brought into clauses that rules are written for.

use std::sync::LazyLock;

use crate::memory::{Pattern, pattern};

/// A form of a sentence, and the clause that it says.
struct Form {
    looks: regex::Regex,
    says: &'static str,
}

/// Kinds of people and animals that are called by their names.
const KIN: &str = "wife|husband|partner|girlfriend|boyfriend|fianc[eé]e?|son|daughter|kid|child|baby|mother|mum|mom|father|dad|brother|sister|boss|manager|colleague|mentor|assistant|deputy|neighbou?r|flatmate|roommate|dog|cat";
const SIPPE: &str = "frau|mann|partner(?:in)?|freund(?:in)?|sohn|tochter|kind|mutter|vater|bruder|schwester|chef(?:in)?|kolleg(?:e|in)|mentor(?:in)?|nachbar(?:in)?|mitbewohner(?:in)?|hund|katze|kater";
/// What is put out of use.
const LEFT: &str = "ditched|dropped|quit|left|abandoned|dumped|replaced|retired|sold|got rid of|gave up on|moved away from|moved off";

static FORMS: LazyLock<Vec<Form>> = LazyLock::new(|| {
    let name = r"(?P<v>(?-i:\p{Lu}\p{Ll})[\p{L}’'-]*)";
    let thing = r"(?P<new>[^,.;]+?)";
    [
        // My wife Petra and I …; my daughter started school, her name is Liv.
        (format!(r"\bmy (?P<k>{KIN}) {name}(?:\b|$)"), "my $k is $v"),
        (format!(r"\bmy (?P<k>{KIN})\b.*,? (?:and )?(?:her|his|their|its) name(?: is|['’]s) {name}"), "my $k is $v"),
        (format!(r"\bmy (?P<k>{KIN})['’]s name is {name}"), "my $k is $v"),
        (format!(r"\b(?P<m>meine?) (?P<k>{SIPPE}) {name} und (?:ich|wir|unsere?|meine?)\b"), "$m $k heißt $v"),
        (format!(r"\b(?P<m>meine?) (?P<k>{SIPPE})\b.*,? (?:und )?(?:sie|er|es) hei(?:ß|ss)t {name}"), "$m $k heißt $v"),
        // It's Bartholomew, but everyone says Bart.
        (format!(r"\b(?:every(?:one|body)|people|(?:my )?friends|(?:my )?colleagues|most people|they all) (?:just |usually )?(?:says?|calls? me|knows? me as) {name}$"), "call me $v"),
        (format!(r"^(?:hi|hello|hey)?,? ?{name} here\b"), "my name is $v"),
        (format!(r"^(?:hi|hallo|hey|moin|servus)?,? ?hier (?:ist|spricht|schreibt) (?:die |der )?{name}"), "ich heiße $v"),
        (format!(r"^(?:the )?name(?: is|['’]s) {name}"), "my name is $v"),
        // Who leads the team is whom they report to.
        (format!(r"\b{name} (?:now )?(?:runs|leads|heads|manages|took over|is in charge of) (?:the|our|my) (?:team|department|group|unit)\b"), "my manager is $v"),
        (r"\b(?P<v>[\p{L}-]+) all the way$".to_owned(), "i prefer $v"),
        (r"^(?P<v>[\p{L}-]+(?: [\p{L}-]+)?) (?:is|are)(?: just| really)? not my thing\b".to_owned(), "i do not like $v"),
        // As someone who lives in Tromsø, …
        (r"^as (?:someone|somebody|a person) who (?:lives|is living) in (?P<v>[^,]+)".to_owned(), "i live in $v"),
        (r"^as (?:someone|somebody|a person) who works (?P<v>[^,]+)".to_owned(), "i work $v"),
        (r"^as (?:someone|somebody|a person) who uses (?P<v>[^,]+)".to_owned(), "i use $v"),
        (r"^as (?:someone|somebody|a person) who (?P<x>likes|loves|hates|prefers) (?P<v>[^,]+)".to_owned(), "i $x $v"),
        (r"^as an? (?P<v>[^,]+?),? (?:i|my)\b".to_owned(), "i am a $v"),
        (r"^als (?P<v>(?-i:\p{Lu})[\p{L}-]+) (?:brauche|muss|habe|bin|möchte|suche|kenne|arbeite|will|sehe|weiß) ich\b".to_owned(), "ich bin $v"),
        // We moved house, it's Bologna now.
        (r"\b(?:i|we)(?: have|['’]ve)?(?: just| recently)? moved(?: house| flats?| home| apartments?)?,? (?:and )?(?:it(?: is|['’]s)|we(?: are|['’]re)(?: now)? in|i(?: am|['’]m)(?: now)? in|now in) (?P<v>[^,.]+?)(?: now)?$".to_owned(), "i moved to $v"),
        (r"\bumgezogen,? (?:und )?(?:wir |ich )?(?:wohnen? |leben? |sind |bin )?(?:jetzt |nun )?in (?P<v>[^,.]+)$".to_owned(), "ich bin nach $v umgezogen"),
        // Used to live in Bonn, now in Trier.
        (format!(r"^(?:i |we )?used to (?P<x>(?:work|live|be|use|drive|drink|eat|play|study|go|sit)(?: in| at| for| with| as| to| on)?) [^,;]+?,? (?:but )?(?:now|these days|today|nowadays),? (?:it(?: is|['’]s) )?(?:in |at |for |with |on )?{thing}$"), "i now $x $new"),
        // Switched to learning Italian.
        (r"\b(?:i|we)(?: have|['’]ve)? (?:switched|changed|moved)(?: over)? to (?P<v>\p{L}+ing [^,;]+)".to_owned(), "i am now $v"),
        (r"\b(?:i|we)(?: have|['’]ve)? (?:went|gone|am|are) back (?:to|on|to using) (?P<v>[^,;]+)$".to_owned(), "i now use $v"),
        // Sold the Skoda, I cycle now: what is gone is gone, whatever came after it.
        (format!(r"^(?:i |we )?(?:have |['’]ve )?(?:{LEFT}) (?:the |our |my )(?P<old>[^,.;]+?)(?:,|;| and|$)"), "i gave up $old"),
        // Ditched Notion, all my notes are in Obsidian now.
        (format!(r"^(?:i |we )?(?:have |['’]ve )?(?:{LEFT}) (?:the |our |my )?(?P<old>[^,.;]+?)(?:,| and| -|;) (?:.* )?(?:(?:is|are) (?:all )?in|now (?:use|using|on|with)|(?:i|we) (?:now )?use|(?:i am|i['’]m|im|we are|we['’]re) (?:now )?(?:on|using|with)|it(?: is|['’]s)) {thing}(?: now| these days| instead)?$"), "i switched from $old to $new"),
        (format!(r"^(?:i |we )?(?:have |['’]ve )?(?:{LEFT}) (?:the |our |my )?(?P<old>[^,.;]+?) (?:for|in favou?r of) {thing}$"), "i switched from $old to $new"),
        (format!(r"\b(?:i |we )?(?:do not|don['’]?t|no longer) use (?P<old>[^,.;]+?)(?: any ?more| any longer)?, (?:.* )?(?:(?:i am|i['’]m|im|we are|we['’]re) (?:now )?(?:on|using|with)|now it(?: is|['’]s)|it(?: is|['’]s)) {thing}(?: now| these days| instead)?$"), "i switched from $old to $new"),
        (format!(r"\b(?:i|we)(?: have|['’]ve)? (?:switched|changed) (?P<k>\w+?)s?,? (?:and )?(?:it(?: is|['’]s)|now it(?: is|['’]s)|we(?: are|['’]re)(?: now)? with) {thing}(?: now)?$"), "my $k is $new"),
        (format!(r"^(?P<old>[^,]+?) (?:nehme?|nutze?n?|verwende?n?|benutze?n?) (?:ich|wir) nicht mehr(?: her)?,? (?:und |sondern )?(?:jetzt|nun|dafür|stattdessen|nur noch|ich nehme? jetzt|wir nehmen jetzt)(?: nur noch)? {thing}$"), "ich bin von $old zu $new gewechselt"),
        // X is gone, we use Y now: the second half is a clause of its own.
        (r"^(?P<old>(?-i:\p{Lu})[\p{L}\d .+#-]*?) (?:is (?:gone|history|dead to (?:me|us)|over|no more)|has been (?:retired|replaced|abolished|switched off))(?:,| and|$)".to_owned(), "i gave up $old"),
        (r"^(?P<old>(?-i:\p{Lu})[\p{L}\d .+#-]*?) (?:ist|wurde|haben wir) (?:vorbei|abgeschafft|geschichte|abgelöst|eingestellt|abgeschaltet|gekündigt)(?:,| und|$)".to_owned(), "$old habe ich aufgegeben"),
    ]
    .into_iter()
    .map(|(looks, says)| Form { looks: pattern(&format!("(?i){looks}")), says })
    .collect()
});

/// What stands with a capital letter and is nobody's name: `I told my manager Friday`.
static DAY: Pattern = LazyLock::new(|| {
    pattern(
        r"^(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August|September|October|November|December|Mr|Mrs|Ms|Dr)$",
    )
});

/// The clauses that a sentence says as a whole.
pub(super) fn whole_sentence(text: &str) -> Vec<String> {
    let clauses = FORMS.iter().filter_map(|form| {
        let found = form.looks.captures(text)?;
        if found.name("v").is_some_and(|value| DAY.is_match(value.as_str())) {
            return None;
        }
        let mut clause = String::new();
        found.expand(form.says, &mut clause);
        Some(clause)
    });
    clauses.collect()
}

/// Whether it is said by others how the person is called, which is as good as their own word.
pub(super) fn says_a_name(text: &str) -> bool {
    static CALLED: Pattern = LazyLock::new(|| {
        pattern(
            r"(?i)\b(?:every(?:one|body)|people|(?:my )?friends|(?:my )?colleagues|most people) (?:just |usually )?says? (?-i:\p{Lu})[\p{L}’'-]+$",
        )
    });
    CALLED.is_match(text)
}

/// What a clause says once its reasons and circumstances are taken off: `when my lease ran out I moved to Antwerp`,
/// `wir sind nach Offenburg gezogen weil …`. None where there are none.
pub(super) fn heart_of(clause: &str) -> Option<&str> {
    static LED: Pattern = LazyLock::new(|| {
        pattern(
            r"(?i)^(?:when|after|because|since|as soon as|once|now that|while|before|given that|it turns out|turns out|you should know|just to let you know|i wanted to (?:say|tell you|let you know)|i should (?:mention|say|add)|for the record|the thing is)\b.{0,120}\b(?P<rest>(?:i|we)\b .+)$",
        )
    });
    static TRAILED: Pattern = LazyLock::new(|| {
        pattern(
            r"(?i)^(?P<rest>.{8,}?),? (?:weil|because|since|da|damit|so that|now that|obwohl|although|nachdem|after|wegen|which) .+$",
        )
    });
    let found = LED.captures(clause).or_else(|| TRAILED.captures(clause))?;
    found.name("rest").map(|rest| rest.as_str())
}

/// A clause with the person in it where they left themselves out: `been living in Split`, `bin Köchin`.
pub(super) fn with_subject(clause: &str) -> String {
    static LEFT_OUT: Pattern = LazyLock::new(|| {
        pattern(
            r"(?i)^(?:(?P<been>been (?:living|working|using|with|at|in)\b)|(?P<am>starting (?:at|with)\b)|(?P<i>(?:used to|moved (?:over )?to|moved on to|switched (?:over )?(?:from|to)|quit|gave up|ditched|prefer|can['’]?t stand|do(?: not|n['’]?t) (?:like|eat|drink)|look after|report to|work (?:at|for|as|in|on)|live in|handle|lead|teach|study)\b)|(?P<ich>(?:bin|wohne?|lebe|arbeite|habe?|mag|hasse|nutze?|bevorzuge|heiße)\b)|(?P<wir>sind (?:letzt\w+|gestern|vor|nach|jetzt|inzwischen)\b))\s+(?P<next>[\p{L}]+)",
        )
    });
    let Some(found) = LEFT_OUT.captures(clause) else { return clause.to_owned() };
    // Who asks `Habe ich …` has not left themselves out.
    if matches!(found["next"].to_lowercase().as_str(), "ich" | "wir" | "du" | "sie" | "i" | "you" | "we") {
        return clause.to_owned();
    }
    let before = [("been", "I have"), ("am", "I am"), ("i", "I"), ("ich", "ich"), ("wir", "wir")]
        .into_iter()
        .find(|(group, _)| found.name(group).is_some())
        .map_or("", |(_, before)| before);
    format!("{before} {}{}", clause[..1].to_lowercase(), &clause[1..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_sentence_says_as_a_whole_becomes_a_clause() {
        assert_eq!(whole_sentence("My wife Petra and I are away"), ["my wife is Petra"]);
        assert_eq!(whole_sentence("we just moved house, it's Bologna now"), ["i moved to Bologna"]);
        assert_eq!(whole_sentence("Ditched Hugo, my blog is in Zola now"), ["i switched from Hugo to Zola"]);
        assert!(whole_sentence("My wife is away").is_empty());
        assert!(whole_sentence("I like tea").is_empty());
    }

    #[test]
    fn who_leaves_themselves_out_is_put_in() {
        assert_eq!(with_subject("Bin Köchin"), "ich bin Köchin");
        assert_eq!(with_subject("been living in Split"), "I have been living in Split");
        assert_eq!(with_subject("Habe ich Zeit"), "Habe ich Zeit");
        assert_eq!(with_subject("The plan is good"), "The plan is good");
    }
}
