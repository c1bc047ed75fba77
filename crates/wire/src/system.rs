//! Settings, policy, the record of what left the machine, and the state of the whole.

use attune_domain::SettingKey;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

use crate::{EngineView, ModelChoiceView};

/// All settings.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
pub struct GetSettings {}

/// A setting with what decides about it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct SettingView {
    /// Its key, for example `appearance.theme`.
    #[ts(as = "String")]
    pub key: SettingKey,
    /// What holds.
    #[ts(type = "string | number | boolean")]
    pub value: Value,
    /// What holds where nobody chose.
    #[ts(type = "string | number | boolean")]
    pub default: Value,
    /// The words that it takes; empty where it takes something else.
    pub choices: Vec<String>,
    /// Who set it by policy, so that it cannot be changed here.
    pub managed_by: Option<String>,
}

/// Changes a setting.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SetSetting {
    /// Which.
    pub key: String,
    /// The value; null returns to the default.
    #[ts(type = "string | number | boolean | null")]
    pub value: Value,
}

/// The effective policy.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
pub struct GetPolicy {}

/// The effective policy with the source of every key.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct PolicyView {
    /// Where it comes from.
    pub source: PolicySourceView,
    /// Every key with its value.
    pub keys: Vec<PolicyKeyView>,
}

/// One key of the policy.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct PolicyKeyView {
    /// For example `remote.allowed`.
    pub key: String,
    /// What holds.
    #[ts(type = "unknown")]
    pub value: Value,
    /// Who set it.
    pub set_by: PolicySetter,
}

/// Who set a key of the policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PolicySetter {
    /// Attune itself.
    BuiltIn,
    /// The policy file, or that it cannot be read.
    File,
}

/// Where a policy comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "from", rename_all = "snake_case")]
pub enum PolicySourceView {
    /// There is no policy file.
    BuiltIn,
    /// A file that IT put in place.
    File {
        /// Its path.
        path: String,
        /// Who is responsible; empty if the file does not say.
        managed_by: String,
    },
    /// A file that cannot be read.
    Broken {
        /// Its path.
        path: String,
        /// What is wrong with it.
        reason: String,
    },
}

/// What left the machine, newest first.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ListDepartures {
    /// The most rows, at most 1000.
    pub limit: u32,
}

/// One request that left the machine or was refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DepartureView {
    /// Milliseconds since 1970.
    pub at: i64,
    /// `ask`, `probe_provider` or `fetch_model`.
    pub purpose: String,
    /// Where to, without secrets.
    pub destination: String,
    /// Which provider or model.
    pub subject: String,
    /// How many bytes of a person's text were in it.
    pub personal_bytes: u64,
    /// Whether it was permitted.
    pub permitted: bool,
    /// Who decided.
    pub decided_by: String,
}

/// The state of the whole.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
pub struct GetStatus {}

/// The state of the whole.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct StatusView {
    /// The program's version.
    pub version: String,
    /// Where all data is.
    pub home: String,
    /// What the local engine does.
    pub engine: EngineView,
    /// Where the next answer will be written; none if nothing can answer.
    pub answers_with: Option<ModelChoiceView>,
    /// The name of that model or provider.
    pub answers_with_name: Option<String>,
    /// Who manages this machine, if a policy file says so.
    pub managed_by: Option<String>,
    /// How many messages are stored.
    pub messages: u64,
}

/// Checks what IT would.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
pub struct RunDoctor {}

/// One check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CheckView {
    /// What was checked.
    pub name: String,
    /// How it is.
    pub status: CheckStatus,
    /// What was found.
    pub detail: String,
    /// What to do; empty where nothing is to do.
    pub fix: String,
}

/// How a check went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CheckStatus {
    /// Fine.
    Ok,
    /// Works, but could be better.
    Warn,
    /// Does not work.
    Fail,
}
