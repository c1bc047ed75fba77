//! Which memories come into a prompt, and in which order.

use uuid::Uuid;

use super::super::suite::memory;
use super::*;

fn texts(chosen: &[ChosenMemory]) -> Vec<&str> {
    chosen.iter().map(|memory| memory.text.as_str()).collect()
}

fn select(question: &str, memories: &[Memory]) -> Selection {
    select_memories(question, memories, AskedIn::default(), Timestamp(0), None)
}

#[test]
fn shared_words_come_before_strength_and_pinned_before_all() {
    let mut pinned = memory("Keeps bees", MemoryKind::Fact);
    pinned.pinned = true;
    let memories = [
        memory("Uses SAP for purchasing", MemoryKind::Fact),
        memory("Likes jazz", MemoryKind::Preference),
        memory("Has a garden", MemoryKind::Fact),
        pinned,
    ];
    let selection = select("How do I order in SAP?", &memories);
    assert_eq!(texts(&selection.chosen), ["Keeps bees", "Uses SAP for purchasing", "Likes jazz"]);
    assert_eq!(
        selection.chosen.iter().map(|memory| memory.reason).collect::<Vec<_>>(),
        [MemoryReason::Pinned, MemoryReason::Words, MemoryReason::Strength]
    );
}

#[test]
fn meaning_finds_what_shares_no_word() {
    let memories = [memory("Keeps bees", MemoryKind::Fact), memory("Has a garden", MemoryKind::Fact)];
    let chosen = select_memories("honey?", &memories, AskedIn::default(), Timestamp(0), Some(&[0.8, 0.2]));
    assert_eq!(texts(&chosen.chosen), ["Keeps bees"]);
    assert_eq!(chosen.chosen[0].reason, MemoryReason::Meaning);
    assert!(select("honey?", &memories).chosen.is_empty());
}

#[test]
fn other_conversations_and_projects_stay_out() {
    let id = ConversationId(Uuid::from_u128(7));
    let mut here = memory("Calls it the plan", MemoryKind::Fact);
    here.scope = MemoryScope::Conversation { id };
    let mut project = memory("The plan is blue", MemoryKind::Fact);
    project.scope = MemoryScope::Project { name: "Atlas".to_owned() };
    let memories = [here, project];
    assert!(select("the plan", &memories).chosen.is_empty());
    let asked_in = AskedIn { conversation: Some(id), project: Some("atlas"), ..AskedIn::default() };
    assert_eq!(select_memories("the plan", &memories, asked_in, Timestamp(0), None).chosen.len(), 2);
}

#[test]
fn what_holds_here_alone_goes_before_what_holds_everywhere() {
    let id = ConversationId(Uuid::from_u128(7));
    let mut everywhere = memory("Asks to answer in English", MemoryKind::Constraint);
    everywhere.slot = Some("answer:language".to_owned());
    let mut here = memory("Asks to answer in French", MemoryKind::Constraint);
    here.slot.clone_from(&everywhere.slot);
    here.scope = MemoryScope::Conversation { id };
    let memories = [everywhere, here];
    let asked_in = AskedIn { conversation: Some(id), ..AskedIn::default() };
    let chosen = select_memories("Why?", &memories, asked_in, Timestamp(0), None).chosen;
    assert_eq!(texts(&chosen), ["Asks to answer in French"]);
    assert_eq!(texts(&select("Why?", &memories).chosen), ["Asks to answer in English"]);
}

#[test]
fn many_that_belong_are_cut_and_named() {
    let memories: Vec<Memory> =
        (0..30).map(|number| memory(&format!("Plan {number} is ready"), MemoryKind::Fact)).collect();
    let selection = select("Which plan is ready?", &memories);
    assert_eq!((selection.chosen.len(), selection.left_out.len()), (MOST_CHOSEN, MOST_LEFT_OUT));
    assert!(selection.left_out.iter().all(|memory| memory.reason == MemoryReason::Weaker));
}

#[test]
fn what_sleeps_comes_only_when_it_is_called() {
    let mut old = memory("Likes jazz", MemoryKind::Preference);
    old.confidence = 0.5;
    let later = Timestamp(86_400_000 * 4_000);
    let select = |question| {
        select_memories(question, std::slice::from_ref(&old), AskedIn::default(), later, None).chosen.len()
    };
    assert_eq!(select("Explain TLS"), 0);
    assert_eq!(select("Which jazz record?"), 1);
}

#[test]
fn of_two_that_have_nothing_in_common_with_a_question_the_one_of_an_interest_comes_first() {
    let memories = [
        memory("Likes jazz", MemoryKind::Preference),
        memory("Likes chess openings", MemoryKind::Preference),
    ];
    let first = |interests: &[f32]| {
        let asked_in = AskedIn { interests, ..AskedIn::default() };
        let chosen = select_memories("Why?", &memories, asked_in, Timestamp(0), None).chosen;
        chosen[0].text.clone()
    };
    assert_eq!(first(&[0.1, 0.8]), "Likes chess openings");
    assert_eq!(first(&[0.8, 0.1]), "Likes jazz");
}
