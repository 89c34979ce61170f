#!/usr/bin/env bash
# Writes docs/conformance.md from the attributes of the tests.
# Run it after you add, rename or remove a test of a section, and review the diff.
set -euo pipefail
cd "$(dirname "$0")/.."
project=tests/OAuth2Server.Docs.Tests
dotnet build "$project" -c Release -nologo -v quiet
program="$project/bin/Release/net10.0/OAuth2Server.Docs.Tests"
CONFORMANCE=write "$program" -noColor -noLogo -method '*.The_conformance_page_says_what_the_tests_say'
