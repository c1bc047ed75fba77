//! English.

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

/// First rule wins. `i` is followed by its verb at once: adverbs are taken out before.
#[rustfmt::skip] // One rule a line: a table is read by its columns.
const TABLE: &[Rule] = &[
    // Who they are.
    rule(r"it is (?P<v>(?-i:\p{Lu})\p{L}+)(?: for short| to my friends)", Fact, Slot::One("name"), "Is called {v}", 0.8),
    rule(r"my pronouns are (?P<v>[\p{L}/ ]+)", Fact, Slot::One("pronouns"), "Pronouns: {v}", 0.95),
    rule(r"i am (?P<v>(?:left|right)[- ]handed|colou?r[- ]?blind|ambidextrous|(?:more of )?an? (?:morning|evening|night|early|dog|cat|visual|numbers) (?:person|bird|owl|thinker|learner)|an? (?:night owl|early bird|early riser)|an? (?:introvert|extrovert)|the only .+|(?:bi|tri)lingual|retired|self[- ]employed|freelance|between jobs|a single (?:mum|mom|dad|parent|mother|father))", Fact, Slot::Trait, "Is {v}", 0.85),
    rule(r"i was born in (?P<v>.+)", Fact, Slot::One("born"), "Was born in {v}", 0.9),
    rule(r"i (?:did|have|got|hold|finished|am doing) (?:my|an?) (?P<v>(?:phd|doctorate|master['’]?s?|bachelor['’]?s?|degree|mba|apprenticeship|diploma)\b.*)", Fact, Slot::Many("education"), "Education: {v}", 0.85),
    rule(r"i studied (?P<v>.+)", Fact, Slot::Many("education"), "Studied {v}", 0.8),
    rule(r"(?:i|we) (?:have|own|keep) (?P<v>(?:an?|two|three|four|five|some) (?:\w+ )?(?:toddler|newborn|horse|horses|rabbit|rabbits|parrot|bees|chickens|hens|tortoise|hamster|allotment|garden|houseboat|caravan|campervan|motorbike|e-?bike|dog|cat|puppy|kitten)\b.*)", Fact, Slot::Many("has"), "Has {v}", 0.85),
    rule(r"(?:please )?call me (?P<v>[\p{L}'’.-]+(?: [(?-i:\p{Lu})][\p{L}'’.-]+)?)(?: from (?:now )?on)?", Fact, Slot::One("name"), "Is called {v}", 0.95),
    rule(r"(?:my (?:first )?name is|i go by|i am called) (?P<v>[\p{L}'’.-]+(?: [\p{L}'’.-]+){0,2})", Fact, Slot::One("name"), "Is called {v}", 0.95),
    rule(r"i am (?P<v>\d{1,3})(?: years old)", Fact, Slot::One("age"), "Is {v} years old", 0.9),
    rule(r"(?:i am a native speaker of|i speak) (?P<v>.+)", Fact, Slot::Many("speaks"), "Speaks {v}", 0.85),
    rule(r"i (?:only )?have (?P<v>(?:\d+|no|one|two|three|four|five|six|a|an|twin) (?:\w+ )?(?:child(?:ren)?|kids?|sons?|daughters?|dogs?|cats?|brothers?|sisters?|siblings?|baby)\b.*)", Fact, Slot::One("family"), "Has {v}", 0.85),
    // Where they are.
    rule(r"i work (?:remotely|from home) from (?P<v>.+)", Fact, Slot::One("workplace"), "Works from {v}", 0.85),
    rule(r"(?:i|we) (?:live|am living|have been living|have lived|am based|are based|are all based|am located|reside) (?:in|near|at) (?P<v>.+)", Fact, Slot::One("home"), "Lives in {v}", 0.9),
    rule(r"(?:i|we) (?:have )?(?:moved|relocated) (?:from .+? )?to (?P<v>[^ ].*?)(?: (?:last|this|in|a|two|some) (?:year|month|week|spring|summer|autumn|fall|winter|few|\w+).*)?", Fact, Slot::One("home"), "Lives in {v}", 0.85),
    rule(r"i am from (?P<v>(?-i:\p{Lu}).+)", Fact, Slot::One("origin"), "Is from {v}", 0.8),
    // What they have given up, whatever it was.
    rule(r"(?:i|we) (?:have )?(?:quit|dropped|ditched|gave up|given up|abandoned|sold|got rid of|cancelled|am done with|are done with) (?:on )?(?:the |my |our |using |doing |playing |learning )?(?P<v>[^,]+?)(?: (?:last|this) \w+| yesterday| recently)?", Fact, Slot::Any, "{v}", 0.8),
    rule(r"the (?P<v>[\p{L}-]+) thing (?:did not|didn['’]t|does not) (?:last|work out|stick)", Fact, Slot::Any, "{v}", 0.7),
    // Their work.
    rule(r"(?:i|we) (?:am|are|have|have been|went)?(?: been)? ?with (?P<v>(?-i:\p{Lu}).*)", Fact, Slot::One("employer"), "Works at {v}", 0.8),
    rule(r"i am (?:re)?training (?:as|to be|to become) (?:an? )?(?P<v>.+)", Goal, Slot::One("training"), "Is training as {v}", 0.85),
    rule(r"i (?:handle|look after|take care of|am responsible for|am in charge of|oversee|head) (?P<v>(?-i:\p{L}).*)", Fact, Slot::Many("does"), "Is responsible for {v}", 0.8),
    rule(r"i (?P<k>do|run|own|teach|coach|manage) (?P<v>(?:the |an? |our |my )?(?:(?:small|family|local|little|online|own|weekly|chain of) )*(?:bakery|shop|store|caf[eé]|restaurant|bar|pub|hotel|farm|practice|clinic|studio|gym|business|company|startup|agency|school|kindergarten|blog|podcast|newsletter|department|team|payroll|bookkeeping|accounting|procurement|recruiting|support|sales|marketing|maths?|physics|history|german|english|french|spanish|yoga|piano|chemistry|biology)\b.*)", Fact, Slot::Many("does"), "Does their work: {k} {v}", 0.8),
    rule(r"(?:our|my) (?:company|firm|business|shop|startup|start-up|agency|employer) (?:is|is called|is named|goes by) (?P<v>(?-i:\p{Lu}).*)", Fact, Slot::One("employer"), "Works at {v}", 0.9),
    rule(r"i (?:work|am working|have been working|am employed|started|started working|am) (?:at|for) (?P<v>.+)", Fact, Slot::One("employer"), "Works at {v}", 0.9),
    rule(r"i (?:have )?joined (?P<v>(?-i:\p{Lu}).*)", Fact, Slot::One("employer"), "Works at {v}", 0.8),
    rule(r"i (?:have )?(?:took|take|got|get|accepted|started|found|landed) (?:an?|my) (?:new )?(?:job|position|role|offer|post) (?:at|with|from|for) (?P<v>.+?)(?: (?:last|this) \w+)?", Fact, Slot::One("employer"), "Works at {v}", 0.85),
    rule(r"i (?:am )?(?:starting|start|will start) (?:at|with) (?P<v>(?-i:\p{Lu}).+?)(?: (?:on|next|in) .+)?", Fact, Slot::One("employer"), "Works at {v}", 0.75),
    rule(r"i (?:have been|was|got|have become|became|have been promoted to|was promoted to|got promoted to|have been made|was made) (?:promoted to |made )(?:an? |the )?(?P<v>.+)", Fact, Slot::One("job"), "Works as {v}", 0.85),
    rule(r"i (?P<v>[\p{L}-]+ .+) for a living", Fact, Slot::One("job"), "Earns a living so: {v}", 0.85),
    rule(r"i (?:have )?left (?P<v>(?-i:\p{Lu}).*)", Fact, Slot::One("employer"), "Works at {v}", 0.7),
    rule(r"i (?:work|am working|am employed|started|started working) as (?:an? |the )?(?P<v>.+)", Fact, Slot::One("job"), "Works as {v}", 0.9),
    rule(r"i work (?P<v>(?:\w+ (?:days?|hours) (?:a|per) week|part[- ]time|full[- ]time|from home|remotely|night shifts|shifts)\b.*)", Fact, Slot::One("working-time"), "Works {v}", 0.85),
    rule(r"i am (?:in|part of|on) (?P<v>(?:the |a )?[\p{L}& -]+ (?:department|team|unit|division|group))", Fact, Slot::One("department"), "Is in {v}", 0.85),
    rule(r"i am working on (?:the )?(?P<v>.+?)(?: project)?", Fact, Slot::Thing("project"), "Works on {v}", 0.75),
    rule(r"i am on (?P<v>(?:\w+ )?(?:leave|holiday|vacation|sabbatical)\b.*)", Event, Slot::One("absence"), "Is on {v}", 0.8),
    rule(r"i am back from (?P<v>(?:\w+ )?(?:leave|holiday|vacation|sabbatical)\b.*)", Event, Slot::One("absence"), "Is on {v}", 0.8),
    rule(r"i am an? (?P<v>(?:beginner|novice|newcomer|expert|advanced user|intermediate|professional)) (?:in|at|with) (?P<k>.+)", Fact, Slot::OneFor("level"), "Is a {v} in {k}", 0.85),
    rule(r"i (?:know|understand) (?P<v>little|nothing|a lot) about (?P<k>.+)", Fact, Slot::OneFor("level"), "Knows {v} about {k}", 0.75),
    rule(r"i have (?P<v>(?:no|little|hardly any) (?:idea|experience|clue|knowledge|background|training) (?:about|of|with|in) .+)", Fact, Slot::Many("level"), "Has {v}", 0.8),
    rule(r"i do not have an? (?P<v>(?:car|driver['’]?s licen[cs]e|driving licen[cs]e|licen[cs]e|tv|smartphone|garden|degree|printer|dishwasher|garage|balcony|freezer|oven|kitchen|pet|dog|cat)(?: at home| yet| of my own)?)", Fact, Slot::Many("has-not"), "Has no {v}", 0.8),
    // What they eat.
    rule(r"i am (?:an? |strictly )?(?P<v>vegetarian|vegan|pescatarian|flexitarian|omnivore|teetotal(?:ler)?|gluten[- ]free)", Fact, Slot::One("diet"), "Is {v}", 0.95),
    rule(r"(?:an? )?(?P<v>vegetarian|vegan|pescatarian)", Fact, Slot::One("diet"), "Is {v}", 0.6),
    rule(r"i eat (?P<v>(?:meat|fish|dairy|eggs|everything)(?: and \w+)* again)", Fact, Slot::One("diet"), "Eats {v}", 0.85),
    rule(r"i do not (?:eat|touch) (?P<v>meat|fish|dairy|eggs|gluten|pork|beef|animal products)\b.*", Constraint, Slot::One("diet"), "Does not eat {v}", 0.9),
    rule(r"i (?:do not|can not|never) eat (?P<v>.+)", Constraint, Slot::Many("eats-not"), "Does not eat {v}", 0.9),
    rule(r"i (?:do not|can not|never) drink (?P<v>.+)", Constraint, Slot::Many("drinks-not"), "Does not drink {v}", 0.85),
    rule(r"i am (?:severely |badly )?allergic to (?P<v>.+)", Constraint, Slot::Many("allergy"), "Is allergic to {v}", 0.95),
    rule(r"i have an? (?P<v>.+) (?:allergy|intolerance)", Constraint, Slot::Many("allergy"), "Is allergic to {v}", 0.95),
    // What they use.
    rule(r"we are an? (?P<v>(?-i:\p{Lu}).+?) (?:shop|house|company|team|place)", Fact, Slot::Thing("uses"), "Uses {v}", 0.85),
    rule(r"i am on (?P<v>(?:linux|windows|mac(?:os)?|an? mac|fedora|ubuntu|debian|android|ios|an? iphone|an? ipad|an? chromebook)\b.*)", Fact, Slot::Thing("uses"), "Uses {v}", 0.85),
    rule(r"all (?:of )?(?:my|our) (?P<k>[\w -]+?) (?:is|are) in (?P<v>.+)", Fact, Slot::Thing("uses"), "Uses {v} for their {k}", 0.75),
    rule(r"i (?:have never|never) (?:used|worked with|touched|tried) (?P<v>.+?)(?: before)?", Fact, Slot::Many("level"), "Has never used {v}", 0.8),
    rule(r"(?:i|we) (?:commute|go to work|travel to work|get to work) (?:by |on )?(?P<v>bike|bicycle|train|car|bus|tram|foot|ferry|motorbike|scooter)", Fact, Slot::One("commute"), "Takes the {v} to work", 0.85),
    rule(r"i (?P<k>play|collect) (?P<v>(?:the |old )?[\p{L} -]{3,40})", Fact, Slot::Many("hobby"), "Hobby: {k} {v}", 0.75),
    rule(r"we bank with (?P<v>.+)", Fact, Slot::OneFor("my"), "bank: {v}", 0.8),
    rule(r"(?:i|we) (?:have )?(?:switched|moved|changed|migrated|went) (?:over )?from (?P<k>.+?) to (?P<v>.+)", Fact, Slot::Thing("uses"), "Uses {v}", 0.85),
    rule(r"(?:i|we) (?:have )?(?:switched|changed|migrated) (?:over )?to (?P<v>.+)", Fact, Slot::Thing("uses"), "Uses {v}", 0.85),
    rule(r"i (?:write|do|develop) (?:most of |all of )?(?:my )?(?:code|programs?|software|scripts|programming) in (?P<v>.+)", Fact, Slot::Thing("uses"), "Writes code in {v}", 0.85),
    rule(r"i (?:code|program|develop) in (?P<v>.+)", Fact, Slot::Thing("uses"), "Writes code in {v}", 0.85),
    rule(r"i drive (?P<v>(?:an? |the |their )?.+)", Fact, Slot::One("car"), "Drives {v}", 0.75),
    rule(r"i (?:take|ride) (?:the|my|a) (?P<v>\w+(?: \w+)?) to (?:work|the office)", Fact, Slot::One("commute"), "Takes the {v} to work", 0.85),
    rule(r"i (?:commute|go|come) to (?:work|the office) by (?P<v>.+)", Fact, Slot::One("commute"), "Takes the {v} to work", 0.85),
    rule(r"(?:i|we) (?:use|am using|are using|work with|am working with) (?P<v>.+)", Fact, Slot::Thing("uses"), "Uses {v}", 0.8),
    // People.
    rule(r"i (?:will )?(?:am |be )?report(?:ing)? (?:in)?to (?P<v>(?-i:\p{Lu}).*)", Relation, Slot::One("relation:manager"), "Manager: {v}", 0.9),
    rule(r"my (?:new |current )?(?:manager|boss|line manager|supervisor) is (?:called |named )?(?P<v>(?-i:\p{Lu}).*)", Relation, Slot::One("relation:manager"), "Manager: {v}", 0.9),
    rule(r"my (?:new |current )?(?P<k>(?:\w+ )?(?:colleague|teammate|mentor|buddy|assistant|deputy|director|ceo|cto|team lead|coach|tutor|teacher|wife|husband|partner|girlfriend|boyfriend|fianc[eé]e?|son|daughter|child|mother|father|brother|sister|friend|neighbou?r|client|landlord|accountant|lawyer)) is (?:called |named )?(?P<v>(?-i:\p{Lu}).*)", Relation, Slot::OneFor("relation"), "{k}: {v}", 0.9),
    rule(r"(?P<v>(?-i:\p{Lu})\S+(?: (?-i:\p{Lu})\S+)?) is my (?P<k>manager|boss|mentor|assistant|deputy|colleague|wife|husband|partner|son|daughter|team lead)", Relation, Slot::OneFor("relation"), "{k}: {v}", 0.85),
    rule(r"my (?:new |current )?(?P<k>manager|boss|mentor|assistant|colleague|client|customer|wife|husband|partner|team|team lead|director) (?P<v>(?:hates|likes|loves|prefers|wants|expects|dislikes|insists on|does not like|needs|is (?:very |rather )?(?:strict|picky|impatient))\b.*)", Relation, Slot::OneFor("about"), "Their {k} {v}", 0.75),
    // When.
    rule(r"(?:my|the|our) (?P<k>[\p{L} -]*?\b(?:launch|release|go-?live|kick-?off|review|stand-?up|retro(?:spective)?|all[- ]hands|board meeting|team meeting|weekly|jour fixe|offsite|off-site|workshop|conference|fair|exam|defen[cs]e|interview|wedding|trip|flight|move|audit|inspection|presentation|demo|hearing|training|exhibition|opening|election|holiday|vacation|start date|extension))(?: is| are| takes place| happens| starts| was moved| has been moved| got moved| moved| slipped| was pushed| has been pushed| got pushed| was postponed| has been postponed| got postponed)(?: to| on| from| at| back to| until| always)* (?P<v>(?:every |each |the )?(?:(?:first|second|third|last|other) )?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|\d{1,2}(?:st|nd|rd|th)?\.? (?:of )?\p{L}+|(?:early |mid-?|late |in )?(?:january|february|march|april|may|june|july|august|september|october|november|december)|tomorrow|next (?:week|month|year)|\d{4}-\d\d-\d\d)\b.*)", Event, Slot::OneFor("date"), "{k}: {v}", 0.8),
    rule(r"(?:my|the|our) deadline (?:for|of) (?P<k>.+?) (?:is|was moved to|has been moved to|moved to|changed to|has moved to|got moved to)(?: on)? (?P<v>.+)", Event, Slot::OneFor("deadline"), "Deadline for {k}: {v}", 0.9),
    rule(r"(?:my|the|our) deadline (?:is|was moved to|has been moved to|moved to|changed to)(?: on)? (?P<v>.+)", Event, Slot::One("deadline"), "Deadline: {v}", 0.85),
    rule(r"(?:my|the|our) (?P<k>[\w -]+?) is due (?:on |by |at )?(?P<v>.+?)(?: instead)?", Event, Slot::OneFor("deadline"), "Deadline for {k}: {v}", 0.85),
    rule(r"i (?:have|need|must)(?: to)? (?:finish|submit|deliver|complete|hand in|send|file) (?P<k>.+?) (?:by|until|before) (?P<v>.+)", Event, Slot::OneFor("deadline"), "Deadline for {k}: {v}", 0.75),
    // What they want to reach.
    rule(r"my (?:main )?goal (?:this year |for this year )?is (?:to )?(?P<v>.+)", Goal, Slot::One("goal"), "Wants to {v}", 0.85),
    rule(r"i (?:want|plan|hope|aim|intend|would like) to (?P<v>(?:become|learn|improve|get better|lose|pass|finish|save|run|move|switch|build|found|publish|retire|quit)\b.*)", Goal, Slot::Many("goal"), "Wants to {v}", 0.75),
    rule(r"i am (?:learning|studying) (?P<v>.+)", Goal, Slot::Many("learns"), "Is learning {v}", 0.85),
    rule(r"i am (?P<k>training|preparing|saving|saving up) for (?P<v>.+)", Goal, Slot::Many("goal"), "Is {k} for {v}", 0.8),
    // How they want to be answered, and rules of theirs.
    rule(r"you can (?:stop|drop|skip|leave out|lose|cut)(?: with)? (?P<v>(?:the |your |all )?[\p{L} -]{3,60})", Constraint, Slot::Manner, "Does not want {v}", 0.85),
    rule(r"i would rather you (?:gave|wrote|showed|kept|used|answered|told|sent|made|skipped|left out|did not) (?P<v>.+?)(?: from (?:now )?on)?", Constraint, Slot::Manner, "Would rather have {v}", 0.85),
    rule(r"(?:it would be (?:great|nice|good|helpful)|i would (?:appreciate it|love it|be glad|like it)) if you (?:could )?(?P<v>(?:always|never|only)\b.*)", Constraint, Slot::Manner, "Asks to {v}", 0.85),
    rule(r"(?:do not|never) ever (?P<v>.+)", Constraint, Slot::Manner, "Asks never to {v}", 0.85),
    rule(r"do not (?:always|keep) (?P<v>(?:tell|end|start|begin|add|say|ask|give|use|writ|tell|start|end|say|ask|add|giv|us)\w*\b.*)", Constraint, Slot::Manner, "Asks not to keep {v}", 0.8),
    rule(r"we (?P<k>write|format|spell|abbreviate|round|quote|call|number|sort) (?P<v>.+ (?:as|in|with|by|to|without) .+)", Constraint, Slot::Many("house-rule"), "House rule: {k} {v}", 0.8),
    rule(r"(?P<v>(?:[\p{L}-]+ )?[\p{L}-]+) (?:work|works|is|are) (?:much |far |way )?(?:better|easier|best) for me", Preference, Slot::Taste, "Works better with {v}", 0.8),
    rule(r"(?P<v>[\p{L}-]+(?: [\p{L}-]+)?) (?:confuses?|annoys?|irritates?|bores?|stress(?:es)?|exhausts?|tires?) me", Preference, Slot::Taste, "Does not like {v}", 0.75),
    rule(r"(?P<v>[\p{L}-]+(?: [\p{L}-]+)?) (?:is|are) not (?:really )?(?:my thing|for me|my cup of tea)", Preference, Slot::Taste, "Does not like {v}", 0.8),
    rule(r"i never (?P<v>(?:read|work|eat|drink|fly|drive|answer|check|watch|travel|take|attend)\b.*)", Fact, Slot::Many("never"), "Never does this: {v}", 0.75),
    rule(r"i have (?:only )?(?P<v>(?:an?|one|two|three|half an?|\d+|a few) (?:hours?|minutes?|evenings?|days?) (?:a|per|each|every) (?:day|week|month)\b.*)", Constraint, Slot::One("time"), "Has {v}", 0.8),
    rule(r"i (?:would like|want|need|expect) you to (?P<v>(?:always|never|only)\b.*)", Constraint, Slot::Manner, "Asks to {v}", 0.9),
    rule(r"i (?:always|only) (?:want|need|expect) (?P<v>.+)", Constraint, Slot::Manner, "Always wants {v}", 0.9),
    rule(r"i never (?:want|need) (?P<v>.+)", Constraint, Slot::Manner, "Never wants {v}", 0.9),
    rule(r"(?P<v>(?:always|never) (?:use|write|answer|reply|respond|give|keep|show|add|include|start|begin|end|explain|tell|address|mention|put|format|translate|quote|cite|make|ask|say)\b.*)", Constraint, Slot::Manner, "Asks to {v}", 0.9),
    rule(r"(?:from (?:now )?on|in (?:the )?future|by default|going forward|for me|every time)[, ]+(?:please )?(?P<v>(?:always |never )?(?:use|write|answer|reply|respond|give|keep|show|add|include|start|avoid|explain|do not)\b.*)", Constraint, Slot::Manner, "Asks to {v}", 0.9),
    rule(r"(?P<v>(?:use|write|answer|reply|respond|give|keep|show|add|include|avoid|explain)\b.*?)[, ]+(?:from (?:now )?on|in (?:the )?future|by default|going forward|in (?:all )?(?:your|future) (?:answers|replies|responses)|every time)", Constraint, Slot::Manner, "Asks to {v}", 0.85),
    rule(r"stop (?P<v>(?:using|writing|adding|giving|asking|calling|saying|explaining)\b.*)", Constraint, Slot::Manner, "Asks to stop {v}", 0.85),
    rule(r"i (?:want|need) (?P<v>.*\b(?:answers?|replies|responses|explanations|summaries|language in your answers|tone)\b.*)", Preference, Slot::Manner, "Wants {v}", 0.8),
    rule(r"(?:use|write in|stick to|give|put|show|format|quote|state) (?P<v>.*\b(?:(?:british|american|canadian|australian) (?:english|spelling)|celsius|fahrenheit|metric|imperial|(?:24|12)[- ]hour|dates? (?:as|in|like)|(?:amounts|prices|figures|sums) in)\b.*)", Constraint, Slot::Manner, "Asks to use {v}", 0.8),
    rule(r"(?P<v>keep (?:your |all |the )?(?:answers|replies|responses|summaries)\b.+)", Constraint, Slot::Manner, "Asks to {v}", 0.85),
    rule(r"(?:(?:you|people) can |it is best to |best |the best way to )?(?:best )?(?:reach|contact|get hold of|message|ping) me (?:is )?(?:best |at work )?(?P<v>(?:by|on|via|through|over|at) .+)", Preference, Slot::One("contact"), "Best reached {v}", 0.8),
    rule(r"i (?:would )?(?:prefer|like) to be (?:contacted|reached|called|messaged) (?P<v>.+)", Preference, Slot::One("contact"), "Best reached {v}", 0.85),
    rule(r"i (?:take|drink|have|like|want|put) (?P<v>[\p{L} -]+?) in my (?P<k>coffee|tea|porridge|salad|soup)", Preference, Slot::OneFor("taste"), "Likes {k} with {v}", 0.85),
    rule(r"i (?:am|got|have got|have been) (?P<v>(?:single|married|engaged|divorced|widowed|separated)(?: to .+)?)", Fact, Slot::One("status"), "Is {v}", 0.85),
    rule(r"(?P<v>(?:short|brief|simple|plain|concise|long|detailed|formal) (?:sentences|answers|words|language|replies|paragraphs|explanations|english))(?: only)?", Constraint, Slot::Manner, "Asks for {v}", 0.75),
    rule(r"(?P<v>(?:metric|imperial)(?: units| system)?|celsius|fahrenheit)(?: only)?", Constraint, Slot::Manner, "Asks for {v}", 0.7),
    // What they like.
    rule(r"my (?P<k>favou?rite [\w -]+?) (?:is|are) (?P<v>.+)", Preference, Slot::OneFor("favourite"), "{k}: {v}", 0.95),
    rule(r"i (?:would )?(?:prefer|rather have) (?P<v>.+?) (?:over|to|rather than|instead of|than) (?P<k>.+)", Preference, Slot::Preference, "Prefers {v} over {k}", 0.9),
    rule(r"i (?:would )?(?:prefer|rather have) (?P<v>.+)", Preference, Slot::Preference, "Prefers {v}", 0.9),
    rule(r"i (?:like|take|drink|have) my (?P<k>coffee|tea|steak|eggs|meetings|reports) (?P<v>.+)", Preference, Slot::OneFor("taste"), "Likes {k} {v}", 0.85),
    rule(r"i (?:do not|can not) (?:like|enjoy|want|stand|bear) (?P<v>.+)", Preference, Slot::Taste, "Does not like {v}", 0.85),
    rule(r"i (?:hate|detest|dislike|despise|loathe|am not a fan of) (?P<v>.+)", Preference, Slot::Taste, "Hates {v}", 0.85),
    rule(r"i (?:love|adore) (?P<v>.+)", Preference, Slot::Taste, "Loves {v}", 0.8),
    rule(r"i (?:like|enjoy|am a (?:big |huge )?fan of|am fond of|am keen on) (?P<v>.+)", Preference, Slot::Taste, "Likes {v}", 0.8),
    // What is theirs.
    rule(r"(?:my|our) (?:new |current )?(?P<k>[\w -]+?) (?:is|are|lies|moved to|changed to|(?:has|was|is) (?:been )?(?:moved|changed) to)(?: called| named)? (?P<v>.+)", Fact, Slot::OneFor("my"), "{k}: {v}", 0.85),
    rule(r"i am (?:an? |the )?(?P<v>(?:[\p{L}-]+ ){0,3}(?:\w+(?:ist|eer|neer|ician|ologist)|manager|director|lead|head|officer|developer|designer|analyst|consultant|teacher|nurse|lawyer|accountant|architect|programmer|writer|buyer|clerk|intern|trainee|apprentice|student|professor|researcher|administrator|admin|assistant|secretary|founder|owner|freelancer|electrician|controller|auditor|planner|recruiter|trainer|driver|carpenter|chef|cook|pilot|editor|translator|tester|scientist|technician|salesperson|tradesman|ceo|cto|cfo)(?: (?:of|for|in) .+)?)", Fact, Slot::One("job"), "Works as {v}", 0.85),
];

