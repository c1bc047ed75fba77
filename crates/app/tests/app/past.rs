//! What was said in earlier conversations, in answers: found in other words, named, and never where it must
//! not be.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use attune_app::commands;
use attune_domain::{ConversationId, MessageId, MessageStatus, ProviderId, RoleId, Timestamp};
use attune_store::{Ending, NewConversation, NewTurn, Place, Store, StoreOptions};
use attune_wire::{
    Ask, DeleteConversation, ForgetMemory, KeepConversationApart, ListMemories, ListProviders,
    MemoryReasonView, ModelChoiceView, OriginView, ProviderDraft, ReadPast, RestoreConversation,
    SaveProvider,
};
use serde_json::json;
use uuid::Uuid;

use crate::support::{Profile, elsewhere, further, question};

const TOLD: &str = "Our bee hives stand in the orchard behind the old mill now.";
/// Tokens of the provider.
const CONTEXT: u32 = 4096;

const WORK: &str = "The mill is let to a carpenter until spring.";
const ASKED: &str = "Behind which building are our bee hives?";

async fn store(profile: &Profile) -> Store {
    let clock = AtomicI64::new(1_700_000_000_000);
    let now = move || Timestamp(clock.fetch_add(1, Ordering::Relaxed));
    let options = StoreOptions { now: Arc::new(now), ids: Arc::new(Uuid::now_v7), actor: None };
    Store::open(profile.home().database(), options).await.unwrap()
}

/// Turns as if they had been asked and answered in one conversation; gives it and its first question.
async fn said(profile: &Profile, turns: &[(&str, &str)]) -> (ConversationId, MessageId) {
    let store = store(profile).await;
    let new = NewConversation { title: turns[0].0.to_owned(), role: RoleId::new("leader").unwrap() };
    let conversation = store.create_conversation(new).await.unwrap().id;
    let mut first = None;
    for (asked, answered) in turns {
        let turn = NewTurn {
            place: Place::Tip(conversation),
            question: (*asked).to_owned(),
            attached: None,
            events: Vec::new(),
        };
        let begun = store.begin_turn(turn).await.unwrap();
        first.get_or_insert(begun.question.message.id);
        let ending = Ending {
            status: MessageStatus::Complete,
            text: (*answered).to_owned(),
            origin: None,
            adherence: None,
            failure: None,
            events: Vec::new(),
        };
        store.finish(begun.answer.message.id, ending).await.unwrap();
    }
    store.close().await.unwrap();
    (conversation, first.unwrap())
}

/// A profile with the embedder and one provider, that may read memories but that policy forbids to ask: whatever
/// is composed goes no further than the gate.
pub(super) async fn profile() -> Profile {
    let profile = Profile::open().await;
    provider(&profile, true).await;
    policy(&profile, "");
    profile
}

pub(super) async fn provider(profile: &Profile, memories: bool) -> ProviderId {
    let provider = ProviderDraft { context_tokens: CONTEXT, ..elsewhere(Some(memories)) };
    let request = SaveProvider { provider, key: None };
    commands::save_provider(&profile.app, request).await.unwrap().id
}

fn policy(profile: &Profile, more: &str) {
    std::fs::write(profile.policy_file(), format!("[remote]\nallowed = false\n{more}")).unwrap();
}

/// What shaped the answer to a request.
async fn origin(profile: &Profile, request: Ask) -> OriginView {
    let listed = commands::list_providers(&profile.app, ListProviders {}).await.unwrap();
    let provider = listed.providers[0].id.clone();
    let request = Ask { model: Some(ModelChoiceView::Remote { provider }), ..request };
    profile.app.make_ready().await;
    profile.ask(request).await.unwrap().answer.origin.unwrap()
}

pub(super) async fn ask(profile: &Profile, text: &str) -> OriginView {
    origin(profile, question(text)).await
}

fn told(origin: &OriginView) -> Vec<MessageId> {
    origin.past.iter().map(|used| used.message).collect()
}

/// Talk in which nothing is about bees.
const ELSEWHERE: [(&str, &str); 3] = [
    ("Move the budget review to March.", "The review is in March now."),
    ("The printer on the second floor jams again.", "I noted it for the technicians."),
    ("Draft a note about the new parking rules.", "Here is a short note."),
];

