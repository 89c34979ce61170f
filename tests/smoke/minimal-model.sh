#!/usr/bin/env bash
# samples/MinimalModel: four grants over a model of under 60 lines, with sign-in and consent as in a browser.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

lines=$(wc -l <"$root/samples/MinimalModel/MinimalModel.cs")
[ "$lines" -lt 60 ] || fail "MinimalModel.cs has $lines lines, which is not under 60"
ok "the model has $lines lines"

start_sample MinimalModel
web="web:$(printed 'client secret')"
password=$(printed password)
token="$address/oauth2/token"
callback=http://127.0.0.1:9999/cb

http "$address/photos"
expect 401 'a request without a token is refused'
header WWW-Authenticate | grep -q '^Bearer' || fail 'no Bearer challenge'
http -H 'Authorization: Bearer wrong' "$address/photos"
header WWW-Authenticate | grep -q 'error="invalid_token"' || fail 'the challenge does not say invalid_token'
expect 401 'a wrong token is refused'

http -u "$web" -d grant_type=client_credentials -d scope=photos.read "$token"
expect 200 'client credentials get a token'
access=$(member access_token)
[ -z "$(member refresh_token)" ] || fail 'client credentials got a refresh token'
http -H "Authorization: Bearer $access" "$address/photos"
expect 200 'the token reads photos'
http -X POST -H "Authorization: Bearer $access" "$address/photos"
header WWW-Authenticate | grep -q 'error="insufficient_scope".*scope="photos.write"' || fail 'the challenge does not name the scope'
expect 403 'its scope is not enough to write'

http -u web:wrong -d grant_type=client_credentials "$token"
expect_error 401 invalid_client 'a wrong client secret is refused'
http -u "$web" -d grant_type=client_credentials -d scope=photos.delete "$token"
expect_error 400 invalid_scope 'a scope that is not registered is refused'
http -u "$web" -d grant_type=urn:example:nothing "$token"
expect_error 400 unsupported_grant_type 'an unknown grant is refused'

http -u "$web" -d grant_type=password -d username=alice -d "password=$password" "$token"
expect 200 'the password grant gets a token'
http -H "Authorization: Bearer $(member access_token)" "$address/photos"
[ "$(member of)" = user-1 ] || fail "the token is not alice's"
ok 'the token is for alice'
http -u "$web" -d grant_type=password -d username=alice -d password=wrong "$token"
expect_error 400 invalid_grant 'a wrong password is refused'

# As a browser does: the authorization request, the sign-in, the consent.
jar=(-b "$work/jar" -c "$work/jar")
verifier=$(new_verifier)
authorize="$address/oauth2/authorize?response_type=code&client_id=web&redirect_uri=$callback&scope=photos.read&state=s-1"
authorize+="&code_challenge_method=S256&code_challenge=$(challenge_of "$verifier")"

http "${jar[@]}" "${authorize/client_id=web/client_id=other}"
expect 400 'an unknown client gets an error page'
http "${jar[@]}" "${authorize%%&code_challenge*}"
[ "$(redirected error)" = invalid_request ] || fail 'a request without PKCE is not refused'
ok 'a request without PKCE is refused'

http "${jar[@]}" "$authorize"
expect 302 'a user who is not signed in is redirected to the sign-in page'
login=$(header Location)
http "${jar[@]}" "$login"
expect 200 'the sign-in page'
form=$(hidden __RequestVerificationToken)
http "${jar[@]}" -d username=alice --data-urlencode "password=$password" "$login"
expect 400 'a sign-in without antiforgery token is refused'
http "${jar[@]}" -d username=alice -d password=wrong --data-urlencode "__RequestVerificationToken=$form" "$login"
expect 200 'a wrong password shows the page again'
http "${jar[@]}" -d username=alice --data-urlencode "password=$password" --data-urlencode "__RequestVerificationToken=$form" "$login"
expect 303 'alice signs in'
http "${jar[@]}" "$address$(header Location)"
expect 303 'alice is redirected to the consent page'
consent="$address$(header Location)"
http "${jar[@]}" "$consent"
expect 200 'the consent page'
ticket=$(hidden ticket)

http --data-urlencode "ticket=$ticket" -d answer=allow "$address/consent"
expect 400 'the ticket is refused from another browser'
http "${jar[@]}" --data-urlencode "ticket=$ticket" -d answer=deny "$address/consent"
[ "$(redirected error)" = access_denied ] || fail 'denying does not say access_denied'
expect 303 'denying says access_denied'
http "${jar[@]}" --data-urlencode "ticket=$ticket" -d answer=allow "$address/consent"
expect 303 'allowing redirects to the client'
[ "$(redirected state)" = s-1 ] || fail 'the state did not come back'
code=$(redirected code)

redeem=(-u "$web" -d grant_type=authorization_code -d "code=$code" -d "redirect_uri=$callback")
http "${redeem[@]}" -d "code_verifier=$verifier" "$token"
expect 200 'code and verifier get tokens'
access=$(member access_token)
first=$(member refresh_token)
http -H "Authorization: Bearer $access" "$address/photos"
expect 200 'the access token is accepted'

http -u "$web" -d grant_type=refresh_token -d "refresh_token=$first" "$token"
expect 200 'the refresh token is exchanged'
second=$(member refresh_token)
renewed=$(member access_token)
[ "$first" != "$second" ] || fail 'the refresh token was not rotated'
http -H "Authorization: Bearer $renewed" "$address/photos"
expect 200 'the refreshed access token is accepted'
http -u "$web" -d grant_type=refresh_token -d "refresh_token=$first" "$token"
expect_error 400 invalid_grant 'the reuse of the first refresh token is refused'
http -u "$web" -d grant_type=refresh_token -d "refresh_token=$second" "$token"
expect_error 400 invalid_grant 'its successor is revoked, too'
http -H "Authorization: Bearer $renewed" "$address/photos"
expect 401 'the access token is revoked, too'

http "${jar[@]}" --data-urlencode "ticket=$ticket" -d answer=allow "$address/consent"
expect 303 'a ticket gives one code: the form leads to the request again'
http "${jar[@]}" "$address$(header Location)"
http "${jar[@]}" "$address$(header Location)"
expect 200 'the consent page asks again'
http "${jar[@]}" --data-urlencode "ticket=$(hidden ticket)" -d answer=allow "$address/consent"
code=$(redirected code)
redeem=(-u "$web" -d grant_type=authorization_code -d "code=$code" -d "redirect_uri=$callback")
http "${redeem[@]}" -d "code_verifier=$(new_verifier)" "$token"
expect_error 400 invalid_grant 'a wrong verifier is refused'
http "${redeem[@]}" -d "code_verifier=$verifier" "$token"
expect_error 400 invalid_grant 'the wrong verifier has consumed the code'
