#!/usr/bin/env bash
# Runs the client libraries against a started host and writes the table of docs/clients.md: which checks ran, with which versions.
# Build first: dotnet build OAuth2Server.slnx -c Release
set -euo pipefail
CLIENTS=write exec "$(dirname "$0")/../tests/smoke/clients.sh"
