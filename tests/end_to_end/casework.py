#!/usr/bin/env python3
"""A colleague's day: a case now, as it was, as it was known, what was learnt, step by step."""

import json
import os
import sys
from datetime import date, datetime
from zoneinfo import ZoneInfo

from program import SAMPLE, Program, expect

CASE = "955A000001"


class Casework:
    """Events of the shipped catalogue, from the examples that it gives itself."""

    def __init__(self, program):
        self.program = program
        self.count = 0

    def event(self, name, day, recorded=None, case=CASE, data=None, **attributes):
        out = json.loads(self.program.ok("catalogue", "show", name, "--example"))
        self.count += 1
        out.update(id=f"e{self.count}", subject=case, time=f"{day}T09:00:00+01:00",
                   recorded=f"{recorded or day}T17:00:00+01:00", **attributes)
        out["data"].update(data or {})
        return out


def a_history(casework):
    talk = {"ContactHeld": {"channel": "PERSOENLICH"}}
    names = ("CaseOpened", "ResponsibilityAssigned", "ContactHeld", "PotentialAnalysisCompleted",
             "NeedIdentified", "GoalSet", "StrategySelected", "CooperationPlanCreated")
    events = [casework.event(name, f"2025-01-{6 + number:02d}", data=talk.get(name))
              for number, name in enumerate(names)]
    goal = events[5]["id"]
    events.append(casework.event("CounsellingNoteRecorded", "2025-01-08", "2025-03-15",
                                 data={"text": "Kinderbetreuung besprochen"}))
    events.append(casework.event("GoalSet", "2025-01-11", "2025-04-01", corrects=goal,
                                 data={"criterion": "Ein Vertrag über 20 Stunden"}))
    return events


def things(state, kind):
    return [thing for thing in state["things"] if thing["kind"] == kind]


def criterion(program, *words):
    state = json.loads(program.ok("case", CASE, *words, "--json"))
    return things(state, "goal")[0]["values"]["criterion"]["value"]


def ask_case(program):
    now = json.loads(program.ok("case", CASE, "--json"))
    expect(now["phase"] == "agreement", f"phase {now['phase']}")
    expect(things(now, "need")[0]["values"]["state"]["value"] == "offen", "the need is not open")
    expect(criterion(program) == "Ein Vertrag über 20 Stunden", "the correction does not count")
    expect(criterion(program, "--as-of-recorded", "2025-03-31") != "Ein Vertrag über 20 Stunden",
           "the correction counts before it was recorded")
    day = json.loads(program.ok("case", CASE, "--as-of-occurred", "2025-01-09", "--json"))
    expect(not things(day, "goal") and day["phase"] == "analysis", "the goal was set later")
    before = json.loads(program.ok("case", CASE, "--as-of-recorded", "2025-03-08", "--json"))
    expect(not things(before, "note") and things(now, "note"), "the late note was known too early")
    text = program.ok("case", CASE)
    expect(all(len(line) <= 80 for line in text.splitlines()), "more than 80 columns")
    for words in ("Handlungsbedarf: Berufliche Qualifikation", "Phase     Vereinbarung"):
        expect(words in text, f"'{words}' is not shown")


