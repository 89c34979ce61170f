#!/usr/bin/env bash
# samples/NoAspNetCore: the core under HttpListener, without a web framework.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

start_sample NoAspNetCore
built="$root/samples/NoAspNetCore/bin/${CONFIGURATION:-Release}/net10.0"
if grep -q 'AspNetCore.App' "$built/NoAspNetCore.runtimeconfig.json" ||
  compgen -G "$built/*AspNetCore*.dll" | grep -vq '/NoAspNetCore.dll$'; then
  fail 'the sample needs ASP.NET Core'
fi
ok 'no ASP.NET Core is referenced'

web="web:$(printed 'client secret')"
password=$(printed password)
callback=http://127.0.0.1:9999/cb

http "$address/photos"
header WWW-Authenticate | grep -q '^Bearer' || fail 'no Bearer challenge'
expect 401 'a request without a token is refused'
[ ! -s "$work/body" ] || fail 'a bare challenge has a body'

http -u "$web" -d grant_type=client_credentials -d scope=photos.write "$address/token"
expect 200 'client credentials get a token'
http -H "Authorization: Bearer $(member access_token)" "$address/photos"
header WWW-Authenticate | grep -q 'scope="photos.read"' || fail 'the challenge does not name the scope'
expect_error 403 insufficient_scope 'a token of another scope is refused'
http -H 'Authorization: Bearer wrong' "$address/photos"
expect_error 401 invalid_token 'a wrong token is refused'
http "$address/token"
expect_error 405 invalid_request 'a GET of the token endpoint is refused'
http -u web:wrong -d grant_type=client_credentials "$address/token"
expect_error 401 invalid_client 'a wrong client secret is refused'
head -c 70000 /dev/zero | tr '\0' a >"$work/large"
http -u "$web" -d "@$work/large" "$address/token"
expect_error 413 invalid_request 'an oversized body is refused'

verifier=$(new_verifier)
authorize="$address/authorize?response_type=code&client_id=web&redirect_uri=$callback&state=s-1"
authorize+="&code_challenge_method=S256&code_challenge=$(challenge_of "$verifier")"
http "${authorize/9999/9999.example}"
expect 400 'a redirect URI that is not registered gets an error page'
http "$authorize"
expect 200 'the page with sign-in and consent'
request=$(hidden request)
http --data-urlencode "request=$request" -d username=alice -d password=wrong -d answer=allow "$address/decide"
expect 403 'a decision with a wrong password is refused'
http --data-urlencode "request=$request" -d username=alice -d "password=$password" -d answer=deny "$address/decide"
[ "$(redirected error)" = access_denied ] || fail 'denying does not say access_denied'
expect 303 'denying says access_denied'
http --data-urlencode "request=$request" -d username=alice -d "password=$password" -d answer=allow "$address/decide"
expect 303 'allowing redirects to the client'
[ "$(redirected state)" = s-1 ] || fail 'the state did not come back'
code=$(redirected code)

redeem=(-u "$web" -d grant_type=authorization_code -d "code=$code" -d "code_verifier=$verifier" "$address/token")
http "${redeem[@]}"
expect 200 'code and verifier get tokens'
access=$(member access_token)
refresh=$(member refresh_token)
http -H "Authorization: Bearer $access" "$address/photos"
grep -q 'The photos of alice' "$work/body" || fail "the token is not alice's"
expect 200 'the access token reads the photos of alice'
http -u "$web" -d grant_type=refresh_token -d "refresh_token=$refresh" "$address/token"
expect 200 'the refresh token is exchanged'
renewed=$(member access_token)
http "${redeem[@]}"
expect_error 400 invalid_grant 'the code is refused the second time'
http -H "Authorization: Bearer $renewed" "$address/photos"
expect_error 401 invalid_token 'the second use of the code revoked its tokens'
