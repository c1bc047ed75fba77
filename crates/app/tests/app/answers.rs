//! Asking, asking again, and what is kept of it.

use attune_app::{Error, commands};
use attune_wire::{
    AnswerEvent, Ask, GetDraft, LoadMessages, MessageView, OpenConversation, Regenerate, SaveDraft,
    StatusOfMessage, StopAnswer,
};

use crate::support::{Profile, Told, further, question};

async fn messages(profile: &Profile, conversation: attune_domain::ConversationId) -> Vec<MessageView> {
    let request = OpenConversation { id: conversation, at: None };
    commands::open_conversation(&profile.app, request).await.unwrap().messages
}

#[tokio::test]
async fn an_answer_says_what_shaped_it_and_is_found_after_a_restart() {
    let profile = Profile::open().await;
    let told = Told::default();
    let request = Ask { role: Some("intern".parse().unwrap()), ..question("What is a backup?") };
    let outcome = commands::ask(&profile.app, request, told.sender()).await.unwrap();

    assert_eq!(outcome.answer.status, StatusOfMessage::Complete, "{:?}", outcome.error);
    let origin = outcome.answer.origin.clone().unwrap();
    assert_eq!((origin.role.unwrap().as_str(), origin.role_version), ("intern", 1));
    assert_eq!(origin.model.unwrap().as_str(), "smollm2-135m");
    assert!(origin.tokens > 0 && origin.prompt_tokens > 100);
    let checks = outcome.answer.adherence.clone().unwrap().checks;
    assert_eq!(checks.len(), 6, "{checks:?}");
    let events = told.events();
    assert!(matches!(events[0], AnswerEvent::Accepted { .. }));
    let streamed: String = events
        .iter()
        .filter_map(|event| match event {
            AnswerEvent::Token { text } => Some(text.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(streamed, outcome.answer.text);

    let profile = profile.reopen().await;
    let kept = messages(&profile, outcome.conversation.id).await;
    assert_eq!(kept.last().unwrap(), &outcome.answer);
}

#[tokio::test]
async fn of_two_questions_at_once_the_later_one_is_refused_and_leaves_nothing() {
    let profile = Profile::open().await;
    let first = profile.ask(question("Say one word.")).await.unwrap();
    let id = first.conversation.id;
    let both = tokio::join!(profile.ask(further(id, "Two?")), profile.ask(further(id, "Three?")));
    let refused = [both.0, both.1].into_iter().filter(|asked| matches!(asked, Err(Error::Busy))).count();
    assert_eq!(refused, 1);
    let kept = messages(&profile, id).await;
    assert_eq!(kept.len(), 4);
    assert!(kept.iter().all(|message| message.status == StatusOfMessage::Complete));
}

#[tokio::test]
async fn an_edited_question_leaves_the_half_written_one_alone() {
    let profile = Profile::open().await;
    let first = profile.ask(question("Say one word.")).await.unwrap();
    let id = first.conversation.id;
    let draft = || async {
        commands::get_draft(&profile.app, GetDraft { conversation: Some(id) }).await.unwrap().text
    };
    let unsent = SaveDraft { conversation: Some(id), text: "half a thought".to_owned() };
    commands::save_draft(&profile.app, unsent).await.unwrap();

    let edit = Ask { instead_of: first.answer.parent, ..further(id, "Say another word.") };
    profile.ask(edit).await.unwrap();
    assert_eq!(draft().await, "half a thought");
    profile.ask(further(id, "half a thought")).await.unwrap();
    assert_eq!(draft().await, "");
}

#[tokio::test]
async fn an_answer_that_is_asked_for_again_becomes_a_sibling() {
    let profile = Profile::open().await;
    let first = profile.ask(question("Name a fruit.")).await.unwrap();
    let request =
        Regenerate { conversation: first.conversation.id, answer: first.answer.id, model: None, cover: None };
    let second = commands::regenerate(&profile.app, request, |_| ()).await.unwrap();
    assert_eq!(second.answer.siblings, [first.answer.id, second.answer.id]);
    let load = LoadMessages { conversation: first.conversation.id, from: 0, count: 10 };
    assert_eq!(commands::load_messages(&profile.app, load).await.unwrap().len(), 2);
}

#[tokio::test]
async fn a_stopped_answer_keeps_what_had_come() {
    let profile = Profile::open().await;
    let (sender, mut tokens) = tokio::sync::mpsc::unbounded_channel();
    let app = profile.app.clone();
    let asking = tokio::spawn(async move {
        let send = move |event| drop(sender.send(event));
        commands::ask(&app, question("Count from one to one hundred."), send).await
    });
    let mut answer = None;
    while let Some(event) = tokens.recv().await {
        match event {
            AnswerEvent::Accepted { answer: begun, .. } => answer = Some(begun.id),
            AnswerEvent::Token { .. } => break,
            _ => {}
        }
    }
    commands::stop_answer(&profile.app, StopAnswer { answer: answer.unwrap() }).await.unwrap();
    let outcome = asking.await.unwrap().unwrap();
    assert_eq!(outcome.answer.status, StatusOfMessage::Stopped);
    assert!(!outcome.answer.text.is_empty());
    assert!(outcome.answer.adherence.is_none(), "half an answer is not measured");
}

#[tokio::test]
async fn a_temporary_conversation_never_reaches_the_disk() {
    let profile = Profile::open().await;
    let marker = "zanzibarquartz";
    let request = Ask { temporary: true, ..question(&format!("Repeat the word {marker}.")) };
    let outcome = profile.ask(request).await.unwrap();
    assert_eq!(messages(&profile, outcome.conversation.id).await.len(), 2);
    let home = profile.home();
    for file in ["profile.db", "profile.db-wal"] {
        let bytes = std::fs::read(home.folder().join(file)).unwrap_or_default();
        let found = bytes.windows(marker.len()).any(|window| window == marker.as_bytes());
        assert!(!found, "{file} holds the question");
    }
    let id = outcome.conversation.id;
    let profile = profile.reopen().await;
    let request = OpenConversation { id, at: None };
    assert!(commands::open_conversation(&profile.app, request).await.is_err());
}
