//! What these tests share.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use attune_app::{App, AppOptions, Clock, Error, Home, Power, commands};
use attune_domain::ConversationId;
use attune_wire::{AnswerEvent, AnswerOutcome, Ask, ProviderDraft, ProviderKindView, SetSetting};
use serde_json::Value;
use tempfile::TempDir;

/// An opened profile that ends with the test.
pub(crate) struct Profile {
    pub folder: TempDir,
    pub app: App,
    clock: Clock,
    engine: PathBuf,
    power: Power,
}

impl Profile {
    /// A profile with the smallest model.
    pub(crate) async fn open() -> Self {
        let profile = Self::without_models().await;
        profile.link_models();
        profile
    }

    fn link_models(&self) {
        let models = from_environment("ATTUNE_TEST_MODELS");
        std::os::unix::fs::symlink(models, self.home().models()).unwrap();
    }

    pub(crate) async fn without_models() -> Self {
        Self::going_by(Clock::system()).await
    }

    /// A profile without models that goes by another clock.
    pub(crate) async fn going_by(clock: Clock) -> Self {
        let engine = from_environment("ATTUNE_CHAT_ENGINE");
        Self::on(tempfile::tempdir().unwrap(), clock, engine, Power::told_by(|| false)).await
    }

    /// A profile with the smallest model in its folder, another engine, and another source of power.
    pub(crate) async fn with_engine(engine: PathBuf, power: Power) -> Self {
        let profile = Self::on(tempfile::tempdir().unwrap(), Clock::system(), engine, power).await;
        profile.link_models();
        profile
    }

    async fn on(folder: TempDir, clock: Clock, engine: PathBuf, power: Power) -> Self {
        let options = AppOptions {
            home: home(&folder),
            engine: Some(engine.clone()),
            policy_file: policy_file(&folder),
            clock: clock.clone(),
            power: power.clone(),
        };
        let app = App::open(options).await.unwrap();
        Self { folder, app, clock, engine, power }
    }

    /// A profile with the smallest model that answers, and the smallest that hears.
    pub(crate) async fn with_ears() -> Self {
        let profile = Self::without_models().await;
        profile.install(&["smollm2-135m.gguf", "smollm2-135m.json"]);
        profile.install(&["whisper-tiny.en.bin", "whisper-tiny.en.json", "whisper-tiny.en.vad"]);
        profile
    }

    /// Installs the text embedder, and no model that answers.
    pub(crate) fn install_embedder(&self) {
        self.install(&["bge-small-en.onnx", "bge-small-en.tokenizer", "bge-small-en.json"]);
    }

    /// A profile that reads images, hears with the better model, and finds by meaning; none of its models answers.
    pub(crate) async fn with_senses() -> Self {
        let profile = Self::without_models().await;
        profile.install_embedder();
        profile.install(&["pp-ocrv6-small.onnx", "pp-ocrv6-small.recogniser", "pp-ocrv6-small.json"]);
        profile.install(&["whisper-base.bin", "whisper-base.json", "whisper-base.vad"]);
        profile
    }

    fn install(&self, files: &[&str]) {
        let (from, to) = (from_environment("ATTUNE_TEST_MODELS"), self.home().models());
        std::fs::create_dir_all(&to).unwrap();
        for file in files {
            if from.join(file).exists() {
                std::os::unix::fs::symlink(from.join(file), to.join(file)).unwrap();
            }
        }
    }

    /// The same profile after a restart.
    pub(crate) async fn reopen(self) -> Self {
        self.app.close().await;
        drop(self.app);
        Self::on(self.folder, self.clock, self.engine, self.power).await
    }

    pub(crate) fn home(&self) -> Home {
        home(&self.folder)
    }

    pub(crate) fn policy_file(&self) -> PathBuf {
        policy_file(&self.folder)
    }

    pub(crate) async fn set(&self, key: &str, value: Value) {
        commands::set_setting(&self.app, SetSetting { key: key.to_owned(), value }).await.unwrap();
    }

    pub(crate) async fn ask(&self, request: Ask) -> Result<AnswerOutcome, Error> {
        commands::ask(&self.app, request, |_| ()).await
    }
}

/// What was told while an answer was written.
#[derive(Clone, Default)]
pub(crate) struct Told(Arc<Mutex<Vec<AnswerEvent>>>);

impl Told {
    pub(crate) fn sender(&self) -> impl Fn(AnswerEvent) + Send + Sync + 'static {
        let told = self.0.clone();
        move |event| told.lock().unwrap().push(event)
    }

    pub(crate) fn events(&self) -> Vec<AnswerEvent> {
        self.0.lock().unwrap().clone()
    }
}

/// The first question of a conversation.
pub(crate) fn question(text: &str) -> Ask {
    Ask { text: text.to_owned(), ..Ask::default() }
}

/// A further question.
pub(crate) fn further(conversation: ConversationId, text: &str) -> Ask {
    Ask { conversation: Some(conversation), ..question(text) }
}

fn home(folder: &TempDir) -> Home {
    Home::new(folder.path().join("home"))
}

fn policy_file(folder: &TempDir) -> PathBuf {
    folder.path().join("policy.toml")
}

pub(crate) fn from_environment(name: &str) -> PathBuf {
    let value = std::env::var_os(name);
    value.map(PathBuf::from).unwrap_or_else(|| panic!("{name} is not set: run these tests with `make test`"))
}

/// A provider that nobody can reach, and that nobody asks where policy forbids it.
pub(crate) fn elsewhere(memories: Option<bool>) -> ProviderDraft {
    ProviderDraft {
        id: None,
        name: "Elsewhere".to_owned(),
        kind: ProviderKindView::OpenAi {},
        base_url: "https://models.example.com/v1".to_owned(),
        model: "large".to_owned(),
        context_tokens: 8192,
        enabled: true,
        memories,
        images: None,
    }
}
