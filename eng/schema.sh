#!/usr/bin/env bash
# Writes src/OAuth2Server.Host/Store/Schema from the migrations of the host. Run it after you added a migration.
set -euo pipefail
cd "$(dirname "$0")/.."
project=tests/OAuth2Server.Host.Tests
touch src/OAuth2Server.Host/Store/Schema/{Sqlite,PostgreSql}.sql
dotnet build "$project" -c Release -nologo -v quiet
SCHEMA=write "$project/bin/Release/net10.0/OAuth2Server.Host.Tests" -noColor -noLogo -method '*.The_script_is_that_of_the_migrations'