#[tokio::test]
async fn what_was_said_in_other_words_is_told_and_named_and_looked_up() {
    let profile = profile().await;
    let (conversation, message) = said(&profile, &[(TOLD, "Good to know.")]).await;
    said(&profile, &ELSEWHERE).await;
    profile.app.embed_waiting().await.unwrap();
    let origin = ask(&profile, ASKED).await;
    assert_eq!(told(&origin), [message], "{origin:?}");
    assert_eq!(origin.past[0].conversation, conversation);
    assert!(origin.past[0].score >= 0.5 && origin.past[0].score <= 1.0);
    let shares = origin.shares.unwrap();
    assert!(shares.past > 0 && shares.role > 0, "{shares:?}");

    let found = commands::read_past(&profile.app, ReadPast { messages: vec![message] }).await.unwrap();
    assert_eq!((found[0].text.as_str(), found[0].title.as_str()), (TOLD, TOLD));
    let unrelated = ask(&profile, "Write a haiku about autumn leaves.").await;
    assert_eq!((unrelated.past.len(), unrelated.past_left_out.len()), (0, 0), "{unrelated:?}");
}

#[tokio::test]
async fn a_question_is_found_at_once_and_its_own_conversation_is_not_repeated() {
    let profile = profile().await;
    let (id, message) = said(&profile, &[(TOLD, "Good to know.")]).await;
    profile.app.embed_waiting().await.unwrap();
    assert!(origin(&profile, further(id, ASKED)).await.past.is_empty(), "the conversation itself tells it");
    assert!(told(&ask(&profile, ASKED).await).contains(&message));
    ask(&profile, "They put the spare key of the archive behind the fuse box.").await;
    let found = ask(&profile, "Where did they put the spare key of the archive?").await;
    assert_eq!(found.past.len(), 1, "{found:?}");
}

#[tokio::test]
async fn nothing_comes_from_or_goes_to_where_it_must_not() {
    let profile = profile().await;
    let mut temporary = question(TOLD);
    temporary.temporary = true;
    origin(&profile, temporary.clone()).await;
    assert!(ask(&profile, ASKED).await.past.is_empty(), "said in a temporary chat");

    let (id, message) = said(&profile, &[(TOLD, "Good to know.")]).await;
    profile.app.embed_waiting().await.unwrap();
    assert_eq!(told(&ask(&profile, ASKED).await), [message]);
    temporary.text = ASKED.to_owned();
    assert!(origin(&profile, temporary).await.past.is_empty(), "asked in a temporary chat");

    profile.set("recall.use", json!(false)).await;
    assert!(ask(&profile, ASKED).await.past.is_empty(), "switched off");
    profile.set("recall.use", json!(true)).await;
    policy(&profile, "[settings]\n\"recall.use\" = false\n");
    assert!(ask(&profile, ASKED).await.past.is_empty(), "switched off by policy");
    policy(&profile, "");

    commands::delete_conversation(&profile.app, DeleteConversation { id }).await.unwrap();
    assert!(!told(&ask(&profile, ASKED).await).contains(&message), "deleted");
    let looked_up = commands::read_past(&profile.app, ReadPast { messages: vec![message] }).await.unwrap();
    assert!(looked_up.is_empty());
    commands::restore_conversation(&profile.app, RestoreConversation { id }).await.unwrap();
    profile.app.embed_waiting().await.unwrap();
    assert!(told(&ask(&profile, ASKED).await).contains(&message), "restored");
    // As another program would.
    let elsewhere = store(&profile).await;
    elsewhere.delete_conversation(id).await.unwrap();
    elsewhere.close().await.unwrap();
    assert!(!told(&ask(&profile, ASKED).await).contains(&message), "deleted elsewhere");
}

#[tokio::test]
async fn what_the_person_had_forgotten_does_not_come_back_as_a_quote() {
    let profile = profile().await;
    ask(&profile, "I live in Leeds.").await;
    let asked = "In which city do I live?";
    let list = ListMemories { query: None, all: false };
    let memory = commands::list_memories(&profile.app, list).await.unwrap().remove(0);
    let before = ask(&profile, asked).await;
    assert_eq!(before.memories.len(), 1);
    assert!(before.past.is_empty(), "the memory says it already: {before:?}");
    commands::forget_memory(&profile.app, ForgetMemory { id: memory.id }).await.unwrap();
    assert!(!said_leeds(&profile, &ask(&profile, asked).await).await);
    let profile = profile.reopen().await;
    assert!(!said_leeds(&profile, &ask(&profile, asked).await).await, "erased");
}

