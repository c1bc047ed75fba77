//! A catalogue, a gate, and an installer for a folder of its own.

use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use attune_domain::ModelId;
use attune_models::catalogue::Catalogue;
use attune_models::egress::{Departure, Gate, Refused};
use attune_models::install::{InstallError, InstalledModel, Installer, Options, Progress};
use sha2::{Digest, Sha256};
use tokio_util::sync::CancellationToken;

/// A model's folder, what the catalogue says, and what the gate was asked.
pub(crate) struct Bench {
    pub(crate) home: tempfile::TempDir,
    pub(crate) installer: Installer,
    pub(crate) gate: Arc<TestGate>,
}

/// Remembers what it was asked, and refuses when it is told to.
#[derive(Debug, Default)]
pub(crate) struct TestGate {
    pub(crate) asked: Mutex<Vec<String>>,
    pub(crate) refuses: bool,
}

#[async_trait]
impl Gate for TestGate {
    async fn ask(&self, departure: &Departure) -> Result<(), Refused> {
        self.asked.lock().unwrap().push(departure.destination.to_string());
        assert_eq!(departure.personal_bytes, 0);
        if self.refuses {
            Err(Refused("The policy of Example Ltd allows no downloads.".into()))
        } else {
            Ok(())
        }
    }
}

impl Bench {
    /// An installer that asks only a mirror.
    pub(crate) fn with_mirror(content: &[u8], mirror: &str) -> Self {
        Self::new(
            &catalogue("test", content, ""),
            Options { mirror: Some(mirror.parse().unwrap()), ..options() },
        )
    }

    pub(crate) fn new(catalogue: &str, options: Options) -> Self {
        Self::with_gate(catalogue, options, TestGate::default())
    }

    pub(crate) fn with_gate(catalogue: &str, options: Options, gate: TestGate) -> Self {
        let home = tempfile::tempdir().unwrap();
        let gate = Arc::new(gate);
        let catalogue = Catalogue::parse(catalogue).unwrap();
        let installer = Installer::new(home.path().join("models"), catalogue, gate.clone(), options);
        Self { home, installer, gate }
    }

    pub(crate) async fn install(&self) -> Result<InstalledModel, InstallError> {
        self.installer.install(&id("test"), |_| {}, CancellationToken::new()).await
    }

    /// Installs, and cancels as soon as the progress says so.
    pub(crate) async fn install_until(
        &self,
        enough: impl Fn(&Progress) -> bool + Send + Sync + 'static,
    ) -> Result<InstalledModel, InstallError> {
        let cancel = CancellationToken::new();
        let canceller = cancel.clone();
        let told = move |progress: Progress| {
            if enough(&progress) {
                canceller.cancel();
            }
        };
        self.installer.install(&id("test"), told, cancel).await
    }

    pub(crate) fn resumable_bytes(&self) -> u64 {
        self.installer.list().into_iter().map(|listed| listed.resumable_bytes).sum()
    }

    /// Checks that the model is there with this content, and nothing else is left.
    pub(crate) fn assert_installed(&self, content: &[u8]) {
        let path = self.installer.path_of(&id("test")).expect("it is installed");
        assert!(std::fs::read(path).unwrap() == content, "the content is right");
        assert_eq!(self.resumable_bytes(), 0);
    }

    pub(crate) fn assert_absent(&self) {
        assert_eq!(self.installer.installed(&id("test")), None);
        assert!(!self.installer.models_dir().join("test.gguf").exists());
    }
}

/// Options that ask nobody and do not wait.
pub(crate) fn options() -> Options {
    Options { maker: false, retry_pause: Duration::ZERO, ..Options::default() }
}

/// A catalogue of one model with this content. `sources` are further TOML tables.
pub(crate) fn catalogue(id: &str, content: &[u8], sources: &str) -> String {
    let (bytes, sha256) = (content.len(), sha256(content));
    format!(
        r#"
        [[model]]
        id = "{id}"
        name = "Test model"
        task = "chat"
        description = "For tests."
        licence = "MIT"
        file_name = "test-model.gguf"
        bytes = {bytes}
        sha256 = "{sha256}"
        memory_bytes = 1
        [[model.source]]
        kind = "url"
        url = "https://models.invalid/test-model.gguf"
        {sources}
        "#
    )
}

/// Bytes that look like nothing in particular, the same for the same seed.
pub(crate) fn noise(len: usize, seed: u64) -> Vec<u8> {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut bytes = Vec::with_capacity(len + 8);
    while bytes.len() < len {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        bytes.extend(state.to_le_bytes());
    }
    bytes.truncate(len);
    bytes
}

/// The same, but a GGUF file by its first bytes.
pub(crate) fn gguf(len: usize, seed: u64) -> Vec<u8> {
    let mut bytes = noise(len, seed);
    bytes[..8].copy_from_slice(b"GGUF\x03\0\0\0");
    bytes
}

pub(crate) fn sha256(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

pub(crate) fn id(text: &str) -> ModelId {
    ModelId::new(text).unwrap()
}

pub(crate) fn write(path: &Path, bytes: &[u8]) {
    std::fs::write(path, bytes).unwrap();
}

/// The one reason why the one source failed.
pub(crate) fn reason(result: Result<InstalledModel, InstallError>) -> String {
    match result.unwrap_err() {
        InstallError::NoSource { failures, .. } => {
            assert_eq!(failures.len(), 1, "{failures:?}");
            failures[0].reason.clone()
        }
        other => panic!("{other}"),
    }
}
