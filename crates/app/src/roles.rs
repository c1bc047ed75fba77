//! Role templates, as they stand in the database, and those that come from elsewhere.

use attune_domain::{RoleId, RoleTemplate};
use attune_persona::vetting::{Vetted, vet};
use attune_wire::{ListRoles, RoleView};
use serde::Serialize;

use crate::{App, Error};

/// The current version of every role template, in the order of the role selector.
///
/// # Errors
/// [`Error::Store`].
pub async fn list_roles(app: &App, _request: ListRoles) -> Result<Vec<RoleView>, Error> {
    let roles = app.store().roles().await?;
    Ok(roles.into_iter().map(|role| RoleView::new(role.template, role.stored_at.0)).collect())
}

/// The longest file that is read as a template, in bytes.
pub const LONGEST_FILE: usize = 64 * 1024;

/// A template from elsewhere.
#[derive(Debug, Clone)]
pub struct ImportRole {
    /// The template, as TOML.
    pub text: String,
    /// The id that it gets here, instead of its own.
    pub id: Option<RoleId>,
    /// Whether it is only looked at.
    pub look_only: bool,
}

/// What came in, or would.
#[derive(Debug, Clone, Serialize)]
pub struct ImportedRole {
    /// The role.
    pub role: RoleView,
    /// Whether it is stored now.
    pub stored: bool,
    /// All that it tells a model, word for word.
    pub tells: String,
    /// About how many tokens of every prompt it takes.
    pub tokens: u32,
    /// What of it should be read before it is used.
    pub suspicious: Vec<String>,
    /// What it has lost: a template from elsewhere chooses neither model nor provider.
    pub lost: Vec<&'static str>,
}

/// Takes a role template in from elsewhere, as a new role. It is data: it shapes the prompts of its own role and nothing
/// else, changes no role that is there, and is not chosen by itself.
///
/// # Errors
/// [`Error::Invalid`] for what is no template, is too much, or has the id of a role that is there; [`Error::Store`].
pub async fn import_role(app: &App, request: ImportRole) -> Result<ImportedRole, Error> {
    if request.text.len() > LONGEST_FILE {
        let most = LONGEST_FILE / 1024;
        return Err(Error::Invalid(format!("A role template has at most {most} KiB. Nothing was imported.")));
    }
    let nothing = |error: &dyn std::fmt::Display| Error::Invalid(format!("{error}. Nothing was imported."));
    let mut template = RoleTemplate::from_toml(&request.text).map_err(|error| nothing(&error))?;
    if let Some(id) = request.id {
        template.id = id;
    }
    let Vetted { template, tells, tokens, suspicious, lost } =
        vet(template).map_err(|error| nothing(&format!("The role template cannot come in: {error}")))?;
    let id = template.id.clone();
    let taken =
        || Error::Invalid(format!("There is a role “{id}” already. Import this one under another id."));
    let (role, stored) = if request.look_only {
        let is_there = app.store().roles().await?.iter().any(|role| role.template.id == id);
        if is_there {
            return Err(taken());
        }
        (RoleView::new(template, app.clock().now().0), false)
    } else {
        let role = app.store().add_role(template).await?.ok_or_else(taken)?;
        (RoleView::new(role.template, role.stored_at.0), true)
    };
    Ok(ImportedRole { role, stored, tells, tokens, suspicious, lost })
}

impl App {
    /// The current version of a role.
    pub(crate) async fn role(&self, id: &RoleId) -> Result<RoleTemplate, Error> {
        Ok(self.store().role(id).await?.template)
    }

    /// The role in which new conversations begin. One that is gone gives way to the first that is there.
    pub(crate) async fn default_role(&self) -> Result<RoleId, Error> {
        let wanted = self.setting_text(attune_domain::SettingKey::ProfileRole);
        let roles = self.store().roles().await?;
        roles
            .iter()
            .find(|role| role.template.id.as_str() == wanted)
            .or_else(|| roles.first())
            .map(|role| role.template.id.clone())
            .ok_or_else(|| Error::NotFound("There is no role template. Install Attune again.".to_owned()))
    }
}
