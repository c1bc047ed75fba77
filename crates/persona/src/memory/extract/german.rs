//! German.

use std::sync::LazyLock;

use attune_domain::memory::MemoryKind::{Constraint, Event, Fact, Goal, Preference, Relation};

use super::rules::{Clause, Compiled, Rule, Slot, compile};
use crate::memory::{Pattern, pattern};

pub(super) static RULES: LazyLock<Vec<Compiled>> = LazyLock::new(|| compile(TABLE));

const fn rule(
    looks: &'static str,
    kind: attune_domain::MemoryKind,
    slot: Slot,
    says: &'static str,
    confidence: f32,
) -> Rule {
    Rule { looks, kind, slot, says, confidence }
}

/// First rule wins. `ich` is followed by its verb at once, and the verb by what it is about.
#[rustfmt::skip] // One rule a line: a table is read by its columns.
const TABLE: &[Rule] = &[
    // What they have given up, whatever it was.
    rule(r"(?P<v>[^,]+?) (?:habe ich|haben wir) (?:inzwischen |jetzt |längst |endlich )?(?:aufgegeben|abgeschafft|verkauft|gekündigt|hingeschmissen|abgebrochen|eingestellt|sein lassen)", Fact, Slot::Any, "{v}", 0.8),
    rule(r"(?:ich habe|wir haben) (?:mit )?(?:dem |der |das |die |den |mein\w* |unser\w* )?(?P<v>[^,]+?) (?:aufgehört|aufgegeben|abgeschafft|verkauft|hingeschmissen|abgebrochen|an den nagel gehängt)", Fact, Slot::Any, "{v}", 0.8),
    // Who they are.
    rule(r"ich bin (?P<v>linkshänder(?:in)?|rechtshänder(?:in)?|farbenblind|morgenmensch|frühaufsteher(?:in)?|nachteule|nachtmensch|introvertiert|selbstständig|freiberuflich|alleinerziehend|zweisprachig aufgewachsen|in rente|eher (?:ein )?\p{L}+mensch|(?:der|die) einzige .+)", Fact, Slot::Trait, "Ist {v}", 0.85),
    rule(r"meine pronomen sind (?P<v>.+)", Fact, Slot::One("pronouns"), "Pronomen: {v}", 0.95),
    rule(r"ich (?:bin|wurde) in (?P<v>.+) geboren", Fact, Slot::One("born"), "Geboren in {v}", 0.9),
    rule(r"ich habe (?P<v>(?:\p{L}+ )?(?:studiert|promoviert)|.+ studiert)", Fact, Slot::Many("education"), "Hat {v}", 0.8),
    rule(r"(?:ich habe|wir haben) (?P<v>(?:eine?n?|zwei|drei|vier|fünf|\d+) (?:\p{L}+ )?(?:kind(?:er)?|söhne?|sohn|töchter|tochter|hunde?|katzen?|kater|kaninchen|pferde?|hühner|hamster|garten|schrebergarten|baby|kleinkind|wohnmobil|hausboot|bienen)\b.*)", Fact, Slot::One("family"), "Hat {v}", 0.85),
    rule(r"ich kann (?P<v>kein(?:en?)? .+) (?:sehen|essen|trinken|vertragen|lesen|hören|riechen)", Constraint, Slot::Many("can-not"), "Kann {v} ertragen", 0.75),
    rule(r"(?:bitte )?nenne? mich (?:bitte )?(?P<v>[\p{L}'’.-]+(?: (?-i:\p{Lu})[\p{L}'’.-]+)?)", Fact, Slot::One("name"), "Heißt {v}", 0.95),
    rule(r"(?:ich hei(?:ß|ss)e|mein (?:vor)?name ist|man nennt mich) (?P<v>[\p{L}'’.-]+(?: [\p{L}'’.-]+){0,2}?)(?:, nicht .*)?", Fact, Slot::One("name"), "Heißt {v}", 0.95),
    rule(r"ich bin (?P<v>\d{1,3})(?: jahre alt)?", Fact, Slot::One("age"), "Ist {v} Jahre alt", 0.9),
    rule(r"ich spreche (?P<v>.+)", Fact, Slot::Many("speaks"), "Spricht {v}", 0.85),
    rule(r"ich habe (?P<v>(?:\d+|keine?n?|eine?n?|zwei|drei|vier|fünf|sechs) (?:\w+ )?(?:kind(?:er)?|söhne?|sohn|töchter|tochter|hunde?|katzen?|kater|brüder|bruder|schwestern?|geschwister|baby)\b.*)", Fact, Slot::One("family"), "Hat {v}", 0.85),
    // Where they are.
    rule(r"(?:ich|wir) (?:wohnen?|leben?) (?P<v>(?:in|bei|nahe|im|auf) .+)", Fact, Slot::One("home"), "Wohnt {v}", 0.9),
    rule(r"(?:ich bin|wir sind) (?:.{0,30} )?(?:von .+? )?nach (?P<v>.+?) (?:um)?gezogen", Fact, Slot::One("home"), "Wohnt in {v}", 0.9),
    rule(r"ich ziehe nach (?P<v>.+?)(?: um)?", Goal, Slot::Many("goal"), "Zieht nach {v}", 0.75),
    rule(r"ich komme aus (?P<v>.+)", Fact, Slot::One("origin"), "Kommt aus {v}", 0.8),
    // Their work.
    rule(r"ich (?:betreue|leite|verantworte|führe|kümmere mich um|bin (?:zuständig|verantwortlich) für|unterrichte|verwalte) (?:bei uns |im team |in der firma )?(?P<v>.+)", Fact, Slot::Many("does"), "Zuständig für {v}", 0.8),
    rule(r"(?:unsere firma|unser unternehmen|unser betrieb|meine firma|mein betrieb|unser start-?up) (?:ist|heißt|heisst) (?:die |der |das )?(?P<v>(?-i:\p{Lu}).*)", Fact, Slot::One("employer"), "Arbeitet bei {v}", 0.9),
    rule(r"ich arbeite (?P<v>(?:halbtags|ganztags|remote|nachts|tagsüber|am liebsten .+|(?:nur )?(?:montags|dienstags|mittwochs|donnerstags|freitags)|vormittags|nachmittags|abends|vier tage|drei tage)\b.*)", Fact, Slot::One("working-time"), "Arbeitet {v}", 0.85),
    rule(r"ich mache (?:gerade )?(?:eine?n? )?(?P<v>(?:ausbildung|umschulung|lehre|weiterbildung|studium|praktikum|referendariat)\b.*)", Goal, Slot::One("training"), "Macht {v}", 0.85),
    rule(r"ich (?:arbeite|bin angestellt|bin) bei(?:m| der)? (?P<v>.+?)(?: angestellt| beschäftigt)?", Fact, Slot::One("employer"), "Arbeitet bei {v}", 0.9),
    rule(r"ich habe bei(?:m| der)? (?P<v>.+?) angefangen", Fact, Slot::One("employer"), "Arbeitet bei {v}", 0.9),
    rule(r"ich habe bei(?:m| der)? (?P<v>.+?) (?:gekündigt|aufgehört)", Fact, Slot::One("employer"), "Arbeitet bei {v}", 0.8),
    rule(r"ich bin (?:gelernte[rn]?|studierte[rn]?|ausgebildete[rn]?|examinierte[rn]?|promovierte[rn]?|staatlich geprüfte[rn]?|angestellte[rn]?|freiberufliche[rn]?|selbstständige[rn]?|leitende[rn]?) (?P<v>(?-i:\p{Lu})\p{L}+.*)", Fact, Slot::One("job"), "Arbeitet als {v}", 0.85),
    rule(r"ich bin (?:jetzt |nun |gerade )?(?:in|zu|zum|zur) (?:den |die |das |der |dem )?(?P<v>(?-i:\p{Lu})[\p{L} -]+) gewechselt", Fact, Slot::One("department"), "Ist im Bereich {v}", 0.8),
    rule(r"ich (?:verstehe|kenne|lese) (?P<v>kein(?:en?)? .+)", Fact, Slot::Many("level"), "Versteht {v}", 0.8),
    rule(r"ich habe (?P<v>(?:keine|wenig|kaum) (?:ahnung|erfahrung|kenntnisse) (?:von|mit|in) .+)", Fact, Slot::Many("level"), "Hat {v}", 0.8),
    rule(r"ich arbeite als (?:eine? )?(?P<v>.+)", Fact, Slot::One("job"), "Arbeitet als {v}", 0.9),
    rule(r"ich arbeite (?P<v>(?:\w+ (?:tage|stunden) (?:pro|die|in der) woche|in teilzeit|in vollzeit|von zu ?hause|im homeoffice|nachts|in schichten)\b.*)", Fact, Slot::One("working-time"), "Arbeitet {v}", 0.85),
    rule(r"ich (?:bin|arbeite) (?P<v>(?:in|im) (?:der |dem )?(?:abteilung|team|bereich|referat) .+)", Fact, Slot::One("department"), "Ist {v}", 0.85),
    rule(r"ich arbeite (?:an|am|im|für) (?:dem |das |der )?(?P<v>(?:projekt .+|.+projekt))", Fact, Slot::Thing("project"), "Arbeitet an {v}", 0.8),
    rule(r"ich bin (?P<v>in (?:elternzeit|mutterschutz)|im (?:urlaub|sabbatical))(?P<k>.*)", Event, Slot::One("absence"), "Ist {v}{k}", 0.8),
    rule(r"ich bin (?:eine? )?(?P<v>(?:anfänger|neuling|experte?|profi|fortgeschrittener?)(?:in)?) (?:in|bei|mit) (?P<k>.+)", Fact, Slot::OneFor("level"), "{v} in {k}", 0.85),
    // What they eat.
    rule(r"ich (?:bin|esse|lebe|ernähre mich) (?:eine? |streng )?(?P<v>vegetarisch|vegan|pescetarisch|vegetarier(?:in)?|veganer(?:in)?|glutenfrei)", Fact, Slot::One("diet"), "Lebt als {v}", 0.95),
    rule(r"ich esse (?P<v>wieder (?:fleisch|fisch|alles).*)", Fact, Slot::One("diet"), "Isst {v}", 0.85),
    rule(r"ich esse (?P<v>kein(?:en?)? (?:fleisch|fisch|schweinefleisch|rindfleisch|gluten|milchprodukte|eier)\b.*?)(?: mehr)?", Constraint, Slot::One("diet"), "Isst {v}", 0.9),
    rule(r"ich (?P<k>esse|trinke) (?P<v>kein(?:en?)? .+?)(?: mehr)?", Constraint, Slot::Many("eats-not"), "Isst oder trinkt {v}", 0.85),
    rule(r"ich bin (?:stark )?allergisch (?:gegen|auf) (?P<v>.+)", Constraint, Slot::Many("allergy"), "Ist allergisch gegen {v}", 0.95),
    rule(r"ich habe eine (?P<v>.+?)(?:-?allergie|unverträglichkeit)", Constraint, Slot::Many("allergy"), "Ist allergisch gegen {v}", 0.95),
    // What they use.
    rule(r"ich habe (?:noch )?nie (?:mit )?(?P<v>.+?) (?:benutzt|verwendet|gearbeitet|gemacht|programmiert)", Fact, Slot::Many("level"), "Hat noch nie benutzt: {v}", 0.8),
    rule(r"ich (?:fahre|komme|pendle) (?:jeden tag |täglich |immer |meist )?(?:mit (?:dem|der) )(?P<v>rad|fahrrad|zug|auto|bus|bahn|s-bahn|u-bahn|roller|fähre)", Fact, Slot::One("commute"), "Fährt mit {v} zur Arbeit", 0.75),
    rule(r"ich (?P<k>spiele|sammle|züchte) (?P<v>[\p{L} -]{3,40})", Fact, Slot::Many("hobby"), "Hobby: {k} {v}", 0.75),
    rule(r"ich (?P<k>lese|schreibe|arbeite) (?:meist |immer |fast immer |nur )?(?P<v>(?:auf|an) (?:dem|einem|meinem) (?:handy|telefon|tablet|laptop|ipad|großen bildschirm)\b.*)", Fact, Slot::One("device"), "{k} {v}", 0.8),
    rule(r"(?:ich bin|wir sind) (?:von (?P<k>.+?) )?(?:zu|auf) (?P<v>.+?) (?:gewechselt|umgestiegen|gegangen|migriert)", Fact, Slot::Thing("uses"), "Verwendet {v}", 0.85),
    rule(r"ich (?:schreibe|entwickle) (?:meinen |den (?:meisten )?)?(?:code|programme) in (?P<v>.+)", Fact, Slot::Thing("uses"), "Programmiert in {v}", 0.85),
    rule(r"ich (?:programmiere|entwickle|code) in (?P<v>.+)", Fact, Slot::Thing("uses"), "Programmiert in {v}", 0.85),
    rule(r"ich (?:fahre|komme|pendle) (?:mit (?:dem|der) )(?P<v>.+?) (?:zur arbeit|ins büro)", Fact, Slot::One("commute"), "Fährt mit {v} zur Arbeit", 0.85),
    rule(r"(?:ich|wir) (?:benutzen?|nutzen?|verwenden?|arbeiten? mit) (?P<v>.+)", Fact, Slot::Thing("uses"), "Verwendet {v}", 0.8),
    // People.
    rule(r"ich berichte (?:jetzt |nun )?(?:an|direkt an) (?P<v>(?-i:\p{Lu}).*)", Relation, Slot::One("relation:manager"), "Vorgesetzt: {v}", 0.9),
    rule(r"meine?r? (?:neue[rn]? )?(?:chef(?:in)?|vorgesetzter?|managerin?|manager|teamleiter(?:in)?|abteilungsleiter(?:in)?) (?:ist|hei(?:ß|ss)t) (?P<v>(?-i:\p{Lu}).*)", Relation, Slot::One("relation:manager"), "Vorgesetzt: {v}", 0.9),
    rule(r"meine? (?:neue[rn]? )?(?P<k>kolleg(?:e|in)|mentor(?:in)?|assistent(?:in)?|frau|mann|partner(?:in)?|freund(?:in)?|sohn|tochter|kind|mutter|vater|bruder|schwester|kunde|kundin|nachbar(?:in)?|vermieter(?:in)?|anw(?:alt|ältin)|lehrer(?:in)?) (?:ist|hei(?:ß|ss)t) (?P<v>(?-i:\p{Lu}).*)", Relation, Slot::OneFor("relation"), "{k}: {v}", 0.9),
    rule(r"(?P<v>(?-i:\p{Lu})\S+(?: (?-i:\p{Lu})\S+)?) ist meine? (?:neue[rn]? )?(?:chef(?:in)?|vorgesetzter?|manager(?:in)?)", Relation, Slot::One("relation:manager"), "Vorgesetzt: {v}", 0.85),
    rule(r"meine? (?P<k>chef(?:in)?|vorgesetzter?|kolleg(?:e|in)|frau|mann|partner(?:in)?|kunde|kundin|team) (?P<v>(?:hasst|mag|liebt|bevorzugt|will|möchte|erwartet|besteht auf|braucht)\b.*)", Relation, Slot::OneFor("about"), "{k} {v}", 0.75),
    // When.
    rule(r"(?:meine?r?|der|die|das|unsere?) (?P<k>[\p{L} -]*?(?:messe|launch|start|umzug|prüfung|klausur|hochzeit|reise|flug|besprechung|sitzung|jour fixe|stand-?up|review|retro|workshop|tagung|konferenz|schulung|termin|audit|präsentation|vorstellung|fest|feier|eröffnung|wahl|urlaub|schicht|verteidigung|interview|vorstellungsgespräch|stammtisch|probe|training)) (?:ist|sind|beginnt|startet|findet|wurde|wird|hat sich|geht)(?: jetzt| nun| ab jetzt| immer| statt| auf| am| vom| ab| den| der)* ?(?P<v>(?:um (?:halb )?)?(?:(?:jeden|jede|alle|immer|nächsten?|übernächsten?) )?(?:(?:ersten?|zweiten?|dritten?|letzten?|\w+) )?(?:(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|\d{1,2}\.? ?(?:\p{L}+|bis \d)|januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember|ein|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|morgen|woche)\w*\b.*?)(?: verschoben| verlegt| vorverlegt| statt)?", Event, Slot::OneFor("date"), "{k}: {v}", 0.8),
    rule(r"(?:meine|die|unsere) (?:deadline|frist|abgabe|abgabefrist) für (?:den |die |das )?(?P<k>.+?) (?:ist|wurde|endet)(?: jetzt)?(?: am| auf den| auf| der| den)? (?P<v>.+?)(?: verschoben| verlegt)?", Event, Slot::OneFor("deadline"), "Frist für {k}: {v}", 0.9),
    rule(r"(?:(?:meine|die|unsere) )?(?:deadline|frist|abgabe|abgabefrist) (?:ist|wurde|endet)(?: erst)?(?: am| auf den| auf| der| den)? (?P<v>.+?)(?: verschoben| verlegt)?", Event, Slot::One("deadline"), "Frist: {v}", 0.85),
    rule(r"ich (?:muss|soll) (?:den |die |das |mein\w* )?(?P<k>.+?) bis (?:zum |zur )?(?P<v>.+?) (?:abgeben|fertig haben|fertigstellen|einreichen|schicken|liefern|abschließen)", Event, Slot::OneFor("deadline"), "Frist für {k}: {v}", 0.75),
    // What they want to reach.
    rule(r"mein (?:haupt)?ziel ist(?: es,?)? (?P<v>.+)", Goal, Slot::One("goal"), "Ziel: {v}", 0.85),
    rule(r"ich (?:will|möchte) (?P<v>.+ (?:werden|lernen|abnehmen|bestehen|verbessern|gründen|schaffen|abschließen))", Goal, Slot::Many("goal"), "Will {v}", 0.75),
    rule(r"ich lerne (?:gerade )?(?P<v>.+)", Goal, Slot::Many("learns"), "Lernt {v}", 0.85),
    rule(r"ich (?:trainiere|bereite mich) (?:für|auf) (?P<v>.+?)(?: vor)?", Goal, Slot::Many("goal"), "Bereitet sich vor auf {v}", 0.8),
    // How they want to be answered, and rules of theirs.
    rule(r"mir (?:reichen?|genügen?|langen?) (?P<v>.+)", Preference, Slot::Manner, "Es reichen {v}", 0.85),
    rule(r"mit (?P<v>.+?) (?:kann ich nichts anfangen|komme ich nicht klar|tue ich mich schwer)", Preference, Slot::Taste, "Kommt nicht zurecht mit {v}", 0.85),
    rule(r"(?:wir|bei uns) (?:im team |in der firma |im büro |in der abteilung )?(?P<k>schreiben|sprechen|rechnen|runden|kürzen|nennen|zählen|formatieren) (?P<v>.+)", Constraint, Slot::Many("house-rule"), "Im Team: {k} {v}", 0.8),
    rule(r"(?:also )?(?:bitte )(?P<v>(?:keine?n?|nie|niemals|immer|nur|stets) [^?]{3,80})", Constraint, Slot::Manner, "Bittet: {v}", 0.85),
    rule(r"(?:nimm|nehmt|mach|setz|bau) (?P<v>.*\b(?:bitte|immer|nie|niemals) .+)", Constraint, Slot::Manner, "Bittet: {v}", 0.8),
    rule(r"(?P<v>(?:sag|sage|schreib|schreibe|fang|frag|erwähne|erwähn|wiederhole|empfiehl) nicht (?:immer|ständig|jedes mal|dauernd)\b.*)", Constraint, Slot::Manner, "Bittet: {v}", 0.85),
    rule(r"(?P<v>[\p{L} -]{3,40} bitte (?:immer|nur|nie|niemals|stets|grundsätzlich) .+)", Constraint, Slot::Manner, "Bittet: {v}", 0.85),
    rule(r"(?P<v>(?:rechne|runde|sortiere|zähle|nimm|setze?|mach|kürze?|lass|prüfe|begründe|beginne|beende|fange?|zitiere|liste) (?:also |mir |dabei |das )?(?:bitte )?(?:immer|nie|niemals|stets|grundsätzlich) .+)", Constraint, Slot::Manner, "Bittet: {v}", 0.85),
    rule(r"ich (?:will|möchte|brauche|hätte gern) (?P<v>(?:immer|nie(?:mals)?|stets) .+)", Constraint, Slot::Manner, "Will {v}", 0.9),
    rule(r"(?:bitte )?(?P<v>(?:antworte|schreib|verwende|benutze?|nutze?|gib|zeig|erklär|formulier|nenne?|sprich|duze|sieze|halte|fass|vermeide|übersetze?|schick|send|mach|stell|bring|kürz|runde|rechne)e?\b.*\b(?:immer|nie|niemals|stets|grundsätzlich|künftig|in zukunft)\b.*)", Constraint, Slot::Manner, "Bittet: {v}", 0.9),
    rule(r"(?:ab jetzt|ab sofort|von nun an|künftig|in zukunft|ab heute|für mich)[, ]+(?:bitte )?(?P<v>(?:antworte|schreib|verwende|benutze?|nutze?|gib|zeig|erklär|formulier|sprich|duze|sieze|halte|vermeide)\w*\b.*)", Constraint, Slot::Manner, "Bittet: {v}", 0.9),
    rule(r"(?:bitte )?(?P<v>(?:immer|nie|niemals) (?:auf|in|mit|ohne) .+)", Constraint, Slot::Manner, "Bittet: {v}", 0.8),
    rule(r"wir (?P<v>(?:duzen|siezen) uns\b.*)", Fact, Slot::One("address"), "Im Team: {v}", 0.8),
    rule(r"(?:du erreichst mich|man erreicht mich|sie erreichen mich|ihr erreicht mich|ich bin|erreichbar bin ich) (?:am besten |meist |tagsüber )*(?P<v>(?:per|über|auf|unter|telefonisch|via|mit) ?.*?)(?: zu erreichen| erreichbar)", Preference, Slot::One("contact"), "Erreichbar {v}", 0.8),
    rule(r"(?:du erreichst mich|man erreicht mich|sie erreichen mich) (?:am besten |meist |tagsüber )*(?P<v>.+)", Preference, Slot::One("contact"), "Erreichbar {v}", 0.8),
    rule(r"(?:bitte )?(?P<v>(?:kurze|knappe|einfache|lange|ausführliche|leichte) (?:sätze|antworten|sprache|worte|erklärungen|wörter)\b.*)", Constraint, Slot::Manner, "Bittet um {v}", 0.75),
    rule(r"zu unsere[mnr] (?P<k>[\p{L} -]+) gehören (?P<v>.+)", Fact, Slot::OneFor("size"), "Zum {k} gehören {v}", 0.8),
    // What they like.
    rule(r"meine? (?P<k>lieblings[\w-]+) (?:ist|sind) (?P<v>.+)", Preference, Slot::OneFor("favourite"), "{k}: {v}", 0.95),
    rule(r"ich (?:\w+ )?(?:ziehe|bevorzuge) (?P<v>.+?) (?:gegenüber|vor|statt) (?P<k>.+?)(?: vor)?", Preference, Slot::Preference, "Bevorzugt {v} gegenüber {k}", 0.9),
    rule(r"ich (?:bevorzuge|ziehe) (?P<v>.+?)(?: vor)?", Preference, Slot::Preference, "Bevorzugt {v}", 0.9),
    rule(r"(?:ich|mir ist|mir sind) (?:\w+ )?(?:lieber )(?P<v>.+?) als (?P<k>.+)", Preference, Slot::Preference, "Lieber {v} als {k}", 0.9),
    rule(r"(?:mir ist|mir sind) (?P<v>.+?) lieber(?: als (?P<k>.+))?", Preference, Slot::Preference, "Bevorzugt {v}", 0.85),
    rule(r"am liebsten (?:\w+ ich )?(?P<v>.+)", Preference, Slot::Preference, "Am liebsten {v}", 0.85),
    rule(r"ich mag (?P<v>.+?) nicht", Preference, Slot::Taste, "Mag {v} nicht", 0.85),
    rule(r"ich mag keine?n? (?P<v>.+)", Preference, Slot::Taste, "Mag {v} nicht", 0.85),
    rule(r"ich (?:hasse|verabscheue|kann) (?P<v>.+?)(?: nicht (?:leiden|ausstehen|ab))?", Preference, Slot::Taste, "Hasst {v}", 0.8),
    rule(r"ich (?:liebe) (?P<v>.+)", Preference, Slot::Taste, "Liebt {v}", 0.8),
    rule(r"ich (?:mag|finde|trinke|esse) (?P<v>.+?)(?: gut| toll| gern| gerne)?", Preference, Slot::Taste, "Mag {v}", 0.75),
    // What is theirs.
    rule(r"(?:mein|unser)(?:e|en|er)? (?:neue[rns]? )?(?P<k>[\w -]+?) (?:ist|sind|hei(?:ß|ss)t|beträgt|liegt|befindet sich|wurde)(?: auf| am)? (?P<v>.+?)(?: verschoben| geändert| hei(?:ß|ss)t)?", Fact, Slot::OneFor("my"), "{k}: {v}", 0.85),
    rule(r"ich bin (?:eine? |der |die )?(?P<v>(?-i:\p{Lu})[\p{L}-]*(?:er|erin|ist|istin|eur|eurin|ant|antin|ent|entin|or|orin|mann|frau|leiter|leiterin|chef|chefin|in|kraft|meister)(?: (?:für|in|im|bei) .+)?)", Fact, Slot::One("job"), "Arbeitet als {v}", 0.8),
];

