//! Answers that a person changed by hand: kept beside what the model wrote, and a sign of how they want answers.

use attune_domain::{Author, EventKind, MessageStatus};
use attune_persona::style::edit_wishes;
use attune_store::{NewEvent, StoreError};
use attune_wire::{EditAnswer, Event, OpenedConversation, QUESTION_CHARS};

use crate::ask::is_overlong;
use crate::conversations::{opened, view};
use crate::{App, Error};

/// Keeps an answer as the person changed it: another version, which is shown and told to the model from here on. The
/// model's own stays, and the branch switch leads back to it. Nothing is kept where nothing was changed.
///
/// # Errors
/// [`Error::Invalid`] for an empty or overlong text and for what is not an answer that ended by itself or was stopped,
/// [`Error::Busy`] while an answer is written in the conversation, [`Error::Store`] when it could not be kept.
pub async fn edit_answer(app: &App, request: EditAnswer) -> Result<OpenedConversation, Error> {
    let id = request.conversation;
    check_length(&request.text)?;
    // Held until the version is kept, so that no question is begun below another one meanwhile.
    let _place = app.answering().take_place(id)?;
    let shelf = app.shelf(id);
    let before = shelf.message(id, request.answer).await?.message;
    if before.conversation != id {
        return Err(StoreError::NotFound { what: "message", id: request.answer.to_string() }.into());
    }
    let ended = matches!(before.status, MessageStatus::Complete | MessageStatus::Stopped);
    if before.author != Author::Assistant || !ended {
        return Err(Error::Invalid(
            "Only an answer that is finished or was stopped can be changed.".to_owned(),
        ));
    }
    if request.text == before.text {
        let branch = shelf.show_message(id, request.answer).await?;
        let index = shelf.message(id, request.answer).await?.index;
        return opened(app, shelf, branch, Some(index)).await;
    }
    let mut origin = before.origin.unwrap_or_default();
    // What is learned is of the model's answer, however often it is changed.
    let written = *origin.edited_from.get_or_insert(request.answer);
    let wishes = edit_wishes(&shelf.message(id, written).await?.message.text, &request.text);
    let events = vec![NewEvent { message: Some(written), kind: EventKind::AnswerEdited { wishes } }];
    let edited = shelf.edit_answer(id, request.answer, request.text, origin, events).await?;

    let conversation = app.publish_conversation(edited.conversation);
    let index = edited.answer.index;
    if !conversation.temporary {
        app.relearn_style();
        app.publish(Event::MessageChanged { conversation: id, message: Box::new(view(edited.answer)) });
    }
    app.meaning().wake();
    let branch = shelf.branch(id).await?;
    opened(app, shelf, branch, Some(index)).await
}

fn check_length(text: &str) -> Result<(), Error> {
    if text.trim().is_empty() {
        return Err(Error::Invalid(
            "An answer cannot be empty. Write something, or leave it as it was.".to_owned(),
        ));
    }
    if is_overlong(text) {
        return Err(Error::Invalid(format!(
            "The answer has more than {QUESTION_CHARS} characters. Shorten it, or keep the rest elsewhere."
        )));
    }
    Ok(())
}
