//! Local models: what there is, installing, checking, importing, removing.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use attune_domain::{ModelChoice, ModelId};
use attune_models::catalogue::Task;
use attune_models::install::{InstallError, Listed, Phase, Progress};
use attune_store::ModelSpeed;
use attune_wire::{
    CancelInstall, ErrorBody, Event, ImportModel, InstallModel, InstallPhase, InstallProgress, ListModels,
    ModelState, ModelTask, ModelView, ModelsView, Nothing, RemoveModel, VerifiedModel, VerifyModel,
};
use tokio_util::sync::CancellationToken;

use crate::{App, Error};

/// Installations that run, and why the last ones failed.
#[derive(Debug, Default)]
pub(crate) struct Installing {
    entries: Mutex<HashMap<ModelId, Entry>>,
}

#[derive(Debug)]
enum Entry {
    Running { progress: InstallProgress, cancel: CancellationToken },
    Failed(ErrorBody),
}

impl Installing {
    /// Takes the place of a model; none if it is being installed already.
    fn begin(&self, id: &ModelId) -> Option<CancellationToken> {
        let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        if matches!(entries.get(id), Some(Entry::Running { .. })) {
            return None;
        }
        let cancel = CancellationToken::new();
        let progress = InstallProgress {
            id: id.clone(),
            phase: InstallPhase::Checking,
            done_bytes: 0,
            total_bytes: 0,
            source: String::new(),
        };
        entries.insert(id.clone(), Entry::Running { progress, cancel: cancel.clone() });
        Some(cancel)
    }

    fn running(&self, id: &ModelId) -> Option<CancellationToken> {
        let entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        match entries.get(id) {
            Some(Entry::Running { cancel, .. }) => Some(cancel.clone()),
            _ => None,
        }
    }

    fn reached(&self, reached: &InstallProgress) {
        let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(Entry::Running { progress, .. }) = entries.get_mut(&reached.id) {
            progress.clone_from(reached);
        }
    }

    fn end(&self, id: &ModelId, error: Option<ErrorBody>) {
        let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        match error {
            Some(error) => entries.insert(id.clone(), Entry::Failed(error)),
            None => entries.remove(id),
        };
    }

    fn cancel(&self, id: &ModelId) {
        let entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(Entry::Running { cancel, .. }) = entries.get(id) {
            cancel.cancel();
        }
    }

    fn state(&self, id: &ModelId) -> Option<ModelState> {
        let entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        entries.get(id).map(|entry| match entry {
            Entry::Running { progress, .. } => ModelState::Installing { progress: progress.clone() },
            Entry::Failed(error) => ModelState::Failed { error: error.clone() },
        })
    }
}

/// The catalogue with what is installed.
///
/// # Errors
/// [`Error::Store`].
pub async fn list_models(app: &App, _request: ListModels) -> Result<ModelsView, Error> {
    let speeds = app.store().model_speeds().await?;
    let installer = app.installer();
    let (listed, free_bytes) =
        blocking(move || (installer.list(), installer.free_bytes().unwrap_or(0))).await?;
    let policy = app.policy();
    Ok(ModelsView {
        models: listed.into_iter().filter_map(|listed| model_view(app, listed, &speeds)).collect(),
        free_bytes,
        folder: app.home().models().display().to_string(),
        downloads_forbidden_by: (!policy.rules.models.download).then(|| policy.authority()),
        mirror: policy.rules.models.mirror.clone(),
    })
}

/// Begins to install a model. Progress and the end come as events.
///
/// # Errors
/// [`Error::Install`] when the catalogue has no such model.
pub async fn install_model(app: &App, request: InstallModel) -> Result<Nothing, Error> {
    if app.installer().catalogue().get(&request.id).is_none() {
        return Err(InstallError::Unknown(request.id).into());
    }
    if app.installing().begin(&request.id).is_some() {
        let app = app.clone();
        tokio::spawn(async move {
            // The error is kept beside the model, for the window to show.
            if let Err(error) = run_install(&app, &request.id).await {
                tracing::warn!(%error, model = %request.id, "the model was not installed");
            }
        });
    }
    Ok(Nothing {})
}

/// Stops an installation. What was fetched is kept.
///
/// # Errors
/// Never; it is a command like the others.
pub async fn cancel_install(app: &App, request: CancelInstall) -> Result<Nothing, Error> {
    app.installing().cancel(&request.id);
    Ok(Nothing {})
}

/// Compares a model with its hash.
///
/// # Errors
/// [`Error::Install`].
pub async fn verify_model(app: &App, request: VerifyModel) -> Result<VerifiedModel, Error> {
    let verified = app.installer().verify(&request.id, CancellationToken::new()).await?;
    app.publish(Event::ModelsChanged {});
    Ok(VerifiedModel {
        id: verified.id,
        intact: verified.intact,
        sha256: verified.sha256.as_str().to_owned(),
    })
}

/// Deletes a model, freeing its memory first.
///
/// # Errors
/// [`Error::Install`].
pub async fn remove_model(app: &App, request: RemoveModel) -> Result<Nothing, Error> {
    let loaded = app.local().status().borrow().model.clone();
    if loaded.as_ref() == Some(&request.id) {
        app.local().unload().await;
    }
    let installer = app.installer();
    blocking(move || installer.remove(&request.id)).await??;
    app.publish(Event::ModelsChanged {});
    Ok(Nothing {})
}