def ask_changes(program):
    changes = json.loads(program.ok("case", "diff", CASE, "2025-03-10", "2025-03-20", "--json"))
    expect({change["kind"] for change in changes} == {"note"}, f"changes: {changes}")
    changes = json.loads(program.ok("case", "diff", CASE, "2025-03-20", "2025-04-02", "--json"))
    expect([change["field"] for change in changes] == ["criterion"], f"changes: {changes}")
    steps = program.lines("replay", CASE)
    expect([step["step"] for step in steps] == list(range(1, 10)), "nine events count")
    expect([step["occurred"] for step in steps] == sorted(step["occurred"] for step in steps),
           "the steps are not in order")
    expect([step["step"] for step in steps if step["corrected"]] == [7], "the corrected step")
    text = program.ok("replay", CASE)
    expect(all(len(line) <= 80 for line in text.splitlines()), "replay: more than 80 columns")
    program.refuses(2, "turn them round", "case", "diff", CASE, "2025-04-02", "2025-03-20")
    program.refuses(2, "lies in the future", "case", CASE, "--as-of-recorded", "2999-01-01")
    program.refuses(1, "nothing was known", "case", CASE, "--as-of-occurred", "2024-12-31")
    program.refuses(2, "FROM: lies in the future", "case", "diff", CASE, "2999-01-01",
                    "2999-01-02")
    program.refuses(2, "--as-of-occurred: neither a date", "case", CASE, "--as-of-occurred",
                    "gestern")
    program.refuses(1, "none of this name", "case", "955A999999")
    program.refuses(1, "none of this name", "replay", "955A999999")
    program.refuses(1, "none of this name", "case", "diff", "955A999999", "2025-04-01",
                    "2025-04-02")
    program.refuses(1, "its first event is of 06.01.2025", "case", "diff", CASE, "2024-04-01",
                    "2024-04-02")
    program.refuses(1, "the case has 9 steps", "replay", CASE, "--from", "10")


def ask_corrections(path, casework):
    program = Program(path)
    program.ok("init")
    case = "955A000003"
    events = [casework.event("CaseOpened", "2025-01-06", case=case),
              casework.event("NeedIdentified", "2025-01-15", case=case),
              casework.event("ContactHeld", "2025-01-20", case=case, data={"contactId": "K-1"})]
    events.append(casework.event("ContactHeld", "2025-01-10", "2025-02-03", case=case,
                                 corrects=events[-1]["id"],
                                 data={"contactId": "K-1", "channel": "PERSOENLICH"}))
    events.append(casework.event("NeedIdentified", "2025-02-20", case=case,
                                 data={"needId": "N-2"}))
    program.ok("import", "-", stdin="\n".join(map(json.dumps, events)).encode())
    card = next(card for card in program.lines("cases") if card["case"] == case)
    expect(card["last_counselled"].startswith("2025-01-10"), f"the day is not corrected: {card}")
    steps = program.lines("replay", case)
    expect([step["occurred"][:10] for step in steps] ==
           ["2025-01-06", "2025-01-10", "2025-01-15", "2025-02-20"], "the order of the days")
    corrects = steps[1]["corrects"]
    expect(corrects["occurred"].startswith("2025-01-20"), f"the day before: {corrects}")
    expect([change["field"] for change in corrects["changes"]] == ["channel"], f"{corrects}")
    text = program.ok("replay", case, "--from", "2", "--to", "2")
    expect("Berichtigt am 03.02.2025, was am 20.01.2025 als Nr. 3 erfasst worden war.\n"
           "Erfasst für den 20.01.2025 09:00, richtig ist der 10.01.2025 09:00.\n" in text, text)
    expect("Schritt 2 von 4 · Nr. 4 · 10.01.2025 09:00" in text, text)
    text = program.ok("timeline", case)
    expect("berichtigt Nr. 3" in text and "berichtigt durch Nr. 4" in text, text)
    expect("Nachträge 1 berichtigt" in program.ok("case", case), "the page tells no correction")
    text = program.ok("case", "diff", case, "2025-02-01", "2025-02-03")
    expect("berichtigt    03.02.2025  Nr. 3: Kontakt stattgefunden vom 10.01.2025\n" in text,
           text)
    ask_clocks(program, case)


def ask_clocks(program, case):
    def kinds(*words):
        changes = json.loads(program.ok("case", "diff", case, *words, "--json"))
        return sorted({change["kind"] for change in changes})

    happened = ("2025-01-09", "2025-01-12", "--clock", "occurred")
    expect(kinds(*happened) == ["contact"], "the contact was on the 10th, as is known now")
    expect(kinds(*happened, "--as-of-recorded", "2025-02-02") == [], "and on the 20th until then")
    learnt = ("2025-02-02", "2025-02-28")
    expect(kinds(*learnt) == ["contact", "need"], "what was learnt in February")
    expect(kinds(*learnt, "--as-of-occurred", "2025-01-31") == ["contact"], "of January")
    expect(kinds("2025-01-18", "2025-02-04", "--clock", "both") == ["contact"], "then and then")
    program.refuses(2, "--as-of-occurred holds the clock still on which FROM and", "case",
                    "diff", case, *happened, "--as-of-occurred", "2025-01-31")
    program.refuses(2, "choose the other --clock", "case", "diff", case, *learnt,
                    "--as-of-recorded", "2025-02-02")
    for wrong in ("0", "-1", "x"):
        program.refuses(2, "steps count from 1", "replay", case, f"--from={wrong}")


