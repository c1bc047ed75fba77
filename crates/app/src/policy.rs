//! Policy in force: read from the file that IT put in place, at start-up.

use std::path::{Path, PathBuf};

use attune_domain::Policy;
use attune_domain::policy::PolicySource;
use attune_wire::{GetPolicy, PolicyKeyView, PolicyView};
use serde_json::Value;

use crate::{App, Error};

/// Where IT puts the policy where nothing else is said.
pub(crate) fn default_policy_file() -> PathBuf {
    if let Some(path) = std::env::var_os("ATTUNE_POLICY") {
        return PathBuf::from(path);
    }
    if cfg!(windows) {
        let data = std::env::var_os("PROGRAMDATA").unwrap_or_else(|| "C:\\ProgramData".into());
        PathBuf::from(data).join("Attune").join("policy.toml")
    } else if cfg!(target_os = "macos") {
        PathBuf::from("/Library/Application Support/Attune/policy.toml")
    } else {
        PathBuf::from("/etc/attune/policy.toml")
    }
}

/// Reads the policy. No file means the built-in rules; a file that cannot be read means that nothing leaves.
pub(crate) fn read_policy(path: &Path) -> Policy {
    let shown = path.display().to_string();
    match std::fs::read_to_string(path) {
        Ok(text) => Policy::from_file(&shown, &text),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Policy::built_in(),
        Err(error) => Policy::closed(&shown, &error.to_string()),
    }
}

/// Shows every key with the source that set it.
///
/// # Errors
/// Never; it is a command like the others.
pub async fn get_policy(app: &App, _request: GetPolicy) -> Result<PolicyView, Error> {
    let policy = app.policy();
    let (source, path, broken) = match &policy.source {
        PolicySource::BuiltIn => ("built-in".to_owned(), None, None),
        PolicySource::File { path, managed_by } => (managed_by.clone(), Some(path.clone()), None),
        PolicySource::Broken { path, reason } => {
            ("unreadable file".to_owned(), Some(path.clone()), Some(reason.clone()))
        }
    };
    let set_by = |differs: bool| match (&path, differs) {
        (Some(path), true) => path.clone(),
        _ => "built-in".to_owned(),
    };
    let built_in = Policy::built_in().rules;
    let rules = &policy.rules;
    let mut keys = vec![
        key(
            "remote.allowed",
            rules.remote.allowed.into(),
            set_by(rules.remote.allowed != built_in.remote.allowed),
        ),
        key(
            "remote.hosts",
            rules.remote.hosts.clone().into(),
            set_by(rules.remote.hosts != built_in.remote.hosts),
        ),
        key(
            "remote.private_networks",
            rules.remote.private_networks.into(),
            set_by(rules.remote.private_networks != built_in.remote.private_networks),
        ),
        key(
            "models.download",
            rules.models.download.into(),
            set_by(rules.models.download != built_in.models.download),
        ),
        key(
            "models.import",
            rules.models.import.into(),
            set_by(rules.models.import != built_in.models.import),
        ),
        key(
            "models.mirror",
            rules.models.mirror.clone().map_or(Value::Null, Value::from),
            set_by(rules.models.mirror.is_some()),
        ),
    ];
    keys.extend(
        rules
            .settings
            .iter()
            .map(|(name, value)| key(&format!("settings.{name}"), value.clone(), set_by(true))),
    );
    Ok(PolicyView { source, path, broken, keys })
}

fn key(key: &str, value: Value, set_by: String) -> PolicyKeyView {
    PolicyKeyView { key: key.to_owned(), value, set_by }
}
