//! Covering what should not leave: before a question goes to a provider, identifiers in all that is told become
//! placeholders; in its answer they are put back. Which, the person says, or policy.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::Arc;

use attune_domain::{Covered, ModelId, Sensitive, SensitiveKind, SettingKey};
use attune_models::catalogue::{Catalogue, Task};
use attune_models::chat::ChatRequest;
use attune_models::embed::ModelFiles;
use attune_models::names::NameFinder;
use attune_persona::redact::{Placeholders, Restorer, find_sensitive, merged};
use attune_wire::{Cover, FoundToLeave, LeavingPlace};
use tokio::sync::OnceCell;

use crate::{App, Error};

/// The model that finds names and addresses, read when it is first needed.
#[derive(Debug)]
pub(crate) struct Names {
    /// The catalogue's; none in a catalogue without one.
    model: Option<ModelId>,
    files: ModelFiles,
    finder: OnceCell<Arc<NameFinder>>,
}

impl Names {
    /// Prepares everything and reads nothing yet.
    pub(crate) fn new(catalogue: &Catalogue, models: &Path) -> Self {
        let (model, file) = catalogue.first_for(Task::Names, models);
        Self { model, files: ModelFiles::of_installed(&file), finder: OnceCell::new() }
    }

    async fn finder(&self) -> Result<Arc<NameFinder>, Error> {
        let read = || async {
            let files = self.files.clone();
            blocking(move || NameFinder::load(&files, NonZeroUsize::MIN)).await?.map(Arc::new).map_err(failed)
        };
        self.finder.get_or_try_init(read).await.cloned()
    }
}

/// What became of the sensitive parts of a request.
#[derive(Debug, Default)]
pub(crate) struct Coverage {
    /// Puts back what was covered.
    pub restorer: Restorer,
    /// How many of which kind were covered.
    pub covered: Vec<Covered>,
    /// How many of which kind were left as they are.
    pub uncovered: Vec<Covered>,
}

impl App {
    /// Covers what is to be covered in every turn of a request to a provider: as was said with the question, else as
    /// the settings say, and never less than policy does. The request's note says what came of it.
    ///
    /// # Errors
    /// [`Error::NamesMissing`] where names are to be covered and no model finds them: then nothing may leave.
    pub(crate) async fn cover(
        &self,
        request: &mut ChatRequest,
        wanted: Option<Cover>,
    ) -> Result<Coverage, Error> {
        let cover = self.cover_in_force(wanted);
        let finder = match cover {
            Cover::Names => Some(self.name_finder().await?),
            Cover::Off | Cover::Identifiers => None,
        };
        let turns = std::mem::take(&mut request.turns);
        let covered = blocking(move || {
            let mut placeholders = Placeholders::new();
            let mut turns = turns;
            for turn in &mut turns {
                let found = sensitive(&turn.text, finder.as_deref())?;
                if found.is_empty() {
                    continue;
                }
                let masked = placeholders.mask(&turn.text, &found);
                if cover != Cover::Off {
                    turn.text = masked;
                }
            }
            Ok::<_, Error>((turns, placeholders))
        });
        let (turns, placeholders) = covered.await??;
        request.turns = turns;
        let count =
            |(kind, count): (_, usize)| Covered { kind, count: u32::try_from(count).unwrap_or(u32::MAX) };
        let counts: Vec<Covered> = placeholders.counts().into_iter().map(count).collect();
        if cover == Cover::Off {
            request.note = note("not covered by choice", &counts);
            return Ok(Coverage { uncovered: counts, ..Coverage::default() });
        }
        request.note = note("covered", &counts);
        Ok(Coverage { restorer: Restorer::of(&placeholders), covered: counts, uncovered: Vec::new() })
    }

    /// What is covered: what was said with a question, else what the settings say; of policy's word and another the one
    /// that covers more.
    pub(crate) fn cover_in_force(&self, wanted: Option<Cover>) -> Cover {
        let set = Cover::of_setting(&self.setting_text(SettingKey::CoverBeforeLeaving));
        match wanted {
            Some(wanted) if self.is_cover_forced() => wanted.max(set),
            Some(wanted) => wanted,
            None => set,
        }
    }

