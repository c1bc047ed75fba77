//! Images beside questions: what was read in them stands with the message, is searched with it and embedded with it;
//! the pixels lie in a table of their own, so that reading a conversation does not touch them.

use sea_orm_migration::prelude::*;

pub(crate) struct Images;

impl MigrationName for Images {
    fn name(&self) -> &'static str {
        "m0006_images"
    }
}

/// `attachments` is a JSON list; `attached` is what a search finds of it. `media` is the form of `pixels` and of
/// `thumbnail`, as the web names it.
const UP: &str = "
ALTER TABLE messages ADD COLUMN attached TEXT NOT NULL DEFAULT '';
ALTER TABLE messages ADD COLUMN attachments TEXT;

CREATE TABLE images (
    id          BLOB    PRIMARY KEY NOT NULL,
    -- An edited question shows the images of the one before it, which stay with that one.
    message     BLOB    NOT NULL REFERENCES messages (id) DEFERRABLE INITIALLY DEFERRED,
    actor       BLOB    NOT NULL,
    hybrid_time INTEGER NOT NULL,
    deleted_at  INTEGER,
    media       TEXT    NOT NULL,
    thumbnail   BLOB    NOT NULL,
    pixels      BLOB    NOT NULL,
    extra       TEXT
);
CREATE INDEX images_message ON images (message);
CREATE TRIGGER images_of_removed_message AFTER DELETE ON messages BEGIN
    DELETE FROM images WHERE message = old.id;
END;

DROP TRIGGER messages_inserted;
CREATE TRIGGER messages_inserted AFTER INSERT ON messages
WHEN new.status <> 'streaming' BEGIN
    INSERT INTO message_words (rowid, text, ideographs)
    VALUES (new.local, new.text || char(10) || new.attached, new.ideographs);
END;
DROP TRIGGER messages_updated;
CREATE TRIGGER messages_updated AFTER UPDATE OF text, ideographs, status ON messages
WHEN new.status <> 'streaming' BEGIN
    DELETE FROM message_words WHERE rowid = new.local;
    INSERT INTO message_words (rowid, text, ideographs)
    VALUES (new.local, new.text || char(10) || new.attached, new.ideographs);
END;
";

#[async_trait::async_trait]
impl MigrationTrait for Images {
    #[expect(elided_lifetimes_in_paths, reason = "the trait is declared so")]
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(UP).await?;
        Ok(())
    }
}
