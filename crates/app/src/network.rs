//! What reaches the network: the remote providers' client and the installer, made as settings and policy say,
//! and made anew when these change.

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use attune_domain::{ModelId, Policy, SettingKey};
use attune_models::catalogue::Catalogue;
use attune_models::chat::remote::{RemoteChat, RemoteOptions};
use attune_models::egress::SharedGate;
use attune_models::install::{self, Installer};

use crate::{App, Error};

/// The clients of the network, as they were last made.
pub(crate) struct Network {
    gate: SharedGate,
    catalogue: Catalogue,
    models: PathBuf,
    made: Mutex<Option<Made>>,
}

struct Made {
    rules: Rules,
    remote: RemoteChat,
    installer: Installer,
}

/// What the clients depend on.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Rules {
    proxy: Option<url::Url>,
    private_networks: bool,
    mirror: Option<url::Url>,
    import_unlisted: bool,
}

impl Network {
    /// # Errors
    /// [`Error::Invalid`] when the catalogue that was built in cannot be read.
    pub(crate) fn new(gate: SharedGate, models: PathBuf) -> Result<Self, Error> {
        let catalogue = Catalogue::built_in().map_err(|error| Error::Invalid(error.to_string()))?;
        Ok(Self { gate, catalogue, models, made: Mutex::default() })
    }

    /// The models on offer.
    pub(crate) fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    fn clients<T>(&self, rules: Rules, choose: impl FnOnce(&Made) -> T) -> T {
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        let current = made.take().filter(|made| made.rules == rules);
        choose(made.insert(current.unwrap_or_else(|| self.make(rules))))
    }

    fn make(&self, rules: Rules) -> Made {
        let remote = RemoteOptions {
            private_networks: rules.private_networks,
            proxy: rules.proxy.clone(),
            ..RemoteOptions::default()
        };
        let install = install::Options {
            mirror: rules.mirror.clone(),
            proxy: rules.proxy.clone(),
            import_unlisted: rules.import_unlisted,
            ..install::Options::default()
        };
        let models = self.models.clone();
        Made {
            rules,
            remote: RemoteChat::new(self.gate.clone(), remote),
            installer: Installer::new(models, self.catalogue.clone(), self.gate.clone(), install),
        }
    }
}

impl Rules {
    fn new(policy: &Policy, proxy: &str) -> Self {
        Self {
            proxy: proxy.parse().ok(),
            private_networks: policy.rules.remote.private_networks,
            mirror: policy.rules.models.mirror.as_deref().and_then(|mirror| mirror.parse().ok()),
            import_unlisted: policy.rules.models.import,
        }
    }
}

impl App {
    /// Asks remote providers.
    pub(crate) fn remote(&self) -> RemoteChat {
        self.network().clients(self.network_rules(), |made| made.remote.clone())
    }

    /// Installs models, and knows which are there.
    pub(crate) fn installer(&self) -> Installer {
        self.network().clients(self.network_rules(), |made| made.installer.clone())
    }

    /// Sees that a model is installed.
    ///
    /// # Errors
    /// `missing`, with the model's name for a person to install it.
    pub(crate) fn require(
        &self,
        model: Option<&ModelId>,
        missing: impl FnOnce(String) -> Error,
    ) -> Result<(), Error> {
        match model.filter(|model| self.installer().installed(model).is_some()) {
            Some(_) => Ok(()),
            None => Err(missing(model.map_or_else(|| "ID".to_owned(), ToString::to_string))),
        }
    }

    fn network_rules(&self) -> Rules {
        Rules::new(&self.policy(), &self.setting_text(SettingKey::Proxy))
    }
}
