#!/usr/bin/env python3
"""README's "A day with a case" and "What the rules say": its very commands run, and show what its
paragraphs say. The case and its days are taken from the commands."""

import json
import os
import re
import shlex
import subprocess
import sys
from datetime import date, timedelta

from program import SOURCE, Program, expect

BUILT = "build/release/fallbuch"
SHOWS_CASES = ("case", "cases", "replay", "findings", "rulebook", "indicators")
PLAN_MADE = r"Zuletzt: (?:erstellt|geschlossen|verknüpft) +"


def section(title):
    readme = (SOURCE / "README.md").read_text(encoding="utf-8")
    return re.split(r"\n###? |\n`init` without", readme.split(f"### {title}\n")[1])[0]


def commands(title):
    """The lines of the block, as words."""
    block = re.search(r"\n\n?((?:    .+\n)+)", "\n" + section(title))[1]
    return [shlex.split(line) for line in block.splitlines()]


class Office:
    """The ledger of the day, in a directory of its own."""

    def __init__(self, path):
        self.path = os.path.abspath(path)
        self.program = Program(path)
        self.environment = dict(self.program.environment)

    def run(self, words):
        done = subprocess.run([self.path, *words], capture_output=True, env=self.environment,
                              cwd=self.program.directory.name, timeout=300, check=False)
        expect(done.returncode == 0, f"{words}: exit {done.returncode}: {done.stderr.decode()}")
        return done.stdout.decode()

    def run_all(self, title):
        """What each command prints, by its words after the program's name."""
        printed = {}
        for words in commands(title):
            if words[0] == "export":
                name, value = words[1].split("=")
                self.environment[name] = value
                continue
            expect(words[0] == BUILT, f"README runs something else: {words}")
            told = self.run(words[1:])
            if words[1] in SHOWS_CASES:
                expect(all(len(line) <= 80 for line in told.splitlines()), f"{words}: too wide")
            printed[" ".join(words[1:])] = told
        return printed


def only(printed, pattern):
    """What the one such command prints, and what the pattern's groups found in it."""
    found = [(text, re.fullmatch(pattern, words)) for words, text in printed.items()]
    found = [(text, match.groups()) for text, match in found if match]
    expect(len(found) == 1, f"{len(found)} commands like '{pattern}'")
    return found[0]


def german(day):
    return day.strftime("%d.%m.%Y")


def late_note(office, case, learnt):
    """The note that was recorded on that day, more than a week late."""
    lines = [json.loads(line) for line in office.run(["timeline", case, "--json"]).splitlines()]
    notes = [event for event in lines
             if event["type"].startswith("de.fallbuch.counsellingnote.recorded")
             and event["late_days"] > 7 and "noteId" in event["data"]]
    found = [event for event in notes
             if date.fromisoformat(event["time"][:10]) + timedelta(days=event["late_days"])
             == learnt]
    expect(len(found) == 1, f"{len(found)} late notes of {learnt}")
    return found[0]


def ask_case(office, printed):
    _, (case,) = only(printed, r"case (\S+)")
    expect(all(case in words for words in printed if words.split()[0] in ("case", "replay")),
           "more than one case")
    then, (plan_text,) = only(printed, rf"case {case} --as-of-occurred (\S+)")
    _, (before_text,) = only(printed, rf"case {case} --as-of-recorded (\S+)")
    plan_day, before = date.fromisoformat(plan_text), date.fromisoformat(before_text)
    learnt = before + timedelta(days=7)
    expect(re.search(PLAN_MADE + re.escape(german(plan_day)), then), "no plan of that day")
    for day in (plan_day, before, learnt):
        expect(german(day) in section("A day with a case"),
               f"the paragraph does not tell of {german(day)}")
    note = late_note(office, case, learnt)
    name = note["data"]["noteId"]
    everything = ["case", case, "--all"]
    expect(f"\n{name} " in office.run(everything), "the note is not there now")
    expect(f"\n{name} " not in office.run([*everything, "--as-of-recorded", before_text]),
           "the note is known a week before it was recorded")
    expect(date.fromisoformat(note["time"][:10]) < before, "the talk was not over by then")
    only(printed, rf"case diff {case} {plan_day} {before} --clock recorded")
    ask_arrival(printed, case, (before, learnt), note)


def ask_arrival(printed, case, days, note):
    before, learnt = days
    talk = german(date.fromisoformat(note["time"][:10]))
    added, _ = only(printed, rf"case diff {case} {before} {learnt} --clock recorded")
    expect(re.search(rf"nachgetragen +{re.escape(german(learnt))} +.* vom {re.escape(talk)}\n",
                     added), f"not the late note: {added}")
    corrected = re.search(r"\nberichtigt +(\S+)  Nr\. (\d+): ", added)
    expect(corrected, f"no correction: {added}")
    steps, _ = only(printed, rf"replay {case} --from \d+ --to \d+")
    expect(f"Erfasst am {german(learnt)}, {note['late_days']} Tage danach.\n" in steps,
           f"not the step of the note: {steps}")
    expect(re.search(rf"Berichtigt am {re.escape(corrected[1])}, was am \S+ als Nr\. "
                     rf"{corrected[2]} erfasst worden war", steps),
           f"not the step of the correction: {steps}")


def ask_rules(printed):
    expect("4pm-2026@2026.1" in printed["rulebook list"], "the rulebooks")
    due = only(printed, r"findings --days \d+")[0]
    explained = only(printed, r"findings explain (.+)")[0]
    rule, case = next(re.fullmatch(r"findings explain (\S+) --case (\S+)", words).groups()
                      for words in printed if words.startswith("findings explain"))
    row = re.search(rf"{case} .*?{rule}.*?überfällig seit.*?{rule}@\d+", due, re.DOTALL)
    expect(row, f"{rule} of {case} is not overdue: {due}")
    named = row[0].split()[-1]
    expect(named in explained and "Berechnung" in explained, f"{named}: {explained}")
    expect("Frist" in only(printed, r"rulebook show .+")[0], "what the rule says")
    expect("PK-01" in only(printed, r"indicators .+")[0], "the indicators")


def main():
    office = Office(sys.argv[1])
    printed = office.run_all("A day with a case")
    expect("500 cases" in only(printed, "simulate .*")[0], "not an office of 500 cases")
    expect("Zuletzt beraten" in only(printed, "cases --no-contact-since .*")[0],
           "the list of gaps")
    expect("Fällig am" in only(printed, "cases --worklist plan-due.*")[0], "the list of deadlines")
    ask_case(office, printed)
    ask_rules(office.run_all("What the rules say"))


if __name__ == "__main__":
    main()
