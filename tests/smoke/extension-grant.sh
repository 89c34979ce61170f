#!/usr/bin/env bash
# samples/ExtensionGrant: a grant of the application's own, in one class.
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
expect_error 400 invalid_client 'a client that does not authenticate is refused'
http -u "visitor:$secret" -d "$grant" -d "ticket=$ticket" "$token"
expect_error 400 unauthorized_client 'a client that is not registered for the grant is refused'

http -u "turnstile:$secret" -d "$grant" -d "ticket=$ticket" "$token"
expect 200 'the ticket gets a token'
[ "$(member seat)" = 12A ] || fail 'the answer does not name the seat'
ok "the grant's own member is in the answer"
[ -z "$(member refresh_token)" ] || fail 'a refresh token was issued'
http -H "Authorization: Bearer $(member access_token)" "$address/hall"
expect 200 'the token opens the hall'
[ "$(member welcome)" = alice ] || fail 'the token is not of the one who held the ticket'
ok 'it is of the one who held the ticket'

http -u "turnstile:$secret" -d "$grant" -d "ticket=$ticket" "$token"
expect_error 400 invalid_grant 'the ticket is good once'
http -u "visitor:$secret" -d grant_type=client_credentials "$token"
expect 200 'the built-in grant beside it works, too'
