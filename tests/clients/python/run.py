import os
import sys
from concurrent.futures import ThreadPoolExecutor

# The server of these checks uses plain http on loopback. With https this is not needed.
os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"

import authlib_client
import authlib_sign_in
import requests_oauthlib_client
from check import Library

libraries = [
    (Library("requests-oauthlib", "requests-oauthlib"), requests_oauthlib_client),
    (Library("authlib", "Authlib"), authlib_client),
    (Library("authlib", "Authlib"), authlib_sign_in),
]
with ThreadPoolExecutor() as threads:
    results = list(threads.map(lambda pair: pair[0].run(pair[1].checks), libraries))
sys.exit(0 if all(results) else 1)
