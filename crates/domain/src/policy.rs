//! Policy: what a company allows. It comes from a file that IT puts in place; without one, everything that
//! keeps data on the machine is allowed and remote models are off until a person turns a provider on.
//!
//! A policy that cannot be read fails closed: nothing leaves the machine until it is mended.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::settings::SettingKey;

/// The effective policy.
#[derive(Debug, Clone, PartialEq)]
pub struct Policy {
    /// Where it comes from.
    pub source: PolicySource,
    /// What may leave the machine.
    pub rules: PolicyRules,
}

/// Where a policy comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "from", rename_all = "snake_case")]
pub enum PolicySource {
    /// No policy file: the built-in rules.
    BuiltIn,
    /// A file that IT put in place.
    File {
        /// Its path, for a person to find.
        path: String,
        /// Who is named as responsible.
        managed_by: String,
    },
    /// A file that could not be read; everything that leaves the machine is refused.
    Broken {
        /// Its path.
        path: String,
        /// What is wrong with it.
        reason: String,
    },
}

/// The rules themselves, as they stand in `policy.toml`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PolicyRules {
    /// Who is responsible, shown to people.
    #[serde(default)]
    pub managed_by: String,
    /// Rules on remote models.
    #[serde(default)]
    pub remote: RemoteRules,
    /// Rules on local models.
    #[serde(default)]
    pub models: ModelRules,
    /// What is known beforehand of what people say.
    #[serde(default)]
    pub voice: VoiceRules,
    /// What may be seen of people's things.
    #[serde(default)]
    pub privacy: PrivacyRules,
    /// Settings that people may not change, by key.
    #[serde(default)]
    pub settings: BTreeMap<String, Value>,
}

/// Rules on remote models.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RemoteRules {
    /// Whether questions may go to remote models at all.
    #[serde(default = "yes")]
    pub allowed: bool,
    /// The hosts that may be asked; empty allows every host that a person configures. `*.example.com` covers
    /// subdomains.
    #[serde(default)]
    pub hosts: Vec<String>,
    /// Whether names that resolve to private addresses may be asked.
    #[serde(default)]
    pub private_networks: bool,
    /// Whether a person may let a provider read their memories.
    #[serde(default = "yes")]
    pub memories: bool,
}

impl Default for RemoteRules {
    fn default() -> Self {
        Self { allowed: true, hosts: Vec::new(), private_networks: false, memories: true }
    }
}

/// Rules on local models.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModelRules {
    /// Whether models may be fetched from the network.
    #[serde(default = "yes")]
    pub download: bool,
    /// Whether files outside the catalogue may be imported.
    #[serde(default = "yes")]
    pub import: bool,
    /// A company mirror that is asked first, for example `https://mirror.example.com/models/`.
    #[serde(default)]
    pub mirror: Option<String>,
}

impl Default for ModelRules {
    fn default() -> Self {
        Self { download: true, import: true, mirror: None }
    }
}

/// What may be seen of people's things.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PrivacyRules {
    /// Whether images may go to a provider as they look, and not only what was read in them.
    #[serde(default)]
    pub pixels: bool,
}

/// What is known beforehand of what people say.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VoiceRules {
    /// Names and words of the company as they are spelt, the most important first.
    #[serde(default)]
    pub words: Vec<String>,
}

fn yes() -> bool {
    true
}

/// Why a policy file was refused.
#[derive(Debug, thiserror::Error)]
pub enum InvalidPolicy {
    /// It is not TOML of the right form.
    #[error("{0}")]
    Syntax(#[from] toml::de::Error),
    /// It names a setting that does not exist, or gives it a value that it does not take.
    #[error("{0}")]
    Setting(String),
}

impl PolicyRules {
    /// Reads `policy.toml`.
    ///
    /// # Errors
    /// [`InvalidPolicy`] for anything that is not understood in full: a rule that is misspelt must not be a
    /// rule that is silently off.
    pub fn from_toml(text: &str) -> Result<Self, InvalidPolicy> {
        let rules: Self = toml::from_str(text)?;
        for (key, value) in &rules.settings {
            let known = SettingKey::from_text(key)
                .ok_or_else(|| InvalidPolicy::Setting(format!("there is no setting called “{key}”")))?;
            known.check(value).map_err(|error| InvalidPolicy::Setting(error.to_string()))?;
        }
        Ok(rules)
    }

    /// Whether a host may be asked.
    #[must_use]
    pub fn allows_host(&self, host: &str) -> bool {
        let host = host.trim_end_matches('.').to_ascii_lowercase();
        self.remote.allowed
            && (self.remote.hosts.is_empty()
                || self.remote.hosts.iter().any(|pattern| host_matches(&pattern.to_ascii_lowercase(), &host)))
    }
}

fn host_matches(pattern: &str, host: &str) -> bool {
    match pattern.strip_prefix("*.") {
        Some(parent) => host.strip_suffix(parent).is_some_and(|head| head.ends_with('.') && head.len() > 1),
        None => pattern == host,
    }
}

impl Policy {
    /// The rules without a policy file.
    #[must_use]
    pub fn built_in() -> Self {
        Self { source: PolicySource::BuiltIn, rules: PolicyRules::default() }
    }

