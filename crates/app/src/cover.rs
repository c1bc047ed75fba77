//! Covering what should not leave: before a question goes to a provider, identifiers in all that is told become
//! placeholders; in its answer they are put back. Which, the person says, or policy.

use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::Arc;

use attune_domain::{Covered, ModelId, Sensitive, SettingKey};
use attune_models::catalogue::{Catalogue, Task};
use attune_models::chat::ChatRequest;
use attune_models::embed::ModelFiles;
use attune_models::names::NameFinder;
use attune_persona::redact::{Placeholders, Restorer, find_sensitive, merged};
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

impl App {
    /// Covers what the settings say in every turn of a request to a provider. Gives what puts it back, and how many of
    /// which kind were covered.
    ///
    /// # Errors
    /// [`Error::NamesMissing`] where names are to be covered and no model finds them: then nothing may leave.
    pub(crate) async fn cover(&self, request: &mut ChatRequest) -> Result<(Restorer, Vec<Covered>), Error> {
        let finder = match self.setting_text(SettingKey::CoverBeforeLeaving).as_str() {
            "off" => return Ok((Restorer::default(), Vec::new())),
            "names" => Some(self.name_finder().await?),
            _ => None,
        };
        let turns = std::mem::take(&mut request.turns);
        let covered = blocking(move || {
            let mut placeholders = Placeholders::new();
            let mut turns = turns;
            for turn in &mut turns {
                let found = sensitive(&turn.text, finder.as_deref())?;
                if !found.is_empty() {
                    turn.text = placeholders.mask(&turn.text, &found);
                }
            }
            Ok::<_, Error>((turns, placeholders))
        });
        let (turns, placeholders) = covered.await??;
        request.turns = turns;
        let count =
            |(kind, count): (_, usize)| Covered { kind, count: u32::try_from(count).unwrap_or(u32::MAX) };
        let covered: Vec<Covered> = placeholders.counts().into_iter().map(count).collect();
        request.note = note(&covered);
        Ok((Restorer::of(&placeholders), covered))
    }

    async fn name_finder(&self) -> Result<Arc<NameFinder>, Error> {
        let names = self.names();
        self.require(names.model.as_ref(), Error::NamesMissing)?;
        names.finder().await
    }
}

/// Everything in a text that is to be covered. Blocks.
fn sensitive(text: &str, finder: Option<&NameFinder>) -> Result<Vec<Sensitive>, Error> {
    let mut found = find_sensitive(text);
    if let Some(finder) = finder {
        found.extend(finder.find(text).map_err(failed)?);
        found = merged(text, found);
    }
    Ok(found)
}

/// What the record says of what was covered: kinds and numbers, and nothing else.
fn note(covered: &[Covered]) -> Option<String> {
    let parts: Vec<String> =
        covered.iter().map(|one| format!("{} × {}", one.count, one.kind.name())).collect();
    (!parts.is_empty()).then(|| format!("covered: {}", parts.join(", ")))
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
    use attune_domain::SensitiveKind;

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
        assert_eq!(note(&both).as_deref(), Some("covered: 1 × account number, 2 × e-mail address"));
        assert_eq!(note(&[]), None);
    }
}
