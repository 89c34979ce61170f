#!/usr/bin/env bash
# Runs client libraries of other projects, each with all its flows, against a started host.
# With CLIENTS=write the results are written into docs/clients.md; otherwise they are compared with that page.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

clients="$root/tests/clients"
source "$clients/mutual-tls.sh"
python=/usr/bin/python3 # The Python of Debian: the Debian packages work with no other.
browser_pid='' tls_pid=''
trap 'kill ${tls_pid:+"$tls_pid"} ${browser_pid:+"$browser_pid"} $(jobs -p) 2>/dev/null || true; cleanup' EXIT
limited() { timeout --kill-after=10 "$@"; }

install_python() {
  "$python" -c 'import authlib, requests_oauthlib' 2>/dev/null && return
  local sudo=''
  command -v apt-get >/dev/null || fail 'the Python libraries requests-oauthlib and Authlib are needed'
  [ "$(id -u)" = 0 ] || sudo=$(command -v sudo) || fail "run 'apt-get install python3-requests-oauthlib python3-authlib' as root"
  {
    limited 300 $sudo apt-get update -q &&
      limited 300 $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends \
        python3-requests-oauthlib python3-authlib
  } >"$work/apt" 2>&1 || { cat "$work/apt" >&2; fail 'installing the Python libraries'; }
}

install_node() {
  command -v npm >/dev/null || fail 'Node.js 20 or newer is needed, with npm'
  cd "$clients/node"
  [ node_modules/.package-lock.json -nt package-lock.json ] || limited 300 npm ci >"$work/npm" 2>&1 ||
    { cat "$work/npm" >&2; fail 'npm ci'; }
  cd "$root"
}

install_chromium() {
  [ -x /usr/bin/chromium ] && return
  fail 'Chromium is needed: apt-get install chromium'
}

client() {
  printf '{ "ClientId": "%s", "Type": "Confidential", "ClientSecret": "%s",
    "Scopes": ["read", "write"], "RedirectUris": ["http://127.0.0.1/callback"],
    "GrantTypes": ["authorization_code", "refresh_token", "client_credentials", "urn:ietf:params:oauth:grant-type:device_code"] },\n' \
    "$1" "$CLIENT_SECRET"
}

# The clients whose users sign in with OpenID Connect.
openid_clients() {
  local web="\"Type\": \"Confidential\", \"ClientSecret\": \"$CLIENT_SECRET\"" native='"Type": "Public"' loopback=http://127.0.0.1
  local openid='"Scopes": ["openid", "profile", "email"], "GrantTypes": ["authorization_code", "refresh_token"]'
  cat <<JSON
{ "ClientId": "openid-client-sign-in", $web, $openid, "RedirectUris": ["$loopback/callback"],
  "PostLogoutRedirectUris": ["$loopback/signed-out"] },
{ "ClientId": "authlib-sign-in", $web, $openid, "RedirectUris": ["$loopback/callback"], "IdTokenSignedResponseAlg": "ES256" },
// This library has no PKCE. It binds the ID token to the session of the browser with a nonce.
{ "ClientId": "passport-openidconnect", $web, $openid, "RedirectUris": ["$loopback/callback"], "RequirePkce": false },
// The application renews tokens that are valid for less than five minutes: here at each request.
{ "ClientId": "aspnetcore-openidconnect", $web, $openid, "RedirectUris": ["$loopback/signin-oidc"], "AccessTokenLifetime": "2m",
  "PostLogoutRedirectUris": ["$loopback:$WEB_PORT/signout-callback-oidc"] },
{ "ClientId": "oidcclient", $native, $openid, "RedirectUris": ["https://app.example.com/callback"],
  "PostLogoutRedirectUris": ["https://app.example.com/signed-out"] },
{ "ClientId": "oidc-client-ts", $native, $openid, "RedirectUris": ["$loopback/", "$loopback/silent"],
  "PostLogoutRedirectUris": ["$loopback:$SPA_PORT/"] },
{ "ClientId": "back-channel", $web, $openid, "RedirectUris": ["$loopback/callback"],
  "BackchannelLogoutUri": "$loopback:$BACK_CHANNEL_PORT/" },
JSON
}

# The clients that prove that they have a key. Each proof must have a nonce of the server.
proof_clients() {
  local key="\"TokenEndpointAuthMethod\": \"private_key_jwt\", \"Jwks\": $(json_text "{\"keys\":[$PUBLIC_KEY]}")" name
  local code='"Scopes": ["read"], "GrantTypes": ["authorization_code", "refresh_token", "client_credentials"]'
  for name in openid-client-proof oauth4webapi-proof duende-identitymodel-proof; do
    printf '{ "ClientId": "%s", "Type": "Confidential", %s, %s, "RedirectUris": ["http://127.0.0.1/callback"],\n' "$name" "$key" "$code"
    [ "$name" = openid-client-proof ] && echo '"RequireSignedRequestObject": true,'
    echo '"RequirePushedAuthorizationRequests": true, "DPoPBoundAccessTokens": true },'
  done
  echo '{ "ClientId": "oidcclient-proof", "Type": "Public", "Scopes": ["openid", "read"], "DPoPBoundAccessTokens": true,'
  echo '"RedirectUris": ["https://app.example.com/callback"], "GrantTypes": ["authorization_code", "refresh_token"] },'
  echo '{ "ClientId": "mcp", "Type": "Public", "Scopes": ["read"], "RedirectUris": ["http://127.0.0.1/callback"],'
  echo '"GrantTypes": ["authorization_code", "refresh_token"], "DPoPBoundAccessTokens": true },'
}

