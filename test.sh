#!/usr/bin/env bash
# Builds everything and runs every test. The last line is `N passed, N failed`, and `, N skipped` if a test was skipped.
# The exit code is 0 only if tests ran and none failed.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")" || exit 1

results=artifacts/test-results
passed=0 failed=0 skipped=0 failures=''
rm -rf "$results" && mkdir -p "$results" || exit 1

if [ -t 1 ] && [ -z "${NO_COLOR:-}" ]; then bold=$'\e[1m' red=$'\e[31m' plain=$'\e[0m'; else bold='' red='' plain=''; fi
say() { printf '%s%s%s\n' "$bold" "$*" "$plain"; }
fail() { printf '%sFAILED%s %s\n' "$red" "$plain" "$*"; failed=$((failed + 1)); failures+="  $*"$'\n'; }

finish() {
  # The names again: what a test said is far above by now.
  [ -n "$failures" ] && say "What failed" && printf '%s' "$failures"
  local line="$passed passed, $failed failed"
  [ "$skipped" -gt 0 ] && line+=", $skipped skipped"
  printf '%s\n' "$line"
  [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
  exit
}

# A test that does not end must not stop the tests after it.
limited() { if command -v timeout >/dev/null; then timeout --kill-after=10 "${TEST_TIMEOUT:-1200}" "$@"; else "$@"; fi; }

# The value of an attribute in xunit's result file: of the first assembly that has it.
count() { sed -n "s/.*<assembly [^>]*[ ]$1=\"\([0-9]*\)\".*/\1/p" "$2" | head -n 1; }

# The lines of a log about failed tests, and about skipped tests with their reasons.
told() { grep -vE '^ +(Discovering|Discovered|Starting|Finished): |^=== TEST EXECUTION SUMMARY|^ +[^ ]+ +Total: [0-9]+, Errors: ' "$1"; }

# The tests drive the installed Chromium: no other one is downloaded.
export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
# Build servers that run longer than the build would keep the pipe of `./test.sh | tail` open.
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0
[ -w "${HOME:-/nonexistent}" ] || { export HOME="$PWD/artifacts/home" && mkdir -p "$HOME"; }

if ! command -v dotnet >/dev/null; then
  for place in "${DOTNET_ROOT:-}" "$HOME/.dotnet" /usr/share/dotnet /usr/lib/dotnet /usr/local/share/dotnet; do
    if [ -n "$place" ] && [ -x "$place/dotnet" ]; then export DOTNET_ROOT=$place PATH="$place:$PATH"; break; fi
  done
fi
# The test programs look for the runtime themselves, and only in the usual folders.
if [ -z "${DOTNET_ROOT:-}" ] && home=$(dirname "$(readlink -f "$(command -v dotnet)" 2>/dev/null)") && [ -d "$home/host/fxr" ]; then
  export DOTNET_ROOT=$home
fi
if ! dotnet --list-sdks 2>/dev/null | grep -q '^10\.'; then
  fail "The .NET 10 SDK is needed and was not found: install it, or put its folder into DOTNET_ROOT."
  finish
fi

# The smoke tests send HTTP requests with curl. The tests of the pages need Chromium; without it they are skipped and say so.
for program in curl chromium; do
  command -v "$program" >/dev/null && continue
  if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
    say "Installing $program"
    { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$program"; } \
      >artifacts/apt.log 2>&1 || cat artifacts/apt.log
  fi
done
# They also need axe-core, which looks for faults that keep users out.
if command -v npm >/dev/null && ! [ tests/axe/node_modules/.package-lock.json -nt tests/axe/package-lock.json ]; then
  (cd tests/axe && limited npm ci) >artifacts/npm.log 2>&1 || cat artifacts/npm.log
fi

say "Building OAuth2Server.slnx"
if ! dotnet build OAuth2Server.slnx -c Release -nologo -v quiet --tl:off -p:UseSharedCompilation=false \
  >artifacts/build.log 2>&1 </dev/null; then
  grep -E ': (error|warning) |error MSB|error NU' artifacts/build.log | sort -u || cat artifacts/build.log
  fail "The build, whose log is artifacts/build.log"
  finish
fi

run_project() {
  local name=$1 program="tests/$1/bin/Release/net10.0/$1" xml="$results/$1.xml" log="$results/$1.log" code=0
  say "$name"
  if [ ! -x "$program" ]; then fail "$name: there is no $program: is the project in OAuth2Server.slnx?"; return; fi
  limited "$program" -noColor -noLogo -result-xml "$xml" >"$log" 2>&1 </dev/null || code=$?

  local total
  total=$(count total "$xml" 2>/dev/null)
  if [ -z "$total" ]; then
    cat "$log"
    fail "$name: it ended with exit code $code before it wrote its results"
    return
  fi
  local p f s e
  p=$(count passed "$xml") f=$(count failed "$xml") s=$(count skipped "$xml") e=$(count errors "$xml")
  passed=$((passed + p)) failed=$((failed + f + e)) skipped=$((skipped + s))
  [ $((f + e + s)) -gt 0 ] && told "$log"
  if [ $((f + e)) -gt 0 ]; then
    printf '%sFAILED%s %s of %s\n' "$red" "$plain" "$((f + e))" "$total"
    failures+="$(sed -n 's/^ *\(.*\) \[FAIL\].*/  \1/p' "$log")"$'\n'
  elif [ "$code" -ne 0 ]; then
    cat "$log"
    fail "$name: no test failed, but it ended with exit code $code"
  elif [ "$total" -eq 0 ]; then
    fail "$name: it has no test"
  else
    echo "  $p passed"
  fi
}

run_smoke() {
  local script=$1 log code=0
  log="$results/$(basename "$script" .sh).smoke.log"
  say "$script"
  limited "./$script" >"$log" 2>&1 </dev/null || code=$?
  sed 's/^/  /' "$log"
  # Each `ok: …` is a check that passed, each `FAILED: …` is a check that failed.
  local p f
  p=$(grep -c '^ok: ' "$log") f=$(grep -c '^FAILED: ' "$log")
  passed=$((passed + p)) failed=$((failed + f))
  if [ "$f" -gt 0 ]; then
    # With the last lines before it: they say why.
    failures+="$(sed -n "s|^FAILED: |  $script: |p" "$log")"$'\n'"$(tail -n 20 "$log" | sed 's/^/    /')"$'\n'
  fi
  if [ "$code" -ne 0 ] && [ "$f" -eq 0 ]; then
    fail "$script: exit code $code"
  elif [ "$code" -eq 0 ] && [ $((p + f)) -eq 0 ]; then
    fail "$script: it checked nothing"
  fi
}

# A private PostgreSQL while the tests run: in a temporary folder, on loopback, stopped by its process id.
say "Starting PostgreSQL"
database=$(mktemp -d) && chmod 755 "$database"
trap 'eng/postgres.sh stop "$database/postgres"; rm -rf "$database"' EXIT
if ! OAUTH2_TEST_POSTGRES=$(eng/postgres.sh start "$database/postgres"); then
  fail "PostgreSQL did not start"
  finish
fi
export OAUTH2_TEST_POSTGRES

for project in tests/*/*.csproj; do
  [ -e "$project" ] || continue
  # A project that tests share is not a test project.
  grep -q '<IsTestProject>false' "$project" && continue
  run_project "$(basename "$project" .csproj)"
done
for script in tests/smoke/*.sh; do
  [ -x "$script" ] && run_smoke "$script"
done
finish
