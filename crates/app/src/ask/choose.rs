//! Where an answer is written: what was asked for, then the settings, then what the role prefers, then what
//! is there. A provider that a role prefers is asked only if the person has set it up and turned it on, policy
//! allows its host, and the person has not chosen a model of this device.

use attune_domain::{ModelChoice, ModelId, ProviderConfig, ProviderId, RoleTemplate, SettingKey};
use attune_models::catalogue::Task;
use attune_models::chat::local::LocalModel;
use attune_models::install::InstalledModel;

use crate::{App, Error};

/// The setting of a person who leaves the choice of a local model to the role.
const AUTOMATIC: &str = "auto";

impl App {
    /// Chooses where the answer for a role is written.
    pub(crate) async fn choose_model(
        &self,
        role: &RoleTemplate,
        wanted: Option<ModelChoice>,
    ) -> Result<ModelChoice, Error> {
        match wanted {
            Some(ModelChoice::Remote { provider }) => self.choose_provider(role, provider).await,
            Some(ModelChoice::Local { model }) => {
                self.local_model(&model)?;
                Ok(ModelChoice::Local { model })
            }
            None => {
                if !role.limits.local_only
                    && let Some(provider) = self.provider_for(role).await?
                {
                    return Ok(ModelChoice::Remote { provider });
                }
                self.choose_local(role).map(|model| ModelChoice::Local { model })
            }
        }
    }

    /// The installed model under this id.
    pub(crate) fn local_model(&self, id: &ModelId) -> Result<LocalModel, Error> {
        let path = self.installer().path_of(id).ok_or_else(|| {
            Error::NotFound(format!(
                "The model “{id}” is not installed. Install it on the models page, or choose another."
            ))
        })?;
        let context_tokens = self.setting_number(SettingKey::ContextTokens);
        Ok(LocalModel { id: id.clone(), path, context_tokens })
    }

    /// Chat models that are installed and whole.
    pub(crate) fn chat_models(&self) -> Vec<InstalledModel> {
        let listed = self.installer().list();
        listed
            .into_iter()
            .filter_map(|listed| listed.installed)
            .filter(|model| model.task == Task::Chat && !model.damaged)
            .collect()
    }

    fn choose_local(&self, role: &RoleTemplate) -> Result<ModelId, Error> {
        let models = self.chat_models();
        let has = |id: &str| models.iter().any(|model| model.id.as_str() == id);
        let set = self.setting_text(SettingKey::LocalModel);
        if has(&set) {
            return Ok(ModelId::new(set)?);
        }
        if let Some(preferred) = role.preferred_model.as_ref().filter(|id| has(id.as_str())) {
            return Ok(preferred.clone());
        }
        // Among models of one kind, more parameters answer better.
        models.into_iter().max_by_key(|model| model.bytes).map(|model| model.id).ok_or(Error::ModelMissing)
    }

    async fn choose_provider(&self, role: &RoleTemplate, id: ProviderId) -> Result<ModelChoice, Error> {
        if role.limits.local_only {
            return Err(Error::PolicyForbids(format!(
                "The role “{}” is answered on this device only. Choose a model of this device.",
                role.name.en
            )));
        }
        let provider = self.store().provider(&id).await?;
        if !provider.enabled {
            return Err(Error::Invalid(format!(
                "The provider “{}” is turned off. Turn it on in the settings, or answer on this device.",
                provider.name
            )));
        }
        Ok(ModelChoice::Remote { provider: id })
    }

    /// The provider of the settings, or else the one that the role prefers.
    async fn provider_for(&self, role: &RoleTemplate) -> Result<Option<ProviderId>, Error> {
        let set = self.setting_text(SettingKey::Provider);
        let chose_device = self.setting_text(SettingKey::LocalModel) != AUTOMATIC;
        let preferred = role.preferred_provider.as_ref().filter(|_| set.is_empty() && !chose_device);
        if set.is_empty() && preferred.is_none() {
            return Ok(None);
        }
        let policy = self.policy();
        let providers = self.store().providers().await?;
        let found = providers.into_iter().filter(|provider| provider.enabled).find(|provider| {
            provider.id.as_str() == set
                || preferred == Some(&provider.id)
                    && host_of(provider).is_some_and(|host| policy.rules.allows_host(&host))
        });
        Ok(found.map(|provider| provider.id))
    }
}

fn host_of(provider: &ProviderConfig) -> Option<String> {
    let address: url::Url = provider.base_url.parse().ok()?;
    address.host_str().map(str::to_owned)
}
