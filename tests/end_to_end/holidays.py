#!/usr/bin/env python3
"""Public holidays: Easter Monday 2026, Reformationstag 2017, a Saxon day, a list of one's own."""

import sys

from program import Program, expect


def main():
    program = Program(sys.argv[1])
    found = program.lines("holidays", "DE-SN", "--year", "2026")
    days = {one["day"]: one["place"] for one in found}
    expect(days.get("2026-04-06") == "DE" and days.get("2026-11-18") == "DE-SN", f"{days}")
    expect(all(one["source"] for one in found), "one has no law")
    bavarian = [one["day"] for one in program.lines("holidays", "DE-BY", "--year", 2026)]
    expect("2026-11-18" not in bavarian, "Buß- und Bettag in Bayern")
    hessian = [one["day"] for one in program.lines("holidays", "DE-HE", "--year", 2017)]
    expect("2017-10-31" in hessian, "Reformationstag 2017")
    own = program.file("own.txt")
    with open(own, "w", encoding="utf-8") as out:
        out.write("place | DE-NW-MUSTER | DE-NW | Musterstadt | Ortsgesetz\n"
                  "holiday | 02-03 | Stadtfest\n"
                  "in | DE-NW-MUSTER | 2024-01-01.. | § 1 Ortsgesetz |\n")
    told = program.ok("holidays", "DE-NW-MUSTER", "--year", 2026, "--list", own)
    expect("Di 03.02.2026  Stadtfest" in told, told)
    expect(max(map(len, told.splitlines())) <= 80, "wider than a terminal")
    program.refuses(1, "fallbuch holidays lists all places", "holidays", "DE-NW-MUSTER")
    program.refuses(2, "1990", "holidays", "DE", "--year", 1989)
    with open(own, "a", encoding="utf-8") as out:
        out.write("holiday | 02-30 | Nie\n")
    program.refuses(2, "own.txt: line 4: day: not MM-DD", "holidays", "--list", own)


if __name__ == "__main__":
    main()
