#!/usr/bin/env python3
"""An office reads and tests rulebooks, and tries drafts of them.

What a draft would change is counted anew here, from what `rulebook check` says of both files.
"""

import collections
import json
import sys

from program import Program, expect
from rulebook_office import (NOW, OWN, OWN_SCENARIOS, SHIPPED, checked, is_narrow, make_office,
                             simulated, write)


def reads_them(program):
    known = program.lines("rulebook", "list")
    expect({"4pm-2023", "4pm-2026", "datenschutz"} <= {one["rulebook"] for one in known},
           f"list: {known}")
    expect(all(one["origin"] == "shipped" for one in known), f"list: {known}")
    is_narrow(program, "rulebook", "list")
    expect("EV-05" in is_narrow(program, "rulebook", "show", "4pm-2023", "EV-05"), "show: EV-05")
    expect(json.loads(program.ok("rulebook", "show", "4pm-2023", "EV-05", "--json"))["id"] ==
           "EV-05", "show: EV-05 as JSON")
    program.refuses(1, "has no rule ZZ-99", "rulebook", "show", "4pm-2023", "ZZ-99")
    changes = program.lines("rulebook", "diff", "4pm-2023", "4pm-2026")
    gone = {one["name"] for one in changes
            if one["section"] == "rules" and one["change"] == "removed"}
    expect({"L-03", "KP-08"} <= gone, f"diff: {gone}")
    expect("entfallen" in is_narrow(program, "rulebook", "diff", "4pm-2023", "4pm-2026"), "diff")
    expect("Kein Unterschied" in program.ok("rulebook", "diff", "4pm-2023", "4pm-2023"), "diff")
    for shipped in sorted(SHIPPED.glob("*.json")):
        told = program.ok("rulebook", "lint", shipped)
        expect(f"{shipped.name}: 0 findings in " in told, f"lint of {shipped.name}: {told[-200:]}")


def covers_the_domain(program):
    found = json.loads(program.ok("rulebook", "coverage", "--json"))
    expect(len(found["rows"]) == 205, f"{len(found['rows'])} rows")
    expect(not [row for row in found["rows"] if row["state"] == "missing"], "rows are missing")
    expect(not found["strays"], f"rules of no row: {found['strays']}")
    text = is_narrow(program, "rulebook", "coverage")
    expect(all(f"\n{row['id']} " in text for row in found["rows"]), "a row is not in the table")
    sums = next(line for line in text.splitlines() if line.startswith("Alle ")).split()
    live = sum(row["state"] == "live" for row in found["rows"])
    expect(sums[1:5] == ["205", str(live), str(205 - live), "0"], f"sums: {sums}")


def tests_scenarios(program):
    program.ok("rulebook", "test", SHIPPED / "regensburg.json")
    own = write(program, "buero.json", OWN)
    write(program, "buero-1.szenarien", OWN_SCENARIOS)
    expect("1 Szenarien, 1 Erwartungen, 0 verfehlt" in program.ok("rulebook", "test", own), "test")
    write(program, "buero-1.szenarien", OWN_SCENARIOS.replace("fällig=2024-03-15",
                                                              "fällig=2024-03-14"))
    for told in ("buero-1.szenarien:5: Vermerk am letzten Tag", "erwartet", "fällig=2024-03-14",
                 "erhalten", "1 verfehlt"):
        program.refuses(1, told, "rulebook", "test", own)
    write(program, "buero-1.szenarien", OWN_SCENARIOS.replace("contactId=K-1\n  2024-03-15",
                                                              "kontaktId=K-1\n  2024-03-15"))
    program.refuses(1, "line 2, column", "rulebook", "test", own)
    write(program, "buero-1.szenarien", OWN_SCENARIOS)


def checks_the_ledger(program):
    rows = checked(program, SHIPPED / "4pm-2023.json")
    needed = {"case", "event", "activated_at", "verdict", "due"}
    expect(rows and all(needed <= set(row) for row in rows.values()), "a row lacks something")
    counted = collections.Counter(row["verdict"] for row in rows.values())
    text = is_narrow(program, "rulebook", "check", SHIPPED / "4pm-2023.json", "--now", NOW)
    table, _, sums = text.partition("\n\n")
    expect(len(table.splitlines()) == len(rows) + 2, f"not a line for each of {len(rows)} rows")
    for wanted in (f"{len(rows)} Feststellungen", f"{counted['violated']} verletzt"):
        expect(wanted in " ".join(sums.split()).replace(".", ""), f"'{wanted}' is not in '{sums}'")
    program.refuses(2, "lies in the future", "rulebook", "check", SHIPPED / "4pm-2023.json",
                    "--now", "2999-01-01")


