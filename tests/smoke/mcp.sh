#!/usr/bin/env bash
# Clients of the Model Context Protocol use samples/McpServer with tokens of the host.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

mcp="$root/tests/mcp"
host_pid='' browser_pid='' documents_pid=''
trap 'kill ${host_pid:+"$host_pid"} ${browser_pid:+"$browser_pid"} ${documents_pid:+"$documents_pid"} 2>/dev/null || true; cleanup' EXIT
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

# The document of a client that describes itself, at an https address on this machine. The host trusts the certificate of this run.
document_port=$((30000 + RANDOM % 2000))
export DOCUMENT="https://localhost:$document_port/assistant.json"
mkdir "$work/documents"
cat >"$work/documents/assistant.json" <<JSON
{ "client_id": "$DOCUMENT", "client_name": "Photo assistant", "redirect_uris": ["http://127.0.0.1/callback"],
  "grant_types": ["authorization_code", "refresh_token"], "response_types": ["code"], "token_endpoint_auth_method": "none" }
JSON
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost \
  -addext basicConstraints=critical,CA:TRUE -keyout "$work/key.pem" -out "$work/certificate.pem" 2>/dev/null || fail 'openssl is needed'
/usr/bin/python3 "$mcp/documents.py" "$document_port" "$work/documents" "$work/certificate.pem" "$work/key.pem" >"$work/log" 2>&1 &
documents_pid=$!

host="$root/src/OAuth2Server.Host/bin/${CONFIGURATION:-Release}/net10.0/OAuth2Server.Host.dll"
clients="$mcp/dotnet/bin/${CONFIGURATION:-Release}/net10.0/OAuth2Server.McpClients.dll"
export HOME=$work
/usr/bin/python3 "$root/tests/clients/browser.py" alice >"$work/browser" 2>&1 &
browser_pid=$!
BROWSER=$(address_in "$work/browser" "$browser_pid")
export BROWSER

# Runs all clients with a host of its own. The settings beside Users are in the standard input, which has the resource in it.
run_clients() {
  local ways=$1 folder=$2 settings log="$work/$2/log"
  mkdir "$work/$folder"
  settings=$(cat)
  cat >"$work/$folder/host.json" <<JSON
{ "OAuth2Server": { "Users": [{ "Username": "alice", "Password": "$PASSWORD" }], $settings } }
JSON
  (cd "$work/$folder" && SSL_CERT_FILE=$work/certificate.pem exec dotnet "$host" --config host.json --urls http://127.0.0.1:0) \
    >"$log" 2>&1 &
  host_pid=$!
  Authority=$(address_in "$log" "$host_pid")
  export Authority
  ok "the host serves: $folder"
  start_sample McpServer "$port"
  MCP=$Resource WAYS=$ways limited 200 node "$mcp/node/run.mjs" >"$work/$folder/node" 2>&1 && cat "$work/$folder/node" ||
    { cat "$log" "$work/$folder/node"; fail 'a client failed'; }
  MCP=$Resource WAYS=$ways limited 200 dotnet "$clients" >"$work/$folder/dotnet" 2>&1 && cat "$work/$folder/dotnet" ||
    { cat "$log" "$work/$folder/dotnet"; fail 'the .NET client failed'; }
  stop_sample
  kill "$host_pid" && { wait "$host_pid" || true; }
  host_pid=''
}

# The resource is in the configuration of the host, so that its port is chosen first.
port=$((20000 + RANDOM % 10000))
export Resource="http://127.0.0.1:$port/mcp"
run_clients client mcp-alone <<JSON
"Mcp": { "Resources": [{ "Resource": "$Resource", "Scopes": ["photos.read", "photos.write"] }] }
JSON
# A client of the operator, and the permission for the document of this run: it is on this machine.
run_clients 'operator document' mcp-and-more <<JSON
"Mcp": { "Resources": [{ "Resource": "$Resource", "Scopes": ["photos.read", "photos.write"] }] },
"ClientIdMetadataDocuments": { "AllowedHosts": ["localhost"], "AllowPrivateAddresses": true },
"Clients": [{ "ClientId": "assistant", "Type": "Public", "Scopes": ["photos.read", "photos.write"],
  "RedirectUris": ["http://127.0.0.1/callback"], "GrantTypes": ["authorization_code", "refresh_token"] }]
JSON

cat "$work"/mcp-*/{node,dotnet} | /usr/bin/python3 "$mcp/versions.py" "$root/docs/clients.md" "$root/docs/mcp.md" ||
  fail 'docs/clients.md or docs/mcp.md has other versions than those that ran'
ok 'docs/clients.md and docs/mcp.md have the versions that ran'
