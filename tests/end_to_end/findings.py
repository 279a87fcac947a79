#!/usr/bin/env python3
"""Findings of a simulated office: lists, filters, both clocks, explanations, and local rulebooks.

What is listed is compared with what `rulebook check` says of each rulebook.
"""

import collections
import json
import os
import sys

from casework import Casework
from program import SOURCE, Program, expect

BOOKS = ("4pm-2026", "kontaktdichte-2010", "betreuungsstufen-2005", "regensburg", "datenschutz")
ALL = ("--closed", "--limit", 1000000, "--state",
       "overdue,due,late,breached,to-check,waived,satisfied,not-applicable", "--days", 36000)
EXPLAINED = 25  # each rule once, as many as that
LOCAL = {"rulebook": "haus", "version": "1", "title": "Hausregel",
         "valid": {"from": "2026-01-01"},
         "calendar": {"place": "DE-BY"},
         "rules": [{"id": "HAUS-1", "title": "Vermerk am selben Tag", "statement": "Am selben Tag.",
                    "type": "M", "grade": "A", "template": "response", "on": "ContactHeld",
                    "cite": [{"law": "Hausordnung", "paragraph": "1", "as_of": "2026-01-01"}],
                    "require": {"type": "CounsellingNoteRecorded",
                                "match": [["t.contactId", "a.contactId"]]},
                    "within": {"before": "P0D"},
                    "explain": {"violated": "Vermerk fehlte am {due}."}}]}


def counted(rows):
    return collections.Counter((row["case"], row["rule"], row.get("part") or "", row["verdict"])
                               for row in rows if row["verdict"] in ("violated", "undetermined"))


def check_against_rulebooks(program, now):
    rows = program.lines("findings", "--as-of-occurred", now, *ALL)
    checked = collections.Counter()
    for book in BOOKS:
        path = SOURCE / "projections" / "rulebooks" / f"{book}.json"
        checked += counted(program.lines("rulebook", "check", str(path), "--now", now))
    found = counted(rows)
    expect(sum(found.values()) > 100, f"only {sum(found.values())} findings")
    expect(found == checked, f"missing {list((checked - found).items())[:3]}, "
                             f"too many {list((found - checked).items())[:3]}")


def check_filters(program):
    rows = program.lines("findings", *ALL)
    again = program.lines("findings", *ALL)
    expect(rows == again, "the kept findings are others than a moment before")
    team = collections.Counter(row["team"] for row in rows if row["team"]).most_common(1)[0][0]
    rule = collections.Counter(row["rule"] for row in rows).most_common(1)[0][0]
    for name, value in (("team", team), ("rule", rule)):
        some = program.lines("findings", *ALL, "--" + name, value)
        expect(some == [row for row in rows if row[name] == value], f"--{name} {value}")
    grave = program.lines("findings", "--closed", "--limit", 100000, "--state", "breached",
                          "--severity", "mangel")
    expect(grave and all(row["severity"] == "mangel" for row in grave), "--severity mangel")
    overdue = program.lines("findings", "--closed", "--limit", 100000, "--state", "overdue")
    expect(overdue and all(row["verdict"] == "violated" for row in overdue), "--state overdue")
    expect(overdue == sorted(overdue, key=lambda row: row["due"]), "the longest overdue first")
    return rows


def check_what_is_left_out(program, rows):
    """An empty list is not taken for all clear."""
    late = ("findings", "--state", "late,breached", "--limit", 1)
    with_closed = len(program.lines(*late[:-1], 100000, "--closed"))
    opened = {row["case"] for row in program.lines("findings", *ALL[1:])}
    shown = len(program.lines(*late[:-1], 100000))
    to_check = sum(row["state"] == "to-check" and row["case"] in opened for row in rows)
    page = " ".join(program.ok(*late).replace(".", "").split())
    expect(shown < with_closed and to_check > 0, f"{shown} {with_closed} {to_check}")
    for line in (f"In geschlossenen Fällen: {with_closed - shown} (--closed)",
                 f"Daneben zu klären: {to_check} (--state to-check)"):
        expect(line in page, f"{line} not in {page}")
    expect("passt kein offener Fall" in program.ok(*late, "--team", "nobody"), "--team nobody")
    done = program.run(*late, "--team", "nobody", "--json")
    expect(done.stdout == b"" and b"no case fits" in done.stderr, done.stderr.decode())


