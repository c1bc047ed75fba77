//! Answers changed by hand: a version beside the model's, and a sign that the model's was not what was wanted.

use attune_app::{Error, commands};
use attune_domain::{ConversationId, Rating};
use attune_wire::{
    AnswerEvent, Ask, EditAnswer, GetStyleInsights, MessageView, OpenConversation, OpenedConversation,
    QUESTION_CHARS, RateAnswer, RatingView, SearchMessages, StatusOfMessage, StopAnswer, SwitchBranch,
};
use serde_json::Value;

use crate::support::{Profile, further, question};

fn ask(text: &str) -> Ask {
    Ask { role: Some("knowledge-worker".parse().unwrap()), ..question(text) }
}

async fn edit(profile: &Profile, answer: &MessageView, of: ConversationId, text: &str) -> OpenedConversation {
    try_edit(profile, answer, of, text).await.unwrap()
}

async fn try_edit(
    profile: &Profile,
    answer: &MessageView,
    conversation: ConversationId,
    text: &str,
) -> Result<OpenedConversation, Error> {
    let request = EditAnswer { conversation, answer: answer.id, text: text.to_owned() };
    commands::edit_answer(&profile.app, request).await
}

fn texts(opened: &OpenedConversation) -> Vec<&str> {
    opened.messages.iter().map(|message| message.text.as_str()).collect()
}

/// How probable the style of an answer is in the next one, as the product over its dimensions.
async fn probability(profile: &Profile, answer: &MessageView) -> f64 {
    let insights = commands::get_style_insights(&profile.app, GetStyleInsights {}).await.unwrap();
    let role = insights.roles.iter().find(|role| role.role.as_str() == "knowledge-worker").unwrap();
    let style = answer.origin.as_ref().unwrap().style.as_ref().unwrap();
    let each = style.dimensions.iter().map(|chosen| {
        let belief = role.dimensions.iter().find(|belief| belief.dimension == chosen.dimension).unwrap();
        belief.values.iter().find(|belief| belief.value == chosen.value).unwrap().probability
    });
    each.product()
}