    /// Whether nobody has decided what leaves: the settings cover nothing, by the person's choice and not by policy's,
    /// and nothing was said with the question.
    pub(crate) fn is_undecided(&self, wanted: Option<Cover>) -> bool {
        wanted.is_none() && !self.is_cover_forced() && self.cover_in_force(None) == Cover::Off
    }

    /// What is sensitive in some texts, each once. Names are among it where a model finds them; those of what was said
    /// earlier are not looked for, because that would take long.
    pub(crate) async fn find_to_leave(
        &self,
        texts: Vec<(LeavingPlace, String)>,
    ) -> Result<Vec<FoundToLeave>, Error> {
        let finder = self.name_finder().await.ok();
        blocking(move || {
            let mut found: Vec<FoundToLeave> = Vec::new();
            for (place, text) in texts {
                let finder = finder.as_deref().filter(|_| place != LeavingPlace::Earlier);
                for one in sensitive(&text, finder)? {
                    let Some(part) = text.get(one.range).map(str::to_owned) else { continue };
                    if !found.iter().any(|known| known.kind == one.kind && known.text == part) {
                        found.push(FoundToLeave { kind: one.kind, text: part, place });
                    }
                }
            }
            Ok(found)
        })
        .await?
    }

    fn is_cover_forced(&self) -> bool {
        self.policy().setting(SettingKey::CoverBeforeLeaving).is_some()
    }

    /// The model that finds names.
    ///
    /// # Errors
    /// [`Error::NamesMissing`] where it is not installed.
    pub(crate) async fn name_finder(&self) -> Result<Arc<NameFinder>, Error> {
        let names = self.names();
        self.require(names.model.as_ref(), Error::NamesMissing)?;
        names.finder().await
    }
}

/// How many of which kind, in words.
pub(crate) fn in_words(kinds: impl Iterator<Item = SensitiveKind>) -> String {
    let mut counts = BTreeMap::new();
    for kind in kinds {
        *counts.entry(kind).or_insert(0) += 1;
    }
    let words = counts.into_iter().map(|(kind, count): (_, u32)| Covered { kind, count });
    words.map(|one| count(&one)).collect::<Vec<_>>().join(", ")
}

/// Everything in a text that is to be covered. Blocks.
pub(crate) fn sensitive(text: &str, finder: Option<&NameFinder>) -> Result<Vec<Sensitive>, Error> {
    let mut found = find_sensitive(text);
    if let Some(finder) = finder {
        found.extend(finder.find(text).map_err(failed)?);
        found = merged(text, found);
    }
    Ok(found)
}

/// What the record says of what was covered or was not: kinds and numbers, and nothing else.
fn note(what: &str, counts: &[Covered]) -> Option<String> {
    let parts: Vec<String> = counts.iter().map(count).collect();
    (!parts.is_empty()).then(|| format!("{what}: {}", parts.join(", ")))
}

fn count(one: &Covered) -> String {
    format!("{} × {}", one.count, one.kind.name())
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Error> {
    tokio::task::spawn_blocking(work).await.map_err(failed)
}

/// What cannot be covered does not leave.
fn failed(error: impl std::fmt::Display) -> Error {
    Error::Invalid(format!("Nothing was sent, because what should be covered could not be found: {error}."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_record_names_kinds_and_numbers_only() {
        let found = sensitive("IBAN DE89 3704 0044 0532 0130 00, write to ann@example.com", None).unwrap();
        assert_eq!(
            found.iter().map(|one| one.kind).collect::<Vec<_>>(),
            [SensitiveKind::Iban, SensitiveKind::Email]
        );
        let covered = |kind, count| Covered { kind, count };
        let both = [covered(SensitiveKind::Iban, 1), covered(SensitiveKind::Email, 2)];
        assert_eq!(
            note("covered", &both).as_deref(),
            Some("covered: 1 × account number, 2 × e-mail address")
        );
        assert_eq!(note("covered", &[]), None);
        assert_eq!(
            in_words([SensitiveKind::Email, SensitiveKind::Iban, SensitiveKind::Email].into_iter()),
            "1 × account number, 2 × e-mail address"
        );
    }
}
