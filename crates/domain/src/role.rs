//! Role templates: who an answer is for, and what that person needs from it. A template is versioned data,
//! so that every answer can name the version that shaped it. The built-in templates are version 1 of what a
//! company later publishes.

use serde::{Deserialize, Serialize};

use crate::id::{ModelId, ProviderId, RoleId};
use crate::language::{Language, Localised};
use crate::style::StyleDimension;

/// One version of a role template.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RoleTemplate {
    /// Which role.
    pub id: RoleId,
    /// Its version, from 1. A published version never changes.
    pub version: u32,
    /// What people call the role, in their language.
    pub name: Localised,
    /// One line on what the role's answers are like.
    pub summary: Localised,
    /// The accent that marks the role: `leader`, `worker`, `intern`, or another token of the design.
    pub hue: String,
    /// What the assistant is for this person.
    pub identity: String,
    /// Who asks, as told to the model.
    pub audience: String,
    /// What to do, one instruction each, most important first.
    pub instructions: Vec<String>,
    /// How it sounds.
    pub tone: String,
    /// How long an answer is.
    pub length: Length,
    /// How it is laid out.
    pub format: Format,
    /// How deep it goes.
    pub detail: Detail,
    /// Which words it may use.
    pub jargon: Jargon,
    /// What comes first and which sections follow.
    pub shape: Shape,
    /// What an answer never does, as told to the model.
    #[serde(default)]
    pub never: Vec<String>,
    /// Words and phrases that must not occur, checked after each answer, without regard to case.
    #[serde(default)]
    pub forbidden: Vec<String>,
    /// Questions to begin with.
    #[serde(default)]
    pub starters: Vec<Localised>,
    /// Worked examples: they teach small models more than instructions do.
    #[serde(default)]
    pub examples: Vec<Example>,
    /// Words that the role or the company uses in its own way.
    #[serde(default)]
    pub glossary: Vec<Term>,
    /// The local model that suits the role best, where it is installed.
    #[serde(default)]
    pub preferred_model: Option<ModelId>,
    /// The provider that suits the role best, where policy allows it.
    #[serde(default)]
    pub preferred_provider: Option<ProviderId>,
    /// What a person may not override.
    #[serde(default)]
    pub limits: Limits,
}

/// How long an answer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Length {
    /// The most words that count as keeping to the role. Code blocks are not counted.
    pub max_words: u32,
    /// The most tokens that the model may write, as a backstop.
    pub max_tokens: u32,
}

/// How an answer is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// A few bold-labelled lines and bullets.
    Brief,
    /// Numbered steps where there is something to do.
    Steps,
    /// Short paragraphs.
    Prose,
}

/// How deep an answer goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Detail {
    /// What decides, and nothing else.
    Headline,
    /// What is needed to understand.
    Balanced,
    /// What is needed to do it and to check it.
    Deep,
}

/// Which words an answer may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Jargon {
    /// Everyday words; a term is explained where it first occurs.
    Plain,
    /// Words of business, not of technology.
    Business,
    /// The words of the field.
    Field,
}

/// What comes first and which sections follow.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shape {
    /// The label that the answer opens with, for example `Bottom line`. Empty where the role has none.
    #[serde(default)]
    pub opening: Localised,
    /// The sections, in order.
    #[serde(default)]
    pub sections: Vec<Section>,
}

/// One section of an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// Its label, as it stands in the answer.
    pub label: Localised,
    /// What belongs in it, as told to the model.
    pub holds: String,
    /// Whether an answer without it fails the check.
    #[serde(default)]
    pub required: bool,
}

/// A worked example.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Example {
    /// Its language. A question in another language gets this example only where the template has none in
    /// that one.
    #[serde(default)]
    pub language: Language,
    /// What was asked.
    pub question: String,
    /// A good answer.
    pub answer: String,
}

/// A glossary entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    /// The word.
    pub term: String,
    /// What it means here.
    pub meaning: String,
}

/// What a person may not override, by asking or by what is learned of them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Answers stay under the length of the template even when more is asked for.
    #[serde(default)]
    pub fixed_length: bool,
    /// Dimensions of style that stay as the template has them, whatever a person sets, asks or is learned of
    /// them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fixed_style: Vec<StyleDimension>,
    /// The role may not be answered by a remote model, whatever is configured.
    #[serde(default)]
    pub local_only: bool,
    /// Rules that stand above everything a person, a memory or a document says.
    #[serde(default)]
    pub rules: Vec<String>,
}

