use attune_domain::conversation::{AdherenceCheck, Failure, Finding};
use attune_domain::{Adherence, Author, ConversationId, EventKind, MessageId, MessageStatus};
use attune_store::{Ending, NewEvent, NewTurn, Place, StoreError};
use uuid::Uuid;

use crate::profile::{Profile, ask, begin, complete, finish, origin, texts, titled, turn};

#[tokio::test]
async fn a_turn_is_on_the_disk_before_any_model_is_asked() {
    let profile = Profile::new();
    let store = profile.open().await;
    let begun = ask(&store, Place::New(titled("VPN")), "Why is the VPN slow?").await;

    let beside = profile.open().await;
    let stretch = beside.stretch(begun.conversation.id, 0, 10).await.unwrap();
    assert_eq!(stretch, [begun.question.clone(), begun.answer.clone()]);
    assert_eq!(begun.question.message.author, Author::Person);
    assert_eq!(begun.question.message.status, MessageStatus::Complete);
    assert_eq!(begun.answer.message.status, MessageStatus::Streaming);
    assert_eq!(begun.answer.message.parent, Some(begun.question.message.id));
    assert_eq!((begun.question.index, begun.answer.index, begun.total), (0, 1, 2));
    assert_eq!(begun.conversation.tip, Some(begun.answer.message.id));
    assert_eq!(beside.conversation(begun.conversation.id).await.unwrap(), begun.conversation);
}

#[tokio::test]
async fn an_answer_grows_and_ends_with_its_measurements() {
    let profile = Profile::new();
    let store = profile.open().await;
    let begun = ask(&store, Place::New(titled("VPN")), "Why is the VPN slow?").await;
    let answer = begun.answer.message.id;
    store.append(answer, "Because").await.unwrap();
    store.append(answer, "Because of MTU").await.unwrap();
    assert_eq!(texts(&store, begun.conversation.id).await[1], "Because of MTU");

    let check = AdherenceCheck { met: true, finding: Finding::Length { words: 4, limit: 150 } };
    let ending = Ending {
        adherence: Some(Adherence { score: 1.0, checks: vec![check] }),
        events: vec![NewEvent { message: Some(answer), kind: EventKind::AdherenceMeasured { score: 1.0 } }],
        ..complete("Because of MTU.")
    };
    let finished = store.finish(answer, ending.clone()).await.unwrap();
    let kept = store.message(answer).await.unwrap();
    assert_eq!(kept, finished.answer);
    assert_eq!(kept.message.status, MessageStatus::Complete);
    assert_eq!(kept.message.text, "Because of MTU.");
    assert_eq!(kept.message.origin, Some(origin("smollm2-135m-instruct", 20.0)));
    assert_eq!(kept.message.adherence, ending.adherence);
    let events = store.events_of(answer).await.unwrap();
    assert_eq!(events.len(), 1);
    assert_eq!(events[0].kind, EventKind::AdherenceMeasured { score: 1.0 });
}

#[tokio::test]
async fn a_failed_answer_keeps_what_had_come_and_why() {
    let profile = Profile::new();
    let store = profile.open().await;
    let begun = ask(&store, Place::New(titled("VPN")), "Why?").await;
    let failure = Some(Failure {
        code: "engine_failed".to_owned(),
        sentence: "The model ran out of memory. Choose a smaller one.".to_owned(),
    });
    let ending = Ending { status: MessageStatus::Failed, failure: failure.clone(), ..complete("Bec") };
    let finished = store.finish(begun.answer.message.id, ending).await.unwrap();
    assert_eq!(finished.answer.message.failure, failure);
    assert_eq!(finished.answer.message.text, "Bec");
}

#[tokio::test]
async fn a_finished_answer_does_not_change() {
    let profile = Profile::new();
    let store = profile.open().await;
    let begun = ask(&store, Place::New(titled("VPN")), "Why?").await;
    let answer = begun.answer.message.id;
    finish(&store, answer, "MTU.").await;
    assert!(matches!(store.append(answer, "x").await, Err(StoreError::Finished(id)) if id == answer));
    assert!(matches!(store.finish(answer, complete("x")).await, Err(StoreError::Finished(_))));
    assert_eq!(store.message(answer).await.unwrap().message.text, "MTU.");
    let nowhere = MessageId(Uuid::from_u128(9));
    assert!(matches!(store.append(nowhere, "x").await, Err(StoreError::NotFound { .. })));
}

#[tokio::test]
async fn an_edited_question_becomes_a_sibling() {
    let profile = Profile::new();
    let store = profile.open().await;
    let id = begin(&store, "Plan").await.id;
    turn(&store, id, "one", "1").await;
    let (second, _) = turn(&store, id, "two", "2").await;
    let place = Place::InsteadOf { conversation: id, question: second };
    let events = vec![NewEvent { message: None, kind: EventKind::QuestionEdited }];
    let begun =
        store.begin_turn(NewTurn { place, question: "TWO".into(), attached: None, events }).await.unwrap();

    assert_eq!(begun.question.siblings, [second, begun.question.message.id]);
    assert_eq!(begun.answer.siblings, [begun.answer.message.id]);
    assert_eq!((begun.question.index, begun.total), (2, 4));
    finish(&store, begun.answer.message.id, "II").await;
    assert_eq!(texts(&store, id).await, ["one", "1", "TWO", "II"]);
    let events = store.events_since(attune_domain::HybridTime(0), 10).await.unwrap();
    assert!(events.iter().any(|event| event.kind == EventKind::QuestionEdited));

    let first = store.stretch(id, 0, 1).await.unwrap().remove(0).message.id;
    let place = Place::InsteadOf { conversation: id, question: first };
    let begun = ask(&store, place, "ONE").await;
    assert_eq!(begun.question.siblings, [first, begun.question.message.id]);
    assert_eq!((begun.question.message.parent, begun.total), (None, 2));
}

