import secrets
import time
from urllib.parse import parse_qs, urlsplit

import requests
from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oauth2.rfc8414 import AuthorizationServerMetadata, get_well_known_url

from check import API_SECRET, CLIENT_SECRET, ISSUER, REDIRECT_URI, authorize, refused, use, walk

NAME = "authlib"
DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code"


def checks(check):
    client_id = NAME

    def discovery():
        # snippet: connect
        server = AuthorizationServerMetadata(requests.get(get_well_known_url(ISSUER, external=True)).json())
        server.validate()
        # end-snippet
        assert server["issuer"] == ISSUER
        return server

    server = check("discovery", "the metadata is found and valid", discovery)

    def ask(scope, answer="Allow"):
        # snippet: authorize
        session = OAuth2Session(client_id, CLIENT_SECRET, scope=scope, redirect_uri=REDIRECT_URI, code_challenge_method="S256")
        verifier = secrets.token_urlsafe(32)
        url, state = session.create_authorization_url(server["authorization_endpoint"], code_verifier=verifier)
        # end-snippet
        return session, state, verifier, authorize(url, answer)

    def redeem(session, state, verifier, callback):
        # snippet: redeem
        tokens = session.fetch_token(server["token_endpoint"], authorization_response=callback, state=state, code_verifier=verifier)
        # end-snippet
        return tokens

    def code():
        session, state, verifier, callback = ask("read")
        redeem(session, state, verifier, callback)
        assert use(session) == 200
        return session

    session = check("code", "a code and its verifier are exchanged for tokens", code)

    def refresh():
        first = session.token["refresh_token"]
        # snippet: refresh
        tokens = session.refresh_token(server["token_endpoint"])
        # end-snippet
        assert tokens["refresh_token"] != first
        assert use(session) == 200

    check("refresh", "the refresh token is exchanged for a new one", refresh)

    def client_credentials():
        own = OAuth2Session(client_id, CLIENT_SECRET, scope="read")
        tokens = own.fetch_token(server["token_endpoint"], grant_type="client_credentials")
        assert use(own) == 200
        assert "refresh_token" not in tokens

    check("client credentials", "the client gets a token for itself", client_credentials)

    def introspect(token):
        api = OAuth2Session("api", API_SECRET)
        return api.introspect_token(server["introspection_endpoint"], token).json()

    def introspection():
        answer = introspect(session.token["access_token"])
        assert (answer["active"], answer["client_id"], answer["scope"]) == (True, client_id, "read")
        assert not introspect("nonsense")["active"]

    check("introspection", "a resource server gets client and scope of a token", introspection)

    def revocation():
        token = session.token
        assert session.revoke_token(server["revocation_endpoint"], token["refresh_token"], "refresh_token").status_code == 200
        assert not introspect(token["access_token"])["active"]
        error = refused(OAuthError, lambda: session.refresh_token(server["token_endpoint"], token["refresh_token"]))
        assert error.error == "invalid_grant"

    check("revocation", "revoking a refresh token revokes its access tokens", revocation)

    def wrong_verifier():
        other, state, _, callback = ask("read")
        assert refused(OAuthError, lambda: redeem(other, state, secrets.token_urlsafe(32), callback)).error == "invalid_grant"

    check("errors", "a wrong verifier is invalid_grant", wrong_verifier)

    def denial():
        _, state, _, callback = ask("write", "Deny")
        answer = parse_qs(urlsplit(callback).query)
        assert (answer["error"], answer["state"]) == (["access_denied"], [state])

    check("errors", "a denial is access_denied", denial)

    def wrong_secret():
        own = OAuth2Session(client_id, "wrong")
        error = refused(OAuthError, lambda: own.fetch_token(server["token_endpoint"], grant_type="client_credentials"))
        assert error.error == "invalid_client"

    check("errors", "a wrong secret is invalid_client", wrong_secret)

    def device():
        # The library can only redeem a device code. The request for it is a plain POST.
        # snippet: device
        answer = requests.post(server["device_authorization_endpoint"], data={"scope": "read"}, auth=(client_id, CLIENT_SECRET)).json()
        device = OAuth2Session(client_id, CLIENT_SECRET)
        poll = lambda: device.fetch_token(server["token_endpoint"], grant_type=DEVICE_CODE, device_code=answer["device_code"])
        # end-snippet
        assert refused(OAuthError, poll).error == "authorization_pending"
        walk(answer["verification_uri_complete"])
        time.sleep(answer["interval"])
        poll()
        assert use(device) == 200

    check("device", "a device waits for the user and gets its tokens", device)
