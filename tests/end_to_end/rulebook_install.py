#!/usr/bin/env python3
"""Rulebooks are installed whole or not at all; wrong ones are told with line and column."""

import collections
import json
import os
import pathlib
import signal
import subprocess
import sys
import time

from program import Program, expect
from rulebook_office import (NOW, OWN, OWN_SCENARIOS, SHIPPED, checked, is_narrow, make_office,
                             simulated, write)

CHANGED_FROM = "2025-01-01"

# From 2025 on within a day; talks of 2024 keep their 14 days.
NEXT = """{
  "rulebook": "buero", "version": "2", "title": "Vermerke des Büros, nächster Tag",
  "valid": {"from": "2025-01-01"},
  "supersedes": ["1"],
  "amends": {"rulebook": "buero", "version": "1"},
  "scenarios": ["buero-2.szenarien"],
  "params": {"frist": {"title": "Frist für Vermerke", "values": [{"value": "P1D"}]}}
}
"""
NEXT_SCENARIOS = """Szenario: Was 2024 begann, behält seine Frist
  2024-12-31 #alt ContactHeld contactId=K-1
  2025-01-01 #neu ContactHeld contactId=K-2
  2025-01-03 CounsellingNoteRecorded noteId=V-1 contactId=K-1
  2025-01-03 CounsellingNoteRecorded noteId=V-2 contactId=K-2
  Stand 2025-01-20
    B-01 erfüllt fällig=2025-01-14 bei=#alt
    B-01 verletzt fällig=2025-01-02 bei=#neu
"""


def installs(program):
    folder = pathlib.Path(program.ledger, "rulebooks")
    own = write(program, "buero.json", OWN)
    write(program, "buero-1.szenarien", OWN_SCENARIOS.replace("03-15\n", "03-14\n"))
    program.refuses(1, "its scenarios come out otherwise", "rulebook", "install", own)
    expect(not list(folder.glob("buero*")), "installed in spite of its scenarios")
    write(program, "buero-1.szenarien", OWN_SCENARIOS)
    text = is_narrow(program, "rulebook", "install", own)
    for told in ("buero@1 ist eingerichtet", "Geltung: ab 01.01.2024",
                 "Szenarien: 1, Erwartungen: 1"):
        expect(told in text, f"'{told}' is not in: {text}")
    expect((folder / "buero-1.json").read_text(encoding="utf-8") == OWN, "another text")
    expect((folder / "buero-1.szenarien").read_text(encoding="utf-8") == OWN_SCENARIOS, "scenarios")
    program.ok("rulebook", "test", folder / "buero-1.json")
    contents = program.contents()
    expect("war schon da" in program.ok("rulebook", "install", own), "twice")
    write(program, "buero.json", json.dumps(json.loads(OWN)))
    expect("war schon da" in program.ok("rulebook", "install", own), "in another writing")
    expect("shipped" in program.ok("rulebook", "install", SHIPPED / "datenschutz.json"), "shipped")
    write(program, "buero.json", OWN.replace("P14D", "P13D"))
    program.refuses(1, "buero@1 is there with another text", "rulebook", "install", own)
    write(program, "buero.json", NEXT.replace('  "supersedes": ["1"],\n', ""))
    write(program, "buero-2.szenarien", NEXT_SCENARIOS)
    program.refuses(1, "buero.json:\nline 3, column 12: rulebook buero: versions 1 and 2 hold on "
                    "the same days", "rulebook", "install", own)
    write(program, "buero.json", NEXT.replace('"1"],\n  "amends', '"2", "1"],\n  "amends'))
    program.refuses(1, "line 4, column 17: rulebook buero: version 2 supersedes itself in a circle",
                    "rulebook", "install", own)
    write(program, "buero.json", NEXT.replace("buero-2.sz", "buero-1.sz"))
    write(program, "buero-1.szenarien", NEXT_SCENARIOS)
    program.refuses(1, "need another file name", "rulebook", "install", own)
    expect(program.contents() == contents, "something was changed")


