#!/usr/bin/env python3
"""What a case is told as: bare days, numbers that were linked, corrections of what is not there."""

import json
import os
import sys

from casework import Casework
from program import Program, expect


def told(path, events):
    """A program whose ledger has these events."""
    program = Program(path)
    program.ok("init")
    program.ok("import", "-", stdin="\n".join(map(json.dumps, events)).encode())
    return program


def in_one_line(text):
    return " ".join(text.split())


def bare_days(path, casework):
    case = "F-1"
    note = casework.event("CounsellingNoteRecorded", "2025-01-08", "2025-01-09", case=case,
                          timeprecision="day")
    corrected = casework.event("CounsellingNoteCorrected", "2025-01-20", case=case,
                               corrects=note["id"], data={"noteId": note["data"]["noteId"]})
    program = told(path, [note, corrected,
                          casework.event("CaseOpened", "2025-01-07", case=case, timeprecision="day",
                                         recorded="2025-01-22")])
    text = program.ok("case", case)
    expect("Umfang    2 Ereignisse, zuletzt 08.01.2025\n" in text, text)
    state = program.lines("case", case)[0]
    expect(state["last_day_precision"] is True, f"{state}")
    text = program.ok("replay", case)
    expect("Schritt 1 von 2 · Nr. 3 · 07.01.2025 · Fall eröffnet" in text, text)
    expect("Schritt 2 von 2 · Nr. 2 · 08.01.2025 · Beratungsvermerk" in text, text)
    expect("was am 09.01.2025 als Nr. 1 erfasst worden war.\n" in text, text)
    expect("00:00" not in text + program.ok("timeline", case), "a bare day has a time")
    program.refuses(1, "its first event is of 07.01.2025, recorded 09.01.2025 17:00", "case", case,
                    "--as-of-occurred", "2025-01-06")
    steps = program.lines("replay", case)
    expect([step["day_precision"] for step in steps] == [True, True], f"{steps}")
    expect([step["version"] for step in steps] == [3, 2], f"{steps}")


def a_day_that_was_wrong(path, casework):
    case = "F-2"
    talk = casework.event("ContactHeld", "2025-01-20", case=case, timeprecision="day")
    right = casework.event("ContactHeld", "2025-01-10", "2025-02-03", case=case,
                           corrects=talk["id"])
    text = told(path, [talk, right]).ok("replay", case)
    expect("Berichtigt am 03.02.2025, was am 20.01.2025 als Nr. 1 erfasst worden war.\n"
           "Erfasst für den 20.01.2025, richtig ist der 10.01.2025 09:00.\n"
           "Sonst sagt es dasselbe.\n" in text, text)


def linked_numbers(path, casework):
    case = "F-3"
    events = [casework.event("CaseOpened", "2015-01-05", case=case, data={"kundennummer": "A1"}),
              casework.event("CaseClosed", "2018-01-05", case=case, data={"kundennummer": "A1"}),
              casework.event("CaseReopened", "2025-01-06", case=case, data={"kundennummer": "B2"}),
              casework.event("PersonIdentifiersLinked", "2025-01-07", case=case,
                             data={"numbers": ["A1", "B2", "C3"]})]
    program = told(path, events)
    for number in ("A1", "B2", "C3"):
        found = program.lines("cases", "--customer-number", number)
        expect([one["case"] for one in found] == [case], f"not found by {number}: {found}")
        expect(found[0]["customer_number"] == "B2", f"the newest: {found}")
    expect(program.lines("cases", "--customer-number", "D4") == [], "found by another number")
    text = program.ok("case", case)
    expect("\nKundennummern\n" in text and "Grund der Schließung" not in text, text)
    text = program.ok("case", case, "--as-of-occurred", "2018-01-05")
    expect("Grund der Schließung: Aufnahme einer Beschäftigung" in text and
           "Anlass der Eröffnung: Antrag auf Leistungen nach dem SGB II" in text, text)


