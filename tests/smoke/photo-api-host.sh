#!/usr/bin/env bash
# samples/PhotoApi in a process of its own, against the host: by published keys, by introspection, and with the handler of Microsoft.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

host_pid=''
trap 'kill ${host_pid:+"$host_pid"} 2>/dev/null || true; cleanup' EXIT
photos=https://photos.example.com opaque=https://opaque.example.com
random() { od -An -N24 -tx1 /dev/urandom | tr -d ' \n'; }
client_secret=$(random) api_secret=$(random)

cat >"$work/host.json" <<JSON
{ "OAuth2Server": {
  "Scopes": [{ "Name": "photos.read" }, { "Name": "photos.write" }],
  "Resources": [
    { "Resource": "$photos", "AccessTokenFormat": "Jwt", "ClientId": "photo-api" },
    { "Resource": "$opaque", "ClientId": "photo-api" }],
  "Clients": [
    { "ClientId": "service", "Type": "Confidential", "ClientSecret": "$client_secret", "GrantTypes": ["client_credentials"],
      "Scopes": ["photos.read", "photos.write"] },
    { "ClientId": "photo-api", "Type": "Confidential", "ClientSecret": "$api_secret" }] } }
JSON
host="$root/src/OAuth2Server.Host/bin/${CONFIGURATION:-Release}/net10.0/OAuth2Server.Host.dll"
(cd "$work" && HOME=$work exec dotnet "$host" --config host.json --urls http://127.0.0.1:0) >"$work/host" 2>&1 &
host_pid=$!
issuer=''
for ((tick = 0; tick < 600; tick++)); do
  issuer=$(grep -om 1 'http://127\.0\.0\.1:[0-9]*' "$work/host") && break
  kill -0 "$host_pid" 2>/dev/null || fail "the host did not start: $(cat "$work/host")"
  sleep 0.1
done
ok 'the host serves'

# A token of the host: scope, resource.
token() {
  http -u "service:$client_secret" -d grant_type=client_credentials -d "scope=$1" --data-urlencode "resource=$2" "$issuer/oauth2/token"
  expect 200 "a token with $1 for $2" >&2
  member access_token
}

# The mode, the resource, and more settings.
start_api() {
  export Mode=$1 Authority=$issuer Resource=$2 ClientSecret=$api_secret
  start_sample PhotoApi
}

use() {
  http -H "Authorization: Bearer $1" "$address/photos"
  expect "$2" "$3"
}

jwt=$(token photos.read "$photos") narrow=$(token photos.write "$photos") other=$(token photos.read "$opaque")
for mode in keys introspection microsoft; do
  start_api "$mode" "$photos"
  use "$jwt" 200 "$mode: a JWT for this resource is accepted"
  use "$narrow" 403 "$mode: a JWT without the scope is refused"
  use "$other" 401 "$mode: a token for another resource is refused"
  use "${jwt%?????}AAAAA" 401 "$mode: a changed JWT is refused"
  stop_sample
done

start_api introspection "$opaque"
use "$other" 200 'introspection: an opaque token for this resource is accepted'
use "$jwt" 401 'introspection: a JWT for another resource is refused'
use garbage 401 'introspection: an unknown token is refused'
http -u "service:$client_secret" -d "token=$other" "$issuer/oauth2/revoke"
expect 200 'the token is revoked'
