#!/usr/bin/env bash
# The checker of the Model Context Protocol examines the host, and mcp-remote uses samples/McpServer with tokens of the host. The host has
# the one setting Mcp, and a client for the checker.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

tools="$root/tests/mcp/tools"
host_pid='' browser_pid='' checker_pid=''
trap 'kill ${host_pid:+"$host_pid"} ${browser_pid:+"$browser_pid"} ${checker_pid:+"$checker_pid"} 2>/dev/null || true; cleanup' EXIT
limited() { timeout --kill-after=10 "$@"; }
export NO_PROXY=127.0.0.1,localhost no_proxy=127.0.0.1,localhost PYTHONDONTWRITEBYTECODE=1
PASSWORD=$(od -An -N24 -tx1 /dev/urandom | tr -d ' \n')
export PASSWORD

command -v npm >/dev/null || fail 'Node.js 20 or newer is needed, with npm'
(cd "$tools" && { [ node_modules/.package-lock.json -nt package-lock.json ] || limited 300 npm ci >"$work/npm" 2>&1; }) ||
  { cat "$work/npm" >&2; fail 'npm ci'; }

# The first line of a file that matches; waits for it while the process runs.
line_in() {
  local file=$1 pattern=$2 pid=$3 tick
  for ((tick = 0; tick < 600; tick++)); do
    if grep -om 1 "$pattern" "$file"; then return; fi
    kill -0 "$pid" 2>/dev/null || break
    sleep 0.1
  done
  fail "$file has no $pattern: $(cat "$file")"
}

# The resource is in the configuration of the host, so that its port is chosen first.
port=$((20000 + RANDOM % 10000)) callback=$((30000 + RANDOM % 2000))
export Resource="http://127.0.0.1:$port/mcp"
cat >"$work/host.json" <<JSON
{ "OAuth2Server": {
  "Mcp": { "Resources": [{ "Resource": "$Resource", "Name": "Photo server", "Scopes": ["photos.read", "photos.write"] }] },
  "Users": [{ "Username": "alice", "Password": "$PASSWORD" }],
  "Clients": [{ "ClientId": "checker", "Type": "Public", "Scopes": ["photos.read"], "RedirectUris": ["http://127.0.0.1/callback"],
    "GrantTypes": ["authorization_code", "refresh_token"] }] } }
JSON
host="$root/src/OAuth2Server.Host/bin/${CONFIGURATION:-Release}/net10.0/OAuth2Server.Host.dll"
export HOME=$work
(cd "$work" && exec dotnet "$host" --config host.json --urls http://127.0.0.1:0) >"$work/host" 2>&1 &
host_pid=$!
python3 "$root/tests/clients/browser.py" alice >"$work/browser" 2>&1 &
browser_pid=$!
Authority=$(line_in "$work/host" 'http://127\.0\.0\.1:[0-9]*' "$host_pid")
WALKER=$(line_in "$work/browser" 'http://127\.0\.0\.1:[0-9]*' "$browser_pid")
export Authority WALKER
ok 'the host serves with one setting for MCP'

# A browser: it opens the URL, the user signs in and allows, and it follows the answer to the client.
cat >"$work/open" <<'SH'
#!/bin/sh
exec curl -sSf --noproxy '*' --max-time 60 -o /dev/null --data-urlencode "url=$1" --data answer=Allow "$WALKER"
SH
chmod +x "$work/open"

log="$work/checker"
limited 120 node "$tools/conformance.mjs" authorization --url "$Authority" --port "$callback" --resource "$Resource" --client-id checker \
  >"$log" 2>&1 &
checker_pid=$!
limited 60 "$work/open" "$(line_in "$log" "$Authority/oauth2/authorize?.*" "$checker_pid")" ||
  fail "the user could not answer: $(cat "$log")"
wait "$checker_pid" && status=0 || status=$?
checker_pid=''
# A warning and a scenario that was not run are no success either.
[ "$status" = 0 ] && grep -q 'Total: 3 passed, 0 failed' "$log" && ! grep -qiE 'warning|skipped' "$log" ||
  { cat "$log" "$work/host" >&2; fail 'the checker'; }
ok '@modelcontextprotocol/conformance: the authorization scenarios pass'

start_sample McpServer "$port"
MCP=$Resource OPENER="$work/open" CONFIG="$work/remote" limited 180 node "$tools/remote.mjs" 2>"$work/remote.log" ||
  { cat "$work/host" "$work/remote.log" >&2; fail 'mcp-remote'; }

# Which versions ran.
for name in mcp-remote @modelcontextprotocol/conformance; do
  echo "ran: $name $(node -p 'require(process.argv[1]).version' "$tools/node_modules/$name/package.json") npm"
done | tee "$work/ran"
python3 "$root/tests/mcp/versions.py" "$root/docs/clients.md" "$root/docs/mcp.md" <"$work/ran" ||
  fail 'docs/clients.md or docs/mcp.md has other versions than those that ran'
ok 'docs/clients.md and docs/mcp.md have the versions that ran'
