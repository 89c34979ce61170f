#!/usr/bin/env bash
# samples/ExtensionEndpoint: an endpoint of the application's own, in one class.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

start_sample ExtensionEndpoint
service="service:$(printed 'client secret')"
whoami="$address/oauth2/whoami"

expect_correlated() { [ -n "$(header X-Correlation-Id)" ] || fail 'the answer has no correlation id'; }

http -u "$service" -d '' "$whoami"
expect 200 'a client that authenticates gets an answer'
[ "$(member client_id)" = service ] || fail 'the answer does not name the client'
[ "$(member scope)" = 'photos.read photos.write' ] || fail 'the answer does not name the scope'
header Cache-Control | grep -q no-store || fail 'the answer may be cached'
ok 'it names the client and its scope, and is not cached'
http -d client_id=service -d "client_secret=${service#*:}" "$whoami"
expect 200 'a client secret in the form is accepted too'

http -u service:wrong -d '' "$whoami"
header WWW-Authenticate | grep -q '^Basic realm="http' || fail 'no Basic challenge'
expect_correlated
expect_error 401 invalid_client 'a wrong client secret is refused with a challenge and a correlation id'
http -d '' "$whoami"
expect_correlated
expect_error 401 invalid_client 'a request that names no client is refused'
http -u "$service" -H 'Content-Type: text/plain' -d hello "$whoami"
expect_error 400 invalid_request 'a body that is no form is refused'
http "$whoami"
[ "$(header Allow)" = POST ] || fail 'the answer does not name the allowed method'
expect_correlated
expect_error 405 invalid_request 'a GET is refused'

http "$address/.well-known/oauth-authorization-server"
expect 200 'the metadata'
[ "$(member whoami_endpoint)" = "$whoami" ] || fail 'the metadata does not name the endpoint'
[ "$(member token_endpoint)" = "$address/oauth2/token" ] || fail 'the metadata does not name the token endpoint'
ok 'it names the endpoint beside the built-in ones'

http -u "$service" -d grant_type=client_credentials "$address/oauth2/token"
expect 200 'the built-in token endpoint works too'
for ((attempt = 0; attempt < 20; attempt++)); do
  http -u service:wrong -d '' "$whoami"
  [ "$status" = 401 ] || break
done
[ -n "$(header Retry-After)" ] || fail 'the answer does not name the time to wait'
expect_error 429 temporarily_unavailable 'failures at the endpoint are counted, and block the key of the client'
