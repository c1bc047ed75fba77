//! The whole, opened: one value that every use case gets.

use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock, Weak};
use std::time::Duration;

use attune_domain::{Policy, SettingKey};
use attune_models::chat::local::LocalChat;
use attune_models::egress::SharedGate;
use attune_models::keys::KeyStore;
use attune_models::speech::Transcriber;
use attune_store::{Store, StoreOptions};
use attune_wire::Event;
use tokio::sync::{OnceCell, broadcast};

use crate::aloud::Reader;
use crate::answering::Answering;
use crate::clock::{Clock, new_id};
use crate::cover::Names;
use crate::dictation::Dictations;
use crate::gate::PolicyGate;
use crate::home::Home;
use crate::images::Waiting;
use crate::interests::InterestCache;
use crate::meaning::{self, Meaning};
use crate::memories::{Hidden, MemoryVectors};
use crate::models::Installing;
use crate::network::Network;
use crate::past::Past;
use crate::policy::{PolicyFile, default_policy_file};
use crate::power::Power;
use crate::recordings::Recordings;
use crate::settings::Settings;
use crate::style::StyleCache;
use crate::suggestions::NamedDays;
use crate::temporary::Temporary;
use crate::vision::Vision;
use crate::{Error, engine, memories, transcribe};

/// What a shell decides: where things are.
#[derive(Debug, Clone)]
pub struct AppOptions {
    /// The profile.
    pub home: Home,
    /// The chat engine's program; none if it was not found.
    pub engine: Option<PathBuf>,
    /// The policy file.
    pub policy_file: PathBuf,
    /// What the time is.
    pub clock: Clock,
    /// Where the machine has its power from.
    pub power: Power,
}

impl AppOptions {
    /// The usual places for a profile.
    #[must_use]
    pub fn at(home: Home) -> Self {
        Self {
            home,
            engine: None,
            policy_file: default_policy_file(),
            clock: Clock::system(),
            power: Power::system(),
        }
    }
}

/// The engine's program where it was not found: the message about it can name it.
const ENGINE: &str = "attune-chat-engine";

/// Events that wait for a slow window before it misses some.
const EVENTS: usize = 1024;

/// An [`App`] that does not keep it open.
pub(crate) struct WeakApp(Weak<Inner>);

impl WeakApp {
    pub(crate) fn upgrade(&self) -> Option<App> {
        self.0.upgrade().map(|inner| App { inner })
    }
}

/// The opened assistant. Clones share it.
#[derive(Clone)]
pub struct App {
    inner: Arc<Inner>,
}

struct Inner {
    home: Home,
    clock: Clock,
    power: Power,
    engine: PathBuf,
    policy: Arc<PolicyFile>,
    settings: RwLock<Settings>,
    store: Arc<Store>,
    temporary: Temporary,
    styles: StyleCache,
    answering: Answering,
    hidden: Hidden,
    memory_vectors: MemoryVectors,
    interests: InterestCache,
    local: LocalChat,
    transcriber: Transcriber,
    dictations: Dictations,
    reader: Reader,
    meaning: Meaning,
    vision: Vision,
    names: Names,
    waiting_images: Waiting,
    recordings: Recordings,
    past: Past,
    days: NamedDays,
    network: Network,
    installing: Installing,
    keys: OnceCell<KeyStore>,
    events: broadcast::Sender<Event>,
}

