//! Local models: the catalogue, what is installed, and how far an installation is.

use attune_domain::ModelId;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::ErrorBody;

/// The catalogue with what is installed.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
pub struct ListModels {}

/// Models, and what decides about them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct ModelsView {
    /// The models, best first within a task.
    pub models: Vec<ModelView>,
    /// Free bytes on the disk that holds them.
    pub free_bytes: u64,
    /// Where they are.
    pub folder: String,
    /// Who forbids downloads, if somebody does.
    pub downloads_forbidden_by: Option<String>,
    /// The company's mirror, if policy names one.
    pub mirror: Option<String>,
}

/// A model of the catalogue, or one that was imported.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct ModelView {
    /// Its id.
    #[ts(as = "String")]
    pub id: ModelId,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub task: ModelTask,
    /// What it is good at, in a sentence.
    pub description: String,
    /// Its licence.
    pub licence: String,
    /// Its size on disk.
    pub bytes: u64,
    /// Memory that it needs while it works, roughly.
    pub memory_bytes: u64,
    /// Tokens that it can read and write together; 0 where that means nothing.
    pub context_tokens: u32,
    /// Whether it is the one that a new user should have.
    pub recommended: bool,
    /// Whether it was imported from a file rather than chosen from the catalogue.
    pub imported: bool,
    /// How it stands.
    pub state: ModelState,
    /// Tokens a second on this machine, from its latest answers.
    pub measured_tokens_per_s: Option<f64>,
}

/// What a model is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ModelTask {
    /// Answers.
    Chat,
    /// Speech to text.
    Speech,
    /// Anything else.
    Other,
}

/// How a model stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum ModelState {
    /// It is not on this machine.
    Absent {
        /// Bytes that an earlier try left, to be continued.
        resumable_bytes: u64,
    },
    /// It is being installed.
    Installing {
        /// How far.
        progress: InstallProgress,
    },
    /// It is there.
    Installed {},
    /// The last try failed.
    Failed {
        /// Why, and what to do.
        error: ErrorBody,
    },
}

/// How far an installation is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct InstallProgress {
    /// Which model.
    #[ts(as = "String")]
    pub id: ModelId,
    /// What is being done.
    pub phase: InstallPhase,
    /// Bytes done.
    pub done_bytes: u64,
    /// Bytes in all.
    pub total_bytes: u64,
    /// Where it comes from, for a person to read.
    pub source: String,
}

/// What an installation is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum InstallPhase {
    /// Looking at disk and sources.
    Checking,
    /// Fetching.
    Downloading,
    /// Putting parts together.
    Joining,
    /// Comparing hashes.
    Verifying,
    /// Changing the file's form.
    Converting,
    /// Done.
    Done,
}

/// Installs a model; progress comes as events.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct InstallModel {
    /// Which.
    #[ts(as = "String")]
    pub id: ModelId,
}

/// Stops an installation; what was fetched is kept.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CancelInstall {
    /// Which.
    #[ts(as = "String")]
    pub id: ModelId,
}

/// Compares an installed model with its hash.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct VerifyModel {
    /// Which.
    #[ts(as = "String")]
    pub id: ModelId,
}

/// What the comparison gave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct VerifiedModel {
    /// Which.
    #[ts(as = "String")]
    pub id: ModelId,
    /// Whether the file is what it should be.
    pub intact: bool,
    /// Its SHA-256.
    pub sha256: String,
}

/// Deletes an installed model.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct RemoveModel {
    /// Which.
    #[ts(as = "String")]
    pub id: ModelId,
}

/// Takes a model from a file.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ImportModel {
    /// The file.
    pub path: String,
    /// The id that it gets, where it is not in the catalogue; none derives one from the file's name.
    #[ts(as = "Option<String>", optional)]
    pub id: Option<ModelId>,
}

/// What the local engine does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct EngineView {
    /// What it does.
    pub state: EngineState,
    /// The model that is loaded or being loaded.
    #[ts(as = "Option<String>")]
    pub model: Option<ModelId>,
}

/// What the local engine does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum EngineState {
    /// It does not run and needs no memory.
    Stopped,
    /// It reads a model.
    Loading,
    /// It waits for a question.
    Idle,
    /// It writes.
    Busy,
    /// It ended unexpectedly and starts again.
    Restarting,
}