/// Brings a clause into the form of the rules.
pub(super) fn prepare(clause: &str) -> Clause {
    static FILLER: Pattern = LazyLock::new(|| {
        pattern(
            r"(?i)^(?:also|und|aber|auch|hi|hallo|hey|übrigens|eigentlich|ok|okay|ja|nein|doch|sorry|entschuldigung|zur info|nur zur info|ehrlich gesagt|korrektur|dass|bitte|ich glaube|denn|weil|tatsächlich|persönlich|für die zukunft|nebenbei|kurz zu mir|fürs protokoll|nur damit du es weißt|was mich angeht)\b[,:]?\s+",
        )
    });
    // As it is spoken: hab, nehm, nutz.
    static SHORT: LazyLock<Vec<(regex::Regex, &str)>> = LazyLock::new(|| {
        [
            (r"(?i)\bhab\b['’]?", "habe"),
            (r"(?i)\b(nehm|nutz|find|fahr|wohn|mach|brauch|verwend|benutz|trink|hass|lern|komm)\b['’]?", "${1}e"),
            (r"(?i)\bheisse\b", "heiße"),
            (r"(?i)\b(ich \w+|wir \w+) (?:übrigens|ja|halt|eben|mal|eh|aber|grad|gerade) ", "$1 "),
            (r"(?i)^(?:also )?bitte keine?n? (.+?)(?: mehr)?$", "bitte verwende nie $1"),
            (r"(?i)^(ich (?:bin|arbeite|wohne|lebe|habe)|wir (?:sind|wohnen|leben)) (?:schon )?(?:seit|ab) (?:(?:letzte[mnr]?|diese[mr]?|ende|anfang|mitte) )?(?:\w+ (?:jahren?|monaten?|wochen|tagen)|gestern|heute|kurzem|langem|(?-i:\p{Lu})\p{L}+|\d{4}) ", "$1 "),
        ]
        .into_iter()
        .map(|(short, long)| (pattern(short), long))
        .collect()
    });
    static OBJECT_FIRST: Pattern = LazyLock::new(|| {
        pattern(
            r"(?i)^(?P<what>[\p{L}\d.+#-]+(?: [\p{L}\d.+#-]+)?) (?P<verb>bin|mag|hasse|liebe|nutze|nehme|benutze|verwende|esse|trinke|spreche|brauche|will|fahre) (?P<who>ich) (?:(?:übrigens|inzwischen|jetzt|gar|überhaupt|nur|sehr|schon lange|längst|auch) ?)*(?P<rest>(?:nicht mehr|nicht|nie|gern|gerne|wieder)?)(?: her)?$",
        )
    });
    // Seit Mai arbeite ich bei X.
    static INVERTED: Pattern = LazyLock::new(|| {
        pattern(
            r"(?i)^(?P<when>(?:seit|ab|von|bis) [\wäöü. ]{2,25}?|jetzt|nun|inzwischen|mittlerweile|aktuell|derzeit|momentan|zurzeit|neuerdings|meist(?:ens)?|normalerweise|privat|beruflich|zu ?hause|im büro|heute|gerade) (?P<verb>\w+) (?P<who>ich|wir) (?P<rest>.+)$",
        )
    });
    // …, dass ich in Bremen wohne.
    static LAST: Pattern = LazyLock::new(|| {
        pattern(
            r"(?i)^(?P<who>ich|wir) (?P<rest>.+?) (?P<verb>wohne|lebe|arbeite|bin|mag|liebe|hasse|bevorzuge|benutze|nutze|verwende|nutzen|verwenden|benutzen|lerne|heiße|habe|spreche|esse|trinke|fahre|will|möchte|programmiere|komme|muss|sind)$",
        )
    });
    static LAST_OF_MINE: Pattern = LazyLock::new(|| {
        pattern(
            r"(?i)^(?P<who>meine?r? [\wäöüß-]+) (?P<rest>.+?) (?P<verb>ist|heißt|sind|beträgt|liegt|hasst|mag)$",
        )
    });
    static ADVERB: Pattern = LazyLock::new(|| {
        pattern(
            r"(?i)^((?:ich|wir) \w+|(?:meine?r?|die|unsere?) [\wäöüß-]+(?: für [\wäöüß ]+?)? (?:ist|sind|heißt|beträgt|liegt|wurde)|nenn mich|antworte) (jetzt|nun|inzwischen|mittlerweile|aktuell|derzeit|momentan|zurzeit|eigentlich|übrigens|auch|immer noch|noch immer|nur noch|nur|ab jetzt|ab sofort|meistens|meist|gerade|seit kurzem|seit gestern|mir|wirklich|sehr|ja|doch|hauptsächlich|überwiegend|normalerweise|persönlich)\b",
        )
    });
    static TAIL: Pattern = LazyLock::new(|| {
        pattern(
            r"(?i)[, ]+(jetzt|inzwischen|mittlerweile|auch|bitte|danke|übrigens|momentan|derzeit|stattdessen|lieber)$",
        )
    });
    static INSTEAD: Pattern = LazyLock::new(|| {
        pattern(
            r"(?i)^(?P<new>(?:ich|wir) (?:nutze|verwende|benutze|nehme)\w*\b.+?),? (?:statt|anstatt|anstelle von|nicht) (?P<old>.+)$",
        )
    });

    let mut prepared = Clause::default();
    let mut text = SHORT
        .iter()
        .fold(clause.trim().to_owned(), |text, (short, long)| short.replace_all(&text, *long).into_owned());
    if let Some(found) = OBJECT_FIRST.captures(&text) {
        // Vegan bin ich nicht mehr; Montage hasse ich.
        text = format!("{} {} {} {}", &found["who"], &found["verb"], &found["what"], &found["rest"]);
    }
    while let Some(filler) = FILLER.find(&text) {
        prepared.renews |= filler.as_str().to_lowercase().starts_with("korrektur");
        prepared.adds |= filler.as_str().to_lowercase().starts_with("auch");
        text = text[filler.end()..].to_owned();
    }
    if let Some(found) = INVERTED.captures(&text) {
        prepared.renews = true;
        text = format!("{} {} {}", &found["who"], &found["verb"], &found["rest"]);
    } else if let Some(found) = LAST.captures(&text).or_else(|| LAST_OF_MINE.captures(&text)) {
        text = format!("{} {} {}", &found["who"], &found["verb"], &found["rest"]);
    }
    while let Some(found) = ADVERB.captures(&text) {
        prepared.note(&found[2].to_lowercase());
        let (head, rest) = (found[1].to_owned(), text[found[0].len()..].to_owned());
        text = format!("{head}{rest}");
    }
    while let Some(found) = TAIL.captures(&text) {
        prepared.note(&found[1].to_lowercase());
        text.truncate(text.len() - found[0].len());
    }
    if let Some(found) = INSTEAD.captures(&text).filter(|found| !found["old"].starts_with("mehr")) {
        prepared.instead_of = Some(found["old"].to_owned());
        text = found["new"].to_owned();
    }
    negate(prepared, &text)
}

