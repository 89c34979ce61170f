# Functions for the smoke tests of the samples. Each script sources this file. It needs bash, curl and coreutils.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
work=$(mktemp -d)
server_pid=''
address=''

ok() { echo "ok: $*"; }

fail() {
  echo "FAILED: $*" >&2
  if [ -s "$work/stderr" ]; then tail -n 20 "$work/stderr" >&2; fi
  exit 1
}

stop_sample() {
  [ -n "$server_pid" ] || return 0
  kill "$server_pid" 2>/dev/null || true
  wait "$server_pid" 2>/dev/null || true
  server_pid=''
}

cleanup() {
  stop_sample
  rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 130' INT TERM

# Starts a built sample on a free port, or the given one, and waits until it serves. If another program takes the port first, it tries
# another port.
start_sample() {
  local name=$1 fixed=${2:-} attempt port tick
  local dll="$root/samples/$name/bin/${CONFIGURATION:-Release}/net10.0/$name.dll"
  [ -f "$dll" ] || fail "$name is not built: dotnet build OAuth2Server.slnx -c ${CONFIGURATION:-Release}"
  for attempt in 1 2 3 4 5; do
    port=${fixed:-$((20000 + RANDOM % 10000))}
    address="http://127.0.0.1:$port"
    : >"$work/stdout"
    # With exec the process id is that of the server. The sample gets a home directory that any user may write to.
    (cd "$work" && HOME=$work exec dotnet "$dll" "$port") >"$work/stdout" 2>"$work/stderr" &
    server_pid=$!
    for ((tick = 0; tick < 300; tick++)); do
      if grep -q "serves $address" "$work/stdout"; then
        ok "$name serves"
        return 0
      fi
      kill -0 "$server_pid" 2>/dev/null || break
      sleep 0.1
    done
    stop_sample
  done
  cat "$work/stdout" >&2
  fail "$name did not start in $attempt attempts"
}

# A value that the sample printed at start, for instance: printed 'client secret'
printed() {
  local value
  value=$(sed -n "s/^$1: *//p" "$work/stdout")
  [ -n "$value" ] || fail "the sample did not print its $1"
  echo "$value"
}

# Sends one HTTP request and keeps the answer for the checks below. A redirect is an answer: it is not followed.
http() {
  command -v curl >/dev/null || fail 'curl is needed'
  status=$(curl -sS --noproxy '*' --max-time 30 -o "$work/body" -D "$work/headers" -w '%{http_code}' "$@") ||
    fail "no answer: curl ${*: -1}"
}

expect() {
  local wanted=$1
  shift
  [ "$status" = "$wanted" ] || fail "$*: expected status $wanted, got $status: $(head -c 500 "$work/body")"
  ok "$*"
}

# An error of the token endpoint: the status, the error code, and Cache-Control: no-store.
expect_error() {
  local wanted=$1 code=$2
  shift 2
  [ "$(member error)" = "$code" ] || fail "$*: expected $code, got: $(head -c 500 "$work/body")"
  header Cache-Control | grep -q no-store || fail "$*: the answer may be cached"
  expect "$wanted" "$* ($code)"
}

# A text member of the JSON answer; empty if there is none.
member() { sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p" "$work/body"; }

# The value of a hidden field in the HTML answer.
hidden() { sed -n "s/.*name=\"$1\" value=\"\([^\"]*\)\".*/\1/p" "$work/body" | sed 's/&amp;/\&/g; s/&#43;/+/g'; }

header() { tr -d '\r' <"$work/headers" | sed -n "s/^$1: *//Ip"; }

# A parameter in the query of the redirect.
redirected() { header Location | sed -n "s/.*[?&]$1=\([^&]*\).*/\1/p"; }

base64url() { base64 | tr -d '=\n' | tr '+/' '-_'; }

# The S256 challenge of a verifier (RFC 7636 §4.2), with coreutils alone.
challenge_of() {
  local hex
  hex=$(printf '%s' "$1" | sha256sum | cut -d ' ' -f 1)
  # shellcheck disable=SC2059
  printf "$(printf '%s' "$hex" | sed 's/../\\x&/g')" | base64url
}

new_verifier() { head -c 32 /dev/urandom | base64url; }
