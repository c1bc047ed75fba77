//! Facts that the program pushes to every window, for the UI's one store to fold.

use attune_domain::{ConversationId, Learner, ProviderId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{ConversationView, EngineView, InstallProgress, MessageView, SettingView};

/// A fact.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// A conversation is new or has changed.
    ConversationChanged {
        /// As it is now.
        conversation: ConversationView,
    },
    /// A conversation was deleted.
    ConversationRemoved {
        /// Which.
        #[ts(as = "String")]
        id: ConversationId,
    },
    /// A message is new or has changed. Tokens do not come this way.
    MessageChanged {
        /// Its conversation.
        #[ts(as = "String")]
        conversation: ConversationId,
        /// As it is now.
        message: Box<MessageView>,
    },
    /// The policy file has changed: ask for policy and settings again.
    PolicyChanged,
    /// A model is being installed.
    InstallProgressed {
        /// How far it is.
        progress: InstallProgress,
    },
    /// The list of models has changed: ask again.
    ModelsChanged {},
    /// The engine does something else now.
    EngineChanged {
        /// What.
        engine: EngineView,
    },
    /// A setting has changed.
    SettingChanged {
        /// As it is now.
        setting: SettingView,
    },
    /// Everything that was stored of the person is gone: begin anew.
    ProfileErased {},
    /// What a learner knows has changed: ask again.
    LearningChanged {
        /// Which one.
        #[ts(type = "'style' | 'memory' | 'interests' | 'suggestions'")]
        learner: Learner,
    },
    /// What is remembered has changed: ask again.
    MemoriesChanged {},
    /// The providers have changed: ask again.
    ProvidersChanged {
        /// The one that was saved or removed.
        #[ts(as = "String")]
        id: ProviderId,
    },
}
