//! The first schema: conversations and their messages, events, roles, providers, settings, drafts, the record
//! of what left the machine, and the outbox. Reasons stand beside the tables in `up.sql`.

use sea_orm_migration::prelude::*;

pub(crate) struct Profile;

impl MigrationName for Profile {
    fn name(&self) -> &'static str {
        "m0001_profile"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Profile {
    #[expect(elided_lifetimes_in_paths, reason = "the trait is declared so")]
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(include_str!("up.sql")).await?;
        Ok(())
    }
}
