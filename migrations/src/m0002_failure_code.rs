//! A failed answer keeps what kind of failure it was, so that the window can offer the remedy after a restart
//! too. Answers that failed before have none and are read as the general kind.

use sea_orm_migration::prelude::*;

pub(crate) struct FailureCode;

impl MigrationName for FailureCode {
    fn name(&self) -> &'static str {
        "m0002_failure_code"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for FailureCode {
    #[expect(elided_lifetimes_in_paths, reason = "the trait is declared so")]
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let sql = "ALTER TABLE messages ADD COLUMN failure_code TEXT";
        manager.get_connection().execute_unprepared(sql).await?;
        Ok(())
    }
}