def takes_effect(program):
    """A new text file changes what is found, from its day on; what began before stays."""
    own = write(program, "buero.json", NEXT)
    write(program, "buero-2.szenarien", NEXT_SCENARIOS)
    first = os.path.join(program.ledger, "rulebooks", "buero-1.json")
    before = checked(program, first)
    summary, rows = simulated(program, own, "--examples", 1000)
    expect(not summary["in_place"] and rows, f"{summary}")
    shown = [one for row in rows for one in row["examples"]]
    expect(all(one["activated"] >= CHANGED_FROM for one in shown), "an older finding has changed")
    installed = json.loads(program.ok("rulebook", "install", own, "--json"))
    expect(installed["valid"]["from"] == CHANGED_FROM and installed["superseded"] ==
           [{"version": "1", "valid": {"from": "2024-01-01", "to": "2024-12-31"}}], f"{installed}")
    listed = {(one["version"], one["valid"]["from"]) for one in program.lines("rulebook", "list")
              if one["rulebook"] == "buero"}
    expect(listed == {("1", "2024-01-01"), ("2", CHANGED_FROM)}, f"list: {listed}")
    _, rows = simulated(program, own)
    expect(not rows, "what is installed is not in force")
    after = checked(program, installed["file"])
    expect(before.keys() == after.keys(), "other activations")
    for key, row in after.items():
        is_old = row["activated_at"] < "2024-12-31T23:00:00Z"
        same = (row["verdict"], row["due"]) == (before[key]["verdict"], before[key]["due"])
        expect(same == is_old, f"{row} was {before[key]}")
    counts = collections.Counter(row["activated_at"] >= "2024-12-31T23" for row in after.values())
    expect(min(counts[False], counts[True]) > 10, f"talks before and after: {counts}")


RULE = ('{"id": "R-1", "title": "T", "statement": "S", "type": "M", "template": "response",\n'
        '"on": "ContactHeld", "require": "CaseClosed"')
WRONG = {
    "syntax": ('{"rulebook": "x",\n "version" "1"}', "line 2, column 14: syntax error"),
    "field": (',\n"scope": {"where": {"present": "a.chanel"}}',
              "line 5, column 32: the catalogue has no such field in ContactHeld (a.chanel)"),
    "member": (',\n"unles": "CaseClosed"', 'line 5, column 1: a rule has no "unles"'),
    "window": (',\n"within": {"after": "P6D", "before": "P5D"}',
               "line 5, column 11: no day lies in this window"),
    "working days": (',\n"within": {"after": "P6BD", "before": "P5BD"}',
                     "line 5, column 11: no day lies in this window"),
    "mixed": (',\n"within": {"after": "PT24H", "before": "P5BD"}',
              "line 5, column 11: a window is counted in days (P6M, P5BD) or in elapsed time"),
    "month": (',\n"within": {"before": "P1M"}',
              "line 5, column 22: months and years need \"month_round\""),
    "earlier": (',\n"within": {"before": "-P6D"}',
                "line 5, column 11: this window ends before what activates it"),
    "exceptions": (',\n"unless": [\n{"type": "StrategySelected"},\n{"type": "StrategySelected"}]',
                   "line 7, column 1: two exceptions at once: this one is the same as that of line "
                   "6, column 1"),
    "periods": (',\n"valid": [{"from": "2024-01-01"},\n{"from": "2025-01-01"}]',
                "line 6, column 1: holds on days on which another period of the rule holds, too"),
}


