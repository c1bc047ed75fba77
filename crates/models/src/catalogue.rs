//! The local models that Attune offers: what each is, how large, under which licence, where it can be had,
//! and the hash that decides whether a file is it.
//!
//! This module must never know a disk or a network: it is data and the rules that the data keeps.

mod rules;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use attune_domain::ModelId;
use serde::{Deserialize, Deserializer};
use url::Url;

/// The models on offer, best first within a task.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Catalogue {
    /// The entries.
    #[serde(rename = "model")]
    pub models: Vec<ModelEntry>,
}

/// One model on offer.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModelEntry {
    /// Its id, and the name of its file without the extension.
    pub id: ModelId,
    /// What people call it.
    pub name: String,
    /// What it is for.
    pub task: Task,
    /// What it is good at, in a sentence or two.
    pub description: String,
    /// Its licence, as an SPDX identifier.
    pub licence: String,
    /// Its file at the maker's and on a mirror.
    pub file_name: String,
    /// The size of the installed file.
    pub bytes: u64,
    /// The hash of the installed file.
    pub sha256: Sha256Hex,
    /// Tokens that it can read and write together; 0 where that means nothing.
    #[serde(default)]
    pub context_tokens: u32,
    /// Memory that it needs while it works, roughly.
    pub memory_bytes: u64,
    /// Whether a new user should have it.
    #[serde(default)]
    pub recommended: bool,
    /// Whether tests use it.
    #[serde(default)]
    pub test: bool,
    /// Where it can be had, in the order in which to try.
    #[serde(rename = "source")]
    pub sources: Vec<Source>,
    /// Files that it cannot be used without.
    #[serde(default, rename = "companion")]
    pub companions: Vec<Companion>,
}

/// A file that belongs to a model, for example its vocabulary. It lies beside the model.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Companion {
    /// What it is, in a word: the extension of the installed file.
    pub name: String,
    /// Its size.
    pub bytes: u64,
    /// Its hash.
    pub sha256: Sha256Hex,
    /// Where it can be had, in the order in which to try. Out of a Python package that carries the model too,
    /// it is taken without fetching that twice.
    #[serde(rename = "source")]
    pub sources: Vec<Source>,
}

/// What a model is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Task {
    /// Answers.
    Chat,
    /// Turns speech into text.
    Speech,
    /// Turns text into a vector.
    Embedding,
    /// Judges how well a text answers a question.
    Reranker,
    /// Describes images.
    Image,
    /// Reads text in images.
    Ocr,
    /// Tells speech from silence.
    Vad,
    /// Finds names and addresses.
    Names,
}

/// Where a model can be had.
#[derive(Debug, Clone, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase", deny_unknown_fields)]
pub enum Source {
    /// An address of the file itself.
    Url {
        /// The address.
        url: Url,
    },
    /// Python packages that carry the file.
    Python(PythonSource),
}

/// Python packages whose files, joined in order, are the model or another form of it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PythonSource {
    /// The packages, in the order in which their files are joined.
    pub packages: Vec<Package>,
    /// How the joined file becomes the model, where it is not the model itself.
    #[serde(default)]
    pub convert: Option<Convert>,
}

/// One exact Python package, and the file in it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Package {
    /// Its name.
    pub name: String,
    /// Its exact version.
    pub version: String,
    /// The file inside the wheel.
    pub entry: String,
}

/// A form of a model that has to be converted. What the conversion gives is the maker's own file, to the byte.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Convert {
    /// The form.
    pub from: Form,
    /// The size of the file in this form.
    pub bytes: u64,
    /// The hash of the file in this form.
    pub sha256: Sha256Hex,
    /// The vocabulary, which lies beside the weights.
    pub vocabulary: Vocabulary,
}

/// A form of a model that can be converted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// Whisper as CTranslate2 keeps it, the form of faster-whisper.
    #[serde(rename = "ctranslate2-whisper")]
    Ctranslate2Whisper,
}

/// The vocabulary of a form.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vocabulary {
    /// Which of the packages carries it.
    pub package: String,
    /// The file inside the wheel.
    pub entry: String,
    /// Its size.
    pub bytes: u64,
    /// Its hash.
    pub sha256: Sha256Hex,
}

/// A SHA-256 in lower-case hexadecimal.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Sha256Hex(String);

/// Why a catalogue was refused.
#[derive(Debug, thiserror::Error)]
pub enum CatalogueError {
    /// It is not a catalogue.
    #[error("the model catalogue cannot be read: {0}")]
    Syntax(#[from] toml::de::Error),
    /// An entry breaks a rule.
    #[error("the model catalogue's entry “{id}” {fault}")]
    Entry {
        /// Which.
        id: ModelId,
        /// What is wrong.
        fault: String,
    },
}

impl Catalogue {
    /// The catalogue that comes with this version.
    ///
    /// # Errors
    /// Never in a released program: a test reads the same text.
    pub fn built_in() -> Result<Self, CatalogueError> {
        Self::parse(include_str!("catalogue.toml"))
    }

    /// The first model for a task, and where its file lies once it is installed in a folder. Without such a model the folder
    /// itself is given, so that there is no such file either.
    #[must_use]
    pub fn first_for(&self, task: Task, models: &Path) -> (Option<ModelId>, PathBuf) {
        match self.models.iter().find(|entry| entry.task == task) {
            Some(entry) => (Some(entry.id.clone()), models.join(entry.installed_name())),
            None => (None, models.to_owned()),
        }
    }

