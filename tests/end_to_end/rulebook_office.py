"""An office with a rulebook of its own, for the end-to-end tests of rulebooks."""

import collections
import pathlib

from program import SOURCE, expect

SHIPPED = SOURCE / "projections" / "rulebooks"
NOW = "2025-06-30"

# The office's own rulebook: a note within 14 days of a talk.
OWN = """{
  "rulebook": "buero", "version": "1", "title": "Vermerke des Büros",
  "valid": {"from": "2024-01-01"},
  "scenarios": ["buero-1.szenarien"],
  "params": {"frist": {"title": "Frist für Vermerke", "values": [{"value": "P14D"}]}},
  "rules": [
    {"id": "B-01", "title": "Vermerk zum Gespräch",
     "statement": "Zu jedem Gespräch gehört ein Vermerk.", "type": "S", "template": "response",
     "on": "ContactHeld",
     "require": {"type": "CounsellingNoteRecorded", "match": [["t.contactId", "a.contactId"]]},
     "within": {"before": {"param": "frist"}}}
  ]
}
"""
OWN_SCENARIOS = """Szenario: Vermerk am letzten Tag
  2024-03-01 ContactHeld contactId=K-1
  2024-03-15 CounsellingNoteRecorded noteId=V-1 contactId=K-1
  Stand 2024-03-20
    B-01 erfüllt fällig=2024-03-15
"""


def write(program, name, text):
    path = program.file(name)
    pathlib.Path(path).write_text(text, encoding="utf-8")
    return path


def is_narrow(program, *words):
    text = program.ok(*words)
    wide = [line for line in text.splitlines() if len(line) > 80]
    expect(not wide, f"{words}: more than 80 columns: {wide[:2]}")
    return text


def make_office(program):
    events = program.file("office.jsonl")
    program.ok("simulate", "--cases", 200, "--seed", 5, "-o", events)
    program.ok("init")
    program.ok("import", events)


def checked(program, path):
    """What `rulebook check` says, by the activation: event, and its number there."""
    rows = {}
    numbers = collections.Counter()
    for row in program.lines("rulebook", "check", path, "--now", NOW):
        key = tuple(row.get(name, "") for name in ("case", "rule", "part", "event"))
        if not row["event"]:
            key += (row["activated_at"],)
        numbers[key] += 1
        rows[key + (numbers[key],)] = row
    return rows


def simulated(program, draft, *words):
    lines = program.lines("rulebook", "simulate", draft, "--now", NOW, *words)
    expect(lines[0]["kind"] == "summary", f"first line: {lines[0]}")
    return lines[0], lines[1:]
