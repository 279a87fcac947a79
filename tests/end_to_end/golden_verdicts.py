#!/usr/bin/env python3
"""Verdicts on public logs equal those of a formally verified monitor, row by row.

The rows are those that are violated or pending; all other activations are satisfied. The counts are
those that the monitor's authors' formulas gave.
"""

import collections
import datetime
import gzip
import os
import pathlib
import sys

from program import SOURCE, Program, expect

SKIPPED = 77
GOLDEN = SOURCE / "tests" / "end_to_end" / "golden"
RULES = {"receipt": {"stop14": 1434, "prec": 1416},
         "bpic2012": {"decide30": 13087, "sent_prec": 7030}}


def moment(second):
    utc = datetime.datetime.fromtimestamp(second, datetime.timezone.utc)
    return utc.strftime("%Y-%m-%dT%H:%M:%SZ")


def wanted(path):
    """The moment as of which the rows hold, and how often each of them is there."""
    head, _, *rows = path.read_text(encoding="utf-8").splitlines()
    counted = collections.Counter()
    for row in rows:
        case, _, second, verdict = row.split("\t")
        counted[case, moment(int(second)), verdict] += 1
    return moment(int(head.split("now=")[1])), counted


def check_log(program, shared, log):
    packed = shared / "data" / "logs" / f"{log}.xes.gz"
    text = os.path.join(program.directory.name, log + ".xes")
    with gzip.open(packed, "rb") as source, open(text, "wb") as target:
        target.write(source.read())
    program.ok("init")
    program.ok("import", "--format", "xes", text)
    goldens = {rule: wanted(shared / "data" / "golden-verdicts" / f"{log}.{rule}.tsv")
               for rule in RULES[log]}
    moments = {now for now, _ in goldens.values()}
    expect(len(moments) == 1, f"several moments: {moments}")
    found = collections.defaultdict(collections.Counter)
    totals = collections.Counter()
    for row in program.lines("rulebook", "check", str(GOLDEN / f"{log}.json"), "--now",
                             moments.pop()):
        totals[row["rule"]] += 1
        if row["verdict"] != "satisfied":
            found[row["rule"]][row["case"], row["activated_at"], row["verdict"]] += 1
    for rule, (_, rows) in goldens.items():
        expect(totals[rule] == RULES[log][rule], f"{rule}: {totals[rule]} activations")
        expect(found[rule] == rows, f"{rule}: missing {list((rows - found[rule]).items())[:3]}, "
                                    f"too many {list((found[rule] - rows).items())[:3]}")


def main():
    shared = pathlib.Path(os.environ.get("FALLBUCH_SHARED", SOURCE.parent / "shared"))
    if not (shared / "data" / "golden-verdicts").is_dir():
        print(f"skipped: no golden verdicts in {shared} (FALLBUCH_SHARED)")
        sys.exit(SKIPPED)
    for log in RULES:
        check_log(Program(sys.argv[1]), shared, log)


if __name__ == "__main__":
    main()
