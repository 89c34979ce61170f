-- Your own tables do not change. These tables contain what the server issues. Times are UTC ticks, hashes 32 bytes.
CREATE TABLE authorizations (
  id TEXT PRIMARY KEY, issuer TEXT NOT NULL, client_id TEXT NOT NULL, subject TEXT, scope TEXT NOT NULL, resources TEXT NOT NULL,
  granted_at BIGINT NOT NULL, ends_at BIGINT, grant_properties TEXT NOT NULL);
CREATE TABLE revoked_authorizations (id TEXT PRIMARY KEY, revoked_at BIGINT NOT NULL);
CREATE TABLE credentials (
  hash BLOB PRIMARY KEY, kind TEXT NOT NULL, authorization_id TEXT NOT NULL, expires_at BIGINT, consumed_at BIGINT,
  redirect_uri TEXT, redirect_uri_sent INTEGER NOT NULL, code_challenge TEXT, code_challenge_method TEXT,
  replay_until BIGINT, replay BLOB, properties TEXT NOT NULL,
  user_code_hash BLOB UNIQUE, device_status INTEGER, interval_ticks BIGINT, last_polled_at BIGINT);
CREATE TABLE access_tokens (
  hash BLOB PRIMARY KEY, token_id TEXT NOT NULL, authorization_id TEXT NOT NULL, scope TEXT NOT NULL, audience TEXT NOT NULL,
  token_type TEXT NOT NULL, issued_at BIGINT NOT NULL, expires_at BIGINT NOT NULL, revoked_at BIGINT, properties TEXT NOT NULL);
CREATE TABLE consents (
  issuer TEXT NOT NULL, subject TEXT NOT NULL, client_id TEXT NOT NULL, id TEXT NOT NULL, scope TEXT NOT NULL, resources TEXT NOT NULL,
  granted_at BIGINT NOT NULL,
  PRIMARY KEY (issuer, subject, client_id));
CREATE TABLE withdrawals (
  issuer TEXT NOT NULL, subject TEXT NOT NULL, client_id TEXT NOT NULL, withdrawn_at BIGINT NOT NULL,
  PRIMARY KEY (issuer, subject, client_id));
