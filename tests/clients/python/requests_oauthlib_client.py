import base64
import hashlib
import secrets
import time

import requests
from oauthlib.oauth2 import AccessDeniedError, BackendApplicationClient, DeviceClient, InvalidGrantError
from oauthlib.oauth2.rfc6749.errors import CustomOAuth2Error, InvalidClientError
from requests.auth import HTTPBasicAuth
from requests_oauthlib import OAuth2Session

from check import CLIENT_SECRET, ISSUER, REDIRECT_URI, authorize, refused, use, walk

NAME = "requests-oauthlib"


def checks(check):
    client_id = NAME
    # snippet: connect
    authorization_endpoint = ISSUER + "/oauth2/authorize"
    token_endpoint = ISSUER + "/oauth2/token"
    secret = HTTPBasicAuth(client_id, CLIENT_SECRET)
    # end-snippet

    def ask(scope, answer="Allow"):
        # This version does not support PKCE, but it passes other parameters on.
        # snippet: authorize
        session = OAuth2Session(client_id, redirect_uri=REDIRECT_URI, scope=[scope])
        verifier = secrets.token_urlsafe(32)
        digest = hashlib.sha256(verifier.encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        url, state = session.authorization_url(authorization_endpoint, code_challenge=challenge, code_challenge_method="S256")
        # end-snippet
        return session, verifier, authorize(url, answer)

    def redeem(session, verifier, callback):
        # snippet: redeem
        tokens = session.fetch_token(token_endpoint, authorization_response=callback, auth=secret, code_verifier=verifier)
        # end-snippet
        return tokens

    def code():
        session, verifier, callback = ask("read")
        redeem(session, verifier, callback)
        assert use(session) == 200
        return session

    session = check("code", "a code and its verifier are exchanged for tokens", code)

    def refresh():
        first = dict(session.token)
        # snippet: refresh
        tokens = session.refresh_token(token_endpoint, auth=secret)
        # end-snippet
        assert tokens["refresh_token"] != first["refresh_token"]
        assert use(session) == 200

    check("refresh", "the refresh token is exchanged for a new one", refresh)

    def client_credentials():
        own = OAuth2Session(client=BackendApplicationClient(client_id, scope=["read"]))
        tokens = own.fetch_token(token_endpoint, auth=secret)
        assert use(own) == 200
        assert "refresh_token" not in tokens

    check("client credentials", "the client gets a token for itself", client_credentials)

    def revocation():
        token = session.token["refresh_token"]
        prepare = session._client.prepare_token_revocation_request
        url, headers, body = prepare(ISSUER + "/oauth2/revoke", token, "refresh_token")
        assert requests.post(url, headers=headers, data=body, auth=secret).status_code == 200
        assert use(session) == 401
        refused(InvalidGrantError, lambda: session.refresh_token(token_endpoint, auth=secret))

    check("revocation", "revoking a refresh token revokes its access tokens", revocation)

    def wrong_verifier():
        other, _, callback = ask("read")
        assert refused(InvalidGrantError, lambda: redeem(other, secrets.token_urlsafe(32), callback)).status_code == 400

    check("errors", "a wrong verifier is invalid_grant", wrong_verifier)

    check("errors", "a denial is access_denied", lambda: refused(AccessDeniedError, lambda: redeem(*ask("write", "Deny"))))

    def wrong_secret():
        own = OAuth2Session(client=BackendApplicationClient(client_id))
        refused(InvalidClientError, lambda: own.fetch_token(token_endpoint, auth=HTTPBasicAuth(client_id, "wrong")))

    check("errors", "a wrong secret is invalid_client", wrong_secret)

    def device():
        # The library can only redeem a device code. The request for it is a plain POST.
        # snippet: device
        answer = requests.post(ISSUER + "/oauth2/device_authorization", data={"scope": "read"}, auth=secret).json()
        device = OAuth2Session(client=DeviceClient(client_id))
        poll = lambda: device.fetch_token(token_endpoint, device_code=answer["device_code"], auth=secret)
        # end-snippet
        assert refused(CustomOAuth2Error, poll).error == "authorization_pending"
        walk(answer["verification_uri_complete"])
        time.sleep(answer["interval"])
        poll()
        assert use(device) == 200

    check("device", "a device waits for the user and gets its tokens", device)