/// The answers that an exported profile says were changed by hand, as it names them.
async fn edited_in(profile: &Profile) -> Vec<String> {
    let path = profile.folder.path().join("export.json");
    let request = attune_wire::ExportProfile { path: Some(path.display().to_string()) };
    commands::export_profile(&profile.app, request).await.unwrap();
    let export: Value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
    std::fs::remove_file(path).unwrap();
    let events = export["tables"]["events"].as_array().unwrap().iter();
    let edits = events.filter(|event| event["kind"] == "answer_edited");
    edits.map(|event| event["message"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn an_edit_is_a_version_beside_the_answer_and_teaches_its_style() {
    let profile = Profile::open().await;
    profile.set("style.explore", false.into()).await;
    let first = profile.ask(ask("Name one fruit.")).await.unwrap();
    let (id, written) = (first.conversation.id, first.answer);
    let before = probability(&profile, &written).await;

    let opened = edit(&profile, &written, id, "A **quince**, of course.").await;
    assert_eq!(texts(&opened), ["Name one fruit.", "A **quince**, of course."]);
    let edited = opened.messages[1].clone();
    assert_eq!(edited.siblings, [written.id, edited.id]);
    assert_eq!((edited.status, opened.at_index), (StatusOfMessage::Complete, Some(1)));
    assert_eq!(edited.origin.as_ref().unwrap().edited_from, Some(written.id));
    assert_eq!(edited.adherence, None, "the checks are of the model's text");
    let after = probability(&profile, &written).await;
    assert!(after < before, "{before} became {after}");

    // What is changed again, or rated, says nothing more of the model's style.
    let again = edit(&profile, &edited, id, "A quince.").await;
    assert_eq!(again.messages[1].origin.as_ref().unwrap().edited_from, Some(written.id));
    assert!((probability(&profile, &written).await - after).abs() < 1e-9);
    let rating = Some(RatingView { rating: Rating::Up, reasons: Vec::new() });
    let rated = commands::rate_answer(&profile.app, RateAnswer { answer: edited.id, rating }).await;
    assert!(matches!(rated, Err(Error::Invalid(_))), "{rated:?}");

    // The model's own is one switch away, also after a restart, and what was learned is still known.
    let profile = profile.reopen().await;
    assert!((probability(&profile, &written).await - after).abs() < 1e-9);
    let hits =
        commands::search_messages(&profile.app, SearchMessages { query: "quince".to_owned(), limit: 9 });
    assert_eq!(hits.await.unwrap().len(), 2);
    let back = SwitchBranch { conversation: id, to: written.id };
    let back = commands::switch_branch(&profile.app, back).await.unwrap();
    assert_eq!(back.messages[1].text, written.text);
    assert_eq!(edited_in(&profile).await, vec![written.id.0.simple().to_string(); 2]);
}

#[tokio::test]
async fn what_follows_is_asked_after_the_edited_text() {
    let profile = Profile::open().await;
    let first = profile.ask(ask("Name one fruit.")).await.unwrap();
    let id = first.conversation.id;
    edit(&profile, &first.answer, id, "A quince.").await;
    let second = profile.ask(further(id, "Which colour has it?")).await.unwrap();
    let opened = OpenConversation { id, at: None };
    let opened = commands::open_conversation(&profile.app, opened).await.unwrap();
    assert_eq!(
        texts(&opened),
        ["Name one fruit.", "A quince.", "Which colour has it?", second.answer.text.as_str()]
    );

    // An earlier answer can be changed as well; what followed it stays on its own branch.
    let changed = edit(&profile, &opened.messages[1], id, "A medlar.").await;
    assert_eq!(texts(&changed), ["Name one fruit.", "A medlar."]);
    let back = SwitchBranch { conversation: id, to: opened.messages[1].id };
    assert_eq!(commands::switch_branch(&profile.app, back).await.unwrap().total, 4);
}

#[tokio::test]
async fn in_a_temporary_conversation_nothing_is_noted() {
    let profile = Profile::open().await;
    let outcome = profile.ask(Ask { temporary: true, ..ask("Name one fruit.") }).await.unwrap();
    let (id, written) = (outcome.conversation.id, outcome.answer);
    let opened = edit(&profile, &written, id, "A quince.").await;
    assert_eq!(texts(&opened), ["Name one fruit.", "A quince."]);
    let edited = &opened.messages[1];
    assert_eq!(edited.siblings, [written.id, edited.id]);
    let back = SwitchBranch { conversation: id, to: written.id };
    let back = commands::switch_branch(&profile.app, back).await.unwrap();
    assert_eq!(back.messages[1].text, written.text);
    assert_eq!(edited_in(&profile).await, Vec::<String>::new());
}

#[tokio::test]
async fn what_cannot_be_changed_is_refused_and_left_as_it_was() {
    let profile = Profile::open().await;
    let outcome = profile.ask(ask("Name one fruit.")).await.unwrap();
    let (id, written) = (outcome.conversation.id, outcome.answer);
    for text in ["", " \n", &"x".repeat(QUESTION_CHARS + 1)] {
        let refused = try_edit(&profile, &written, id, text).await;
        assert!(matches!(refused, Err(Error::Invalid(_))), "{refused:?}");
    }
    let opened = OpenConversation { id, at: None };
    let opened = commands::open_conversation(&profile.app, opened).await.unwrap();
    let refused = try_edit(&profile, &opened.messages[0], id, "Name two.").await;
    assert!(
        matches!(refused, Err(Error::Invalid(_))),
        "a question is edited by asking it again: {refused:?}"
    );

    let other = profile.ask(ask("Name one tree.")).await.unwrap();
    let refused = try_edit(&profile, &written, other.conversation.id, "A quince.").await;
    assert!(matches!(refused, Err(Error::Store(_))), "{refused:?}");

    let same = edit(&profile, &written, id, &written.text).await;
    assert_eq!(same.messages[1].siblings, [written.id], "nothing was changed, so nothing is kept");
    assert_eq!(edited_in(&profile).await, Vec::<String>::new());
}

#[tokio::test]
async fn nothing_is_changed_while_an_answer_is_written_beside_it() {
    let profile = Profile::open().await;
    let first = profile.ask(ask("Name one fruit.")).await.unwrap();
    let id = first.conversation.id;
    let (sender, mut pieces) = tokio::sync::mpsc::unbounded_channel();
    let app = profile.app.clone();
    let asking = tokio::spawn(async move {
        let send = move |piece| drop(sender.send(piece));
        commands::ask(&app, further(id, "Count from one to one hundred."), send).await
    });
    let mut writing = None;
    while let Some(piece) = pieces.recv().await {
        match piece {
            AnswerEvent::Accepted { answer, .. } => writing = Some(*answer),
            AnswerEvent::Token { .. } => break,
            _ => {}
        }
    }
    let writing = writing.unwrap();
    for answer in [&first.answer, &writing] {
        let refused = try_edit(&profile, answer, id, "A quince.").await;
        assert!(matches!(refused, Err(Error::Busy)), "{refused:?}");
    }
    commands::stop_answer(&profile.app, StopAnswer { answer: writing.id }).await.unwrap();
    let stopped = asking.await.unwrap().unwrap().answer;
    assert_eq!(stopped.status, StatusOfMessage::Stopped);
    let opened = edit(&profile, &stopped, id, "One, two, and so on.").await;
    assert_eq!(opened.messages[3].text, "One, two, and so on.");
}
