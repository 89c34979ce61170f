"""Signs in behind a proxy, and sends the longest authorization request there.

Usage: behind_nginx.py PORT, with alice's password in the environment variable PASSWORD. PORT has TLS and stands for
https://auth.example.com. It prints the status of the answer to the request without a sign-in, then that with a sign-in, then the title of
the consent page and the length of its URL.
"""

import http.client
import os
import re
import ssl
import sys
import urllib.parse

ISSUER = "https://auth.example.com"
cookies = {}


def send(path, form=None):
    connection = http.client.HTTPSConnection("127.0.0.1", int(sys.argv[1]), context=ssl._create_unverified_context(), timeout=30)
    headers = {"Host": "auth.example.com", "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
    if form is not None:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    connection.request("GET" if form is None else "POST", path, form and urllib.parse.urlencode(form), headers)
    answer = connection.getresponse()
    for cookie in answer.headers.get_all("Set-Cookie") or []:
        name, value = cookie.split(";")[0].split("=", 1)
        cookies[name] = value
    return answer.status, (answer.headers.get("Location") or "").removeprefix(ISSUER), answer.read().decode()


def authorize(length):
    return "/oauth2/authorize?" + urllib.parse.urlencode({
        "response_type": "code", "client_id": "web", "code_challenge": "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
        "code_challenge_method": "S256", "state": "s" * min(length, 4000), "more": "m" * max(0, length - 4000),
    })


# The host refuses a request whose URLs become longer than 8 KiB: the longest that it accepts makes the longest headers.
longest = 7000
while longest > 100 and "/login" not in send(authorize(longest))[1] and send(authorize(longest))[0] != 502:
    longest -= 50
LONGEST = authorize(longest)
status, login, _ = send(LONGEST)
page = send(login)[2] if status == 302 else ""
token = re.search('name="form_token"[^>]*value="([^"]*)"', page or send("/login")[2]).group(1)
send("/login", {"form_token": token, "username": "alice", "password": os.environ["PASSWORD"]})
again, consent, _ = send(LONGEST)
title = re.search("<title>([^<]*)", send(consent)[2]).group(1).strip() if again == 303 else "-"
print(f"{status} {again} {len(consent)} {title}")