#[tokio::test]
async fn a_conversation_that_is_kept_apart_tells_no_other_until_that_is_taken_back() {
    let profile = profile().await;
    let (id, message) = said(&profile, &[(TOLD, "Good to know."), (WORK, "I see.")]).await;
    profile.app.embed_waiting().await.unwrap();
    assert_eq!(told(&ask(&profile, ASKED).await), [message]);

    let keep = |apart| commands::keep_conversation_apart(&profile.app, KeepConversationApart { id, apart });
    assert!(keep(true).await.unwrap().apart);
    let read = || commands::read_past(&profile.app, ReadPast { messages: vec![message] });
    assert!(read().await.unwrap()[0].apart);
    let after = ask(&profile, ASKED).await;
    assert!(!after.past.iter().chain(&after.past_left_out).any(|used| used.conversation == id), "{after:?}");

    let memories = async || {
        let list = ListMemories { query: None, all: false };
        commands::list_memories(&profile.app, list).await.unwrap().len()
    };
    origin(&profile, further(id, "I live in Leeds.")).await;
    assert_eq!(memories().await, 0, "nothing said in it is remembered");

    assert!(!keep(false).await.unwrap().apart);
    assert!(!read().await.unwrap()[0].apart);
    assert!(told(&ask(&profile, ASKED).await).contains(&message));
    origin(&profile, further(id, "I live in Leeds.")).await;
    assert_eq!(memories().await, 1);
}

#[tokio::test]
async fn a_conversation_that_is_kept_apart_may_look_further_back_in_itself() {
    let profile = profile().await;
    let long = "The crates of honey are counted in the shed. ".repeat(40);
    let mut turns = vec![("The code of the honey shed is four seven one one.", "Noted.")];
    turns.extend((0..12).map(|_| ("What is new about the deliveries?", long.as_str())));
    let (id, message) = said(&profile, &turns).await;
    profile.app.embed_waiting().await.unwrap();
    let request = KeepConversationApart { id, apart: true };
    commands::keep_conversation_apart(&profile.app, request).await.unwrap();
    let here = origin(&profile, further(id, "What is the code of the honey shed?")).await;
    assert!(told(&here).contains(&message), "{here:?}");
}

async fn said_leeds(profile: &Profile, origin: &OriginView) -> bool {
    let read = ReadPast { messages: told(origin) };
    let found = commands::read_past(&profile.app, read).await.unwrap();
    !origin.memories.is_empty() || found.iter().any(|said| said.text.contains("Leeds"))
}

#[tokio::test]
async fn a_provider_gets_the_past_only_where_it_gets_memories() {
    let profile = Profile::open().await;
    policy(&profile, "");
    let (_, message) = said(&profile, &[(TOLD, "Good to know.")]).await;
    profile.app.embed_waiting().await.unwrap();
    provider(&profile, false).await;
    let origin = ask(&profile, ASKED).await;
    assert!(origin.past.is_empty());
    let withheld = &origin.past_left_out[0];
    assert_eq!((withheld.message, withheld.reason), (message, MemoryReasonView::Withheld));
}

#[tokio::test]
async fn a_long_history_keeps_within_the_budget_and_what_fell_out_of_it_is_found_again() {
    let profile = profile().await;
    let long = "The crates of honey are counted in the shed. ".repeat(40);
    let mut turns = vec![("The code of the honey shed is four seven one one.", "Noted.")];
    turns.extend((0..12).map(|_| ("What is new about the deliveries?", long.as_str())));
    let (id, message) = said(&profile, &turns).await;
    profile.app.embed_waiting().await.unwrap();
    let origin = origin(&profile, further(id, "What is the code of the honey shed?")).await;
    assert!(origin.dropped_messages > 0);
    assert!(told(&origin).contains(&message), "{origin:?}");
    let shares = origin.shares.unwrap();
    let fixed = shares.role + shares.person + shares.question + shares.answer;
    let shared = shares.memories + shares.past + shares.history;
    assert!(shares.history > 0 && fixed + shared <= CONTEXT, "{shares:?}");
}
