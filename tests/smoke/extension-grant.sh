#!/usr/bin/env bash
# samples/ExtensionGrant: an extension grant, in one class of the application.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

start_sample ExtensionGrant
secret=$(printed 'client secret')
ticket=$(printed ticket)
token="$address/oauth2/token"
grant=grant_type=urn:example:ticket

http -u "turnstile:$secret" -d "$grant" "$token"
expect_error 400 invalid_request 'a request without ticket is refused'
http -u "turnstile:$secret" -d "$grant" -d ticket=forged "$token"
expect_error 400 invalid_grant 'a forged ticket is refused'
http -d client_id=turnstile -d "$grant" -d "ticket=$ticket" "$token"
expect_error 401 invalid_client 'a client that does not authenticate is refused'
http -u "visitor:$secret" -d "$grant" -d "ticket=$ticket" "$token"
expect_error 400 unauthorized_client 'a client that is not registered for the grant is refused'

http -u "turnstile:$secret" -d "$grant" -d "ticket=$ticket" "$token"
expect 200 'the ticket gets a token'
[ "$(member seat)" = 12A ] || fail 'the answer does not name the seat'
ok 'the answer has the additional member of the grant'
[ -z "$(member refresh_token)" ] || fail 'a refresh token was issued'
http -H "Authorization: Bearer $(member access_token)" "$address/hall"
expect 200 'the token is accepted at the hall'
[ "$(member welcome)" = alice ] || fail 'the token is not for the user of the ticket'
ok 'the token is for the user of the ticket'

http -u "turnstile:$secret" -d "$grant" -d "ticket=$ticket" "$token"
expect_error 400 invalid_grant 'the ticket is refused the second time'
http -u "visitor:$secret" -d grant_type=client_credentials "$token"
expect 200 'the built-in grant works in the same server'
