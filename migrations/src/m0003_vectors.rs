//! What messages mean, as vectors, one for each message and embedding model. They can be computed again from
//! the texts at any time: so they never leave the machine, have no clock and no outbox row, and go with what
//! they were made from.

use sea_orm_migration::prelude::*;

pub(crate) struct Vectors;

impl MigrationName for Vectors {
    fn name(&self) -> &'static str {
        "m0003_vectors"
    }
}

/// `number` grows with every vector that is kept and is never used again, so that a reader can go on where it
/// stopped. `components` are signed bytes, each worth `scale`.
///
/// A vector tells about a text that is deleted or changed, so it goes at once, also where only the
/// conversation was deleted and may be restored: then it is computed again.
const UP: &str = "
CREATE TABLE message_vectors (
    number     INTEGER PRIMARY KEY AUTOINCREMENT,
    message    BLOB    NOT NULL REFERENCES messages (id) DEFERRABLE INITIALLY DEFERRED,
    model      TEXT    NOT NULL,
    scale      REAL    NOT NULL,
    components BLOB    NOT NULL,
    UNIQUE (message, model)
);
CREATE TRIGGER vectors_of_changed_text AFTER UPDATE OF text ON messages WHEN new.text <> old.text BEGIN
    DELETE FROM message_vectors WHERE message = old.id;
END;
CREATE TRIGGER vectors_of_deleted_message AFTER UPDATE OF deleted_at ON messages
WHEN new.deleted_at IS NOT NULL BEGIN
    DELETE FROM message_vectors WHERE message = old.id;
END;
CREATE TRIGGER vectors_of_removed_message AFTER DELETE ON messages BEGIN
    DELETE FROM message_vectors WHERE message = old.id;
END;
CREATE TRIGGER vectors_of_deleted_conversation AFTER UPDATE OF deleted_at ON conversations
WHEN new.deleted_at IS NOT NULL BEGIN
    DELETE FROM message_vectors
    WHERE message IN (SELECT id FROM messages WHERE conversation = old.id);
END;
";

#[async_trait::async_trait]
impl MigrationTrait for Vectors {
    #[expect(elided_lifetimes_in_paths, reason = "the trait is declared so")]
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(UP).await?;
        Ok(())
    }
}
