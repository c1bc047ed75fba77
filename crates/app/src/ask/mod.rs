//! Asking: a question becomes durable, a prompt is composed, a model answers, and what comes is kept as it
//! comes.

mod ahead;
mod choose;
mod decide;
mod prompt;
mod told;
mod write;

pub(crate) use self::prompt::turns;

use attune_domain::title::title_from_question;
use attune_domain::{Author, EventKind, ModelChoice};
use attune_store::{BegunTurn, NewAttachment, NewConversation, NewEvent, NewTurn, Place};
use attune_wire::{
    AnswerEvent, AnswerOutcome, Ask, Cover, FoundToLeave, ModelChoiceView, Nothing, QUESTION_CHARS,
    Regenerate, StopAnswer,
};

use crate::answering::Running;
use crate::conversations::view;
use crate::cover::in_words;
use crate::{App, Error};

/// Asks a question and streams its answer.
///
/// Question and empty answer are on the disk before the model is asked. A model that fails, a stop and a lost
/// window all end in an [`AnswerOutcome`] with what had come; an error means that nothing was stored.
///
/// # Errors
/// [`Error::Invalid`] for an empty or overlong question, [`Error::Undecided`] where something sensitive would leave and
/// nobody said whether it may, [`Error::Busy`] while another answer is written in
/// the conversation, [`Error::Store`] when it could not be made durable.
pub async fn ask(
    app: &App,
    request: Ask,
    send: impl Fn(AnswerEvent) + Send + Sync + 'static,
) -> Result<AnswerOutcome, Error> {
    let question = request.text.trim();
    if question.is_empty() {
        return Err(Error::Invalid("There is nothing to ask yet. Write a question first.".to_owned()));
    }
    if is_overlong(question) {
        return Err(Error::Invalid(format!(
            "The question has more than {QUESTION_CHARS} characters. Shorten it, or ask about a part of it."
        )));
    }
    let attached = request.attachments.as_deref().map(|ids| app.attached(ids)).transpose()?;
    let place = request.conversation.map(|id| app.answering().take_place(id)).transpose()?;
    decided(app.undecided_in_question(&request, question, attached.as_deref()).await?, &send)?;
    let begun = begin(app, &request, question, attached).await?;
    app.forget_attached(request.attachments.as_deref().unwrap_or_default());
    let running = match place {
        Some(running) => running,
        None => app.answering().take_place(begun.conversation.id)?,
    };
    // Whoever mends an earlier question may have another one half written.
    if request.instead_of.is_none()
        && let Err(error) = app.store().save_draft(request.conversation, "").await
    {
        tracing::warn!(%error, "the draft of a question that was asked is still there");
    }
    let how = How { spoken: request.spoken, choice: request.model, cover: request.cover };
    answer(app, begun, how, running, send).await
}

/// Where something is to be decided first: tells what, and refuses.
fn decided(found: Vec<FoundToLeave>, send: &impl Fn(AnswerEvent)) -> Result<(), Error> {
    if found.is_empty() {
        return Ok(());
    }
    let kinds = in_words(found.iter().map(|one| one.kind));
    send(AnswerEvent::Undecided { found });
    Err(Error::Undecided(kinds))
}

/// Whether a text is longer than what a person may write at once.
pub(crate) fn is_overlong(text: &str) -> bool {
    // Bytes first: nobody should wait until the characters of a gigabyte are counted.
    text.len() > 4 * QUESTION_CHARS || text.chars().count() > QUESTION_CHARS
}

/// Asks for another answer to the same question.
///
/// # Errors
/// As [`ask`].
pub async fn regenerate(
    app: &App,
    request: Regenerate,
    send: impl Fn(AnswerEvent) + Send + Sync + 'static,
) -> Result<AnswerOutcome, Error> {
    let id = request.conversation;
    let running = app.answering().take_place(id)?;
    let shelf = app.shelf(id);
    let message = shelf.message(id, request.answer).await?.message;
    let question = match message.author {
        Author::Person => message.id,
        Author::Assistant => message
            .parent
            .ok_or_else(|| Error::Invalid("This answer has no question to ask again.".to_owned()))?,
    };
    let conversation = shelf.conversation(id).await?;
    let wanted = request.model.clone().map(ModelChoice::from);
    decided(app.undecided_again(&conversation, question, wanted, request.cover).await?, &send)?;
    let events = vec![NewEvent { message: Some(request.answer), kind: EventKind::AnswerRegenerated }];
    let begun = shelf.begin_answer(id, question, events).await?;
    let how = How { spoken: false, choice: request.model, cover: request.cover };
    answer(app, begun, how, running, send).await
}

/// Stops an answer. One that ended meanwhile is left as it is.
///
/// # Errors
/// Never; it is a command like the others.
pub async fn stop_answer(app: &App, request: StopAnswer) -> Result<Nothing, Error> {
    app.answering().stop(request.answer);
    Ok(Nothing {})
}

async fn begin(
    app: &App,
    request: &Ask,
    question: &str,
    attached: Option<Vec<NewAttachment>>,
) -> Result<BegunTurn, Error> {
    let question = question.to_owned();
    if let Some(id) = request.conversation {
        let events = match request.instead_of {
            Some(_) => vec![NewEvent { message: None, kind: EventKind::QuestionEdited }],
            None => Vec::new(),
        };
        return Ok(app.shelf(id).begin_turn(id, request.instead_of, question, attached, events).await?);
    }
    let role = match &request.role {
        Some(role) => app.role(role).await?.id,
        None => app.default_role().await?,
    };
    let title = title_from_question(&question);
    if request.temporary {
        let id = app.temporary().begin(title, role);
        return Ok(app.temporary().begin_turn(id, None, question, attached.unwrap_or_default())?);
    }
    let place = Place::New(NewConversation { title, role });
    Ok(app.store().begin_turn(NewTurn { place, question, attached, events: Vec::new() }).await?)
}

/// How a question is asked.
struct How {
    spoken: bool,
    choice: Option<ModelChoiceView>,
    cover: Option<Cover>,
}

/// Writes the answer of a turn that is durable. The work goes on when nobody waits for it any more.
async fn answer(
    app: &App,
    begun: BegunTurn,
    How { spoken, choice, cover }: How,
    running: Running,
    send: impl Fn(AnswerEvent) + Send + Sync + 'static,
) -> Result<AnswerOutcome, Error> {
    let app = app.clone();
    let writing = tokio::spawn(async move {
        let BegunTurn { conversation, question, answer, total } = begun;
        let task = write::Task {
            conversation: conversation.clone(),
            question: question.message.clone(),
            spoken,
            cover,
            again: answer.siblings.len() > 1,
            answer: answer.message.id,
        };
        running.write(answer.message.id);
        let conversation = app.publish_conversation(conversation);
        send(AnswerEvent::Accepted {
            conversation,
            question: Box::new(view(question)),
            answer: Box::new(view(answer)),
            total,
        });
        let learn = app.learn_from(&task.conversation, &task.question);
        let write = write::write(&app, &task, choice.map(ModelChoice::from), &running.stop, &send);
        // The answer waits for nothing that is learned.
        let (outcome, ()) = tokio::join!(write, learn);
        outcome
    });
    writing.await.unwrap_or_else(|error| Err(Error::Invalid(format!("The answer was given up: {error}"))))
}