/// Turns `ich benutze Vim nicht mehr` into `ich benutze Vim` that ends.
fn negate(mut prepared: Clause, text: &str) -> Clause {
    static NO_LONGER: Pattern = LazyLock::new(|| pattern(r"(?i)\bnicht mehr\b\s*"));
    static NO_MORE: Pattern = LazyLock::new(|| pattern(r"(?i)\bkeine?[nmrs]? (?P<what>.+?) mehr\b"));
    static EATS: Pattern = LazyLock::new(|| pattern(r"(?i)^ich (?:esse|trinke) "));
    static LEFT: Pattern = LazyLock::new(|| pattern(r"(?i)^ich habe bei.+(?:gekündigt|aufgehört)$"));
    static CHANGES: Pattern = LazyLock::new(|| {
        pattern(
            r"(?i)^(?:ich bin|wir sind) (?:von (?P<old>.+?) )?(?:zu|auf) .+ (?:gewechselt|umgestiegen|gegangen|migriert)$",
        )
    });
    let mut text = text.to_owned();
    if NO_LONGER.is_match(&text) {
        prepared.ends = true;
        text = NO_LONGER.replace_all(&text, "").into_owned();
    } else if NO_MORE.is_match(&text) && !EATS.is_match(&text) {
        prepared.ends = true;
        text = NO_MORE.replace(&text, "$what").into_owned();
    } else if LEFT.is_match(&text) {
        prepared.ends = true;
    } else if let Some(found) = CHANGES.captures(&text) {
        prepared.renews = true;
        prepared.instead_of = found.name("old").map(|old| old.as_str().to_owned());
    }
    prepared.text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    prepared
}
