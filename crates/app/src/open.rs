//! The whole, opened: one value that every use case gets.

use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock, Weak};

use attune_domain::{Policy, SettingKey};
use attune_models::catalogue::Catalogue;
use attune_models::chat::local::LocalChat;
use attune_models::chat::remote::{RemoteChat, RemoteOptions};
use attune_models::egress::SharedGate;
use attune_models::install::{self, Installer};
use attune_models::keys::KeyStore;
use attune_store::{Store, StoreOptions};
use attune_wire::Event;
use tokio::sync::{OnceCell, broadcast};

use crate::answering::Answering;
use crate::clock::{new_id, now};
use crate::gate::PolicyGate;
use crate::home::Home;
use crate::models::Installing;
use crate::policy::{default_policy_file, read_policy};
use crate::settings::Settings;
use crate::temporary::Temporary;
use crate::{Error, engine};

/// What a shell decides: where things are.
#[derive(Debug, Clone)]
pub struct AppOptions {
    /// The profile.
    pub home: Home,
    /// The chat engine's program; none if it was not found.
    pub engine: Option<PathBuf>,
    /// The policy file.
    pub policy_file: PathBuf,
}

impl AppOptions {
    /// The usual places for a profile.
    #[must_use]
    pub fn at(home: Home) -> Self {
        Self { home, engine: None, policy_file: default_policy_file() }
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
    engine: PathBuf,
    policy: Arc<RwLock<Policy>>,
    settings: RwLock<Settings>,
    store: Arc<Store>,
    temporary: Temporary,
    answering: Answering,
    local: LocalChat,
    remote: RwLock<RemoteChat>,
    gate: SharedGate,
    installer: RwLock<Installer>,
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
        let AppOptions { home, engine, policy_file } = options;
        let policy = Arc::new(RwLock::new(read_policy(&policy_file)));
        let store_options = StoreOptions { now: Arc::new(now), ids: Arc::new(new_id), actor: None };
        let store = Arc::new(Store::open(home.database(), store_options).await?);
        store.ensure_built_in(attune_domain::role::built_in()).await?;
        let settings = Settings::new(store.settings().await?);
        let gate: SharedGate = Arc::new(PolicyGate::new(policy.clone(), store.clone()));
        let (events, _) = broadcast::channel(EVENTS);

        let in_force = policy.read().unwrap_or_else(PoisonError::into_inner).clone();
        let text = |key| settings.value(key, &in_force).as_str().unwrap_or_default().to_owned();
        let number = |key| settings.value(key, &in_force).as_i64().unwrap_or_default();
        let proxy = text(SettingKey::Proxy).parse().ok();
        let engine = engine.unwrap_or_else(|| PathBuf::from(ENGINE));
        let local = engine::start(
            engine.clone(),
            &home,
            number(SettingKey::IdleUnloadMinutes),
            number(SettingKey::ContextTokens),
        );
        let remote = RemoteChat::new(gate.clone(), remote_options(&in_force, &proxy));
        let installer =
            Installer::new(home.models(), catalogue()?, gate.clone(), install_options(&in_force, &proxy));

        let app = Self {
            inner: Arc::new(Inner {
                home,
                engine,
                policy,
                settings: RwLock::new(settings),
                store,
                temporary: Temporary::default(),
                answering: Answering::default(),
                local,
                remote: RwLock::new(remote),
                gate,
                installer: RwLock::new(installer),
                installing: Installing::default(),
                keys: OnceCell::new(),
                events,
            }),
        };
        engine::report(&app);
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
    pub fn policy(&self) -> Policy {
        self.inner.policy.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The global quick-ask hotkey; empty for none.
    #[must_use]
    pub fn quick_ask_hotkey(&self) -> String {
        self.setting_text(SettingKey::QuickAskHotkey)
    }

    /// Whether closing the window keeps the program in the tray.
    #[must_use]
    pub fn closes_to_tray(&self) -> bool {
        self.setting(SettingKey::CloseToTray).as_bool().unwrap_or_default()
    }

    /// Ends the engine. The database needs no goodbye.
    pub async fn close(&self) {
        self.inner.local.shutdown().await;
    }

    pub(crate) fn downgrade(&self) -> WeakApp {
        WeakApp(Arc::downgrade(&self.inner))
    }

    pub(crate) fn store(&self) -> &Store {
        &self.inner.store
    }

    pub(crate) fn temporary(&self) -> &Temporary {
        &self.inner.temporary
    }

    pub(crate) fn answering(&self) -> &Answering {
        &self.inner.answering
    }

    pub(crate) fn local(&self) -> &LocalChat {
        &self.inner.local
    }

    /// The engine's program, whether it is there or not.
    pub(crate) fn engine_program(&self) -> &Path {
        &self.inner.engine
    }

    pub(crate) fn remote(&self) -> RemoteChat {
        self.inner.remote.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn installer(&self) -> Installer {
        self.inner.installer.read().unwrap_or_else(PoisonError::into_inner).clone()
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

    /// What has to be made anew when a setting changes.
    pub(crate) fn setting_took_effect(&self, key: SettingKey) {
        if key != SettingKey::Proxy {
            return;
        }
        let (policy, proxy) = (self.policy(), self.setting_text(SettingKey::Proxy).parse().ok());
        let remote = RemoteChat::new(self.inner.gate.clone(), remote_options(&policy, &proxy));
        *self.inner.remote.write().unwrap_or_else(PoisonError::into_inner) = remote;
        let old = self.installer();
        let options = install_options(&policy, &proxy);
        let installer =
            Installer::new(self.home().models(), old.catalogue().clone(), self.inner.gate.clone(), options);
        *self.inner.installer.write().unwrap_or_else(PoisonError::into_inner) = installer;
    }

    /// Profiles in other folders keep their keys apart.
    fn keyring_name(&self) -> String {
        let usual = std::env::var_os("ATTUNE_HOME").is_none();
        if usual { "Attune".to_owned() } else { format!("Attune ({})", self.home().folder().display()) }
    }
}

fn catalogue() -> Result<Catalogue, Error> {
    Catalogue::built_in().map_err(|error| Error::Invalid(error.to_string()))
}

fn remote_options(policy: &Policy, proxy: &Option<url::Url>) -> RemoteOptions {
    RemoteOptions {
        private_networks: policy.rules.remote.private_networks,
        proxy: proxy.clone(),
        ..RemoteOptions::default()
    }
}

fn install_options(policy: &Policy, proxy: &Option<url::Url>) -> install::Options {
    install::Options {
        mirror: policy.rules.models.mirror.as_deref().and_then(|mirror| mirror.parse().ok()),
        proxy: proxy.clone(),
        import_unlisted: policy.rules.models.import,
        ..install::Options::default()
    }
}