def ask_cases(program):
    found = program.lines("cases")
    expect(len(found) == 1 and found[0]["case"] == CASE, f"found {found}")
    expect(found[0]["last_counselled"].startswith("2025-01-08"), "the last contact")
    expect(program.lines("case", CASE)[0]["last_counselled"] == found[0]["last_counselled"],
           "case and cases mean the same talk")
    expect(program.lines("cases", "--phase", "agreement") == found, "found by its phase")
    expect(program.lines("cases", "--team", "none of this name") == [], "another team")
    expect(program.lines("cases", "--team", "TEAM417", "--case-number", "955a") == found,
           "found by team and number, without case and spaces")
    expect(program.lines("cases", "--no-contact-since", "30") == found, "no contact for long")
    ago = (datetime.now(ZoneInfo("Europe/Berlin")).date() - date(2025, 1, 8)).days
    expect(program.lines("cases", "--no-contact-since", str(ago)) == [], "days are civil days")
    expect(program.lines("cases", "--no-contact-since", str(ago - 1)) == found, "one day less")


def ask_deadlines(program):
    text = program.ok("case", CASE, "--as-of-occurred", "2025-07-01")
    expect("Frist     fällig am 13.07.2025, in 12 Tagen:" in text, "the plan is due in 12 days")
    expect("(KP-07, § 15 Abs. 3 SGB II)" in text, "the rule is not named")
    expect("Frist: fortschreiben" in text, "the plan has no deadline")
    text = program.ok("case", CASE, "--as-of-occurred", "2025-07-18")
    expect("fällig am 13.07.2025, überfällig seit 5 Tagen" in text, "overdue since five days")
    text = program.ok("case", CASE, "--as-of-occurred", "2025-07-13")
    expect("fällig am 13.07.2025, heute" in text, "due today")
    state = json.loads(program.ok("case", CASE, "--as-of-recorded", "2025-07-18", "--json"))
    clock = state["clocks"][0]
    expect((clock["rule"], clock["due"], clock["days_left"]) == ("KP-07", "2025-07-13", -5),
           f"the clock: {clock}")


def ask_worklists(program):
    due = program.lines("cases", "--worklist", "plan-due")
    expect([one["case"] for one in due] == [CASE] and due[0]["day"] == "2025-07-13", f"due: {due}")
    expect(program.lines("cases", "--worklist", "plan-due", "--phase", "goal") == [],
           "the phase does not count")
    expect(program.lines("cases", "--worklist", "no-appointment")[0]["day"] is None,
           "there is no appointment")
    expect(program.lines("cases", "--worklist", "no-caseworker")[0]["day"] == "2025-11-11",
           "the time of the caseworker is over")
    for name in ("plan-due", "phase-stuck", "graduate-talk", "plan-missing", "measure-end"):
        text = program.ok("cases", "--worklist", name)
        expect(all(len(line) <= 80 for line in text.splitlines()), f"{name}: more than 80 columns")
    text = program.ok("cases", "--help")
    expect("plan-due" in text and "Plan zu überprüfen oder fortzuschreiben [28]" in text,
           "the help does not teach the worklists")
    program.refuses(2, "there is no worklist 'plan'", "cases", "--worklist", "plan")
    program.refuses(2, "--days", "cases", "--worklist", "plan-due", "--days", "-1")
    program.refuses(2, "--days belongs to --worklist", "cases", "--days", "3")
    program.refuses(2, "asks for no number of days", "cases", "--worklist", "no-caseworker",
                    "--days", "3")
    program.refuses(2, "leave out --closed", "cases", "--worklist", "plan-due", "--closed")


