#!/usr/bin/env bash
# samples/PhotoApi: what a client that has no token learns, and a token for the resource that it learned.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

start_sample PhotoApi
service="service:$(printed 'client secret')"

http "$address/photos"
expect 401 'a request without a token is refused'
metadata=$(header WWW-Authenticate | sed -n 's/.*resource_metadata="\([^"]*\)".*/\1/p')
header WWW-Authenticate | grep -q 'scope="photos.read"' || fail 'the challenge does not name the scope'
http -H 'Origin: https://inspector.example.org' "$metadata"
expect 200 'the challenge names the metadata of the resource'
[ "$(header Access-Control-Allow-Origin)" = '*' ] || fail 'a page cannot read the metadata'
resource=$(member resource)
[ "$resource" = "$address" ] || fail 'the metadata names another resource'

http -u "$service" -d grant_type=client_credentials -d scope=photos.read --data-urlencode "resource=$resource" "$address/oauth2/token"
expect 200 'a token for the resource'
http -H "Authorization: Bearer $(member access_token)" "$address/photos"
expect 200 'it reads photos'
http -u "$service" -d grant_type=client_credentials -d scope=photos.write "$address/oauth2/token"
http -H "Authorization: Bearer $(member access_token)" "$address/photos"
expect 403 'a token of another scope is not enough'
