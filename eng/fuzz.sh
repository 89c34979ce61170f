#!/usr/bin/env bash
# Fuzzes what is read from outside: tokens, claims, key sets, metadata, introspection answers, proofs, client assertions, request objects,
# fetched documents, registrations, token exchanges, assertions about users, authorization details.
# Usage: eng/fuzz.sh [MINUTES [READER…]]     default 60 and all. Findings and their inputs go to artifacts/fuzz;
# the exit code is 1 if there is one. The readers share the time: `eng/fuzz.sh 60 proof` is an hour for one.
set -euo pipefail
cd "$(dirname "$0")/.."
out=artifacts/fuzz
rm -rf "$out" && mkdir -p "$out"
dotnet build bench/OAuth2Server.Fuzzing -c Release -m:1 --nologo -v q -o "$out/bin"
for part in OAuth2Server OAuth2Server.Jwt; do
  dotnet "$out/bin/OAuth2Server.Fuzzing.dll" instrument "$out/bin/$part.dll"
done
exec nice -n 19 dotnet "$out/bin/OAuth2Server.Fuzzing.dll" run "${1:-60}" "$out/findings" "${@:2}"
