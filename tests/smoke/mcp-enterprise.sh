#!/usr/bin/env bash
# Enterprise-managed authorization: clients of the Model Context Protocol get tokens for samples/McpServer without a page of its
# authorization server. Two hosts: users sign in to the first one, which issues identity assertions; the second one accepts them.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

mcp="$root/tests/mcp"
idp_pid='' host_pid='' browser_pid=''
trap 'kill ${idp_pid:+"$idp_pid"} ${host_pid:+"$host_pid"} ${browser_pid:+"$browser_pid"} 2>/dev/null || true; cleanup' EXIT
random() { od -An -N24 -tx1 /dev/urandom | tr -d ' \n'; }
limited() { timeout --kill-after=10 "$@"; }
export NO_PROXY=127.0.0.1 no_proxy=127.0.0.1 PYTHONDONTWRITEBYTECODE=1
PASSWORD=$(random) IDP_SECRET=$(random) SECRET=$(random)
export PASSWORD IDP_SECRET SECRET

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

# Waits until a host serves.
serves() {
  local url=$1 log=$2 pid=$3 tick
  for ((tick = 0; tick < 600; tick++)); do
    if curl -sfo /dev/null "$url/.well-known/oauth-authorization-server"; then return; fi
    kill -0 "$pid" 2>/dev/null || break
    sleep 0.1
  done
  fail "$url: it did not start: $(cat "$log")"
}

# Each server names the others in its configuration, so that the ports are chosen first.
base=$((22000 + RANDOM % 8000))
export IDP="http://127.0.0.1:$base" Authority="http://127.0.0.1:$((base + 1))" Resource="http://127.0.0.1:$((base + 2))/mcp"
mkdir "$work/idp" "$work/chat"
cat >"$work/idp/host.json" <<JSON
{ "OAuth2Server": {
  "Issuer": "$IDP", "Store": { "Provider": "Memory" },
  "Users": [{ "Username": "alice", "Password": "$PASSWORD" }],
  "Clients": [{ "ClientId": "assistant", "ClientSecret": "$IDP_SECRET", "Type": "Confidential", "Scopes": ["openid"],
    "RedirectUris": ["http://127.0.0.1/callback"],
    "GrantTypes": ["authorization_code", "urn:ietf:params:oauth:grant-type:token-exchange"] }],
  "TokenExchange": { "IdentityAssertions": [{ "ClientId": "assistant", "Audience": "$Authority", "ClientIdAtAudience": "photo-assistant",
    "Scopes": ["photos.read"], "Resources": ["$Resource"], "IncludeEmail": true }] } } }
JSON
host="$root/src/OAuth2Server.Host/bin/${CONFIGURATION:-Release}/net10.0/OAuth2Server.Host.dll"
export HOME=$work
(cd "$work/idp" && exec dotnet "$host" --config host.json --urls "$IDP") >"$work/idp/log" 2>&1 &
idp_pid=$!
/usr/bin/python3 "$root/tests/clients/browser.py" alice >"$work/browser" 2>&1 &
browser_pid=$!
serves "$IDP" "$work/idp/log" "$idp_pid"
BROWSER=$(address_in "$work/browser" "$browser_pid")
export BROWSER

# The second host also serves a client of the code flow: the TypeScript client refuses metadata without an authorization endpoint.
# The user signs in once at the identity provider. The identifier of the account is in the ID token.
export ID_TOKEN_FILE="$work/id_token"
limited 60 node "$mcp/node/sign-in.mjs" >"$work/subject" || { cat "$work/idp/log"; fail 'the user did not sign in'; }
cat >"$work/chat/host.json" <<JSON
{ "OAuth2Server": {
  "Issuer": "$Authority", "Store": { "Provider": "Memory" },
  "Scopes": [{ "Name": "photos.read" }, { "Name": "photos.write" }],
  "OpenIdConnect": { "AllowPrivateAddresses": true },
  "Users": [{ "Username": "employee-17", "Password": "$(random)" }],
  "Resources": [{ "Resource": "$Resource", "AccessTokenFormat": "Jwt" }],
  "Clients": [
    { "ClientId": "web", "Type": "Public", "GrantTypes": ["authorization_code"], "Scopes": ["photos.read"],
      "RedirectUris": ["http://127.0.0.1/callback"] },
    { "ClientId": "photo-assistant", "ClientSecret": "$SECRET", "Type": "Confidential",
    "Scopes": ["photos.read", "photos.write"], "GrantTypes": ["urn:ietf:params:oauth:grant-type:jwt-bearer"] }],
  "TrustedIssuers": [{ "Issuer": "$IDP", "JwksUri": "$IDP/oauth2/jwks", "Clients": ["photo-assistant"], "Scopes": ["photos.read"],
    "Audiences": ["$Resource"], "Users": [{ "Subject": "$(cat "$work/subject")", "Username": "employee-17" }] }] } }
JSON
(cd "$work/chat" && exec dotnet "$host" --config host.json --urls "$Authority") >"$work/chat/log" 2>&1 &
host_pid=$!
serves "$Authority" "$work/chat/log" "$host_pid"
ok 'both hosts serve'
start_sample McpServer "$((base + 2))"

MCP=$Resource limited 100 node "$mcp/node/enterprise.mjs" || { cat "$work/idp/log" "$work/chat/log"; fail 'a client failed'; }
clients="$mcp/dotnet/bin/${CONFIGURATION:-Release}/net10.0/OAuth2Server.McpClients.dll"
MCP=$Resource WAYS=enterprise limited 100 dotnet "$clients" || { cat "$work/idp/log" "$work/chat/log"; fail 'the .NET client failed'; }
grep -q 'Accepted assertion' "$work/chat/log" || fail 'the log does not say whose assertion was accepted'
ok 'the log of the second host names the user of both'
