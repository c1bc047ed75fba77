//! Role templates, as they stand in the database.

use attune_domain::{RoleId, RoleTemplate};
use attune_wire::{ListRoles, RoleView};

use crate::{App, Error};

/// The current version of every role template, in the order of the role selector.
///
/// # Errors
/// [`Error::Store`].
pub async fn list_roles(app: &App, _request: ListRoles) -> Result<Vec<RoleView>, Error> {
    let roles = app.store().roles().await?;
    Ok(roles.into_iter().map(|role| RoleView::new(role.template, role.stored_at.0)).collect())
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
