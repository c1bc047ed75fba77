//! The schema of the profile database, version by version. A migration that was released never changes:
//! what it should have been becomes the next one.
//!
//! This crate must never know the types that live in the tables, nor where the database lies.

use sea_orm_migration::prelude::*;

mod m0001_profile;
mod m0002_failure_code;
mod m0003_vectors;
mod m0004_memories;
mod m0005_kept_apart;
mod m0006_images;

/// The migrations of the profile database.
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_profile::Profile),
            Box::new(m0002_failure_code::FailureCode),
            Box::new(m0003_vectors::Vectors),
            Box::new(m0004_memories::Memories),
            Box::new(m0005_kept_apart::KeptApart),
            Box::new(m0006_images::Images),
        ]
    }
}

/// The names of all migrations that this program knows, in order.
#[must_use]
pub fn known() -> Vec<String> {
    Migrator::migrations().iter().map(|migration| migration.name().to_owned()).collect()
}
