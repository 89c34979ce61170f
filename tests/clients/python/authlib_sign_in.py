import secrets
from urllib.parse import parse_qs, urlsplit

import requests
from authlib.integrations.requests_client import OAuth2Session
from authlib.jose import JsonWebKey, JsonWebToken
from authlib.jose.errors import JoseError
from authlib.oidc.core import CodeIDToken
from authlib.oidc.discovery import OpenIDProviderMetadata, get_well_known_url

from check import CLIENT_SECRET, ISSUER, REDIRECT_URI, authorize, refused


def checks(check):
    client_id = "authlib-sign-in"

    def discovery():
        # snippet: connect
        server = OpenIDProviderMetadata(requests.get(get_well_known_url(ISSUER, external=True)).json())
        # Authlib demands the algorithm none in this list. The server refuses unsigned request objects.
        server.pop("request_object_signing_alg_values_supported")
        server.validate()
        keys = JsonWebKey.import_key_set(requests.get(server["jwks_uri"]).json())
        # end-snippet
        assert server["issuer"] == ISSUER
        return server, keys

    server, keys = check("openid discovery", "the configuration is found and valid", discovery)

    def ask(answer="Allow", browser=client_id, **more):
        scope = "openid profile email"
        # snippet: authorize
        session = OAuth2Session(client_id, CLIENT_SECRET, scope=scope, redirect_uri=REDIRECT_URI, code_challenge_method="S256")
        verifier, nonce = secrets.token_urlsafe(32), secrets.token_urlsafe(16)
        url, state = session.create_authorization_url(server["authorization_endpoint"], code_verifier=verifier, nonce=nonce, **more)
        # end-snippet
        return session, state, verifier, nonce, authorize(url, answer, browser)

    def redeem(session, state, verifier, nonce, callback):
        # snippet: redeem
        tokens = session.fetch_token(server["token_endpoint"], authorization_response=callback, state=state, code_verifier=verifier)
        # end-snippet
        return read(tokens, nonce)

    def read(tokens, nonce=None):
        # snippet: id-token
        user = JsonWebToken(server["id_token_signing_alg_values_supported"]).decode(
            tokens["id_token"],
            keys,
            claims_cls=CodeIDToken,
            claims_options={"iss": {"essential": True, "value": ISSUER}, "aud": {"essential": True, "value": client_id}},
            claims_params={"nonce": nonce, "client_id": client_id, "access_token": tokens["access_token"]},
        )
        user.validate(leeway=30)
        # end-snippet
        return user

    def sign_in():
        session, *asked = ask()
        return session, redeem(session, *asked)

    session, user = check("openid sign-in", "an ID token for this sign-in says who the user is", sign_in)

    def userinfo():
        # snippet: userinfo
        claims = session.get(server["userinfo_endpoint"]).json()
        # end-snippet
        assert (claims["sub"], claims["preferred_username"]) == (user["sub"], "alice")

    check("openid userinfo", "the claims of the profile are those of the same user", userinfo)

    def refresh():
        tokens = session.refresh_token(server["token_endpoint"])
        again = read(tokens)
        assert (again["sub"], again["auth_time"]) == (user["sub"], user["auth_time"])
        assert "nonce" not in again

    check("openid refresh", "a refresh gives an ID token of the same sign-in", refresh)

    def error_of(callback):
        return parse_qs(urlsplit(callback).query)["error"]

    def renewal():
        other, *asked = ask(prompt="none")
        assert redeem(other, *asked)["sub"] == user["sub"]
        assert error_of(ask(browser="", prompt="none")[-1]) == ["login_required"]

    check("openid prompt=none", "a user who is signed in is renewed without a page, and no other user", renewal)

    def other_nonce():
        other, state, verifier, _, callback = ask()
        error = refused(JoseError, lambda: redeem(other, state, verifier, "another", callback))
        assert "nonce" in str(error)

    check("openid errors", "the library refuses the ID token of another request", other_nonce)

    def denial():
        assert error_of(ask("Deny", prompt="consent")[-1]) == ["access_denied"]

    check("openid errors", "a denial is access_denied", denial)
