#!/usr/bin/env bash
# Loads this server, the floors below it and other servers, in turn and with the same requests,
# and writes bench/results/load-DATE.md. bench/README.md explains it.
# The arguments go to the program: `bench/load.sh --seconds 2 --rounds 1` is a short run,
# `bench/load.sh --contenders memory --memory 10` watches the memory.
# `--parent DIR` adds the contenders "before", from DIR: a checkout of the parent commit, in which this script builds them.
# The servers run on core SERVER_CORE (0); the generators and PostgreSQL on core GENERATOR_CORE (1).
# Settings: RESULT (the file), PGTEST_OPTIONS (for the database), SKIP_BUILD (not empty: everything is built already).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

server_core=${SERVER_CORE:-0} generator_core=${GENERATOR_CORE:-1}
result=${RESULT:-bench/results/load-$(date -u +%F).md}
export PGTEST_OPTIONS=${PGTEST_OPTIONS:--c shared_buffers=2GB -c max_wal_size=8GB}
export NODE_ENV=production DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

contenders=bench/load/OAuth2Server.LoadBenchmark.Contenders
parent='' previous=''
for argument in "$@"; do
  [ "$previous" != --parent ] || parent=$argument
  previous=$argument
done
# The folder's name says nothing to a reader of the result.
command="bench/load.sh $*"
command=${command/"--parent $parent"/--parent DIR}
commit() { git -C "$1" rev-parse --short HEAD 2>/dev/null || echo 'unknown'; }

if ! command -v wrk >/dev/null; then
  command -v apt-get >/dev/null && [ "$(id -u)" = 0 ] || { echo 'bench/load.sh: wrk is needed: install it' >&2; exit 1; }
  { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends wrk; } >&2
fi
if [ -z "${SKIP_BUILD:-}" ]; then
  for project in bench/load/OAuth2Server.LoadBenchmark "$contenders" bench/peers/OpenIddictPeer; do
    dotnet build "$project" -c Release -nologo -v quiet
  done
  [ -z "$parent" ] || (cd "$parent" && dotnet build "$contenders" -c Release -nologo -v quiet)
  if command -v npm >/dev/null; then (cd bench/peers/node && npm ci --silent); fi
fi

folder=$(mktemp -d) && chmod 755 "$folder"
trap 'eng/postgres.sh stop "$folder/postgres"; rm -rf "$folder"' EXIT
database=$(taskset -c "$generator_core" eng/postgres.sh start "$folder/postgres")
BENCH_CLIENT_SECRET=$(od -An -N32 -tx1 /dev/urandom | tr -d ' \n')
export BENCH_CLIENT_SECRET

load=$(cut -d ' ' -f 1-3 /proc/loadavg)
program=bench/load/OAuth2Server.LoadBenchmark/bin/Release/net10.0/OAuth2Server.LoadBenchmark.dll
tables=$(taskset -c "$generator_core" dotnet "$program" \
  --server-core "$server_core" --sqlite "$folder" --postgres "$database;Maximum Pool Size=40" "$@") || failed=$?
[ -n "$tables" ] || exit "$failed"
{
  echo "# Load, $(date -u +%F)"
  echo
  echo "\`$command\` on $(nproc) cores of $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)," \
    "$(awk '/MemTotal/ { printf "%.0f GB", $2 / 1048576 }' /proc/meminfo); load $load at the start."
  echo ".NET $(dotnet --version) SDK, Node $(node --version 2>/dev/null || echo 'none')," \
    "$(wrk --version 2>&1 | head -n 1 | cut -d ' ' -f 1-2)." \
    "Servers on core $server_core, generators and PostgreSQL on core $generator_core, all over loopback."
  [ -z "$parent" ] || echo "\"Before\" is the commit $(commit "$parent"); the others are from $(commit .)."
  echo "\"Per CPU-second\" divides by the CPU time of the server's own process; the time of PostgreSQL is not counted." \
    "Medians of the rounds."
  echo
  echo "$tables"
} >"$result"
cat "$result"
echo "Written to $result" >&2
exit "${failed:-0}"
