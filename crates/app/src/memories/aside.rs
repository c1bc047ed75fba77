//! Reading with the local model what rules did not understand, while nobody asks anything. What waits and what
//! was read are events, so that a restart goes on where the last run ended. Whatever is asked meanwhile goes
//! first: the engine drops the reading, and the message waits for the next quiet moment. A provider never reads
//! for this, no model is loaded for it, and no battery is emptied.

use std::time::Duration;

use attune_domain::memory::MemorySource;
use attune_domain::{EventKind, Language, Message, MessageId};
use attune_models::chat::local::{Activity, LocalModel};
use attune_models::chat::{ChatError, ChatEvent, ChatRequest, FinishReason, Sampling};
use attune_persona::memory::{
    extraction_prompt, extraction_schema, leaves_unread, parse_extraction, was_forgotten,
};
use attune_store::NewEvent;
use attune_wire::Event;

use crate::ask::turns;
use crate::{App, Error};

/// How long it has to be quiet before the model reads: people ask the next question within seconds.
const QUIET: Duration = Duration::from_secs(20);

/// Room for what the model says of one message, in tokens.
const ANSWER_TOKENS: u32 = 320;

/// Messages that wait at the most. Older ones are let go: what they told was said again or did not matter.
const MOST_WAITING: usize = 50;

/// How the reading of a message ended.
enum Reading {
    /// With what the model says of it.
    Says(String),
    /// The engine or the model could not.
    Failed,
    /// Something else was asked.
    Interrupted,
}

/// Reads what was set aside whenever it has been quiet for a while.
pub(crate) fn read_when_idle(app: &App) {
    let mut engine = app.local().status();
    let weak = app.downgrade();
    tokio::spawn(async move {
        while engine.changed().await.is_ok() {
            // Each change begins the wait anew; an engine that idles on is quiet.
            while let Ok(changed) = tokio::time::timeout(QUIET, engine.changed()).await {
                if changed.is_err() {
                    return;
                }
            }
            let Some(app) = weak.upgrade() else { return };
            match app.read_set_aside().await {
                Ok(0) => {}
                Ok(read) => tracing::debug!(read, "messages were read for what they tell of the person"),
                Err(error) => tracing::warn!(%error, "what was set aside could not be read"),
            }
        }
    });
}

impl App {
    /// Notes that a message tells something of the person that rules did not understand.
    pub(crate) async fn set_aside(&self, message: &Message, language: Language) -> Result<(), Error> {
        if leaves_unread(&message.text, language) {
            self.mark(message.id, EventKind::MessageSetAside).await?;
        }
        Ok(())
    }

    /// Has the local model read what was set aside, oldest first, and says how many messages it has read. It
    /// stops when something is asked, when learning is switched off, when no model is loaded, and while the machine
    /// runs on its battery.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub async fn read_set_aside(&self) -> Result<usize, Error> {
        let mut read = 0;
        let apart = self.store().conversations_apart().await?;
        for id in self.waiting_aside().await? {
            let Some(model) = self.idle_model() else { break };
            if self.power().is_battery().await {
                break;
            }
            // A conversation that was deleted meanwhile has nothing left to read, and what taught something that
            // was forgotten is not read in search of it; nor is what was kept apart meanwhile.
            if let Ok(placed) = self.store().message(id).await
                && !apart.contains(&placed.message.conversation)
                && !was_forgotten(&self.store().memory_history().await?, id)
            {
                match self.read_aside(model, &placed.message).await {
                    Reading::Says(answer) => self.learn_aside(&placed.message, &answer).await?,
                    // A message at which the engine fails is not given to it again.
                    Reading::Failed => {}
                    Reading::Interrupted => break,
                }
            }
            self.mark(id, EventKind::MessageReadAside).await?;
            read += 1;
        }
        if read > 0 {
            // The engine has something else in mind now; what the next question needs is read again.
            self.get_ready(None);
        }
        Ok(read)
    }

    /// The messages that were set aside and not read yet, oldest first: a fold over their events.
    async fn waiting_aside(&self) -> Result<Vec<MessageId>, Error> {
        let kinds = ["message_set_aside", "message_read_aside", "memories_erased"];
        let mut waiting: Vec<MessageId> = Vec::new();
        for event in self.store().events_of_kinds(&kinds).await? {
            match (event.kind, event.message) {
                (EventKind::MessageSetAside, Some(message)) => waiting.push(message),
                (EventKind::MessageReadAside, Some(message)) => waiting.retain(|other| *other != message),
                // Who began anew does not want what they had said before.
                (EventKind::MemoriesErased { anew: true, .. }, _) => waiting.clear(),
                _ => {}
            }
        }
        Ok(waiting.split_off(waiting.len().saturating_sub(MOST_WAITING)))
    }

    /// The loaded model, while the engine has nothing to do and the person lets Attune learn.
    fn idle_model(&self) -> Option<LocalModel> {
        if !self.learns() || self.answering().is_busy() {
            return None;
        }
        let status = self.local().status().borrow().clone();
        let model = status.model.filter(|_| status.activity == Activity::Idle)?;
        self.local_model(&model).ok()
    }

    async fn read_aside(&self, model: LocalModel, message: &Message) -> Reading {
        let request = ChatRequest {
            turns: turns(extraction_prompt(&message.text)),
            max_tokens: ANSWER_TOKENS,
            sampling: Sampling { temperature: 0.0, ..Sampling::default() },
            schema: Some(extraction_schema()),
            images: Vec::new(),
            note: None,
        };
        let mut stream = self.local().chat_aside(model, request);
        let mut answer = String::new();
        while let Some(event) = stream.events.recv().await {
            match event {
                ChatEvent::Token(piece) => answer.push_str(&piece),
                ChatEvent::Done { reason: FinishReason::Cancelled, .. } => return Reading::Interrupted,
                ChatEvent::Done { .. } => return Reading::Says(answer),
                // So it is when the program closes.
                ChatEvent::Failed(ChatError::EngineMissing(_)) => return Reading::Interrupted,
                ChatEvent::Failed(error) => {
                    tracing::warn!(%error, "the local model could not read a message");
                    return Reading::Failed;
                }
                ChatEvent::Preparing(_) | ChatEvent::Started { .. } => {}
            }
        }
        Reading::Interrupted
    }

    async fn learn_aside(&self, message: &Message, answer: &str) -> Result<(), Error> {
        // Learning may have been switched off while the model read.
        if !self.learns() {
            return Ok(());
        }
        let source = MemorySource::Message { conversation: message.conversation, message: message.id };
        let mut learned = false;
        for candidate in parse_extraction(&message.text, answer) {
            learned |= self.consider(&candidate, source).await?.is_some();
        }
        if learned {
            self.prepare_closeness();
            self.publish(Event::MemoriesChanged {});
        }
        Ok(())
    }

    async fn mark(&self, message: MessageId, kind: EventKind) -> Result<(), Error> {
        self.store().append_events(vec![NewEvent { message: Some(message), kind }]).await?;
        Ok(())
    }
}
