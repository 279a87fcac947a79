#!/usr/bin/env python3
"""Writes bauantrag.xes: a made-up log of building permits in an invented town.

Usage: make_bauantrag.py > bauantrag.xes

Everything in it is invented: town, streets, officers, applications. Running it again gives the
same bytes. Most applications follow the book; a few do not, so that rules find something:
  BA-2025-0007  nobody looks at the application for five weeks
  BA-2025-0013  the same officer drafts and releases the decision
  BA-2025-0017  the decision is never delivered
  BA-2025-0019  the permit is given before the statement of the fire service arrives
  BA-2025-0024  missing documents are demanded three times
The last applications are still open when the log ends (29.08.2025).
"""
import datetime as dt
import random
import sys
from xml.sax.saxutils import quoteattr

CASES = 34
LOG_END = dt.datetime(2025, 8, 29, 18, 0)
DST_BEGIN = dt.datetime(2025, 3, 30, 2, 0)  # Europe/Berlin; the office sleeps at that hour
HOLIDAYS = {dt.date(2025, *d) for d in
            [(1, 1), (4, 18), (4, 21), (5, 1), (5, 29), (6, 9), (6, 19), (10, 3)]}

CLERKS = ["Jana Petersen", "Murat Yildiz", "Friederike Lohmann", "Tobias Brandt"]
HEADS = ["Dr. Almut Siebert", "Ralf Kessler"]
POST_ROOM = "Poststelle"
CASHIER = "Helga Nowak"

DISTRICTS = ["Altstadt", "Nordend", "Am Mühlbach", "Weidenau", "Rosenhöhe", "Gewerbepark Süd"]
STREETS = ["Lindenweg", "Schulstraße", "Am Anger", "Mühlgasse", "Kirchplatz", "Birkenallee",
           "Im Grund", "Bahnhofstraße", "Ziegeleiweg", "Amselstieg"]
# project, procedure, dwellings, fee in euros, agencies to be heard
PROJECTS = [
    ("Neubau eines Einfamilienhauses", "vereinfacht", 1, 1240.00, []),
    ("Neubau einer Doppelhaushälfte", "vereinfacht", 1, 1080.50, []),
    ("Anbau eines Wintergartens", "vereinfacht", 0, 310.00, []),
    ("Errichtung einer Doppelgarage", "vereinfacht", 0, 185.00, []),
    ("Ausbau des Dachgeschosses", "vereinfacht", 1, 640.00, ["Denkmalschutz"]),
    ("Umnutzung einer Scheune zu Wohnraum", "regulär", 2, 1975.00,
     ["Denkmalschutz", "Feuerwehr"]),
    ("Neubau eines Mehrfamilienhauses", "regulär", 9, 6830.75, ["Feuerwehr", "Tiefbauamt"]),
    ("Erweiterung einer Lagerhalle", "regulär", 0, 4120.00, ["Feuerwehr", "Umweltamt"]),
    ("Nutzungsänderung: Laden zu Gaststätte", "regulär", 0, 890.00, ["Feuerwehr"]),
]
DOCUMENTS = ["Lageplan", "Bauzeichnungen", "Baubeschreibung", "Standsicherheitsnachweis",
             "Entwässerungsplan", "Stellplatznachweis", "Wärmeschutznachweis"]

# Only random() is used: its sequence for a seed is fixed in all versions of Python.
dice = random.Random(20250107)


def pick(items):
    return items[int(dice.random() * len(items))]


def between(low, high):
    return low + int(dice.random() * (high - low + 1))


def is_working_day(day):
    return day.weekday() < 5 and day not in HOLIDAYS


def later(moment, working_days):
    """A moment in office hours so many working days later; the same day, a little later, for 0."""
    if working_days == 0:
        return moment + dt.timedelta(minutes=between(12, 55), seconds=between(0, 59))
    day = moment.date()
    while working_days > 0:
        day += dt.timedelta(days=1)
        working_days -= is_working_day(day)
    return dt.datetime.combine(day, dt.time(between(8, 14), between(0, 59), between(0, 59)))


def stamp(moment):
    zone = "+02:00" if moment >= DST_BEGIN else "+01:00"
    return moment.isoformat(timespec="seconds") + zone


class Case:
    def __init__(self, number, received):
        self.number = number
        self.id = f"BA-2025-{number:04d}"
        self.project, self.procedure, self.dwellings, self.fee, self.agencies = pick(PROJECTS)
        self.district = pick(DISTRICTS)
        self.address = f"{pick(STREETS)} {between(1, 88)}"
        self.clerk = pick(CLERKS)
        self.head = pick(HEADS)
        self.now = received
        self.events = []

    def do(self, activity, who, days, *details):
        if self.events:
            self.now = later(self.now, days)
        self.events.append((self.now, activity, who, details))


def string(key, value):
    return ("string", key, value)


def truth(key, value):
    return ("boolean", key, "true" if value else "false")


def demand_documents(case, complete):
    missing = sorted({pick(DOCUMENTS) for _ in range(between(1, 3))}, key=DOCUMENTS.index)
    deadline = later(case.now, 20).replace(hour=0, minute=0, second=0)
    case.do("Unterlagen nachgefordert", case.clerk, between(0, 1),
            ("list", "bau:unterlagen", missing), ("date", "bau:frist", stamp(deadline)))
    case.do("Unterlagen eingegangen", POST_ROOM, between(6, 16))
    case.do("Vollständigkeit geprüft", case.clerk, between(1, 4),
            truth("bau:vollstaendig", complete))


