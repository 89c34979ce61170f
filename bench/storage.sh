#!/usr/bin/env bash
# Measures the Entity Framework Core model on SQLite and on a private PostgreSQL, beside raw ADO.NET statements,
# and writes bench/results/storage-DATE.md.
# Settings: LIVE (numbers of valid tokens, default 0,1000000), SECONDS_EACH and ROUNDS (of each measurement, default 1 and 3),
# PGTEST_OPTIONS (for PostgreSQL), SKIP_BUILD (not empty: the program is built already).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

live=${LIVE:-0,1000000} seconds=${SECONDS_EACH:-1} rounds=${ROUNDS:-3}
export PGTEST_OPTIONS=${PGTEST_OPTIONS:--c shared_buffers=2GB -c max_wal_size=8GB}
result=bench/results/storage-$(date -u +%F).md
program=bench/OAuth2Server.StorageBenchmark/bin/Release/net10.0/OAuth2Server.StorageBenchmark

[ -n "${SKIP_BUILD:-}" ] || dotnet build bench/OAuth2Server.StorageBenchmark -c Release -nologo -v quiet
folder=$(mktemp -d) && chmod 755 "$folder"
trap 'eng/postgres.sh stop "$folder/postgres"; rm -rf "$folder"' EXIT
database=$(eng/postgres.sh start "$folder/postgres")
database=${database/Database=postgres/Database=bench}

measure() { "$program" "$@" | tee -a "$result"; }
{
  echo "# Storage, $(date -u +%F)"
  echo
  echo "$(nproc) cores of $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)," \
    "$(awk '/MemTotal/ { printf "%.0f GB", $2 / 1048576 }' /proc/meminfo);" \
    "load $(cut -d ' ' -f 1-3 /proc/loadavg) at the start, from other work on the machine."
  echo ".NET $(dotnet --version) SDK, PostgreSQL on the same machine over loopback (\`$PGTEST_OPTIONS\`)," \
    "SQLite with WAL and synchronous=FULL."
  echo
} >"$result"
measure sqlite "Data Source=$folder/bench.db" --live "$live" --seconds "$seconds" --rounds "$rounds"
measure postgres "$database;Maximum Pool Size=40" --live "$live" --seconds "$seconds" --rounds "$rounds" --callers 1
measure postgres "$database;Maximum Pool Size=40" --live "$live" --seconds "$seconds" --rounds "$rounds" --callers 16
measure prune "$database;Maximum Pool Size=40" --seconds "${QUIET:-20}" --callers 4
echo "Written to $result"
