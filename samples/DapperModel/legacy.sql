-- The application's own schema, as it has been for years. The model reads it and changes nothing of it.
CREATE TABLE users (
    user_id  INTEGER PRIMARY KEY,
    login    TEXT    NOT NULL UNIQUE COLLATE NOCASE,
    pw_salt  BLOB    NOT NULL,
    pw_hash  BLOB    NOT NULL,
    locked   INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE apps (
    app_id        INTEGER PRIMARY KEY,
    app_key       TEXT    NOT NULL UNIQUE,
    secret_sha256 BLOB,                        -- null: an app that cannot keep a secret
    callbacks     TEXT    NOT NULL,            -- one URI a line
    permissions   TEXT    NOT NULL,            -- separated by spaces
    may_use       TEXT    NOT NULL,            -- grant types, separated by spaces
    enabled       INTEGER NOT NULL DEFAULT 1
);
