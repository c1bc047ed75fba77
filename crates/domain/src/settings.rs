//! Settings: what a person may choose. Every one has a key, a default and a place where policy can override
//! it. The list here is the only one: windows, terminal and policy files all read it.

use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use crate::clock::minute_of_day;
use crate::transcript::SPOKEN_LANGUAGES;

use crate::style::StyleDimension;

/// A setting's key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum SettingKey {
    /// `light`, `dark` or `system`.
    #[serde(rename = "appearance.theme")]
    Theme,
    /// `en`, `de` or `system`.
    #[serde(rename = "appearance.language")]
    Language,
    /// What the assistant calls the person.
    #[serde(rename = "profile.name")]
    ProfileName,
    /// What the person does, in their own words; told to the model.
    #[serde(rename = "profile.about")]
    ProfileAbout,
    /// The role in which new conversations begin.
    #[serde(rename = "profile.role")]
    ProfileRole,
    /// Whether what the person says of themselves is remembered.
    #[serde(rename = "memory.learn")]
    MemoryLearn,
    /// The local model that answers, or `auto`.
    #[serde(rename = "chat.local_model")]
    LocalModel,
    /// The provider that answers instead, or empty for this machine.
    #[serde(rename = "chat.provider")]
    Provider,
    /// Tokens that prompt and answer may take together on this machine.
    #[serde(rename = "chat.context_tokens")]
    ContextTokens,
    /// Minutes without a question after which the model's memory is freed.
    #[serde(rename = "chat.idle_unload_minutes")]
    IdleUnloadMinutes,
    /// The global quick-ask hotkey, or empty.
    #[serde(rename = "desktop.quick_ask_hotkey")]
    QuickAskHotkey,
    /// Whether closing the window keeps the program in the tray.
    #[serde(rename = "desktop.close_to_tray")]
    CloseToTray,
    /// The proxy for everything that leaves the machine, or empty for the system's.
    #[serde(rename = "network.proxy")]
    Proxy,
    /// Whether style is learned from what the person does and says.
    #[serde(rename = "style.learn")]
    LearnStyle,
    /// Whether styles are tried now and then to learn what suits better.
    #[serde(rename = "style.explore")]
    ExploreStyle,
    /// The tone of all answers, or `auto`.
    #[serde(rename = "style.tone")]
    StyleTone,
    /// The length of all answers, or `auto`.
    #[serde(rename = "style.length")]
    StyleLength,
    /// The format of all answers, or `auto`.
    #[serde(rename = "style.format")]
    StyleFormat,
    /// The depth of all answers, or `auto`.
    #[serde(rename = "style.detail")]
    StyleDetail,
    /// The words of all answers, or `auto`.
    #[serde(rename = "style.jargon")]
    StyleJargon,
    /// Whether what was said is also found by its meaning: messages are embedded on this machine.
    #[serde(rename = "memory.by_meaning")]
    ByMeaning,
    /// Whether what was said in other conversations, and long ago in the same one, is told to a model where it
    /// matters to a question.
    #[serde(rename = "recall.use")]
    RecallUse,
    /// Whether interests are read from what the person asks.
    #[serde(rename = "interests.learn")]
    LearnInterests,
    /// Whether anything is suggested, and learned from what is said of suggestions.
    #[serde(rename = "suggestions.show")]
    ShowSuggestions,
    /// How many suggestions are shown in a day at most.
    #[serde(rename = "suggestions.a_day")]
    SuggestionsADay,
    /// From when on nothing is suggested, by the local clock, or empty.
    #[serde(rename = "suggestions.quiet_from")]
    QuietFrom,
    /// Until when nothing is suggested, by the local clock, or empty.
    #[serde(rename = "suggestions.quiet_until")]
    QuietUntil,
    /// What is covered in everything that goes to a provider.
    #[serde(rename = "privacy.cover")]
    CoverBeforeLeaving,
    /// Whether images may go to a provider whose model sees, as they look.
    #[serde(rename = "privacy.pixels")]
    PixelsLeave,
    /// Whether the person can speak instead of writing.
    #[serde(rename = "voice.use")]
    VoiceUse,
    /// The microphone, or empty for the one that the system would take.
    #[serde(rename = "voice.microphone")]
    VoiceMicrophone,
    /// The language that the person speaks, as ISO 639-1 names it, or `auto`.
    #[serde(rename = "voice.language")]
    VoiceLanguage,
    /// The global hotkey for speaking, in Tauri's notation, or empty for none.
    #[serde(rename = "voice.hotkey")]
    VoiceHotkey,
    /// Whether what was said is asked at once, without another look.
    #[serde(rename = "voice.send_at_once")]
    VoiceSendAtOnce,
    /// Whether answers can be read aloud, where the system offers a voice.
    #[serde(rename = "voice.aloud")]
    VoiceAloud,
    /// Whether a part of the screen can be attached as an image.
    #[serde(rename = "images.capture")]
    ImagesCapture,
    /// Whether the first-run steps were finished.
    #[serde(rename = "app.first_run_done")]
    FirstRunDone,
}

