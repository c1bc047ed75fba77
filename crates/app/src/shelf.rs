//! Where a conversation lies: in the database, or in memory because it is temporary. The use cases ask here
//! and need not look twice.

use attune_domain::{AnswerOrigin, Conversation, ConversationId, Message, MessageId, RoleId};
use attune_store::{
    BegunTurn, Branch, Ending, Finished, NewAttachment, NewEvent, NewTurn, Place, PlacedMessage, Store,
    StoreError,
};

use crate::App;
use crate::temporary::Temporary;

/// One of the two places.
#[derive(Clone, Copy)]
pub(crate) enum Shelf<'a> {
    Database(&'a Store),
    Memory(&'a Temporary),
}

impl App {
    /// Where this conversation lies.
    pub(crate) fn shelf(&self, id: ConversationId) -> Shelf<'_> {
        if self.temporary().holds(id) {
            Shelf::Memory(self.temporary())
        } else {
            Shelf::Database(self.store())
        }
    }
}

impl Shelf<'_> {
    pub(crate) async fn conversation(self, id: ConversationId) -> Result<Conversation, StoreError> {
        match self {
            Self::Database(store) => store.conversation(id).await,
            Self::Memory(memory) => memory.conversation(id),
        }
    }

    pub(crate) async fn rename(self, id: ConversationId, title: &str) -> Result<Conversation, StoreError> {
        match self {
            Self::Database(store) => store.rename_conversation(id, title).await,
            Self::Memory(memory) => {
                memory.change(id, |conversation| title.clone_into(&mut conversation.title))
            }
        }
    }

    pub(crate) async fn set_role(self, id: ConversationId, role: RoleId) -> Result<Conversation, StoreError> {
        match self {
            Self::Database(store) => store.set_conversation_role(id, role).await,
            Self::Memory(memory) => memory.change(id, |conversation| conversation.role = role),
        }
    }

    pub(crate) async fn delete(self, id: ConversationId) -> Result<(), StoreError> {
        match self {
            Self::Database(store) => store.delete_conversation(id).await,
            Self::Memory(memory) => {
                memory.forget(id);
                Ok(())
            }
        }
    }

    /// Begins a turn in a conversation that is there: at its tip, or beside another question.
    pub(crate) async fn begin_turn(
        self,
        id: ConversationId,
        instead_of: Option<MessageId>,
        question: String,
        attached: Option<Vec<NewAttachment>>,
        events: Vec<NewEvent>,
    ) -> Result<BegunTurn, StoreError> {
        match self {
            Self::Database(store) => {
                let place = match instead_of {
                    Some(question) => Place::InsteadOf { conversation: id, question },
                    None => Place::Tip(id),
                };
                store.begin_turn(NewTurn { place, question, attached, events }).await
            }
            Self::Memory(memory) => {
                let (parent, before) = match instead_of {
                    Some(other) => {
                        let other = memory.message(id, other)?.message;
                        (other.parent, memory.attached_to(id, other.attachments)?)
                    }
                    None => (memory.conversation(id)?.tip, Vec::new()),
                };
                memory.begin_turn(id, parent, question, attached.unwrap_or(before))
            }
        }
    }

    pub(crate) async fn begin_answer(
        self,
        id: ConversationId,
        question: MessageId,
        events: Vec<NewEvent>,
    ) -> Result<BegunTurn, StoreError> {
        match self {
            Self::Database(store) => store.begin_answer(question, events).await,
            Self::Memory(memory) => memory.begin_answer(id, question),
        }
    }

    pub(crate) async fn append(
        self,
        id: ConversationId,
        answer: MessageId,
        text: &str,
    ) -> Result<(), StoreError> {
        match self {
            Self::Database(store) => store.append(answer, text).await,
            Self::Memory(memory) => memory.append(id, answer, text),
        }
    }

    pub(crate) async fn finish(
        self,
        id: ConversationId,
        answer: MessageId,
        ending: Ending,
    ) -> Result<Finished, StoreError> {
        match self {
            Self::Database(store) => store.finish(answer, ending).await,
            Self::Memory(memory) => memory.finish(id, answer, ending),
        }
    }

    /// Keeps another text of an answer as a version beside it.
    pub(crate) async fn edit_answer(
        self,
        id: ConversationId,
        answer: MessageId,
        text: String,
        origin: AnswerOrigin,
        events: Vec<NewEvent>,
    ) -> Result<Finished, StoreError> {
        match self {
            Self::Database(store) => store.edit_answer(id, answer, text, &origin, events).await,
            Self::Memory(memory) => memory.edit_answer(id, answer, text, origin),
        }
    }

    pub(crate) async fn branch(self, id: ConversationId) -> Result<Branch, StoreError> {
        match self {
            Self::Database(store) => store.branch(id).await,
            Self::Memory(memory) => memory.branch(id),
        }
    }

    pub(crate) async fn stretch(
        self,
        id: ConversationId,
        from: u32,
        count: u32,
    ) -> Result<Vec<PlacedMessage>, StoreError> {
        match self {
            Self::Database(store) => store.stretch(id, from, count).await,
            Self::Memory(memory) => memory.stretch(id, from, count),
        }
    }

    pub(crate) async fn message(
        self,
        id: ConversationId,
        message: MessageId,
    ) -> Result<PlacedMessage, StoreError> {
        match self {
            Self::Database(store) => store.message(message).await,
            Self::Memory(memory) => memory.message(id, message),
        }
    }

    pub(crate) async fn switch_branch(self, id: ConversationId, to: MessageId) -> Result<Branch, StoreError> {
        match self {
            Self::Database(store) => store.switch_branch(id, to).await,
            Self::Memory(memory) => memory.switch_branch(id, to),
        }
    }

    pub(crate) async fn show_message(
        self,
        id: ConversationId,
        message: MessageId,
    ) -> Result<Branch, StoreError> {
        match self {
            Self::Database(store) => store.show_message(id, message).await,
            Self::Memory(memory) => memory.branch(id),
        }
    }

    /// The newest messages of the branch that ends in `last`, oldest first, and how many were left out.
    pub(crate) async fn recent_turns(
        self,
        id: ConversationId,
        last: MessageId,
        most_chars: u32,
    ) -> Result<(Vec<Message>, u32), StoreError> {
        match self {
            Self::Database(store) => {
                let recent = store.recent_turns(last, most_chars).await?;
                Ok((recent.messages, recent.left_out))
            }
            Self::Memory(memory) => Ok((memory.turns_to(id, last)?, 0)),
        }
    }
}
