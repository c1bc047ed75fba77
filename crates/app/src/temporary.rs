//! Temporary conversations: in memory only, gone with the program, found by no search. They follow the rules
//! of the stored ones, so that the window need not know the difference.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use attune_domain::conversation::branch;
use attune_domain::{
    AnswerOrigin, Attachment, AttachmentId, Author, Conversation, ConversationId, Message, MessageId,
    MessageStatus, RoleId, Timestamp,
};
use attune_store::{
    BegunTurn, Branch, Ending, Finished, NewAttachment, NewImage, PlacedMessage, StoreError, StoredImage,
};

use crate::clock::{Clock, new_id};

/// All temporary conversations.
#[derive(Debug)]
pub(crate) struct Temporary {
    clock: Clock,
    threads: Mutex<HashMap<ConversationId, Thread>>,
}

#[derive(Debug)]
struct Thread {
    conversation: Conversation,
    messages: Vec<Message>,
    images: HashMap<AttachmentId, StoredImage>,
}

impl Temporary {
    pub(crate) fn new(clock: Clock) -> Self {
        Self { clock, threads: Mutex::default() }
    }

    /// Whether a conversation is one of these.
    pub(crate) fn holds(&self, id: ConversationId) -> bool {
        self.threads.lock().unwrap_or_else(PoisonError::into_inner).contains_key(&id)
    }

    /// Whether an answer belongs to one of these.
    pub(crate) fn holds_message(&self, id: MessageId) -> bool {
        let threads = self.threads.lock().unwrap_or_else(PoisonError::into_inner);
        threads.values().any(|thread| thread.messages.iter().any(|message| message.id == id))
    }

    pub(crate) fn begin(&self, title: String, role: RoleId) -> ConversationId {
        let (id, now) = (ConversationId(new_id()), self.clock.now());
        let conversation = Conversation {
            id,
            title,
            role,
            pinned: false,
            apart: false,
            temporary: true,
            tip: None,
            created_at: now,
            updated_at: now,
        };
        let thread = Thread { conversation, messages: Vec::new(), images: HashMap::new() };
        self.threads.lock().unwrap_or_else(PoisonError::into_inner).insert(id, thread);
        id
    }

    pub(crate) fn forget(&self, id: ConversationId) {
        self.threads.lock().unwrap_or_else(PoisonError::into_inner).remove(&id);
    }

