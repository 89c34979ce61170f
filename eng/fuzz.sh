#!/usr/bin/env bash
# Fuzzes what is read from outside: tokens, claims, key sets, metadata, introspection answers, client assertions, request objects.
# Usage: eng/fuzz.sh [MINUTES]     default 60. Findings and their inputs go to artifacts/fuzz; the exit code is 1 if there is one.
set -euo pipefail
cd "$(dirname "$0")/.."
out=artifacts/fuzz
rm -rf "$out" && mkdir -p "$out"
dotnet build bench/OAuth2Server.Fuzzing -c Release -m:1 --nologo -v q -o "$out/bin"
dotnet "$out/bin/OAuth2Server.Fuzzing.dll" instrument "$out/bin/OAuth2Server.Jwt.dll"
exec nice -n 19 dotnet "$out/bin/OAuth2Server.Fuzzing.dll" run "${1:-60}" "$out/findings"
