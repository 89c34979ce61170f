#!/usr/bin/env bash
# The long form of the reliability tests, on a private PostgreSQL: many kills of the server on each store, and many contests of two servers.
# It prints the result and writes it into docs/reliability.md. KILLS (default 20) and ROUNDS (default 10) set the length.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

page=docs/reliability.md
name=OAuth2Server.Reliability.Tests
kills=${KILLS:-20} rounds=${ROUNDS:-10}
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1

dotnet build "tests/$name" -c Release -nologo -v quiet --tl:off -p:UseSharedCompilation=false

folder=$(mktemp -d) && chmod 755 "$folder"
trap 'eng/postgres.sh stop "$folder/postgres"; rm -rf "$folder"' EXIT
OAUTH2_TEST_POSTGRES=$(eng/postgres.sh start "$folder/postgres")
export OAUTH2_TEST_POSTGRES OAUTH2_RELIABILITY_KILLS=$kills OAUTH2_RELIABILITY_ROUNDS=$rounds OAUTH2_RELIABILITY_REPORT="$folder/report"
touch "$folder/report"

began=$SECONDS code=0
timeout --kill-after=10 "${TEST_TIMEOUT:-3600}" "tests/$name/bin/Release/net10.0/$name" -noColor -noLogo </dev/null || code=$?

# Prints the lines of one kind of result as rows of a table.
rows() { sed -n "s/^$1|/|/p" "$folder/report" | sort; }
server_version() { "$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1)/postgres" --version | sed 's/.*) \([0-9.]*\).*/\1/'; }
memory() { awk '/^MemTotal/ { printf "%.0f GiB", $2 / 1048576 }' /proc/meminfo; }

runtime() { dotnet --list-runtimes | sed -n 's/^Microsoft.NETCore.App \(10[^ ]*\).*/\1/p' | tail -n 1; }
machine() { echo "$(nproc) cores, $(memory) of memory, Linux $(uname -r | cut -d. -f1,2), .NET $(runtime), PostgreSQL $(server_version)"; }
outcome() { if [ $code -eq 0 ]; then echo 'every test passed'; else echo 'TESTS FAILED'; fi; }

result() {
  echo "$(date -u +%F), $(machine), $((SECONDS - began)) seconds: $(outcome)."
  echo
  printf '| store | kills | steps answered | tokens tried afterwards | requests in flight at a kill | committed, answer lost '
  echo '| of these refreshed again with the same answer | after the interval | codes refused a second time |'
  echo '| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |'
  rows kill
  echo
  echo '| store, two servers | rounds | callers | codes redeemed | redemptions refused | refreshes answered alike |'
  echo '| --- | ---: | ---: | ---: | ---: | ---: |'
  rows nodes
  echo
  echo '| store | killed while it created its tables, started again |'
  echo '| --- | ---: |'
  rows start
}

result >"$folder/result"
cat "$folder/result"
if [ $code -eq 0 ]; then
  awk -v result="$folder/result" '
    /<!-- result -->/ { print; print ""; while ((getline line < result) > 0) print line; print ""; skip = 1 }
    /<!-- end of result -->/ { skip = 0 }
    !skip || /<!-- end of result -->/ { if ($0 !~ /<!-- result -->/) print }' "$page" >"$folder/page"
  cat "$folder/page" >"$page"
  echo "$page has the result."
fi
exit $code
