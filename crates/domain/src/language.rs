//! The languages that Attune speaks: in its window, and in the labels that role templates give to an answer.

use serde::{Deserialize, Serialize};

/// A language that the window and the built-in templates know.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Language {
    /// English, which also stands in for every language that is not known.
    #[default]
    #[serde(rename = "en")]
    English,
    /// German.
    #[serde(rename = "de")]
    German,
}

impl Language {
    /// The language under a tag such as `de`, where it is one of these.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        match tag {
            "en" => Some(Self::English),
            "de" => Some(Self::German),
            _ => None,
        }
    }
}

/// A text in the languages that the window speaks. A template may give one text for all of them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Written")]
pub struct Localised {
    /// English.
    pub en: String,
    /// German.
    pub de: String,
}

/// How a text may be written in a template.
#[derive(Deserialize)]
#[serde(untagged)]
enum Written {
    ForAll(String),
    Each { en: String, de: String },
}

impl From<Written> for Localised {
    fn from(written: Written) -> Self {
        match written {
            Written::ForAll(text) => Self { de: text.clone(), en: text },
            Written::Each { en, de } => Self { en, de },
        }
    }
}

impl Localised {
    /// The text in a language.
    #[must_use]
    pub fn text(&self, language: Language) -> &str {
        match language {
            Language::English => &self.en,
            Language::German => &self.de,
        }
    }

    /// Whether nothing is said in any language.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.en.is_empty() && self.de.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_text_stands_for_every_language() {
        let text: Localised = serde_json::from_str(r#""Summary""#).unwrap();
        assert_eq!(text, Localised { en: "Summary".to_owned(), de: "Summary".to_owned() });
        let text: Localised = serde_json::from_str(r#"{"en":"Risk","de":"Risiko"}"#).unwrap();
        assert_eq!(text.text(Language::German), "Risiko");
    }
}
