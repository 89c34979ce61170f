#!/usr/bin/env bash
# Measures the time from the start of a program to its first token, on an empty SQLite file, and writes bench/results/start-DATE.md:
# the host with one client, and an application with the Entity Framework Core model; each published without ReadyToRun, with it, and
# with it as a self-contained program that is compiled as one with the runtime. Then the same on the file that the first start made.
# `bench/start.sh [COUNT]` starts each program COUNT times (default 11), in turn, on one core, and then again on two.
# Settings: PARENT (a checkout of the parent commit, whose programs are measured in turn with these), RESULT (the file),
# RUNTIME (default linux-x64), SERVER_CORE (0), GENERATOR_CORE (1).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

count=${1:-11} runtime=${RUNTIME:-linux-x64} server_core=${SERVER_CORE:-0} generator_core=${GENERATOR_CORE:-1}
result=${RESULT:-bench/results/start-$(date -u +%F).md}
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# publish ROOT NAME PROJECT: publishes a program in its three forms. All other output of the builds stays in the temporary folder.
publish() {
  local root=$1 name=$2 project=$3
  local options=(-c Release -r "$runtime" -p:RunAnalyzers=false -nologo -v quiet)
  options+=(--artifacts-path "$folder/build${root#.}")
  (
    cd "$root"
    dotnet publish "$project" "${options[@]}" --self-contained false -o "$folder/published/$name"
    dotnet publish "$project" "${options[@]}" --self-contained false -p:PublishReadyToRun=true -o "$folder/published/$name-r2r"
    dotnet publish "$project" "${options[@]}" --self-contained true -p:PublishReadyToRun=true -p:PublishReadyToRunComposite=true \
      -o "$folder/published/$name-alone"
  ) >&2
}

commit() { git -C "$1" rev-parse --short HEAD 2>/dev/null || echo 'unknown'; }
contenders=bench/load/OAuth2Server.LoadBenchmark.Contenders
dotnet build bench/load/OAuth2Server.LoadBenchmark -c Release -nologo -v quiet >&2
publish . host src/OAuth2Server.Host
publish . contender "$contenders"
if [ -n "${PARENT:-}" ]; then
  publish "$PARENT" host-before src/OAuth2Server.Host
  publish "$PARENT" contender-before "$contenders"
fi

BENCH_CLIENT_SECRET=$(od -An -N32 -tx1 /dev/urandom | tr -d ' \n')
export BENCH_CLIENT_SECRET
load=$(cut -d ' ' -f 1-3 /proc/loadavg)
program=bench/load/OAuth2Server.LoadBenchmark/bin/Release/net10.0/OAuth2Server.LoadBenchmark.dll
measure() { taskset -c "$generator_core" dotnet "$program" --starts "$count" --published "$folder/published" --server-core "$1"; }
one=$(measure "$server_core")
two=$(measure "$server_core,$generator_core")
{
  echo "# Start, $(date -u +%F)"
  echo
  echo "\`bench/start.sh $count\` on $(nproc) cores of $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)," \
    "$(awk '/MemTotal/ { printf "%.0f GB", $2 / 1048576 }' /proc/meminfo); load $load at the start; .NET $(dotnet --version) SDK."
  echo "The time from the start of the process to its first answer with a token." \
    "The first start of each program is not counted."
  [ -z "${PARENT:-}" ] || echo "\"Before\" is the commit $(commit "$PARENT"); the others are from $(commit .)."
  echo
  echo "$one"
  echo
  echo "$two"
} >"$result"
cat "$result"
echo "Written to $result" >&2
