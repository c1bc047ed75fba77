//! Settings: policy first, then what the person chose, then the default.

use std::collections::BTreeMap;

use attune_domain::settings::SettingKind;
use attune_domain::{Policy, SettingKey};
use attune_wire::{Event, GetSettings, SetSetting, SettingView};
use serde_json::Value;

use crate::{App, Error};

/// The settings in force.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    chosen: BTreeMap<String, Value>,
}

impl Settings {
    pub(crate) fn new(chosen: BTreeMap<String, Value>) -> Self {
        Self { chosen }
    }

    /// What holds for a key. A stored value that no longer fits counts as not chosen.
    pub(crate) fn value(&self, key: SettingKey, policy: &Policy) -> Value {
        policy
            .setting(key)
            .or_else(|| self.chosen.get(key.as_str()).filter(|value| key.check(value).is_ok()))
            .cloned()
            .unwrap_or_else(|| key.default_value())
    }

    /// Returns to the defaults, where policy sets nothing.
    pub(crate) fn forget(&mut self) {
        self.chosen.clear();
    }

    fn choose(&mut self, key: SettingKey, value: Option<Value>) {
        match value {
            Some(value) => self.chosen.insert(key.as_str().to_owned(), value),
            None => self.chosen.remove(key.as_str()),
        };
    }
}

impl App {
    /// What holds for a setting.
    #[must_use]
    pub fn setting(&self, key: SettingKey) -> Value {
        let policy = self.policy();
        self.settings_read(|settings| settings.value(key, &policy))
    }

    pub(crate) fn setting_text(&self, key: SettingKey) -> String {
        self.setting(key).as_str().unwrap_or_default().to_owned()
    }

    pub(crate) fn setting_number(&self, key: SettingKey) -> u32 {
        let value = self.setting(key).as_i64().unwrap_or_default();
        u32::try_from(value).unwrap_or_default()
    }

    pub(crate) fn switch(&self, key: SettingKey) -> bool {
        self.setting(key).as_bool().unwrap_or_default()
    }

    fn setting_view(&self, key: SettingKey) -> SettingView {
        let policy = self.policy();
        SettingView {
            key,
            value: self.setting(key),
            default: key.default_value(),
            choices: match key.kind() {
                SettingKind::Choice(words) => words.iter().map(|word| (*word).to_owned()).collect(),
                _ => Vec::new(),
            },
            managed_by: policy.setting(key).map(|_| policy.authority()),
        }
    }
}

/// All settings.
///
/// # Errors
/// Never; it is a command like the others.
pub async fn get_settings(app: &App, _request: GetSettings) -> Result<Vec<SettingView>, Error> {
    Ok(SettingKey::ALL.into_iter().map(|key| app.setting_view(key)).collect())
}

/// Changes a setting.
///
/// # Errors
/// [`Error::Invalid`] for a key or value that does not exist, [`Error::PolicyForbids`] for a managed one.
pub async fn set_setting(app: &App, request: SetSetting) -> Result<SettingView, Error> {
    let key = SettingKey::from_text(&request.key)
        .ok_or_else(|| Error::Invalid(format!("there is no setting called “{}”", request.key)))?;
    let policy = app.policy();
    if policy.setting(key).is_some() {
        return Err(Error::PolicyForbids(format!("“{}” is set by {}.", key.as_str(), policy.authority())));
    }
    let value = (!request.value.is_null()).then_some(request.value);
    if let Some(value) = &value {
        key.check(value)?;
        app.check_reference(key, value).await?;
    }
    app.store().set_setting(key.as_str(), value.as_ref()).await?;
    app.settings_write(|settings| settings.choose(key, value));
    app.setting_took_effect(key);
    let setting = app.setting_view(key);
    app.publish(Event::SettingChanged { setting: setting.clone() });
    Ok(setting)
}

impl App {
    /// A setting that names something must name something that is there.
    async fn check_reference(&self, key: SettingKey, value: &Value) -> Result<(), Error> {
        let text = value.as_str().unwrap_or_default();
        match key {
            SettingKey::ProfileRole => self.role(&text.parse()?).await.map(drop),
            SettingKey::LocalModel if text != "auto" => self.local_model(&text.parse()?).map(drop),
            SettingKey::Provider if !text.is_empty() => {
                Ok(self.store().provider(&text.parse()?).await.map(drop)?)
            }
            SettingKey::Proxy if !text.is_empty() => match text.parse::<url::Url>() {
                Ok(url) if matches!(url.scheme(), "http" | "https" | "socks5" | "socks5h") => Ok(()),
                _ => Err(Error::Invalid(format!(
                    "“{text}” is not the address of a proxy. It looks like http://proxy.example.com:8080."
                ))),
            },
            _ => Ok(()),
        }
    }
}
