//! Memories as they stand. The rows are a cache: the events about memories are the truth, and folding them
//! again gives the same rows. There is no full-text index over them: its segments would keep words of a text
//! that was erased, and a person's memories are few enough to be ranked as they are read.

use sea_orm_migration::prelude::*;

pub(crate) struct Memories;

impl MigrationName for Memories {
    fn name(&self) -> &'static str {
        "m0004_memories"
    }
}

const UP: &str = "
    CREATE TABLE memories (
        id          BLOB    PRIMARY KEY NOT NULL,
        -- current, superseded, forgotten (hidden, to be erased) or erased (a tombstone).
        state       TEXT    NOT NULL,
        actor       BLOB    NOT NULL,
        hybrid_time INTEGER NOT NULL,
        deleted_at  INTEGER,
        -- The memory, or what is left of it, as JSON.
        body        TEXT    NOT NULL,
        extra       TEXT
    );
    CREATE INDEX memories_state ON memories (state);
    -- The fold reads the events about memories only.
    CREATE INDEX events_about_memories ON events (hybrid_time, actor) WHERE kind GLOB 'memor*';
";

#[async_trait::async_trait]
impl MigrationTrait for Memories {
    #[expect(elided_lifetimes_in_paths, reason = "the trait is declared so")]
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(UP).await?;
        Ok(())
    }
}
