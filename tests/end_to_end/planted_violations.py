#!/usr/bin/env python3
"""Every violation that a simulated office planted is found, and none that it did not plant.

The simulator and the rulebooks were written apart from each other: what joins them are the rows of
the domain. A row of the truth names case, rule, event and last day; findings are compared with it
one by one. A row that is an exception or a definition is found under the rule that embodies it.
"""

import collections
import json
import os
import sys

from program import SOURCE, Program, expect

CASES = 1000
SEEDS = (3, 41)
NOW = "2026-09-30T23:59:59Z"  # the office's last day
RULEBOOKS = SOURCE / "projections" / "rulebooks"


def shipped_rulebooks():
    """Those that are in no other: who judges by an amendment judges by what it amends, too."""
    books = {path: json.loads(path.read_text(encoding="utf-8"))
             for path in sorted(RULEBOOKS.glob("*.json"))}
    amended = {book["amends"]["rulebook"] for book in books.values() if "amends" in book}
    rules = [rule for book in books.values() for rule in book["rules"]]
    return [path for path, book in books.items() if book["rulebook"] not in amended], rules


def bearers(rules):
    """By which rules each row can be found: its own, else those that embody it."""
    own = {rule["id"] for rule in rules}
    # Rules whose findings bear the id of the level or the Profillage.
    own |= {name for rule in rules for name in rule.get("ids", {}).get("of", {}).values()}
    found_by = collections.defaultdict(set, {name: {name} for name in own})
    for rule in rules:
        for name in set(rule.get("embodies", [])) - own:
            found_by[name].add(rule["id"])
    return found_by


def violations(program, paths):
    """Per case and rule: the events that started what is violated, with the last day."""
    found = collections.defaultdict(set)
    for path in paths:
        for row in program.lines("rulebook", "check", str(path), "--now", NOW):
            if row["verdict"] == "violated":
                found[row["case"], row["rule"]].add((row["event"], row["due"]))
    return found


def says(truth, violation):
    """Whether it is what the truth names. What starts with the mere passing of a day has no event,
    and where it is judged at once the truth names no day."""
    event, due = violation
    return event in (truth["event"], "") and truth["due"] in (due, None)


def check_office(program, seed):
    events = os.path.join(program.directory.name, "office.jsonl")
    told = os.path.join(program.directory.name, "truth.jsonl")
    program.ok("simulate", "--cases", CASES, "--seed", seed, "-o", events, "--truth", told)
    program.ok("init")
    program.ok("import", events)
    with open(told, encoding="utf-8") as lines:
        truth = [json.loads(line) for line in lines]
    planted = [row for row in truth if row["kind"] != "inside"]
    expect(len(planted) > 150, f"seed {seed}: only {len(planted)} violations were planted")
    paths, rules = shipped_rulebooks()
    found_by = bearers(rules)
    found = violations(program, paths)
    explained = set()
    missing = []
    for row in planted:
        keys = [(row["case"], rule) for rule in found_by[row["rule"]]]
        hits = {(key, one) for key in keys for one in found[key] if says(row, one)}
        if not hits:
            missing.append((row, [(key, sorted(found[key], key=str)) for key in keys]))
        explained |= hits
    expect(not missing, f"seed {seed}: planted, but not found: {missing}")
    more = [(key, one) for key, ones in found.items() for one in ones
            if (key, one) not in explained]
    expect(not more, f"seed {seed}: found, but not planted: {sorted(more, key=str)}")


def main():
    for seed in SEEDS:
        check_office(Program(sys.argv[1]), seed)


if __name__ == "__main__":
    main()
