//! The state of the whole, for the status bar.

use attune_domain::policy::PolicySource;
use attune_wire::{GetStatus, StatusView};

use crate::{App, Error, engine};

/// The state of the whole.
///
/// # Errors
/// [`Error::Store`].
pub async fn get_status(app: &App, _request: GetStatus) -> Result<StatusView, Error> {
    let role = app.role(&app.default_role().await?).await?;
    let choice = app.choose_model(&role, None).await.ok();
    let name = match &choice {
        Some(choice) => Some(app.name_of(choice).await?),
        None => None,
    };
    let policy = app.policy();
    let managed_by = match &policy.source {
        PolicySource::BuiltIn => None,
        PolicySource::File { managed_by, .. } if !managed_by.is_empty() => Some(managed_by.clone()),
        PolicySource::File { path, .. } | PolicySource::Broken { path, .. } => Some(path.clone()),
    };
    // Counted first: the engine's status is borrowed and must not be held while something is awaited.
    let messages = app.store().counts().await?.messages;
    Ok(StatusView {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        home: app.home().folder().display().to_string(),
        engine: engine::view(&app.local().status().borrow()),
        answers_with: choice.map(Into::into),
        answers_with_name: name,
        managed_by,
        messages,
    })
}