def refuses_wrong_ones(program):
    contents = program.contents()
    head = '{"rulebook": "x", "version": "1", "title": "T",\n"valid": {"from": "2024-01-01"},\n'
    for name, (wrong, told) in WRONG.items():
        whole = wrong if wrong.startswith("{") else head + '"rules": [' + RULE + wrong + "}]}"
        path = write(program, "wrong.json", whole)
        for words in (("install",), ("check", "--now", NOW), ("simulate",), ("lint",), ("test",)):
            program.refuses(2, told, "rulebook", words[0], path, *words[1:])
        expect(f"wrong.json:\n{told}" in program.run("rulebook", "install", path).stderr.decode(),
               f"{name}: the file is not named")
    path = write(program, "wrong.json", head + '"supersedes": ["1"], "rules": []}')
    for words in (("check", "--now", NOW), ("lint",)):
        program.refuses(2, "line 3, column 15: rulebook x: version 1 supersedes itself in a circle",
                        "rulebook", words[0], path, *words[1:])
    path = write(program, "wrong.json", head + '"rules": [' + RULE + ',\n"unless": [\n'
                 '{"type": "ContactHeld", "where": {"present": "x.purpose"}},\n'
                 '{"type": "ContactHeld", "where": {"present": "x.channel"}}]}]}')
    program.refuses(1, "7:1 R-1", "rulebook", "lint", path)
    # Two mistakes are told at once, each with its place.
    path = write(program, "wrong.json", head + '"titel": "",\n"rules": [' + RULE +
                 ',\n"within": {"before": "P5"}}]}')
    done = program.run("rulebook", "install", path).stderr.decode()
    expect("line 3, column 1: a rulebook has no" in done and "line 6, column 22: a length" in done,
           done)
    path = write(program, "wrong.json", head.replace('"1"', '"../1"') + '"rules": []}')
    program.refuses(2, "line 1, column 30: an installed rulebook", "rulebook", "install", path)
    expect(program.contents() == contents, "a wrong rulebook has changed something")


def passes_over(program):
    """A rulebook that was spoilt by hand never takes the place of a valid one."""
    spoilt = pathlib.Path(program.ledger, "rulebooks", "a-spoilt.json")
    spoilt.write_text(OWN.replace('"rules"', '"regeln"'), encoding="utf-8")
    done = program.run("rulebook", "list", "--json")
    told = done.stderr.decode()
    expect(done.returncode == 0 and "passed over: a-spoilt.json:\n" in told, told)
    listed = [json.loads(line) for line in done.stdout.splitlines()]
    expect({one["version"] for one in listed if one["rulebook"] == "buero"} == {"1", "2"},
           f"{listed}")
    spoilt.unlink()


def is_whole_or_absent(folder, text, scenarios):
    path = folder / "k-1.json"
    if not path.exists():
        return False
    expect(path.read_text(encoding="utf-8") == text, "half of a rulebook")
    expect((folder / "k.szenarien").read_text(encoding="utf-8") == scenarios, "half of scenarios")
    return True


def is_killed(program):
    folder = pathlib.Path(program.ledger, "rulebooks")
    text = OWN.replace('"buero"', '"k"').replace("buero-1.sz", "k.sz")
    scenarios = OWN_SCENARIOS + "".join(f"# {number}\n" for number in range(20000))
    own = write(program, "k.json", text)
    write(program, "k.szenarien", scenarios)
    began = time.monotonic()
    program.ok("rulebook", "install", own)
    whole = time.monotonic() - began
    killed = 0
    for share in range(1, 25):
        for path in folder.glob("k*"):
            path.unlink()
        process = subprocess.Popen(program.command("rulebook", "install", own),
                                   stdout=subprocess.DEVNULL, env=program.environment)
        time.sleep(whole * share / 20)
        process.send_signal(signal.SIGKILL)
        killed += process.wait() == -signal.SIGKILL
        is_there = is_whole_or_absent(folder, text, scenarios)
        expect("war schon da" in program.ok("rulebook", "install", own) or not is_there, "again")
        expect(is_whole_or_absent(folder, text, scenarios), "not installed after a kill")
    expect(killed > 5, f"only {killed} were killed")


def cannot_write(program):
    folder = pathlib.Path(program.ledger, "rulebooks")
    for path in folder.glob("k*"):
        path.unlink()
    program.give_up_root()
    contents = program.contents()
    folder.chmod(0o500)
    program.refuses(3, "k.szenarien", "rulebook", "install", program.file("k.json"))
    folder.chmod(0o700)
    expect(program.contents() == contents, "something was left")
    program.ok("rulebook", "install", program.file("k.json"))


def main():
    program = Program(sys.argv[1])
    make_office(program)
    installs(program)
    takes_effect(program)
    refuses_wrong_ones(program)
    passes_over(program)
    is_killed(program)
    cannot_write(program)


if __name__ == "__main__":
    main()