def check_explanations(program, rows):
    seen = set()
    for row in rows:
        key = (row["rule"], row["verdict"])
        is_of_interest = row["verdict"] in ("violated", "undetermined")
        if key in seen or not is_of_interest or len(seen) == EXPLAINED:
            continue
        seen.add(key)
        words = ("findings", "explain", row["id"], "--case", row["case"])
        page = program.ok(*words)
        expect(row["id"] in page and row["title"] in " ".join(page.split()), f"{row['id']}: {page}")
        expect("Quelle" in page and "Berechnung" in page, f"{row['id']}: {page}")
        expect(max(map(len, page.splitlines())) <= 80, f"{row['id']}: wider than 80: {page}")
        told = program.lines(*words)[0]
        for name in ("rule", "verdict", "due", "version", "severity", "parameters", "reason"):
            expect(told[name] == row[name], f"{row['id']}: {name}: {told[name]} {row[name]}")
        expect(len(told["parameters"]) == 64 and told["cites"], f"{row['id']}: {told}")
    expect(len(seen) == EXPLAINED, f"{len(seen)} rules explained")
    program.refuses(1, "has no finding", "findings", "explain", "G-01@999999999")
    program.refuses(2, "names no event", "findings", "explain", "G-01")
    program.refuses(2, "no rulebook has a rule FOO-1", "findings", "--rule", "FOO-1")
    program.refuses(2, "there is no rulebook foo", "findings", "--rulebook", "foo")
    program.refuses(2, "--from is no day", "findings", "--from", "gestern")
    program.refuses(2, "--to lies before --from", "findings", "--from", "2026-02-01", "--to",
                    "2026-01-01")


def check_superseded(program, rows):
    """What was superseded is listed with its cause; whatever took its place says so."""
    old = program.lines("findings", "--superseded", "--closed", "--limit", 1000000)
    expect(len(old) > 20, f"only {len(old)} were superseded")
    expect(old == sorted(old, key=lambda row: row["superseded"]["recorded"]), "their order")
    last = {(row["case"], row["id"]): row["superseded"] for row in old}
    marked = {(row["case"], row["id"]): row["supersedes"] for row in rows if row["supersedes"]}
    there = {(row["case"], row["id"]) for row in rows}
    expect(marked == {key: change for key, change in last.items() if key in there},
           "the marks of the list are others")
    for row in old[:5]:
        told = program.lines("findings", "explain", row["id"], "--case", row["case"])[0]
        expect(row["superseded"] in told["changes"], f"{row} is not in {told['changes']}")
    gone = next(row for row in old if (row["case"], row["id"]) not in there)
    words = ("findings", "explain", gone["id"], "--case", gone["case"])
    told = program.lines(*words)[0]
    expect(told["ended_by"] == last[gone["case"], gone["id"]], f"{told['ended_by']}")
    expect(told["verdict"] == told["ended_by"]["before"], f"{told}")
    page = " ".join(program.ok(*words).split())
    expect("Diese Feststellung gilt nicht mehr" in page and "fällt weg" in page, page)
    page = program.ok("findings", "--superseded", "--closed", "--limit", 3)
    expect("ersetzt, davon gezeigt 3" in page, page)
    page = program.ok("findings", "--superseded", "--from", "2050-01-01")
    expect("0 Feststellungen" in page and "passt kein" not in page, page)
    rule = old[0]["rule"]
    some = program.lines("findings", "--superseded", "--closed", "--limit", 1000000, "--rule", rule)
    expect(some == [row for row in old if row["rule"] == rule], f"--rule {rule}")