impl App {
    /// Opens a profile. No model is loaded, no network and no keyring touched yet.
    ///
    /// # Errors
    /// [`Error::Store`] when the database is newer, damaged, or may not be written.
    pub async fn open(options: AppOptions) -> Result<Self, Error> {
        let AppOptions { home, engine, policy_file, clock, power } = options;
        let policy = Arc::new(PolicyFile::read(policy_file));
        let store_clock = clock.clone();
        let store_options =
            StoreOptions { now: Arc::new(move || store_clock.now()), ids: Arc::new(new_id), actor: None };
        let store = Arc::new(Store::open(home.database(), store_options).await?);
        store.ensure_built_in(attune_domain::role::built_in()).await?;
        let settings = Settings::new(store.settings().await?);
        let gate: SharedGate = Arc::new(PolicyGate::new(policy.clone(), store.clone(), clock.clone()));
        let (events, _) = broadcast::channel(EVENTS);

        let engine = engine.unwrap_or_else(|| PathBuf::from(ENGINE));
        let local = engine::start(engine.clone(), &home);
        let transcriber = transcribe::prepare(&engine);
        let network = Network::new(gate, home.models())?;
        let meaning = Meaning::new(network.catalogue(), &home.models());
        let vision = Vision::new(network.catalogue(), &home.models());
        let names = Names::new(network.catalogue(), &home.models());

        let app = Self {
            inner: Arc::new(Inner {
                home,
                power,
                engine,
                policy,
                settings: RwLock::new(settings),
                store,
                temporary: Temporary::new(clock.clone()),
                clock,
                styles: StyleCache::default(),
                answering: Answering::default(),
                hidden: Hidden::default(),
                memory_vectors: MemoryVectors::default(),
                interests: InterestCache::default(),
                local,
                transcriber,
                dictations: Dictations::default(),
                reader: Reader::default(),
                meaning,
                vision,
                names,
                waiting_images: Waiting::default(),
                recordings: Recordings::default(),
                past: Past::default(),
                days: NamedDays::default(),
                network,
                installing: Installing::default(),
                keys: OnceCell::new(),
                events,
            }),
        };
        app.set_idle_unload();
        engine::report(&app);
        app.follow_policy();
        meaning::embed_when_idle(&app);
        memories::read_when_idle(&app);
        Ok(app)
    }

    /// Facts as they happen.
    #[must_use]
    pub fn events(&self) -> broadcast::Receiver<Event> {
        self.inner.events.subscribe()
    }

    /// The profile's folder.
    #[must_use]
    pub fn home(&self) -> &Home {
        &self.inner.home
    }

    /// The policy in force.
    #[must_use]
    pub fn policy(&self) -> Arc<Policy> {
        self.inner.policy.policy()
    }

    /// The global quick-ask hotkey; empty for none.
    #[must_use]
    pub fn quick_ask_hotkey(&self) -> String {
        self.setting_text(SettingKey::QuickAskHotkey)
    }

    /// The global hotkey for speaking; empty for none, and while voice is switched off.
    #[must_use]
    pub fn voice_hotkey(&self) -> String {
        if self.switch(SettingKey::VoiceUse) {
            self.setting_text(SettingKey::VoiceHotkey)
        } else {
            String::new()
        }
    }

    /// The language that was chosen: `en`, `de` or `system`.
    #[must_use]
    pub fn language(&self) -> String {
        self.setting_text(SettingKey::Language)
    }

    /// Whether closing the window keeps the program in the tray.
    #[must_use]
    pub fn closes_to_tray(&self) -> bool {
        self.switch(SettingKey::CloseToTray)
    }

    /// Ends the engines, and erases what was forgotten. The database needs no goodbye.
    pub async fn close(&self) {
        self.dictations().cancel();
        self.stop_aloud();
        self.erase_hidden().await;
        self.inner.local.shutdown().await;
        self.inner.transcriber.engine().unload().await;
    }

    pub(crate) fn downgrade(&self) -> WeakApp {
        WeakApp(Arc::downgrade(&self.inner))
    }

    pub(crate) fn store(&self) -> &Store {
        &self.inner.store
    }

    pub(crate) fn clock(&self) -> &Clock {
        &self.inner.clock
    }

    pub(crate) fn power(&self) -> &Power {
        &self.inner.power
    }

    pub(crate) fn temporary(&self) -> &Temporary {
        &self.inner.temporary
    }

    pub(crate) fn styles(&self) -> &StyleCache {
        &self.inner.styles
    }

