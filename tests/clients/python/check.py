"""The common part of both libraries' checks: the address of the server, the user at the browser, and one line for each check."""

import os
import sys
import traceback
from importlib.metadata import version

import requests

ISSUER = os.environ["ISSUER"]
BROWSER = os.environ["BROWSER"]
CLIENT_SECRET = os.environ["CLIENT_SECRET"]
API_SECRET = os.environ["API_SECRET"]
REDIRECT_URI = "http://127.0.0.1/callback"


def say(line):
    # One write for each line: the libraries run in parallel.
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


class Library:
    """The checks of a library. Later checks use the results of earlier ones, so the first failure ends them."""

    def __init__(self, name, package):
        self.name, self.package = name, package

    def run(self, checks):
        say(f"ran: {self.name} {version(self.package)} Debian")
        self.doing = "start"
        try:
            checks(self.check)
            return True
        except Exception:
            say(f"FAILED: {self.name}: {self.doing}: {traceback.format_exc()}")
            return False

    def check(self, flow, sentence, work):
        self.doing = f"{flow}: {sentence}"
        result = work()
        say(f"ok: {self.name}: {self.doing}")
        return result


def walk(url, until="", answer="Allow", session=""):
    """The user goes from a URL to the redirect URI of the client, or to the first page without a question.

    Walks with the same session have the same cookies.
    """
    end = requests.post(BROWSER, data={"url": url, "until": until, "answer": answer, "session": session}).json()
    assert "error" not in end, end
    return end


def authorize(url, answer="Allow", session=""):
    """The user answers an authorization request. The result is the redirect URL with the answer."""
    end = walk(url, REDIRECT_URI, answer, session)
    assert end["url"].startswith(REDIRECT_URI), end["text"]
    return end["url"]


def refused(error, work):
    """The error of some work. Work without an error is a failure."""
    try:
        result = work()
    except error as expected:
        return expected
    raise AssertionError(f"It was not refused: {result}")


def use(session):
    return session.get(ISSUER + "/demo/read").status_code
