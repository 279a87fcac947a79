#!/usr/bin/env python3
"""README's "A day with a case": its very commands run, and show what its paragraph says."""

import os
import re
import shlex
import subprocess
import sys

from program import SOURCE, Program, expect

BUILT = "build/release/fallbuch"
SHOWS_CASES = ("case", "cases", "replay")
WRONG_TEXT = "Fahrtzeit zum Betrieb bleibt schwierig"
RIGHT_TEXT = "Stand der Bewerbungen"


def commands():
    """The lines of the block, as words."""
    readme = (SOURCE / "README.md").read_text(encoding="utf-8")
    section = readme.split("### A day with a case\n")[1]
    block = re.search(r"\n\n((?:    .+\n)+)", section)[1]
    return [shlex.split(line) for line in block.splitlines()]


def run_all(program):
    """What each command prints, by its words after the program's name."""
    environment = dict(program.environment)
    printed = {}
    for words in commands():
        if words[0] == "export":
            name, value = words[1].split("=")
            environment[name] = value
            continue
        expect(words[0] == BUILT, f"README runs something else: {words}")
        done = subprocess.run(
            [os.path.abspath(program.path), *words[1:]], capture_output=True, env=environment,
            cwd=program.directory.name, timeout=300, check=False)
        told = done.stdout.decode()
        expect(done.returncode == 0, f"{words}: exit {done.returncode}: {done.stderr.decode()}")
        if words[1] in SHOWS_CASES:
            expect(all(len(line) <= 80 for line in told.splitlines()), f"{words}: too wide")
        printed[" ".join(words[1:])] = told
    return printed


def only(printed, part):
    found = [text for words, text in printed.items() if part in words]
    expect(len(found) == 1, f"{len(found)} commands with '{part}'")
    return found[0]


def main():
    printed = run_all(Program(sys.argv[1]))
    expect("500 cases" in only(printed, "simulate"), "not an office of 500 cases")
    expect("Zuletzt beraten" in only(printed, "--no-contact-since"), "the list of gaps")
    expect("Fällig am" in only(printed, "plan-due"), "the list of deadlines")
    then = only(printed, "--as-of-occurred 2026-02-06")
    expect(re.search(r"Kooperationspl.ne?\n(?:.+\n)+.*Zuletzt: erstellt +06\.02\.2026", then),
           "no plan was made on that day")
    known = only(printed, "--as-of-recorded 2026-05-01")
    expect(WRONG_TEXT in known, "the note as it was known a week before")
    now = next(text for words, text in printed.items() if re.fullmatch(r"case F-\d+-\d+", words))
    expect(WRONG_TEXT not in now, "the note is not corrected")
    for text in (only(printed, "case diff F-2026"), only(printed, "replay")):
        expect(WRONG_TEXT in text and RIGHT_TEXT in text, f"not the correction: {text}")
    expect("Berichtigt am 08.05.2026, was am 22.04.2026 erfasst worden war" in
           only(printed, "replay"), "the days of the talk and its correction")
    late = only(printed, "case diff F-2021")
    expect(re.search(r"nachgetragen +29\.12\.2022 +Beratungsvermerk erfasst vom 08\.12", late),
           f"not the late note: {late}")


if __name__ == "__main__":
    main()