    pub(crate) fn interests(&self) -> &InterestCache {
        &self.inner.interests
    }

    pub(crate) fn memory_vectors(&self) -> &MemoryVectors {
        &self.inner.memory_vectors
    }

    pub(crate) fn answering(&self) -> &Answering {
        &self.inner.answering
    }

    pub(crate) fn hidden(&self) -> &Hidden {
        &self.inner.hidden
    }

    pub(crate) fn local(&self) -> &LocalChat {
        &self.inner.local
    }

    pub(crate) fn transcriber(&self) -> &Transcriber {
        &self.inner.transcriber
    }

    pub(crate) fn reader(&self) -> &Reader {
        &self.inner.reader
    }

    pub(crate) fn dictations(&self) -> &Dictations {
        &self.inner.dictations
    }

    pub(crate) fn meaning(&self) -> &Meaning {
        &self.inner.meaning
    }

    pub(crate) fn vision(&self) -> &Vision {
        &self.inner.vision
    }

    pub(crate) fn names(&self) -> &Names {
        &self.inner.names
    }

    /// Images that were not asked about yet.
    pub(crate) fn waiting_images(&self) -> &Waiting {
        &self.inner.waiting_images
    }

    /// Recordings that were not asked about yet.
    pub(crate) fn recordings(&self) -> &Recordings {
        &self.inner.recordings
    }

    pub(crate) fn past(&self) -> &Past {
        &self.inner.past
    }

    pub(crate) fn days(&self) -> &NamedDays {
        &self.inner.days
    }

    /// The engine's program, whether it is there or not.
    pub(crate) fn engine_program(&self) -> &Path {
        &self.inner.engine
    }

    pub(crate) fn network(&self) -> &Network {
        &self.inner.network
    }

    pub(crate) fn installing(&self) -> &Installing {
        &self.inner.installing
    }

    /// The keyring, opened when it is first needed.
    pub(crate) async fn keys(&self) -> &KeyStore {
        let open = || async { KeyStore::open(self.home().folder(), &self.keyring_name()).await };
        self.inner.keys.get_or_init(open).await
    }

    pub(crate) fn publish(&self, event: Event) {
        // Nobody listens in a terminal.
        let _ = self.inner.events.send(event);
    }

    pub(crate) fn settings_read<T>(&self, read: impl FnOnce(&Settings) -> T) -> T {
        read(&self.inner.settings.read().unwrap_or_else(PoisonError::into_inner))
    }

    pub(crate) fn settings_write(&self, write: impl FnOnce(&mut Settings)) {
        write(&mut self.inner.settings.write().unwrap_or_else(PoisonError::into_inner));
    }

    /// Passes on what takes effect outside the settings themselves.
    pub(crate) fn setting_took_effect(&self, key: SettingKey) {
        match key {
            SettingKey::IdleUnloadMinutes => self.set_idle_unload(),
            SettingKey::LearnStyle => self.relearn_style(),
            SettingKey::ByMeaning => self.meaning().wake(),
            _ => {}
        }
    }

    fn set_idle_unload(&self) {
        let minutes = self.setting_number(SettingKey::IdleUnloadMinutes);
        self.local().set_idle_unload(Duration::from_secs(60 * u64::from(minutes)));
    }

    /// Tells windows when the policy changes, and does what it says.
    fn follow_policy(&self) {
        let mut changes = self.inner.policy.changes();
        let weak = self.downgrade();
        tokio::spawn(async move {
            while changes.changed().await.is_ok() {
                let Some(app) = weak.upgrade() else { return };
                app.set_idle_unload();
                app.relearn_style();
                app.publish(Event::PolicyChanged);
            }
        });
    }

    /// Profiles in other folders keep their keys apart.
    fn keyring_name(&self) -> String {
        let usual = std::env::var_os("ATTUNE_HOME").is_none();
        if usual { "Attune".to_owned() } else { format!("Attune ({})", self.home().folder().display()) }
    }
}