/// Brings a clause into the form of the rules.
pub(super) fn prepare(clause: &str) -> Clause {
    static SHORT: LazyLock<Vec<(regex::Regex, &str)>> = LazyLock::new(|| {
        [
            (r"(?i)\bI['’]?m\b", "I am"),
            (r"(?i)\bI['’]?ve\b", "I have"),
            (r"(?i)\bI['’]d\b", "I would"),
            (r"(?i)\bwe['’]re\b", "we are"),
            (r"(?i)\b(i|we)['’]ll\b", "$1 will"),
            (r"(?i)\bwe['’]ve\b", "we have"),
            (r"(?i)\bdon['’]?t\b", "do not"),
            (r"(?i)\bit['’]s\b", "it is"),
            (r"(?i)\b(?:haven|hasn)['’]?t\b", "have not"),
            (r"(?i)\bany longer\b", "anymore"),
            (r"(?i)\banymroe\b", "anymore"),
            (r"(?i)\bdoesn['’]t\b", "does not"),
            (r"(?i)\b(?:can['’]?t|cannot)\b", "can not"),
            (r"(?i)\bisn['’]t\b", "is not"),
            (r"(?i)\b(my [\w ]+|name|who)['’]s (called|named|is)?", "$1 is $2"),
            (r"(?i)^please,? no (?:more )?(.+)$", "never use $1"),
            (r"(?i)^(?:so )?no (?:more )?(.+?),? please$", "never use $1"),
            (r"(?i)\bany more\b", "anymore"),
            (r"(?i)\bhave got\b", "have"),
            (r"(?i)\bhave (?:come|grown) to (prefer|like|love|hate)\b", "now $1"),
        ]
        .into_iter()
        .map(|(short, long)| (pattern(short), long))
        .collect()
    });
    static FILLER: Pattern = LazyLock::new(|| {
        pattern(
            r"(?i)^(?:well|so|but|and|also|hi|hello|hey|btw|by the way|actually|oh|ok|okay|yes|yeah|no|sorry|please note|note|fyi|for the record|just so you know|to be honest|honestly|in fact|for context|context|as you know|then|now|today|these days|currently|at the moment|personally|because|since (?:\w+|last \w+)|as of (?:last |next |this |the )?\w+(?: \d+)?|starting (?:in |from |on )?(?:next |this )?\w+|from (?:next \w+|this \w+|(?-i:\p{Lu})\p{L}+) on|effective \w+|with (?:immediate )?effect(?: from \w+)?|um|uh|yeah so|scrap that|that (?:has )?changed|(?:kindly |please )?be informed|please be aware|dear \w+|i (?:think|reckon|guess|suppose)|correction|that|please|i was promoted|anyway|fwiw|tbh|imo|imho|turns out|for (?:future|your) reference|quick note|one more thing|as a side note|side note|as for me|for my part|nowadays|meanwhile|in my case)\b(?: that\b)?[,:]?\s+",
        )
    });
    static ADVERB: Pattern = LazyLock::new(|| {
        pattern(
            r"(?i)^((?:i|we)(?: am| are| have| would| do not| is)?|my [\w -]+? (?:is|are)) (now|currently|actually|really|also|usually|mostly|still|just|recently|nowadays|generally|normally|mainly|only|strongly|personally|already|primarily|typically|both|basically|absolutely|definitely|finally|originally|much|very)\b",
        )
    });
    static TAIL: Pattern = LazyLock::new(|| {
        pattern(
            r"(?i)[, ]+(now|nowadays|these days|currently|at the moment|at last|by now|too|as well|please|anymore|instead|actually|honestly|usually|anyway|then|tbh|btw|by the way|lol|haha|ha ha|though|altogether|for good|by trade|by profession|again and again|every day|(?:since|for) (?:about |over |nearly |almost |more than |the (?:last|past) )?(?:\d{4}|[\w-]+ (?:years?|months?|weeks?|days?))|since (?:last \w+|(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|may|june|july|august|september|october|november|december|yesterday|then))$",
        )
    });
    static INSTEAD: Pattern = LazyLock::new(|| {
        pattern(
            r"(?i)^(?P<new>(?:i|we) (?:use|am using|are using|have|take|drive)\b.+?),? (?:instead of|rather than|not) (?P<old>.+)$",
        )
    });
    static DOES_NOT_EAT: Pattern = LazyLock::new(|| pattern(r"(?i)^i do not (?:eat|touch) "));
    static CHANGED: Pattern = LazyLock::new(|| {
        pattern(
            r"(?i)^(?:correction|actually|sorry|no|scrap that|as of|starting|from|effective|with|since|that)\b",
        )
    });

    let mut text = clause.trim().to_owned();
    for (short, long) in SHORT.iter() {
        text = short.replace_all(&text, *long).into_owned();
    }
    let mut prepared = Clause::default();
    while let Some(filler) = FILLER.find(&text) {
        prepared.renews |= CHANGED.is_match(filler.as_str());
        prepared.note(filler.as_str().trim_matches([',', ' ', ':']).to_lowercase().as_str());
        text = text[filler.end()..].to_owned();
    }
    while let Some(found) = ADVERB.captures(&text) {
        prepared.note(&found[2].to_lowercase());
        let (head, rest) = (found[1].to_owned(), text[found[0].len()..].to_owned());
        text = format!("{head}{rest}");
    }
    while let Some(found) = TAIL.captures(&text) {
        prepared.note(&found[1].to_lowercase());
        // Who no longer eats something still tells what they do not eat.
        prepared.ends |= found[1].eq_ignore_ascii_case("anymore") && !DOES_NOT_EAT.is_match(&text);
        text.truncate(text.len() - found[0].len());
    }
    if let Some(found) = INSTEAD.captures(&text).filter(|_| !text.to_lowercase().contains(" not eat")) {
        prepared.instead_of = Some(found["old"].to_owned());
        text = found["new"].to_owned();
        if let Some(tail) = TAIL.find(&text) {
            text.truncate(tail.start());
        }
    }
    negate(&mut prepared, text)
}

