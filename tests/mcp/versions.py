"""Compares the versions of programs in pages with those that ran.

Usage: versions.py TABLE [PAGE ...], with lines `ran: NAME VERSION SOURCE` on standard input. The first page has a row for each program.
Where a page names a program and then a version, the version that ran is this one, or begins with it.
"""

import re
import sys


def wrong(page, name, version):
    named = r"(?<![\w./-])" + re.escape(name) + r"(?:`? |@)(\d+\.\d(?:[\w.-]*\w)?)"
    for told in re.findall(named, page):
        if version != told and not version.startswith(told + "."):
            yield told


table, *others = sys.argv[1:]
ran = sorted({match.groups() for line in sys.stdin if (match := re.match(r"ran: (\S+) (\S+) (\S+)$", line))})
faults = [] if ran else ["no program ran"]
for path in [table, *others]:
    with open(path) as file:
        page = file.read()
    for name, version, source in ran:
        if path == table and f"\n| {name} | {version} | {source} | " not in page:
            faults.append(f"{path} has no row: | {name} | {version} | {source} |")
        faults += [f"{path} tells of {name} {told}; {version} ran" for told in wrong(page, name, version)]
sys.exit("\n".join(faults) or 0)
