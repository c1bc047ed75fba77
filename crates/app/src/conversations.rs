//! Conversations: the list, one opened at a place, branches.

use attune_domain::{ConversationId, EventKind, MessageId};
use attune_store::{Branch, PlacedMessage};
use attune_wire::{
    ConversationView, DeleteConversation, Event, KeepConversationApart, ListConversations, LoadMessages,
    MessageView, NoteCopy, NoteDwell, Nothing, OpenConversation, OpenedConversation, PinConversation,
    RenameConversation, RestoreConversation, SetConversationRole, SwitchBranch,
};

use crate::shelf::Shelf;
use crate::{App, Error};

/// How many messages come with an opened conversation: a tall window, twice.
const FIRST_STRETCH: u32 = 60;
/// The most messages of one request.
const LONGEST_STRETCH: u32 = 500;
/// The longest title, in characters.
const TITLE_CHARS: usize = 200;

/// All stored conversations. Temporary ones are in no list.
///
/// # Errors
/// [`Error::Store`].
pub async fn list_conversations(
    app: &App,
    _request: ListConversations,
) -> Result<Vec<ConversationView>, Error> {
    Ok(app.store().conversations().await?.into_iter().map(ConversationView::from).collect())
}

/// Opens a conversation at its end, or around a message.
///
/// # Errors
/// [`Error::Store`] when it is not there.
pub async fn open_conversation(app: &App, request: OpenConversation) -> Result<OpenedConversation, Error> {
    let shelf = app.shelf(request.id);
    let Some(at) = request.at else {
        let branch = shelf.branch(request.id).await?;
        return opened(app, shelf, branch, None).await;
    };
    let branch = shelf.show_message(request.id, at).await?;
    let index = shelf.message(request.id, at).await?.index;
    opened(app, shelf, branch, Some(index)).await
}

/// A stretch of the branch that is shown.
///
/// # Errors
/// [`Error::Store`] when the conversation is not there.
pub async fn load_messages(app: &App, request: LoadMessages) -> Result<Vec<MessageView>, Error> {
    let count = request.count.min(LONGEST_STRETCH);
    let stretch = app.shelf(request.conversation).stretch(request.conversation, request.from, count).await?;
    rated_views(app, stretch).await
}

/// Gives a conversation another title.
///
/// # Errors
/// [`Error::Invalid`] for an empty or overlong title, [`Error::Store`].
pub async fn rename_conversation(app: &App, request: RenameConversation) -> Result<ConversationView, Error> {
    let title = request.title.split_whitespace().collect::<Vec<_>>().join(" ");
    if title.is_empty() || title.chars().count() > TITLE_CHARS {
        return Err(Error::Invalid(format!("A title has 1 to {TITLE_CHARS} characters.")));
    }
    let conversation = app.shelf(request.id).rename(request.id, &title).await?;
    Ok(app.publish_conversation(conversation))
}

/// Puts a conversation above the date groups, or back.
///
/// # Errors
/// [`Error::Store`].
pub async fn pin_conversation(app: &App, request: PinConversation) -> Result<ConversationView, Error> {
    let conversation = app.store().pin_conversation(request.id, request.pinned).await?;
    Ok(app.publish_conversation(conversation))
}

/// Keeps a conversation out of the answers of others, or lets it be used again: nothing of it is quoted, interests and
/// suggestions are made without it, and nothing said in it from then on is remembered. What is remembered already
/// stays, and can be forgotten by itself.
///
/// # Errors
/// [`Error::Store`] when it is not there.
pub async fn keep_conversation_apart(
    app: &App,
    request: KeepConversationApart,
) -> Result<ConversationView, Error> {
    let conversation = app.store().keep_conversation_apart(request.id, request.apart).await?;
    app.interests().clear();
    app.prepare_interests();
    Ok(app.publish_conversation(conversation))
}