def expected_changes(before, after):
    """Appeared, vanished and changed, counted by rule, part and verdicts; and their cases."""
    findings = collections.Counter()
    cases = collections.defaultdict(set)
    for key in before.keys() | after.keys():
        old, new = before.get(key), after.get(key)
        if old and new and (old["verdict"], old["due"]) == (new["verdict"], new["due"]):
            continue
        change = "changed" if old and new else "vanished" if old else "appeared"
        what = (key[1], key[2], change, old and old["verdict"], new and new["verdict"])
        findings[what] += 1
        cases[what].add(key[0])
    return {what: (count, len(cases[what])) for what, count in findings.items()}


def counted(rows):
    return {(row["rule"], row.get("part", ""), row["change"], row.get("before"),
             row.get("after")): (row["findings"], row["cases"]) for row in rows}


def tries(program, draft, changes_min):
    """What simulate tells is what both checks come to; teams are shares of it."""
    before = checked(program, SHIPPED / "4pm-2023.json")
    after = checked(program, draft)
    summary, rows = simulated(program, draft)
    expect(summary["in_place"] and summary["findings"]["of_draft"] == len(after), f"{summary}")
    expected = expected_changes(before, after)
    found = counted(row for row in rows if row["kind"] == "rule")
    expect(found == expected, f"{draft}: {found} instead of {expected}")
    expect(sum(count for count, _ in expected.values()) >= changes_min, f"too few: {expected}")
    teams = collections.Counter()
    for row in rows:
        if row["kind"] == "team":
            teams[row["rule"], row.get("part", ""), row["change"], row.get("before"),
                  row.get("after")] += row["findings"]
    expect(teams == {what: count for what, (count, _) in expected.items()}, f"teams: {teams}")
    keys = {key for row in rows for key in row}
    expect("caseworker" not in keys and not any("U-" in json.dumps(row["team"]) for row in rows
                                                if row["kind"] == "team"), "persons are named")
    return rows


def tries_drafts(program):
    contents = program.contents()
    shipped = json.loads((SHIPPED / "4pm-2023.json").read_text(encoding="utf-8"))
    _, rows = simulated(program, SHIPPED / "4pm-2023.json")
    expect(not rows, f"the same rulebook makes a difference: {rows[:2]}")
    shipped["params"]["unverzueglich"]["values"][0]["value"] = "P1D"
    shipped["params"]["noteDelayMax"]["values"][0]["value"] = "P10BD"
    draft = write(program, "draft.json", json.dumps(shipped))
    rows = tries(program, draft, 20)
    verdicts = {(row["before"], row["after"]) for row in rows}
    expect({("satisfied", "violated"), ("violated", "satisfied")} & verdicts, f"{verdicts}")
    text = is_narrow(program, "rulebook", "simulate", draft, "--now", NOW)
    expect(" → verletzt" in text and "Je Team" in text, text)
    one_team(program, draft, rows)
    examples(program, draft)
    own = json.loads(OWN)["rules"][0]
    own["within"]["before"] = "P7D"
    shipped = json.loads((SHIPPED / "4pm-2023.json").read_text(encoding="utf-8"))
    shipped["rules"].append(own)
    rows = tries(program, write(program, "draft.json", json.dumps(shipped)), 20)
    expect({(row["rule"], row["change"]) for row in rows} == {("B-01", "appeared")}, "a new rule")
    del shipped["rules"][-1]
    gone = next(i for i, rule in enumerate(shipped["rules"]) if rule["id"] == "G-09")
    del shipped["rules"][gone]
    rows = tries(program, write(program, "draft.json", json.dumps(shipped)), 20)
    expect({(row["rule"], row["change"]) for row in rows} == {("G-09", "vanished")}, "G-09")
    expect(program.contents() == contents, "simulating has stored something")


def one_team(program, draft, rows):
    team = next(row["team"] for row in rows if row["kind"] == "team" and row["team"])
    summary, found = simulated(program, draft, "--team", team.lower())
    wanted = counted(row for row in rows if row["kind"] == "team" and row["team"] == team)
    expect(counted(row for row in found if row["kind"] == "rule") == wanted, f"of {team}: {found}")
    expect({row["team"] for row in found if row["kind"] == "team"} == {team}, f"of {team}")
    expect(0 < summary["cases"] < 200, f"of {team}: {summary}")
    program.refuses(1, "there are: Team", "rulebook", "simulate", draft, "--now", NOW,
                    "--team", "Team 999")


def examples(program, draft):
    _, rows = simulated(program, draft, "--examples", 1)
    expect(all(len(row["examples"]) == 1 for row in rows), "one example of each")
    _, rows = simulated(program, draft, "--examples", 1000)
    for row in rows:
        expect(len(row["examples"]) == row["cases"], f"examples: {row}")
    # A case of an example is found by its number.
    program.ok("timeline", rows[0]["examples"][0]["case"])


def main():
    program = Program(sys.argv[1])
    make_office(program)
    reads_them(program)
    covers_the_domain(program)
    tests_scenarios(program)
    checks_the_ledger(program)
    tries_drafts(program)


if __name__ == "__main__":
    main()
