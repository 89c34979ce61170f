-- The tables of the tokens. Each record is kept as its text (RecordText); the other columns are what a statement searches or changes.
-- Times are ticks of 100 ns, UTC. Texts are compared as bytes (BINARY, the default collation of SQLite).
CREATE TABLE oauth_access_tokens (
    hash             BLOB    PRIMARY KEY,
    authorization_id TEXT    NOT NULL,
    revoked          INTEGER NOT NULL DEFAULT 0,
    record           TEXT    NOT NULL
) WITHOUT ROWID;

CREATE TABLE oauth_credentials (
    hash             BLOB    PRIMARY KEY,
    authorization_id TEXT    NOT NULL,
    predecessor      BLOB,                     -- the credential that was exchanged for this one
    consumed_at      INTEGER,
    replay_until     INTEGER,
    replay           BLOB,
    record           TEXT    NOT NULL
) WITHOUT ROWID;

-- A table of its own, because an authorization can be revoked before anything of it was saved. The rows stay: they are the tombstones.
CREATE TABLE oauth_revoked (
    authorization_id TEXT PRIMARY KEY
) WITHOUT ROWID;
