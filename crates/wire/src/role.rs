//! Role templates as the window shows them.

use attune_domain::role::RoleTemplate;
use attune_domain::{Language, Localised, RoleId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The current version of every role template.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
pub struct ListRoles {}

/// A text in the languages that the window speaks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct LocalisedView {
    /// English.
    pub en: String,
    /// German.
    pub de: String,
}

/// A role template.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RoleView {
    /// Its id.
    #[ts(as = "String")]
    pub id: RoleId,
    /// Its version.
    pub version: u32,
    /// When this version was stored, in milliseconds since 1970.
    pub since: i64,
    /// Its name.
    pub name: LocalisedView,
    /// What its answers are like.
    pub summary: LocalisedView,
    /// The design token of its accent: `leader`, `worker`, `intern`.
    pub hue: String,
    /// What the assistant is for this person.
    pub identity: String,
    /// Who asks.
    pub audience: String,
    /// What it does, most important first.
    pub instructions: Vec<String>,
    /// How it sounds.
    pub tone: String,
    /// The most words.
    pub max_words: u32,
    /// The label that an answer opens with; empty where there is none.
    pub opening: LocalisedView,
    /// The sections, in order.
    pub sections: Vec<SectionView>,
    /// What an answer never does.
    pub never: Vec<String>,
    /// Questions to begin with.
    pub starters: Vec<LocalisedView>,
    /// Worked examples.
    pub examples: Vec<ExampleView>,
    /// Words with a meaning of their own.
    pub glossary: Vec<TermView>,
    /// What a person may not override.
    pub limits: Vec<String>,
    /// Whether the role is answered on this machine only.
    pub local_only: bool,
    /// Whether the length is fixed.
    pub fixed_length: bool,
}

/// A section of an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SectionView {
    /// Its label.
    pub label: LocalisedView,
    /// What belongs in it.
    pub holds: String,
    /// Whether it has to be there.
    pub required: bool,
}

/// A worked example.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ExampleView {
    /// Its language: `en` or `de`.
    #[ts(type = "\"en\" | \"de\"")]
    pub language: Language,
    /// What was asked.
    pub question: String,
    /// A good answer.
    pub answer: String,
}

/// A glossary entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct TermView {
    /// The word.
    pub term: String,
    /// What it means here.
    pub meaning: String,
}

impl From<Localised> for LocalisedView {
    fn from(text: Localised) -> Self {
        Self { en: text.en, de: text.de }
    }
}

impl RoleView {
    /// Shows a template that was stored at `since`.
    #[must_use]
    pub fn new(template: RoleTemplate, since: i64) -> Self {
        Self {
            id: template.id,
            version: template.version,
            since,
            name: template.name.into(),
            summary: template.summary.into(),
            hue: template.hue,
            identity: template.identity,
            audience: template.audience,
            instructions: template.instructions,
            tone: template.tone,
            max_words: template.length.max_words,
            opening: template.shape.opening.into(),
            sections: template
                .shape
                .sections
                .into_iter()
                .map(|section| SectionView {
                    label: section.label.into(),
                    holds: section.holds,
                    required: section.required,
                })
                .collect(),
            never: template.never,
            starters: template.starters.into_iter().map(Into::into).collect(),
            examples: template
                .examples
                .into_iter()
                .map(|example| ExampleView {
                    language: example.language,
                    question: example.question,
                    answer: example.answer,
                })
                .collect(),
            glossary: template
                .glossary
                .into_iter()
                .map(|term| TermView { term: term.term, meaning: term.meaning })
                .collect(),
            local_only: template.limits.local_only,
            fixed_length: template.limits.fixed_length,
            limits: template.limits.rules,
        }
    }
}
