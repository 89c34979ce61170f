-- What the tokens need beside it. Times are ticks of 100 ns, UTC; texts compare as bytes (SQLite's default collation, BINARY).
CREATE TABLE oauth_authorizations (
    id         TEXT    PRIMARY KEY,
    issuer     TEXT    NOT NULL,
    app_id     INTEGER NOT NULL REFERENCES apps,
    user_id    INTEGER REFERENCES users,       -- null: the app acts for itself
    scope      TEXT    NOT NULL,
    resources  TEXT    NOT NULL,               -- a JSON array
    granted_at INTEGER NOT NULL,
    ends_at    INTEGER,
    properties TEXT    NOT NULL
) WITHOUT ROWID;

-- A table of its own, because an authorization can be revoked before anything of it was saved. Rows stay: they are the tombstones.
CREATE TABLE oauth_revoked (
    authorization_id TEXT PRIMARY KEY
) WITHOUT ROWID;

CREATE TABLE oauth_credentials (
    hash                  BLOB    PRIMARY KEY,
    kind                  TEXT    NOT NULL,    -- 'code' or 'refresh'
    authorization_id      TEXT    NOT NULL REFERENCES oauth_authorizations,
    expires_at            INTEGER,
    consumed_at           INTEGER,
    replay_until          INTEGER,
    replay                BLOB,
    redirect_uri          TEXT,
    redirect_uri_sent     INTEGER,
    code_challenge        TEXT,
    code_challenge_method TEXT,
    properties            TEXT    NOT NULL
) WITHOUT ROWID;

CREATE TABLE oauth_access_tokens (
    hash             BLOB    PRIMARY KEY,
    id               TEXT    NOT NULL,
    authorization_id TEXT    NOT NULL REFERENCES oauth_authorizations,
    scope            TEXT    NOT NULL,
    audience         TEXT    NOT NULL,         -- a JSON array
    token_type       TEXT    NOT NULL,
    issued_at        INTEGER NOT NULL,
    expires_at       INTEGER NOT NULL,
    properties       TEXT    NOT NULL
) WITHOUT ROWID;
