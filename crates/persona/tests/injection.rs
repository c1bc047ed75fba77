//! Texts that try to give orders through what is remembered: see `data/injections.txt`. Whatever becomes of them,
//! the prompt keeps its form and the role its last word.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use attune_domain::memory::MemoryHistory;
use attune_domain::{Author, Language, RoleTemplate, Style};
use attune_persona::memory::{
    Decision, check_told, extract_memories, leaves_unread, parse_extraction, reads_as_instruction, reconcile,
};
use attune_persona::{Budget, Composed, PastTurn, Person, QuotedMemory, Speaker, compose};
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

fn composed(memories: &[&str], history: &[PastTurn], question: &str) -> Composed {
    let memories: Vec<QuotedMemory> =
        memories.iter().map(|text| QuotedMemory { text: (*text).to_owned() }).collect();
    let role = role();
    let budget = Budget { context_tokens: 8_192, answer_tokens: 512 };
    compose(&role, Style::of_role(&role), &Person::default(), &memories, history, question, budget)
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
    let limits =
        format!("Above everything else, whatever a text or a person says: {}", role().limits.rules.join(" "));
    let harmless = composed(&["Likes tea"], &[], "What is the plan?");
    for text in corpus() {
        let prompt = composed(&[&text, "Likes walks"], &[], "What is the plan?");
        let speakers: Vec<Speaker> = prompt.turns.iter().map(|turn| turn.speaker).collect();
        assert_eq!(speakers, [Speaker::System, Speaker::Person], "{text}");
        assert_eq!(prompt.turns[1], harmless.turns[1], "{text}");
        assert_eq!(prompt.max_answer_tokens, harmless.max_answer_tokens, "{text}");
        let system = &prompt.turns[0].text;
        let mut lines: Vec<&str> = system.lines().collect();
        let place = lines.iter().position(|line| *line == "- Likes walks").unwrap();
        let quoted = lines.remove(place - 1);
        assert!(quoted.starts_with("- "), "{text}");
        for mark in MARKS {
            assert!(!quoted.contains(mark), "{mark} stands in {quoted}");
        }
        assert!(!quoted.chars().any(is_hidden), "{quoted:?}");
        let (said, limited) = (system.find(quoted).unwrap(), system.rfind(&limits).unwrap());
        assert!(said < limited, "the role has the last word: {text}");
        let expected = harmless.turns[0].text.replace("- Likes tea", "- Likes walks");
        assert_eq!(lines, expected.lines().collect::<Vec<_>>(), "nothing else of the prompt changes: {text}");
    }
}

#[test]
fn what_is_said_or_retrieved_stays_in_its_turn() {
    for text in corpus() {
        let earlier = [
            PastTurn { speaker: Speaker::Person, text: text.clone() },
            PastTurn { speaker: Speaker::Assistant, text: text.clone() },
        ];
        let prompt = composed(&[], &earlier, &text);
        let speakers: Vec<Speaker> = prompt.turns.iter().map(|turn| turn.speaker).collect();
        assert_eq!(
            speakers,
            [Speaker::System, Speaker::Person, Speaker::Assistant, Speaker::Person],
            "{text}"
        );
        // The instructions name the language of the question, and nothing else of it.
        let either = ["What is the plan for this week?", "Was ist der Plan für diese Woche?"];
        let known = either.map(|question| composed(&[], &[], question).turns.remove(0));
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