def corrections_of_nothing(path, casework):
    case = "F-4"
    missing = "berichtigt ein Ereignis, das (noch) nicht vorliegt"
    target = casework.event("NeedIdentified", "2025-01-20", "2025-03-03", case=case)
    events = [casework.event("CaseOpened", "2025-01-06", case=case),
              casework.event("NeedIdentified", "2025-01-20", "2025-02-03", case=case,
                             corrects=target["id"], data={"rationale": "Richtig"})]
    program = told(path, events)
    expect(missing in in_one_line(program.ok("timeline", case)), "the timeline does not say so")
    expect(program.lines("timeline", case)[1]["corrects_missing"] is True, "nor does its JSON")
    text = program.ok("replay", case)
    expect(f"Erfasst am 03.02.2025; {missing}.\n" in text, text)
    expect([step["corrects_missing"] for step in program.lines("replay", case)] == [False, True],
           "the step does not say so")
    difference = ("case", "diff", case, "2025-02-01", "2025-02-10")
    text = program.ok(*difference)
    expect("berichtigt    03.02.2025  Handlungsbedarf festgestellt vom 20.01.2025\n"
           f"                          {missing}\n" in text, text)
    expect(f"Nachträge 1 {missing} (" in program.ok("case", case), "nor does the case")
    program.ok("import", "-", stdin=json.dumps(target).encode())
    expect("Nachträge 1 nachgetragen, 1 berichtigt (" in program.ok("case", case), "it is there")
    expect(missing in program.ok("case", case, "--as-of-recorded", "2025-03-01"), "not yet then")
    expect(missing in program.ok(*difference), "not yet then")
    for words in (("timeline", case), ("replay", case)):
        expect(missing not in in_one_line(program.ok(*words)), f"{words}: it is there now")


def second_cycle(path, casework):
    case = "F-5"
    program = told(path, [casework.event("GoalReviewed", "2025-01-20", case=case,
                                         data={"cycleNo": 2})])
    expect("\nPhase     Nachhaltung, 2. Durchlauf\n" in program.ok("case", case), "the Durchlauf")
    expect(program.lines("case", case)[0]["cycle"] == 2, "the Durchlauf, as JSON")


def wrong_questions(path, casework):
    program = told(path, [casework.event("CaseOpened", "2025-01-06", case="F-6")])
    questions = [
        (2, "there is no clock 'foo'; take recorded, occurred or both",
         ("case", "diff", "F-6", "2025-01-01", "2025-01-02", "--clock", "foo")),
        (2, "there is no clock '2'",
         ("case", "diff", "F-6", "2025-01-01", "2025-01-02", "--clock", "2")),
        (2, "a number of days from 0 to 99999, not -3", ("cases", "--no-contact-since", "-3")),
        (2, "turn them round", ("case", "diff", "F-6", "2025-01-02", "2025-01-01")),
        (2, "choose the other --clock",
         ("case", "diff", "F-6", "2025-01-01", "2025-01-02", "--as-of-recorded", "2025-01-01")),
        (1, "nothing was known", ("case", "F-6", "--as-of-occurred", "2024-12-31")),
        (1, "the case has 1 step", ("replay", "F-6", "--from", "2")),
        (2, "--days belongs to --worklist", ("cases", "--days", "3")),
        (2, "neither a date", ("case", "F-6", "--as-of-recorded", "gestern")),
        (2, "lies in the future", ("case", "F-6", "--as-of-recorded", "2999-01-01")),
        (1, "none of this name", ("case", "F-7")),
        (2, "a number from 0 to 18446744073709551615, not -1",
         ("simulate", "--cases", "1", "--seed", "-1", "-o", program.file("x"))),
    ]
    for code, message, words in questions:
        program.refuses(code, message, *words)
        lines = program.run(*words).stderr.decode().splitlines()
        expect(all(len(line) <= 80 for line in lines), f"{words}: too wide: {lines}")
    text = program.ok("case", "diff", "F-6", "2025-01-01", "2025-01-07", "--clock", "both")
    expect("was sich im Fall und im Wissen geändert hat" in text, text)


def outputs_of_simulate(path):
    program = Program(path)
    words = ("simulate", "--cases", "2", "--seed", "3")
    office = program.file("office.jsonl")
    program.ok(*words, "-o", office, "--truth", program.file("truth.jsonl"))
    with open(office, "rb") as file:
        events = file.read()
    os.symlink(office, program.file("link"))
    os.symlink(program.file("later"), program.file("to_later"))
    detour = os.path.join(program.directory.name, ".", "office.jsonl")
    for first, second in ((office, office), (office, detour), (office, program.file("link")),
                          (program.file("new"), program.file("new")),
                          (program.file("to_later"), program.file("later")), ("-", "-")):
        program.refuses(2, "are the same file", *words, "-o", first, "--truth", second)
    with open(office, "rb") as file:
        expect(file.read() == events, "the refusal spoils what was there")
    done = program.run(*words, "-o", "-")
    expect(done.returncode == 0 and done.stdout == events, "stdout has other events than the file")
    expect("events of 2 cases" in done.stderr.decode(), "stderr has no summary")


def main():
    path = sys.argv[1]
    catalogue = Program(path)
    casework = Casework(catalogue)
    for ask in (bare_days, a_day_that_was_wrong, linked_numbers, corrections_of_nothing,
                second_cycle, wrong_questions):
        ask(path, casework)
    outputs_of_simulate(path)


if __name__ == "__main__":
    main()
