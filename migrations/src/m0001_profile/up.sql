-- Times are milliseconds since 1970; hybrid times are readings of a hybrid logical clock; ids are UUIDs of
-- 16 bytes. Every row that belongs to a person names who wrote it (actor), when in the order of all writes
-- (hybrid_time) and whether it was deleted (deleted_at). `extra` holds, as JSON, what a newer program sent
-- and this one does not know. `local` numbers rows for the full-text index and never leaves the machine.
-- Long columns stand last, so that reading the short ones does not touch overflow pages.

-- "Attn": tells this file apart from any other SQLite database.
PRAGMA application_id = 1098151022;

-- The few facts about the profile as a whole, by name.
CREATE TABLE meta (
    key   TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE conversations (
    local       INTEGER PRIMARY KEY,
    id          BLOB    NOT NULL UNIQUE,
    role        TEXT    NOT NULL,
    pinned      INTEGER NOT NULL DEFAULT 0,
    tip         BLOB,
    created_at  INTEGER NOT NULL,
    updated_at  INTEGER NOT NULL,
    actor       BLOB    NOT NULL,
    hybrid_time INTEGER NOT NULL,
    deleted_at  INTEGER,
    title       TEXT    NOT NULL,
    -- The title's ideographs, one by one: see messages.ideographs.
    ideographs  TEXT    NOT NULL DEFAULT '',
    extra       TEXT
);
CREATE INDEX conversations_recent ON conversations (updated_at) WHERE deleted_at IS NULL;

CREATE TABLE messages (
    local        INTEGER PRIMARY KEY,
    id           BLOB    NOT NULL UNIQUE,
    conversation BLOB    NOT NULL REFERENCES conversations (id) DEFERRABLE INITIALLY DEFERRED,
    -- A message never changes its parent, so the tree needs no rules of its own.
    parent       BLOB    REFERENCES messages (id) DEFERRABLE INITIALLY DEFERRED,
    -- How many messages stand above it: its index in every branch that it belongs to.
    depth        INTEGER NOT NULL,
    author       TEXT    NOT NULL,
    status       TEXT    NOT NULL,
    created_at   INTEGER NOT NULL,
    actor        BLOB    NOT NULL,
    hybrid_time  INTEGER NOT NULL,
    deleted_at   INTEGER,
    -- The running program that writes it, while it is streaming. Means nothing on another machine.
    writer       BLOB,
    failure      TEXT,
    text         TEXT    NOT NULL,
    -- The letters of scripts that put no spaces between words, one by one, because the tokenizer of the
    -- full-text index would take each whole sentence for a word.
    ideographs   TEXT    NOT NULL DEFAULT '',
    origin       TEXT,
    adherence    TEXT,
    extra        TEXT
);
CREATE INDEX messages_tree ON messages (conversation, parent, created_at, id);
CREATE INDEX messages_parent ON messages (parent);
CREATE INDEX messages_streaming ON messages (writer) WHERE status = 'streaming';

-- Full-text index. It keeps words only (no second copy of the texts) and is written when a text is final:
-- indexing a growing answer at every flush would cost more than writing it.
CREATE VIRTUAL TABLE message_words USING fts5 (
    text, ideographs,
    content = '', contentless_delete = 1,
    tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
);
CREATE TRIGGER messages_inserted AFTER INSERT ON messages
WHEN new.status <> 'streaming' BEGIN
    INSERT INTO message_words (rowid, text, ideographs) VALUES (new.local, new.text, new.ideographs);
END;
CREATE TRIGGER messages_updated AFTER UPDATE OF text, ideographs, status ON messages
WHEN new.status <> 'streaming' BEGIN
    DELETE FROM message_words WHERE rowid = new.local;
    INSERT INTO message_words (rowid, text, ideographs) VALUES (new.local, new.text, new.ideographs);
END;
CREATE TRIGGER messages_removed AFTER DELETE ON messages BEGIN
    DELETE FROM message_words WHERE rowid = old.local;
END;

-- The same columns, so that one query serves both.
CREATE VIRTUAL TABLE title_words USING fts5 (
    text, ideographs,
    content = '', contentless_delete = 1,
    tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
);
CREATE TRIGGER conversations_inserted AFTER INSERT ON conversations BEGIN
    INSERT INTO title_words (rowid, text, ideographs) VALUES (new.local, new.title, new.ideographs);
END;
CREATE TRIGGER conversations_updated AFTER UPDATE OF title, ideographs ON conversations
WHEN new.title <> old.title OR new.ideographs <> old.ideographs BEGIN
    DELETE FROM title_words WHERE rowid = new.local;
    INSERT INTO title_words (rowid, text, ideographs) VALUES (new.local, new.title, new.ideographs);
END;
CREATE TRIGGER conversations_removed AFTER DELETE ON conversations BEGIN
    DELETE FROM title_words WHERE rowid = old.local;
END;

-- What happened, kept as it was seen. `payload` is the kind with its data; `kind` repeats its name.
-- `message` may name one that has not arrived on this device yet.
CREATE TABLE events (
    id          BLOB    PRIMARY KEY NOT NULL,
    at          INTEGER NOT NULL,
    actor       BLOB    NOT NULL,
    hybrid_time INTEGER NOT NULL,
    deleted_at  INTEGER,
    message     BLOB,
    kind        TEXT    NOT NULL,
    payload     TEXT    NOT NULL,
    extra       TEXT
);
CREATE INDEX events_order ON events (hybrid_time, actor);
CREATE INDEX events_message ON events (message) WHERE message IS NOT NULL;

-- Unsent text, one row a conversation; the one that is not begun has the nil UUID.
CREATE TABLE drafts (
    id           BLOB    PRIMARY KEY NOT NULL,
    conversation BLOB    NOT NULL UNIQUE,
    updated_at   INTEGER NOT NULL,
    actor        BLOB    NOT NULL,
    hybrid_time  INTEGER NOT NULL,
    deleted_at   INTEGER,
    text         TEXT    NOT NULL,
    extra        TEXT
);

-- Role templates, every version that was ever published here. They belong to the company, not to a person.
CREATE TABLE roles (
    id        TEXT    NOT NULL,
    version   INTEGER NOT NULL,
    place     INTEGER NOT NULL,
    stored_at INTEGER NOT NULL,
    body      TEXT    NOT NULL,
    extra     TEXT,
    PRIMARY KEY (id, version)
);
CREATE TRIGGER roles_never_change BEFORE UPDATE OF id, version, stored_at, body ON roles BEGIN
    SELECT RAISE(ABORT, 'a published role template never changes');
END;

-- Remote providers by the short name that answers point to. Keys are not here: they live in the keyring.
CREATE TABLE providers (
    id          TEXT    PRIMARY KEY NOT NULL,
    updated_at  INTEGER NOT NULL,
    actor       BLOB    NOT NULL,
    hybrid_time INTEGER NOT NULL,
    deleted_at  INTEGER,
    body        TEXT    NOT NULL,
    extra       TEXT
);

-- Settings by key, as JSON. Keys that this program does not know stay.
CREATE TABLE settings (
    key         TEXT    PRIMARY KEY NOT NULL,
    updated_at  INTEGER NOT NULL,
    actor       BLOB    NOT NULL,
    hybrid_time INTEGER NOT NULL,
    deleted_at  INTEGER,
    value       TEXT    NOT NULL,
    extra       TEXT
);

-- What left the machine, or was refused. An audit record is written once.
CREATE TABLE departures (
    id             BLOB    PRIMARY KEY NOT NULL,
    at             INTEGER NOT NULL,
    actor          BLOB    NOT NULL,
    hybrid_time    INTEGER NOT NULL,
    deleted_at     INTEGER,
    permitted      INTEGER NOT NULL,
    personal_bytes INTEGER NOT NULL,
    purpose        TEXT    NOT NULL,
    destination    TEXT    NOT NULL,
    subject        TEXT    NOT NULL,
    decided_by     TEXT    NOT NULL,
    extra          TEXT
);
CREATE INDEX departures_recent ON departures (at);
CREATE TRIGGER departures_never_change BEFORE UPDATE ON departures BEGIN
    SELECT RAISE(ABORT, 'an audit record never changes');
END;

-- What a company server has not seen yet: one row for each thing that changed, at its newest change. Written
-- in the transaction of the change itself.
CREATE TABLE outbox (
    kind        TEXT    NOT NULL,
    id          TEXT    NOT NULL,
    hybrid_time INTEGER NOT NULL,
    PRIMARY KEY (kind, id)
) WITHOUT ROWID;
CREATE INDEX outbox_order ON outbox (hybrid_time);
