"""Compares the table of docs/clients.md with the checks that ran, or writes the table.

Usage: table.py PAGE [write], with the lines of the checks on standard input.
The versions of Debian's and .NET's libraries depend on the machine. If they differ, a line reports it. All else must be equal.
"""

import datetime
import re
import sys

BEGIN, END = "<!-- ran: written by eng/clients.sh -->\n", "<!-- end of what ran -->\n"
FLOWS = ["discovery", "code", "iss", "refresh", "client credentials", "device", "introspection", "revocation", "errors"]
SOURCES = ["npm", "NuGet", ".NET", "Debian"]


def ran(lines):
    versions, flows = {}, {}
    for line in lines:
        if match := re.match(r"ran: (\S+) (\S+) (\S+)$", line):
            versions[match[1]] = (match[2], match[3])
        elif match := re.match(r"ok: ([^:]+): ([^:]+): ", line):
            flows.setdefault(match[1], set()).add(match[2])
    for name, done in flows.items():
        assert done <= set(FLOWS), f"{name}: {done - set(FLOWS)}"
    return {
        name: [version, source] + ["yes" if flow in flows[name] else "" for flow in FLOWS]
        for name, (version, source) in versions.items()
    }


def table(rows):
    head = ["library", "version", "from"] + FLOWS
    ordered = sorted(rows.items(), key=lambda row: (SOURCES.index(row[1][1]), row[0]))
    lines = [head, ["---"] * len(head)] + [[name] + row for name, row in ordered]
    return "".join("| " + " | ".join(cells).replace("|  ", "| ") + " |\n" for cells in lines)


def told(block):
    cells = [[cell.strip() for cell in line.strip("|\n").split("|")] for line in block.splitlines() if line.startswith("| ")][2:]
    return {name: rest for name, *rest in cells}


path, *write = sys.argv[1:]
rows = ran(sys.stdin)
with open(path) as file:
    before, rest = file.read().split(BEGIN)
block, after = rest.split(END)

if write:
    with open(path, "w") as file:
        file.write(f"{before}{BEGIN}Run on {datetime.date.today()}.\n\n{table(rows)}{END}{after}")
    sys.exit()

page = told(block)
for name in sorted(rows.keys() | page.keys()):
    here, there = rows.get(name), page.get(name)
    if here and there and here[1:] == there[1:] and here[1] in ("Debian", ".NET"):
        if here[0] != there[0]:
            print(f"note: {name} is {here[0]} here; the page is of {there[0]}")
    elif here != there:
        sys.exit(f"{name}: ran {here}, the page says {there}")
