CREATE TABLE IF NOT EXISTS "__EFMigrationsHistory" (
    "MigrationId" TEXT NOT NULL CONSTRAINT "PK___EFMigrationsHistory" PRIMARY KEY,
    "ProductVersion" TEXT NOT NULL
);

CREATE TABLE "AspNetUsers" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_AspNetUsers" PRIMARY KEY,
    "Closed" INTEGER NOT NULL,
    "UserName" TEXT NULL,
    "NormalizedUserName" TEXT NULL,
    "Email" TEXT NULL,
    "NormalizedEmail" TEXT NULL,
    "EmailConfirmed" INTEGER NOT NULL,
    "PasswordHash" TEXT NULL,
    "SecurityStamp" TEXT NULL,
    "ConcurrencyStamp" TEXT NULL,
    "PhoneNumber" TEXT NULL,
    "PhoneNumberConfirmed" INTEGER NOT NULL,
    "TwoFactorEnabled" INTEGER NOT NULL,
    "LockoutEnd" TEXT NULL,
    "LockoutEnabled" INTEGER NOT NULL,
    "AccessFailedCount" INTEGER NOT NULL
);

CREATE TABLE "DataProtectionKeys" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_DataProtectionKeys" PRIMARY KEY AUTOINCREMENT,
    "FriendlyName" TEXT NULL,
    "Xml" TEXT NULL
);

CREATE TABLE "oauth_access_tokens" (
    "hash" BLOB NOT NULL CONSTRAINT "PK_oauth_access_tokens" PRIMARY KEY,
    "id" TEXT NOT NULL,
    "scope" TEXT NULL,
    "audience" TEXT NULL,
    "token_type" TEXT NOT NULL,
    "issued_at" INTEGER NOT NULL,
    "expires_at" INTEGER NOT NULL,
    "properties" TEXT NULL,
    "authorization_id" TEXT NOT NULL,
    "issuer" TEXT NOT NULL,
    "client_id" TEXT NOT NULL,
    "subject" TEXT NULL,
    "granted_scope" TEXT NOT NULL,
    "resources" TEXT NULL,
    "granted_at" INTEGER NOT NULL,
    "ends_at" INTEGER NULL,
    "authorization_properties" TEXT NULL
);

CREATE TABLE "oauth_clients" (
    "id" TEXT NOT NULL CONSTRAINT "PK_oauth_clients" PRIMARY KEY,
    "type" TEXT NOT NULL,
    "secret_hash" BLOB NULL,
    "authentication_methods" TEXT NULL,
    "grant_types" TEXT NULL,
    "redirect_uris" TEXT NULL,
    "scope" TEXT NOT NULL,
    "access_token_lifetime" INTEGER NULL,
    "refresh_token_lifetime" INTEGER NULL,
    "require_pkce" INTEGER NOT NULL,
    "disabled" INTEGER NOT NULL,
    "properties" TEXT NULL
);

CREATE TABLE "oauth_consents" (
    "issuer" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "client_id" TEXT NOT NULL,
    "scope" TEXT NULL,
    "granted_at" INTEGER NOT NULL,
    "withdrawn_at" INTEGER NULL,
    CONSTRAINT "PK_oauth_consents" PRIMARY KEY ("subject", "client_id", "issuer")
);

CREATE TABLE "oauth_credentials" (
    "hash" BLOB NOT NULL CONSTRAINT "PK_oauth_credentials" PRIMARY KEY,
    "kind" TEXT NOT NULL,
    "expires_at" INTEGER NULL,
    "consumed_at" INTEGER NULL,
    "consumed_by" BLOB NULL,
    "prune_at" INTEGER NULL,
    "replay_until" INTEGER NULL,
    "sealed_response" BLOB NULL,
    "redirect_uri" TEXT NULL,
    "redirect_uri_sent" INTEGER NOT NULL,
    "code_challenge" TEXT NULL,
    "code_challenge_method" TEXT NULL,
    "properties" TEXT NULL,
    "authorization_id" TEXT NOT NULL,
    "issuer" TEXT NOT NULL,
    "client_id" TEXT NOT NULL,
    "subject" TEXT NULL,
    "granted_scope" TEXT NOT NULL,
    "resources" TEXT NULL,
    "granted_at" INTEGER NOT NULL,
    "ends_at" INTEGER NULL,
    "authorization_properties" TEXT NULL
);

