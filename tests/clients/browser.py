"""The user at the browser, for the checks of every client library: signs in, types a code, allows or denies.

A small server on loopback. POST / with a form:
  url     the first URL
  until   a URI that ends the run when the server redirects to it; without it the first page without a question ends the run
  answer  the button to press on a page with a question: Allow or Deny
  code    the user code of a device
  session a name: runs with the same name have the same cookies; without it the cookies are those of a new browser
The response is JSON: the last URL, the text of the page there, and how often the user typed the password.
Usage: browser.py USERNAME, with the password in the environment variable PASSWORD. It prints its address.
"""

import http.cookiejar
import json
import os
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from html.parser import HTMLParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

MOST_STEPS = 20
WAITS_FOR_CLIENT = 300

browsers = {}


class Forms(HTMLParser):
    """The forms of a page, each with its action, its fields and its buttons, and the URL that the page opens by itself."""

    def __init__(self, text):
        super().__init__()
        self.forms, self.button, self.next = [], None, None
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        attribute = dict(attributes)
        if tag == "meta" and attribute.get("http-equiv") == "refresh":
            self.next = attribute["content"].removeprefix("0; url=")
        elif tag == "form":
            self.forms.append({"action": attribute.get("action"), "fields": [], "names": set(), "buttons": {}})
        elif tag == "button" and self.forms:
            self.button = (attribute.get("name"), attribute.get("value", ""))
        elif tag == "input" and self.forms and "name" in attribute:
            form = self.forms[-1]
            form["names"].add(attribute["name"])
            if attribute.get("type") != "checkbox" or "checked" in attribute:
                form["fields"].append((attribute["name"], attribute.get("value") or ""))

    def handle_data(self, data):
        if self.button and data.strip():
            self.forms[-1]["buttons"][data.strip()] = self.button
            self.button = None

    def with_button(self, text):
        return next((form for form in self.forms if text in form["buttons"]), None)

    def of_answer(self):
        """The form that a script sends to the client: the answer of an authorization request in the mode form_post."""
        return next((form for form in self.forms if "iss" in form["names"] and form["names"] & {"code", "error"}), None)

    def with_field(self, name):
        return next((form for form in self.forms if name in form["names"]), None)


class NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def new_browser():
    # Browsers treat loopback as secure. This one does the same.
    policy = http.cookiejar.DefaultCookiePolicy(secure_protocols=("http", "https"))
    cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar(policy))
    return urllib.request.build_opener(urllib.request.ProxyHandler({}), NoRedirects, cookies)


def load(browser, url, form):
    data = None if form is None else urllib.parse.urlencode(form).encode()
    for pause in [0.1] * WAITS_FOR_CLIENT + [None]:
        try:
            return browser.open(urllib.request.Request(url, data), timeout=120)
        except urllib.error.HTTPError as answer:
            return answer
        except urllib.error.URLError as error:
            # Some clients listen for the answer only after they opened the browser. A person needs longer to sign in than this program.
            if pause is None or not isinstance(error.reason, ConnectionRefusedError):
                raise
            time.sleep(pause)


def filled(page, user, answer, code):
    """The form that the user sends from this page, with its values. None if the page has no question."""
    if form := page.with_field("password"):
        return form, [field for field in form["fields"] if field[0] not in user] + list(user.items())
    if form := page.with_button(answer):
        name, value = form["buttons"][answer]
        return form, form["fields"] + ([(name, value)] if name else [])
    if code and (form := page.with_field("user_code")):
        return form, [field for field in form["fields"] if field[0] != "user_code"] + [("user_code", code)]
    return None


def walk(user, url, until=None, answer="Allow", code=None, session=None):
    browser, form = browsers.setdefault(session, new_browser()) if session else new_browser(), None
    passwords = 0
    for _ in range(MOST_STEPS):
        response = load(browser, url, form)
        form = None
        if location := response.headers.get("Location"):
            url = urllib.parse.urljoin(url, location)
            if until and url.split("?")[0] == until:
                return url, "", passwords
            continue
        text = response.read().decode()
        page = Forms(text)
        if page.next:
            url = urllib.parse.urljoin(url, page.next)
            continue
        if posted := page.of_answer():
            url, form = posted["action"], posted["fields"]
            if url == until:
                return url + "?" + urllib.parse.urlencode(form), "", passwords
            continue
        sent = filled(page, user, answer, code)
        if sent is None:
            return url, text, passwords
        passwords += any(name == "password" for name, _ in sent[1])
        url, form = urllib.parse.urljoin(url, sent[0]["action"] or url), sent[1]
    raise RuntimeError(f"There are too many steps; the last URL is {url}")


class User(BaseHTTPRequestHandler):
    def do_POST(self):
        form = dict(urllib.parse.parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode()))
        try:
            url, text, passwords = walk(self.server.user, **form)
            status, answer = 200, {"url": url, "text": text, "passwords": passwords}
        except Exception as error:
            status, answer = 500, {"error": repr(error)}
        body = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


server = ThreadingHTTPServer(("127.0.0.1", 0), User)
server.user = {"username": sys.argv[1], "password": os.environ["PASSWORD"]}
print(f"http://127.0.0.1:{server.server_port}", flush=True)
server.serve_forever()
