//! The local engine: started when it is needed, made ready when a question is coming, reported to windows.

use std::path::{Path, PathBuf};

use attune_domain::{ConversationId, ModelChoice};
use attune_models::chat::local::{self, Activity, EngineStatus, LocalChat, LocalChatConfig};
use attune_wire::{EngineState, EngineView, Event};

use crate::{App, Home};

/// Finds the engine's program: `ATTUNE_CHAT_ENGINE`, or beside the program in this folder.
#[must_use]
pub fn find_engine(program_folder: &Path) -> Option<PathBuf> {
    local::find_engine(program_folder)
}

/// Prepares the engine; no process is started yet.
pub(crate) fn start(engine: PathBuf, home: &Home) -> LocalChat {
    let config = LocalChatConfig { prefix_dir: Some(home.prefixes()), ..LocalChatConfig::new(engine) };
    LocalChat::spawn(config)
}

/// Tells windows what the engine does, whenever that changes.
pub(crate) fn report(app: &App) {
    let mut status = app.local().status();
    let weak = app.downgrade();
    tokio::spawn(async move {
        while status.changed().await.is_ok() {
            let engine = view(&status.borrow_and_update());
            let Some(app) = weak.upgrade() else { return };
            app.publish(Event::EngineChanged { engine });
        }
    });
}

/// The engine as the window sees it.
pub(crate) fn view(status: &EngineStatus) -> EngineView {
    let state = match status.activity {
        Activity::Stopped => EngineState::Stopped,
        Activity::Loading => EngineState::Loading,
        Activity::Idle => EngineState::Idle,
        Activity::Busy => EngineState::Busy,
        Activity::Restarting => EngineState::Restarting,
    };
    EngineView { state, model: status.model.clone() }
}

impl App {
    /// A question is coming: loads the model and reads what stands before it, so that the answer starts soon. It
    /// is a courtesy: if anything is in the way, the question itself will say so.
    pub(crate) fn get_ready(&self, conversation: Option<ConversationId>) {
        // What was learned is read now too, so that the question itself need not wait for it.
        self.prepare_closeness();
        self.prepare_past();
        self.prepare_interests();
        self.prepare_style();
        self.prepare_to_learn();
        let app = self.clone();
        tokio::spawn(async move {
            if let Err(error) = app.warm(conversation).await {
                tracing::debug!(%error, "the engine was not made ready");
            }
        });
    }

    /// Reads what a question would otherwise wait for. A window does so while somebody types; a program that asks
    /// at once does it first.
    pub async fn make_ready(&self) {
        let (past, memories, interests) =
            tokio::join!(self.read_past(), self.make_memory_vectors(), self.read_interests());
        if let Err(error) = past.and(memories).and(interests) {
            tracing::warn!(%error, "a question will be answered without some of what is known");
        }
    }

    async fn warm(&self, conversation: Option<ConversationId>) -> Result<(), crate::Error> {
        let conversation = self.conversation_to_go_on(conversation).await?;
        let role = self.role(&conversation.role).await?;
        if let ModelChoice::Local { model } = self.choose_model(&role, None).await? {
            let model = self.local_model(&model)?;
            let turns = self.turns_before_question(&conversation, &role).await?;
            self.local().warm(model, turns).await;
        }
        Ok(())
    }
}
