#!/usr/bin/env bash
# Does what docs/mcp.md says under "Try it": starts both servers with one command, and runs the other commands as they are, with other
# ports, a browser that signs alice in, the installed mcp-remote in the place of npx, and the programs that are built already.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

page="$root/docs/mcp.md"
tools="$root/tests/mcp/tools"
pids=()
# Each command that serves is a process group: dotnet run starts the server as a child.
trap 'for pid in "${pids[@]}"; do kill -- "-$pid" 2>/dev/null || true; done; cleanup' EXIT
export NO_PROXY=127.0.0.1,localhost no_proxy=127.0.0.1,localhost PYTHONDONTWRITEBYTECODE=1
issuer_port=$((20000 + RANDOM % 5000)) port=$((25000 + RANDOM % 5000))

command -v npm >/dev/null || fail 'Node.js 20 or newer is needed, with npm'
(cd "$tools" && { [ node_modules/.package-lock.json -nt package-lock.json ] || timeout 300 npm ci >"$work/npm" 2>&1; }) ||
  { cat "$work/npm" >&2; fail 'npm ci'; }

# The block of shell commands after a marker on the page.
block() {
  awk -v marker="<!-- smoke: $1 -->" '$0 == marker { found = 1; next } found && /^```sh$/ { inside = 1; next }
    inside && /^```$/ { exit } inside' "$page" | sed "s/8080/$issuer_port/g; s/5091/$port/g"
}

run_block() {
  (cd "$root" && timeout --kill-after=10 120 bash -euo pipefail -c "$(block "$1")") >"$work/$1" 2>&1 ||
    { cat "$work/$1" >&2; fail "the block $1"; }
}

# Arguments: the block, and an URL that answers when the server is there.
serve_block() {
  local tick
  (cd "$root" && exec setsid bash -euo pipefail -c "$(block "$1")") >"$work/$1" 2>&1 &
  pids+=("$!")
  for ((tick = 0; tick < 1200; tick++)); do
    curl -s --noproxy '*' -o /dev/null "$2" && return
    kill -0 "${pids[-1]}" 2>/dev/null || break
    sleep 0.1
  done
  fail "the block $1: $(cat "$work/$1")"
}

# While other tests use the programs, they must not be built again.
dotnet() {
  case $1 in
    build) ;;
    run) exec dotnet run --no-build "${@:2}" ;;
    *) exec dotnet "$@" ;;
  esac
}
export -f dotnet

run_block configure
PASSWORD=$(sed -n 's/^"Password": "\(.*\)"$/\1/p' "$work/configure")
[ -n "$PASSWORD" ] || fail 'the page does not print the password'
export PASSWORD
serve_block host "http://127.0.0.1:$issuer_port/healthz/ready"
serve_block server "http://127.0.0.1:$port/mcp"
ok 'the two servers of the page start'

run_block refused
grep -q '^HTTP/1.1 401' "$work/refused" && grep -qi '^WWW-Authenticate: .*resource_metadata=' "$work/refused" &&
  grep -q "\"authorization_servers\":\[\"http://127.0.0.1:$issuer_port\"\]" "$work/refused" || fail "the answer: $(cat "$work/refused")"
ok 'a request without a token is answered as the page says'

(cd "$root" && exec setsid samples/McpServer/serve.sh $((issuer_port + 5000)) $((port + 5000))) >"$work/serve" 2>&1 &
pids+=("$!")
for ((tick = 0; tick < 600; tick++)); do
  grep -q "serves http://127.0.0.1:$((port + 5000))" "$work/serve" && break
  kill -0 "${pids[-1]}" 2>/dev/null || break
  sleep 0.1
done
grep -q 'Sign in as alice with the password [0-9a-f]\{16\}' "$work/serve" || fail "samples/McpServer/serve.sh: $(cat "$work/serve")"
for ((tick = 0; tick < 600; tick++)); do
  curl -sf --noproxy '*' -o /dev/null "http://127.0.0.1:$((issuer_port + 5000))/healthz/ready" && break
  sleep 0.1
done
[ "$(curl -s --noproxy '*' -o /dev/null -w '%{http_code}' -X POST "http://127.0.0.1:$((port + 5000))/mcp")" = 401 ] ||
  fail "samples/McpServer/serve.sh: $(cat "$work/serve")"
kill -- "-${pids[-1]}"
wait "${pids[-1]}" || true
ok 'one command starts both servers'

setsid python3 "$root/tests/clients/browser.py" alice >"$work/browser" 2>&1 &
pids+=("$!")
for ((tick = 0; tick < 100; tick++)); do [ -s "$work/browser" ] && break || sleep 0.1; done
cat >"$work/open" <<SH
#!/bin/sh
exec curl -sS --noproxy '*' --max-time 60 -o /dev/null --data-urlencode "url=\$1" --data answer=Allow "$(cat "$work/browser")"
SH
chmod +x "$work/open"
npx() {
  [ "$1 $2 $3 $4" = '-y -p mcp-remote@0.15.1 mcp-remote-client' ] || return 64
  # It ends with its input, which in a terminal stays open.
  node "$MCP_REMOTE" "${@:5}" <>"$TERMINAL"
}
export -f npx
mkfifo "$work/terminal"
export TERMINAL="$work/terminal"
export MCP_REMOTE="$tools/node_modules/mcp-remote/dist/client.js" MCP_REMOTE_CONFIG_DIR="$work/remote" BROWSER="$work/open"
run_block client
grep -q count_photos "$work/client" || fail "the client: $(cat "$work/client")"
ok 'the client of the page signs alice in and prints the tools'