    pub(crate) fn forget_all(&self) {
        self.threads.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    pub(crate) fn conversation(&self, id: ConversationId) -> Result<Conversation, StoreError> {
        self.with(id, |thread| Ok(thread.conversation.clone()))
    }

    pub(crate) fn change(
        &self,
        id: ConversationId,
        change: impl FnOnce(&mut Conversation),
    ) -> Result<Conversation, StoreError> {
        self.with(id, |thread| {
            change(&mut thread.conversation);
            Ok(thread.conversation.clone())
        })
    }

    /// Begins a turn after `parent`.
    pub(crate) fn begin_turn(
        &self,
        id: ConversationId,
        parent: Option<MessageId>,
        question: String,
        attached: Vec<NewAttachment>,
    ) -> Result<BegunTurn, StoreError> {
        let now = self.clock.now();
        self.with(id, |thread| {
            let question = thread.add(parent, Author::Person, MessageStatus::Complete, question, now);
            for attached in attached {
                let attachment = match attached {
                    NewAttachment::Image(NewImage { attachment, stored }) => {
                        thread.images.insert(attachment.id, stored);
                        attachment
                    }
                    NewAttachment::Recording(attachment) => attachment,
                };
                thread.message_mut(question)?.attachments.push(attachment);
            }
            thread.begin_answer(question, now)
        })
    }

    /// What is shown of an image, where it is in one of these.
    pub(crate) fn image<T>(&self, id: AttachmentId, pick: impl FnOnce(&StoredImage) -> T) -> Option<T> {
        let threads = self.threads.lock().unwrap_or_else(PoisonError::into_inner);
        threads.values().find_map(|thread| thread.images.get(&id)).map(pick)
    }

    /// What stands beside a message.
    pub(crate) fn attached_to(
        &self,
        id: ConversationId,
        attachments: Vec<Attachment>,
    ) -> Result<Vec<NewAttachment>, StoreError> {
        self.with(id, |thread| {
            let stored = |attachment: Attachment| {
                if attachment.recording.is_some() {
                    return Some(NewAttachment::Recording(attachment));
                }
                let stored = thread.images.get(&attachment.id).cloned()?;
                Some(NewAttachment::Image(NewImage { attachment, stored }))
            };
            Ok(attachments.into_iter().filter_map(stored).collect())
        })
    }

    pub(crate) fn begin_answer(
        &self,
        id: ConversationId,
        question: MessageId,
    ) -> Result<BegunTurn, StoreError> {
        let now = self.clock.now();
        self.with(id, |thread| thread.begin_answer(question, now))
    }

    pub(crate) fn append(&self, id: ConversationId, answer: MessageId, text: &str) -> Result<(), StoreError> {
        self.with(id, |thread| {
            thread.message_mut(answer)?.text = text.to_owned();
            Ok(())
        })
    }

    pub(crate) fn finish(
        &self,
        id: ConversationId,
        answer: MessageId,
        ending: Ending,
    ) -> Result<Finished, StoreError> {
        self.with(id, |thread| {
            let message = thread.message_mut(answer)?;
            message.status = ending.status;
            message.text = ending.text;
            message.origin = ending.origin;
            message.adherence = ending.adherence;
            message.failure = ending.failure;
            thread.conversation.updated_at = self.clock.now();
            Ok(Finished { conversation: thread.conversation.clone(), answer: thread.placed(answer)? })
        })
    }

    /// Keeps another text of an answer as a version beside it.
    pub(crate) fn edit_answer(
        &self,
        id: ConversationId,
        answer: MessageId,
        text: String,
        origin: AnswerOrigin,
    ) -> Result<Finished, StoreError> {
        self.with(id, |thread| {
            let now = self.clock.now();
            let parent = thread.message_mut(answer)?.parent;
            let edited = thread.add(parent, Author::Assistant, MessageStatus::Complete, text, now);
            thread.message_mut(edited)?.origin = Some(origin);
            thread.conversation.tip = Some(edited);
            thread.conversation.updated_at = now;
            Ok(Finished { conversation: thread.conversation.clone(), answer: thread.placed(edited)? })
        })
    }

    pub(crate) fn branch(&self, id: ConversationId) -> Result<Branch, StoreError> {
        self.with(id, |thread| Ok(thread.branch()))
    }

    pub(crate) fn stretch(
        &self,
        id: ConversationId,
        from: u32,
        count: u32,
    ) -> Result<Vec<PlacedMessage>, StoreError> {
        self.with(id, |thread| {
            let ids: Vec<MessageId> = thread.shown().iter().map(|message| message.id).collect();
            let stretch = ids.into_iter().skip(from as usize).take(count as usize);
            stretch.map(|id| thread.placed(id)).collect()
        })
    }

    pub(crate) fn message(
        &self,
        id: ConversationId,
        message: MessageId,
    ) -> Result<PlacedMessage, StoreError> {
        self.with(id, |thread| thread.placed(message))
    }

    /// Shows the branch of a message, down to the newest message under it.
    pub(crate) fn switch_branch(&self, id: ConversationId, to: MessageId) -> Result<Branch, StoreError> {
        self.with(id, |thread| {
            thread.message_mut(to)?;
            let mut tip = to;
            while let Some(child) = thread.messages.iter().rfind(|message| message.parent == Some(tip)) {
                tip = child.id;
            }
            thread.conversation.tip = Some(tip);
            Ok(thread.branch())
        })
    }

    /// The branch that ends in `last`, first message first.
    pub(crate) fn turns_to(&self, id: ConversationId, last: MessageId) -> Result<Vec<Message>, StoreError> {
        self.with(id, |thread| Ok(branch(&thread.messages, last).into_iter().cloned().collect()))
    }

    fn with<T>(
        &self,
        id: ConversationId,
        act: impl FnOnce(&mut Thread) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let mut threads = self.threads.lock().unwrap_or_else(PoisonError::into_inner);
        let gone = || StoreError::NotFound { what: "conversation", id: id.to_string() };
        act(threads.get_mut(&id).ok_or_else(gone)?)
    }
}

impl Thread {
    fn add(
        &mut self,
        parent: Option<MessageId>,
        author: Author,
        status: MessageStatus,
        text: String,
        now: Timestamp,
    ) -> MessageId {
        let id = MessageId(new_id());
        self.messages.push(Message {
            id,
            conversation: self.conversation.id,
            parent,
            author,
            status,
            text,
            attachments: Vec::new(),
            created_at: now,
            origin: None,
            adherence: None,
            failure: None,
        });
        id
    }

    fn begin_answer(&mut self, question: MessageId, now: Timestamp) -> Result<BegunTurn, StoreError> {
        self.message_mut(question)?;
        let answer =
            self.add(Some(question), Author::Assistant, MessageStatus::Streaming, String::new(), now);
        self.conversation.tip = Some(answer);
        self.conversation.updated_at = now;
        Ok(BegunTurn {
            conversation: self.conversation.clone(),
            question: self.placed(question)?,
            answer: self.placed(answer)?,
            total: self.branch().total,
        })
    }

    fn shown(&self) -> Vec<&Message> {
        self.conversation.tip.map_or_else(Vec::new, |tip| branch(&self.messages, tip))
    }

    fn branch(&self) -> Branch {
        let total = u32::try_from(self.shown().len()).unwrap_or(u32::MAX);
        Branch { conversation: self.conversation.clone(), total }
    }

    fn message_mut(&mut self, id: MessageId) -> Result<&mut Message, StoreError> {
        let found = self.messages.iter_mut().find(|message| message.id == id);
        found.ok_or_else(|| StoreError::NotFound { what: "message", id: id.to_string() })
    }

    fn placed(&self, id: MessageId) -> Result<PlacedMessage, StoreError> {
        let path = branch(&self.messages, id);
        let message = path
            .last()
            .copied()
            .ok_or_else(|| StoreError::NotFound { what: "message", id: id.to_string() })?;
        let siblings = self.messages.iter().filter(|other| other.parent == message.parent);
        Ok(PlacedMessage {
            message: message.clone(),
            index: u32::try_from(path.len() - 1).unwrap_or(u32::MAX),
            siblings: siblings.map(|other| other.id).collect(),
        })
    }
}