    /// Rules from a file's text. A file that is not understood gives the closed policy.
    #[must_use]
    pub fn from_file(path: &str, text: &str) -> Self {
        match PolicyRules::from_toml(text) {
            Ok(rules) => Self {
                source: PolicySource::File { path: path.to_owned(), managed_by: rules.managed_by.clone() },
                rules,
            },
            Err(error) => Self::closed(path, &error.to_string()),
        }
    }

    /// The policy that lets nothing out, for a file that exists and cannot be used.
    #[must_use]
    pub fn closed(path: &str, reason: &str) -> Self {
        let mut rules = PolicyRules::default();
        rules.remote.allowed = false;
        rules.models.download = false;
        rules.models.import = false;
        Self { source: PolicySource::Broken { path: path.to_owned(), reason: reason.to_owned() }, rules }
    }

    /// The value that policy sets for a setting, where it sets one. Whether images may leave as they look is set by every
    /// policy: what one does not allow is not left to people.
    #[must_use]
    pub fn setting(&self, key: SettingKey) -> Option<&Value> {
        static SWITCHES: [Value; 2] = [Value::Bool(false), Value::Bool(true)];
        let ruled = || match key {
            SettingKey::PixelsLeave if self.source != PolicySource::BuiltIn => {
                Some(&SWITCHES[usize::from(self.rules.privacy.pixels)])
            }
            _ => None,
        };
        self.rules.settings.get(key.as_str()).or_else(ruled)
    }

    /// Whether images may leave as they look; none where that is the person's to say.
    #[must_use]
    pub fn pixels(&self) -> Option<bool> {
        self.setting(SettingKey::PixelsLeave)?.as_bool()
    }

    /// Who is named to people as the source of a refusal.
    #[must_use]
    pub fn authority(&self) -> String {
        match &self.source {
            PolicySource::BuiltIn => "Attune's built-in policy".to_owned(),
            PolicySource::File { path, managed_by } if managed_by.is_empty() => {
                format!("the policy in {path}")
            }
            PolicySource::File { managed_by, .. } => format!("the policy of {managed_by}"),
            PolicySource::Broken { path, .. } => format!("the policy in {path}, which cannot be read,"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(hosts: &[&str]) -> PolicyRules {
        let mut rules = PolicyRules::default();
        rules.remote.hosts = hosts.iter().map(|host| (*host).to_owned()).collect();
        rules
    }

    #[test]
    fn hosts_are_matched_whole() {
        let rules = rules(&["api.example.com", "*.corp.example"]);
        assert!(rules.allows_host("API.example.com."));
        assert!(rules.allows_host("models.corp.example"));
        assert!(!rules.allows_host("corp.example"));
        assert!(!rules.allows_host("evilcorp.example"));
        assert!(!rules.allows_host("api.example.com.evil.net"));
    }

    #[test]
    fn a_misspelt_rule_closes_everything() {
        let policy = Policy::from_file("policy.toml", "[remote]\nalowed = false\n");
        assert!(matches!(policy.source, PolicySource::Broken { .. }));
        assert!(!policy.rules.allows_host("api.example.com"));
        assert!(!policy.rules.models.download);
    }

    #[test]
    fn an_unknown_setting_closes_everything() {
        let policy = Policy::from_file("policy.toml", "[settings]\n\"appearance.them\" = \"dark\"\n");
        let PolicySource::Broken { reason, .. } = policy.source else { panic!("accepted") };
        assert!(reason.contains("appearance.them"), "{reason}");
    }

    #[test]
    fn a_good_file_sets_settings() {
        let policy = Policy::from_file(
            "policy.toml",
            "managed_by = \"Acme IT\"\n[settings]\n\"appearance.theme\" = \"dark\"\n",
        );
        assert_eq!(policy.setting(SettingKey::Theme), Some(&Value::from("dark")));
        assert_eq!(policy.authority(), "the policy of Acme IT");
    }

    #[test]
    fn images_leave_as_they_look_only_where_a_policy_says_so() {
        let of = |text: &str| Policy::from_file("policy.toml", text).pixels();
        assert_eq!(Policy::built_in().pixels(), None);
        assert_eq!(of(""), Some(false));
        assert_eq!(of("[privacy]\npixels = true\n"), Some(true));
        assert_eq!(of("[privacy]\npixles = true\n"), Some(false), "a misspelt rule closes everything");
    }
}