/// What values a setting takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SettingKind {
    /// One of these words.
    Choice(&'static [&'static str]),
    /// A line of at most so many characters.
    Text(usize),
    /// A whole number in this range, ends included.
    Number(i64, i64),
    /// On or off.
    Switch,
    /// A time of day as `HH:MM`, from `00:00` to `23:59`, or empty.
    Time,
}

/// Why a value was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{key} cannot be {value}: {expected}")]
pub struct InvalidSetting {
    /// Which setting.
    pub key: String,
    /// What was given.
    pub value: String,
    /// What it takes.
    pub expected: String,
}

impl SettingKey {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 37] = [
        Self::Theme,
        Self::Language,
        Self::ProfileName,
        Self::ProfileAbout,
        Self::ProfileRole,
        Self::MemoryLearn,
        Self::LocalModel,
        Self::Provider,
        Self::ContextTokens,
        Self::IdleUnloadMinutes,
        Self::QuickAskHotkey,
        Self::CloseToTray,
        Self::Proxy,
        Self::LearnStyle,
        Self::ExploreStyle,
        Self::StyleTone,
        Self::StyleLength,
        Self::StyleFormat,
        Self::StyleDetail,
        Self::StyleJargon,
        Self::ByMeaning,
        Self::RecallUse,
        Self::LearnInterests,
        Self::ShowSuggestions,
        Self::SuggestionsADay,
        Self::QuietFrom,
        Self::QuietUntil,
        Self::CoverBeforeLeaving,
        Self::PixelsLeave,
        Self::VoiceUse,
        Self::VoiceMicrophone,
        Self::VoiceLanguage,
        Self::VoiceHotkey,
        Self::VoiceSendAtOnce,
        Self::VoiceAloud,
        Self::ImagesCapture,
        Self::FirstRunDone,
    ];

    /// The key as it stands in policy files and in the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Theme => "appearance.theme",
            Self::Language => "appearance.language",
            Self::ProfileName => "profile.name",
            Self::ProfileAbout => "profile.about",
            Self::ProfileRole => "profile.role",
            Self::MemoryLearn => "memory.learn",
            Self::LocalModel => "chat.local_model",
            Self::Provider => "chat.provider",
            Self::ContextTokens => "chat.context_tokens",
            Self::IdleUnloadMinutes => "chat.idle_unload_minutes",
            Self::QuickAskHotkey => "desktop.quick_ask_hotkey",
            Self::CloseToTray => "desktop.close_to_tray",
            Self::Proxy => "network.proxy",
            Self::LearnStyle => "style.learn",
            Self::ExploreStyle => "style.explore",
            Self::StyleTone => "style.tone",
            Self::StyleLength => "style.length",
            Self::StyleFormat => "style.format",
            Self::StyleDetail => "style.detail",
            Self::StyleJargon => "style.jargon",
            Self::ByMeaning => "memory.by_meaning",
            Self::RecallUse => "recall.use",
            Self::LearnInterests => "interests.learn",
            Self::ShowSuggestions => "suggestions.show",
            Self::SuggestionsADay => "suggestions.a_day",
            Self::QuietFrom => "suggestions.quiet_from",
            Self::QuietUntil => "suggestions.quiet_until",
            Self::CoverBeforeLeaving => "privacy.cover",
            Self::PixelsLeave => "privacy.pixels",
            Self::VoiceUse => "voice.use",
            Self::VoiceMicrophone => "voice.microphone",
            Self::VoiceLanguage => "voice.language",
            Self::VoiceHotkey => "voice.hotkey",
            Self::VoiceSendAtOnce => "voice.send_at_once",
            Self::VoiceAloud => "voice.aloud",
            Self::ImagesCapture => "images.capture",
            Self::FirstRunDone => "app.first_run_done",
        }
    }

    /// The setting that fixes a dimension of style.
    #[must_use]
    pub fn of_style(dimension: StyleDimension) -> Self {
        match dimension {
            StyleDimension::Tone => Self::StyleTone,
            StyleDimension::Length => Self::StyleLength,
            StyleDimension::Format => Self::StyleFormat,
            StyleDimension::Detail => Self::StyleDetail,
            StyleDimension::Jargon => Self::StyleJargon,
        }
    }

    /// Finds a key by its text.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|key| key.as_str() == text)
    }

    /// What values it takes.
    #[must_use]
    pub fn kind(self) -> SettingKind {
        match self {
            Self::Theme => SettingKind::Choice(&["light", "dark", "system"]),
            Self::Language => SettingKind::Choice(&["en", "de", "system"]),
            Self::ProfileName => SettingKind::Text(80),
            Self::ProfileAbout => SettingKind::Text(600),
            Self::ProfileRole
            | Self::LocalModel
            | Self::Provider
            | Self::QuickAskHotkey
            | Self::VoiceHotkey => SettingKind::Text(64),
            Self::Proxy | Self::VoiceMicrophone => SettingKind::Text(256),
            Self::VoiceLanguage => SettingKind::Choice(SPOKEN_LANGUAGES),
            Self::CoverBeforeLeaving => SettingKind::Choice(&["off", "identifiers", "names"]),
            Self::ContextTokens => SettingKind::Number(1024, 131_072),
            Self::IdleUnloadMinutes => SettingKind::Number(1, 1440),
            Self::SuggestionsADay => SettingKind::Number(1, 9),
            Self::QuietFrom | Self::QuietUntil => SettingKind::Time,
            Self::StyleTone => SettingKind::Choice(&["auto", "direct", "warm"]),
            Self::StyleLength => SettingKind::Choice(&["auto", "short", "medium", "long"]),
            Self::StyleFormat => SettingKind::Choice(&["auto", "bullets", "steps", "prose"]),
            Self::StyleDetail => SettingKind::Choice(&["auto", "essential", "thorough"]),
            Self::StyleJargon => SettingKind::Choice(&["auto", "plain", "expert"]),
            Self::CloseToTray
            | Self::LearnStyle
            | Self::ExploreStyle
            | Self::ByMeaning
            | Self::RecallUse
            | Self::MemoryLearn
            | Self::LearnInterests
            | Self::ShowSuggestions
            | Self::VoiceUse
            | Self::VoiceSendAtOnce
            | Self::VoiceAloud
            | Self::ImagesCapture
            | Self::PixelsLeave
            | Self::FirstRunDone => SettingKind::Switch,
        }
    }

    /// What holds until somebody chooses.
    #[must_use]
    pub fn default_value(self) -> Value {
        match self {
            Self::Theme | Self::Language => "system".into(),
            Self::ProfileRole => "knowledge-worker".into(),
            Self::LocalModel
            | Self::StyleTone
            | Self::StyleLength
            | Self::StyleFormat
            | Self::StyleDetail
            | Self::StyleJargon
            | Self::VoiceLanguage => "auto".into(),
            Self::ContextTokens => 4096.into(),
            Self::IdleUnloadMinutes => 10.into(),
            Self::SuggestionsADay => 3.into(),
            Self::QuietFrom => "19:00".into(),
            Self::QuietUntil => "08:00".into(),
            Self::QuickAskHotkey => "Ctrl+Alt+Space".into(),
            Self::VoiceHotkey => "Ctrl+Alt+M".into(),
            Self::CoverBeforeLeaving => "identifiers".into(),
            Self::ProfileName | Self::ProfileAbout | Self::Provider | Self::Proxy | Self::VoiceMicrophone => {
                "".into()
            }
            Self::LearnStyle
            | Self::ExploreStyle
            | Self::ByMeaning
            | Self::RecallUse
            | Self::MemoryLearn
            | Self::LearnInterests
            | Self::ShowSuggestions
            | Self::VoiceUse
            | Self::ImagesCapture => true.into(),
            Self::CloseToTray
            | Self::VoiceSendAtOnce
            | Self::VoiceAloud
            | Self::PixelsLeave
            | Self::FirstRunDone => false.into(),
        }
    }

    /// Checks a value.
    ///
    /// # Errors
    /// [`InvalidSetting`] that says what the setting takes.
    pub fn check(self, value: &Value) -> Result<(), InvalidSetting> {
        let (fits, expected) = match self.kind() {
            SettingKind::Choice(words) => (
                value.as_str().is_some_and(|text| words.contains(&text)),
                format!("it takes one of {}", words.join(", ")),
            ),
            SettingKind::Text(limit) => (
                value.as_str().is_some_and(|text| text.chars().count() <= limit),
                format!("it takes a text of at most {limit} characters"),
            ),
            SettingKind::Number(least, most) => (
                value.as_i64().is_some_and(|number| (least..=most).contains(&number)),
                format!("it takes a whole number from {least} to {most}"),
            ),
            SettingKind::Switch => (value.is_boolean(), "it takes true or false".to_owned()),
            SettingKind::Time => (
                value.as_str().is_some_and(|text| text.is_empty() || minute_of_day(text).is_some()),
                "it takes a time from 00:00 to 23:59, or nothing".to_owned(),
            ),
        };
        if fits {
            Ok(())
        } else {
            let shown: String = value.to_string().chars().take(80).collect();
            Err(InvalidSetting { key: self.as_str().to_owned(), value: shown, expected })
        }
    }
}

#[cfg(test)]
mod tests;