/// Leads a conversation in another role from now on.
///
/// # Errors
/// [`Error::Store`] when role or conversation are not there.
pub async fn set_conversation_role(
    app: &App,
    request: SetConversationRole,
) -> Result<ConversationView, Error> {
    app.role(&request.role).await?;
    let conversation = app.shelf(request.id).set_role(request.id, request.role).await?;
    app.get_ready(Some(request.id));
    Ok(app.publish_conversation(conversation))
}

/// Takes a conversation out of every list, and stops what is being written in it.
///
/// # Errors
/// [`Error::Store`].
pub async fn delete_conversation(app: &App, request: DeleteConversation) -> Result<Nothing, Error> {
    app.answering().stop_in(request.id);
    app.shelf(request.id).delete(request.id).await?;
    app.interests().clear();
    app.past().forget(request.id).await;
    app.publish(Event::ConversationRemoved { id: request.id });
    Ok(Nothing {})
}

/// Undoes a deletion.
///
/// # Errors
/// [`Error::Store`].
pub async fn restore_conversation(
    app: &App,
    request: RestoreConversation,
) -> Result<ConversationView, Error> {
    let conversation = app.store().restore_conversation(request.id).await?;
    app.past().forget_all().await;
    app.meaning().wake();
    Ok(app.publish_conversation(conversation))
}

/// Shows another branch.
///
/// # Errors
/// [`Error::Busy`] while an answer is written in the conversation, [`Error::Store`].
pub async fn switch_branch(app: &App, request: SwitchBranch) -> Result<OpenedConversation, Error> {
    let shelf = app.shelf(request.conversation);
    let branch = shelf.switch_branch(request.conversation, request.to).await?;
    let index = shelf.message(request.conversation, request.to).await?.index;
    opened(app, shelf, branch, Some(index)).await
}

/// Notes that a person copied an answer: a quiet sign that it was of use.
///
/// # Errors
/// [`Error::Store`].
pub async fn note_copy(app: &App, request: NoteCopy) -> Result<Nothing, Error> {
    note_quietly(app, request.answer, EventKind::AnswerCopied).await
}

/// Notes that a person had an answer in view for a while: a weak sign that they read it.
///
/// # Errors
/// [`Error::Store`].
pub async fn note_dwell(app: &App, request: NoteDwell) -> Result<Nothing, Error> {
    note_quietly(app, request.answer, EventKind::AnswerDwelt { seconds: request.seconds }).await
}

async fn note_quietly(app: &App, answer: MessageId, kind: EventKind) -> Result<Nothing, Error> {
    if !app.temporary().holds_message(answer) {
        app.note(answer, kind).await?;
    }
    Ok(Nothing {})
}

pub(crate) async fn opened(
    app: &App,
    shelf: Shelf<'_>,
    branch: Branch,
    at: Option<u32>,
) -> Result<OpenedConversation, Error> {
    let first_index = match at {
        Some(index) => index.saturating_sub(FIRST_STRETCH / 2),
        None => branch.total.saturating_sub(FIRST_STRETCH),
    };
    let id: ConversationId = branch.conversation.id;
    let messages = shelf.stretch(id, first_index, FIRST_STRETCH).await?;
    Ok(OpenedConversation {
        conversation: branch.conversation.into(),
        total: branch.total,
        first_index,
        messages: rated_views(app, messages).await?,
        at_index: at,
    })
}

async fn rated_views(app: &App, messages: Vec<PlacedMessage>) -> Result<Vec<MessageView>, Error> {
    let mut messages: Vec<MessageView> = messages.into_iter().map(view).collect();
    app.add_ratings(&mut messages).await?;
    Ok(messages)
}

/// A stored message as the window shows it.
pub(crate) fn view(placed: PlacedMessage) -> MessageView {
    MessageView::new(placed.message, placed.siblings)
}

impl App {
    /// Tells every window how a conversation is now. Temporary ones concern only the window that holds them.
    pub(crate) fn publish_conversation(&self, conversation: attune_domain::Conversation) -> ConversationView {
        let view = ConversationView::from(conversation);
        if !view.temporary {
            self.publish(Event::ConversationChanged { conversation: view.clone() });
        }
        view
    }
}