def ask_deputies(program, casework):
    deputy = {"caseworker": "U-2", "deputy": True, "from": "2025-02-01", "to": "2025-02-14"}
    events = [casework.event("CaseOpened", "2025-01-06", case="955A000002"),
              casework.event("ResponsibilityAssigned", "2025-01-06", case="955A000002",
                             data={"caseworker": "U-1", "to": "2099-12-31"}),
              casework.event("ResponsibilityAssigned", "2025-01-20", case="955A000002",
                             data=deputy)]
    events += [casework.event("ResponsibilityAssigned", "2025-01-21", case="955A000002",
                              data={"caseworker": "U-3", "from": "2098-01-01", "to": "2099-12-31"})]
    events += [casework.event("ContactHeld", f"2025-03-{day:02d}", case="955A000002",
                              data={"contactId": f"K-{day}"}) for day in range(1, 14)]
    program.ok("import", "-", stdin="\n".join(map(json.dumps, events)).encode())
    during = program.ok("case", "955A000002", "--as-of-occurred", "2025-02-14")
    expect("U-1" in during and "in Vertretung U-2 bis 14.02.2025" in during, "no deputy")
    after = program.ok("case", "955A000002")
    expect("in Vertretung" not in after and "\nVertretung\n" in after, "the deputy's time is over")
    expect("… und 3 ältere; --all zeigt alle" in after and "K-13" in after, "not shortened")
    expect("K-1 " in program.ok("case", "955A000002", "--all"), "--all shows not all")
    found = program.lines("cases", "--caseworker", "U-1")
    expect([one["case"] for one in found] == ["955A000002"], "found by who is responsible")
    expect(program.lines("cases", "--caseworker", "U-2") == [], "found by who stood in last year")
    expect("Zuständig U-1, Team 417\n          ab 01.01.2098 U-3, Team 417" in after, "to come")
    expect(program.lines("cases", "--caseworker", "U-3") == [], "found by who is to come")
    expect(found[0]["caseworker"] == "U-1", "who is to come is told as responsible")


def ask_imported(path):
    program = Program(path)
    program.ok("init")
    program.ok("import", "--format", "xes", SAMPLE)
    found = program.lines("cases", "--closed")
    expect(found, "no case of the log")
    for one in found:
        program.ok("timeline", one["case"])
    expect(any(one["case"] == "BA-2025-0001" for one in found), f"the cases' names: {found}")


def behind_and_not_to_be_written(path):
    program = Program(path)
    program.ok("init")
    casework = Casework(program)
    opened = [json.dumps(casework.event("CaseOpened", "2025-01-06", case=f"F-{number}"))
              for number in range(2)]
    program.ok("import", "-", stdin=opened[0].encode())
    expect(len(program.lines("cases")) == 1, "one case")
    program.ok("import", "-", stdin=opened[1].encode())
    program.give_up_root()
    folder = os.path.join(program.ledger, "projections")
    for name in os.listdir(folder):
        os.chmod(os.path.join(folder, name), 0o400)
    os.chmod(folder, 0o500)
    program.refuses(3, "cannot follow the ledger", "cases")
    os.chmod(folder, 0o700)
    for name in os.listdir(folder):
        os.chmod(os.path.join(folder, name), 0o600)
    expect(len(program.lines("cases")) == 2, "two cases")


def main():
    program = Program(sys.argv[1])
    program.ok("init")
    casework = Casework(program)
    lines = [json.dumps(event) for event in a_history(casework)]
    program.ok("import", "-", stdin="\n".join(lines).encode())
    ask_case(program)
    ask_changes(program)
    ask_cases(program)
    ask_deadlines(program)
    ask_worklists(program)
    ask_deputies(program, casework)
    ask_corrections(sys.argv[1], casework)
    ask_imported(sys.argv[1])
    behind_and_not_to_be_written(sys.argv[1])


if __name__ == "__main__":
    main()
