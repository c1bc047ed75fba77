//! Texts that try to give orders through what is remembered: see `data/injections.txt`. Whatever becomes of them,
//! the prompt keeps its form and the role its last word.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use attune_domain::memory::MemoryHistory;
use attune_domain::{Author, Language, RoleTemplate, Style};
use attune_persona::memory::{
    Decision, check_told, extract_memories, leaves_unread, parse_extraction, reads_as_instruction, reconcile,
};
use attune_persona::{Budget, Composed, Known, PastTurn, Person, QuotedMemory, QuotedTurn, Speaker, compose};
use regex::Regex;

/// The texts, with their letters by number and their line breaks.
fn corpus() -> Vec<String> {
    let number = Regex::new(r"\\u\{([0-9a-f]+)\}").unwrap();
    include_str!("../data/injections.txt")
        .lines()
        .filter(|line| !line.starts_with("# ") && !line.is_empty())
        .map(|line| {
            let letters = number.replace_all(line, |found: &regex::Captures<'_>| {
                char::from_u32(u32::from_str_radix(&found[1], 16).unwrap()).unwrap().to_string()
            });
            letters.replace("\\n", "\n")
        })
        .collect()
}

fn role() -> RoleTemplate {
    attune_domain::role::built_in().into_iter().find(|role| !role.limits.rules.is_empty()).unwrap()
}

/// A prompt with memories that stand before the conversation, or beside the question.
fn composed(memories: &[&str], settled: bool, history: &[PastTurn], question: &str) -> Composed {
    let quote = |text: &&str| QuotedMemory { text: (*text).to_owned(), value: 1.0, settled };
    let memories: Vec<QuotedMemory> = memories.iter().map(quote).collect();
    let (role, person) = (role(), Person::default());
    let known = Known { memories: &memories, history, ..Known::of(&person) };
    compose(&role, Style::of_role(&role), &known, question, BUDGET)
}

const BUDGET: Budget = Budget { context_tokens: 8_192, answer_tokens: 512 };

/// Fails unless the line before `- Likes walks` is a quote that plays nobody's part, and takes it out.
fn without_quote<'t>(text: &'t str, what: &str) -> (&'t str, Vec<&'t str>) {
    let mut lines: Vec<&str> = text.lines().collect();
    let place = lines.iter().rposition(|line| *line == "- Likes walks").unwrap();
    let quoted = lines.remove(place - 1);
    assert!(quoted.starts_with("- "), "{what}");
    for mark in MARKS {
        assert!(!quoted.contains(mark), "{mark} stands in {quoted}");
    }
    assert!(!quoted.chars().any(is_hidden), "{quoted:?}");
    (quoted, lines)
}

/// Marks by which some model's template tells who speaks.
const MARKS: [&str; 10] = [
    "<|",
    "|>",
    "[INST]",
    "[/INST]",
    "<<SYS>>",
    "<</SYS>>",
    "<s>",
    "</s>",
    "<start_of_turn>",
    "<end_of_turn>",
];

#[test]
fn there_are_enough_of_them_and_most_are_refused_as_memories() {
    let all = corpus();
    let refused = all.iter().filter(|text| check_told(text).is_err()).count();
    eprintln!("{refused} of {} texts are refused as memories", all.len());
    assert!(all.len() >= 60);
    assert!(refused * 3 >= all.len() * 2, "{refused} of {}", all.len());
}

#[test]
fn a_memory_is_one_line_before_the_limits_of_the_role_and_speaks_no_ones_part() {
    let rules = role().limits.rules.join(" ");
    let harmless = composed(&["Likes walks"], true, &[], "What is the plan?");
    for text in corpus() {
        let prompt = composed(&[&text, "Likes walks"], true, &[], "What is the plan?");
        let speakers: Vec<Speaker> = prompt.turns.iter().map(|turn| turn.speaker).collect();
        assert_eq!(speakers, [Speaker::System, Speaker::Person], "{text}");
        assert_eq!(prompt.turns[1], harmless.turns[1], "{text}");
        assert_eq!(prompt.max_answer_tokens, harmless.max_answer_tokens, "{text}");
        let system = &prompt.turns[0].text;
        let (quoted, lines) = without_quote(system, &text);
        assert!(
            system.find(quoted).unwrap() < system.rfind(&rules).unwrap(),
            "the role has the last word: {text}"
        );
        let expected: Vec<&str> = harmless.turns[0].text.lines().collect();
        assert_eq!(lines, expected, "nothing else of the prompt changes: {text}");
    }
}

