#!/usr/bin/env python3
"""Indicators of a simulated office: groups, never persons, and nothing to subtract from.

What is told is compared with a count over the events of the office.
"""

import json
import sys

from program import Program, expect

GROUP_MIN = 5
NOT_COMPUTABLE = {"PK-04", "PK-06", "PK-10"}
PRINCIPLES = {"PK-07", "PK-08", "PK-09", "PK-10"}


def lines_of(report):
    for indicator in report["indicators"]:
        for table in indicator.get("tables", []):
            for line in table["lines"]:
                yield indicator["id"], line


def check_groups(report):
    """No group below the least, and none that the total gives away."""
    told_count = withheld_count = 0
    for name, line in lines_of(report):
        groups = line["groups"]
        told = [group for group in groups if "cases" in group]
        told_count += len(told)
        withheld_count += len(groups) - len(told)
        for group in told:
            expect(group["cases"] == 0 or group["cases"] >= GROUP_MIN, f"{name}: {group}")
        total = line.get("total", {})
        if len(told) < len(groups) and "count" in total:
            left = total["count"] - sum(group["count"] for group in told)
            expect(left >= GROUP_MIN, f"{name}: what is withheld is {left}: {line}")
    expect(told_count > 50 and withheld_count > 5, f"{told_count} told, {withheld_count} withheld")


def check_decisions(report, path):
    """PK-01 against the events: granted decisions of the period, by instrument."""
    counted = {}
    with open(path, encoding="utf-8") as events:
        for line in events:
            event = json.loads(line)
            if not event["type"].endswith(".productdecision.made.v1"):
                continue
            is_inside = report["from"] <= event["time"][:10] <= report["to"]
            if is_inside and event["data"].get("decision") == "BEWILLIGT":
                kind = event["data"]["instrument"]
                counted[kind] = counted.get(kind, 0) + 1
    instruments = report["indicators"][0]["tables"][0]["lines"][0]
    for group in instruments["groups"]:
        if "count" in group:
            expect(group["count"] == counted.get(group["key"], 0), f"{group} and {counted}")
    expect(instruments["total"]["count"] == sum(counted.values()), f"{counted}")


def ask_office(program, path):
    period = ("--from", "2025-01-01", "--to", "2025-12-31")
    report = program.lines("indicators", *period)[0]
    names = [one["id"] for one in report["indicators"]]
    expect(names == [f"PK-{number:02}" for number in range(1, 11)], f"{names}")
    for one in report["indicators"]:
        expect(one["computable"] == (one["id"] not in NOT_COMPUTABLE), one["id"])
        expect((one["kind"] == "principle") == (one["id"] in PRINCIPLES), one["id"])
    check_groups(report)
    check_decisions(report, path)
    text = program.ok("indicators", *period)
    expect(max(map(len, text.splitlines())) <= 80, "wider than 80 columns")
    expect("U-" not in text and "keine Rangfolge" in text, "a caseworker is named")
    expect("Nicht berechenbar" in text, "PK-04 is not said to be not computable")
    program.refuses(2, "--from", "indicators", "--from", "2025-12-31", "--to", "2025-01-01")
    program.refuses(2, "--group-min", "indicators", "--group-min", "2")


def ask_too_few(path):
    """Four cases say nothing at all."""
    program = Program(path)
    office = program.file("few.jsonl")
    program.ok("simulate", "--cases", 4, "--seed", 3, "-o", office)
    program.ok("init")
    program.ok("import", office)
    report = program.lines("indicators", "--from", "2005-01-01")[0]
    expect("cases" not in report and report["withheld"], f"{str(report)[:500]}")
    for name, line in lines_of(report):
        expect(not any(group.get("cases") for group in line["groups"]), f"{name}: {line}")


def main():
    program = Program(sys.argv[1])
    office = program.file("office.jsonl")
    program.ok("simulate", "--cases", 1200, "--seed", 8, "-o", office)
    program.ok("init")
    program.ok("import", office)
    ask_office(program, office)
    ask_too_few(sys.argv[1])


if __name__ == "__main__":
    main()
