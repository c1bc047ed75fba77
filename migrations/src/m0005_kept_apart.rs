//! A person can keep a conversation apart: nothing of it goes into answers of other conversations. The events say
//! when they did so; the column is what they come to.

use sea_orm_migration::prelude::*;

pub(crate) struct KeptApart;

impl MigrationName for KeptApart {
    fn name(&self) -> &'static str {
        "m0005_kept_apart"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for KeptApart {
    #[expect(elided_lifetimes_in_paths, reason = "the trait is declared so")]
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let sql = "ALTER TABLE conversations ADD COLUMN apart INTEGER NOT NULL DEFAULT 0";
        manager.get_connection().execute_unprepared(sql).await?;
        Ok(())
    }
}