def check_meaningless_change(program, office, rows):
    """A parameter that is set to what means nothing stays as it was, and that is told."""
    with open(office, encoding="utf-8") as lines:
        event = next(one for one in map(json.loads, lines)
                     if one["type"].startswith("de.fallbuch.parameter.changed"))
    event["id"] += "-wrong"
    event["data"].update(ruleSetId="4pm-2023", parameter="place", value="Bayern")
    path = program.file("wrong.jsonl")
    with open(path, "w", encoding="utf-8") as out:
        out.write(json.dumps(event) + "\n")
    program.ok("import", path)
    why = ('of the office is passed over: parameter place of 4pm-2023 is not "Bayern": no place '
           "that has holidays is called so")
    done = program.run("findings", *ALL, "--json")
    expect(why in done.stderr.decode(), done.stderr.decode())
    expect([json.loads(line) for line in done.stdout.splitlines()] == rows, "findings changed")
    book = SOURCE / "projections" / "rulebooks" / "4pm-2023.json"
    done = program.run("rulebook", "check", str(book), "--now", "2024-01-31", "--json")
    expect(why in done.stderr.decode(), done.stderr.decode())
    row = json.loads(done.stdout.splitlines()[0])
    expect(len(row["parameters"]) == 64 and row["version"] and "reason" in row, f"{row}")


def check_ended_object(path):
    """What begins with the end of something names the event that told of its end."""
    program = Program(path)
    casework = Casework(program)
    waived = {"waiverId": "W-1", "ground": "C", "nextTalkDate": "2025-04-30"}
    events = [casework.event("LegalCircleAssigned", "2025-03-03", data={"to": "SGB_II"}),
              casework.event("PotentialAnalysisWaived", "2025-03-04", data=waived)]
    program.ok("init")
    program.ok("import", "-", stdin="\n".join(map(json.dumps, events)).encode())
    book = SOURCE / "projections" / "rulebooks" / "4pm-2026.json"
    rows = [row for row in program.lines("rulebook", "check", str(book), "--now",
                                         "2025-06-01T00:00:00Z")
            if (row["rule"], row.get("part")) == ("L-01", "Ablauf")]
    expect(len(rows) == 1, f"{rows}")
    expect(rows[0]["event"] == events[1]["id"], f"{rows}")
    expect(rows[0]["activated_at"] == "2025-05-01", f"{rows}")


def check_local_rulebook(program, rows):
    """A file is enough; the states are judged anew and say so; a wrong one changes nothing."""
    path = program.file("haus.json")
    with open(path, "w", encoding="utf-8") as out:
        json.dump(LOCAL, out)
    program.ok("rulebook", "install", path)
    done = program.run("findings", *ALL, "--json")
    expect(done.returncode == 0 and b"were built" in done.stderr, done.stderr.decode())
    new = [json.loads(line) for line in done.stdout.splitlines()]
    ours = [row for row in new if row["rule"] == "HAUS-1"]
    expect(ours and all(row["activated"] >= "2026-01-01" for row in ours), f"{len(ours)} of ours")
    expect([row for row in new if row["rule"] != "HAUS-1"] == rows, "others have changed")
    spoilt = os.path.join(program.ledger, "rulebooks", "zzz.json")
    with open(spoilt, "w", encoding="utf-8") as out:
        out.write('{"rulebook": "haus"')
    done = program.run("findings", *ALL, "--json")
    expect(b"passed over" in done.stderr and b"zzz.json" in done.stderr, done.stderr.decode())
    expect([json.loads(line) for line in done.stdout.splitlines()] == new, "a spoilt file counts")


def main():
    program = Program(sys.argv[1])
    office = program.file("office.jsonl")
    program.ok("simulate", "--cases", 250, "--seed", 12, "-o", office)
    program.ok("init")
    program.ok("import", office)
    check_against_rulebooks(program, "2026-09-30T23:59:59Z")
    check_ended_object(sys.argv[1])
    rows = check_filters(program)
    check_what_is_left_out(program, rows)
    check_explanations(program, rows)
    check_superseded(program, rows)
    check_meaningless_change(program, office, rows)
    check_local_rulebook(program, rows)


if __name__ == "__main__":
    main()