#[test]
fn beside_a_question_it_is_one_line_too_and_the_instructions_stay_as_they_are() {
    let harmless = composed(&["Likes walks"], false, &[], "What is the plan?");
    for text in corpus() {
        let prompt = composed(&[&text, "Likes walks"], false, &[], "What is the plan?");
        assert_eq!(prompt.turns.len(), 2, "{text}");
        assert_eq!(prompt.turns[0], harmless.turns[0], "{text}");
        let (_, lines) = without_quote(&prompt.turns[1].text, &text);
        assert_eq!(lines, harmless.turns[1].text.lines().collect::<Vec<_>>(), "{text}");
    }
}

#[test]
fn a_message_of_the_past_is_one_quote() {
    let (role, person) = (role(), Person::default());
    for text in corpus() {
        let past = [QuotedTurn {
            speaker: Speaker::Person,
            day: "2026-05-03".to_owned(),
            text: text.clone(),
            value: 1.0,
        }];
        let known = Known { past: &past, ..Known::of(&person) };
        let prompt = compose(&role, Style::of_role(&role), &known, "What is the plan?", BUDGET);
        assert_eq!(prompt.turns[0], composed(&[], true, &[], "What is the plan?").turns[0], "{text}");
        let lines: Vec<&str> =
            prompt.turns[1].text.lines().filter(|line| line.starts_with("- 2026")).collect();
        assert_eq!((prompt.turns.len(), lines.len()), (2, 1), "{text}");
        assert!(
            MARKS.iter().all(|mark| !lines[0].contains(mark)) && !lines[0].chars().any(is_hidden),
            "{text}"
        );
    }
}

#[test]
fn a_role_template_speaks_in_the_turn_of_instructions_and_its_labels_beside_the_question() {
    let question = "What is the plan?";
    for text in corpus() {
        let mut role = role();
        let section = &mut role.shape.sections[0];
        for place in [
            &mut role.identity,
            &mut role.audience,
            &mut role.tone,
            &mut role.glossary[0].meaning,
            &mut role.examples[0].answer,
            &mut role.shape.opening.en,
            &mut section.label.en,
            &mut section.holds,
        ] {
            place.clone_from(&text);
        }
        role.instructions.push(text.clone());
        role.limits.rules.push(text.clone());
        let person = Person::default();
        let prompt = compose(&role, Style::of_role(&role), &Known::of(&person), question, BUDGET);
        let speakers: Vec<Speaker> = prompt.turns.iter().map(|turn| turn.speaker).collect();
        assert_eq!(speakers, [Speaker::System, Speaker::Person], "{text}");
        assert!(prompt.turns[1].text.starts_with(question), "{text}");
        for turn in &prompt.turns {
            assert!(MARKS.iter().all(|mark| !turn.text.contains(mark)), "{}", turn.text);
            assert!(!turn.text.chars().any(is_hidden), "{text}");
        }
    }
}

#[test]
fn what_is_said_stays_in_its_turn() {
    for text in corpus() {
        let earlier = [
            PastTurn { speaker: Speaker::Person, text: text.clone() },
            PastTurn { speaker: Speaker::Assistant, text: text.clone() },
        ];
        let prompt = composed(&[], true, &earlier, &text);
        let speakers: Vec<Speaker> = prompt.turns.iter().map(|turn| turn.speaker).collect();
        let expected = [Speaker::System, Speaker::Person, Speaker::Assistant, Speaker::Person];
        assert_eq!(speakers, expected, "{text}");
        // The instructions name the language of the question, and nothing else of it.
        let either = ["What is the plan for this week?", "Was ist der Plan für diese Woche?"];
        let known = either.map(|question| composed(&[], true, &[], question).turns.remove(0));
        assert!(known.contains(&prompt.turns[0]), "{text}");
    }
}

#[test]
fn none_is_learned_by_rules_or_from_a_model() {
    for text in corpus() {
        for language in [Language::English, Language::German] {
            for candidate in extract_memories(&text, language, Author::Person) {
                assert!(!reads_as_instruction(&candidate.text), "{text} became {}", candidate.text);
                if let Decision::New = reconcile(&MemoryHistory::default(), &candidate, &[]) {
                    panic!("{text} was learned as {}", candidate.text);
                }
            }
            assert!(!leaves_unread(&text, language) || !reads_as_instruction(&text), "{text}");
        }
        let entry =
            serde_json::json!({ "text": text, "kind": "fact", "about": "x", "quote": text, "confidence": 1 });
        let answer = serde_json::json!({ "memories": [entry] }).to_string();
        for candidate in parse_extraction(&text, &answer) {
            assert!(!reads_as_instruction(&candidate.text) && check_told(&candidate.text).is_ok(), "{text}");
        }
    }
}

/// Letters of no width, and those that turn the direction.
fn is_hidden(letter: char) -> bool {
    matches!(u32::from(letter), 0x200b..=0x200f | 0x202a..=0x202e | 0x2060..=0x2069 | 0xfeff | 0xe0000..=0xe007f)
}