/// Turns `I no longer use Vim` into `I use Vim` that ends.
fn negate(prepared: &mut Clause, text: String) -> Clause {
    static LONGER: Pattern = LazyLock::new(|| pattern(r"(?i)\b(?:no longer|not)\b\s*"));
    static ENDED: Pattern = LazyLock::new(|| {
        pattern(
            r"(?i)^(?P<who>i|we)(?: have)? (?:stopped|quit|gave up|given up|finished|am done|are done) (?P<what>(?:using|learning|studying|working|drinking|eating|living|driving|training|taking|writing|playing|smoking|going|doing|reading|commuting)\b.*)$",
        )
    });
    static LEAVING: Pattern = LazyLock::new(|| {
        pattern(r"(?i)^i (?:have )?left (?-i:\p{Lu})|^i (?:am|have come) back from |^stop ")
    });
    static IS_NOT: Pattern = LazyLock::new(|| {
        pattern(
            r"(?i)^(?:(?:i|we) (?:am|are) not|(?:i|we) do not (?:use|live|work|drive|take|own|play|handle|do))\b",
        )
    });
    let mut text = text;
    let lower = text.to_lowercase();
    if let Some(found) = ENDED.captures(&text) {
        prepared.ends = true;
        text = format!(
            "{} {} {}",
            &found["who"],
            if found["who"].eq_ignore_ascii_case("i") { "am" } else { "are" },
            &found["what"]
        );
    } else if lower.contains("no longer") || prepared.ends || IS_NOT.is_match(&text) {
        prepared.ends = true;
        text = LONGER.replace_all(&text, "").into_owned();
        text = pattern_do().replace(&text, "$1 ").into_owned();
    } else if LEAVING.is_match(&text) {
        prepared.ends = true;
    }
    if !prepared.ends {
        static FROM: Pattern = LazyLock::new(|| {
            pattern(
                r"(?i)^(?:i|we) (?:have )?(?:switched|moved|changed|migrated|went)\b(?: over)?(?: from (?P<old>.+?))? to ",
            )
        });
        if let Some(found) = FROM.captures(&text) {
            prepared.renews = true;
            prepared.instead_of = found.name("old").map(|old| old.as_str().to_owned());
        }
    }
    Clause { text: text.split_whitespace().collect::<Vec<_>>().join(" "), ..prepared.clone() }
}

/// `I do use` is `I use` once the `not` is gone.
fn pattern_do() -> &'static regex::Regex {
    static DO: Pattern = LazyLock::new(|| pattern(r"(?i)^((?:i|we)) do "));
    &DO
}
