#!/usr/bin/env bash
# Writes the table of settings in docs/host.md and docs/examples/appsettings.schema.json from the catalogue of the host.
# Run it after you add or change a setting, and review the diff.
set -euo pipefail
cd "$(dirname "$0")/.."
project=tests/OAuth2Server.Host.Tests
dotnet build "$project" -c Release -nologo -v quiet
program="$project/bin/Release/net10.0/OAuth2Server.Host.Tests"
SETTINGS=write "$program" -noColor -noLogo -method '*.The_table_on_the_page_is_that_of_the_code' -method '*.The_schema_is_that_of_the_code'
