//! Policy in force: the file that IT put in place, read again whenever it changed.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use attune_domain::Policy;
use attune_domain::policy::{PolicyRules, PolicySource};
use attune_wire::{GetPolicy, PolicyKeyView, PolicySetter, PolicySourceView, PolicyView};
use serde_json::{Value, json};
use tokio::sync::watch;

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

/// The policy file, with what it said when it was last read.
pub(crate) struct PolicyFile {
    path: PathBuf,
    read: Mutex<Read>,
    changes: watch::Sender<()>,
}

struct Read {
    stamp: Stamp,
    policy: Arc<Policy>,
}

/// What tells one state of a file from another without reading it: none where there is no file.
type Stamp = Option<(SystemTime, u64)>;

impl PolicyFile {
    pub(crate) fn read(path: PathBuf) -> Self {
        let read = Read { stamp: stamp(&path), policy: Arc::new(read_policy(&path)) };
        Self { path, read: Mutex::new(read), changes: watch::Sender::new(()) }
    }

    /// The policy in force. It is asked before anything leaves the machine, so a file that IT has just
    /// replaced holds from that moment on; to look at its date costs microseconds.
    pub(crate) fn policy(&self) -> Arc<Policy> {
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        let stamp = stamp(&self.path);
        if stamp != read.stamp {
            *read = Read { stamp, policy: Arc::new(read_policy(&self.path)) };
            tracing::info!(path = %self.path.display(), "the policy has changed");
            self.changes.send_replace(());
        }
        read.policy.clone()
    }

    /// Wakes whenever the policy has changed.
    pub(crate) fn changes(&self) -> watch::Receiver<()> {
        self.changes.subscribe()
    }
}

fn stamp(path: &Path) -> Stamp {
    let metadata = std::fs::metadata(path).ok()?;
    // A system that keeps no dates still shows a change of size.
    Some((metadata.modified().unwrap_or(SystemTime::UNIX_EPOCH), metadata.len()))
}

/// Reads the policy. No file means the built-in rules; a file that cannot be read means that nothing leaves.
fn read_policy(path: &Path) -> Policy {
    let shown = path.display().to_string();
    match std::fs::read_to_string(path) {
        Ok(text) => Policy::from_file(&shown, &text),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Policy::built_in(),
        Err(error) => Policy::closed(&shown, &error.to_string()),
    }
}

/// Shows every key, and who set it.
///
/// # Errors
/// Never; it is a command like the others.
pub async fn get_policy(app: &App, _request: GetPolicy) -> Result<PolicyView, Error> {
    let policy = app.policy();
    let built_in = rules(&Policy::built_in().rules);
    let keys = rules(&policy.rules)
        .into_iter()
        .map(|(key, value)| {
            let own = built_in.contains(&(key.clone(), value.clone()));
            let set_by = if own { PolicySetter::BuiltIn } else { PolicySetter::File };
            PolicyKeyView { key, value, set_by }
        })
        .collect();
    let source = match policy.source.clone() {
        PolicySource::BuiltIn => PolicySourceView::BuiltIn,
        PolicySource::File { path, managed_by } => PolicySourceView::File { path, managed_by },
        PolicySource::Broken { path, reason } => PolicySourceView::Broken { path, reason },
    };
    Ok(PolicyView { source, keys })
}

/// Every rule with the key under which a person finds it.
fn rules(rules: &PolicyRules) -> Vec<(String, Value)> {
    let fixed = [
        ("remote.allowed", json!(rules.remote.allowed)),
        ("remote.hosts", json!(rules.remote.hosts)),
        ("remote.private_networks", json!(rules.remote.private_networks)),
        ("remote.memories", json!(rules.remote.memories)),
        ("privacy.pixels", json!(rules.privacy.pixels)),
        ("models.download", json!(rules.models.download)),
        ("models.import", json!(rules.models.import)),
        ("models.mirror", json!(rules.models.mirror)),
    ];
    let settings = rules.settings.iter().map(|(key, value)| (format!("settings.{key}"), value.clone()));
    fixed.into_iter().map(|(key, value)| (key.to_owned(), value)).chain(settings).collect()
}