/// Why a template was refused.
#[derive(Debug, thiserror::Error)]
pub enum InvalidTemplate {
    /// It is not TOML of the right form.
    #[error("the role template cannot be read: {0}")]
    Syntax(#[from] toml::de::Error),
    /// It is well-formed but makes no sense.
    #[error("the role template “{role}” cannot be used: {reason}")]
    Content {
        /// Which role.
        role: RoleId,
        /// What is wrong with it.
        reason: String,
    },
}

impl RoleTemplate {
    /// Reads a template from TOML and checks it.
    ///
    /// # Errors
    /// [`InvalidTemplate`] when the text is not a template or the template makes no sense.
    pub fn from_toml(text: &str) -> Result<Self, InvalidTemplate> {
        let template: Self = toml::from_str(text)?;
        template.check()?;
        Ok(template)
    }

    /// The worked examples for a question in a language: those in it, or else all.
    pub fn examples_in(&self, language: Language) -> impl Iterator<Item = &Example> {
        let own = self.examples.iter().any(|example| example.language == language);
        self.examples.iter().filter(move |example| !own || example.language == language)
    }

    fn check(&self) -> Result<(), InvalidTemplate> {
        let wrong =
            |reason: &str| Err(InvalidTemplate::Content { role: self.id.clone(), reason: reason.to_owned() });
        if self.version == 0 {
            return wrong("versions count from 1");
        }
        if self.name.en.trim().is_empty() || self.identity.trim().is_empty() {
            return wrong("a name and an identity are needed");
        }
        if self.length.max_words < 20 || self.length.max_tokens < self.length.max_words {
            return wrong("the length must allow at least 20 words and as many tokens as words");
        }
        Ok(())
    }
}

/// The templates that come with Attune, in the order of the role selector.
///
/// # Panics
/// Never in a released build: a test reads every one of them.
#[must_use]
pub fn built_in() -> Vec<RoleTemplate> {
    [
        include_str!("../defaults/leader.toml"),
        include_str!("../defaults/knowledge-worker.toml"),
        include_str!("../defaults/intern.toml"),
    ]
    .into_iter()
    .map(|text| RoleTemplate::from_toml(text).expect("built-in templates are tested"))
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn built_in_templates_are_complete() {
        let templates = built_in();
        let ids: Vec<&str> = templates.iter().map(|template| template.id.as_str()).collect();
        assert_eq!(ids, ["leader", "knowledge-worker", "intern"]);
        for template in &templates {
            assert!(template.starters.len() >= 3, "{} has too few starters", template.id);
            for language in [Language::English, Language::German] {
                let examples = template.examples_in(language);
                assert!(examples.count() == 1, "{} needs one worked example in {language:?}", template.id);
            }
            assert!(!template.never.is_empty(), "{} forbids nothing", template.id);
            assert!(!template.glossary.is_empty(), "{} has no glossary", template.id);
        }
        assert!(templates[0].length.max_words <= 150, "a leader reads under 150 words");
    }

    #[test]
    fn worked_examples_keep_to_their_own_template() {
        for template in built_in() {
            for example in &template.examples {
                let words = example.answer.split_whitespace().count();
                assert!(words <= template.length.max_words as usize, "{}: {words} words", template.id);
                for section in template.shape.sections.iter().filter(|section| section.required) {
                    let label = section.label.text(example.language);
                    assert!(example.answer.contains(label), "{}: {label}", template.id);
                }
                assert!(example.answer.contains(template.shape.opening.text(example.language)));
            }
        }
    }

    #[test]
    fn a_template_round_trips_through_toml_and_json() {
        for template in built_in() {
            let text = toml::to_string(&template).unwrap();
            assert_eq!(RoleTemplate::from_toml(&text).unwrap(), template);
            let json = serde_json::to_string(&template).unwrap();
            assert_eq!(serde_json::from_str::<RoleTemplate>(&json).unwrap(), template);
        }
    }

    #[test]
    fn nonsense_is_refused_with_a_reason() {
        let mut template = built_in().remove(0);
        template.version = 0;
        let text = toml::to_string(&template).unwrap();
        let error = RoleTemplate::from_toml(&text).unwrap_err().to_string();
        assert!(error.contains("versions count from 1"), "{error}");
        assert!(RoleTemplate::from_toml("id = \"../x\"").is_err());
    }
}
