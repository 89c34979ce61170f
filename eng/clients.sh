#!/usr/bin/env bash
# Runs the client libraries against a started host and writes what ran, with versions, into docs/clients.md. Build first: dotnet build OAuth2Server.slnx -c Release
set -euo pipefail
CLIENTS=write exec "$(dirname "$0")/../tests/smoke/clients.sh"
