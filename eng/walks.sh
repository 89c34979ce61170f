#!/usr/bin/env bash
# Prints the walks of the current code as lists for CONTRIBUTING.md.
# With --details it also prints each step with its caller and line, the calls up, the methods entered again and the objects made.
set -euo pipefail
cd "$(dirname "$0")/.."
project=tests/OAuth2Server.Walks.Tests
printed=$(mktemp)
trap 'rm -f "$printed"' EXIT
dotnet build "$project" -c Release -nologo -v quiet >&2
WALKS=$printed "$project/bin/Release/net10.0/OAuth2Server.Walks.Tests" -noColor -noLogo -method '*.Every_walk_can_be_printed' >&2
if [ "${1:-}" = --details ]; then cat "$printed"; else sed '/^## /,$d' "$printed"; fi