/// Takes a model from a file.
///
/// # Errors
/// [`Error::PolicyForbids`] where files outside the catalogue may not be used, [`Error::Install`].
pub async fn import_model(app: &App, request: ImportModel) -> Result<ModelView, Error> {
    let telling = app.clone();
    let progress =
        move |progress: Progress| telling.publish(Event::InstallProgressed { progress: view(progress) });
    let path = Path::new(&request.path);
    let installed = app.installer().import(path, request.id, progress, CancellationToken::new()).await?;
    app.publish(Event::ModelsChanged {});
    let models = list_models(app, ListModels {}).await?.models;
    let gone = || Error::Install(InstallError::NotInstalled(installed.id.clone()));
    models.into_iter().find(|model| model.id == installed.id).ok_or_else(gone)
}

impl App {
    /// Installs a model and waits for it: what a terminal does.
    ///
    /// # Errors
    /// [`Error::Busy`] when it is being installed already, [`Error::Install`].
    pub async fn install_and_wait(&self, id: &ModelId) -> Result<(), Error> {
        self.installing().begin(id).ok_or_else(|| InstallError::Busy(id.clone()))?;
        run_install(self, id).await
    }
}

async fn run_install(app: &App, id: &ModelId) -> Result<(), Error> {
    let Some(cancel) = app.installing().running(id) else { return Ok(()) };
    let telling = app.clone();
    let progress = move |progress: Progress| {
        let progress = view(progress);
        telling.installing().reached(&progress);
        telling.publish(Event::InstallProgressed { progress });
    };
    let result = app.installer().install(id, progress, cancel).await.map_err(Error::from);
    let failure = match &result {
        Err(Error::Install(InstallError::Cancelled)) | Ok(_) => None,
        Err(error) => Some(error.body()),
    };
    app.installing().end(id, failure);
    app.meaning().wake();
    app.publish(Event::ModelsChanged {});
    result.map(drop)
}

fn model_view(app: &App, listed: Listed, speeds: &[ModelSpeed]) -> Option<ModelView> {
    let Listed { entry, installed, resumable_bytes } = listed;
    let id = entry
        .as_ref()
        .map(|entry| entry.id.clone())
        .or_else(|| installed.as_ref().map(|model| model.id.clone()))?;
    let speed = speeds.iter().find(|speed| speed.model == id).map(|speed| speed.tokens_per_s);
    let state = match (app.installing().state(&id), &installed) {
        (Some(running @ ModelState::Installing { .. }), _) => running,
        (_, Some(model)) if model.damaged => ModelState::Failed { error: damaged(&id) },
        (_, Some(_)) => ModelState::Installed {},
        (Some(failed), None) => failed,
        (None, None) => ModelState::Absent { resumable_bytes },
    };
    let task = |task: Task| match task {
        Task::Chat => ModelTask::Chat,
        Task::Speech => ModelTask::Speech,
        _ => ModelTask::Other,
    };
    Some(match entry {
        Some(entry) => ModelView {
            task: task(entry.task),
            name: entry.name,
            description: entry.description,
            licence: entry.licence,
            bytes: entry.bytes,
            memory_bytes: entry.memory_bytes,
            context_tokens: entry.context_tokens,
            recommended: entry.recommended,
            imported: false,
            state,
            measured_tokens_per_s: speed,
            id,
        },
        None => {
            let model = installed?;
            ModelView {
                task: task(model.task),
                name: model.name,
                description: String::new(),
                licence: String::new(),
                bytes: model.bytes,
                memory_bytes: model.bytes + model.bytes / 4,
                context_tokens: 0,
                recommended: false,
                imported: true,
                state,
                measured_tokens_per_s: speed,
                id,
            }
        }
    })
}

fn damaged(id: &ModelId) -> ErrorBody {
    ErrorBody {
        code: attune_wire::ErrorCode::ModelBroken,
        message: format!("The file of “{id}” is not what it should be. Install it again."),
    }
}

fn view(progress: Progress) -> InstallProgress {
    InstallProgress {
        id: progress.id,
        phase: match progress.phase {
            Phase::Checking => InstallPhase::Checking,
            Phase::Downloading => InstallPhase::Downloading,
            Phase::Joining => InstallPhase::Joining,
            Phase::Verifying => InstallPhase::Verifying,
            Phase::Converting => InstallPhase::Converting,
            Phase::Done => InstallPhase::Done,
        },
        done_bytes: progress.done,
        total_bytes: progress.total,
        source: progress.source,
    }
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Error> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| Error::Invalid(format!("The work was given up: {error}")))
}

impl App {
    /// The name of what writes the next answer.
    pub(crate) async fn name_of(&self, choice: &ModelChoice) -> Result<String, Error> {
        Ok(match choice {
            ModelChoice::Local { model } => {
                self.installer().installed(model).map_or_else(|| model.to_string(), |model| model.name)
            }
            ModelChoice::Remote { provider } => self.store().provider(provider).await?.name,
        })
    }
}