#[tokio::test]
async fn another_answer_becomes_a_sibling() {
    let profile = Profile::new();
    let store = profile.open().await;
    let id = begin(&store, "Plan").await.id;
    let (question, answer) = turn(&store, id, "one", "1").await;
    let events = vec![NewEvent { message: Some(answer), kind: EventKind::AnswerRegenerated }];
    let begun = store.begin_answer(question, events).await.unwrap();
    assert_eq!(begun.question.message.id, question);
    assert_eq!(begun.answer.siblings, [answer, begun.answer.message.id]);
    assert_eq!(store.events_of(answer).await.unwrap()[0].kind, EventKind::AnswerRegenerated);
    assert!(matches!(store.begin_answer(answer, Vec::new()).await, Err(StoreError::NotFound { .. })));
}

#[tokio::test]
async fn a_turn_that_cannot_begin_leaves_nothing_behind() {
    let profile = Profile::new();
    let store = profile.open().await;
    let here = begin(&store, "here").await.id;
    let there = begin(&store, "there").await.id;
    let (question, _) = turn(&store, there, "q", "a").await;
    let before = store.newest_hybrid_time().await.unwrap();
    for place in [
        Place::Tip(ConversationId(Uuid::from_u128(1))),
        Place::InsteadOf { conversation: here, question },
        Place::InsteadOf { conversation: here, question: MessageId(Uuid::from_u128(2)) },
    ] {
        let turn = NewTurn { place, question: "x".into(), attached: None, events: Vec::new() };
        assert!(matches!(store.begin_turn(turn).await, Err(StoreError::NotFound { .. })));
    }
    assert_eq!(store.counts().await.unwrap().messages, 2);
    assert_eq!(store.newest_hybrid_time().await.unwrap(), before);
}

#[tokio::test]
async fn an_answer_whose_program_ended_is_interrupted() {
    let profile = Profile::new();
    let store = profile.open().await;
    let begun = ask(&store, Place::New(titled("VPN")), "Why is the VPN slow?").await;
    let answer = begun.answer.message.id;
    store.append(answer, "Because of fragmented").await.unwrap();

    let beside = profile.open().await;
    assert_eq!(beside.message(answer).await.unwrap().message.status, MessageStatus::Streaming);
    assert!(beside.interrupt_abandoned().await.unwrap().is_empty());
    assert!(beside.search("fragmented", 5).await.unwrap().is_empty());

    drop(store);
    assert_eq!(beside.interrupt_abandoned().await.unwrap(), [answer]);
    let kept = beside.message(answer).await.unwrap().message;
    assert_eq!(kept.status, MessageStatus::Interrupted);
    assert_eq!(kept.text, "Because of fragmented");
    assert_eq!(beside.search("fragmented", 5).await.unwrap().len(), 1);

    // A program that was only taken for ended can still hand in its answer.
    finish(&beside, answer, "Because of large packets.").await;
    assert_eq!(beside.search("packets", 5).await.unwrap().len(), 1);
    assert!(beside.search("fragmented", 5).await.unwrap().is_empty());
}

#[tokio::test]
async fn an_answer_to_a_deleted_conversation_is_kept_with_it() {
    let profile = Profile::new();
    let store = profile.open().await;
    let begun = ask(&store, Place::New(titled("VPN")), "Why?").await;
    store.delete_conversation(begun.conversation.id).await.unwrap();
    finish(&store, begun.answer.message.id, "MTU.").await;
    assert!(store.conversations().await.unwrap().is_empty());
    store.restore_conversation(begun.conversation.id).await.unwrap();
    assert_eq!(texts(&store, begun.conversation.id).await, ["Why?", "MTU."]);
}

#[tokio::test]
async fn any_text_comes_back_as_it_was() {
    let profile = Profile::new();
    let store = profile.open().await;
    let id = begin(&store, "odd").await.id;
    let long = "ünicode and 東京, ".repeat(60_000);
    let odd =
        ["", "a\0b", "\u{feff}\u{202e}\u{e000}x", "'); DROP TABLE messages; --", "\r\n\t", long.as_str()];
    for text in odd {
        let begun = ask(&store, Place::Tip(id), text).await;
        store.append(begun.answer.message.id, text).await.unwrap();
        finish(&store, begun.answer.message.id, text).await;
        let kept = store.stretch(id, begun.question.index, 2).await.unwrap();
        assert!(kept.iter().all(|placed| placed.message.text == text), "{:?}", text.get(..20));
    }
    assert!(store.search("bababa", 5).await.unwrap().is_empty());
    assert!(!store.search("unicode", 5).await.unwrap().is_empty());
}
