#!/usr/bin/env bash
# Measures the core with BenchmarkDotNet, and writes bench/results/micro-DATE.md.
# The arguments go to BenchmarkDotNet: `bench/micro.sh --filter '*Bearer*'`, `--job short` for a short run.
# `bench/micro.sh allocations` counts bytes alone, prints them and writes no file.
# `bench/micro.sh replays` prints the memory of used DPoP proofs at 1,000 proofs a second, and writes no file.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
dotnet build bench/OAuth2Server.Benchmarks -c Release -nologo -v quiet
program=bench/OAuth2Server.Benchmarks/bin/Release/net10.0/OAuth2Server.Benchmarks
case "${1:-}" in allocations | replays) exec "$program" "$1" ;; esac

[ $# -gt 0 ] || set -- --filter '*'
result=${RESULT:-bench/results/micro-$(date -u +%F).md}
artifacts=$(mktemp -d)
trap 'rm -rf "$artifacts"' EXIT
load=$(cut -d ' ' -f 1-3 /proc/loadavg)
"$program" --artifacts "$artifacts" --exporters GitHub "$@"
{
  echo "# Micro benchmarks, $(date -u +%F)"
  echo
  echo "Load $load at the start. \`allocated\` does not depend on it; times do."
  for table in "$artifacts"/results/*-github.md; do
    name=${table##*/OAuth2Server.Benchmarks.}
    printf '\n## %s\n\n' "${name%-report-github.md}"
    sed 's/^```.*$/```/' "$table"
  done
} >"$result"
echo "Written to $result"
