"""Serves client metadata documents over https on loopback. Usage: documents.py PORT FOLDER CERTIFICATE KEY."""

import functools
import ssl
import sys
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

port, folder, certificate, key = sys.argv[1:]
server = ThreadingHTTPServer(("127.0.0.1", int(port)), functools.partial(SimpleHTTPRequestHandler, directory=folder))
tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
tls.load_cert_chain(certificate, key)
server.socket = tls.wrap_socket(server.socket, server_side=True)
server.serve_forever()