def examine(case):
    case.do("Antrag eingegangen", POST_ROOM, 0)
    case.do("Sachbearbeitung zugewiesen", case.head, between(0, 2), string("bau:an", case.clerk))
    complete = dice.random() < 0.6 and case.number != 24
    case.do("Vollständigkeit geprüft", case.clerk, 25 if case.number == 7 else between(2, 8),
            truth("bau:vollstaendig", complete))
    demands = 3 if case.number == 24 else 0 if complete else 1
    for left in range(demands - 1, -1, -1):
        demand_documents(case, complete=left == 0)


def hear_agencies(case):
    agencies = case.agencies or (["Feuerwehr"] if case.number == 19 else [])
    for agency in agencies:
        case.do("Stellungnahme angefordert", case.clerk, between(0, 1),
                string("bau:stelle", agency))
    for agency in agencies:
        if case.number == 19 and agency == "Feuerwehr":
            continue
        case.do("Stellungnahme eingegangen", POST_ROOM, between(4, 12),
                string("bau:stelle", agency))
    if case.procedure == "regulär":
        case.do("Ortstermin durchgeführt", case.clerk, between(3, 9))


def decide(case):
    granted = dice.random() < 0.85 or case.number in (13, 17, 19)
    case.do("Bescheid entworfen", case.clerk, between(2, 9))
    case.do("Bescheid freigegeben", case.clerk if case.number == 13 else case.head, between(1, 3))
    case.do("Baugenehmigung erteilt" if granted else "Bauantrag abgelehnt", case.head, 0)
    if case.number == 19:
        case.do("Stellungnahme eingegangen", POST_ROOM, 3, string("bau:stelle", "Feuerwehr"))
    if case.number == 17:
        return
    case.do("Bescheid zugestellt", POST_ROOM, between(1, 3))
    case.do("Gebührenbescheid versandt", CASHIER, between(0, 4),
            ("float", "bau:gebuehr", f"{case.fee:.2f}"))
    case.do("Gebühr bezahlt", CASHIER, between(4, 18))
    if not granted and dice.random() < 0.8:
        case.do("Widerspruch eingegangen", POST_ROOM, between(2, 5))
        case.do("Widerspruchsbescheid erlassen", case.head, between(15, 25))
    case.do("Verfahren abgeschlossen", case.clerk, between(0, 3))


def run(case):
    examine(case)
    if case.number in (11, 28):
        case.do("Antrag zurückgenommen", POST_ROOM, between(2, 10))
        case.do("Verfahren abgeschlossen", case.clerk, 1)
    else:
        hear_agencies(case)
        decide(case)
    case.events = [event for event in case.events if event[0] <= LOG_END]
    return case


def attribute(indent, kind, key, value):
    tabs = "\t" * indent
    if kind != "list":
        return f"{tabs}<{kind} key={quoteattr(key)} value={quoteattr(value)}/>"
    members = [attribute(indent + 2, "string", "bau:unterlage", item) for item in value]
    return "\n".join([f'{tabs}<list key={quoteattr(key)}>', f'{tabs}\t<values key="bau:werte">',
                      *members, f"{tabs}\t</values>", f"{tabs}</list>"])


HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<!-- Made by make_bauantrag.py. Town, people and applications are invented. -->
<log xes.version="1849.2016" xes.features="nested-attributes">
	<extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
	<extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
	<extension name="Organizational" prefix="org" uri="http://www.xes-standard.org/org.xesext"/>
	<extension name="Lifecycle" prefix="lifecycle" uri="http://www.xes-standard.org/lifecycle.xesext"/>
	<extension name="Bauantrag" prefix="bau" uri="https://example.org/bauantrag.xesext"/>
	<global scope="trace">
		<string key="concept:name" value="unbekannt"/>
	</global>
	<global scope="event">
		<string key="concept:name" value="unbekannt"/>
		<date key="time:timestamp" value="1970-01-01T00:00:00Z"/>
		<string key="org:resource" value="unbekannt"/>
		<string key="lifecycle:transition" value="complete"/>
	</global>
	<classifier name="Activity" keys="concept:name"/>
	<string key="concept:name" value="Bauanträge der Stadt Musterlingen, Januar bis August 2025"/>"""


def main():
    lines = [HEAD]
    received = dt.datetime(2025, 1, 7, 9, 12, 40)
    for number in range(1, CASES + 1):
        case = run(Case(number, received))
        lines.append("\t<trace>")
        lines.append(attribute(2, "string", "concept:name", case.id))
        lines.append(attribute(2, "string", "bau:vorhaben", case.project))
        lines.append(attribute(2, "string", "bau:verfahren", case.procedure))
        lines.append(attribute(2, "string", "bau:ortsteil", case.district))
        lines.append(attribute(2, "string", "bau:anschrift", case.address))
        lines.append(attribute(2, "int", "bau:wohneinheiten", str(case.dwellings)))
        for moment, activity, who, details in case.events:
            lines.append("\t\t<event>")
            lines.append(attribute(3, "string", "concept:name", activity))
            lines.append(attribute(3, "date", "time:timestamp", stamp(moment)))
            lines.append(attribute(3, "string", "org:resource", who))
            lines.append(attribute(3, "string", "lifecycle:transition", "complete"))
            lines.extend(attribute(3, *detail) for detail in details)
            lines.append("\t\t</event>")
        lines.append("\t</trace>")
        received = later(received, between(2, 6))
    lines.append("</log>")
    sys.stdout.buffer.write(("\n".join(lines) + "\n").encode("utf-8"))


if __name__ == "__main__":
    main()