configuration() {
  local name
  # The addresses of logout tokens are on this machine.
  echo '{ "OAuth2Server": { "Demo": true, "OpenIdConnect": { "AllowPrivateAddresses": true }, "DPoP": { "RequireNonce": true },'
  echo '"Scopes": [{ "Name": "read" }, { "Name": "write" }],'
  echo "\"Resources\": [{ \"Resource\": \"$JWT_RESOURCE\", \"AccessTokenFormat\": \"Jwt\", \"ClientId\": \"api\" }],"
  echo "\"Users\": [{ \"Username\": \"alice\", \"Password\": \"$PASSWORD\" }], \"Clients\": ["
  for name in jose oauth4webapi openid-client simple-oauth2 passport-oauth2 \
    requests-oauthlib authlib duende-identitymodel aspnetcore-oauth; do client "$name"; done
  openid_clients
  proof_clients
  echo '{ "ClientId": "native", "Type": "Public", "Scopes": ["read"], "RedirectUris": ["http://127.0.0.1/callback"],'
  echo '"GrantTypes": ["authorization_code", "refresh_token"] },'
  echo "{ \"ClientId\": \"api\", \"Type\": \"Confidential\", \"ClientSecret\": \"$API_SECRET\" }] } }"
}

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

start() {
  local host="$root/src/OAuth2Server.Host/bin/${CONFIGURATION:-Release}/net10.0/OAuth2Server.Host.dll"
  [ -f "$host" ] || fail "the host is not built: dotnet build OAuth2Server.slnx -c ${CONFIGURATION:-Release}"
  configuration >"$work/host.json"
  # The host stores in SQLite, in the temporary folder.
  (cd "$work" && HOME=$work exec dotnet "$host" --config host.json --urls http://127.0.0.1:0) >"$work/stdout" 2>"$work/stderr" &
  server_pid=$!
  start_tls "$host"
  # The browser trusts the certificate of the second host.
  SSL_CERT_FILE=$CERTIFICATES/ca.pem "$python" "$clients/browser.py" alice >"$work/browser" 2>&1 &
  browser_pid=$!
  ISSUER=$(address_in "$work/stdout" "$server_pid")
  BROWSER=$(address_in "$work/browser" "$browser_pid")
  ok 'the host serves'
}

# Ports that are free now. The addresses of logouts are compared as text, so that they are in the configuration.
free_ports() {
  "$python" -c 'import socket
sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(5)]
print(*(s.getsockname()[1] for s in sockets))'
}
json_text() { "$python" -c 'import json, sys; print(json.dumps(sys.argv[1]))' "$1"; }
# The key of the clients that sign: two lines, the private key and the public one.
new_key() {
  node -e 'const { privateKey } = require("crypto").generateKeyPairSync("ec", { namedCurve: "P-256" })
const { d, ...shared } = privateKey.export({ format: "jwk" })
const open = { ...shared, kid: "clients" }
console.log(JSON.stringify({ ...open, d }) + "\n" + JSON.stringify(open))'
}
random() { od -An -N24 -tx1 /dev/urandom | tr -d ' \n'; }
JWT_RESOURCE=https://api.example.com
PASSWORD=$(random) CLIENT_SECRET=$(random) API_SECRET=$(random)
{ read -r CLIENT_KEY && read -r PUBLIC_KEY; } < <(new_key)
export PASSWORD CLIENT_SECRET API_SECRET CLIENT_KEY ISSUER BROWSER JWT_RESOURCE
export NO_PROXY=127.0.0.1 no_proxy=127.0.0.1 PYTHONDONTWRITEBYTECODE=1

read -r WEB_PORT SPA_PORT BACK_CHANNEL_PORT TLS_PORT TLS_ALIAS_PORT <<<"$(free_ports)"
export WEB_PORT SPA_PORT BACK_CHANNEL_PORT

install_python
install_node
install_chromium
start

# All three at the same time: they mostly wait for the polling intervals of the device flow.
failures=0
limited 400 node "$clients/node/run.mjs" >"$work/node" 2>&1 & node_pid=$!
limited 400 "$python" "$clients/python/run.py" >"$work/python" 2>&1 & python_pid=$!
limited 400 dotnet "$clients/dotnet/bin/${CONFIGURATION:-Release}/net10.0/OAuth2Server.Clients.dll" >"$work/dotnet" 2>&1 & dotnet_pid=$!
wait "$node_pid" || failures=$((failures + 1))
wait "$python_pid" || failures=$((failures + 1))
wait "$dotnet_pid" || failures=$((failures + 1))
cat "$work/node" "$work/python" "$work/dotnet"
[ "$failures" -eq 0 ] || exit 1

cat "$work/node" "$work/python" "$work/dotnet" | "$python" "$clients/table.py" "$root/docs/clients.md" ${CLIENTS:+"$CLIENTS"} ||
  fail 'docs/clients.md differs from the results: run eng/clients.sh'
ok 'docs/clients.md has the results'