CREATE TABLE "oauth_leases" (
    "name" TEXT NOT NULL CONSTRAINT "PK_oauth_leases" PRIMARY KEY,
    "owner" TEXT NOT NULL,
    "until" INTEGER NOT NULL
);

CREATE TABLE "oauth_revocations" (
    "authorization_id" TEXT NOT NULL CONSTRAINT "PK_oauth_revocations" PRIMARY KEY,
    "prune_at" INTEGER NOT NULL
);

CREATE TABLE "AspNetUserClaims" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_AspNetUserClaims" PRIMARY KEY AUTOINCREMENT,
    "UserId" TEXT NOT NULL,
    "ClaimType" TEXT NULL,
    "ClaimValue" TEXT NULL,
    CONSTRAINT "FK_AspNetUserClaims_AspNetUsers_UserId" FOREIGN KEY ("UserId") REFERENCES "AspNetUsers" ("Id") ON DELETE CASCADE
);

CREATE TABLE "AspNetUserLogins" (
    "LoginProvider" TEXT NOT NULL,
    "ProviderKey" TEXT NOT NULL,
    "ProviderDisplayName" TEXT NULL,
    "UserId" TEXT NOT NULL,
    CONSTRAINT "PK_AspNetUserLogins" PRIMARY KEY ("LoginProvider", "ProviderKey"),
    CONSTRAINT "FK_AspNetUserLogins_AspNetUsers_UserId" FOREIGN KEY ("UserId") REFERENCES "AspNetUsers" ("Id") ON DELETE CASCADE
);

CREATE TABLE "AspNetUserTokens" (
    "UserId" TEXT NOT NULL,
    "LoginProvider" TEXT NOT NULL,
    "Name" TEXT NOT NULL,
    "Value" TEXT NULL,
    CONSTRAINT "PK_AspNetUserTokens" PRIMARY KEY ("UserId", "LoginProvider", "Name"),
    CONSTRAINT "FK_AspNetUserTokens_AspNetUsers_UserId" FOREIGN KEY ("UserId") REFERENCES "AspNetUsers" ("Id") ON DELETE CASCADE
);

CREATE INDEX "IX_AspNetUserClaims_UserId" ON "AspNetUserClaims" ("UserId");

CREATE INDEX "IX_AspNetUserLogins_UserId" ON "AspNetUserLogins" ("UserId");

CREATE INDEX "EmailIndex" ON "AspNetUsers" ("NormalizedEmail");

CREATE UNIQUE INDEX "UserNameIndex" ON "AspNetUsers" ("NormalizedUserName");

CREATE INDEX "IX_oauth_access_tokens_expires_at" ON "oauth_access_tokens" ("expires_at");

CREATE INDEX "IX_oauth_credentials_authorization_id" ON "oauth_credentials" ("authorization_id");

CREATE INDEX "IX_oauth_credentials_prune_at" ON "oauth_credentials" ("prune_at");

CREATE INDEX "IX_oauth_revocations_prune_at" ON "oauth_revocations" ("prune_at");

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('20261122172706_Initial', '10.0.15');

ALTER TABLE "oauth_credentials" ADD "device_status" TEXT NULL;

ALTER TABLE "oauth_credentials" ADD "last_polled_at" INTEGER NULL;

ALTER TABLE "oauth_credentials" ADD "polling_interval" INTEGER NULL;

ALTER TABLE "oauth_credentials" ADD "user_code_hash" BLOB NULL;

CREATE TABLE "oauth_attempts" (
    "key" TEXT NOT NULL CONSTRAINT "PK_oauth_attempts" PRIMARY KEY,
    "failures" INTEGER NOT NULL,
    "forget_at" INTEGER NOT NULL
);

CREATE UNIQUE INDEX "IX_oauth_credentials_user_code_hash" ON "oauth_credentials" ("user_code_hash") WHERE user_code_hash IS NOT NULL;

CREATE INDEX "IX_oauth_attempts_forget_at" ON "oauth_attempts" ("forget_at");

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('20261122203205_Endpoints', '10.0.15');

ALTER TABLE "oauth_revocations" ADD "settled" INTEGER NOT NULL DEFAULT 0;

