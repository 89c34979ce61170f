"""Compares the table of docs/clients.md with the checks that ran, or writes the table.

Usage: table.py PAGE [write], with the lines of the checks on standard input.
The versions of Debian's and .NET's libraries depend on the machine. If they differ, a line reports it. All else must be equal.
"""

import datetime
import re
import sys

BEGIN, END = "<!-- ran: written by eng/clients.sh -->\n", "<!-- end of what ran -->\n"
OAUTH = ["discovery", "code", "iss", "refresh", "client credentials", "device", "introspection", "revocation", "errors"]
# The checks of OpenID Connect have the word openid before the flow, and a table of their own.
OPENID = ["openid " + flow for flow in ["discovery", "sign-in", "refresh", "userinfo", "prompt=none", "logout", "back-channel", "errors"]]
# The checks of keys that clients prove have the word proof before the flow.
PROOF = ["proof " + flow for flow in
         ["pushed request", "private_key_jwt", "request object", "DPoP", "nonce", "refresh", "mTLS", "errors"]]
KINDS = [OAUTH, OPENID, PROOF]
SOURCES = ["npm", "NuGet", ".NET", "Debian"]


def ran(lines):
    versions, done = {}, {}
    for line in lines:
        if match := re.match(r"ran: (\S+) (\S+) (\S+)$", line):
            versions[match[1]] = [match[2], match[3]]
        elif match := re.match(r"ok: ([^:]+): ([^:]+): ", line):
            done.setdefault(match[1], set()).add(match[2])
    for name, flows in done.items():
        assert flows <= set(sum(KINDS, [])), f"{name}: {flows - set(sum(KINDS, []))}"
    return [rows(versions, done, flows) for flows in KINDS]


def rows(versions, done, flows):
    names = [name for name in versions if done.get(name, set()) & set(flows)]
    return {name: versions[name] + ["yes" if flow in done[name] else "" for flow in flows] for name in names}


def table(rows, flows):
    head = ["library", "version", "from"] + [flow.removeprefix("openid ").removeprefix("proof ") for flow in flows]
    ordered = sorted(rows.items(), key=lambda row: (SOURCES.index(row[1][1]), row[0]))
    lines = [head, ["---"] * len(head)] + [[name] + row for name, row in ordered]
    return "".join(("| " + " | ".join(cells) + " |\n").replace("|  ", "| ") for cells in lines)


def told(block):
    """The rows of each table of the page."""
    tables = [part.splitlines()[2:] for part in re.findall(r"(?:^\|.*\n)+", block, re.MULTILINE)]
    cells = [[[cell.strip() for cell in line.strip("|").split("|")] for line in lines] for lines in tables]
    return [{name: rest for name, *rest in rows} for rows in cells]


path, *write = sys.argv[1:]
results = ran(sys.stdin)
with open(path) as file:
    before, rest = file.read().split(BEGIN)
block, after = rest.split(END)

if write:
    oauth, openid, proof = [table(rows, flows) for rows, flows in zip(results, KINDS)]
    with open(path, "w") as file:
        file.write(f"{before}{BEGIN}Run on {datetime.date.today()}. OAuth 2.0:\n\n{oauth}\nOpenID Connect:\n\n{openid}"
                   f"\nPushed requests and keys of clients:\n\n{proof}{END}{after}")
    sys.exit()

page = told(block)
if len(page) != len(results):
    sys.exit(f"the page has {len(page)} tables")
for here, there in zip(results, page):
    for name in sorted(here.keys() | there.keys()):
        ran_here, ran_there = here.get(name), there.get(name)
        if ran_here and ran_there and ran_here[1:] == ran_there[1:] and ran_here[1] in ("Debian", ".NET"):
            if ran_here[0] != ran_there[0]:
                print(f"note: {name} is {ran_here[0]} here; the page is of {ran_there[0]}")
        elif ran_here != ran_there:
            sys.exit(f"{name}: ran {ran_here}, the page says {ran_there}")
