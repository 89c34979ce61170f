#!/usr/bin/env bash
# Writes the links and the summary of docs/threat-model.md after you changed a row, or moved or renamed a test that it names.
set -euo pipefail
cd "$(dirname "$0")/.."
project=tests/OAuth2Server.Docs.Tests
dotnet build "$project" -c Release -nologo -v quiet
program="$project/bin/Release/net10.0/OAuth2Server.Docs.Tests"
THREATS=write "$program" -noColor -noLogo -method '*.The_links_and_the_summary_of_the_page_follow_from_its_rows'
