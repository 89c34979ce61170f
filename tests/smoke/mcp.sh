#!/usr/bin/env bash
# Clients of the Model Context Protocol use samples/McpServer with tokens of the host.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

mcp="$root/tests/mcp"
host_pid='' browser_pid=''
trap 'kill ${host_pid:+"$host_pid"} ${browser_pid:+"$browser_pid"} 2>/dev/null || true; cleanup' EXIT
random() { od -An -N24 -tx1 /dev/urandom | tr -d ' \n'; }
limited() { timeout --kill-after=10 "$@"; }
export NO_PROXY=127.0.0.1 no_proxy=127.0.0.1 PYTHONDONTWRITEBYTECODE=1
PASSWORD=$(random)
export PASSWORD

command -v npm >/dev/null || fail 'Node.js 20 or newer is needed, with npm'
(cd "$mcp/node" && { [ node_modules/.package-lock.json -nt package-lock.json ] || limited 300 npm ci >"$work/npm" 2>&1; }) ||
  { cat "$work/npm" >&2; fail 'npm ci'; }

# The address of a server: the first one in its output.
address_in() {
  local file=$1 pid=$2 tick
  for ((tick = 0; tick < 600; tick++)); do
    if grep -om 1 'http://127\.0\.0\.1:[0-9]*' "$file"; then return; fi
    kill -0 "$pid" 2>/dev/null || break
    sleep 0.1
  done
  fail "$file: it did not start: $(cat "$file")"
}

# The resource is in the configuration of the host, so that its port is chosen first.
port=$((20000 + RANDOM % 10000))
export Resource="http://127.0.0.1:$port/mcp"
cat >"$work/host.json" <<JSON
{ "OAuth2Server": {
  "Scopes": [{ "Name": "photos.read" }, { "Name": "photos.write" }],
  "Users": [{ "Username": "alice", "Password": "$PASSWORD" }],
  "Resources": [{ "Resource": "$Resource", "AccessTokenFormat": "Jwt" }],
  "Clients": [{ "ClientId": "assistant", "Type": "Public", "Scopes": ["photos.read", "photos.write"], "RedirectUris": ["http://127.0.0.1/callback"],
    "GrantTypes": ["authorization_code", "refresh_token"] }] } }
JSON
host="$root/src/OAuth2Server.Host/bin/${CONFIGURATION:-Release}/net10.0/OAuth2Server.Host.dll"
(cd "$work" && HOME=$work exec dotnet "$host" --config host.json --urls http://127.0.0.1:0) >"$work/host" 2>&1 &
host_pid=$!
/usr/bin/python3 "$root/tests/clients/browser.py" alice >"$work/browser" 2>&1 &
browser_pid=$!
Authority=$(address_in "$work/host" "$host_pid")
BROWSER=$(address_in "$work/browser" "$browser_pid")
export Authority BROWSER
ok 'the host serves'
start_sample McpServer "$port"

MCP=$Resource WAYS=${WAYS:-operator} limited 200 node "$mcp/node/run.mjs" || { cat "$work/host"; fail 'a client failed'; }
MCP=$Resource WAYS=${WAYS:-operator} limited 200 dotnet "$mcp/dotnet/bin/${CONFIGURATION:-Release}/net10.0/OAuth2Server.McpClients.dll" ||
  { cat "$work/host"; fail 'the .NET client failed'; }