    /// Reads a catalogue and checks its rules.
    ///
    /// # Errors
    /// [`CatalogueError`] with the entry that breaks a rule.
    pub fn parse(text: &str) -> Result<Self, CatalogueError> {
        let catalogue: Self = toml::from_str(text)?;
        let mut seen = BTreeSet::new();
        for model in &catalogue.models {
            let fault =
                if seen.insert(&model.id) { rules::fault_in(model) } else { Some("is there twice".into()) };
            if let Some(fault) = fault {
                return Err(CatalogueError::Entry { id: model.id.clone(), fault });
            }
        }
        Ok(catalogue)
    }

    /// The entry with this id.
    #[must_use]
    pub fn get(&self, id: &ModelId) -> Option<&ModelEntry> {
        self.models.iter().find(|model| model.id == *id)
    }

    /// The entry whose file has this hash.
    #[must_use]
    pub fn with_hash(&self, sha256: &Sha256Hex) -> Option<&ModelEntry> {
        self.models.iter().find(|model| model.sha256 == *sha256)
    }
}

impl ModelEntry {
    /// The name of the installed file: the id, with the extension of the maker's file.
    #[must_use]
    pub fn installed_name(&self) -> String {
        let extension = self.file_name.rsplit_once('.').map_or("bin", |(_, extension)| extension);
        format!("{}.{extension}", self.id)
    }

    /// A companion as if it were a model of its own, to be fetched like one. On a mirror its file has the name
    /// of the installed one.
    pub(crate) fn for_companion(&self, companion: &Companion) -> Self {
        Self {
            name: format!("{} ({})", self.name, companion.name),
            file_name: companion.installed_name(&self.id),
            bytes: companion.bytes,
            sha256: companion.sha256.clone(),
            sources: companion.sources.clone(),
            companions: Vec::new(),
            ..self.clone()
        }
    }
}

impl Companion {
    /// The name of the installed file: the model's id, with this one's name as the extension.
    #[must_use]
    pub fn installed_name(&self, model: &ModelId) -> String {
        format!("{model}.{}", self.name)
    }

    /// The file inside this package, if that carries it.
    pub(crate) fn entry_in(&self, package: &Package) -> Option<&str> {
        let packages = self.sources.iter().filter_map(|source| match source {
            Source::Python(python) => Some(&python.packages),
            Source::Url { .. } => None,
        });
        let mut alone = packages.filter_map(|packages| match packages.as_slice() {
            [only] => Some(only),
            _ => None,
        });
        alone
            .find(|only| only.name == package.name && only.version == package.version)
            .map(|only| only.entry.as_str())
    }
}

impl Sha256Hex {
    /// From the bytes of a hash.
    #[must_use]
    pub fn from_bytes(bytes: &[u8; 32]) -> Self {
        Self(hex::encode(bytes))
    }

    /// The 64 digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The first digits, enough for a person to compare.
    #[must_use]
    pub fn short(&self) -> &str {
        &self.0[..12]
    }
}

impl std::fmt::Display for Sha256Hex {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Sha256Hex {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let is_hash =
            text.len() == 64 && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
        if is_hash {
            Ok(Self(text))
        } else {
            Err(serde::de::Error::custom("a SHA-256 has 64 lower-case hexadecimal digits"))
        }
    }
}

impl serde::Serialize for Sha256Hex {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_catalogue_keeps_its_rules() {
        let catalogue = Catalogue::built_in().unwrap();
        let ids: Vec<&str> = catalogue.models.iter().map(|model| model.id.as_str()).collect();
        assert_eq!(
            ids,
            [
                "qwen2.5-coder-1.5b",
                "qwen2.5-coder-0.5b",
                "smollm2-135m",
                "whisper-base",
                "whisper-tiny.en",
                "bge-small-en",
                "colbert-small-en",
                "ms-marco-minilm-l12",
                "pp-ocrv6-small",
                "efficientnet-lite0",
                "rampart",
            ]
        );
        for task in [Task::Chat, Task::Speech] {
            let of_task = || catalogue.models.iter().filter(|model| model.task == task);
            assert_eq!(of_task().filter(|model| model.recommended).count(), 1, "{task:?}");
            assert_eq!(of_task().filter(|model| model.test).count(), 1, "{task:?}");
        }
        for task in [Task::Embedding, Task::Reranker] {
            let of_task: Vec<_> = catalogue.models.iter().filter(|model| model.task == task).collect();
            assert!(!of_task.is_empty(), "{task:?}");
            for model in of_task {
                assert!(model.recommended && model.test, "{}", model.id);
                assert_eq!(model.companions[0].name, "tokenizer");
            }
        }
        for (task, companion) in
            [(Task::Ocr, "recogniser"), (Task::Image, "labels"), (Task::Names, "tokenizer")]
        {
            let of_task: Vec<_> = catalogue.models.iter().filter(|model| model.task == task).collect();
            assert_eq!(of_task.len(), 1, "{task:?}");
            assert!(of_task[0].recommended && of_task[0].test, "{}", of_task[0].id);
            assert_eq!(of_task[0].companions[0].name, companion);
        }
        for model in catalogue.models.iter().filter(|model| model.task == Task::Speech) {
            assert_eq!(model.companions[0].name, "vad");
        }
        assert_eq!(catalogue.models[0].installed_name(), "qwen2.5-coder-1.5b.gguf");
        assert_eq!(catalogue.models[4].installed_name(), "whisper-tiny.en.bin");
    }
}