UPDATE oauth_revocations SET settled = (prune_at % 2 = 1);

ALTER TABLE "oauth_credentials" ADD "rotations" INTEGER NULL;

ALTER TABLE "oauth_credentials" ADD "rotations_since" INTEGER NULL;

CREATE INDEX "IX_oauth_credentials_authorization_id_replay_until" ON "oauth_credentials" ("authorization_id", "replay_until") WHERE replay_until IS NOT NULL;

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('20261129020752_Answers', '10.0.15');

CREATE TABLE "oauth_signing_keys" (
    "id" TEXT NOT NULL CONSTRAINT "PK_oauth_signing_keys" PRIMARY KEY,
    "version" INTEGER NOT NULL,
    "content" TEXT NOT NULL,
    "saved_by" BLOB NOT NULL
);

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('20261129074818_SigningKeys', '10.0.15');

CREATE TABLE "oauth_sessions" (
    "hash" BLOB NOT NULL CONSTRAINT "PK_oauth_sessions" PRIMARY KEY,
    "id" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "methods" TEXT NULL,
    "signed_in_at" INTEGER NOT NULL,
    "last_seen_at" INTEGER NOT NULL,
    "expires_at" INTEGER NOT NULL,
    "ended" INTEGER NOT NULL,
    "remote_address" TEXT NULL,
    "user_agent" TEXT NULL,
    "properties" TEXT NULL
);

CREATE INDEX "IX_oauth_credentials_subject" ON "oauth_credentials" ("subject") WHERE subject IS NOT NULL AND consumed_at IS NULL;

CREATE INDEX "IX_oauth_access_tokens_subject" ON "oauth_access_tokens" ("subject") WHERE subject IS NOT NULL;

CREATE INDEX "IX_oauth_sessions_expires_at" ON "oauth_sessions" ("expires_at");

CREATE INDEX "IX_oauth_sessions_subject" ON "oauth_sessions" ("subject");

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('20261129082255_Sessions', '10.0.15');

ALTER TABLE "AspNetUsers" ADD "DisplayName" TEXT NULL;

ALTER TABLE "AspNetUsers" ADD "Picture" TEXT NULL;

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('20261129114944_Profiles', '10.0.15');

ALTER TABLE "oauth_consents" ADD "consent_id" TEXT NOT NULL DEFAULT '';

ALTER TABLE "oauth_consents" ADD "resources" TEXT NULL;

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('20261129115310_Consents', '10.0.15');

CREATE TABLE "oauth_session_clients" (
    "session_id" TEXT NOT NULL,
    "client_id" TEXT NOT NULL,
    "issuer" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL,
    "due_at" INTEGER NULL,
    "prune_at" INTEGER NOT NULL,
    CONSTRAINT "PK_oauth_session_clients" PRIMARY KEY ("session_id", "client_id", "issuer")
);

CREATE INDEX "IX_oauth_session_clients_due_at" ON "oauth_session_clients" ("due_at") WHERE due_at IS NOT NULL;

CREATE INDEX "IX_oauth_session_clients_prune_at" ON "oauth_session_clients" ("prune_at");

CREATE INDEX "IX_oauth_session_clients_subject" ON "oauth_session_clients" ("subject");

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('20261129121002_SessionClients', '10.0.15');

CREATE TABLE "oauth_pushed_requests" (
    "hash" BLOB NOT NULL CONSTRAINT "PK_oauth_pushed_requests" PRIMARY KEY,
    "issuer" TEXT NOT NULL,
    "client_id" TEXT NOT NULL,
    "parameters" TEXT NOT NULL,
    "expires_at" INTEGER NOT NULL,
    "visited_at" INTEGER NULL,
    "consumed_at" INTEGER NULL,
    "consumed_by" BLOB NULL,
    "properties" TEXT NULL
);

CREATE TABLE "oauth_replays" (
    "message" BLOB NOT NULL CONSTRAINT "PK_oauth_replays" PRIMARY KEY,
    "until" INTEGER NOT NULL,
    "used_by" INTEGER NOT NULL
);

CREATE INDEX "IX_oauth_pushed_requests_expires_at" ON "oauth_pushed_requests" ("expires_at");

CREATE INDEX "IX_oauth_replays_until" ON "oauth_replays" ("until");

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('20261129153150_ProofAndPush', '10.0.15');

